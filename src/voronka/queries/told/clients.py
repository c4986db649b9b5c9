"""What a client is and says, as its events tell it: relation, fit, tender, objections, satisfaction, referrals, feedback."""

from dataclasses import dataclass
from datetime import datetime

from voronka.domain.events import Payload
from voronka.domain.feedback import FeedbackKind, FeedbackState
from voronka.domain.loyalty import ReferralAnswer
from voronka.domain.objections import Outcome, VerifiedHow
from voronka.domain.qualification import Fit, Match
from voronka.domain.relations import Relation
from voronka.domain.tender import TenderHow, TenderPart
from voronka.queries.timeline_names import Names


@dataclass(frozen=True, slots=True)
class SatisfactionTold:
    """How content the client is, from 0 to 10; `contact` is empty when nobody in particular was asked."""

    id: int
    contact: str
    score: int
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class ReferralTold:
    """The client was asked whom they would send to us; `name` and `phone` are of whom they named."""

    id: int
    contact: str
    answer: ReferralAnswer
    name: str
    phone: str
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class FeedbackTold:
    """Product feedback as the event saw it. `into`: what it was merged into, or parted from (`is_parted`)."""

    feedback: int
    title: str
    kind: FeedbackKind
    state: FeedbackState
    answer: str
    words: str = ""
    into: str = ""
    is_parted: bool = False


@dataclass(frozen=True, slots=True)
class ObjectionTold:
    """An objection: as it stands now where it was noted, as it was said then where it was told otherwise.

    `before` is what had become of it until then; None where it was noted.
    """

    id: int
    kind: str
    stage: str
    words: str
    answer: str
    outcome: Outcome
    before: Outcome | None
    is_removed: bool


@dataclass(frozen=True, slots=True)
class VerifiedTold:
    """The verified reason of a lost deal, beside the one that was stated."""

    id: int
    reason: str
    competitor: str
    how: VerifiedHow
    words: str


@dataclass(frozen=True, slots=True)
class TenderTold:
    """Something of the tender was set, done, opened again or removed."""

    part: TenderPart
    how: TenderHow
    text: str


@dataclass(frozen=True, slots=True)
class RelationTold:
    """The deal's person and company became something to us, or are it no longer."""

    relation: Relation
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChecklistTold:
    """A question of our checklist was answered; `was` before, None: not at all."""

    asked: str
    fit: Fit
    words: str
    was: Fit | None


@dataclass(frozen=True, slots=True)
class SoughtTold:
    """What the client looks for, and how far we are it; `was` before, None: it is new or gone."""

    text: str
    match: Match
    words: str
    was: Match | None


@dataclass(frozen=True, slots=True)
class MergeTold:
    """Another was made part of this client, or the two were parted again."""

    merge: int
    name: str


def merged(payload: Payload) -> MergeTold:
    """Who was merged or parted."""
    return MergeTold(payload["merge"], payload["name"])


def satisfaction(payload: Payload) -> SatisfactionTold:
    """How content a client is."""
    return SatisfactionTold(
        id=payload["satisfaction"],
        contact=payload["contact_name"],
        score=payload["score"],
        at=datetime.fromisoformat(payload["happened_at"]),
        words=payload["words"],
    )


def referral(payload: Payload) -> ReferralTold:
    """Whether a client named somebody."""
    return ReferralTold(
        id=payload["referral"],
        contact=payload["contact_name"],
        answer=ReferralAnswer(payload["answer"]),
        name=payload["name"],
        phone=payload["phone"],
        at=datetime.fromisoformat(payload["happened_at"]),
        words=payload["words"],
    )


def feedback(payload: Payload) -> FeedbackTold:
    """What becomes of a wish or a fault."""
    return FeedbackTold(
        feedback=payload["feedback"],
        title=payload["title"],
        kind=FeedbackKind(payload["feedback_kind"]),
        state=FeedbackState(payload["state"]),
        answer=payload["answer"],
        words=payload.get("words", ""),
        into=payload.get("into_title", ""),
        is_parted=payload.get("is_parted", False),
    )


def objection(payload: Payload, names: Names) -> ObjectionTold:
    """An objection as it reads now, or how its outcome changed."""
    now, was = names.objections.get(payload["objection"]), payload.get("was")
    shown = now if was is None else None
    return ObjectionTold(
        id=payload["objection"],
        kind=payload["kind_name"] if now is None else now.kind,
        stage=payload.get("stage_name", "") if shown is None else shown.stage,
        words=payload["words"] if shown is None else shown.words,
        answer=payload["answer"] if shown is None else shown.answer,
        outcome=Outcome(payload["outcome"]) if shown is None else shown.outcome,
        before=None if was is None else Outcome(was["outcome"]),
        is_removed=now is None or now.is_removed,
    )


def verified(payload: Payload, names: Names) -> VerifiedTold:
    """The true reason of a loss."""
    return VerifiedTold(
        id=payload["verified"],
        reason=names.reasons.get(payload["lost_reason"], ""),
        competitor=payload["competitor"],
        how=VerifiedHow(payload["how"]),
        words=payload["words"],
    )


def tender(payload: Payload) -> TenderTold:
    """A part of a tender."""
    return TenderTold(TenderPart(payload["part"]), TenderHow(payload["how"]), payload["text"])


def relation(payload: Payload) -> RelationTold:
    """What a client became, or is no more."""
    people = (payload.get("contact_name"), payload.get("company_name"))
    return RelationTold(Relation(payload["relation"]), tuple(name for name in people if name))


def checklist(payload: Payload) -> ChecklistTold:
    """An answer to our checklist."""
    was = payload["was"]
    fit = None if was is None else Fit(was["fit"])
    return ChecklistTold(payload["asked"], Fit(payload["fit"]), payload["words"], fit)


def sought(payload: Payload) -> SoughtTold:
    """What the client looks for, and how we match it."""
    was = payload["was"]
    before = None if was is None else Match(was["match"])
    return SoughtTold(payload["text"], Match(payload["match"]), payload["words"], before)
