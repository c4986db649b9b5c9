"""Looking words up in the trigram index, newest first and never longer than a glance.

SQLite: FTS5 walks its lists from the newest document down and stops when it has enough, so that frequent words
are as quick as rare ones. PostgreSQL: GIN gives all or nothing and in no order. There the newest documents are
read first, which ends it for frequent words; only what is rare among them is then asked of the GIN index, whose
answer is therefore short. A planner can't know which is which before it has looked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from django.db import connection

from voronka.domain.search_access import DocumentKind, documents_of, kind_key, object_of
from voronka.domain.search_text import BEGINNING, SHORTEST

# A word of two letters is a trigram where a word begins; a single letter is in no index.
_PAIR = 2
# So many of the newest hits are looked through for single letters.
_LOOKED_THROUGH = 2000
# PostgreSQL reads so many of the newest documents before it turns to the index, ...
NEWEST = 8000
# ... unless so many of them matched: then it goes on reading, for the index would give thousands.
_FREQUENT = 24


class Place(IntEnum):
    """Where the first word was found; the better place first."""

    BEGINNING = 0
    WORD = 1
    INSIDE = 2


@dataclass(frozen=True, slots=True)
class Hit:
    """An object whose document matches."""

    id: int
    place: Place


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for: words of a folded query, all of which a document must hold.

    Three letters and more are found anywhere; shorter words only where a word begins. `keys`: a document
    must carry one of them; empty: it need not. `most` hits are enough.
    """

    kind: DocumentKind
    keys: frozenset[str]
    words: tuple[str, ...]
    most: int

    @property
    def indexed(self) -> list[str]:
        """The words that the index knows."""
        return [word for word in self.words if len(word) >= _PAIR]

    @property
    def letters(self) -> list[str]:
        """The single letters, which only narrow what the other words found."""
        return [word for word in self.words if len(word) < _PAIR]


def look_up(wanted: Wanted, newest: int = NEWEST) -> list[Hit]:
    """The hits, the best place and then the newest first. Nothing but single letters finds nothing.

    `newest`: how many documents PostgreSQL reads before it asks its index.
    """
    if not wanted.indexed:
        return []
    return _postgres(wanted, newest) if connection.vendor == "postgresql" else _sqlite(wanted)


# -- SQLite ------------------------------------------------------------------------------------------------------


def _sqlite(wanted: Wanted) -> list[Hit]:
    """The newest hits; where there are more than enough, those whose beginning matches as well."""
    documents = _walk(wanted, Place.INSIDE)
    if len(documents) >= wanted.most:
        documents |= _walk(wanted, Place.BEGINNING)
    first = wanted.indexed[0]
    hits = [Hit(object_of(document)[1], _place_in(text, first)) for document, text in documents.items()]
    return sorted(hits, key=lambda hit: (hit.place, -hit.id))[: wanted.most]


def _place_in(text: str, word: str) -> Place:
    if text.startswith(BEGINNING + word):
        return Place.BEGINNING
    return Place.WORD if f" {word}" in text else Place.INSIDE


def _walk(wanted: Wanted, place: Place) -> dict[int, str]:
    """The newest matching documents with their texts, the first word being at `place` or better."""
    matching = (
        "SELECT rowid AS id, text FROM voronka_search_fts WHERE voronka_search_fts MATCH %s"
        " AND rowid BETWEEN %s AND %s ORDER BY rowid DESC LIMIT %s"
    )
    values: list[Any] = [_match(wanted, place), *documents_of(wanted.kind)]
    narrowed, letters = _narrowing(wanted, "instr")
    values += [_LOOKED_THROUGH if letters else wanted.most, *letters, wanted.most]
    return dict(_rows(f"SELECT id, text FROM ({matching}) AS hits WHERE {narrowed} LIMIT %s", values))  # noqa: S608


def _match(wanted: Wanted, place: Place) -> str:
    """The FTS5 expression. Source: the FTS5 documentation, "Full-text Query Syntax"."""
    first, *others = wanted.indexed
    terms = [_term(first, place), *(_term(word, Place.INSIDE) for word in others)]
    if wanted.keys:
        terms.insert(0, f"access : ({' OR '.join(map(_quoted, sorted(wanted.keys)))})")
    return " AND ".join(terms)


