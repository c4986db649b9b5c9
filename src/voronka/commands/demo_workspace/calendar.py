"""The demo's working time: the company's calendar, and the days on which it differs."""

from datetime import date, datetime

from voronka.commands.demo_workspace.translations import Say
from voronka.commands.setup.calendars import set_day
from voronka.domain.permissions import Actor
from voronka.models import WorkCalendar


def add_own_days(*, by: Actor, at: datetime, say: Say) -> None:
    """A short day before the New Year, and the day of the stocktaking."""
    calendar = WorkCalendar.objects.get().pk
    days = (
        (date(at.year, 12, 31), "Short day before the New Year", "9:00–14:00"),
        (date(at.year + 1, 1, 11), "Stocktaking", ""),
    )
    for day, name, hours in days:
        set_day(by=by, at=at, calendar=calendar, date=day.isoformat(), name=say(name), hours=hours)
