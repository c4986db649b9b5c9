"""Keeping the search documents with what they stand for. Called within other commands' transactions."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from voronka.domain.permissions import Holding
from voronka.domain.search_access import DocumentKind, access_keys, document_id
from voronka.domain.search_text import document
from voronka.models import Company, Contact, Deal, Email, Phone, SearchDocument, SearchWord
from voronka.queries.visibility import holding_of

# Words that can be mistyped and still recognised; numbers and short words can't.
_WORD = re.compile(r"[a-z]{4,40}")
_BATCH = 2000


def index_deals(deals: Iterable[int]) -> None:
    """Write the documents of these deals anew."""
    _write(deal_documents(deals))


def index_deals_and_clients(deals: Iterable[int]) -> None:
    """Write the documents of these deals and of their clients anew: who may find a client follows its deals."""
    rows = _with_clients(deals)
    contacts = {row.contact.pk: row.contact for row in rows if row.contact is not None}
    companies = {row.company.pk: row.company for row in rows if row.company is not None}
    _write(
        [*_of_deals(rows), *_of_contacts(list(contacts.values())), *_of_companies(list(companies.values()))]
    )


def deal_documents(deals: Iterable[int]) -> list[SearchDocument]:
    """The documents that these deals should have. Reads only."""
    return _of_deals(_with_clients(deals))


def _with_clients(deals: Iterable[int]) -> list[Deal]:
    rows = Deal.objects.filter(pk__in=list(deals))
    return list(rows.select_related("company", "contact__company"))


def _of_deals(rows: list[Deal]) -> list[SearchDocument]:
    phones = _by(
        Phone.objects.filter(contact__in=[d.contact_id for d in rows if d.contact_id]), "contact_id", "e164"
    )
    return [
        SearchDocument(
            id=document_id(DocumentKind.DEAL, deal.pk),
            text=document(
                [
                    deal.title,
                    deal.company.name if deal.company else "",
                    deal.contact.name if deal.contact else "",
                    deal.external_id,
                    *phones[deal.contact_id],
                ]
            ),
            access=access_keys(DocumentKind.DEAL, [holding_of(deal)]),
        )
        for deal in rows
    ]


def index_contacts(contacts: Iterable[int]) -> None:
    """Write the documents of these contacts anew."""
    _write(contact_documents(contacts))


def contact_documents(contacts: Iterable[int]) -> list[SearchDocument]:
    """The documents that these contacts should have. Reads only."""
    return _of_contacts(list(Contact.objects.filter(pk__in=list(contacts)).select_related("company")))


def _of_contacts(rows: list[Contact]) -> list[SearchDocument]:
    ids = [row.pk for row in rows]
    phones, emails = (
        _by(Phone.objects.filter(contact__in=ids), "contact_id", "e164"),
        _by(Email.objects.filter(contact__in=ids), "contact_id", "address"),
    )
    held = _holders("contact_id", ids)
    return [
        SearchDocument(
            id=document_id(DocumentKind.CONTACT, row.pk),
            text=document(
                [row.name, row.company.name if row.company else "", *emails[row.pk], *phones[row.pk]]
            ),
            access=access_keys(DocumentKind.CONTACT, held[row.pk], holding_of(row)),
        )
        for row in rows
    ]


def index_companies(companies: Iterable[int]) -> None:
    """Write the documents of these companies anew."""
    _write(company_documents(companies))


def company_documents(companies: Iterable[int]) -> list[SearchDocument]:
    """The documents that these companies should have. Reads only."""
    return _of_companies(list(Company.objects.filter(pk__in=list(companies))))


def _of_companies(rows: list[Company]) -> list[SearchDocument]:
    ids = [row.pk for row in rows]
    phones, emails = (
        _by(Phone.objects.filter(company__in=ids), "company_id", "e164"),
        _by(Email.objects.filter(company__in=ids), "company_id", "address"),
    )
    held = _holders("company_id", ids)
    return [
        SearchDocument(
            id=document_id(DocumentKind.COMPANY, row.pk),
            text=document(
                [row.name, row.legal_name, row.tax_id, row.city, row.site, *emails[row.pk], *phones[row.pk]]
            ),
            access=access_keys(DocumentKind.COMPANY, held[row.pk], holding_of(row)),
        )
        for row in rows
    ]


def index_clients_of(deals: Iterable[int]) -> None:
    """Write the documents of these deals' contacts and companies anew: who may find them follows the deals."""
    rows = Deal.objects.filter(pk__in=list(deals)).values_list("contact_id", "company_id")
    contacts, companies = set(), set()
    for contact, company in rows:
        contacts.add(contact)
        companies.add(company)
    index_contacts(contacts - {None})
    index_companies(companies - {None})


def index_clients(contact: int | None, company: int | None) -> None:
    """Write the documents of a contact and a company anew, where there are any."""
    index_contacts([] if contact is None else [contact])
    index_companies([] if company is None else [company])


def forget_deal(deal: int) -> None:
    """Drop the document of a deal that is no more."""
    SearchDocument.objects.filter(pk=document_id(DocumentKind.DEAL, deal)).delete()


def _holders(link: str, ids: list[int]) -> Mapping[int, set[Holding]]:
    held: defaultdict[int, set[Holding]] = defaultdict(set)
    rows = Deal.objects.filter(**{f"{link}__in": ids}).values_list(link, "team_id", "owner_id").distinct()
    for client, team, owner in rows:
        held[client].add(Holding(owner, team))
    return held


def _by(rows: "Iterable[Phone | Email]", link: str, column: str) -> Mapping[int | None, list[str]]:
    grouped: defaultdict[int | None, list[str]] = defaultdict(list)
    for row in rows:
        grouped[getattr(row, link)].append(getattr(row, column))
    return grouped


def _write(rows: list[SearchDocument]) -> None:
    if not rows:
        return
    SearchDocument.objects.bulk_create(
        rows, batch_size=_BATCH, update_conflicts=True, unique_fields=["id"], update_fields=["text", "access"]
    )
    found = {word for row in rows for word in _WORD.findall(row.text)}
    known = (
        set(SearchWord.objects.filter(word__in=found).values_list("word", flat=True))
        if len(found) < 900
        else set()
    )
    fresh = [SearchWord(word=word) for word in sorted(found - known)]
    if fresh:
        SearchWord.objects.bulk_create(fresh, batch_size=_BATCH, ignore_conflicts=True)
