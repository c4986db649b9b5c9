"""When a robot that waits for an instant looks at a deal: by the team's working time, or by a day of the deal's."""

from calendar import isleap
from datetime import date, datetime, timedelta
from typing import assert_never
from zoneinfo import ZoneInfo

from django.db.models import Max

from voronka.domain.pipeline import StageKind
from voronka.domain.robot import (
    Arrived,
    DateField,
    Entered,
    Left,
    OnDate,
    ScoreCrossed,
    Stayed,
    Trigger,
    Untouched,
    Woke,
)
from voronka.domain.robot_matching import stay_key
from voronka.domain.task import TaskKind, TaskState
from voronka.models import Call, Deal, Dispatch, Meeting, Task
from voronka.queries.calendars import calendar_of
from voronka.queries.national_holidays import days_off
from voronka.queries.workspace import workspace

# Come round each year.
YEARLY = frozenset({DateField.BIRTHDAY, DateField.HOLIDAY})
# Done, such a task was a touch.
_TOUCHING = (TaskKind.CALL, TaskKind.MEETING, TaskKind.VISIT, TaskKind.EMAIL)
_DAY = timedelta(days=1)


def alarm_at(trigger: Trigger, deal: Deal, since: datetime) -> datetime | None:
    """When the robot is set off by the deal as it is now; None: never, or by an event.

    A day of the deal's that was over before `since` sets nothing off any more; a stay that was too long already does.
    """
    match trigger:
        case Stayed(after):
            return calendar_of(deal.team_id).after(deal.entered_at, after)
        case Untouched(after):
            return calendar_of(deal.team_id).after(last_touch(deal), after)
        case OnDate():
            return _on_date(trigger, deal, since)
        case Woke():
            return _woken(deal)
        case Entered() | Left() | Arrived() | ScoreCrossed():
            return None
        case _:
            assert_never(trigger)


def alarm_again_at(trigger: Trigger, deal: Deal, at: datetime) -> datetime | None:
    """When a robot that was just set off, and may act again within the stay, is set off next."""
    match trigger:
        case Stayed(after) | Untouched(after):
            return calendar_of(deal.team_id).after(at, after)
        case OnDate():
            return _on_date(trigger, deal, at + _DAY)
        case _:
            return None


def alarm_moment(trigger: Trigger, deal: Deal, due_at: datetime, *, again: bool) -> str:
    """What tells this occasion from others: once a stay, each time for who may act again, once a year for a yearly day."""
    stay = stay_key(deal.pk, deal.entered_at)
    if isinstance(trigger, OnDate) and trigger.field in YEARLY:
        return f"{deal.pk}:{trigger.field}:{due_at:%Y-%m-%d}"
    return f"{stay}:{int(due_at.timestamp())}" if again else stay


def comes_again(trigger: Trigger, *, again: bool) -> bool:
    """Whether an alarm that rang is set anew."""
    return again or (isinstance(trigger, OnDate) and trigger.field in YEARLY)


def last_touch(deal: Deal) -> datetime:
    """When anybody last had to do with the client of the deal; when it was made, where nobody did."""
    of_deal = {"deal": deal, "removed_at": None}
    done = Task.objects.filter(deal=deal, state=TaskState.DONE, kind__in=_TOUCHING)
    touches = [
        Call.objects.filter(**of_deal).aggregate(at=Max("started_at"))["at"],
        Meeting.objects.filter(**of_deal).aggregate(at=Max("at"))["at"],
        Dispatch.objects.filter(**of_deal).aggregate(at=Max("sent_at"))["at"],
        done.aggregate(at=Max("closed_at"))["at"],
    ]
    return max((at for at in touches if at is not None), default=deal.created_at)


def _on_date(trigger: OnDate, deal: Deal, since: datetime) -> datetime | None:
    zone = ZoneInfo(clock_of(deal))
    if trigger.field is DateField.HOLIDAY:
        # A greeting is made before or after the day: the day itself is found from where the robot would act.
        first = since.astimezone(zone).date() - timedelta(days=trigger.offset)
        on = _next_holiday(workspace().country, first)
    elif trigger.field is DateField.BIRTHDAY:
        first = since.astimezone(zone).date() - timedelta(days=trigger.offset)
        on = None if deal.contact is None else _anniversary(deal.contact.birthday, first)
    else:
        on = day_of(trigger.field, deal, zone)
    if on is None:
        return None
    due = datetime.combine(on + timedelta(days=trigger.offset), trigger.at, zone)
    return due if due >= since - _DAY else None


def _next_holiday(country: str, first: date) -> date | None:
    """The first of the country's holidays that is not before `first`."""
    found = days_off(country, "", first.year) | days_off(country, "", first.year + 1)
    return min((day for day in found if day >= first), default=None)


def _anniversary(birthday: date | None, first: date) -> date | None:
    """The first birthday that is not before `first`; one on 29 February is kept on the 28th in other years."""
    if birthday is None:
        return None
    return next(day for year in (first.year, first.year + 1) if (day := _in_year(birthday, year)) >= first)


def _in_year(birthday: date, year: int) -> date:
    leap = (birthday.month, birthday.day) == (2, 29) and not isleap(year)
    return birthday.replace(year=year, day=28) if leap else birthday.replace(year=year)


def clock_of(deal: Deal) -> str:
    """The zone of the client's clock where it is known, else of the team's calendar."""
    contact = "" if deal.contact is None else deal.contact.time_zone
    company = "" if deal.company is None else deal.company.time_zone
    return contact or company or calendar_of(deal.team_id).zone


def day_of(field: DateField, deal: Deal, zone: ZoneInfo) -> date | None:
    """A day of the deal's own, None when it has none."""
    match field:
        case DateField.EXPECTED_CLOSE:
            return deal.expected_close_on
        case DateField.NEXT_STEP:
            step = deal.next_task
            return None if step is None else step.due_on or step.due_at.astimezone(zone).date()
        case DateField.TERM_END:
            term = getattr(deal, "term", None)
            return None if term is None else term.ends_on
        case DateField.WON | DateField.LOST:
            kind = StageKind.WON if field is DateField.WON else StageKind.LOST
            closed = deal.closed_at if deal.stage.kind == kind else None
            return None if closed is None else closed.astimezone(zone).date()
        case DateField.BIRTHDAY | DateField.HOLIDAY:
            return None


def _woken(deal: Deal) -> datetime | None:
    """The hour at which a deal that was put away asks to be looked at again: that of the task left for it."""
    task = Task.objects.filter(deal=deal, state=TaskState.OPEN, track=None).order_by("-due_at", "-id").first()
    return None if deal.is_open or task is None else task.due_at
