"""Where a telephone number is at home: country, region or city, and the clock there where that is certain.

Russian numbers go by the regulator's plan and the area codes of its towns, those of Ukraine, Kazakhstan and Indonesia by
tables of ours as far as they reach (number_plan/), all others by the metadata of `phonenumbers`. Of Russian numbers that
metadata is not asked: it knows neither Kaliningrad's clock nor Saratov's, and calls cities by their regions.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers
from babel import Locale
from phonenumbers import geocoder, timezone

from voronka.domain.number_plan.mobiles import mobile_region
from voronka.domain.number_plan.places import (
    NamedPlace,
    other_landline,
    place_at,
    region_of,
    russian_landline,
)

# Free, shared and premium numbers are at home nowhere.
_PLACED = frozenset(
    {
        phonenumbers.PhoneNumberType.FIXED_LINE,
        phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
        phonenumbers.PhoneNumberType.MOBILE,
        # Not given out as far as is known; what holds in all the country holds for it as well.
        phonenumbers.PhoneNumberType.UNKNOWN,
    }
)
_ENGLISH = Locale("en")
_ONE, _SEVEN, _INDONESIA = 1, 7, 62
_MOBILE = "9"
_KAZAKH = ("6", "7")
# Where the Russian plan gives out numbers in Ukraine, people live by Moscow's time.
_RUSSIAN_NUMBERS_IN_UKRAINE = "Europe/Simferopol"
# What the tz database has renamed since the metadata was made, and clocks that the metadata has wrong.
_RENAMED = {"Asia/Calcutta": "Asia/Kolkata", "Asia/Saigon": "Asia/Ho_Chi_Minh", "Europe/Kiev": "Europe/Kyiv"}
_BY_COUNTRY = {
    "BY": "Europe/Minsk",
    "FI": "Europe/Helsinki",
    "GB": "Europe/London",
    "IT": "Europe/Rome",
    # One clock in all the country since March 2024.
    "KZ": "Asia/Almaty",
    "MY": "Asia/Kuala_Lumpur",
    "NO": "Europe/Oslo",
    "UA": "Europe/Kyiv",
}
# Indonesian area codes by how they begin; the longest counts. Mobiles (8) leave the clock open.
_INDONESIAN_CLOCKS = {
    "2": "Asia/Jakarta", "3": "Asia/Jakarta", "36": "Asia/Makassar", "37": "Asia/Makassar", "38": "Asia/Makassar",
    "4": "Asia/Makassar", "51": "Asia/Makassar", "513": "Asia/Pontianak", "519": "Asia/Pontianak",
    "522": "Asia/Pontianak", "525": "Asia/Pontianak", "526": "Asia/Makassar", "527": "Asia/Makassar",
    "528": "Asia/Pontianak", "53": "Asia/Pontianak", "54": "Asia/Makassar", "55": "Asia/Makassar",
    "56": "Asia/Pontianak", "6": "Asia/Jakarta", "7": "Asia/Jakarta", "9": "Asia/Jayapura",
}  # fmt: skip
# Both halves of a year, for clocks that are put forward: whether two zones show the same.
_WINTER, _SUMMER = datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 7, 15, tzinfo=UTC)


class Extent(StrEnum):
    """How near the number leads."""

    CITY = "city"
    REGION = "region"
    COUNTRY = "country"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class PhonePlace:
    """Where a number is at home by its numbering plan.

    `country` is an ISO 3166 code; `name` of the city, region or country in English, `region` of the region around a
    city; `zone` only where the number leaves exactly one clock. All empty where nothing is known.
    """

    extent: Extent
    country: str = ""
    name: str = ""
    region: str = ""
    zone: str = ""


NOWHERE = PhonePlace(Extent.NOWHERE)


@lru_cache(maxsize=8192)
def place_of(e164: str) -> PhonePlace:
    """Country, region or city, and the clock, of a number in its E.164 form. What is no number is nowhere."""
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return NOWHERE
    national = phonenumbers.national_significant_number(number)
    if number.country_code == _SEVEN and not national.startswith(_KAZAKH):
        return _russian(national)
    if phonenumbers.number_type(number) not in _PLACED:
        return _in_country(number, has_clock=False)
    listed = other_landline(e164.removeprefix("+"))
    return _elsewhere(number) if listed is None else _named(listed)


def _russian(national: str) -> PhonePlace:
    if national.startswith(_MOBILE):
        region = mobile_region(national)
        return PhonePlace(Extent.COUNTRY, "RU", "Russia") if region is None else _plan_place(place_at(region))
    town = russian_landline(national)
    return PhonePlace(Extent.COUNTRY, "RU", "Russia") if town is None else _named(town)


def _plan_place(region: NamedPlace) -> PhonePlace:
    zone = _RUSSIAN_NUMBERS_IN_UKRAINE if region.country == "UA" else region.zone
    return PhonePlace(Extent.REGION, region.country, region.english, zone=zone)


def _named(place: NamedPlace) -> PhonePlace:
    if not place.is_city:
        return PhonePlace(Extent.REGION, place.country, place.english, zone=place.zone)
    around = region_of(place)
    region = "" if around is None else around.english
    return PhonePlace(Extent.CITY, place.country, place.english, region, place.zone)


def _elsewhere(number: phonenumbers.PhoneNumber) -> PhonePlace:
    """By the metadata: the city or region it tells, else the country."""
    at_home = _in_country(number, has_clock=True)
    name = geocoder.description_for_number(number, "en") if _is_geographic(number) else ""
    if not name or name == at_home.name or not at_home.country:
        return at_home
    # "New York, NY": the city first; a state's or a province's name alone is no city.
    city, _, region = name.split("/")[0].partition(", ")
    is_city = bool(region) or number.country_code != _ONE
    extent = Extent.CITY if is_city else Extent.REGION
    return PhonePlace(extent, at_home.country, city, region, at_home.zone)


def _is_geographic(number: phonenumbers.PhoneNumber) -> bool:
    """A mobile's city is where it was bought; in North America all numbers have one."""
    kind = phonenumbers.number_type(number)
    return kind == phonenumbers.PhoneNumberType.FIXED_LINE or number.country_code == _ONE


