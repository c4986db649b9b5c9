"""What a client's place is called, in the language that is active: of clocks, notices and messages.

What somebody typed stays as it is. A phone number gives its city, region or country in English, and a client of whom
only the zone is known is called by its city; all are said in the reader's language where our tables or CLDR know them.
"""

from collections.abc import Mapping
from functools import lru_cache

from babel import Locale
from django.utils.translation import get_language

from voronka.domain.client_place import PlaceBy
from voronka.domain.number_plan.places import NamedPlace, cities_beginning, place_in_english, region_of

# CLDR goes on calling by these names zones that the tz database has renamed, or put under a country, since.
_OLD_NAMES: Mapping[str, str] = {
    "America/Argentina/Buenos_Aires": "America/Buenos_Aires", "Asia/Ho_Chi_Minh": "Asia/Saigon",
    "Asia/Kathmandu": "Asia/Katmandu", "Asia/Kolkata": "Asia/Calcutta", "Asia/Yangon": "Asia/Rangoon",
    "Atlantic/Faroe": "Atlantic/Faeroe", "Europe/Kyiv": "Europe/Kiev",
}  # fmt: skip


def place_name(zone: str, city: str) -> str:
    """The client's city, else the one of their zone; empty where neither is known."""
    return _named(zone, city, get_language() or "en")


@lru_cache(maxsize=4096)
def _named(zone: str, city: str, language: str) -> str:
    if not city:
        return _zone_city(zone, language) if zone else ""
    known = place_in_english(city)
    if known is not None:
        return known.name(language)
    if zone and city == _zone_city(zone, "en"):
        return _zone_city(zone, language)
    country = _countries().get(city)
    return city if country is None else _locale(language).territories.get(country, city)


def cities_like(text: str, language: str, most: int) -> list[tuple[str, str]]:
    """Cities whose name begins with a text, the better known first: each with its region, in a language."""
    return [
        (city.name(language), _region_name(city, language)) for city in cities_beginning(text, language, most)
    ]


def _region_name(city: NamedPlace, language: str) -> str:
    region = region_of(city)
    return _locale(language).territories.get(city.country, "") if region is None else region.name(language)


def said_by(city: str) -> PlaceBy:
    """Who says a place, where nothing is known but its name: a region or a country in English is what numbers tell."""
    known = place_in_english(city)
    is_wide = city in _countries() if known is None else not known.is_city
    return PlaceBy.NUMBER if is_wide else PlaceBy.HAND


@lru_cache(maxsize=2048)
def _zone_city(zone: str, language: str) -> str:
    """`Джакарта` of Asia/Jakarta; where CLDR has no name of it, as the tz database writes it."""
    known = _locale(language).time_zones.get(_OLD_NAMES.get(zone, zone), {}).get("city")
    return known or zone.rsplit("/", 1)[-1].replace("_", " ")


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, str]:
    """Countries by their English names."""
    codes = _locale("en").territories.items()
    return {name: code for code, name in codes if len(code) == 2 and code.isalpha()}


@lru_cache(maxsize=8)
def _locale(language: str) -> Locale:
    return Locale.parse(language, sep="-")
