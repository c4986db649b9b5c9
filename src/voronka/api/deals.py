"""Deals: read, made, changed, moved through the same gate as everywhere, closed, handed on."""

from datetime import date, datetime
from typing import Literal

from django.http import HttpResponseBase
from ninja import Query, Router, Schema

from voronka.api.answers import changing, listed, nothing, once, told
from voronka.api.caller import ApiRequest, needs
from voronka.api.paging import Page, Slice, page
from voronka.api.tasks import NextTask, as_new_task
from voronka.api.values import Day, Id, Instant, Line, Money, PathId, Prose, typed
from voronka.commands.assignments import assign_deal, take_deal
from voronka.commands.clients import ClientWords
from voronka.commands.deals import NewDeal, change_deal, create_deal
from voronka.commands.holding import Held
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move
from voronka.domain.api_tokens import Scope
from voronka.domain.pipeline import StageKind
from voronka.queries.api_rows.deals import DealFilter, deal_rows, deal_told
from voronka.queries.deal_row import see_deal
from voronka.queries.moves import choices

router = Router(tags=["Deals"])
READ, WRITE = needs(Scope.DEALS_READ), needs(Scope.DEALS_WRITE)
State = Literal["open", "won", "lost", "postponed"]


class Deal(Schema):
    """A deal. `amount` is a decimal number as text, in `currency`; `next_step_at`: when its next task is due."""

    id: int
    version: int
    title: str
    state: State
    pipeline_id: int
    stage_id: int
    owner_id: int | None
    team_id: int
    contact_id: int | None
    company_id: int | None
    amount: str | None
    currency: str
    expected_close_on: date | None
    source: str
    need: str
    budget: str
    competitor: str
    description: str
    referred_by_id: int | None
    next_task_id: int | None
    next_step_at: datetime | None
    priority: str
    lost_reason_id: int | None
    exit_note: str
    postpone_reason_id: int | None
    postponed_until: date | None
    created_at: datetime
    entered_at: datetime
    limit_at: datetime | None
    closed_at: datetime | None
    changed_at: datetime
    external_id: str


class DealWanted(Schema):
    """Which deals."""

    pipeline: Id | None = None
    stage: Id | None = None
    owner: Id | None = None
    contact: Id | None = None
    company: Id | None = None
    state: State | None = None
    updated_since: Instant | None = None
    created_since: Instant | None = None


class Client(Schema):
    """Whose the deal is, by what is known of them: who is in the base already is found by number, e-mail or name."""

    phone: Line = ""
    email: Line = ""
    company: Line = ""
    name: Line = ""


class DealMade(Schema):
    """A deal to be made: a title or a client is enough. `client`: found, or made; instead of it `contact_id` or `company_id`.

    `unowned`: nobody's, in Unsorted. `holder_seen`: you know that this client is another seller's.
    """

    pipeline_id: Id
    title: Line = ""
    client: Client | None = None
    contact_id: Id | None = None
    company_id: Id | None = None
    stage_id: Id | None = None
    owner_id: Id | None = None
    unowned: bool = False
    team_id: Id | None = None
    holder_seen: bool = False
    amount: Money | None = None
    currency: Line = ""
    source: Line = ""
    referred_by_id: Id | None = None
    expected_close_on: Day | None = None
    next_task: NextTask | None = None


class DealChange(Schema):
    """Fields to be changed; what is left out stays, null empties."""

    title: Line | None = None
    amount: Money | None = None
    currency: Line | None = None
    expected_close_on: Day | None = None
    source: Line | None = None
    need: Prose | None = None
    budget: Line | None = None
    competitor: Line | None = None
    description: Prose | None = None
    contact_id: Id | None = None
    company_id: Id | None = None
    referred_by_id: Id | None = None


class Said(Schema):
    """What is said with a move. `exception`: the reason of one who leads, to pass a gate that is not met."""

    reason: Prose = ""
    exception: Prose = ""
    next_task: NextTask | None = None


class MoveTo(Said):
    """To which stage of the deal's pipeline."""

    stage_id: Id
    lost_reason_id: Id | None = None
    competitor: Line = ""
    postpone_reason_id: Id | None = None
    postponed_until: Day | None = None


class Closing(Said):
    """How the deal ends: won from the last stage through its gate; lost or postponed from any, with a listed reason."""

    how: Literal["won", "lost", "postponed"]
    lost_reason_id: Id | None = None
    competitor: Line = ""
    postpone_reason_id: Id | None = None
    postponed_until: Day | None = None


class Reopening(Schema):
    """Why a closed deal is opened again, and in which stage; none: the first working one."""

    reason: Prose
    stage_id: Id | None = None
    next_task: NextTask | None = None


class Owner(Schema):
    """Who has the deal from now on."""

    owner_id: Id


class WayTold(Schema):
    """The way to one stage. `open_criteria`: how many are not met.

    `way`: open, blocked (criteria are not met), through (another stage comes first), back (with a reason), exit (with a
    listed reason), barred (the playbook forbids it), closed (never), current (it is there).
    """

    stage_id: int
    way: str
    open_criteria: int
    through_stage_id: int | None


class Ways(Schema):
    """Where a deal may go from where it stands."""

    deal_id: int
    version: int
    items: list[WayTold]


def _deal(request: ApiRequest, deal: int) -> Deal:
    return Deal(**deal_told(request.auth.actor, deal))


@router.get("/deals", auth=READ, response=Page[Deal])
def list_deals(request: ApiRequest, wanted: Query[DealWanted], part: Query[Slice]) -> HttpResponseBase:
    """Deals that the token's person may see, in the order in which they were made."""
    rows = deal_rows(
        request.auth.actor, DealFilter(**wanted.dict()), after=part.begin("deals"), most=part.most
    )
    return listed(page(rows, part, "deals", Deal))


