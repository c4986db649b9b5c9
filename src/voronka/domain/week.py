"""A week as a calendar shows it: seven days by somebody's clock, and which hours of them are worth their room. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from voronka.domain.period import Period, midnight
from voronka.domain.working_time import Calendar

DAYS = 7
HOURS = range(24)
# Shown whatever there is: a week without tasks is a week all the same.
_USUAL = (9, 17)


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from a Monday, by the clock of `zone`."""

    monday: date
    zone: tzinfo

    @property
    def days(self) -> tuple[date, ...]:
        """Monday to Sunday."""
        return tuple(self.monday + timedelta(days=number) for number in range(DAYS))

    @property
    def period(self) -> Period:
        """Its instants; an hour more or less than 168 where the clocks change."""
        return Period(
            midnight(self.monday, self.zone), midnight(self.monday + timedelta(days=DAYS), self.zone)
        )

    @property
    def before(self) -> date:
        """The Monday before."""
        return self.monday - timedelta(days=DAYS)

    @property
    def after(self) -> date:
        """The Monday after."""
        return self.monday + timedelta(days=DAYS)


def week_of(on: date, zone: tzinfo) -> Week:
    """The week that a day lies in."""
    return Week(on - timedelta(days=on.weekday()), zone)


def is_worked(calendar: Calendar, on: date, hour: int, zone: tzinfo) -> bool:
    """Whether any of an hour of the reader's clock is working time by the calendar's own."""
    begins = datetime.combine(on, time(hour), zone)
    return calendar.is_working(begins) or calendar.is_working(begins + timedelta(minutes=30))


def shown_hours(used: Iterable[int]) -> range:
    """The hours that have room: those of an office, and as far as what is used goes beyond them."""
    hours = {*_USUAL, *used}
    return range(min(hours), max(hours) + 1)
