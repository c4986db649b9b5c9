"""The touches of a nurture track as tasks of a postponed deal (R116, R151), within the move's transaction."""

from datetime import datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from voronka.commands.task_rows import NewTask
from voronka.domain.errors import Invalid, Problem
from voronka.domain.task import TaskKind
from voronka.models import Deal, NurtureTrack, Task, TrackTouch
from voronka.queries.workspace import workspace

_DAY = timedelta(days=1)
# At which hour of the company's clock a touch of a day is due.
_HOUR = time(10)


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


def enrol_touches(track: NurtureTrack, deal: Deal, at: datetime) -> list[NewTask]:
    """The tasks of a track that begins at `at`. An open deal keeps them when it goes on, beside its own steps."""
    rows = TrackTouch.objects.filter(track=track).order_by("after", "id")
    zone, of_track = ZoneInfo(workspace().time_zone), None if deal.is_open else track.pk
    return [
        NewTask(TaskKind(row.kind), row.title, _due(at + row.after, row.after, _HOUR, zone), track=of_track)
        for row in rows
    ]


def _due(when: datetime, after: timedelta, hour: time, zone: tzinfo) -> datetime:
    local = when.astimezone(zone)
    return datetime.combine(local.date(), hour, local.tzinfo) if after >= _DAY else when


def touches_among(tasks: list[Task]) -> list[int]:
    """Those of the tasks that belong to a track: they end when the deal is taken up again."""
    return [task.pk for task in tasks if task.track_id is not None]
