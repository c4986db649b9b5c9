"""What the palette shows beside a hit, and what can be done with the deal chosen on the page."""

from collections.abc import Sequence
from dataclasses import dataclass

from voronka.domain.money import Money
from voronka.domain.permissions import Actor
from voronka.models import Phone
from voronka.queries.deal_brief import ClientClock
from voronka.queries.deal_row import rights_on
from voronka.queries.visibility import visible_companies, visible_contacts, visible_deals


@dataclass(frozen=True, slots=True)
class DealFact:
    """Where a found deal stands and what it is worth."""

    stage: str
    money: Money | None


@dataclass(frozen=True, slots=True)
class ChosenDeal:
    """The deal chosen on the page: who would be called, and whether it may be changed."""

    id: int
    title: str
    callee: str
    phone: str
    may_edit: bool
    may_take: bool


def deal_facts(actor: Actor, ids: Sequence[int]) -> dict[int, DealFact]:
    """The facts of found deals by id. One query."""
    rows = visible_deals(actor).filter(pk__in=ids).values_list("id", "stage__name", "amount", "currency")
    return {
        id: DealFact(stage, None if amount is None else Money(amount, currency))
        for id, stage, amount, currency in rows
    }


def contact_clocks(actor: Actor, ids: Sequence[int]) -> dict[int, ClientClock]:
    """Where the clocks of found contacts hang, their company's where theirs is not known. One query."""
    rows = visible_contacts(actor).filter(pk__in=ids)
    columns = ("id", "time_zone", "city", "company__time_zone", "company__city")
    return {
        id: ClientClock(zone, city) if zone else ClientClock(company_zone or "", company_city or "")
        for id, zone, city, company_zone, company_city in rows.values_list(*columns)
    }


def company_clocks(actor: Actor, ids: Sequence[int]) -> dict[int, ClientClock]:
    """Where the clocks of found companies hang. One query."""
    rows = visible_companies(actor).filter(pk__in=ids).values_list("id", "time_zone", "city")
    return {id: ClientClock(zone, city) for id, zone, city in rows}


def chosen_deal(actor: Actor, deal: int | None) -> ChosenDeal | None:
    """The deal, None when it is none that the actor may see. Two queries."""
    row = visible_deals(actor).filter(pk=deal).select_related("contact", "company").first() if deal else None
    if row is None:
        return None
    client = row.contact or row.company
    phones = (
        Phone.objects.filter(contact=row.contact)
        if row.contact
        else Phone.objects.filter(company=row.company)
    )
    phone = phones.order_by("id").values_list("e164", flat=True).first() if client is not None else None
    rights = rights_on(actor, row)
    return ChosenDeal(
        id=row.pk,
        title=row.title,
        callee="" if client is None else client.name,
        phone=phone or "",
        may_edit=rights.edit,
        may_take=rights.take,
    )
