"""What becomes of a won deal in the pipelines that go on from its own, within the transaction of the winning.

In each of them a deal begins: with the client, what it is worth, what is needed, and the words for whom takes it over.
The won one stays as it was. Undone, the winning takes them back while nothing has happened to them.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from voronka.commands.deal_links import link_deals
from voronka.commands.deal_making import created_told, insert_deal
from voronka.commands.event_log import record
from voronka.commands.rollups import place_of, recount
from voronka.commands.search_index import forget_deal, index_clients, index_deals_and_clients
from voronka.commands.task_rows import default_task
from voronka.domain.criteria import NoteKind
from voronka.domain.deal_links import LinkKind
from voronka.domain.errors import Invalid, Problem
from voronka.domain.events import EventKind
from voronka.domain.hand_overs import WORDS_LENGTH, OfferState
from voronka.domain.ids import TeamId, UserId
from voronka.domain.permissions import Actor, Holding
from voronka.domain.pipeline import PipelineKind, StageKind
from voronka.models import Deal, DealLink, HandOverOffer, Note, StageVisit, Task, User
from voronka.queries.calendars import calendar_of
from voronka.queries.hand_overs import WayOn, standing_offers, ways_on, went_on_to
from voronka.queries.pipelines import pipeline_of
from voronka.queries.rows import find_rows

# What a lead brings into the deal that it becomes, and what goes along with any other.
_OF_LEAD = ("source", "referred_by_id", "need", "budget", "competitor", "description", "expected_close_on")
_OF_DEAL = ("source", "need", "description")


@dataclass(frozen=True, slots=True)
class Handed:
    """Who takes a won deal on by one way, as it was said at the winning. `owner` None: nobody yet."""

    hand_over: int
    owner: int | None
    words: str = ""


def hand_on(
    deal: Deal, said: tuple[Handed, ...], *, by: Actor, at: datetime, request_id: str = ""
) -> tuple[int, ...]:
    """Make what begins with the winning of `deal`; the ids of the deals made.

    Theirs is who accepted, else whom `said` names, else who was asked, else the seller's own where a lead becomes a
    deal, else nobody's in Unsorted of the seller's team. A deal won anew goes on where it went on before.

    Raises:
        Invalid: `owner`, who can't own a deal (any more).
    """
    ways = ways_on(deal.pipeline_id)
    if not ways:
        return ()
    gone = went_on_to(deal.pk)
    offers = {offer.hand_over_id: offer for offer in standing_offers(deal.pk)}
    named = {one.hand_over: one for one in said}
    return tuple(
        _make(deal, way, offers.get(way.id), named.get(way.id), by=by, at=at, request_id=request_id)
        for way in ways
        if way.to_pipeline not in gone
    )


def _make(
    origin: Deal,
    way: WayOn,
    offer: HandOverOffer | None,
    said: Handed | None,
    *,
    by: Actor,
    at: datetime,
    request_id: str,
) -> int:
    pipeline = pipeline_of(way.to_pipeline)
    holding = _holding(origin, offer, said)
    stage = pipeline.only(StageKind.UNSORTED) if holding.owner is None else way.stage
    is_lead = pipeline_of(origin.pipeline_id).kind is PipelineKind.LEAD
    columns: dict[str, Any] = {name: getattr(origin, name) for name in (_OF_LEAD if is_lead else _OF_DEAL)}
    made = insert_deal(
        pipeline, stage, holding, default_task(stage, at, calendar_of(holding.team), holding.owner), by=by, at=at, amount=origin.amount,
        currency=origin.currency, title=origin.title, contact_id=origin.contact_id, knows_decider=origin.knows_decider,
        company_id=origin.company_id, **columns,
    )  # fmt: skip
    index_deals_and_clients([made.pk])
    told = created_told(made)
    record(EventKind.DEAL_CREATED, by=by, at=at, deal=made, payload=told, request_id=request_id)
    link_deals(origin, made, LinkKind.HAND_OVER, by=by, at=at, request_id=request_id)
    _first_note(made, offer, said, by=by, at=at, request_id=request_id)
    return made.pk


def _holding(origin: Deal, offer: HandOverOffer | None, said: Handed | None) -> Holding:
    if offer is not None and offer.state == OfferState.ACCEPTED:
        return _of(offer.to) or _nobodys(origin)
    if said is not None:
        return _nobodys(origin) if said.owner is None else _chosen(said.owner)
    if offer is not None:
        return _of(offer.to) or _nobodys(origin)
    if pipeline_of(origin.pipeline_id).kind is PipelineKind.LEAD and origin.owner is not None:
        return _of(origin.owner) or _nobodys(origin)
    return _nobodys(origin)


def _of(user: User) -> Holding | None:
    if not user.is_active or user.team_id is None:
        return None
    return Holding(UserId(user.pk), TeamId(user.team_id))


def _chosen(owner: int) -> Holding:
    user = User.objects.filter(pk=owner).first()
    held = None if user is None else _of(user)
    if held is None:
        raise Invalid({"owner": Problem.UNKNOWN_CHOICE})
    return held


def _nobodys(origin: Deal) -> Holding:
    return Holding(None, TeamId(origin.team_id))


def _first_note(
    made: Deal,
    offer: HandOverOffer | None,
    said: Handed | None,
    *,
    by: Actor,
    at: datetime,
    request_id: str,
) -> None:
    """What the receiver should know, from whom it comes."""
    asked = "" if offer is None else offer.words
    text = (asked if said is None else said.words).strip()[:WORDS_LENGTH]
    author = offer.by_id if offer is not None and said is None else by.id
    if not text:
        return
    note = Note.objects.create(deal=made, kind=NoteKind.PLAIN, text=text, author_id=author, created_at=at)
    payload = {"note": note.pk, "kind": str(NoteKind.PLAIN), "text": text[:200], "mentions": []}
    record(EventKind.NOTE_ADDED, by=by, at=at, deal=made, payload=payload, request_id=request_id)


# -- taking back ----------------------------------------------------------------------------------------------------


def handed_on_at(origin: int, at: datetime) -> list[Deal]:
    """The deals that were made when the origin was won at that instant, locked."""
    links = DealLink.objects.filter(origin=origin, kind=LinkKind.HAND_OVER, at=at).order_by("id")
    ids = list(links.values_list("deal_id", flat=True))
    return [row for id in ids for row in find_rows(Deal, {"id": id}, lock=True)]


def take_back(made: Deal, *, by: Actor, at: datetime, request_id: str = "") -> bool:
    """Undo the making of a handed-over deal, within the undo of the winning; whether it was as it had been made.

    The rows go; the log keeps what was.
    """
    if made.version != 1:
        return False
    record(
        EventKind.DEAL_TAKEN_BACK,
        by=by,
        at=at,
        deal=made,
        payload={"title": made.title},
        request_id=request_id,
    )
    recount(place_of(made), None)
    clients = (made.contact_id, made.company_id)
    DealLink.objects.filter(deal=made).delete()
    Note.objects.filter(deal=made).delete()
    StageVisit.objects.filter(deal=made).delete()
    Deal.objects.filter(pk=made.pk).update(
        is_open=False, closed_at=at, next_task=None, next_step_at=None, limit_at=None, warn_at=None
    )
    Task.objects.filter(deal=made).delete()
    Deal.objects.filter(pk=made.pk).delete()
    forget_deal(made.pk)
    index_clients(*clients)
    return True
