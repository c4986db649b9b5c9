"""How long a task takes in a calendar: nobody says so of a single one, so that its kind tells."""

from datetime import timedelta

from voronka.domain.task import TaskKind

# Somebody else is there at that hour, so the hour is taken.
WITH_OTHERS = frozenset({TaskKind.CALL, TaskKind.MEETING, TaskKind.VISIT})

_LASTS = {
    TaskKind.CALL: timedelta(minutes=15),
    TaskKind.MEETING: timedelta(hours=1),
    TaskKind.VISIT: timedelta(hours=2),
}
_OTHERWISE = timedelta(minutes=30)


def lasts(kind: TaskKind) -> timedelta:
    """How much of the day a task of this kind takes up."""
    return _LASTS.get(kind, _OTHERWISE)


def takes_the_hour(kind: TaskKind) -> bool:
    """Whether a calendar shows the person as busy meanwhile."""
    return kind in WITH_OTHERS
