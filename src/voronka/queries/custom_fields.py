"""Custom fields: which there are, and what they hold. Nothing here is asked for by a board."""

from collections.abc import Iterable, Mapping
from typing import Any

from voronka.domain.custom_fields import (
    Address,
    Choice,
    CustomField,
    Kind,
    Of,
    Reference,
    SeenBy,
    Value,
)
from voronka.domain.money import CENT, Money
from voronka.domain.permissions import Actor
from voronka.models import CustomChoice, CustomValue
from voronka.models import CustomField as FieldRow
from voronka.models.custom_field import unscaled

Values = Mapping[str, Value]
Held = tuple[CustomField, Value | None]


def every_field(of: Of | None = None) -> tuple[CustomField, ...]:
    """All fields, retired ones too, in their order; who asks decides what of them is told. Two queries at most."""
    rows = FieldRow.objects.order_by("of", "is_retired", "position", "id")
    if of is not None:
        rows = rows.filter(of=of)
    choices: dict[int, list[Choice]] = {}
    choosing = [row.pk for row in rows if row.kind in {Kind.CHOICE, Kind.CHOICES}]
    chosen = CustomChoice.objects.filter(field__in=choosing).order_by("is_retired", "position", "id")
    for one in chosen if choosing else ():
        choices.setdefault(one.field_id, []).append(
            Choice(one.pk, one.key, one.name, one.names, one.is_retired)
        )
    return tuple(_field(row, tuple(choices.get(row.pk, ()))) for row in rows)


def _field(row: FieldRow, choices: tuple[Choice, ...]) -> CustomField:
    address = Address(Of(row.of), row.key)
    return CustomField(
        row.pk, address, Kind(row.kind), row.name, row.names, SeenBy(row.seen_by), row.is_retired, choices
    )


def fields_of(actor: Actor, *of: Of) -> tuple[CustomField, ...]:
    """The fields that the actor sees, of these or of all; none that is retired. Two queries."""
    rows = every_field(of[0] if len(of) == 1 else None)
    return tuple(
        one
        for one in rows
        if not one.is_retired and (not of or one.address.of in of) and actor.policy.sees_field(one.seen_by)
    )


def values_of(of: Of, ids: Iterable[int], fields: Iterable[CustomField]) -> dict[int, dict[str, Value]]:
    """What these deals, contacts or companies hold: id -> address -> value, of what is filled. One query.

    Whose rows they are, and which of the fields the reader sees, is the caller's to have asked.
    """
    known = {field.id: field for field in fields if field.address.of is of}
    if not known:
        return {}
    rows = (
        CustomValue.objects.filter(**{f"{of}__in": list(ids)}, field__in=known)
        .order_by("id")
        .values(
            of.value, "field_id", "text", "number", "currency", "day", "choice_id", "to_contact_id", "to_contact__name",
            "to_company_id", "to_company__name", "to_file_id", "to_file__name",
        )
    )  # fmt: skip
    found: dict[int, dict[int, list[dict[str, Any]]]] = {}
    for row in rows:
        found.setdefault(row[of.value], {}).setdefault(row["field_id"], []).append(row)
    return {
        id: {
            known[field].address.value: _value(known[field], held)
            for field, held in sorted(of_one.items(), key=lambda pair: list(known).index(pair[0]))
        }
        for id, of_one in found.items()
    }


def held_by(actor: Actor, of: Of, row: int) -> tuple[Held, ...]:
    """Each field that the actor sees with what a deal, contact or company holds of it, None for nothing. Three queries at most.

    The row is one that the actor may see: the caller has looked.
    """
    fields = fields_of(actor, of)
    values = values_of(of, [row], fields).get(row, {})
    return tuple((field, values.get(field.address.value)) for field in fields)


def _value(field: CustomField, rows: list[dict[str, Any]]) -> Value:
    row = rows[0]
    match field.kind:
        case Kind.TEXT | Kind.LINK:
            return str(row["text"])
        case Kind.NUMBER:
            return unscaled(row["number"])
        case Kind.MONEY:
            return Money(unscaled(row["number"]).quantize(CENT), row["currency"])
        case Kind.DATE:
            day: Value = row["day"]
            return day
        case Kind.CHOICE | Kind.CHOICES:
            chosen = {one["choice_id"] for one in rows}
            return tuple(choice.key for choice in field.choices if choice.id in chosen)
        case Kind.PERSON:
            return Reference(row["to_contact_id"], row["to_contact__name"])
        case Kind.COMPANY:
            return Reference(row["to_company_id"], row["to_company__name"])
        case Kind.FILE:
            return Reference(row["to_file_id"], row["to_file__name"])
