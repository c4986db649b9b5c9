"""Known words in place of mistyped ones. Candidates share trigrams; the nearest by keystrokes is meant.

Distance is the optimal string alignment (Damerau-Levenshtein that never edits a part twice): two letters
that changed places count as one slip.
"""

import re
from collections.abc import Iterable
from heapq import nsmallest
from itertools import islice, product

from django.db import connection
from rapidfuzz import process
from rapidfuzz.distance import OSA

from voronka.models import SearchWord

# Shorter words are like too many others; numbers are not words.
_WORD = re.compile(r"[a-z]{4,24}")
_CANDIDATES = 300
_BEST_OF_A_WORD = 5
_MOST_WORDS = 6
# Below pg_trgm's own 0.3: two letters changed places in a word of five leave a fifth of its trigrams.
_SIMILAR = 0.2


def corrections(query: str, most: int = 5) -> list[str]:
    """Folded queries to try instead, the likeliest first; none when every word is known or like nothing."""
    words = query.split(" ")
    if len(words) > _MOST_WORDS:
        return []
    choices = [_choices(word) for word in words]
    combined = (
        (sum(distance for distance, _ in chosen), " ".join(word for _, word in chosen))
        for chosen in islice(product(*choices), 200)
    )
    ranked = sorted((distance, text) for distance, text in combined if text != query)
    return [text for _, text in ranked[:most]]


def _choices(word: str) -> list[tuple[float, str]]:
    """What a word may stand for, with the distance; itself when it is known, or nothing is like it."""
    if not _WORD.fullmatch(word) or SearchWord.objects.filter(word=word).exists():
        return [(0, word)]
    candidates = _alike(word)
    if any(word in candidate for candidate in candidates):
        return [(0, word)]
    return _nearest(word, candidates) or [(0, word)]


def _nearest(word: str, candidates: Iterable[str]) -> list[tuple[float, str]]:
    """Whole words, and beginnings of longer ones: people search while they type. Half a slip tells them apart."""
    whole = set(candidates)
    begun = {candidate[: len(word)] for candidate in whole if len(candidate) > len(word)} - whole
    slips = _slips(len(word))
    found = [
        (distance + 0.5 * (text in begun) + 0.2 * (text[0] != word[0]), text)
        for text, distance, _ in process.extract(
            word, [*whole, *begun], scorer=OSA.distance, score_cutoff=slips, limit=None
        )
    ]
    return nsmallest(_BEST_OF_A_WORD, found)


def _slips(length: int) -> int:
    """How many slips a word of so many letters may hold and still be known."""
    return 1 if length <= 5 else 2 if length <= 9 else 3


def _alike(word: str) -> list[str]:
    """Known words that share most trigrams with this one."""
    return _alike_postgres(word) if connection.vendor == "postgresql" else _alike_sqlite(word)


def _alike_postgres(word: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, false)", [str(_SIMILAR)])
        cursor.execute(
            "SELECT word FROM voronka_searchword WHERE word %% %s ORDER BY similarity(word, %s) DESC LIMIT %s",
            [word, word, _CANDIDATES],
        )
        return [row[0] for row in cursor.fetchall()]


def _alike_sqlite(word: str) -> list[str]:
    """Counted list by list: ranking within FTS5 would need the words' lengths, which it does not keep."""
    between = f" {word} "
    trigrams = sorted({between[at : at + 3] for at in range(len(between) - 2)})
    each = "SELECT rowid AS id FROM voronka_word_fts WHERE voronka_word_fts MATCH %s"
    lists = " UNION ALL ".join([each] * len(trigrams))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word FROM voronka_searchword JOIN (SELECT id, COUNT(*) AS shared"  # noqa: S608 - only marks are filled in
            f" FROM ({lists}) AS listed GROUP BY id ORDER BY shared DESC LIMIT %s) AS alike USING (id)",
            [*(f'"{trigram}"' for trigram in trigrams), _CANDIDATES],
        )
        return [row[0] for row in cursor.fetchall()]
