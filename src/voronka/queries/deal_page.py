"""The deal page: everything of one deal but its timeline, judged and shaped once for all parts of the page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from voronka.domain.custom_fields import Kind, Of
from voronka.domain.ids import StageId
from voronka.domain.money import Money
from voronka.domain.pipeline import Pipeline, Stage, StageKind
from voronka.domain.robot import Priority
from voronka.domain.working_time import Calendar
from voronka.models import Attachment, Deal, DealTag, StageVisit
from voronka.queries.board_filter import Sort
from voronka.queries.calendars import calendar_of
from voronka.queries.continuing import Term, term_of
from voronka.queries.custom_fields import Held, held_by
from voronka.queries.deal_brief import ClientClock, clock_of
from voronka.queries.deal_client import ClientView, client_of
from voronka.queries.deal_history import LastMove, history_of
from voronka.queries.deal_links import LinkedDeal, links_of
from voronka.queries.deal_place import Place, place_of
from voronka.queries.deal_playbook import PlaybookView, playbook_of
from voronka.queries.deal_row import Rights, SeenDeal
from voronka.queries.deal_tasks import TaskView, tasks_of
from voronka.queries.feedback import Said, feedback_of
from voronka.queries.hand_overs import HandingOver, handing_over
from voronka.queries.loyalty import Loyalty, loyalty_of
from voronka.queries.objections import ObjectionView, objections_of
from voronka.queries.persons import Person, person
from voronka.queries.qualification import Qualification, qualification_of
from voronka.queries.reviews import Asked, DealReview, explanation_of, review_of
from voronka.queries.tenders import TenderView, tender_of
from voronka.queries.verified_reasons import Verified, may_verify, verified_of
from voronka.queries.visibility import holding_of, visible_contacts


class Standing(StrEnum):
    """What a stage is to the deal."""

    DONE = "done"
    SKIPPED = "skipped"
    CURRENT = "current"
    LEFT = "left"
    NEXT = "next"
    LOCKED = "locked"
    FUTURE = "future"


@dataclass(frozen=True, slots=True)
class StageMark:
    """A stage on the deal's way; `used` is how long the deal was there, None when never; `limit` is this deal's there."""

    stage: Stage
    standing: Standing
    used: timedelta | None
    limit: timedelta | None


@dataclass(frozen=True, slots=True)
class Closing:
    """How the deal was closed: the reason's name, what was written, and for a postponed one the day to return.

    `asks_competitor`: the reason is about a competitor, so who it was belongs to it.
    """

    kind: StageKind
    at: datetime
    reason: str
    note: str
    until: date | None
    asks_competitor: bool


@dataclass(frozen=True, slots=True)
class Referrer:
    """Who sent the client; `is_seen`: the actor may open their page."""

    id: int
    name: str
    is_seen: bool


@dataclass(frozen=True, slots=True)
class DealView:
    """The fields of the deal itself."""

    id: int
    version: int
    title: str
    pipeline: Pipeline
    stage: Stage
    owner: Person | None
    money: Money | None
    currency: str
    priority: Priority
    expected_close_on: date | None
    source: str
    referred_by: Referrer | None
    need: str
    budget: str
    competitor: str
    description: str
    created_at: datetime
    entered_at: datetime
    limit: timedelta | None
    limit_at: datetime | None
    team: int
    closing: Closing | None
    clock: ClientClock


@dataclass(frozen=True, slots=True)
class DealPage:
    """A deal with all that stands on its page."""

    deal: DealView
    rights: Rights
    stages: tuple[StageMark, ...]
    playbook: PlaybookView
    qualification: Qualification
    tender: TenderView | None
    tasks: tuple[TaskView, ...]
    tags: tuple[str, ...]
    client: ClientView
    links: tuple[LinkedDeal, ...]
    term: Term | None
    feedback: tuple[Said, ...]
    loyalty: Loyalty | None
    last_move: LastMove | None
    place: Place | None
    objections: tuple[ObjectionView, ...]
    verified: Verified | None
    may_verify: bool
    handing: HandingOver
    review: DealReview | None
    explanation: Asked | None
    may_ask_explanation: bool
    custom: tuple[Held, ...]
    files: tuple[tuple[int, str], ...]


def deal_page(seen: SeenDeal, *, at: datetime, sort: Sort = Sort.NEXT_STEP) -> DealPage:
    """Read the page. About a dozen queries, and one for each kind of evidence that the stage asks for."""
    tasks, history = tasks_of(seen.row), history_of(seen.row.pk)
    playbook = playbook_of(seen, tasks, history)
    is_lost = seen.stage.kind is StageKind.LOST
    custom = custom_of(seen)
    return DealPage(
        deal=view_of(seen),
        rights=seen.rights,
        stages=_stages(seen, playbook.left, at),
        playbook=playbook,
        qualification=qualification_of(seen.row),
        tender=tender_of(seen.row),
        tasks=tasks,
        tags=tuple(DealTag.objects.filter(deal=seen.row).order_by("name").values_list("name", flat=True)),
        client=client_of(seen),
        links=links_of(seen),
        term=term_of(seen.row.pk),
        feedback=feedback_of(seen.row.pk),
        loyalty=loyalty_of(seen),
        last_move=history.last_move,
        place=place_of(seen, sort),
        objections=objections_of(seen.row),
        verified=verified_of(seen.row) if is_lost else None,
        may_verify=is_lost and may_verify(seen.actor, seen.row),
        handing=handing_over(seen),
        review=review_of(seen),
        explanation=explanation_of(seen),
        may_ask_explanation=seen.actor.policy.may_ask_explanation(holding_of(seen.row)),
        custom=custom,
        files=files_to_choose(seen.row.pk, custom),
    )


def custom_of(seen: SeenDeal) -> tuple[Held, ...]:
    """The custom fields of the deal; none for who only reads it, because it goes over to them."""
    return () if seen.rights.only_read else held_by(seen.actor, Of.DEAL, seen.row.pk)


def files_to_choose(deal: int, custom: Iterable[Held]) -> tuple[tuple[int, str], ...]:
    """The deal's files by id and name, where a field asks for one."""
    if all(field.kind is not Kind.FILE for field, _ in custom):
        return ()
    rows = Attachment.objects.filter(deal=deal, removed_at=None).order_by("-id")
    return tuple(rows.values_list("id", "name"))


