"""Rows read without Django's query compiler, where a command or a page is hot.

Django writes the SQL of a query anew each time: 0.3 to 0.6 ms, ten times what the databases take to answer. Here
the statement of a model is written once. Values go through the fields all the same, so that columns stay what the
models say they are. For rows by plain conditions only; everything else is the ORM's.
"""
# ruff: noqa: S608, SLF001 - the statements are made of the models' own names; `_meta` is public by custom

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Model
from django.db.models.expressions import Col

Row = TypeVar("Row", bound=Model)
Converter = Callable[..., Any]

# Values of these very types are what the column takes, and most are; the rest is the field's to prepare.
_PLAIN: Mapping[type, type] = {
    models.AutoField: int,
    models.BigAutoField: int,
    models.IntegerField: int,
    models.PositiveIntegerField: int,
    models.ForeignKey: int,
    models.OneToOneField: int,
    models.CharField: str,
    models.TextField: str,
    models.BooleanField: bool,
}


def find_rows(model: type[Row], where: Mapping[str, Any], *, lock: bool = False) -> list[Row]:
    """The rows whose columns equal `where` (None: are NULL), locked for this transaction where rows can be."""
    # Not through django.db.connection, which looks itself up at every use.
    here = connections[DEFAULT_DB_ALIAS]
    conditions, values = condition(model, where, here)
    locking = " FOR UPDATE" if lock and here.features.has_select_for_update else ""
    with here.cursor() as cursor:
        cursor.execute(f"{_select(model)} WHERE {conditions} ORDER BY id{locking}", values)
        found = cursor.fetchall()
    names, converters = _names(model), _converters(model, here.vendor)
    return [model.from_db(here.alias, names, _converted(row, converters, here)) for row in found]


def condition(
    model: type[Model], where: Mapping[str, Any], here: BaseDatabaseWrapper
) -> tuple[str, list[Any]]:
    """Columns that equal values, as SQL and its parameters."""
    told = _conditions(model, tuple((name, value is None) for name, value in where.items()))
    return told, [prepared(model, name, value, here) for name, value in where.items() if value is not None]


@cache
def _conditions(model: type[Model], columns: tuple[tuple[str, bool], ...]) -> str:
    each = (
        f'"{field_of(model, name).column}" {"IS NULL" if is_null else "= %s"}' for name, is_null in columns
    )
    return " AND ".join(each)


def prepared(model: type[Model], name: str, value: Any, here: BaseDatabaseWrapper) -> Any:
    """A value of the column as the database takes it."""
    field, plain = _column(model, name)
    return value if value is None or type(value) is plain else field.get_db_prep_save(value, here)


def _converted(
    row: Sequence[Any],
    converters: Sequence[tuple[int, Col, Sequence[Converter]]],
    here: BaseDatabaseWrapper,
) -> list[Any]:
    values = list(row)
    for at, column, converts in converters:
        for convert in converts:
            values[at] = convert(values[at], column, here)
    return values


@cache
def _column(model: type[Model], name: str) -> "tuple[Field[Any, Any], type | None]":
    field = field_of(model, name)
    return field, _PLAIN.get(type(field))


@cache
def field_of(model: type[Model], name: str) -> "Field[Any, Any]":
    """A model's field by its name or its column's."""
    return next(field for field in model._meta.concrete_fields if name in {field.attname, field.name})


@cache
def _select(model: type[Model]) -> str:
    columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
    return f'SELECT {columns} FROM "{model._meta.db_table}"'


@cache
def _names(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


@cache
def _converters(model: type[Model], vendor: str) -> list[tuple[int, Col, list[Converter]]]:
    """What makes a column's value of what the driver gives: (place, column, functions). `vendor` keys the cache."""
    del vendor
    here = connections[DEFAULT_DB_ALIAS]
    found = []
    for at, field in enumerate(model._meta.concrete_fields):
        column = Col(model._meta.db_table, field)
        converts = [*here.ops.get_db_converters(column), *field.get_db_converters(here)]  # type: ignore[attr-defined]  # the stubs lack it
        if converts:
            found.append((at, column, converts))
    return found
