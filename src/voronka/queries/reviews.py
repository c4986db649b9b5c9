"""Reviews that wait for heads, what there is to know of one, and what sellers were asked to explain."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet

from voronka.domain.errors import NotAllowed, NotFound
from voronka.domain.events import EventKind
from voronka.domain.gate import review_stage
from voronka.domain.objections import Outcome
from voronka.domain.permissions import Actor
from voronka.domain.reviews import Decision, ReviewState
from voronka.models import Deal, DelayCause, Event, Explanation, Objection, Review
from voronka.queries.deal_row import SeenDeal, see_deal
from voronka.queries.facts import facts_of
from voronka.queries.persons import Person, person
from voronka.queries.visibility import deal_condition, holding_of

# More than this nobody looks through at once.
MOST = 100
# What is a touch of the client: something went to them or came from them.
TOUCHES = (
    EventKind.CALL_NOTED,
    EventKind.MEETING_NOTED,
    EventKind.DISPATCH_NOTED,
    EventKind.DISPATCH_CAME_FURTHER,
    EventKind.PAYMENT_NOTED,
)


@dataclass(frozen=True, slots=True)
class OpenReview:
    """A review that waits. `is_mine`: the reader is the one who should decide; `put_off`: how often it was."""

    id: int
    deal: int
    title: str
    client: str
    stage: str
    seller: Person | None
    assignee: Person | None
    entered_at: datetime
    limit_at: datetime
    due_at: datetime
    put_off: int
    is_mine: bool


@dataclass(frozen=True, slots=True)
class OpenReviews:
    """The first of them, those that are due first on top, and how many there are (counted up to `MOST`)."""

    rows: tuple[OpenReview, ...]
    total: int


@dataclass(frozen=True, slots=True)
class DealReview:
    """The review of a deal's present stay: the open one, or how the last one was decided."""

    id: int
    is_open: bool
    assignee: Person | None
    limit_at: datetime
    due_at: datetime
    put_off: int
    number: int
    cause: str
    decision: Decision | None
    until: datetime | None
    note: str
    ended_by: Person | None
    may_decide: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that waits for the seller's answer. `is_mine`: the reader is to answer it."""

    id: int
    deal: int
    title: str
    to: Person | None
    by: Person | None
    question: str
    at: datetime
    due_at: datetime
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause to choose. `is_of_stage`: it is of this stage alone."""

    id: int
    name: str
    is_of_stage: bool


@dataclass(frozen=True, slots=True)
class Touch:
    """The last touch of the client."""

    kind: EventKind
    at: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """What the deal did so far in this stay, for who looks into it.

    `open_criteria`: what the gate still asks, by name; `pushed`: how often a step was put off; `objections`: those that are
    open, by kind.
    """

    review: DealReview
    seen: SeenDeal
    entered_at: datetime
    open_criteria: tuple[str, ...]
    last_touch: Touch | None
    pushed: int
    objections: tuple[str, ...]
    causes: tuple[Cause, ...]


def open_reviews(actor: Actor, shown: int = MOST) -> OpenReviews:
    """The reviews of the deals that the actor leads; none for a seller. Two queries.

    Their own stand before those that are another head's below them.
    """
    if not actor.policy.leads:
        return OpenReviews((), 0)
    waiting = Review.objects.filter(deal_condition(actor, "deal__"), state=ReviewState.OPEN)
    mine = _waiting(waiting.filter(assignee=actor.id), shown)
    others = _waiting(waiting.exclude(assignee=actor.id), shown - len(mine)) if len(mine) < shown else []
    total = len(waiting.values_list("id")[:MOST])
    return OpenReviews(tuple(_open(row, actor) for row in (*mine, *others)), total)


def _waiting(rows: QuerySet[Review], shown: int) -> list[Review]:
    people = rows.select_related("deal__company", "deal__contact", "deal__owner", "stage", "assignee")
    return list(people.order_by("due_at", "id")[:shown])


def review_of(seen: SeenDeal) -> DealReview | None:
    """The open review of a deal, else the last one of its present stay. One query, and only for an escalated deal."""
    if seen.row.escalated_for is None or seen.rights.only_read:
        return None
    rows = Review.objects.filter(deal=seen.row, stage=seen.row.stage_id, entered_at=seen.row.entered_at)
    row = rows.select_related("assignee", "cause", "ended_by").order_by("-number").first()
    return None if row is None else _of_deal(row, seen)


def review_to_decide(actor: Actor, review: int) -> Case:
    """All there is to know of an open review. A dozen queries.

    Raises:
        NotFound: also when it waits no longer.
        NotAllowed
    """
    deal = Review.objects.filter(pk=review, state=ReviewState.OPEN).values_list("deal_id", flat=True).first()
    if deal is None:
        raise NotFound
    seen = see_deal(actor, deal)
    found = review_of(seen)
    if found is None or seen.rights.only_read:
        raise NotFound
    if not found.may_decide:
        raise NotAllowed
    return _case(seen, found)


def causes_at(stage: int) -> tuple[Cause, ...]:
    """The causes offered at a stage: its own first, then those of every stage. One query."""
    rows = DelayCause.objects.filter(Q(stage=stage) | Q(stage=None), is_retired=False)
    found = rows.order_by(F("stage").asc(nulls_last=True), "position", "id")
    return tuple(Cause(row.pk, row.name, row.stage_id is not None) for row in found)


def explanation_of(seen: SeenDeal) -> Asked | None:
    """What the deal's seller was asked and has not answered. One query."""
    if seen.row.owner_id is None or seen.rights.only_read:
        return None
    rows = _unanswered(Explanation.objects.filter(deal=seen.row, to=seen.row.owner_id))
    return next((_asked(row, seen.actor) for row in rows), None)


