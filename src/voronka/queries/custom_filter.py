"""Filters by custom fields, as they stand in an address: each is named by its address, as in `deal.volume=10..20`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from voronka.domain.custom_fields import CustomField, Kind, NotAValue, Reference, Value, parse
from voronka.domain.money import Money
from voronka.models import CustomValue
from voronka.models.custom_field import scaled
from voronka.queries.workspace import workspace

# Between the ends of a range, of which either may be left out.
TO = ".."
# No deal of many may be found by which file is its own.
FILTERED = frozenset(Kind) - {Kind.FILE}
LONGEST = 120


@dataclass(frozen=True, slots=True)
class CustomFilter:
    """One field, what it is to hold as it was typed, and the condition on its values."""

    field: CustomField
    text: str
    condition: Q


def read_custom(given: Mapping[str, str], fields: Iterable[CustomField]) -> tuple[CustomFilter, ...]:
    """The filters among the parameters of an address; what makes no sense is as if it were not there."""
    found = []
    for field in fields:
        text = given.get(field.address.value, "").replace("\x00", "").strip()[:LONGEST]
        condition = _condition(field, text) if text and field.kind in FILTERED else None
        if condition is not None:
            found.append(CustomFilter(field, text, condition))
    return tuple(found)


def holding(asked: Iterable[CustomFilter]) -> Q:
    """The condition on deals, contacts or companies that hold all of it; a seek in the index of the values each."""
    passing = Q()
    for one in asked:
        rows = CustomValue.objects.filter(one.condition, field=one.field.id)
        passing &= Q(pk__in=rows.values(one.field.address.of.value))
    return passing


def _condition(field: CustomField, text: str) -> Q | None:
    try:
        match field.kind:
            case Kind.TEXT | Kind.LINK:
                return Q(text_key__contains=" ".join(text.split()).upper())
            case Kind.NUMBER | Kind.MONEY | Kind.DATE:
                return _range(field, text)
            case _:
                return _chosen(field, _read(field, text))
    except NotAValue:
        return None


def _read(field: CustomField, text: str) -> Value | None:
    return parse(field, text, currency=workspace().currency)


def _range(field: CustomField, text: str) -> Q | None:
    least, is_range, most = text.partition(TO)
    low, high = (_stored(_read(field, end)) for end in (least, most))
    column = "day" if field.kind is Kind.DATE else "number"
    if not is_range:
        return Q(**{column: low})
    ends: dict[str, Any] = {f"{column}__gte": low, f"{column}__lte": high}
    told = {name: end for name, end in ends.items() if end is not None}
    return Q(**told) if told else None


def _stored(value: Value | None) -> int | date | None:
    match value:
        case Money():
            return scaled(value.amount)
        case Decimal():
            return scaled(value)
        case date():
            return value
        case _:
            return None


def _chosen(field: CustomField, value: Value | None) -> Q | None:
    match value:
        case Reference(id=id) if id:
            return Q(**{"to_contact" if field.kind is Kind.PERSON else "to_company": id})
        case tuple():
            return Q(choice__in=[one.id for one in field.choices if one.key in value])
        case _:
            return None