def _in_country(number: phonenumbers.PhoneNumber, *, has_clock: bool) -> PhonePlace:
    country = phonenumbers.region_code_for_number(number)
    if country is None:
        # What is given out to nobody says no more than its country's code.
        country, has_clock = phonenumbers.region_code_for_country_code(number.country_code or 0), False
    name = _ENGLISH.territories.get(country, "")
    if not (name and country.isalpha()):
        return NOWHERE
    zone = _certain_zone(number, country) if has_clock else ""
    return PhonePlace(Extent.COUNTRY, country, name, zone=zone)


def _certain_zone(number: phonenumbers.PhoneNumber, country: str) -> str:
    if number.country_code == _INDONESIA:
        return _indonesian_clock(phonenumbers.national_significant_number(number))
    if country in _BY_COUNTRY:
        return _BY_COUNTRY[country]
    zones = [_RENAMED.get(zone, zone) for zone in timezone.time_zones_for_number(number)]
    shown = {_clock(zone) for zone in zones}
    return zones[0] if len(shown) == 1 and None not in shown else ""


def _indonesian_clock(national: str) -> str:
    found = (national[:size] for size in (3, 2, 1) if national[:size] in _INDONESIAN_CLOCKS)
    return _INDONESIAN_CLOCKS.get(next(found, ""), "")


@lru_cache(maxsize=1024)
def _clock(zone: str) -> tuple[object, object] | None:
    """What a zone's clock shows in winter and in summer; None for what is no zone."""
    try:
        there = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        return None
    if zone.startswith("Etc/"):
        return None
    return _WINTER.astimezone(there).utcoffset(), _SUMMER.astimezone(there).utcoffset()
