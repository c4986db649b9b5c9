"""Rows written without Django's query compiler, where a command is as hot as a move: see queries/rows.py."""
# ruff: noqa: S608, SLF001 - the statements are made of the models' own names; `_meta` and `_state` are public by custom

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Field, Model

from voronka.queries.rows import Row, condition, field_of, prepared


def insert_row(model: type[Row], **columns: Any) -> Row:
    """Insert a row and return it with its id. Columns by attribute (`deal_id`); the others get their defaults."""
    made = model(**columns)
    fields = _written(model)
    values = [field.get_db_prep_save(getattr(made, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(_insert(model), values)
        made.pk = cursor.fetchone()[0]
    made._state.adding = False
    made._state.db = connection.alias
    return made


def update_rows(model: type[Row], where: Mapping[str, Any], columns: Mapping[str, Any]) -> int:
    """Change columns of the rows whose columns equal `where`; how many there were."""
    changed = ", ".join(f'"{field_of(model, name).column}" = %s' for name in columns)
    conditions, values = condition(model, where)
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{model._meta.db_table}" SET {changed} WHERE {conditions}',
            [*prepared(model, columns), *values],
        )
        return int(cursor.rowcount)


@cache
def _written(model: type[Model]) -> "tuple[Field[Any, Any], ...]":
    return tuple(field for field in model._meta.concrete_fields if not field.primary_key)


@cache
def _insert(model: type[Model]) -> str:
    columns = ", ".join(f'"{field.column}"' for field in _written(model))
    places = ", ".join(["%s"] * len(_written(model)))
    return f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({places}) RETURNING id'
