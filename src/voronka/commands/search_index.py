"""Keeping the search documents with what they stand for. Called within other commands' transactions."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sized
from typing import Any

from voronka.domain.permissions import Holding
from voronka.domain.search_access import DocumentKind, access_keys, document_id
from voronka.domain.search_text import document
from voronka.models import Deal, SearchDocument, SearchWord
from voronka.queries.statements import fetch

# Words that can be mistyped and still recognised; numbers and short words can't.
_WORD = re.compile(r"[a-z]{4,40}")
_BATCH = 2000
# Of more words than this it is quicker to write than to ask.
_FEW = 900


# What documents are made of. In SQL, for every command on a deal or a client asks this, and whole rows take longer.
_DEALS = """SELECT deal.id, deal.team_id, deal.owner_id, deal.contact_id, deal.company_id, deal.title, deal.external_id,
 company.name, contact.name FROM voronka_deal deal
 LEFT JOIN voronka_company company ON company.id = deal.company_id
 LEFT JOIN voronka_contact contact ON contact.id = deal.contact_id"""
_CONTACTS = """SELECT contact.id, contact.team_id, contact.owner_id, contact.name, company.name
 FROM voronka_contact contact LEFT JOIN voronka_company company ON company.id = contact.company_id"""
_COMPANIES = """SELECT company.id, company.team_id, company.owner_id, company.name, company.legal_name, company.tax_id,
 company.city, company.site FROM voronka_company company"""


def index_deals(deals: Iterable[int]) -> None:
    """Write the documents of these deals anew."""
    _write(deal_documents(deals))


def index_deals_and_clients(deals: Iterable[int]) -> None:
    """Write the documents of these deals and of their clients anew: who may find a client follows its deals."""
    rows = _of(_DEALS, "deal.id", deals)
    contacts, companies = ({row[place] for row in rows} - {None} for place in (3, 4))
    _write([*_of_deals(rows), *contact_documents(contacts), *company_documents(companies)])


def deal_documents(deals: Iterable[int]) -> list[SearchDocument]:
    """The documents that these deals should have. Reads only."""
    return _of_deals(_of(_DEALS, "deal.id", deals))


def _of_deals(rows: list[Any]) -> list[SearchDocument]:
    phones = _by("phone", "e164", "contact_id", {contact for _, _, _, contact, *_ in rows} - {None})
    return [
        SearchDocument(
            id=document_id(DocumentKind.DEAL, id),
            text=document([title, company or "", person or "", external_id, *phones[contact]]),
            access=access_keys(DocumentKind.DEAL, [Holding(owner, team)]),
        )
        for id, team, owner, contact, _, title, external_id, company, person in rows
    ]


def index_contacts(contacts: Iterable[int]) -> None:
    """Write the documents of these contacts anew."""
    _write(contact_documents(contacts))


def contact_documents(contacts: Iterable[int]) -> list[SearchDocument]:
    """The documents that these contacts should have. Reads only."""
    rows = _of(_CONTACTS, "contact.id", contacts)
    ids = [id for id, *_ in rows]
    phones, emails = _by("phone", "e164", "contact_id", ids), _by("email", "address", "contact_id", ids)
    held = _holders("contact_id", ids)
    return [
        SearchDocument(
            id=document_id(DocumentKind.CONTACT, id),
            text=document([name, company or "", *emails[id], *phones[id]]),
            access=access_keys(DocumentKind.CONTACT, held[id], Holding(owner, team)),
        )
        for id, team, owner, name, company in rows
    ]


def index_companies(companies: Iterable[int]) -> None:
    """Write the documents of these companies anew."""
    _write(company_documents(companies))


def company_documents(companies: Iterable[int]) -> list[SearchDocument]:
    """The documents that these companies should have. Reads only."""
    rows = _of(_COMPANIES, "company.id", companies)
    ids = [id for id, *_ in rows]
    phones, emails = _by("phone", "e164", "company_id", ids), _by("email", "address", "company_id", ids)
    held = _holders("company_id", ids)
    return [
        SearchDocument(
            id=document_id(DocumentKind.COMPANY, id),
            text=document([*words, *emails[id], *phones[id]]),
            access=access_keys(DocumentKind.COMPANY, held[id], Holding(owner, team)),
        )
        for id, team, owner, *words in rows
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


def forget_client(kind: DocumentKind, client: int) -> None:
    """Drop the document of a contact or a company that is no more."""
    SearchDocument.objects.filter(pk=document_id(kind, client)).delete()


def forget_words(texts: Iterable[str]) -> None:
    """Forget the words of these texts that no document says any more."""
    for word in sorted(_words_of(document([text]) for text in texts)):
        if not SearchDocument.objects.filter(text__contains=word).exists():
            SearchWord.objects.filter(word=word).delete()


def _words_of(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in _WORD.findall(text)}


def _holders(link: str, ids: Iterable[int]) -> Mapping[int, set[Holding]]:
    held: defaultdict[int, set[Holding]] = defaultdict(set)
    of_client = f"SELECT DISTINCT {link}, team_id, owner_id FROM voronka_deal"  # noqa: S608 - a column's name
    for client, team, owner in _of(of_client, link, ids):
        held[client].add(Holding(owner, team))
    return held


def _by(table: str, column: str, link: str, ids: Iterable[int]) -> Mapping[int | None, list[str]]:
    grouped: defaultdict[int | None, list[str]] = defaultdict(list)
    select = f"SELECT {link}, {column} FROM voronka_{table}"  # noqa: S608 - names of a table and its columns
    for owner, text in _of(select, link, ids):
        grouped[owner].append(text)
    return grouped


def _of(select: str, key: str, ids: Iterable[int]) -> list[Any]:
    """The rows of these ids; none of none."""
    values = list(ids)
    return fetch(f"{select} WHERE {key} IN ({_places(values)})", values) if values else []


def _places(values: Sized) -> str:
    return ", ".join(["%s"] * len(values))


def _write(rows: list[SearchDocument]) -> None:
    if not rows:
        return
    SearchDocument.objects.bulk_create(
        rows, batch_size=_BATCH, update_conflicts=True, unique_fields=["id"], update_fields=["text", "access"]
    )
    found = sorted(_words_of(row.text for row in rows))
    known = _known(found)
    fresh = [SearchWord(word=word) for word in found if word not in known]
    if fresh:
        SearchWord.objects.bulk_create(fresh, batch_size=_BATCH, ignore_conflicts=True)


def _known(words: list[str]) -> frozenset[str]:
    """Which of them are kept already; of many it is not worth asking."""
    if not 0 < len(words) < _FEW:
        return frozenset()
    select = f"SELECT word FROM voronka_searchword WHERE word IN ({_places(words)})"  # noqa: S608 - places only
    return frozenset(word for (word,) in fetch(select, words))
