"""What a clock of a client knows besides its zone: on which days the country rests, and by whose word the zone is so."""

from datetime import datetime

from django.utils.html import format_html_join
from markupsafe import Markup

from voronka.domain.client_hours import USUAL_WEEKEND
from voronka.domain.client_place import PlaceBy
from voronka.queries.client_hours import days_off_near, weekend_of


def clock_marks(zone: str, by: str = "", now: datetime | None = None) -> Markup:
    """The attributes of `client-clock` and `place-clock` besides zone and place; none where all is as usual.

    A card is kept over days, so it is drawn without `now` and knows of no holidays.
    """
    marks: dict[str, str] = {}
    if zone and (rests := weekend_of(zone)) != USUAL_WEEKEND:
        # As browsers number the days: Sunday is 0.
        marks["rests"] = " ".join(str((day + 1) % 7) for day in sorted(rests))
    if zone and now is not None and (off := days_off_near(zone, now)):
        marks["off"] = " ".join(day.isoformat() for day in off)
    if by == PlaceBy.NUMBER:
        marks["by"] = by
    return Markup(format_html_join("", ' {}="{}"', marks.items()))  # noqa: S704 - Django has escaped it
