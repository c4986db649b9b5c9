"""What each kind of event tells, out of its payload. Sentences are made of it by the web layer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, assert_never

from voronka.domain.criteria import ConsentTo, FileKind, MeetingOutcome, NoteKind, Reached, Sendable
from voronka.domain.deal_links import LinkKind
from voronka.domain.events import EventKind, MoveHow
from voronka.domain.evidence import CallDirection, ConsentHow
from voronka.domain.feedback import FeedbackKind, FeedbackState
from voronka.domain.ids import StageId
from voronka.domain.loyalty import ReferralAnswer
from voronka.domain.money import Money
from voronka.domain.objections import Outcome, VerifiedHow
from voronka.domain.pipeline import Pipeline
from voronka.domain.qualification import Fit, Match
from voronka.domain.relations import Relation
from voronka.domain.task import TaskKind
from voronka.domain.tender import TenderHow, TenderPart
from voronka.queries.timeline_names import Names

Payload = Mapping[str, Any]


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
class FieldChanged:
    """A column of the deal or client before and after: the stored text, or the name of what it points at."""

    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changed:
    """Fields of the deal or of a client got other values. `currency` is the one amounts are in since."""

    fields: tuple[FieldChanged, ...]


@dataclass(frozen=True, slots=True)
class TaskTold:
    """A task as the event saw it; `was` before a change, `following` the step given with its end.

    `outcome` is what came of it, or why it was cancelled; `reason` why an overdue one was put off.
    """

    id: int
    kind: TaskKind
    title: str
    due_at: datetime
    assignee: str
    outcome: str = ""
    reason: str = ""
    was: "TaskTold | None" = None
    following: "TaskTold | None" = None


@dataclass(frozen=True, slots=True)
class NoteTold:
    """A note as it stands now; `was` are the words before a change or removal."""

    id: int
    kind: NoteKind
    text: str
    author: int | None
    mentions: tuple[str, ...]
    is_changed: bool
    is_removed: bool
    was: str


@dataclass(frozen=True, slots=True)
class FileTold:
    """A file; a removed one can't be fetched any more."""

    id: int
    name: str
    kind: FileKind
    size: int
    is_removed: bool


@dataclass(frozen=True, slots=True)
class CallTold:
    """A call that was noted; `contact` is empty when it was with nobody in particular."""

    id: int
    contact: str
    direction: CallDirection
    seconds: int
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class MeetingTold:
    """A meeting that was noted."""

    id: int
    outcome: MeetingOutcome
    place: str
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class DispatchTold:
    """Something was sent, or has come further; `at` is when it had `reached` that far."""

    id: int
    what: Sendable
    subject: str
    version: int | None
    reached: Reached
    at: datetime


@dataclass(frozen=True, slots=True)
class PaymentTold:
    """Money that came in."""

    id: int
    money: Money
    on: date
    words: str


@dataclass(frozen=True, slots=True)
class ConsentTold:
    """The client agreed to something."""

    id: int
    contact: str
    to: ConsentTo
    how: ConsentHow
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class ContractTold:
    """The contract is signed."""

    id: int
    number: str
    on: date


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
class Confirmed:
    """A criterion was confirmed by hand, or the confirmation taken back (`reason` is then what it was)."""

    title: str
    reason: str


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
class HandOverTold:
    """Somebody was asked to take the deal over, said yes or no, or is asked no longer.

    `pipeline`: where it goes on, empty where none is named; `words`: what they should know, or why they declined.
    """

    to: str
    pipeline: str
    words: str


@dataclass(frozen=True, slots=True)
class Undid:
    """An earlier event was undone."""

    kind: EventKind
    told: "Told"


@dataclass(frozen=True, slots=True)
class Named:
    """Something besides the deal was made or set up: a contact, a company, a setting."""

    name: str


Told = (
    Created
    | Moved
    | Assigned
    | Changed
    | TaskTold
    | NoteTold
    | FileTold
    | CallTold
    | MeetingTold
    | DispatchTold
    | PaymentTold
    | ConsentTold
    | ContractTold
    | SatisfactionTold
    | ReferralTold
    | FeedbackTold
    | ObjectionTold
    | VerifiedTold
    | Confirmed
    | ExceptionAsked
    | LinkTold
    | TenderTold
    | TermTold
    | RelationTold
    | HandOverTold
    | ChecklistTold
    | SoughtTold
    | Undid
    | Named
)


