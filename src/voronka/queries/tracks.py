"""Nurture tracks: as they are offered when a deal is postponed, and as the head keeps them."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from voronka.domain.errors import NotFound
from voronka.domain.pipeline import StageKind
from voronka.domain.task import TaskKind, TaskState
from voronka.models import NurtureTrack, Stage, Task, TrackTouch


@dataclass(frozen=True, slots=True)
class TouchView:
    """What is done how long after the postponing."""

    id: int
    after: timedelta
    kind: TaskKind
    title: str


@dataclass(frozen=True, slots=True)
class TrackView:
    """A track with its touches in their order; `deals`: how many postponed deals are on it now."""

    id: int
    name: str
    is_retired: bool
    touches: tuple[TouchView, ...]
    deals: int = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """Which track a pipeline proposes when one of its deals is postponed."""

    pipeline: int
    name: str
    track: int | None


def offered_tracks() -> tuple[TrackView, ...]:
    """Those that may be chosen: not retired, with a touch at least. Two queries."""
    rows = NurtureTrack.objects.filter(is_retired=False).order_by("position", "id")
    return tuple(view for view in _views(list(rows)) if view.touches)


def proposed_track(stage: int) -> int | None:
    """The track that the stage Postponed proposes."""
    rows = Stage.objects.filter(pk=stage, track__is_retired=False).values_list("track_id", flat=True)
    return rows.first()


def all_tracks() -> tuple[TrackView, ...]:
    """Every track, for the head. Three queries."""
    rows = NurtureTrack.objects.order_by("is_retired", "position", "id")
    on = Task.objects.filter(state=TaskState.OPEN, track__isnull=False)
    deals = Counter(track or 0 for track, _ in set(on.values_list("track_id", "deal_id")))
    return _views(list(rows), deals)


def track_of(track: int) -> TrackView:
    """One track.

    Raises:
        NotFound
    """
    found = next((view for view in all_tracks() if view.id == track), None)
    if found is None:
        raise NotFound
    return found


def touch_of(touch: int) -> tuple[int, TouchView]:
    """A touch, and the id of its track.

    Raises:
        NotFound
    """
    row = TrackTouch.objects.filter(pk=touch).first()
    if row is None:
        raise NotFound
    return row.track_id, _touch(row)


def proposals() -> tuple[Proposal, ...]:
    """What each pipeline proposes, in their order."""
    rows = Stage.objects.filter(kind=StageKind.POSTPONED).order_by("pipeline__position", "pipeline_id")
    return tuple(Proposal(*row) for row in rows.values_list("pipeline_id", "pipeline__name", "track_id"))


def _views(rows: list[NurtureTrack], deals: Counter[int] | None = None) -> tuple[TrackView, ...]:
    touches = TrackTouch.objects.filter(track__in=rows).order_by("after", "id")
    of: dict[int, list[TouchView]] = {row.pk: [] for row in rows}
    for touch in touches:
        of[touch.track_id].append(_touch(touch))
    counts: Counter[int] = deals or Counter()
    return tuple(
        TrackView(row.pk, row.name, row.is_retired, tuple(of[row.pk]), counts[row.pk]) for row in rows
    )


def _touch(row: TrackTouch) -> TouchView:
    return TouchView(row.pk, row.after, TaskKind(row.kind), row.title)
