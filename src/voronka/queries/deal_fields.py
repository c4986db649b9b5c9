"""Editing a deal's fields: what may be chosen, and who changed a field last."""

from dataclasses import dataclass
from datetime import datetime

from voronka.domain.events import EventKind
from voronka.domain.permissions import Actor
from voronka.models import Event, ExchangeRate
from voronka.queries.client_options import (
    ClientOption,
    company_options,
    contact_options,
    listed_companies,
    listed_contacts,
)
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


def contacts_for(seen: SeenDeal, text: str) -> tuple[ClientOption, ...]:
    """Contacts that the text means; without a text the people of the deal's company. Not the deal's own."""
    own = seen.row.contact_id or 0
    if text:
        found = contact_options(seen.actor, text, CANDIDATES + 1)
        return tuple(one for one in found if one.id != own)[:CANDIDATES]
    rows = visible_contacts(seen.actor).select_related("company").order_by("name", "id")
    if seen.row.company_id is not None:
        rows = rows.filter(company=seen.row.company_id)
    return listed_contacts(rows.exclude(pk=own)[:CANDIDATES])


def companies_for(seen: SeenDeal, text: str) -> tuple[ClientOption, ...]:
    """Companies that the text means, the first by name without one. Not the deal's own."""
    own = seen.row.company_id or 0
    if text:
        found = company_options(seen.actor, text, CANDIDATES + 1)
        return tuple(one for one in found if one.id != own)[:CANDIDATES]
    rows = visible_companies(seen.actor).order_by("name", "id")
    return listed_companies(rows.exclude(pk=own)[:CANDIDATES])


def company_of(actor: Actor, contact: int) -> int | None:
    """The company a contact works at, when the actor may see it."""
    return visible_contacts(actor).filter(pk=contact).values_list("company_id", flat=True).first()
