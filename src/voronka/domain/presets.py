"""Times to propose for a next step, within the working hours of the client and, where they meet, of the seller.

The seller works by their calendar. Of the client's hours only the clock is known: 9 to 18, on the days that the seller
works. Source: DESIGN 4 (client clock), 5 (next step).
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from voronka.domain.due_day import end_of_day
from voronka.domain.working_time import OFFICE_WEEK, Calendar

OPENS, CLOSES = time(9), time(18)
MORNING, AFTERNOON, LAST_CALL = time(10), time(16), time(17, 30)
SATURDAY = 5
# Nobody prepares a step in less, and a step at the last minute of the day is none.
AT_LEAST = timedelta(minutes=30)
SLOT = timedelta(minutes=5)
# A stage's own time this near to a proposal is not worth a button of its own.
CLOSE = timedelta(hours=2)


class PresetName(StrEnum):
    """Which proposal it is. The name stays when the instant moves to where somebody works."""

    STAGE = "stage"
    TODAY = "today"
    TOMORROW = "tomorrow"
    IN_3_DAYS = "in_3_days"
    NEXT_WEEK = "next_week"


@dataclass(frozen=True, slots=True)
class Preset:
    """A proposed instant, aware."""

    name: PresetName
    at: datetime


@dataclass(frozen=True, slots=True)
class Clocks:
    """Whose hours count: the seller's by their calendar, and the client's where their zone is known.

    `seller` is the zone in which the seller reads; without a calendar office hours there.
    """

    seller: ZoneInfo
    client: ZoneInfo | None = None
    calendar: Calendar | None = None

    @property
    def work(self) -> Calendar:
        """When the seller works."""
        return self.calendar or Calendar(self.seller.key, OFFICE_WEEK)

    def working_day(self, day: date) -> date:
        """`day`, or the next on which the seller works."""
        while not self.work.hours(day):
            day += timedelta(days=1)
        return day

    @property
    def leading(self) -> ZoneInfo:
        """The clock that days and hours are counted by."""
        return self.client or self.seller


def presets(now: datetime, clocks: Clocks, default: timedelta | None = None) -> tuple[Preset, ...]:
    """What to propose at `now`, in order of time; `default` is how long after it the stage's own step is due.

    No instant comes twice: where two fall together, the later named goes a working day further. Today is left
    out when its last hour is gone. A default close to a proposal is that proposal.
    """
    found: list[Preset] = []
    today = now.astimezone(clocks.leading).date()
    at = _today(now, today, clocks)
    if at is not None:
        found.append(Preset(PresetName.TODAY, at))
    coming_monday = today + timedelta(days=7 - today.weekday())
    for name, day in (
        (PresetName.TOMORROW, today + timedelta(days=1)),
        (PresetName.IN_3_DAYS, today + timedelta(days=3)),
        (PresetName.NEXT_WEEK, coming_monday),
    ):
        found.append(_free(name, clocks.working_day(day), clocks, found))
    if default is not None:
        found = _with_default(found, after(now, default, clocks))
    return tuple(sorted(found, key=lambda preset: preset.at))


def preset_days(
    now: datetime, clocks: Clocks, default: timedelta | None = None
) -> tuple[tuple[PresetName, date], ...]:
    """Days to propose where no hour is wanted, by the seller's clock, in order; `default` is the stage's own wait, in days.

    Today is left out when its work is over.
    """
    today = now.astimezone(clocks.seller).date()
    found: dict[date, PresetName] = {}
    if clocks.work.hours(today) and end_of_day(today, clocks.seller, clocks.work) >= now + AT_LEAST:
        found[today] = PresetName.TODAY
    for name, day in (
        (PresetName.TOMORROW, today + timedelta(days=1)),
        (PresetName.IN_3_DAYS, today + timedelta(days=3)),
        (PresetName.NEXT_WEEK, today + timedelta(days=7 - today.weekday())),
    ):
        on = clocks.working_day(day)
        while on in found:
            on = clocks.working_day(on + timedelta(days=1))
        found[on] = name
    if default is not None:
        found[clocks.work.after(now, default).astimezone(clocks.seller).date()] = PresetName.STAGE
    return tuple((found[on], on) for on in sorted(found))


def _with_default(found: list[Preset], due: datetime) -> list[Preset]:
    near = next((preset for preset in found if abs(preset.at - due) <= CLOSE), None)
    kept = [preset for preset in found if preset is not near]
    return [*kept, Preset(PresetName.STAGE, due if near is None else near.at)]


def after(now: datetime, wait: timedelta, clocks: Clocks) -> datetime:
    """`now` plus `wait` of working time, moved into the leading hours when it falls outside."""
    due = clocks.work.after(now, wait)
    day = due.astimezone(clocks.leading).date()
    opens, closes = _hours(clocks.working_day(day), clocks)
    if opens <= due < closes:
        return _rounded(due)
    later = day if due < opens else day + timedelta(days=1)
    return moment(clocks.working_day(later), OPENS, clocks)


def moment(day: date, wanted: time, clocks: Clocks) -> datetime:
    """The instant nearest to `wanted` on the client's `day` at which client and seller both work.

    Where their hours do not meet, the client's count.
    """
    at = datetime.combine(day, wanted, clocks.leading)
    opens, closes = _shared_hours(day, clocks)
    return min(max(at, opens), closes - AT_LEAST)


def working_day(day: date) -> date:
    """`day`, or the Monday after a weekend."""
    return day if _is_working(day) else day + timedelta(days=7 - day.weekday())


def _today(now: datetime, today: date, clocks: Clocks) -> datetime | None:
    if not clocks.work.hours(today):
        return None
    proposed = (moment(today, wanted, clocks) for wanted in (AFTERNOON, LAST_CALL))
    return next((at for at in proposed if at >= now + AT_LEAST), None)


def _free(name: PresetName, day: date, clocks: Clocks, found: list[Preset]) -> Preset:
    """The morning of the first working day from `day` on that is not proposed already."""
    taken = {preset.at for preset in found}
    at = moment(day, MORNING, clocks)
    while at in taken:
        day = clocks.working_day(day + timedelta(days=1))
        at = moment(day, MORNING, clocks)
    return Preset(name, at)


def _shared_hours(day: date, clocks: Clocks) -> tuple[datetime, datetime]:
    opens, closes = _hours(day, clocks)
    if clocks.client is None:
        return opens, closes
    zone = ZoneInfo(clocks.work.zone)
    for other in (opens.astimezone(zone).date(), closes.astimezone(zone).date()):
        if not clocks.work.hours(other):
            continue
        seller_opens, seller_closes = _worked(other, clocks.work)
        start, end = max(opens, seller_opens), min(closes, seller_closes)
        if end - start >= AT_LEAST:
            return start, end
    return opens, closes


def _hours(day: date, clocks: Clocks) -> tuple[datetime, datetime]:
    """The leading hours of a day on which the seller works: the client's, or where their clock is not known the seller's."""
    if clocks.client is None:
        return _worked(day, clocks.work)
    return datetime.combine(day, OPENS, clocks.client), datetime.combine(day, CLOSES, clocks.client)


def _worked(day: date, work: Calendar) -> tuple[datetime, datetime]:
    """From the first hour of work of a day to the last."""
    zone, hours = ZoneInfo(work.zone), work.hours(day)
    opens, closes = hours[0][0], hours[-1][1]
    last = day if closes != time(0) else day + timedelta(days=1)
    ends = datetime.combine(last, closes, zone)
    return datetime.combine(day, opens, zone), ends


def _is_working(day: date) -> bool:
    return day.weekday() < SATURDAY


def _rounded(at: datetime) -> datetime:
    """Up to the next five minutes: a step at 11:57:23 looks like a mistake."""
    past = timedelta(minutes=at.minute % 5, seconds=at.second, microseconds=at.microsecond)
    return at if not past else at - past + SLOT


class ReturnIn(StrEnum):
    """How far away a postponed deal is proposed to return."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


_MONTHS = {ReturnIn.MONTH: 1, ReturnIn.QUARTER: 3, ReturnIn.YEAR: 12}


def return_days(today: date) -> tuple[tuple[ReturnIn, date], ...]:
    """The days to propose for taking a postponed deal up again, on working days."""
    return tuple((name, working_day(_later(today, name))) for name in ReturnIn)


def _later(today: date, name: ReturnIn) -> date:
    if name is ReturnIn.WEEK:
        return today + timedelta(days=7)
    months = today.year * 12 + today.month - 1 + _MONTHS[name]
    first = date(months // 12, months % 12 + 1, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return min(first + timedelta(days=today.day - 1), last)
