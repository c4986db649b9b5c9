"""What the company says is too long, and how long a touch takes."""

from collections.abc import Mapping
from dataclasses import dataclass

from voronka.domain.capacity import Touch
from voronka.models import Workspace
from voronka.queries.capacity import touch_minutes


@dataclass(frozen=True, slots=True)
class Discipline:
    """The settings: a client's silence in working days, an unowned request's time in working hours (0: as long as may be), minutes by touch."""

    answer_days: int
    free_hours: int
    minutes: Mapping[Touch, int]


def discipline() -> Discipline:
    """As they are. Two queries."""
    days, hours = Workspace.objects.filter(pk=1).values_list("answer_days", "free_hours").get()
    return Discipline(days, hours, touch_minutes())
