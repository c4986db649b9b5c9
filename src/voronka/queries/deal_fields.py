"""Editing a deal's fields: what may be chosen, and who changed a field last."""

from dataclasses import dataclass
from datetime import datetime

from voronka.domain.events import EventKind
from voronka.domain.permissions import Actor
from voronka.models import Company, Contact, Event, ExchangeRate
from voronka.queries.deal_row import SeenDeal
from voronka.queries.persons import Person, persons
from voronka.queries.visibility import visible_companies, visible_contacts
from voronka.queries.workspace import workspace

CANDIDATES = 8


@dataclass(frozen=True, slots=True)
class FieldChange:
    """The newest change of one field."""

    by: Person | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Candidate:
    """A contact or company that may be put on the deal; `about` is the company's name or the city."""

    id: int
    name: str
    about: str


def last_change(deal: int, column: str) -> FieldChange | None:
    """Who changed the column of the deal last, and when; None when nobody has. Two queries."""
    events = Event.objects.filter(deal_id=deal, kind=EventKind.DEAL_CHANGED, payload__changes__has_key=column)
    found = events.order_by("-id").values_list("actor_id", "at").first()
    if found is None:
        return None
    return FieldChange(persons([found[0]]).get(found[0]), found[1])


def currencies() -> tuple[str, ...]:
    """The currencies a deal may be in: the workspace's first, then those with a rate. Two queries."""
    own = workspace().currency
    rated = set(ExchangeRate.objects.values_list("currency", flat=True).distinct())
    return (own, *sorted(rated - {own}))


def contacts_for(seen: SeenDeal, text: str) -> tuple[Candidate, ...]:
    """Contacts whose name has the text in it; without a text the people of the deal's company. One query."""
    rows = visible_contacts(seen.actor).select_related("company").order_by("name", "id")
    if text:
        rows = rows.filter(name__icontains=text)
    elif seen.row.company_id is not None:
        rows = rows.filter(company=seen.row.company_id)
    return tuple(_contact(row) for row in rows.exclude(pk=seen.row.contact_id or 0)[:CANDIDATES])


def companies_for(seen: SeenDeal, text: str) -> tuple[Candidate, ...]:
    """Companies whose name has the text in it, the first by name without one. One query."""
    rows = visible_companies(seen.actor).order_by("name", "id")
    if text:
        rows = rows.filter(name__icontains=text)
    return tuple(_company(row) for row in rows.exclude(pk=seen.row.company_id or 0)[:CANDIDATES])


def company_of(actor: Actor, contact: int) -> int | None:
    """The company a contact works at, when the actor may see it."""
    return visible_contacts(actor).filter(pk=contact).values_list("company_id", flat=True).first()


def _contact(row: Contact) -> Candidate:
    return Candidate(row.pk, row.name, row.company.name if row.company else row.city)


def _company(row: Company) -> Candidate:
    return Candidate(row.pk, row.name, row.city)