@router.post("/deals", auth=WRITE, response={201: Deal})
@once
def make_deal(request: ApiRequest, new: DealMade) -> HttpResponseBase:
    """Make a deal with its next step, which the stage gives where you name none.

    It begins in Unsorted or in the first stage. Who is in the base already is found by number, e-mail or name.
    """
    made = create_deal(
        by=request.auth.actor, at=request.now, new=_new_deal(request, new), request_id=request.request_id
    )
    return told(request, _deal(request, made.pk), 201, at=f"/api/v1/deals/{made.pk}")


def _new_deal(request: ApiRequest, new: DealMade) -> NewDeal:
    client = new.client or Client()
    return NewDeal(
        pipeline=new.pipeline_id, title=new.title, contact=new.contact_id, company=new.company_id,
        client=ClientWords(client.phone, client.email, client.company, client.name), stage=new.stage_id,
        owner=new.owner_id, unowned=new.unowned, holder_seen=new.holder_seen, team=new.team_id,
        amount=typed(new.amount), currency=new.currency, source=new.source, referred_by=new.referred_by_id,
        expected_close_on=typed(new.expected_close_on), next_task=as_new_task(request, new.next_task),
    )  # fmt: skip


@router.get("/deals/{deal}", auth=READ, response=Deal)
def get_deal(request: ApiRequest, deal: PathId) -> HttpResponseBase:
    """One deal."""
    return told(request, _deal(request, deal))


@router.patch("/deals/{deal}", auth=WRITE, response=Deal)
def change_deal_fields(request: ApiRequest, deal: PathId, change: DealChange) -> HttpResponseBase:
    """Change fields; with If-Match only where the deal is still as you saw it."""
    given = change.dict(exclude_unset=True)
    fields = {name.removesuffix("_id"): typed(value) for name, value in given.items()}
    with changing(request, Held.DEAL, deal, lambda: _deal(request, deal)):
        change_deal(
            by=request.auth.actor, at=request.now, deal=deal, fields=fields, request_id=request.request_id
        )
    return told(request, _deal(request, deal))


@router.get("/deals/{deal}/ways", auth=READ, response=Ways)
def list_ways(request: ApiRequest, deal: PathId) -> HttpResponseBase:
    """Where the deal may go, and what stands in the way: the same verdict that every other path gives."""
    found = choices(request.auth.actor, deal)
    ways = [
        WayTold(
            stage_id=route.stage.id,
            way=route.way.value,
            open_criteria=route.open,
            through_stage_id=None if route.through is None else route.through.id,
        )
        for route in found.routes
    ]
    return listed(Ways(deal_id=deal, version=found.deal.version, items=ways))


@router.post("/deals/{deal}/move", auth=WRITE, response=Deal)
@once
def move_to_stage(request: ApiRequest, deal: PathId, to: MoveTo) -> HttpResponseBase:
    """Move the deal through its gate. 409 with `criteria` where the gate does not let it."""
    return _moved(request, deal, _move(request, to, to.stage_id))


@router.post("/deals/{deal}/close", auth=WRITE, response=Deal)
@once
def close_deal(request: ApiRequest, deal: PathId, closing: Closing) -> HttpResponseBase:
    """Win, lose or postpone the deal."""
    stage = see_deal(request.auth.actor, deal).pipeline.only(StageKind(closing.how))
    return _moved(request, deal, _move(request, closing, stage.id))


@router.post("/deals/{deal}/reopen", auth=WRITE, response=Deal)
@once
def reopen_deal(request: ApiRequest, deal: PathId, reopening: Reopening) -> HttpResponseBase:
    """Open a closed deal again."""
    first = see_deal(request.auth.actor, deal).pipeline.working[0].id
    task = as_new_task(request, reopening.next_task)
    return _moved(request, deal, Move(reopening.stage_id or first, reason=reopening.reason, next_task=task))


def _move(request: ApiRequest, said: MoveTo | Closing, to: int) -> Move:
    return Move(
        to=to, reason=said.reason, lost_reason=said.lost_reason_id, competitor=said.competitor,
        postpone_reason=said.postpone_reason_id, postponed_until=said.postponed_until, exception=said.exception,
        next_task=as_new_task(request, said.next_task),
    )  # fmt: skip


def _moved(request: ApiRequest, deal: int, move: Move) -> HttpResponseBase:
    with changing(request, Held.DEAL, deal, lambda: _deal(request, deal)):
        move_deal(by=request.auth.actor, at=request.now, deal=deal, move=move, request_id=request.request_id)
    return told(request, _deal(request, deal))


@router.post("/deals/{deal}/owner", auth=WRITE, response={204: None})
@once
def give_deal(request: ApiRequest, deal: PathId, owner: Owner) -> HttpResponseBase:
    """Give the deal, with its open tasks, to a colleague; for those who lead."""
    with changing(request, Held.DEAL, deal, lambda: _deal(request, deal)):
        assign_deal(
            by=request.auth.actor, at=request.now, deal=deal, owner=owner.owner_id,
            request_id=request.request_id,
        )  # fmt: skip
    return nothing()


@router.post("/deals/{deal}/take", auth=WRITE, response=Deal)
@once
def take_free_deal(request: ApiRequest, deal: PathId) -> HttpResponseBase:
    """Take what nobody owns yet; of several who try, one wins."""
    take_deal(by=request.auth.actor, at=request.now, deal=deal, request_id=request.request_id)
    return told(request, _deal(request, deal))