def _term(word: str, place: Place) -> str:
    if place is Place.BEGINNING:
        return f"text : {_quoted(BEGINNING + word)}"
    if len(word) >= SHORTEST:
        return f"text : {_quoted(word)}"
    return f"text : ({_quoted(BEGINNING + word)} OR {_quoted(' ' + word)})"


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'


# -- PostgreSQL --------------------------------------------------------------------------------------------------


def _postgres(wanted: Wanted, newest: int) -> list[Hit]:
    # Who sees little is answered by the keys in the index at once.
    if wanted.keys:
        return _by_index(wanted)
    found, read = _among_newest(wanted, newest)
    if len(found) >= wanted.most or read < newest:
        return found[: wanted.most]
    if len(found) < _FREQUENT:
        return _by_index(wanted)
    return _among_newest(wanted, newest * 2 * wanted.most // len(found))[0]


def _among_newest(wanted: Wanted, newest: int) -> tuple[list[Hit], int]:
    """The hits among the newest documents of the kind, and how many documents were read."""
    conditions, values = _conditions(wanted)
    place, place_values = _place(wanted)
    sql = (
        "WITH newest AS MATERIALIZED (SELECT id, text FROM voronka_searchdocument"  # noqa: S608
        " WHERE id BETWEEN %s AND %s ORDER BY id DESC LIMIT %s)"
        f" SELECT id, {place} AS place, (SELECT COUNT(*) FROM newest) FROM newest WHERE {conditions}"
        " ORDER BY place, id DESC LIMIT %s"
    )
    rows = _rows(sql, [*documents_of(wanted.kind), newest, *place_values, *values, wanted.most])
    # Without a hit nothing tells how many were read: as many as there are, for all we know.
    return [Hit(object_of(id)[1], Place(at)) for id, at, _ in rows], rows[0][2] if rows else newest


def _by_index(wanted: Wanted) -> list[Hit]:
    """All hits, by the GIN index. MATERIALIZED keeps the planner from walking a million rows for the order."""
    conditions, values = _conditions(wanted)
    place, place_values = _place(wanted)
    keys = "string_to_array(access, ' ') @> %s::text[]"
    held: list[Any] = [[kind_key(wanted.kind)]]
    if wanted.keys:
        keys += " AND string_to_array(access, ' ') && %s::text[]"
        held.append(sorted(wanted.keys))
    sql = (
        "WITH hits AS MATERIALIZED (SELECT id, text FROM voronka_searchdocument"  # noqa: S608
        f" WHERE {keys} AND {conditions}) SELECT id, {place} AS place FROM hits ORDER BY place, id DESC LIMIT %s"
    )
    rows = _rows(sql, [*held, *values, *place_values, wanted.most])
    return [Hit(object_of(id)[1], Place(at)) for id, at in rows]


def _conditions(wanted: Wanted) -> tuple[str, list[str]]:
    parts, values = [], []
    for word in wanted.indexed:
        if len(word) >= SHORTEST:
            parts.append("text LIKE %s")
            values.append(f"%{_unlike(word)}%")
        else:
            parts.append("(text LIKE %s OR text LIKE %s)")
            values += [f"{BEGINNING}{_unlike(word)}%", f"% {_unlike(word)}%"]
    narrowed, letters = _narrowing(wanted, "strpos")
    return " AND ".join([*parts, narrowed]), [*values, *letters]


def _place(wanted: Wanted) -> tuple[str, list[str]]:
    first = _unlike(wanted.indexed[0])
    return "CASE WHEN text LIKE %s THEN 0 WHEN text LIKE %s THEN 1 ELSE 2 END", [
        f"{BEGINNING}{first}%",
        f"% {first}%",
    ]


def _unlike(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


# -- both --------------------------------------------------------------------------------------------------------


def _narrowing(wanted: Wanted, position: str) -> tuple[str, list[str]]:
    """A condition for the single letters: each begins a word. `position`: the function that finds text in text."""
    parts, values = ["1 = 1"], []
    for letter in wanted.letters:
        parts.append(f"({position}(text, %s) > 0 OR {position}(text, %s) > 0)")
        values += [BEGINNING + letter, " " + letter]
    return " AND ".join(parts), values


def _rows(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
