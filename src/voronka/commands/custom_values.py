"""Values of custom fields: read from what was typed, written as rows, and told as every change is.

The commands that change a deal or a client take a custom field by its address, as one more field, and call these.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, assert_never

from voronka.commands import values
from voronka.commands.values import Bad
from voronka.domain.custom_fields import (
    CustomField,
    Kind,
    NotAValue,
    Of,
    Reference,
    Value,
    by_address,
    is_address,
    parse,
    told,
)
from voronka.domain.errors import NotFound, Problem
from voronka.domain.money import Money
from voronka.domain.permissions import Actor
from voronka.models import Attachment, CustomValue
from voronka.models.custom_field import scaled
from voronka.queries.custom_fields import fields_of, values_of
from voronka.queries.identities import called
from voronka.queries.visibility import visible_companies, visible_contacts
from voronka.queries.workspace import workspace

_SOUGHT = 60
Typed = Mapping[CustomField, Value | None]
Changes = dict[str, list[Any]]


def custom_readers(
    by: Actor, of: Of, row: int, fields: Mapping[str, str]
) -> Mapping[CustomField, Callable[[], Value | None]]:
    """For `values.checked`: how to read each custom field among what was typed. No query where there is none.

    Raises:
        NotFound: a field that is not there, or not for the actor.
    """
    typed = {name: text for name, text in fields.items() if is_address(name)}
    if not typed:
        return {}
    known = by_address(fields_of(by, of))
    if not typed.keys() <= known.keys():
        raise NotFound
    return {known[name]: _reader(by, row, known[name], text) for name, text in typed.items()}


def _reader(by: Actor, row: int, field: CustomField, text: str) -> Callable[[], Value | None]:
    def read() -> Value | None:
        try:
            value = parse(field, text, currency=workspace().currency)
        except NotAValue as error:
            raise Bad(error.problem) from error
        if isinstance(value, Money):
            return Money(value.amount, values.known_currency(value.currency))
        return _found(by, row, field, value) if isinstance(value, Reference) else value

    return read


def checked_values(readers: Mapping[CustomField, Callable[[], Value | None]]) -> Typed:
    """Every value, or all problems at once by the fields' addresses.

    Raises:
        Invalid
    """
    clean = values.checked({field.address.value: read for field, read in readers.items()})
    return {field: clean[field.address.value] for field in readers}


def _found(by: Actor, row: int, field: CustomField, meant: Reference) -> Reference:
    """Whom a reference means, of those that the actor may see: by the number, else by a name that only one has."""
    rows: Any
    match field.kind:
        case Kind.PERSON:
            rows = visible_contacts(by)
        case Kind.COMPANY:
            rows = visible_companies(by)
        case _:
            rows = Attachment.objects.filter(deal=row, removed_at=None)
    if meant.id:
        rows = rows.filter(pk=meant.id)
    elif field.kind is Kind.COMPANY:
        rows = called(rows, meant.name)
    else:
        rows = rows.filter(name=meant.name)
    found = list(rows.order_by("id").values_list("id", "name")[:2])
    if len(found) != 1:
        raise Bad(Problem.UNKNOWN_CHOICE)
    return Reference(*found[0])


def write_values(of: Of, row: int, wanted: Typed) -> Changes:
    """Write the values of one deal, contact or company; what changed, by address: [before, after] as `told` says it."""
    before = values_of(of, [row], wanted).get(row, {})
    changed = {field: value for field, value in wanted.items() if before.get(field.address.value) != value}
    if not changed:
        return {}
    CustomValue.objects.filter(**{of.value: row}, field__in=[field.id for field in changed]).delete()
    CustomValue.objects.bulk_create(
        made for field, value in changed.items() for made in value_rows(field, row, value)
    )
    return {
        field.address.value: [told(before.get(field.address.value)), told(value)]
        for field, value in changed.items()
    }


def value_rows(field: CustomField, row: int, value: Value | None) -> list[CustomValue]:
    """The rows of a value, not written yet; none for none. Of an import that writes many rows at once, too."""
    made = CustomValue(field_id=field.id, slot=str(field.id), **{f"{field.address.of}_id": row})
    match value:
        case None:
            return []
        case Money():
            made.number, made.currency = scaled(value.amount), value.currency
        case Decimal():
            made.number = scaled(value)
        case date():
            made.day = value
        case Reference():
            setattr(made, _TO[field.kind], value.id)
        case tuple():
            return _choice_rows(field, row, value)
        case str():
            made.text, made.text_key = value, sought(value)
        case _:
            assert_never(value)
    return [made]


_TO = {Kind.PERSON: "to_contact_id", Kind.COMPANY: "to_company_id", Kind.FILE: "to_file_id"}


def _choice_rows(field: CustomField, row: int, keys: tuple[str, ...]) -> list[CustomValue]:
    several = field.kind is Kind.CHOICES
    return [
        CustomValue(
            field_id=field.id,
            slot=f"{field.id}:{choice.id}" if several else str(field.id),
            choice_id=choice.id,
            **{f"{field.address.of}_id": row},
        )
        for choice in field.choices
        if choice.key in keys
    ]


def sought(text: str) -> str:
    """By what a text is sought: its beginning, whatever the case."""
    return " ".join(text.split()).upper()[:_SOUGHT]


def without_custom(fields: Mapping[str, str]) -> dict[str, str]:
    """The fields that every workspace has."""
    return {name: text for name, text in fields.items() if not is_address(name)}
