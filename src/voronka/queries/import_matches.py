"""Who of the base is meant by many rows at once: all that has one of their numbers, addresses and companies' names.

As `identities`, but a handful of queries for a whole portion of rows.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Max, Value
from django.db.models.functions import Upper

from voronka.domain.identity import By
from voronka.models import Company, Contact, Deal, Email, Phone


@dataclass(slots=True)
class Matches:
    """Contacts by their ids with all that is known of them, and which key leads to whom."""

    contacts: dict[int, Contact] = field(default_factory=dict)
    phones: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    emails: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    switchboards: set[tuple[By, str]] = field(default_factory=set)
    companies: dict[str, Company] = field(default_factory=dict)
    own_phones: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    own_emails: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    dealt_at: Mapping[int, datetime] = field(default_factory=dict)


def matches(phones: Collection[str], emails: Collection[str], companies: Collection[str]) -> Matches:
    """All that these lead to. At most seven queries."""
    found = Matches()
    by_phone = Phone.objects.filter(e164__in=list(phones)).order_by("id")
    for contact, company, e164 in by_phone.values_list("contact_id", "company_id", "e164") if phones else ():
        _note(found, By.PHONE, e164, contact, company)
    by_email = Email.objects.filter(address__in=list(emails)).order_by("id")
    for contact, company, address in (
        by_email.values_list("contact_id", "company_id", "address") if emails else ()
    ):
        _note(found, By.EMAIL, address, contact, company)
    ids = {id for ids in (*found.phones.values(), *found.emails.values()) for id in ids}
    _fill(found, ids)
    _name(found, companies)
    return found


def _note(found: Matches, way: By, key: str, contact: int | None, company: int | None) -> None:
    if contact is None:
        found.switchboards.add((way, key))
    elif way is By.PHONE:
        found.phones[key].add(contact)
    else:
        found.emails[key].add(contact)
    del company


def _fill(found: Matches, ids: Collection[int]) -> None:
    if not ids:
        return
    found.contacts = Contact.objects.in_bulk(list(ids))
    phones = Phone.objects.filter(contact__in=ids).order_by("id")
    for contact, e164 in phones.values_list("contact_id", "e164"):
        found.own_phones[contact or 0].append(e164)
    emails = Email.objects.filter(contact__in=ids).order_by("id")
    for contact, address in emails.values_list("contact_id", "address"):
        found.own_emails[contact or 0].append(address)
    deals = Deal.objects.filter(contact__in=ids).order_by()
    found.dealt_at = dict(deals.values_list("contact_id").annotate(Max("changed_at")))


def _name(found: Matches, names: Iterable[str]) -> None:
    wanted = [Upper(Value(name)) for name in names]
    if not wanted:
        return
    rows = Company.objects.annotate(upper=Upper("name")).filter(upper__in=wanted).order_by("-id")
    # Of several of a name the first in the base is meant, as everywhere.
    found.companies = {row.name.upper(): row for row in rows}
