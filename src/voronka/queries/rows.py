"""Rows read without Django's query compiler, where a command or a page is hot.

Django writes the SQL of a query anew each time: 0.3 to 0.6 ms, ten times what the databases take to answer. Here
the statement of a model is written once. Values go through the fields all the same, so that columns stay what the
models say they are. For rows by plain conditions only; everything else is the ORM's.
"""
# ruff: noqa: S608, SLF001 - the statements are made of the models' own names; `_meta` is public by custom

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Field, Model
from django.db.models.expressions import Col

Row = TypeVar("Row", bound=Model)
Converter = Callable[..., Any]


def find_rows(model: type[Row], where: Mapping[str, Any], *, lock: bool = False) -> list[Row]:
    """The rows whose columns equal `where` (None: are NULL), locked for this transaction where rows can be."""
    conditions, values = condition(model, where)
    locking = " FOR UPDATE" if lock and connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(f"{_select(model)} WHERE {conditions} ORDER BY id{locking}", values)
        found = cursor.fetchall()
    names, converters = _names(model), _converters(model, connection.vendor)
    return [model.from_db(connection.alias, names, _converted(row, converters)) for row in found]


def condition(model: type[Model], where: Mapping[str, Any]) -> tuple[str, list[Any]]:
    """Columns that equal values, as SQL and its parameters."""
    told = [
        f'"{field_of(model, name).column}" {"IS NULL" if value is None else "= %s"}'
        for name, value in where.items()
    ]
    return " AND ".join(told), prepared(model, {n: v for n, v in where.items() if v is not None})


def prepared(model: type[Model], columns: Mapping[str, Any]) -> list[Any]:
    """The values as the database takes them."""
    return [field_of(model, name).get_db_prep_save(value, connection) for name, value in columns.items()]


def _converted(row: Sequence[Any], converters: Sequence[tuple[int, Col, Sequence[Converter]]]) -> list[Any]:
    values = list(row)
    for at, column, converts in converters:
        for convert in converts:
            values[at] = convert(values[at], column, connection)
    return values


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
    found = []
    for at, field in enumerate(model._meta.concrete_fields):
        column = Col(model._meta.db_table, field)
        converts = [*connection.ops.get_db_converters(column), *field.get_db_converters(connection)]  # type: ignore[attr-defined]  # the stubs lack it
        if converts:
            found.append((at, column, converts))
    return found