def view_of(seen: SeenDeal) -> DealView:
    """The deal's own fields; no query, but one where somebody sent the client."""
    row = seen.row
    return DealView(
        id=row.pk,
        version=row.version,
        title=row.title,
        clock=clock_of(row.contact, row.company),
        pipeline=seen.pipeline,
        stage=seen.stage,
        owner=person(row.owner),
        money=None if row.amount is None else Money(row.amount, row.currency),
        currency=row.currency,
        priority=Priority(row.priority),
        expected_close_on=row.expected_close_on,
        source=row.source,
        referred_by=_referrer(seen),
        need=row.need,
        budget=row.budget,
        competitor=row.competitor,
        description=row.description,
        created_at=row.created_at,
        entered_at=row.entered_at,
        limit=limit_of(seen),
        limit_at=row.limit_at,
        team=row.team_id,
        closing=_closing(row, seen.stage),
    )


def _referrer(seen: SeenDeal) -> Referrer | None:
    sender = seen.row.referred_by
    if sender is None:
        return None
    is_seen = visible_contacts(seen.actor).filter(pk=sender.pk).exists()
    return Referrer(sender.pk, sender.name, is_seen)


def _closing(row: Deal, stage: Stage) -> Closing | None:
    if row.closed_at is None:
        return None
    reason = row.lost_reason if stage.kind is StageKind.LOST else row.postpone_reason
    return Closing(
        kind=stage.kind,
        at=row.closed_at,
        reason="" if reason is None else reason.name,
        note=row.exit_note,
        until=row.postponed_until,
        asks_competitor=reason is not None and reason.asks_competitor,
    )


def _stages(seen: SeenDeal, left: int, at: datetime) -> tuple[StageMark, ...]:
    """The working stages on the deal's way; Unsorted as well while the deal is there. Two queries."""
    is_open = seen.stage.kind.is_open
    visits = _visits(seen)
    here = seen.stage.id if is_open else next((stage for stage, _, _ in reversed(visits)), None)
    reached = seen.pipeline.stage(here) if here is not None else None
    following = seen.pipeline.after(seen.stage) if is_open else None
    calendar = calendar_of(seen.row.team_id)
    used = _used(visits, at, seen, calendar)
    if is_open:
        # What counts against the limit is this stay, not earlier ones.
        used[seen.stage.id] = calendar.stay(seen.row.entered_at, at, limit_of(seen))

    def standing(stage: Stage) -> Standing:
        if stage is seen.stage:
            return Standing.CURRENT
        if reached is None or stage.position > reached.position:
            ahead = Standing.LOCKED if left else Standing.NEXT
            return ahead if stage is following else Standing.FUTURE
        if stage is reached and seen.stage.kind is not StageKind.WON:
            return Standing.LEFT
        return Standing.DONE if stage.id in used else Standing.SKIPPED

    shown = (s for s in seen.pipeline.columns if s.kind is StageKind.WORKING or s is seen.stage)
    return tuple(
        StageMark(stage, standing(stage), used.get(stage.id), _limit_at(stage, seen.row)) for stage in shown
    )


def _limit_at(stage: Stage, row: Deal) -> timedelta | None:
    """How long this deal may stay there."""
    return stage.limit_for(row.amount_base, row.source)


_Visits = list[tuple[StageId, datetime, datetime | None]]


def _visits(seen: SeenDeal) -> _Visits:
    """The deal's visits of open stages in order: stage, entered, left."""
    columns = [stage.id for stage in seen.pipeline.columns]
    rows = StageVisit.objects.filter(deal=seen.row, stage__in=columns).order_by("id")
    return [
        (StageId(stage), since, until)
        for stage, since, until in rows.values_list("stage_id", "entered_at", "left_at")
    ]


def _used(visits: _Visits, at: datetime, seen: SeenDeal, calendar: Calendar) -> dict[StageId, timedelta]:
    """How long the deal stayed at each stage, each stay in the measure of its limit there."""
    used: dict[StageId, timedelta] = {}
    for stage_id, since, until in visits:
        stage = seen.pipeline.stage(stage_id)
        stay = calendar.stay(since, until or at, None if stage is None else _limit_at(stage, seen.row))
        used[stage_id] = used.get(stage_id, timedelta()) + stay
    return used


def limit_of(seen: SeenDeal) -> timedelta | None:
    """How long the deal may stay where it is; None: as long as may be."""
    return seen.stage.limit_for(seen.row.amount_base, seen.row.source)
