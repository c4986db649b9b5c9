"""What can be done with the deal chosen on the page."""

from dataclasses import dataclass

from voronka.domain.permissions import Actor
from voronka.models import Phone
from voronka.queries.deal_row import rights_on
from voronka.queries.visibility import visible_deals


@dataclass(frozen=True, slots=True)
class ChosenDeal:
    """The deal chosen on the page: who would be called, and whether it may be changed."""

    id: int
    title: str
    callee: str
    phone: str
    may_edit: bool
    may_take: bool


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
