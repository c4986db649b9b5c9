"""Finding deals, contacts and companies by any part of a name, number or address, across scripts and layouts.

Words of three letters and more are looked up in the trigram index; shorter ones only narrow what the
longer ones found. Who may see a hit is decided by `visibility`; the access keys only spare the reading
of what could never be seen.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, assert_never

from django.db import connection
from django.db.models import Q, QuerySet
from rapidfuzz import fuzz, process

from voronka.domain.permissions import Actor, Everything, OfOwner, OfTeams
from voronka.domain.search_access import DocumentKind, kind_key, object_of, owner_key, team_key
from voronka.domain.search_text import SHORTEST, fold, phone_digits, readings
from voronka.models import Company, Contact, Deal, SearchDocument, SearchWord
from voronka.queries.visibility import visible_companies, visible_contacts, visible_deals

LONGEST_QUERY = 100
# How many hits of the index are looked at before ranking and rights leave a few.
_CANDIDATES = 400
# Lists of people and companies show at most so many hits; whoever gets more adds a word.
MOST_LISTED = 2000
_WORDS_COMPARED = 300
_SAME_ENOUGH = 72


@dataclass(frozen=True, slots=True)
class Found:
    """One hit: what it is called and what tells it from its namesakes."""

    id: int
    title: str
    subtitle: str


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The first hits of each kind. `corrected` is the word searched for instead of a mistyped one."""

    deals: tuple[Found, ...] = ()
    contacts: tuple[Found, ...] = ()
    companies: tuple[Found, ...] = ()
    corrected: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found."""
        return not (self.deals or self.contacts or self.companies)


def search(actor: Actor, text: str, limit_per_kind: int = 6) -> SearchResult:
    """What the actor may see of what matches; a mistyped word is corrected when nothing else matches."""
    queries = _queries(text)
    if not queries:
        return SearchResult()
    found = _find(actor, queries, limit_per_kind)
    if not found.is_empty:
        return found
    corrected = _corrected(fold(text[:LONGEST_QUERY]))
    if corrected is None:
        return found
    return replace(_find(actor, [corrected], limit_per_kind), corrected=corrected)


def matching(actor: Actor, kind: DocumentKind, text: str) -> list[int]:
    """Ids of deals, contacts or companies that match, before rights: for filters of lists."""
    return _ids(actor, kind, _queries(text), MOST_LISTED)


def _queries(text: str) -> list[str]:
    text = text[:LONGEST_QUERY].replace("\x00", "")
    digits = phone_digits(text)
    return [digits] if digits else readings(text)


def _find(actor: Actor, queries: Sequence[str], limit: int) -> SearchResult:
    return SearchResult(
        deals=_deals(visible_deals(actor).filter(pk__in=_ids(actor, DocumentKind.DEAL, queries)), limit),
        contacts=_contacts(
            visible_contacts(actor).filter(pk__in=_ids(actor, DocumentKind.CONTACT, queries)), limit
        ),
        companies=_companies(
            visible_companies(actor).filter(pk__in=_ids(actor, DocumentKind.COMPANY, queries)), limit
        ),
    )


def _deals(rows: QuerySet[Deal], limit: int) -> tuple[Found, ...]:
    columns = rows.order_by("-is_open", "-changed_at", "-id").values_list(
        "id", "title", "company__name", "contact__name"
    )
    return tuple(
        Found(id, title, company or contact or "") for id, title, company, contact in columns[:limit]
    )


def _contacts(rows: QuerySet[Contact], limit: int) -> tuple[Found, ...]:
    columns = rows.order_by("name", "id").values_list("id", "name", "company__name", "position")
    return tuple(Found(id, name, company or position) for id, name, company, position in columns[:limit])


def _companies(rows: QuerySet[Company], limit: int) -> tuple[Found, ...]:
    columns = rows.order_by("name", "id").values_list("id", "name", "city", "tax_id")
    return tuple(
        Found(id, name, ", ".join(filter(None, (city, tax)))) for id, name, city, tax in columns[:limit]
    )


def _ids(actor: Actor, kind: DocumentKind, queries: Sequence[str], most: int = _CANDIDATES) -> list[int]:
    lookup: Callable[..., Iterable[int]] = _postgres if connection.vendor == "postgresql" else _sqlite
    found: dict[int, None] = {}
    for query in queries:
        parts = query.split(" ")
        if any(len(part) >= SHORTEST for part in parts):
            found.update(dict.fromkeys(lookup(kind, parts, _keys(actor), most)))
        else:
            found.update(dict.fromkeys(_scan(kind, parts, most)))
    return [object_of(document)[1] for document in found]


def _keys(actor: Actor) -> list[str]:
    """The access keys of which a document must have one; none: no limit."""
    match actor.policy.scope:
        case Everything():
            return []
        case OfTeams(teams):
            return [team_key(team) for team in teams] or ["~~~"]
        case OfOwner(user, team):
            return [owner_key(user), *([] if team is None else [team_key(team)])]
        case other:
            assert_never(other)


def _sqlite(kind: DocumentKind, parts: Sequence[str], keys: Sequence[str], most: int) -> list[int]:
    terms = [f"text : {_quoted(part)}" for part in parts if len(part) >= SHORTEST]
    terms.append(f"access : {_quoted(kind_key(kind))}")
    if keys:
        terms.append(f"access : ({' OR '.join(map(_quoted, keys))})")
    short = [part for part in parts if len(part) < SHORTEST]
    narrowed = "".join(" AND text LIKE %s" for _ in short)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT rowid FROM voronka_search_fts WHERE voronka_search_fts MATCH %s{narrowed} LIMIT %s",  # noqa: S608
            [" AND ".join(terms), *(f"%{part}%" for part in short), most],
        )
        return [row[0] for row in cursor.fetchall()]


def _postgres(kind: DocumentKind, parts: Sequence[str], keys: Sequence[str], most: int) -> list[int]:
    conditions = ["string_to_array(access, ' ') @> %s::text[]"]
    values: list[Any] = [[kind_key(kind)]]
    if keys:
        conditions.append("string_to_array(access, ' ') && %s::text[]")
        values.append(list(keys))
    for part in parts:
        conditions.append("text LIKE %s")
        values.append(f"%{_unlike(part)}%")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM voronka_searchdocument WHERE {' AND '.join(conditions)} LIMIT %s",  # noqa: S608
            [*values, most],
        )
        return [row[0] for row in cursor.fetchall()]


def _scan(kind: DocumentKind, parts: Sequence[str], most: int) -> list[int]:
    """Too short for the index: words that begin so."""
    rows = SearchDocument.objects.filter(access__contains=kind_key(kind))
    for part in parts:
        rows = rows.filter(Q(text__startswith=part) | Q(text__contains=f" {part}"))
    return list(rows.values_list("id", flat=True)[:most])


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'


def _unlike(part: str) -> str:
    return part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _corrected(query: str) -> str | None:
    """The query with each unknown word replaced by the likest known one; None when nothing is like it."""
    words = query.split(" ")
    fixed = [_likest(word) or word for word in words]
    return None if fixed == words else " ".join(fixed)


def _likest(word: str) -> str | None:
    if len(word) <= SHORTEST or SearchWord.objects.filter(word=word).exists():
        return None
    best = process.extractOne(word, _alike(word), scorer=fuzz.ratio, score_cutoff=_SAME_ENOUGH)
    return None if best is None else best[0]


def _alike(word: str) -> list[str]:
    """Known words that share a trigram with this one."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT word FROM voronka_searchword WHERE word %% %s ORDER BY similarity(word, %s) DESC LIMIT %s",
                [word, word, _WORDS_COMPARED],
            )
        else:
            grams = {word[at : at + SHORTEST] for at in range(len(word) - SHORTEST + 1)}
            cursor.execute(
                "SELECT word FROM voronka_word_fts WHERE voronka_word_fts MATCH %s LIMIT %s",
                [" OR ".join(map(_quoted, sorted(grams))), _WORDS_COMPARED],
            )
        return [row[0] for row in cursor.fetchall()]
