"""The demo's clients as rows. Straight, not by the commands of the forms: a demo has more than a hundred."""

from datetime import datetime

from voronka.commands.client_places import new_place
from voronka.commands.demo_workspace.cast import ClientCard
from voronka.commands.demo_workspace.translations import Say
from voronka.commands.event_log import record
from voronka.commands.search_index import index_companies, index_contacts
from voronka.commands.values import phone
from voronka.domain.events import EventKind
from voronka.domain.permissions import Actor
from voronka.models import Company, Contact, Email, Phone


def insert_client(say: Say, card: ClientCard, by: Actor, at: datetime) -> tuple[int, int]:
    """A company with its contact, kept by `by`; the contact's and the company's ids."""
    held = {
        "owner_id": by.id,
        "team_id": by.team,
        "created_at": at,
        "city": say(card.city),
        "time_zone": card.zone,
    }
    company = Company.objects.create(
        name=card.company, site=card.domain, sector=say(card.sector), tax_id=card.tax_id, **held
    )
    Email.objects.create(company=company, address=f"office@{card.domain}")
    record(EventKind.COMPANY_CREATED, by=by, at=at, company=company.pk, payload={"name": company.name})
    contact = Contact.objects.create(
        name=card.contact, position=say(card.position), company=company, **held | _by_number(card)
    )
    Phone.objects.create(contact=contact, e164=phone(card.phone), typed=card.phone)
    Email.objects.create(contact=contact, address=card.email)
    record(EventKind.CONTACT_CREATED, by=by, at=at, contact=contact.pk, payload={"name": contact.name})
    index_companies([company.pk])
    index_contacts([contact.pk])
    return contact.pk, company.pk


def _by_number(card: ClientCard) -> dict[str, str]:
    """A landline tells what people would have typed; of all others it was typed."""
    told = new_place(phone(card.phone))
    return told if (told["city"], told["time_zone"]) == (card.city, card.zone) else {}
