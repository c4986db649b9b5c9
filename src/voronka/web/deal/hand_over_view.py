"""The hand-overs of a deal as their template takes them: a line for each question or answer, and where a won deal goes on."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from voronka.domain.deal_links import LinkKind
from voronka.domain.hand_overs import OfferState
from voronka.domain.pipeline import StageKind
from voronka.queries.deal_links import OtherEnd
from voronka.queries.deal_page import DealPage
from voronka.queries.hand_overs import Offer
from voronka.web.telling import moment_text


@dataclass(frozen=True, slots=True)
class HandOverLine:
    """A notice. `accept`, `decline`, `withdraw`: the offer that the button is about; `again`: another may be asked."""

    tone: str
    icon: str
    title: str
    text: str
    accept: int | None = None
    decline: int | None = None
    withdraw: int | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class GoesOn:
    """Where a won deal goes on, with whom."""

    title: str
    other: OtherEnd


def hand_over_lines(page: DealPage) -> tuple[HandOverLine, ...]:
    """What waits for the reader first, then how it stands with the others' answers."""
    handing = page.handing
    others = (offer for offer in handing.offers if handing.mine is None or offer.id != handing.mine.id)
    mine = () if handing.mine is None else (_mine(handing.mine),)
    return (*mine, *(_line(offer, page) for offer in others))


def _mine(offer: Offer) -> HandOverLine:
    if offer.state is OfferState.ACCEPTED:
        text = _("It becomes yours when it is won.")
        return HandOverLine("ok", "user-check", _("You take this deal over"), text, decline=offer.id)
    title = _("This deal is offered to you to take over")
    if offer.by is not None:
        title = _("%(name)s asks you to take this deal over") % {"name": offer.by.name}
    return HandOverLine("acc", "handshake", title, offer.words, accept=offer.id, decline=offer.id)


def _line(offer: Offer, page: DealPage) -> HandOverLine:
    name, may = {"name": offer.to.name}, page.handing.may_offer
    match offer.state:
        case OfferState.ACCEPTED:
            title = _("%(name)s takes this deal over") % name
            when = "" if offer.answered_at is None else moment_text(offer.answered_at)
            facts = ", ".join(part for part in (offer.pipeline, when) if part)
            withdraw = offer.id if may else None
            return HandOverLine("ok", "user-check", title, facts, withdraw=withdraw)
        case OfferState.DECLINED:
            title = _("%(name)s declined the hand-over") % name
            return HandOverLine("warn", "circle-x", title, offer.answer, again=may)
        case _:
            title = _("%(name)s is asked to take this deal over") % name
            text = _("No answer yet, since %(when)s.") % {"when": moment_text(offer.at)}
            return HandOverLine(
                "", "handshake", title, text, withdraw=offer.id if may else None, again=may
            )  # fmt: skip


def goes_on(page: DealPage) -> tuple[GoesOn, ...]:
    """Where the won deal goes on."""
    if page.deal.stage.kind is not StageKind.WON:
        return ()
    ends = (link.other for link in page.links if link.kind is LinkKind.HAND_OVER and link.is_origin)
    return tuple(GoesOn(_title(end), end) for end in ends if end is not None)


def _title(end: OtherEnd) -> str:
    if end.owner is None:
        return _("Goes on in %(pipeline)s, nobody owns it yet") % {"pipeline": end.pipeline}
    return _("Handed over to %(name)s, %(stage)s") % {"name": end.owner.name, "stage": end.stage}
