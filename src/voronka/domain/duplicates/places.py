"""Addresses, cities and postcodes as keys that can be compared."""

import re
from dataclasses import dataclass

from voronka.domain.duplicates.spelling import sound, words_of

# What kind of street it is, and what side of the town: written, shortened or left out as one likes.
_KIND_WORDS = (
    "street st str avenue ave av road rd boulevard blvd lane ln drive dr court ct place pl parkway pkwy terrace "
    "ter crescent cres circuit cct close cl highway hwy square sq way circle cir suite ste apt unit floor fl room "
    "north south east west n s e w ne nw se sw "
    "улица ул проспект пр просп пр-т переулок пер площадь пл шоссе ш бульвар бул б-р проезд набережная наб дом д "
    "квартира кв офис оф строение стр корпус корп к г город вулиця вул провулок пров площа буд будинок "
    "jalan jl jln gang gg no nomor rt rw kav blok kota strasse straße platz"
)
_KINDS = frozenset(map(sound, _KIND_WORDS.split()))
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class PlaceKeys:
    """An address: its first number, and its words without what kind of street it is."""

    house: str
    street: str
    words: tuple[str, ...]


def place_keys(address: str) -> PlaceKeys:
    """The parts of an address on one line, in whatever order."""
    words = words_of(address)
    house = next((found.group() for word in words if (found := _NUMBER.match(word))), "")
    named = [sound(word) for word in words if word != house]
    telling = [word for word in named if word not in _KINDS] or named
    return PlaceKeys(house.lstrip("0"), " ".join(telling), tuple(sorted(set(telling))))


def postcode_key(text: str) -> str:
    """Letters and digits of a postcode; of an American one the first five."""
    code = "".join(words_of(text))
    return code[:5] if re.fullmatch(r"\d{9}", code) else code