def told_by(kind: EventKind, payload: Payload, names: Names, pipeline: Pipeline) -> Told:  # noqa: C901, PLR0911, PLR0912, PLR0915 - one line a kind
    """What an event tells. Payloads of older versions may lack what came later; that is then empty."""
    match kind:
        case EventKind.DEAL_CREATED:
            return _created(payload, names, pipeline)
        case EventKind.DEAL_MOVED:
            return _moved(payload, names, pipeline)
        case EventKind.DEAL_ASSIGNED:
            return _assigned(payload, names)
        case EventKind.DEAL_CHANGED | EventKind.CONTACT_CHANGED | EventKind.COMPANY_CHANGED:
            return _changed(payload, names)
        case (
            EventKind.TASK_ADDED
            | EventKind.TASK_DONE
            | EventKind.TASK_CHANGED
            | EventKind.TASK_CANCELLED
            | EventKind.NEXT_STEP_CHANGED
        ):
            return _task(payload, names)
        case EventKind.NOTE_ADDED | EventKind.NOTE_CHANGED | EventKind.NOTE_REMOVED:
            return _note(payload, names)
        case EventKind.FILE_ATTACHED | EventKind.FILE_REMOVED:
            return _file(payload, names)
        case EventKind.CALL_NOTED:
            return _call(payload)
        case EventKind.MEETING_NOTED:
            return _meeting(payload)
        case EventKind.DISPATCH_NOTED | EventKind.DISPATCH_CAME_FURTHER:
            return _dispatch(payload)
        case EventKind.PAYMENT_NOTED:
            return _payment(payload)
        case EventKind.CONSENT_NOTED:
            return _consent(payload)
        case EventKind.CONTRACT_NOTED:
            return ContractTold(payload["contract"], payload["number"], date.fromisoformat(payload["day"]))
        case EventKind.SATISFACTION_NOTED:
            return _satisfaction(payload)
        case EventKind.REFERRAL_ASKED:
            return _referral(payload)
        case (
            EventKind.FEEDBACK_GIVEN
            | EventKind.FEEDBACK_MOVED
            | EventKind.FEEDBACK_MERGED
            | EventKind.FEEDBACK_CHANGED
        ):
            return _feedback(payload)
        case EventKind.OBJECTION_NOTED | EventKind.OBJECTION_CHANGED:
            return _objection(payload, names)
        case EventKind.REASON_VERIFIED:
            return VerifiedTold(
                id=payload["verified"],
                reason=names.reasons.get(payload["lost_reason"], ""),
                competitor=payload["competitor"],
                how=VerifiedHow(payload["how"]),
                words=payload["words"],
            )
        case EventKind.CRITERION_CONFIRMED | EventKind.CONFIRMATION_WITHDRAWN:
            return Confirmed(payload["title"], payload.get("reason") or payload.get("was", ""))
        case EventKind.EXCEPTION_ASKED:
            return ExceptionAsked(payload["to_name"], payload["reason"])
        case EventKind.DEAL_LINKED:
            title = names.deals.get(payload["other"], "")
            return LinkTold(LinkKind(payload["link"]), title, payload["is_origin"])
        case EventKind.TERM_SET:
            return TermTold(date.fromisoformat(payload["begins_on"]), date.fromisoformat(payload["ends_on"]))
        case EventKind.TENDER_CHANGED:
            return TenderTold(TenderPart(payload["part"]), TenderHow(payload["how"]), payload["text"])
        case EventKind.RELATION_REACHED | EventKind.RELATION_TAKEN_BACK:
            people = (payload.get("contact_name"), payload.get("company_name"))
            return RelationTold(Relation(payload["relation"]), tuple(name for name in people if name))
        case EventKind.CHECKLIST_ANSWERED:
            was = payload["was"]
            fit = None if was is None else Fit(was["fit"])
            return ChecklistTold(payload["asked"], Fit(payload["fit"]), payload["words"], fit)
        case EventKind.CLIENT_CRITERION_SET | EventKind.CLIENT_CRITERION_GONE:
            was = payload["was"]
            before = None if was is None else Match(was["match"])
            return SoughtTold(payload["text"], Match(payload["match"]), payload["words"], before)
        case (
            EventKind.HAND_OVER_OFFERED
            | EventKind.HAND_OVER_ACCEPTED
            | EventKind.HAND_OVER_DECLINED
            | EventKind.HAND_OVER_WITHDRAWN
        ):
            return _hand_over(payload)
        case EventKind.DEAL_TAKEN_BACK:
            return Named(payload["title"])
        case EventKind.UNDONE:
            undone = EventKind(payload["kind"])
            return Undid(undone, told_by(undone, payload["told"], names, pipeline))
        case EventKind.CONTACT_CREATED | EventKind.COMPANY_CREATED | EventKind.SETUP_CHANGED:
            return Named(payload.get("name", ""))
        case _:
            assert_never(kind)


def _hand_over(payload: Payload) -> HandOverTold:
    words = payload.get("words") or payload.get("reason", "")
    return HandOverTold(payload["to_name"], payload["pipeline_name"], words)


def _created(payload: Payload, names: Names, pipeline: Pipeline) -> Created:
    stage = pipeline.stage(StageId(payload["stage"]))
    amount = payload.get("amount")
    return Created(
        title=payload.get("title", ""),
        stage="" if stage is None else stage.name,
        owner=names.user(payload.get("owner")),
        money=None if amount is None else Money(Decimal(amount), payload["currency"]),
        source=payload.get("source", ""),
    )


