"""Marking in a found text what was searched for, across scripts: "sam" marks "Сам" in "Самойлова"."""

from collections.abc import Sequence
from dataclasses import dataclass

from voronka.domain.search_text import fold, readings


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text, marked or not."""

    text: str
    is_marked: bool


def pieces(text: str, query: str) -> list[Piece]:
    """The text in parts; what a word of the query found is marked, at the beginnings of words first."""
    folded, places = _folded(text)
    for reading in readings(query):
        spans = [span for word in reading.split(" ") if (span := _span(folded, places, word))]
        if spans:
            return _cut(text, sorted(spans))
    return [Piece(text, is_marked=False)] if text else []


def _folded(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its letters the place of the letter in the text that it came from."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        folded = fold(letter) or ("" if letter.isalpha() else " ")
        letters.append(folded)
        places.extend([place] * len(folded))
    return "".join(letters), places


def _span(folded: str, places: Sequence[int], word: str) -> tuple[int, int] | None:
    if not word:
        return None
    at = 0 if folded.startswith(word) else folded.find(f" {word}") + 1
    if at == 0 and not folded.startswith(word):
        at = folded.find(word)
    if at < 0:
        return None
    return places[at], places[at + len(word) - 1] + 1


def _cut(text: str, spans: Sequence[tuple[int, int]]) -> list[Piece]:
    found: list[Piece] = []
    done = 0
    for start, end in spans:
        if start < done:
            continue
        found += [Piece(text[done:start], is_marked=False), Piece(text[start:end], is_marked=True)]
        done = end
    return [piece for piece in [*found, Piece(text[done:], is_marked=False)] if piece.text]
