"""Rows written without Django's query compiler, where a command is as hot as a move: see queries/rows.py."""
# ruff: noqa: S608, SLF001 - the statements are made of the models' own names; `_meta` and `_state` are public by custom

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model

from voronka.queries.rows import Row, condition, field_of, prepared


def insert_row(model: type[Row], **columns: Any) -> Row:
    """Insert a row and return it with its id. Columns by attribute (`deal_id`); the others get their defaults."""
    here = connections[DEFAULT_DB_ALIAS]
    made = model(**columns)
    values = [prepared(model, name, getattr(made, name), here) for name in _written(model)]
    with here.cursor() as cursor:
        cursor.execute(_insert(model), values)
        made.pk = cursor.fetchone()[0]
    made._state.adding = False
    made._state.db = here.alias
    return made


def insert_many(model: type[Model], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert many rows whose ids nobody needs, by columns of `names`; all of the table's other columns may be empty.

    The values are as the driver takes them: for instants and JSON see `instant` and json.dumps. Django's `bulk_create`
    takes three times as long for the same.
    """
    if not rows:
        return
    columns = ", ".join(f'"{field_of(model, name).column}"' for name in names)
    places = ", ".join(["%s"] * len(names))
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.executemany(f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({places})', rows)


def instant(at: datetime) -> Any:
    """An instant as the driver takes it."""
    return connections[DEFAULT_DB_ALIAS].ops.adapt_datetimefield_value(at)


def update_rows(model: type[Row], where: Mapping[str, Any], columns: Mapping[str, Any]) -> int:
    """Change columns of the rows whose columns equal `where`; how many there were."""
    here = connections[DEFAULT_DB_ALIAS]
    conditions, values = condition(model, where, here)
    written = [prepared(model, name, value, here) for name, value in columns.items()]
    with here.cursor() as cursor:
        cursor.execute(f"{_update(model, tuple(columns))} WHERE {conditions}", [*written, *values])
        return int(cursor.rowcount)


@cache
def _written(model: type[Model]) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields if not field.primary_key)


@cache
def _insert(model: type[Model]) -> str:
    columns = ", ".join(f'"{field_of(model, name).column}"' for name in _written(model))
    places = ", ".join(["%s"] * len(_written(model)))
    return f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({places}) RETURNING id'


@cache
def _update(model: type[Model], names: tuple[str, ...]) -> str:
    changed = ", ".join(f'"{field_of(model, name).column}" = %s' for name in names)
    return f'UPDATE "{model._meta.db_table}" SET {changed}'
