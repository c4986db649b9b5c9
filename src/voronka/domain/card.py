"""A person as a card tells of them: vCard of any version, MECARD as QR codes carry it, or a pasted signature.

Cards are read line by line: of what telephones write, a strict reader refuses half. Source: vCard 2.1 (Versit),
RFC 2426, RFC 6350, the MECARD form of NTT DOCOMO.
"""

import quopri
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from voronka.domain.phone import NotAPhone, parse_phone

LONGEST = 20_000
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_CHARSET = re.compile(r"CHARSET=([\w-]+)")


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


# -- vCard -----------------------------------------------------------------------------------------------------------


def _vcard(text: str) -> Iterator[tuple[str, str]]:
    for line in _unfolded(text.splitlines()):
        head, _, value = line.partition(":")
        name, _, parameters = head.upper().partition(";")
        name = name.rpartition(".")[2].strip()
        if name == "END":
            return
        # A fax is no number to reach anybody by.
        if "FAX" not in parameters and (said := _said(name, parameters, value)):
            yield name, said


def _unfolded(lines: Iterable[str]) -> Iterator[str]:
    """Whole lines: one that begins with a space goes on, and so does quoted-printable after an equals sign."""
    whole = ""
    for line in lines:
        if whole.endswith("=") and "QUOTED-PRINTABLE" in whole.partition(":")[0].upper():
            whole = whole[:-1] + line
        elif line[:1] in {" ", "\t"}:
            whole += line[1:]
        else:
            yield whole
            whole = line
    yield whole


def _said(name: str, parameters: str, value: str) -> str:
    if "QUOTED-PRINTABLE" in parameters:
        charset = _CHARSET.search(parameters)
        value = _decoded(quopri.decodestring(value.encode()), charset[1] if charset else "utf-8")
    if name == "N":
        return _full_name(re.split(r"(?<!\\);", value))
    if name in {"ORG", "ADR"}:
        parts = [_plain(part) for part in re.split(r"(?<!\\);", value)]
        return parts[0] if name == "ORG" else ", ".join(filter(None, parts))
    return re.sub(r"^(tel|mailto):", "", _plain(value), flags=re.IGNORECASE)


def _full_name(parts: list[str]) -> str:
    family, given, middle = [*map(_plain, parts), "", "", ""][:3]
    return " ".join(filter(None, (given, middle, family)))


def _decoded(content: bytes, charset: str) -> str:
    try:
        return content.decode(charset, errors="replace")
    except LookupError:
        return content.decode("utf-8", errors="replace")


def _plain(value: str) -> str:
    text = _ESCAPED.sub(lambda found: "\n" if found[1] in {"n", "N"} else found[1], value)
    return " ".join(text.split())


# -- MECARD ----------------------------------------------------------------------------------------------------------

_OF_MECARD = {"SOUND": "", "TEL-AV": "TEL", "URL": "URL", "NICKNAME": ""}


def _mecard(text: str) -> Iterator[tuple[str, str]]:
    """MECARD:N:Family,Given;TEL:…;; with the same escapes."""
    for part in re.split(r"(?<!\\);", text.partition(":")[2]):
        name, _, value = part.partition(":")
        known = _OF_MECARD.get(name.strip().upper(), name.strip().upper())
        if known == "N":
            family, _, given = value.partition(",")
            yield "N", " ".join(filter(None, (_plain(given), _plain(family))))
        elif known and (said := _plain(value)):
            yield known, said.replace(",", ", ") if known == "ADR" else said
