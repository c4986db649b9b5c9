"""The rows of working calendars, within other commands' transactions."""

from uuid import uuid4

from voronka.domain.working_time import OFFICE_WEEK, Hours
from voronka.models import WorkCalendar, Workspace
from voronka.queries.national_holidays import are_worked, has_holidays

NAME_LENGTH = 80


def insert_first_calendar(workspace: Workspace) -> WorkCalendar:
    """The calendar that a company begins with: office hours in its zone, and its country's holidays where they are off."""
    country = workspace.country if has_holidays(workspace.country) else ""
    made = WorkCalendar.objects.create(
        name=workspace.name[:NAME_LENGTH], time_zone=workspace.time_zone, country=country,
        holidays_off=not are_worked(country), week=week_written(OFFICE_WEEK),
    )  # fmt: skip
    Workspace.objects.filter(pk=workspace.pk).update(calendar=made)
    renew_calendars()
    return made


def renew_calendars() -> None:
    """Whoever keeps what they read of calendars and teams reads it anew."""
    Workspace.objects.update(calendars_key=uuid4().hex)


def week_written(week: tuple[Hours, ...]) -> list[list[list[str]]]:
    """A week as a row keeps it."""
    return [hours_written(day) for day in week]


def hours_written(hours: Hours) -> list[list[str]]:
    """A day's hours as a row keeps them."""
    return [[f"{opens:%H:%M}", f"{closes:%H:%M}"] for opens, closes in hours]