def waiting_explanations(actor: Actor) -> tuple[Asked, ...]:
    """What waits for an answer, the longest due first: the actor's own to give, and for a head those of their sellers.

    A question to somebody who owns the deal no longer is moot. One query.
    """
    rows = Explanation.objects.filter(deal__owner=F("to"))
    if actor.policy.leads:
        seen = rows.filter(deal_condition(actor, "deal__"))
        return tuple(_asked(row, actor) for row in _unanswered(seen))
    return tuple(_asked(row, actor) for row in _unanswered(rows.filter(to=actor.id)))


def explanation_to_answer(actor: Actor, explanation: int) -> tuple[Asked, SeenDeal]:
    """A question that the actor is to answer.

    Raises:
        NotFound: also when it was answered.
        NotAllowed: somebody else was asked.
    """
    row = (
        Explanation.objects.filter(pk=explanation, answered_at=None)
        .select_related("deal", "to", "by")
        .first()
    )
    if row is None:
        raise NotFound
    seen = see_deal(actor, row.deal_id)
    if seen.rights.only_read:
        raise NotFound
    if row.to_id != actor.id:
        raise NotAllowed
    return _asked(row, actor), seen


def _unanswered(rows: QuerySet[Explanation]) -> Iterable[Explanation]:
    waiting = rows.filter(answered_at=None).select_related("deal", "to", "by")
    return waiting.order_by("due_at", "id")[:MOST]


def _asked(row: Explanation, actor: Actor) -> Asked:
    return Asked(
        id=row.pk,
        deal=row.deal_id,
        title=row.deal.title,
        to=person(row.to),
        by=person(row.by),
        question=row.question,
        at=row.at,
        due_at=row.due_at,
        is_mine=row.to_id == actor.id,
    )


def _open(row: Review, actor: Actor) -> OpenReview:
    deal = row.deal
    client = deal.company or deal.contact
    return OpenReview(
        id=row.pk,
        deal=deal.pk,
        title=deal.title,
        client="" if client is None else client.name,
        stage=row.stage.name,
        seller=person(deal.owner),
        assignee=person(row.assignee),
        entered_at=row.entered_at,
        limit_at=row.limit_at,
        due_at=row.due_at,
        put_off=row.put_off,
        is_mine=row.assignee_id == actor.id,
    )


def _of_deal(row: Review, seen: SeenDeal) -> DealReview:
    assignee = row.assignee_id
    return DealReview(
        id=row.pk,
        is_open=row.state == ReviewState.OPEN,
        assignee=person(row.assignee),
        limit_at=row.limit_at,
        due_at=row.due_at,
        put_off=row.put_off,
        number=row.number,
        cause="" if row.cause is None else row.cause.name,
        decision=Decision(row.decision) if row.decision else None,
        until=row.until,
        note=row.note,
        ended_by=person(row.ended_by),
        may_decide=seen.actor.policy.may_review(holding_of(seen.row), assignee),  # type: ignore[arg-type]  # ids are plain ints in rows
    )


def _case(seen: SeenDeal, review: DealReview) -> Case:
    asked = review_stage(facts_of(seen.row, seen.pipeline, seen.stage), seen.pipeline)
    open_ones = Objection.objects.filter(deal=seen.row, outcome=Outcome.OPEN, removed_at=None)
    return Case(
        review=review,
        seen=seen,
        entered_at=seen.row.entered_at,
        open_criteria=tuple(one.criterion.title for one in asked if not one.is_met),
        last_touch=_last_touch(seen.row),
        pushed=_pushed(seen.row),
        objections=tuple(open_ones.order_by("id").values_list("kind__name", flat=True)),
        causes=causes_at(seen.row.stage_id),
    )


def _last_touch(row: Deal) -> Touch | None:
    event = Event.objects.filter(deal_id=row.pk, kind__in=TOUCHES).order_by("-id").first()
    return None if event is None else Touch(EventKind(event.kind), event.at)


def _pushed(row: Deal) -> int:
    """How often a step of this stay was put off."""
    changes = Event.objects.filter(deal_id=row.pk, kind=EventKind.TASK_CHANGED, at__gte=row.entered_at)
    told = changes.values_list("payload", flat=True)
    return sum(
        datetime.fromisoformat(one["due_at"]) > datetime.fromisoformat(one["was"]["due_at"]) for one in told
    )
