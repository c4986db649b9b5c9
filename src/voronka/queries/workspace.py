"""The workspace: what company this is, and in which currency and time it counts."""

from dataclasses import dataclass, replace

from django.db import connection

from voronka.domain.relations import CARE_DAYS


@dataclass(frozen=True, slots=True)
class WorkspaceView:
    """The company's settings that pages show. `country` is the ISO 3166 code of numbers without a code.

    `care_days`: how long a Client may go untouched, 0: as long as may be. `demonstration_left`: how much of the
    demonstration is still to be laid, None: there is none. `calendars_key`: see calendars.calendars_by.
    `sanctions_on`: a ledger of sanctions is kept; while it is not, nothing of it shows.
    """

    name: str
    currency: str
    country: str
    time_zone: str
    language: str
    care_days: int
    demonstration_left: int | None = None
    calendars_key: str = ""
    sanctions_on: bool = False


_UNSET = WorkspaceView("", "USD", "US", "UTC", "en", CARE_DAYS)


def workspace() -> WorkspaceView:
    """The settings; sensible ones before the set-up. One query, in SQL: every page asks, and writing it takes longer."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, currency, country, time_zone, language, care_days, "
            "(SELECT planned - laid FROM voronka_demonstration), calendars_key, sanctions_on "
            "FROM voronka_workspace WHERE id = 1"
        )
        row = cursor.fetchone()
    return _UNSET if row is None else replace(WorkspaceView(*row[:-1]), sanctions_on=bool(row[-1]))
