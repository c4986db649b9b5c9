"""Regions and cities that numbers lead to: their clocks, and their names in four languages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from voronka.domain.number_plan.spelling import in_english, in_ukrainian
from voronka.domain.number_plan.tables import longest, table

_CITY = "/"
_DIGITS = 10


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A region or a city. `code`: see places.txt; `zone` is an IANA name."""

    code: str
    zone: str
    english: str
    russian: str
    ukrainian: str
    indonesian: str

    @property
    def is_city(self) -> bool:
        """Whether it is a city, not a region."""
        return _CITY in self.code

    @property
    def region(self) -> str:
        """The code of the region it is, or lies in."""
        return self.code.partition(_CITY)[0]

    @property
    def country(self) -> str:
        """ISO 3166 code of the country."""
        return self.code[:2]

    def name(self, language: str) -> str:
        """What it is called in a language; in English in any other than the four."""
        names = {"ru": self.russian, "uk": self.ukrainian, "id": self.indonesian}
        return names.get(language, self.english)


def regions() -> list[NamedPlace]:
    """All regions."""
    return [place for place in _listed().values() if not place.is_city]


def place_at(code: str) -> NamedPlace:
    """The place of a code that a table names."""
    return _listed()[code]


def region_of(city: NamedPlace) -> NamedPlace | None:
    """The region around a city; None for one that is a region by itself, or whose region no table names."""
    return _listed().get(city.region)


def russian_landline(national: str) -> NamedPlace | None:
    """City or region of a Russian number of ten digits that is no mobile."""
    found = longest(_russian(), national)
    if found is None:
        return None
    region, _, town = found.partition("|")
    return _town(region, town) if town else place_at(region)


def other_landline(digits: str) -> NamedPlace | None:
    """City or region of a number outside of Russia, where a table of ours has it. `digits` with the country's code."""
    found = longest(_others(), digits)
    return None if found is None else place_at(found)


def place_called(name: str) -> NamedPlace | None:
    """The region or city of this name in any of the four languages; None for several on different clocks."""
    found = _by_name().get(_key(name), ())
    # The seat of a region is meant before a village that is called alike.
    meant = [place for place in found if _rank(place) == _rank(found[0])]
    return meant[0] if meant and len({place.zone for place in meant}) == 1 else None


def place_in_english(name: str) -> NamedPlace | None:
    """The region or city whose English name this is, to say it in another language."""
    return _by_english().get(name)


def cities_beginning(text: str, language: str, most: int) -> list[NamedPlace]:
    """Cities whose name in any of the four languages begins so, the better known first."""
    key = _key(text)
    if not key:
        return []
    found = {
        place.code: place
        for name, places in _by_name().items()
        if name.startswith(key)
        for place in places
        if place.is_city
    }
    return sorted(found.values(), key=lambda place: (_rank(place), place.name(language)))[:most]


def _key(name: str) -> str:
    return " ".join(name.casefold().replace("ё", "е").replace("-", " ").split())


@lru_cache(maxsize=1)
def _listed() -> Mapping[str, NamedPlace]:
    found: dict[str, NamedPlace] = {}
    for line in table("places.txt"):
        code, zone, *names = line.split("|")
        found[code] = NamedPlace(code, zone or found[code.partition(_CITY)[0]].zone, *names)
    return found


@lru_cache(maxsize=1)
def _russian() -> dict[str, str]:
    return dict(line.split("|", 1) for line in table("russian_landlines.txt"))


@lru_cache(maxsize=1)
def _others() -> dict[str, str]:
    return dict(line.split("|", 1) for line in table("other_landlines.txt"))


@lru_cache(maxsize=4096)
def _town(region: str, russian: str) -> NamedPlace:
    """A town; a listed one where its name goes by no rule."""
    listed = _exceptions().get(russian)
    if listed is not None and listed.region == region:
        return listed
    english = in_english(russian)
    zone = place_at(region).zone
    return NamedPlace(f"{region}{_CITY}{english}", zone, english, russian, in_ukrainian(russian), english)


@lru_cache(maxsize=1)
def _exceptions() -> Mapping[str, NamedPlace]:
    return {place.russian: place for place in _listed().values() if place.is_city and place.country == "RU"}


@lru_cache(maxsize=1)
def _towns() -> Mapping[NamedPlace, int]:
    """All Russian towns, with how many digits their shortest area code has: of seats of regions it has the fewest."""
    found: dict[NamedPlace, int] = {}
    for digits, said in _russian().items():
        region, _, town = said.partition("|")
        if town:
            place = _town(region, town)
            found[place] = min(len(digits), found.get(place, _DIGITS))
    return found


def _rank(place: NamedPlace) -> int:
    """The lower, the better known."""
    return _towns().get(place, 0)


@lru_cache(maxsize=1)
def _all() -> tuple[NamedPlace, ...]:
    """All places, the better known first."""
    return tuple(sorted({*_listed().values(), *_towns()}, key=lambda place: (_rank(place), place.code)))


@lru_cache(maxsize=1)
def _by_english() -> Mapping[str, NamedPlace]:
    return {place.english: place for place in reversed(_all())}


@lru_cache(maxsize=1)
def _by_name() -> Mapping[str, tuple[NamedPlace, ...]]:
    found: dict[str, dict[str, NamedPlace]] = {}
    for place in _all():
        for name in _names(place):
            found.setdefault(_key(name), {})[place.code] = place
    return {name: tuple(places.values()) for name, places in found.items()}


def _names(place: NamedPlace) -> Iterable[str]:
    return (place.english, place.russian, place.ukrainian, place.indonesian)
