"""Noting what a client holds against buying, telling more of it, and taking either back.

One tap notes it with the stage by itself; words, answer and outcome may follow or not. Whether an objection is real
nobody is asked (R104): what counts is where it arose and whether it was answered.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from voronka.commands import values
from voronka.commands.deal_rows import load_to_edit, write_deal
from voronka.commands.event_log import record
from voronka.commands.transaction import writing
from voronka.domain.errors import Invalid, NotFound, Problem
from voronka.domain.events import EventKind
from voronka.domain.objections import Outcome
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import StageKind
from voronka.models import Deal, Event, Objection, ObjectionKind, Stage, StageVisit

WORDS_LENGTH = 2000


@dataclass(frozen=True, slots=True)
class Noted:
    """An objection as it is now, and the event by which that is undone."""

    objection: Objection
    event: Event


def note_objection(
    *,
    by: Actor,
    at: datetime,
    deal: int,
    kind: int,
    words: str = "",
    answer: str = "",
    outcome: Outcome = Outcome.OPEN,
    request_id: str = "",
) -> Noted:
    """Note what the client objects at the deal's stage; of a closed deal: at the stage it was closed from.

    Raises:
        NotFound, NotAllowed
        Invalid: also when the kind is unknown or offered no longer.
    """
    clean = _checked(words=words, answer=answer)
    with writing():
        row = load_to_edit(by, deal)
        of = ObjectionKind.objects.filter(pk=kind, is_retired=False).first()
        if of is None:
            raise Invalid({"kind": Problem.UNKNOWN_CHOICE})
        stage = _arose_at(row)
        made = Objection.objects.create(
            deal=row, stage=stage, kind=of, by_id=by.id, created_at=at, outcome=outcome,
            settled_at=None if outcome is Outcome.OPEN else at, **clean,
        )  # fmt: skip
        told = {
            "objection": made.pk,
            "kind": of.pk,
            "kind_name": of.name,
            "stage": stage.pk,
            "stage_name": stage.name,
            **clean,
            "outcome": outcome.value,
        }
        event = _log(EventKind.OBJECTION_NOTED, row, told, by, at, request_id)
        return Noted(made, event)


def change_objection(
    *,
    by: Actor,
    at: datetime,
    objection: int,
    words: str | None = None,
    answer: str | None = None,
    outcome: Outcome | None = None,
    request_id: str = "",
) -> Noted | None:
    """Tell more of an objection: the client's words, the answer, what became of it. None: it is so already.

    Raises:
        NotFound, NotAllowed, Invalid
    """
    typed = {name: text for name, text in (("words", words), ("answer", answer)) if text is not None}
    given = _checked(**typed)
    with writing():
        found = _load(by, objection)
        row, was = found.deal, _told(found)
        now = was | given | _settled(found, outcome, at)
        if now == was:
            return None
        Objection.objects.filter(pk=found.pk).update(**_columns(now))
        told = {"objection": found.pk, "kind_name": found.kind.name, "was": was, **now}
        event = _log(EventKind.OBJECTION_CHANGED, row, told, by, at, request_id)
        return Noted(found, event)


def take_back(kind: EventKind, told: Mapping[str, Any], at: datetime) -> bool:
    """Undo what an event of `events.OBJECTIONS` did, within another command's transaction; whether it still stood."""
    rows = Objection.objects.filter(pk=told["objection"], removed_at=None)
    if kind is EventKind.OBJECTION_NOTED:
        return bool(rows.update(removed_at=at))
    # Told otherwise since, it is the later word that stands.
    still = rows.filter(**_columns({name: told[name] for name in _TOLD}))
    return bool(still.update(**_columns(told["was"])))


def follow_back(deal: Deal, stage: int) -> None:
    """The deal's move to where it is now is being undone: what was objected since arose where it really was."""
    since = Objection.objects.filter(deal=deal, stage=deal.stage_id, created_at__gte=deal.entered_at)
    since.update(stage=stage)


# -- parts ----------------------------------------------------------------------------------------------------------


def _checked(**typed: str) -> dict[str, str]:
    def prose(text: str) -> Callable[[], str]:
        return lambda: values.prose(text, WORDS_LENGTH)

    return values.checked({name: prose(text) for name, text in typed.items()})


_TOLD = ("words", "answer", "outcome", "settled_at")


def _load(by: Actor, objection: int) -> Objection:
    """The objection, read behind the lock of its deal: two who answer it one after the other both count."""
    deal = Objection.objects.filter(pk=objection).values_list("deal_id", flat=True).first()
    if deal is None:
        raise NotFound
    row = load_to_edit(by, deal)
    found = Objection.objects.filter(pk=objection, removed_at=None).select_related("kind").first()
    if found is None:
        raise NotFound
    found.deal = row
    return found


def _told(row: Objection) -> dict[str, Any]:
    return {
        "words": row.words,
        "answer": row.answer,
        "outcome": str(row.outcome),
        "settled_at": row.settled_at and row.settled_at.isoformat(),
    }


def _columns(told: Mapping[str, Any]) -> dict[str, Any]:
    settled_at = told["settled_at"]
    return {**told, "settled_at": settled_at and datetime.fromisoformat(settled_at)}


def _settled(row: Objection, outcome: Outcome | None, at: datetime) -> dict[str, Any]:
    """What becomes of it, and when; the same outcome once more settles nothing anew."""
    if outcome is None or outcome == row.outcome:
        return {}
    settled_at = None if outcome is Outcome.OPEN else max(at, row.created_at).isoformat()
    return {"outcome": outcome.value, "settled_at": settled_at}


def _arose_at(deal: Deal) -> Stage:
    """The deal's stage; of a closed deal the one it was closed from: an exit is no place to object at."""
    if deal.is_open:
        return Stage.objects.get(pk=deal.stage_id)
    open_kinds = (StageKind.UNSORTED, StageKind.WORKING)
    last = StageVisit.objects.filter(deal=deal, stage__kind__in=open_kinds).order_by("-id")
    return last.select_related("stage")[0].stage


def _log(
    kind: EventKind, row: Deal, told: Mapping[str, Any], by: Actor, at: datetime, request_id: str
) -> Event:
    write_deal(row, by=by, at=at)
    return record(kind, by=by, at=at, deal=row, payload=told, request_id=request_id)
