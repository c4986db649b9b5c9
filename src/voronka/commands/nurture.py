"""The touches of a nurture track as tasks of a postponed deal (R116, R151), within the move's transaction."""

from datetime import datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from voronka.commands.task_rows import NewTask
from voronka.domain.errors import Invalid, Problem
from voronka.domain.task import TaskKind
from voronka.models import NurtureTrack, Task, TrackTouch

_DAY = timedelta(days=1)


def offered_track(track: int | None) -> NurtureTrack | None:
    """The track that was chosen; None for none.

    Raises:
        Invalid: `track` UNKNOWN_CHOICE.
    """
    if track is None:
        return None
    found = NurtureTrack.objects.filter(pk=track, is_retired=False).first()
    if found is None:
        raise Invalid({"track": Problem.UNKNOWN_CHOICE})
    return found


def touches_until(track: NurtureTrack, at: datetime, returns_at: datetime, hour: time) -> list[NewTask]:
    """The tasks of a deal that is postponed at `at`, those due before it returns. Whole days are due at `hour`."""
    zone = returns_at.tzinfo or ZoneInfo("UTC")
    rows = TrackTouch.objects.filter(track=track).order_by("after", "id")
    due = ((row, _due(at + row.after, row.after, hour, zone)) for row in rows)
    return [
        NewTask(TaskKind(row.kind), row.title, due_at, track=track.pk)
        for row, due_at in due
        if due_at < returns_at
    ]


def _due(when: datetime, after: timedelta, hour: time, zone: tzinfo) -> datetime:
    local = when.astimezone(zone)
    return datetime.combine(local.date(), hour, local.tzinfo) if after >= _DAY else when


def touches_among(tasks: list[Task]) -> list[int]:
    """Those of the tasks that belong to a track: they end when the deal is taken up again."""
    return [task.pk for task in tasks if task.track_id is not None]
