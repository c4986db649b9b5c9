"""Rules of the search: every deal, contact and company has its document, with the right text and rights."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice

from django.db import DatabaseError, connection

from voronka.commands.search_index import company_documents, contact_documents, deal_documents
from voronka.domain.search_access import DocumentKind, documents_of, object_of
from voronka.management.invariants.rule import Rule, ranges
from voronka.models import Company, Contact, Deal, SearchDocument

# Documents are read with all that they are made of.
_AT_ONCE = 2000

_MODELS: Mapping[DocumentKind, type[Deal | Contact | Company]] = {
    DocumentKind.DEAL: Deal,
    DocumentKind.CONTACT: Contact,
    DocumentKind.COMPANY: Company,
}
Made = Callable[[Iterable[int]], list[SearchDocument]]


def _compared(model: type[Deal | Contact | Company], made: Made) -> Callable[[], Iterator[str]]:
    def wrong() -> Iterator[str]:
        for low, high in ranges(model._meta.db_table):  # noqa: SLF001 - Django's documented way
            for start in range(low, high, _AT_ONCE):
                ids = model._default_manager.filter(id__gt=start, id__lte=start + _AT_ONCE)  # noqa: SLF001 - as above
                yield from _differences(model.__name__.lower(), made(ids.values_list("id", flat=True)))

    return wrong


def _differences(noun: str, documents: list[SearchDocument]) -> Iterator[str]:
    stored = SearchDocument.objects.in_bulk([document.id for document in documents])
    for document in documents:
        found = stored.get(document.id)
        if found is None:
            yield f"{noun} {_number(document)}: it has no document"
        elif found.text != document.text:
            yield f"{noun} {_number(document)}: its document says “{found.text}”, it should say “{document.text}”"
        elif found.access != document.access:
            yield f"{noun} {_number(document)}: its document may be found by the wrong people"


def _number(document: SearchDocument) -> int:
    return object_of(document.id)[1]


def _orphans() -> Iterator[str]:
    for kind, model in _MODELS.items():
        least, largest = documents_of(kind)
        ids = SearchDocument.objects.filter(id__gte=least, id__lte=largest).order_by("id")
        rows = ids.values_list("id", flat=True).iterator(chunk_size=_AT_ONCE)
        while some := [object_of(id)[1] for id in islice(rows, _AT_ONCE)]:
            there = set(model._default_manager.filter(pk__in=some).values_list("pk", flat=True))  # noqa: SLF001 - as above
            yield from (f"there is no {kind.name.lower()} {number}" for number in some if number not in there)


def _wrong_index() -> Iterator[str]:
    """SQLite's index is a table of its own, which can be told to compare itself with the documents."""
    if connection.vendor != "sqlite":
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO voronka_search_fts(voronka_search_fts, rank) VALUES ('integrity-check', 1)"
            )
    except DatabaseError as error:
        yield f"the index says: {error}"


RULES: tuple[Rule, ...] = (
    Rule("Every deal's search document says what the deal says", _compared(Deal, deal_documents)),
    Rule("Every contact's search document says what the contact says", _compared(Contact, contact_documents)),
    Rule("Every company's search document says what the company says", _compared(Company, company_documents)),
    Rule("Every search document stands for something that is there", _orphans),
)
# Not in the snapshot of the others: for SQLite it is a write.
INDEX_RULE = Rule("The search index fits the documents", _wrong_index)
