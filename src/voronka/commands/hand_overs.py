"""Handing a deal over: somebody is asked to take it over, accepts or declines; whoever asked may take the question back."""

from datetime import datetime
from typing import Any

from voronka.commands import values
from voronka.commands.advancing import move_on
from voronka.commands.deal_rows import load_to_edit, write_deal
from voronka.commands.event_log import record
from voronka.commands.notifications import notify
from voronka.commands.transaction import writing
from voronka.domain.errors import Invalid, NotAllowed, NotFound, Problem
from voronka.domain.events import EventKind
from voronka.domain.hand_overs import WORDS_LENGTH, OfferState
from voronka.domain.notices import NoticeKind
from voronka.domain.permissions import Actor
from voronka.models import Deal, Event, HandOver, HandOverOffer, User
from voronka.queries.hand_overs import STANDING, asks_acceptance, standing_offers
from voronka.queries.pipelines import pipeline_for
from voronka.queries.rows import find_rows

REASON_LENGTH = 400


def offer_hand_over(
    *,
    by: Actor,
    at: datetime,
    deal: int,
    to: int,
    words: str = "",
    hand_over: int | None = None,
    request_id: str = "",
) -> HandOverOffer:
    """Ask somebody to take the deal over, for one of the ways on from its pipeline.

    `hand_over` None: the only way there is, or just the deal where no way is set up but a gate asks for acceptance.
    Whoever was asked before for the same is asked no longer.

    Raises:
        NotFound
        NotAllowed: also for a deal that is closed or nobody's.
        Invalid: `to` or `hand_over`.
    """
    clean = values.checked({"words": lambda: values.prose(words, WORDS_LENGTH)})["words"]
    with writing():
        row = _open_deal(by, deal)
        way = _way(row, hand_over)
        receiver = _receiver(row, to)
        for before in standing_offers(row.pk):
            if before.hand_over_id == (None if way is None else way.pk):
                _close(before, OfferState.WITHDRAWN, at)
        made = HandOverOffer.objects.create(
            deal=row, hand_over=way, to=receiver, words=clean, by_id=by.id, at=at
        )  # fmt: skip
        _tell(EventKind.HAND_OVER_OFFERED, made, row, by=by, at=at, words=clean, request_id=request_id)
        asked = {"text": clean}
        notify(receiver.pk, NoticeKind.HAND_OVER_OFFERED, at=at, deal=row.pk, payload=asked, by=by)
        return made


def accept_hand_over(*, by: Actor, at: datetime, offer: int, request_id: str = "") -> Deal:
    """Say yes. It is a fact for the gate; the deal may move on by it.

    Raises:
        NotFound: the offer is not the actor's, or waits no longer.
    """
    with writing():
        found, row = _mine(by, offer, (OfferState.OPEN,))
        _close(found, OfferState.ACCEPTED, at)
        event = _tell(EventKind.HAND_OVER_ACCEPTED, found, row, by=by, at=at, request_id=request_id)
        _tell_asker(found, row, by=by, at=at)
        move_on(row, by=by, at=at, cause=event, request_id=request_id)
        return row


def decline_hand_over(*, by: Actor, at: datetime, offer: int, reason: str, request_id: str = "") -> Deal:
    """Say no, or no after all, with a reason that the owner reads.

    Raises:
        NotFound: as `accept_hand_over`. Invalid: `reason`.
    """
    words = values.checked({"reason": lambda: values.line(reason, REASON_LENGTH, required=True)})["reason"]
    with writing():
        found, row = _mine(by, offer, STANDING)
        _close(found, OfferState.DECLINED, at, words)
        _tell(EventKind.HAND_OVER_DECLINED, found, row, by=by, at=at, reason=words, request_id=request_id)
        _tell_asker(found, row, by=by, at=at, why_not=words)
        return row


