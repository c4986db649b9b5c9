"""The columns that say where a client is, as its number and what people typed give them."""

from collections.abc import Mapping
from typing import Any

from voronka.domain.client_place import PlaceBy, Whereabouts, placed
from voronka.domain.phone_places import NOWHERE, PhonePlace, place_of
from voronka.models import Company, Contact, Phone
from voronka.queries.client_places import place_name

# What a change of follows from, and what only says by whose word it is so.
PLACE_FIELDS = frozenset({"phones", "city", "time_zone"})
PLACE_MARKS = frozenset({"city_by", "zone_by"})


def new_place(phone: str) -> dict[str, str]:
    """The columns of a new client with this number in its E.164 form, or none."""
    return _columns(placed(Whereabouts(), {}, place_of(phone) if phone else NOWHERE))


def place_after(row: Contact | Company, clean: Mapping[str, Any]) -> dict[str, str]:
    """The columns after a change whose numbers are written already."""
    before = Whereabouts(row.city, row.time_zone, PlaceBy(row.city_by), PlaceBy(row.zone_by))
    typed = {name: clean[name] for name in ("city", "time_zone") if name in clean}
    if before.city_by is PlaceBy.NUMBER and typed.get("city") == place_name(before.zone, before.city):
        # Sent back as it was shown: nobody's correction.
        del typed["city"]
    return _columns(placed(before, typed, _by_number(row)))


def _by_number(row: Contact | Company) -> PhonePlace:
    """Where the first number is at home."""
    numbers = Phone.objects.filter(**{"contact" if isinstance(row, Contact) else "company": row})
    first = numbers.order_by("id").values_list("e164", flat=True).first()
    return NOWHERE if first is None else place_of(first)


def _columns(place: Whereabouts) -> dict[str, str]:
    return {
        "city": place.city[:80],
        "time_zone": place.zone,
        "city_by": place.city_by.value,
        "zone_by": place.zone_by.value,
    }
