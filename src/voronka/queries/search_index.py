"""Looking words up in the trigram index, newest first and never longer than a glance.

SQLite: FTS5 walks its lists from the newest document down and stops when it has enough, so that frequent words
are as quick as rare ones. PostgreSQL: GIN gives all or nothing and in no order. There the newest documents are
read first, which ends it for frequent words; only what is rare among them is then asked of the GIN index, whose
answer is therefore short. A planner can't know which is which before it has looked, so it is never left to choose.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from django.db import connection

from voronka.domain.search_access import DocumentKind, documents_of, kind_key, object_of
from voronka.domain.search_text import BEGINNING, SHORTEST
from voronka.queries.statements import fetch

# A word of two letters is a trigram where a word begins; a single letter is in no index.
_PAIR = 2
# So many digits at the end of a number tell it from most others.
_TELLING = 5
# So many of the newest hits are looked through for single letters and whole numbers.
_LOOKED_THROUGH = 2000
# PostgreSQL reads so many of the newest documents of a kind first. Where it would have enough hits after reading
# so many more it reads on, for the index would give thousands; else it asks the index.
NEWEST = 3000
_READ_AT_MOST = 40_000


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
    must carry one of them; empty: it need not. `most` hits of a kind are enough.
    """

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

    def place_in(self, text: str) -> Place:
        """Where a matching document holds the first word."""
        first = self.indexed[0]
        if text.startswith(BEGINNING + first):
            return Place.BEGINNING
        return Place.WORD if f" {first}" in text else Place.INSIDE

    def ranked(self, documents: Mapping[int, str]) -> list[Hit]:
        """Matching documents (id, text) as hits: the best place first, then the newest."""
        hits = [Hit(object_of(id)[1], self.place_in(text)) for id, text in documents.items()]
        return sorted(hits, key=lambda hit: (hit.place, -hit.id))[: self.most]


def look_up(
    wanted: Wanted, kinds: Iterable[DocumentKind], *, newest: int = NEWEST
) -> dict[DocumentKind, list[Hit]]:
    """The hits of each kind, the best place and then the newest first. Nothing but single letters finds nothing.

    `newest`: how many documents PostgreSQL reads before it asks its index; 0: none.
    """
    if not wanted.indexed:
        return {kind: [] for kind in kinds}
    if connection.vendor == "postgresql":
        return _postgres(wanted, list(kinds), newest)
    return {kind: _sqlite(wanted, kind) for kind in kinds}


# -- SQLite ------------------------------------------------------------------------------------------------------


def _sqlite(wanted: Wanted, kind: DocumentKind) -> list[Hit]:
    """The newest hits; where there are more than enough, those whose beginning matches as well."""
    documents = _walk(wanted, kind, Place.INSIDE)
    if len(documents) >= wanted.most and not _is_long_number(wanted.indexed[0]):
        documents |= _walk(wanted, kind, Place.BEGINNING)
    return wanted.ranked(documents)


def _walk(wanted: Wanted, kind: DocumentKind, place: Place) -> dict[int, str]:
    """The newest matching documents with their texts, the first word being at `place` or better."""
    matching = (
        "SELECT rowid AS id, text FROM voronka_search_fts WHERE voronka_search_fts MATCH %s"
        " AND rowid BETWEEN %s AND %s ORDER BY rowid DESC LIMIT %s"
    )
    values: list[Any] = [_match(wanted, place), *documents_of(kind)]
    narrowed, letters = _narrowing(wanted, "instr")
    numbers = [word for word in wanted.indexed if _is_long_number(word)]
    narrowed += " AND instr(text, %s) > 0" * len(numbers)
    further = [*letters, *numbers]
    values += [_LOOKED_THROUGH if further else wanted.most, *further, wanted.most]
    return dict(fetch(f"SELECT id, text FROM ({matching}) AS hits WHERE {narrowed} LIMIT %s", values))  # noqa: S608 - our own names and %s only


def _match(wanted: Wanted, place: Place) -> str:
    """The FTS5 expression. Source: the FTS5 documentation, "Full-text Query Syntax"."""
    first, *others = wanted.indexed
    terms = [_term(first, place), *(_term(word, Place.INSIDE) for word in others)]
    if wanted.keys:
        terms.insert(0, f"access : ({' OR '.join(map(_quoted, sorted(wanted.keys)))})")
    return " AND ".join(terms)


def _is_long_number(word: str) -> bool:
    """Whether only the end of the word is asked of the index.

    Countries and operators share the beginnings of their numbers: the lists of those trigrams hold a third of all
    documents each, and all of them would be read.
    """
    return len(word) > _TELLING and word.isdigit()


def _term(word: str, place: Place) -> str:
    if _is_long_number(word):
        return f"text : {_quoted(word[-_TELLING:])}"
    if place is Place.BEGINNING:
        return f"text : {_quoted(BEGINNING + word)}"
    if len(word) >= SHORTEST:
        return f"text : {_quoted(word)}"
    return f"text : ({_quoted(BEGINNING + word)} OR {_quoted(' ' + word)})"


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'


# -- PostgreSQL --------------------------------------------------------------------------------------------------


def _postgres(wanted: Wanted, kinds: Sequence[DocumentKind], newest: int) -> dict[DocumentKind, list[Hit]]:
    found = _frequent(wanted, kinds, newest) if newest and _may_be_frequent(wanted) else {}
    rare = [kind for kind in kinds if kind not in found]
    if rare:
        found |= _by_index(wanted, rare)
    return {kind: wanted.ranked(found[kind]) for kind in kinds}


