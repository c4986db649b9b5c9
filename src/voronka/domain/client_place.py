"""Where a client is and by whose word: what a person typed wins, and what nobody typed follows the number plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from voronka.domain.number_plan.places import place_called, place_in_english
from voronka.domain.phone_places import NOWHERE, PhonePlace


class PlaceBy(StrEnum):
    """Who says it. A person's word is no mark, for that is what it was before anything else said it."""

    HAND = ""
    NUMBER = "number"
    CITY = "city"


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A client's place. `city` by the number may be a region or a country, in English; `zone` is an IANA name."""

    city: str = ""
    zone: str = ""
    city_by: PlaceBy = PlaceBy.HAND
    zone_by: PlaceBy = PlaceBy.HAND


def placed(before: Whereabouts, typed: Mapping[str, str], number: PhonePlace = NOWHERE) -> Whereabouts:
    """The place after `typed` (city, time_zone; those given only), with `number` the client's first.

    An empty word takes the correction back: the number plan counts again. A city that is known brings its clock.
    """
    city, city_by = before.city, before.city_by
    if "city" in typed:
        city, city_by = typed["city"], PlaceBy.HAND
    if not city or city_by is PlaceBy.NUMBER:
        city, city_by = number.name, PlaceBy.NUMBER if number.name else PlaceBy.HAND
    zone, zone_by = before.zone, before.zone_by
    if "time_zone" in typed:
        zone, zone_by = typed["time_zone"], PlaceBy.HAND
    if not zone or zone_by is not PlaceBy.HAND:
        zone, zone_by = _clock(city if city_by is PlaceBy.HAND else "", number)
    return Whereabouts(city, zone, city_by, zone_by)


def _clock(city: str, number: PhonePlace) -> tuple[str, PlaceBy]:
    """A city that somebody typed is nearer to the truth than the plan, which knows where a number was bought."""
    known = place_called(city) if city else None
    if known is not None:
        return known.zone, PlaceBy.CITY
    return (number.zone, PlaceBy.NUMBER) if number.zone else ("", PlaceBy.HAND)


def city_only(city: str, city_by: PlaceBy) -> str:
    """The city where it is one; empty where the number tells no more than a region or a country."""
    if city_by is PlaceBy.HAND:
        return city
    known = place_in_english(city)
    return city if known is not None and known.is_city else ""
