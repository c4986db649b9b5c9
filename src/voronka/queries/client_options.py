"""Clients to choose from: found by any part of a name, number, address or company, and told from their namesakes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from voronka.domain.permissions import Actor
from voronka.domain.search_access import DocumentKind
from voronka.domain.search_text import phone_digits
from voronka.models import Company, Contact, Email, Phone
from voronka.queries.search import Found, search
from voronka.queries.visibility import visible_contacts


@dataclass(frozen=True, slots=True)
class ClientOption:
    """A contact or company to choose.

    `about` is the contact's company or the company's place. `phone` (E.164) and `email` are those that were
    searched for, else the first number; an address only where there is no number.
    """

    kind: DocumentKind
    id: int
    name: str
    about: str
    phone: str
    email: str

    @property
    def link(self) -> str:
        """What is sent back when it is chosen: `contact:12` or `company:3`."""
        return f"{self.kind.name.lower()}:{self.id}"


def contact_options(actor: Actor, text: str, most: int) -> tuple[ClientOption, ...]:
    """Contacts that the actor may see and the text means: the best hits first."""
    found = search(actor, text, most, [DocumentKind.CONTACT]).contacts
    return _options(DocumentKind.CONTACT, found, text)


def referrer_option(actor: Actor, contact: int | None) -> ClientOption | None:
    """A contact that was chosen, when the actor may see it."""
    rows = visible_contacts(actor).filter(pk=contact or 0).select_related("company")
    return next(iter(listed_contacts(rows)), None)


def company_options(actor: Actor, text: str, most: int) -> tuple[ClientOption, ...]:
    """Companies that the actor may see and the text means: the best hits first."""
    found = search(actor, text, most, [DocumentKind.COMPANY]).companies
    return _options(DocumentKind.COMPANY, found, text)


def client_options(actor: Actor, text: str, most: int) -> tuple[ClientOption, ...]:
    """Companies, then contacts, `most` of each."""
    found = search(actor, text, most, [DocumentKind.CONTACT, DocumentKind.COMPANY])
    return _options(DocumentKind.COMPANY, found.companies, text) + _options(
        DocumentKind.CONTACT, found.contacts, text
    )


def listed_contacts(rows: Iterable[Contact]) -> tuple[ClientOption, ...]:
    """Contacts that nobody searched for, with their companies."""
    found = [Found(row.pk, row.name, row.company.name if row.company else row.city) for row in rows]
    return _options(DocumentKind.CONTACT, found, "")


def listed_companies(rows: Iterable[Company]) -> tuple[ClientOption, ...]:
    """Companies that nobody searched for."""
    return _options(DocumentKind.COMPANY, [Found(row.pk, row.name, row.city) for row in rows], "")


def _options(kind: DocumentKind, found: Sequence[Found], text: str) -> tuple[ClientOption, ...]:
    """Two queries; none for nobody."""
    ids = [one.id for one in found]
    phones = _reach(Phone, "e164", kind, ids)
    emails = _reach(Email, "address", kind, ids)
    return tuple(_option(kind, one, phones[one.id], emails[one.id], text) for one in found)


def _option(
    kind: DocumentKind, found: Found, phones: Sequence[str], emails: Sequence[str], text: str
) -> ClientOption:
    phone = _searched(phones, phone_digits(text)) or next(iter(phones), "")
    email = _searched(emails, text.strip().lower()) or ("" if phone else next(iter(emails), ""))
    return ClientOption(kind, found.id, found.title, found.subtitle, phone, email)


def _searched(values: Sequence[str], part: str | None) -> str:
    return next((value for value in values if part and part in value), "")


def _reach(
    table: type[Phone] | type[Email], column: str, kind: DocumentKind, ids: Sequence[int]
) -> Mapping[int, list[str]]:
    of_client: defaultdict[int, list[str]] = defaultdict(list)
    link = kind.name.lower()
    rows = table.objects.filter(**{f"{link}__in": ids}).order_by("id").values_list(link, column)
    for client, value in rows if ids else ():
        of_client[client].append(value)
    return of_client
