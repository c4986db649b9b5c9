"""After the sale: how content the client is, whom they sent to us, and what became of that (R147, R148)."""

from dataclasses import dataclass
from datetime import datetime

from voronka.domain.loyalty import ReferralAnswer, asks_loyalty
from voronka.domain.money import Money
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import StageKind
from voronka.models import Deal, Referral, Satisfaction
from voronka.queries.deal_row import SeenDeal
from voronka.queries.visibility import visible_deals

MOST_SENT = 50


@dataclass(frozen=True, slots=True)
class SatisfactionView:
    """The newest answer to how content they are."""

    score: int
    words: str
    contact: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReferralView:
    """An asking for a referral, and whom they named."""

    id: int
    answer: ReferralAnswer
    name: str
    phone: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SentDeal:
    """A deal whose client was sent by somebody, with what became of it."""

    id: int
    title: str
    client: str
    stage: str
    kind: StageKind
    money: Money | None


@dataclass(frozen=True, slots=True)
class Loyalty:
    """What stands on the page of a deal that is past the sale."""

    satisfaction: SatisfactionView | None
    referrals: tuple[ReferralView, ...]
    sent: tuple[SentDeal, ...]


def loyalty_of(seen: SeenDeal) -> Loyalty | None:
    """None before the sale. Three queries."""
    if not asks_loyalty(seen.pipeline.kind, seen.stage.kind):
        return None
    deal, contact = seen.row.pk, seen.row.contact_id
    return Loyalty(
        satisfaction=_satisfaction(deal),
        referrals=_referrals(deal),
        sent=() if contact is None else sent_by(seen.actor, contact),
    )


def sent_by(actor: Actor, contact: int) -> tuple[SentDeal, ...]:
    """The deals of whom a contact sent, those that the actor may see, the newest first. One query."""
    rows = visible_deals(actor).filter(referred_by=contact).order_by("-id")
    return tuple(_sent(row) for row in rows.select_related("stage", "company", "contact")[:MOST_SENT])


def _sent(row: Deal) -> SentDeal:
    client = row.contact or row.company
    return SentDeal(
        id=row.pk,
        title=row.title,
        client="" if client is None else client.name,
        stage=row.stage.name,
        kind=StageKind(row.stage.kind),
        money=None if row.amount is None else Money(row.amount, row.currency),
    )


def _satisfaction(deal: int) -> SatisfactionView | None:
    rows = Satisfaction.objects.filter(deal=deal, removed_at=None).order_by("-at", "-id")
    found = rows.values_list("score", "note", "contact__name", "at").first()
    return None if found is None else SatisfactionView(found[0], found[1], found[2] or "", found[3])


def _referrals(deal: int) -> tuple[ReferralView, ...]:
    rows = Referral.objects.filter(deal=deal, removed_at=None).order_by("-at", "-id")
    return tuple(
        ReferralView(id, ReferralAnswer(answer), name, phone, at)
        for id, answer, name, phone, at in rows.values_list("id", "answer", "name", "phone", "at")
    )
