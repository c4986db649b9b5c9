"""What a merge keeps of the client that became part of another, as JSON, and rows out of it again.

`row`: all columns of the merged one. `changes`: column of the kept one -> [before, after]. `moved`: "deal.contact" -> ids.
`copied`: "phone.contact" -> {"rows": those of the merged one, "added": the keys that the kept one got from them}.
`unsent`: [deal, contact] of deals that were sent by the merged one and are with the kept one, or the other way round: nobody
sends themselves.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Field, ForeignKey, Model

KEYS = {
    "factcheck": "fact",
    "phone": "e164",
    "email": "address",
    "companyrequisite": "name",
    "customvalue": "slot",
}


def plain(row: Model) -> dict[str, Any]:
    """All columns of a row as JSON values."""
    return {field.attname: plain_value(row, field.attname) for field in _fields(type(row)).values()}


def plain_value(row: Model, column: str) -> Any:
    """One column of a row as a JSON value."""
    value = getattr(row, column)
    field = _fields(type(row))[column]
    return value if value is None or isinstance(value, bool | int) else field.value_to_string(row)


def made_of(table: type[Model], kept: Mapping[str, Any]) -> Model:
    """The row again. Columns that are no more are left out; those that came since get their defaults."""
    known = _fields(table)
    return table(**{name: python_value(table, name, value) for name, value in kept.items() if name in known})


def python_value(table: type[Model], column: str, value: Any) -> Any:
    """A JSON value of a column as the model has it."""
    field = _fields(table)[column]
    return (field.target_field if isinstance(field, ForeignKey) else field).to_python(value)


def columns(table: type[Model], names: Iterable[str]) -> list[str]:
    """Those of the columns that are there still."""
    known = _fields(table)
    return [name for name in names if name in known]


def _fields(table: type[Model]) -> dict[str, "Field[Any, Any]"]:
    return {field.attname: field for field in table._meta.concrete_fields}  # noqa: SLF001 - Django's documented API