def withdraw_hand_over(*, by: Actor, at: datetime, offer: int, request_id: str = "") -> Deal:
    """Ask it no longer; one that was accepted is a fact no longer.

    Raises:
        NotFound, NotAllowed
    """
    with writing():
        found = HandOverOffer.objects.filter(pk=offer).select_related("to").first()
        if found is None:
            raise NotFound
        row = _open_deal(by, found.deal_id)
        found.refresh_from_db()
        if not OfferState(found.state).stands:
            raise NotFound
        _close(found, OfferState.WITHDRAWN, at)
        _tell(EventKind.HAND_OVER_WITHDRAWN, found, row, by=by, at=at, request_id=request_id)
        return row


def _tell_asker(offer: HandOverOffer, row: Deal, *, by: Actor, at: datetime, why_not: str = "") -> None:
    """Whoever asked is told, and the owner if that is somebody else."""
    payload = {"accepted": not why_not, "text": why_not}
    for who in {offer.by_id, row.owner_id} - {None}:
        notify(who, NoticeKind.HAND_OVER_ANSWERED, at=at, deal=row.pk, payload=payload, by=by)


def _open_deal(by: Actor, deal: int) -> Deal:
    row = load_to_edit(by, deal)
    if not row.is_open or row.owner_id is None:
        raise NotAllowed
    return row


def _way(row: Deal, hand_over: int | None) -> HandOver | None:
    ways = list(HandOver.objects.filter(pipeline=row.pipeline_id))
    if hand_over is not None:
        way = next((way for way in ways if way.pk == hand_over), None)
        if way is None:
            raise Invalid({"hand_over": Problem.UNKNOWN_CHOICE})
        return way
    if len(ways) > 1:
        raise Invalid({"hand_over": Problem.REQUIRED})
    if not ways and not asks_acceptance(pipeline_for(row)):
        raise NotAllowed
    return ways[0] if ways else None


def _receiver(row: Deal, to: int) -> User:
    """Anybody with a team but whose it is already: nobody hands over to themselves."""
    user = (
        User.objects.filter(pk=to, is_active=True, team__isnull=False).exclude(pk=row.owner_id or 0).first()
    )
    if user is None:
        raise Invalid({"to": Problem.UNKNOWN_CHOICE if to else Problem.REQUIRED})
    return user


def _mine(by: Actor, offer: int, states: tuple[OfferState, ...]) -> tuple[HandOverOffer, Deal]:
    """The offer with its deal, locked: the deal first, as everything does that changes one."""
    deal = HandOverOffer.objects.filter(pk=offer, to=by.id).values_list("deal_id", flat=True).first()
    rows = [] if deal is None else find_rows(Deal, {"id": deal}, lock=True)
    found = HandOverOffer.objects.filter(pk=offer, to=by.id, state__in=states).select_related("to").first()
    if found is None or not rows or not rows[0].is_open:
        raise NotFound
    return found, rows[0]


def _close(offer: HandOverOffer, state: OfferState, at: datetime, answer: str = "") -> None:
    offer.state, offer.answered_at, offer.answer = state, at, answer
    HandOverOffer.objects.filter(pk=offer.pk).update(state=state, answered_at=at, answer=answer)


def _tell(
    kind: EventKind, offer: HandOverOffer, row: Deal, *, by: Actor, at: datetime, request_id: str, **said: str
) -> Event:
    write_deal(row, by=by, at=at, **_acceptance(row))
    payload = {
        "offer": offer.pk,
        "hand_over": offer.hand_over_id,
        "to_owner": offer.to_id,
        "to_name": offer.to.name,
        "pipeline_name": "" if offer.hand_over is None else offer.hand_over.to_pipeline.name,
        **said,
    }
    return record(kind, by=by, at=at, deal=row, payload=payload, request_id=request_id)


def _acceptance(row: Deal) -> dict[str, Any]:
    """The fact for the gate: every way on has somebody who said yes, the last of them when."""
    ways = set(HandOver.objects.filter(pipeline=row.pipeline_id).values_list("id", flat=True))
    yes = [offer for offer in standing_offers(row.pk) if offer.state == OfferState.ACCEPTED]
    last = max(yes, key=lambda offer: (offer.answered_at, offer.pk), default=None)
    if last is None or not ways <= {offer.hand_over_id for offer in yes}:
        return {"accepted_at": None, "accepted_by_id": None}
    return {"accepted_at": last.answered_at, "accepted_by_id": last.to_id}
