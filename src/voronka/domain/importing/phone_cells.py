"""Telephone numbers in a cell, as spreadsheets leave them: several, with words, without their plus, or past rescue."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers

from voronka.domain.importing.remarks import Remark, Said

# 9.16123E+09: what a spreadsheet made of a number; the other digits are gone.
_EXPONENT = re.compile(r"^\s*'?\d+([.,]\d+)?\s*[eE]\+?\d+\s*$")
_PARTS = re.compile(
    r"\s:::\s|[;\n|/]|,(?=\s*[+\d(])|(?<=[\d)])\s+(?=\+)|\s+(?:или|або|atau|and|or|и|та|dan)\s+",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\+?[\d(][\d\s().\-–\u00a0\u2011]*\d")
# What stands before a number and says only of what kind it is; Google's `* ` marks the first.
_LABEL = re.compile(
    r"^\W*(tel|phone|mobile|mob|cell|work|home|тел|моб|раб|дом|т|м|hp|wa|whatsapp|telp|fax|ext)\W*$",
    re.IGNORECASE,
)
# What is dialled after a number is no number of its own.
_EXTENSION = re.compile(r"[,;\s]*(?:доб|вн|дод|внутр|ext|extension|x)[.:\s]*\d{1,6}\b", re.IGNORECASE)
_MARKS = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_FEWEST = 5
_POSSIBLE = phonenumbers.ValidationResult.IS_POSSIBLE
_UNIT = ".0"


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a cell gave: numbers in E.164 with how they were typed, words that stood with them, and what is to be said."""

    found: tuple[tuple[str, str], ...]
    words: tuple[str, ...]
    said: tuple[Said, ...]


def read_phones(text: str, column: int, country: str) -> Numbers:
    """All numbers of a cell. Those without a country's code are of `country` (ISO 3166)."""
    clean = _MARKS.sub("", text).strip()
    said = [Said(column, Remark.CLEANED, clean)] if clean != text.strip() else []
    if not clean:
        return Numbers((), (), tuple(said))
    if _EXPONENT.match(clean):
        return Numbers((), (), (*said, Said(column, Remark.LOST_DIGITS, clean)))
    clean = clean.removeprefix("'")
    if clean.endswith(_UNIT) and clean[:-2].isdigit():
        clean = clean[:-2]
    found: dict[str, str] = {}
    words: list[str] = []
    for spot in _EXTENSION.finditer(clean):
        words.append(spot[0].strip(" ,;"))
        said.append(Said(column, Remark.WORDS_AFTER_NUMBER, words[-1]))
    pieces = [piece for piece in _PARTS.split(_EXTENSION.sub("", clean)) if piece and piece.strip()]
    for piece in pieces:
        for number, rest in _numbers(piece):
            said += _take(number, rest, column, country, found, words)
    if len(found) > 1 and " ::: " not in text:
        said.append(Said(column, Remark.SPLIT, clean))
    return Numbers(tuple(found.items()), tuple(words), tuple(said))


def _numbers(piece: str) -> Iterator[tuple[str, str]]:
    """The numbers of a piece, each with the words around it; of a piece without one the words."""
    spots = list(_NUMBER.finditer(piece))
    if not spots:
        yield "", piece.strip()
    for place, spot in enumerate(spots):
        start = 0 if place == 0 else spot.start()
        end = spots[place + 1].start() if place + 1 < len(spots) else len(piece)
        around = f"{piece[start : spot.start()]} {piece[spot.end() : end]}"
        yield spot[0].strip(), " ".join(around.split()).strip(" ,:()-")


def _take(
    number: str, rest: str, column: int, country: str, found: dict[str, str], words: list[str]
) -> list[Said]:
    if rest and not _LABEL.match(rest) and any(letter.isalpha() for letter in rest):
        if not number:
            return [Said(column, Remark.NOT_A_PHONE, rest)]
        words.append(rest)
        said = [Said(column, Remark.WORDS_AFTER_NUMBER, rest)]
    else:
        said = []
    if sum(letter.isdigit() for letter in number) < _FEWEST:
        return [*said, Said(column, Remark.NOT_A_PHONE, number or rest)] if number or rest else said
    e164, how = dialled(number, country)
    if not e164:
        return [*said, Said(column, Remark.NOT_A_PHONE, number)]
    found.setdefault(e164, number[:40])
    return [*said, *(Said(column, remark, number) for remark in how)]


@lru_cache(maxsize=4096)
def dialled(number: str, country: str) -> tuple[str, tuple[Remark, ...]]:
    """The E.164 form and what had to be done for it; empty for what is no number."""
    digits = re.sub(r"\D", "", number)
    for text, region, how in _readings(number, digits, country):
        parsed = _parsed(text, region)
        if parsed is not None and phonenumbers.is_valid_number(parsed):
            return _told(_e164(parsed), number, digits, how)
    for text, region, how in _readings(number, digits, country):
        parsed = _parsed(text, region)
        # Of what is dialled within a town only, nobody can say the town.
        if parsed is not None and phonenumbers.is_possible_number_with_reason(parsed) == _POSSIBLE:
            return _e164(parsed), (*how, Remark.DOUBTFUL_PHONE)
    return "", ()


def _told(e164: str, number: str, digits: str, how: tuple[Remark, ...]) -> tuple[str, tuple[Remark, ...]]:
    has_lost_plus = e164[1:] == digits and not number.startswith("+")
    return e164, (Remark.PLUS_ADDED,) if has_lost_plus else how


def _readings(number: str, digits: str, country: str) -> Iterator[tuple[str, str | None, tuple[Remark, ...]]]:
    """As it stands; then with the plus that was lost; then without the zeros that a form put before it."""
    if number.startswith("+"):
        yield number, None, ()
        return
    yield number, country, ()
    if digits.startswith("00"):
        bare = digits.lstrip("0")
        yield f"+{bare}", None, (Remark.PLUS_ADDED if len(digits) - len(bare) == 2 else Remark.ZEROS_DROPPED,)
        yield bare, country, (Remark.ZEROS_DROPPED,)
    elif len(digits) > 9:
        yield f"+{digits}", None, (Remark.PLUS_ADDED,)


def _parsed(text: str, region: str | None) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None


def _e164(number: phonenumbers.PhoneNumber) -> str:
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
