"""Recording into the append-only event log."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from voronka.commands.rows import insert_many, insert_row, instant
from voronka.domain.events import EventKind
from voronka.domain.permissions import Actor, Holding
from voronka.models import Deal, Event

# One writer at a time takes event ids on PostgreSQL, so that ids grow in the order of commits and a
# reader that follows the log by id misses nothing. The number only has to be ours.
_LOG_LOCK = 8_301_771
CHANNEL = "voronka_events"


@dataclass(frozen=True, slots=True)
class Before:
    """Where a deal was held before the event, when that changed."""

    stage: int
    owner: int | None
    team: int


def record(
    kind: EventKind,
    *,
    by: Actor | None,
    at: datetime,
    payload: Mapping[str, Any],
    deal: Deal | None = None,
    before: Before | None = None,
    contact: int | None = None,
    company: int | None = None,
    client_before: Holding | None = None,
    pipeline: int | None = None,
    version: int | None = None,
    request_id: str = "",
) -> Event:
    """Append one event. Call it last in the transaction: on PostgreSQL it holds the log's lock until commit.

    `version`: of what an event without a deal is about. `client_before`: who held the contact or company until now, when it was given away.
    """
    _take_log()
    return insert_row(
        Event,
        kind=kind,
        at=at,
        actor_id=None if by is None else by.id,
        payload=dict(payload),
        request_id=request_id,
        **(
            {"contact_id": contact, "company_id": company, "pipeline_id": pipeline, "version": version}
            | _place(deal, before)
        ),
        **_given_by(client_before),
    )


def record_of_person(
    kind: EventKind, *, by: Actor, at: datetime, payload: Mapping[str, Any], request_id: str = ""
) -> Event:
    """As `record`, of what somebody did that is of no deal or client: who leads their team may read it."""
    _take_log()
    return insert_row(
        Event,
        kind=kind,
        at=at,
        actor_id=by.id,
        owner_id=by.id,
        team_id=by.team,
        payload=dict(payload),
        request_id=request_id,
    )


def _take_log() -> None:
    """One writer at a time, from here to the end of the transaction."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s), pg_notify(%s, '')", [_LOG_LOCK, CHANNEL])


@dataclass(frozen=True, slots=True)
class OfClient:
    """One thing that happened to a contact or a company itself, for `record_all`."""

    kind: EventKind
    payload: Mapping[str, Any]
    contact: int | None = None
    company: int | None = None


def record_all(events: Sequence[OfClient], *, by: Actor, at: datetime) -> None:
    """Append many events of clients at once, in their order; else as `record`."""
    if not events:
        return
    _take_log()
    then = instant(at)
    insert_many(
        Event,
        ("kind", "at", "actor_id", "contact_id", "company_id", "request_id", "payload"),
        [(one.kind, then, by.id, one.contact, one.company, "", json.dumps(one.payload)) for one in events],
    )


def _given_by(held: Holding | None) -> dict[str, Any]:
    return {} if held is None else {"owner_before_id": held.owner, "team_before_id": held.team}


def _place(deal: Deal | None, before: Before | None) -> dict[str, Any]:
    if deal is None:
        return {}
    held = before or Before(deal.stage_id, deal.owner_id, deal.team_id)
    return {
        "deal_id": deal.pk,
        "contact_id": deal.contact_id,
        "company_id": deal.company_id,
        "pipeline_id": deal.pipeline_id,
        "stage_id": deal.stage_id,
        "owner_id": deal.owner_id,
        "team_id": deal.team_id,
        "stage_before_id": held.stage,
        "owner_before_id": held.owner,
        "team_before_id": held.team,
        "version": deal.version,
    }
