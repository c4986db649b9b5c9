"""Days at zero: of a person, of an actor's teams, with the days that they are counted from."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voronka.domain.permissions import Actor, Everything
from voronka.domain.zero_days import DayEnd, Streak, streak
from voronka.models import ProblemDay

# About a year and a half of working days is looked back on.
MOST_DAYS = 400


@dataclass(frozen=True, slots=True)
class ZeroDays:
    """The row of days at zero and the working days behind it, oldest first; those that nobody recorded are left out."""

    streak: Streak
    days: tuple[DayEnd, ...]


def zero_days_of(person: int) -> ZeroDays:
    """A seller's. One query."""
    rows = ProblemDay.objects.filter(user=person).order_by("-day")
    return _counted([DayEnd(day, deals) for day, deals in rows.values_list("day", "deals")[:MOST_DAYS]])


def zero_days_of_teams(actor: Actor) -> ZeroDays:
    """Of all teams that the actor leads together: a day is at zero when every team was. One query."""
    rows = ProblemDay.objects.filter(user=None).order_by("-day")
    if not isinstance(actor.policy.scope, Everything):
        rows = rows.filter(team__in=actor.teams)
    sums: defaultdict[object, int] = defaultdict(int)
    ends = []
    for day, deals in rows.values_list("day", "deals")[: MOST_DAYS * max(1, len(actor.teams))]:
        sums[day] += deals
        ends.append(day)
    return _counted([DayEnd(day, sums[day]) for day in dict.fromkeys(ends)])


def streaks(people: Sequence[int]) -> Mapping[int, Streak]:
    """The rows of days of many. One query."""
    rows = ProblemDay.objects.filter(user__in=people).order_by("user", "day").values_list("user", "deals")
    numbers: defaultdict[int, list[int]] = defaultdict(list)
    for user, deals in rows:
        numbers[user or 0].append(deals)
    return {user: streak(deals) for user, deals in numbers.items()}


def _counted(newest_first: Sequence[DayEnd]) -> ZeroDays:
    days = tuple(reversed(newest_first))
    return ZeroDays(streak(one.deals for one in days), days)