def _moved(payload: Payload, names: Names, pipeline: Pipeline) -> Moved:
    left = pipeline.stage(StageId(payload["from"]))
    how = MoveHow(payload["how"])
    until = payload.get("until")
    touches = set(payload.get("touches", ()))
    return Moved(
        before=payload["from_name"],
        after=payload["to_name"],
        how=how,
        stayed=timedelta(seconds=payload.get("seconds_at_stage", 0)),
        limit=None if left is None else left.limit,
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


def _assigned(payload: Payload, names: Names) -> Assigned:
    return Assigned(
        before=names.user(payload.get("from_owner")),
        after=payload.get("to_name") or names.user(payload.get("to_owner")),
        is_taken=payload.get("from_owner") is None,
        tasks=len(payload.get("tasks", ())),
    )


def _changed(payload: Payload, names: Names) -> Changed:
    return Changed(
        tuple(
            FieldChanged(column, _named(column, before, names), _named(column, after, names))
            for column, (before, after) in payload["changes"].items()
            if column != "amount_base"
        )
    )


def _named(column: str, value: Any, names: Names) -> str:
    if value is None:
        return ""
    match column:
        case "contact_id" | "referred_by_id":
            return names.contacts.get(value, "")
        case "company_id":
            return names.companies.get(value, "")
        case _:
            return ", ".join(str(part) for part in value) if isinstance(value, list) else str(value)


def _task(payload: Payload, names: Names) -> TaskTold:
    was, following = payload.get("was"), payload.get("next")
    return TaskTold(
        id=payload["task"],
        kind=TaskKind(payload["kind"]),
        title=payload["title"],
        due_at=datetime.fromisoformat(payload["due_at"]),
        assignee=names.user(payload.get("assignee")),
        outcome=payload.get("outcome", ""),
        reason=payload.get("reason", ""),
        was=_task(was, names) if was else None,
        following=_task(following, names) if following else None,
    )


def _note(payload: Payload, names: Names) -> NoteTold:
    now = names.notes.get(payload["note"])
    return NoteTold(
        id=payload["note"],
        kind=NoteKind.PLAIN if now is None else NoteKind(now.kind),
        text=payload.get("text", "") if now is None else now.text,
        author=None if now is None else now.author,
        mentions=() if now is None else now.mentions,
        is_changed=now is not None and now.is_changed,
        is_removed=now is None or now.is_removed,
        was=payload.get("was", ""),
    )


def _file(payload: Payload, names: Names) -> FileTold:
    now = names.files.get(payload["file"])
    return FileTold(
        id=payload["file"],
        name=payload["name"],
        kind=FileKind.OTHER if now is None else FileKind(now.kind),
        size=0 if now is None else now.size,
        is_removed=now is None or now.is_removed,
    )


def _call(payload: Payload) -> CallTold:
    return CallTold(
        id=payload["call"],
        contact=payload["contact_name"],
        direction=CallDirection(payload["direction"]),
        seconds=payload["seconds"],
        at=datetime.fromisoformat(payload["happened_at"]),
        words=payload["words"],
    )


def _meeting(payload: Payload) -> MeetingTold:
    return MeetingTold(
        id=payload["meeting"],
        outcome=MeetingOutcome(payload["outcome"]),
        place=payload["place"],
        at=datetime.fromisoformat(payload["happened_at"]),
        words=payload["words"],
    )


def _dispatch(payload: Payload) -> DispatchTold:
    return DispatchTold(
        id=payload["dispatch"],
        what=Sendable(payload["what"]),
        subject=payload["subject"],
        version=payload["version"],
        reached=Reached(payload["reached"]),
        at=datetime.fromisoformat(payload["happened_at"]),
    )


def _payment(payload: Payload) -> PaymentTold:
    return PaymentTold(
        id=payload["payment"],
        money=Money(Decimal(payload["amount"]), payload["currency"]),
        on=date.fromisoformat(payload["day"]),
        words=payload["words"],
    )


def _consent(payload: Payload) -> ConsentTold:
    return ConsentTold(
        id=payload["consent"],
        contact=payload["contact_name"],
        to=ConsentTo(payload["to"]),
        how=ConsentHow(payload["how"]),
        at=datetime.fromisoformat(payload["happened_at"]),
        words=payload["words"],
    )


def _satisfaction(payload: Payload) -> SatisfactionTold:
    return SatisfactionTold(
        id=payload["satisfaction"],
        contact=payload["contact_name"],
        score=payload["score"],
        at=datetime.fromisoformat(payload["happened_at"]),
        words=payload["words"],
    )


def _referral(payload: Payload) -> ReferralTold:
    return ReferralTold(
        id=payload["referral"],
        contact=payload["contact_name"],
        answer=ReferralAnswer(payload["answer"]),
        name=payload["name"],
        phone=payload["phone"],
        at=datetime.fromisoformat(payload["happened_at"]),
        words=payload["words"],
    )


def _feedback(payload: Payload) -> FeedbackTold:
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


def _objection(payload: Payload, names: Names) -> ObjectionTold:
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
