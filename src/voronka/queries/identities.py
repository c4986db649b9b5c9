"""Who in the base has a number, an address or a company's name: asked while it is typed, and again before it is made.

Rights are no matter here: nobody is to be made twice because a colleague has them. What of it is told to whom is
decided by `known_clients`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, QuerySet, Value
from django.db.models.functions import Upper
from django.db.models.lookups import Exact

from voronka.domain.identity import By, Candidate, Identified, identify
from voronka.models import Company, Contact, Deal, Email, Phone


@dataclass(frozen=True, slots=True)
class Having:
    """Who has the numbers and addresses that were asked for. `companies`: those that have one as their own."""

    contacts: tuple[Candidate, ...] = ()
    companies: tuple[int, ...] = ()


def having(phones: Collection[str], emails: Collection[str]) -> Having:
    """Who has one of these numbers (E.164) or addresses (as `normal_email` makes them). At most four queries."""
    by: defaultdict[tuple[str, int], set[By]] = defaultdict(set)
    for client, way in _rows(phones, emails):
        by[client].add(way)
    people = {id: ways for (kind, id), ways in by.items() if kind == "contact"}
    companies = sorted(id for kind, id in by if kind == "company")
    if not people:
        return Having((), tuple(companies))
    dealt = _last_deals(people)
    rows = Contact.objects.filter(pk__in=people).order_by("id").values_list("id", "name", "company_id")
    found = (Candidate(id, name, company, frozenset(people[id]), dealt.get(id)) for id, name, company in rows)
    return Having(tuple(found), tuple(companies))


def _rows(phones: Collection[str], emails: Collection[str]) -> Iterable[tuple[tuple[str, int], By]]:
    asked = (
        (Phone, "e164__in", phones, By.PHONE),
        (Email, "address__in", emails, By.EMAIL),
    )
    for table, column, values, way in asked:
        if values:
            of_client = table.objects.filter(**{column: list(values)})
            rows: Iterable[tuple[Any, Any]] = of_client.values_list("contact_id", "company_id")
            for contact, company in rows:
                yield ("company", company) if contact is None else ("contact", contact), way


def _last_deals(people: Iterable[int]) -> dict[int, datetime]:
    rows = Deal.objects.filter(contact__in=list(people)).order_by()
    return dict(rows.values_list("contact_id").annotate(Max("changed_at")))


def called(companies: QuerySet[Company], name: str) -> QuerySet[Company]:
    """Those of this name in any case. Not `iexact`: SQLite has no index for what Django makes of that."""
    return companies.filter(Exact(Upper("name"), Upper(Value(name))))


@dataclass(frozen=True, slots=True)
class Meant:
    """Who is meant by some words. A company that was named is never taken for another because of a number."""

    contact: Contact | None
    company: Company | None
    identified: Identified


def meant(phones: Collection[str], emails: Collection[str], name: str, company: str) -> Meant:
    """Who of the base is meant. Reads only; at most six queries."""
    there = having(phones, emails)
    named = called(Company.objects.all(), company).order_by("id").first() if company else None
    identified = identify(
        there.contacts,
        name=name,
        company=None if named is None else named.pk,
        is_switchboard=bool(there.companies),
    )
    contact = Contact.objects.select_related("company").filter(pk=identified.contact or 0).first()
    if named is None and not company:
        named = _company_of(contact, there.companies)
    return Meant(contact, named, identified)


def _company_of(contact: Contact | None, companies: Collection[int]) -> Company | None:
    """The contact's own, else the only one that has the number: which of several is meant, a number can't say."""
    if contact is not None and contact.company is not None:
        return contact.company
    return Company.objects.filter(pk=next(iter(companies))).first() if len(companies) == 1 else None
