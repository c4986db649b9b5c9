"""What the log says of a deal apart from its timeline: who filled in a field, who moved it last."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from voronka.domain.events import EventKind
from voronka.models import Event
from voronka.queries.persons import Person, persons

_KINDS = (EventKind.DEAL_CHANGED, EventKind.DEAL_MOVED, EventKind.UNDONE)
_ENOUGH = 200


@dataclass(frozen=True, slots=True)
class FieldSet:
    """Who gave a field its present value, and when."""

    by: Person | None
    at: datetime


@dataclass(frozen=True, slots=True)
class LastMove:
    """The newest move: to which stage, by whom, when."""

    to: str
    by: Person | None
    at: datetime


@dataclass(frozen=True, slots=True)
class History:
    """What is drawn from the log for the head and the playbook. `fields` by column name."""

    fields: dict[str, FieldSet]
    last_move: LastMove | None


def history_of(deal: int) -> History:
    """Read the newest events that matter. Two queries."""
    rows = list(
        Event.objects.filter(deal_id=deal, kind__in=_KINDS)
        .order_by("-id")
        .values_list("kind", "at", "actor_id", "payload")[:_ENOUGH]
    )
    who = persons(actor for _, _, actor, _ in rows)
    fields: dict[str, FieldSet] = {}
    last_move: LastMove | None = None
    for kind, at, actor, payload in rows:
        by = who.get(actor)
        if kind == EventKind.DEAL_CHANGED:
            _note_fields(fields, payload, FieldSet(by, at))
        else:
            last_move = last_move or _move(kind, payload, by, at)
    return History(fields, last_move)


def _move(kind: str, payload: dict[str, Any], by: Person | None, at: datetime) -> LastMove | None:
    """A move, or the undoing of one, which moves the deal as well."""
    if kind == EventKind.DEAL_MOVED:
        return LastMove(payload["to_name"], by, at)
    if payload["kind"] == EventKind.DEAL_MOVED:
        return LastMove(payload["told"]["from_name"], by, at)
    return None


def _note_fields(fields: dict[str, FieldSet], payload: dict[str, Any], given: FieldSet) -> None:
    for column in payload["changes"]:
        fields.setdefault(column, given)
