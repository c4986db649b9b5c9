"""Whether a client is in the base already, told to a person who types their number: no more than they may see."""

from dataclasses import dataclass

from django.db.models import Q

from voronka.domain.errors import NotFound
from voronka.domain.permissions import Actor
from voronka.models import Company, Contact, Deal
from voronka.queries.client_options import ClientOption, client_options
from voronka.queries.deal_brief import NO_CLOCK, ClientClock, clock_of
from voronka.queries.persons import Person, person
from voronka.queries.relations import has_paid
from voronka.queries.visibility import visible_companies, visible_contacts, visible_deals

DEALS_SHOWN = 3
SIMILAR_SHOWN = 3
SHORTEST_SIMILAR = 3


@dataclass(frozen=True, slots=True)
class OpenDeal:
    """An open deal of the client that the actor may see."""

    id: int
    title: str
    stage: str
    owner: str


@dataclass(frozen=True, slots=True)
class KnownClient:
    """A client in the base. When not `is_seen`, all but the holder's name is empty.

    `is_client`: they have paid; `asked_by`: who asks.
    """

    is_seen: bool
    holder: Person | None
    contact: int | None = None
    company: int | None = None
    name: str = ""
    about: str = ""
    clock: ClientClock = NO_CLOCK
    deals: tuple[OpenDeal, ...] = ()
    more_deals: int = 0
    is_client: bool = False
    asked_by: int = 0


def known_client(actor: Actor, contact: int | None, company: int | None) -> KnownClient | None:
    """The client of these ids, wherever they came from; None when both are None. Up to five queries."""
    person_row = Contact.objects.select_related("owner", "company__owner").filter(pk=contact or 0).first()
    company_row = Company.objects.select_related("owner").filter(pk=company or 0).first()
    if person_row is None and company_row is None:
        return None
    owner = (person_row and person_row.owner) or (company_row and company_row.owner) or None
    is_client = has_paid(contact, company)
    if not _sees(actor, person_row, company_row):
        return KnownClient(is_seen=False, holder=person(owner), is_client=is_client, asked_by=actor.id)
    name = person_row.name if person_row is not None else ""
    company_name = company_row.name if company_row is not None else ""
    deals = _open_deals(actor, person_row, company_row)
    return KnownClient(
        is_seen=True,
        holder=person(owner),
        contact=None if person_row is None else person_row.pk,
        company=None if company_row is None else company_row.pk,
        name=name or company_name,
        about=company_name if name else (company_row.city if company_row is not None else ""),
        clock=clock_of(person_row, company_row),
        deals=tuple(_told(deal) for deal in deals[:DEALS_SHOWN]),
        more_deals=max(0, len(deals) - DEALS_SHOWN),
        is_client=is_client,
        asked_by=actor.id,
    )


def linked_client(actor: Actor, link: str) -> KnownClient:
    """The client that was chosen from a list or came with the address: `contact:12` or `company:3`.

    Raises:
        NotFound: there is none that the actor may see.
    """
    kind, _, text = link.partition(":")
    id = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
    contact = visible_contacts(actor).filter(pk=id).first() if kind == "contact" else None
    company = visible_companies(actor).filter(pk=id).first() if kind == "company" else None
    if contact is not None:
        known = known_client(actor, contact.pk, contact.company_id)
    else:
        known = known_client(actor, None, None if company is None else company.pk)
    if known is None:
        raise NotFound
    return known


def similar_clients(actor: Actor, text: str) -> tuple[ClientOption, ...]:
    """Companies and people whom what was typed may mean, of those the actor may see: at most a few of each."""
    return client_options(actor, text, SIMILAR_SHOWN) if len(text.strip()) >= SHORTEST_SIMILAR else ()


def _sees(actor: Actor, contact: Contact | None, company: Company | None) -> bool:
    if contact is not None:
        return visible_contacts(actor).filter(pk=contact.pk).exists()
    return company is not None and visible_companies(actor).filter(pk=company.pk).exists()


def _open_deals(actor: Actor, contact: Contact | None, company: Company | None) -> list[Deal]:
    of_client = Q()
    if contact is not None:
        of_client |= Q(contact=contact)
    if company is not None:
        of_client |= Q(company=company)
    rows = visible_deals(actor).filter(of_client, is_open=True).select_related("stage", "owner")
    return list(rows.order_by("-changed_at", "-id")[: DEALS_SHOWN * 4])


def _told(deal: Deal) -> OpenDeal:
    return OpenDeal(deal.pk, deal.title, deal.stage.name, "" if deal.owner is None else deal.owner.name)
