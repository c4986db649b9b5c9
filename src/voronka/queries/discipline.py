"""What the company says is too long, and how long a touch takes."""

from collections.abc import Mapping
from dataclasses import dataclass

from voronka.domain.capacity import Touch
from voronka.models import Workspace
from voronka.queries.capacity import touch_minutes


@dataclass(frozen=True, slots=True)
class Discipline:
    """The settings: a client's silence in working days, an unowned request's time in working hours (0: as long as may be), for how many days a check of a client’s data is good (0: for ever), minutes by touch."""

    answer_days: int
    free_hours: int
    check_days: int
    minutes: Mapping[Touch, int]


def discipline() -> Discipline:
    """As they are. Two queries."""
    kept = Workspace.objects.filter(pk=1).values_list("answer_days", "free_hours", "check_days").get()
    return Discipline(*kept, touch_minutes())
