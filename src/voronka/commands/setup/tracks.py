"""Nurture tracks: named lists of touches for postponed deals, kept by the head (R151)."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from voronka.commands import values
from voronka.commands.setup.setup_log import What, log_setup, refuse_unless_sets_up_method
from voronka.commands.transaction import writing
from voronka.commands.values import Bad
from voronka.domain.errors import Invalid, NotFound, Problem
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import StageKind
from voronka.domain.playbook.model import Playbook
from voronka.domain.task import TaskKind
from voronka.models import NurtureTrack, Pipeline, Stage, TrackTouch

NAME_LENGTH = 80
TITLE_LENGTH = 160
MOST_TRACKS = 30
MOST_TOUCHES = 30
LONGEST = timedelta(days=3650)


def add_track(*, by: Actor, at: datetime, name: str, request_id: str = "") -> NurtureTrack:
    """One more track, without touches yet.

    Raises:
        NotAllowed, Invalid
    """
    refuse_unless_sets_up_method(by)
    with writing():
        clean = values.checked({"name": lambda: _name(name, None)})["name"]
        there = NurtureTrack.objects.count()
        if there >= MOST_TRACKS:
            raise Invalid({"name": Problem.TOO_MANY})
        row = NurtureTrack.objects.create(name=clean, position=there)
        _log(row, None, by=by, at=at, request_id=request_id)
        return row


def rename_track(*, by: Actor, at: datetime, track: int, name: str, request_id: str = "") -> None:
    """Call it otherwise.

    Raises:
        NotAllowed, NotFound, Invalid
    """
    refuse_unless_sets_up_method(by)
    with writing():
        row = _load(track)
        before = _told(row)
        row.name = values.checked({"name": lambda: _name(name, row)})["name"]
        _save(row, before, by=by, at=at, request_id=request_id)


def retire_track(
    *, by: Actor, at: datetime, track: int, is_retired: bool = True, request_id: str = ""
) -> None:
    """Offer it no longer, or again; deals that are on it stay on it.

    Raises:
        NotAllowed, NotFound
    """
    refuse_unless_sets_up_method(by)
    with writing():
        row = _load(track)
        before, row.is_retired = _told(row), is_retired
        _save(row, before, by=by, at=at, request_id=request_id)


def add_touch(
    *, by: Actor, at: datetime, track: int, after: timedelta, kind: TaskKind, title: str, request_id: str = ""
) -> TrackTouch:
    """One more touch. Deals that are postponed already keep the tasks they have.

    Raises:
        NotAllowed, NotFound, Invalid
    """
    refuse_unless_sets_up_method(by)
    clean = _touch(after, title)
    with writing():
        row = _load(track)
        before = _told(row)
        if row.touches.count() >= MOST_TOUCHES:
            raise Invalid({"title": Problem.TOO_MANY})
        made = TrackTouch.objects.create(track=row, kind=kind, **clean)
        _log(row, before, by=by, at=at, request_id=request_id)
        return made


def change_touch(
    *, by: Actor, at: datetime, touch: int, after: timedelta, kind: TaskKind, title: str, request_id: str = ""
) -> None:
    """Change what is done, or when.

    Raises:
        NotAllowed, NotFound, Invalid
    """
    refuse_unless_sets_up_method(by)
    clean = _touch(after, title)
    with writing():
        made = _load_touch(touch)
        before = _told(made.track)
        TrackTouch.objects.filter(pk=made.pk).update(kind=kind, **clean)
        _log(made.track, before, by=by, at=at, request_id=request_id)


def remove_touch(*, by: Actor, at: datetime, touch: int, request_id: str = "") -> None:
    """Take a touch out of its track; tasks that were made of it stay.

    Raises:
        NotAllowed, NotFound
    """
    refuse_unless_sets_up_method(by)
    with writing():
        made = _load_touch(touch)
        before = _told(made.track)
        TrackTouch.objects.filter(pk=made.pk).delete()
        _log(made.track, before, by=by, at=at, request_id=request_id)


def propose_track(*, by: Actor, at: datetime, pipeline: int, track: int | None, request_id: str = "") -> None:
    """Which track a pipeline's dialog of postponing proposes; None: none.

    Raises:
        NotAllowed, NotFound
    """
    refuse_unless_sets_up_method(by)
    with writing():
        stage = Stage.objects.filter(pipeline=pipeline, kind=StageKind.POSTPONED).first()
        if stage is None or (
            track is not None and not NurtureTrack.objects.filter(pk=track, is_retired=False).exists()
        ):
            raise NotFound
        if stage.track_id == track:
            return
        before = {"track": stage.track_id}
        Stage.objects.filter(pk=stage.pk).update(track=track)
        log_setup(
            What.STAGE, stage.pk, by=by, at=at, before=before, after={"track": track}, pipeline=pipeline,
            request_id=request_id,
        )  # fmt: skip


def install_tracks(playbook: Playbook, pipelines: Iterable[Pipeline], language: str) -> None:
    """Make a playbook's tracks, and propose them where it says so. A track of the same key or name stays as it is.

    Within the transaction of taking the playbook in; the event is the playbook's.
    """
    made = {track.key: _made(track.key, track.name[language]) for track in playbook.tracks}
    for track in playbook.tracks:
        row = made[track.key]
        if not row.touches.exists():
            TrackTouch.objects.bulk_create(
                TrackTouch(track=row, after=touch.after, kind=touch.kind, title=touch.title[language])
                for touch in track.touches
            )
    for pipeline in pipelines:
        found = playbook.pipeline(pipeline.key)
        proposed = None if found is None else found.postponed.track
        if proposed is not None:
            Stage.objects.filter(pipeline=pipeline, kind=StageKind.POSTPONED).update(track=made[proposed])


def _made(key: str, name: str) -> NurtureTrack:
    every = NurtureTrack.objects.order_by("id")
    there = next((t for t in every if t.key == key or t.name.casefold() == name.casefold()), None)
    if there is not None:
        return there
    return NurtureTrack.objects.create(key=key, name=name, position=NurtureTrack.objects.count())


def _load(track: int) -> NurtureTrack:
    row = NurtureTrack.objects.filter(pk=track).first()
    if row is None:
        raise NotFound
    return row


def _load_touch(touch: int) -> TrackTouch:
    row = TrackTouch.objects.select_related("track").filter(pk=touch).first()
    if row is None:
        raise NotFound
    return row


def _name(name: str, own: NurtureTrack | None) -> str:
    clean = values.line(name, NAME_LENGTH, required=True)
    others = NurtureTrack.objects.exclude(pk=0 if own is None else own.pk).values_list("name", flat=True)
    # In Python: SQLite compares other scripts than Latin by case.
    if clean.casefold() in {other.casefold() for other in others}:
        raise Bad(Problem.ALREADY_TAKEN)
    return clean


def _touch(after: timedelta, title: str) -> dict[str, Any]:
    return values.checked({"after": lambda: _after(after), "title": lambda: _title(title)})


def _title(title: str) -> str:
    return values.line(title, TITLE_LENGTH, required=True)


def _after(after: timedelta) -> timedelta:
    if not timedelta(0) < after <= LONGEST:
        raise Bad(Problem.OUT_OF_RANGE)
    return after


def _save(row: NurtureTrack, before: Mapping[str, Any], *, by: Actor, at: datetime, request_id: str) -> None:
    if _told(row) == before:
        return
    NurtureTrack.objects.filter(pk=row.pk).update(name=row.name, is_retired=row.is_retired)
    _log(row, before, by=by, at=at, request_id=request_id)


def _log(
    row: NurtureTrack, before: Mapping[str, Any] | None, *, by: Actor, at: datetime, request_id: str
) -> None:
    log_setup(What.TRACK, row.pk, by=by, at=at, before=before, after=_told(row), request_id=request_id)


def _told(row: NurtureTrack) -> dict[str, Any]:
    touches = row.touches.order_by("after", "id").values_list("after", "kind", "title")
    return {
        "name": row.name,
        "is_retired": row.is_retired,
        "touches": [[int(after.total_seconds()), kind, title] for after, kind, title in touches],
    }
