"""A person as a card tells of them: vCard of any version, MECARD as QR codes carry it, or a pasted signature.

Source of MECARD: NTT DOCOMO.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from voronka.domain.phone import NotAPhone, parse_phone
from voronka.domain.vcard import END, properties, unescaped, unescaped_parts

LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Card:
    """Whom a text speaks of, for a person to confirm. `phones` are E.164; `rest`: lines of which nobody is sure."""

    name: str = ""
    position: str = ""
    company: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    address: str = ""
    rest: tuple[str, ...] = ()


def is_card(text: str) -> bool:
    """Whether the text is a card by its form."""
    begun = text.lstrip("\ufeff \t\r\n")[:12].upper()
    return begun.startswith(("BEGIN:VCARD", "MECARD:"))


def read_card(text: str, country: str) -> Card:
    """The first card of a text. `country`: of numbers without a country code."""
    plain = text[:LONGEST].lstrip("\ufeff \t\r\n")
    told = _mecard(plain) if plain.upper().startswith("MECARD:") else _vcard(plain)
    return _card(list(told), country)


def _card(told: list[tuple[str, str]], country: str) -> Card:
    """A card of (property, value), in the order in which they came."""
    phones, unread = numbers((value for name, value in told if name == "TEL"), country)
    first = dict(reversed(told))
    return Card(
        name=first.get("FN") or first.get("N", ""),
        position=first.get("TITLE") or first.get("ROLE", ""),
        company=first.get("ORG", ""),
        phones=phones,
        emails=_each(value.lower() for name, value in told if name == "EMAIL"),
        sites=_each(value for name, value in told if name == "URL"),
        address=first.get("ADR", ""),
        rest=(*unread, *(value for name, value in told if name == "NOTE")),
    )


def numbers(texts: Iterable[str], country: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """E.164 of what are numbers, each once, and the texts that are none."""
    read: dict[str, None] = {}
    unread: dict[str, None] = {}
    for text in texts:
        try:
            read[parse_phone(text, country)] = None
        except NotAPhone:
            unread[text] = None
    return tuple(read), tuple(unread)


def _each(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, values)))


def _vcard(text: str) -> Iterator[tuple[str, str]]:
    for name, said in properties(text.splitlines()):
        if name == END:
            return
        yield name, _line(said)


def _line(text: str) -> str:
    return " ".join(text.split())


# -- MECARD ----------------------------------------------------------------------------------------------------------

_OF_MECARD = {"SOUND": "", "TEL-AV": "TEL", "URL": "URL", "NICKNAME": ""}


def _mecard(text: str) -> Iterator[tuple[str, str]]:
    """MECARD:N:Family,Given;TEL:…;; with the same escapes."""
    for part in unescaped_parts(text.partition(":")[2]):
        name, _, value = part.partition(":")
        known = _OF_MECARD.get(name.strip().upper(), name.strip().upper())
        if known == "N":
            family, _, given = value.partition(",")
            yield "N", " ".join(filter(None, (_line(unescaped(given)), _line(unescaped(family)))))
        elif known and (said := _line(unescaped(value))):
            yield known, said.replace(",", ", ") if known == "ADR" else said
