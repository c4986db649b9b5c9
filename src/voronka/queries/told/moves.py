"""What became of a deal, as its events tell it: made, moved, given away, linked."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from voronka.domain.deal_links import LinkKind
from voronka.domain.events import MoveHow, Payload
from voronka.domain.ids import StageId
from voronka.domain.money import Money
from voronka.domain.pipeline import Pipeline, Stage
from voronka.queries.timeline_names import Names


@dataclass(frozen=True, slots=True)
class Created:
    """A deal was made."""

    title: str
    stage: str
    owner: str
    money: Money | None
    source: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A criterion as it stood at a move: with what evidence, by whom; no label when it was open. `measure` as in `Evidence`."""

    title: str
    is_by_hand: bool
    is_met: bool
    source: str
    label: str
    by: str
    measure: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """A deal went from one stage to another. `stayed` against `limit` is what the seller had of time."""

    before: str
    after: str
    how: MoveHow
    stayed: timedelta
    limit: timedelta | None
    reason: str
    exception: str
    waived: tuple[str, ...]
    criteria: tuple[Shown, ...]
    lost_reason: str
    competitor: str
    postpone_reason: str
    until: date | None
    tasks_made: tuple[str, ...]
    tasks_ended: int
    by_itself: bool = False
    track: str = ""
    touches: int = 0


@dataclass(frozen=True, slots=True)
class Assigned:
    """A deal went to another owner; `before` is empty when nobody owned it."""

    before: str
    after: str
    is_taken: bool
    tasks: int


@dataclass(frozen=True, slots=True)
class ExceptionAsked:
    """A seller asked to be let through to a stage."""

    to: str
    reason: str


@dataclass(frozen=True, slots=True)
class LinkTold:
    """The deal was linked with another; `other` is its title, empty where the reader may not see it.

    `is_origin`: the other came from this one.
    """

    link: LinkKind
    other: str
    is_origin: bool


@dataclass(frozen=True, slots=True)
class TermTold:
    """From when to when the service contract runs."""

    begins_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class HandOverTold:
    """Somebody was asked to take the deal over, said yes or no, or is asked no longer.

    `pipeline`: where it goes on, empty where none is named; `words`: what they should know, or why they declined.
    """

    to: str
    pipeline: str
    words: str


def created(payload: Payload, names: Names, pipeline: Pipeline) -> Created:
    """The making of a deal."""
    stage = pipeline.stage(StageId(payload["stage"]))
    amount = payload.get("amount")
    return Created(
        title=payload.get("title", ""),
        stage="" if stage is None else stage.name,
        owner=names.user(payload.get("owner")),
        money=None if amount is None else Money(Decimal(amount), payload["currency"]),
        source=payload.get("source", ""),
    )


def moved(payload: Payload, names: Names, pipeline: Pipeline) -> Moved:
    """A move, with what it asked for and what it made."""
    left = pipeline.stage(StageId(payload["from"]))
    how = MoveHow(payload["how"])
    until = payload.get("until")
    touches = set(payload.get("touches", ()))
    return Moved(
        before=payload["from_name"],
        after=payload["to_name"],
        how=how,
        stayed=timedelta(seconds=payload.get("stayed_seconds", payload.get("seconds_at_stage", 0))),
        limit=_limit(payload, left),
        reason=payload.get("reason", ""),
        exception=payload.get("exception", ""),
        waived=tuple(payload.get("waived", ())),
        criteria=tuple(_shown(review) for review in payload.get("evidence", ())),
        lost_reason=names.reasons.get(payload.get("lost_reason") or 0, ""),
        competitor=payload.get("competitor", ""),
        postpone_reason=names.reasons.get(payload.get("postpone_reason") or 0, ""),
        until=date.fromisoformat(until) if until else None,
        tasks_made=tuple(
            title for id in payload.get("made", ()) if id not in touches and (title := names.tasks.get(id))
        ),
        tasks_ended=len(payload.get("cancelled", ())),
        by_itself=payload.get("cause") is not None,
        track=payload.get("track", ""),
        touches=len(touches),
    )


def _limit(payload: Payload, left: Stage | None) -> timedelta | None:
    """The limit of the deal then; what was moved before that was kept is told by the stage's present one."""
    if "limit_seconds" not in payload:
        return None if left is None else left.limit
    seconds = payload["limit_seconds"]
    return None if seconds is None else timedelta(seconds=seconds)


def _shown(review: Payload) -> Shown:
    evidence = review.get("evidence") or {}
    return Shown(
        title=review["title"],
        is_by_hand=bool(review.get("by_hand")),
        is_met=bool(evidence),
        source=evidence.get("source", ""),
        label=evidence.get("label", ""),
        by=evidence.get("by") or "",
        measure=evidence.get("measure", ""),
    )


def assigned(payload: Payload, names: Names) -> Assigned:
    """A change of owner."""
    return Assigned(
        before=names.user(payload.get("from_owner")),
        after=payload.get("to_name") or names.user(payload.get("to_owner")),
        is_taken=payload.get("from_owner") is None,
        tasks=len(payload.get("tasks", ())),
    )


def hand_over(payload: Payload) -> HandOverTold:
    """A step of a hand-over."""
    words = payload.get("words") or payload.get("reason", "")
    return HandOverTold(payload["to_name"], payload["pipeline_name"], words)


def asked(payload: Payload) -> ExceptionAsked:
    """A plea to the head."""
    return ExceptionAsked(payload["to_name"], payload["reason"])


def linked(payload: Payload, names: Names) -> LinkTold:
    """A tie to another deal."""
    title = names.deals.get(payload["other"], "")
    return LinkTold(LinkKind(payload["link"]), title, payload["is_origin"])


def term(payload: Payload) -> TermTold:
    """The term of a contract that goes on."""
    return TermTold(date.fromisoformat(payload["begins_on"]), date.fromisoformat(payload["ends_on"]))