def _may_be_frequent(wanted: Wanted) -> bool:
    """Whether the newest documents are worth reading: not for a word that is in no word we know.

    It may still be in what is no word, such as an address; the index finds that.
    """
    word = wanted.indexed[0]
    if not (word.isascii() and word.isalpha() and len(word) > SHORTEST):
        return True
    known = "SELECT EXISTS (SELECT 1 FROM voronka_searchword WHERE word LIKE %s)"
    return bool(fetch(known, [f"%{word}%"], prepared=False)[0][0])


def _frequent(
    wanted: Wanted, kinds: Sequence[DocumentKind], newest: int
) -> dict[DocumentKind, dict[int, str]]:
    """Enough hits of those kinds of which the newest documents hold many."""
    found = _among_newest(wanted, dict.fromkeys(kinds, newest))
    # Twice as far as it should take: hits lie unevenly.
    far = {kind: 2 * newest * wanted.most // len(hits) for kind, hits in found.items() if hits}
    enough = {kind for kind in far if len(found[kind]) >= wanted.most}
    further = {kind: rows for kind, rows in far.items() if kind not in enough and rows <= _READ_AT_MOST}
    if further:
        found |= _among_newest(wanted, further)
    return {kind: found[kind] | _beginning(wanted, kind) for kind in (*enough, *further)}


def _among_newest(wanted: Wanted, newest: Mapping[DocumentKind, int]) -> dict[DocumentKind, dict[int, str]]:
    """The hits among so many of the newest documents of each kind, by reading them."""
    conditions, condition_values = _conditions(wanted)
    keys, key_values = _keys(wanted)
    parts, values = [], []
    for kind, how_many in newest.items():
        parts.append(
            "(SELECT id, text FROM (SELECT id, text, access FROM voronka_searchdocument"  # noqa: S608 - our own names and %s only
            " WHERE id BETWEEN %s AND %s ORDER BY id DESC LIMIT %s) AS newest"
            f" WHERE {conditions} AND {keys} LIMIT %s)"
        )
        values += [*documents_of(kind), how_many, *condition_values, *key_values, wanted.most]
    return _by_kind(fetch(" UNION ALL ".join(parts), values), newest)


def _beginning(wanted: Wanted, kind: DocumentKind) -> dict[int, str]:
    """Hits that begin with the first word, by the index of beginnings; enough of them, whichever they are."""
    conditions, condition_values = _conditions(wanted)
    keys, key_values = _keys(wanted)
    sql = (
        "SELECT id, text FROM (SELECT id, text, access FROM voronka_searchdocument"  # noqa: S608 - our own names and %s only
        " WHERE (id >> 40) = %s AND left(text, 40) LIKE %s LIMIT %s) AS begun"
        f" WHERE {conditions} AND {keys} LIMIT %s"
    )
    first = f"{BEGINNING}{_unlike(wanted.indexed[0][:39])}%"
    values = [int(kind), first, _LOOKED_THROUGH, *condition_values, *key_values, wanted.most]
    return dict(fetch(sql, values, prepared=False))


def _by_index(wanted: Wanted, kinds: Sequence[DocumentKind]) -> dict[DocumentKind, dict[int, str]]:
    """All hits, by the GIN index, of all kinds at once. MATERIALIZED keeps the planner from walking a million rows."""
    conditions, values = _conditions(wanted)
    keys, key_values = _keys(wanted)
    if len(kinds) < len(DocumentKind):
        # What is rare among them may be frequent among the others.
        keys += " AND string_to_array(access, ' ') && %s::text[]"
        key_values = [*key_values, [kind_key(kind) for kind in kinds]]
    place, place_values = _place(wanted)
    sql = (
        "WITH hits AS MATERIALIZED (SELECT id, text FROM voronka_searchdocument"  # noqa: S608 - our own names and %s only
        f" WHERE {keys} AND {conditions}), ranked AS (SELECT id, text, ROW_NUMBER() OVER"
        f" (PARTITION BY id >> 40 ORDER BY {place}, id DESC) AS rank FROM hits)"
        " SELECT id, text FROM ranked WHERE rank <= %s"
    )
    found = fetch(sql, [*key_values, *values, *place_values, wanted.most], prepared=False)
    return _by_kind(found, kinds)


def _by_kind(
    rows: Iterable[tuple[int, str]], kinds: Iterable[DocumentKind]
) -> dict[DocumentKind, dict[int, str]]:
    found: dict[DocumentKind, dict[int, str]] = {kind: {} for kind in kinds}
    for id, text in rows:
        kind = object_of(id)[0]
        if kind in found:
            found[kind][id] = text
    return found


def _keys(wanted: Wanted) -> tuple[str, list[Any]]:
    if not wanted.keys:
        return "true", []
    return "string_to_array(access, ' ') && %s::text[]", [sorted(wanted.keys)]


def _conditions(wanted: Wanted) -> tuple[str, list[str]]:
    parts, values = [], []
    for word in wanted.indexed:
        if _is_long_number(word):
            # strpos, for what is a LIKE as well is asked of the index with all its trigrams.
            parts.append("(text LIKE %s AND strpos(text, %s) > 0)")
            values += [f"%{word[-_TELLING:]}%", word]
        elif len(word) >= SHORTEST:
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
