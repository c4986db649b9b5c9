"""The event log as the API tells it: what the actor may see of each entry, by the rules of the live streams.

Told is what happened to what, never the values: those are read from the things themselves, by the rights of now.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from voronka.domain.events import FEEDBACK, SANCTIONS, EventKind
from voronka.domain.merging import ClientKind
from voronka.domain.permissions import Actor
from voronka.domain.search_access import may_find
from voronka.models import ClientMerge, Event
from voronka.queries.live import CLIENT_CHANGES, LogEntry, entries_after
from voronka.queries.visibility import visible_companies, visible_contacts

Row = dict[str, Any]
# What is read of the log for one page: of a million entries a seller may see a hundred.
SCAN = 2000
GONE = "gone"
_MADE = {EventKind.CONTACT_CREATED: "contact", EventKind.COMPANY_CREATED: "company"}
_MERGES = {EventKind.CLIENT_MERGED, EventKind.CLIENT_PARTED}


@dataclass(frozen=True, slots=True)
class Log:
    """A page of the log. `read_to`: the entry up to which it was read, seen or not; `more`: there is more."""

    rows: list[Row]
    read_to: int
    more: bool


def event_rows(actor: Actor, *, after: int, most: int) -> Log:
    """What happened after the entry `after`, oldest first. Seven queries at most."""
    entries = entries_after(after, SCAN)
    made = _seen_of_made(actor, entries)
    seen = [(entry, kind) for entry in entries if (kind := _kind_for(actor, entry, made)) is not None]
    page = seen[:most]
    cut = len(seen) > most
    read_to = page[-1][0].id if cut else entries[-1].id if entries else after
    return Log(_told(page), read_to, cut or len(entries) == SCAN)


def _seen_of_made(actor: Actor, entries: Iterable[LogEntry]) -> Mapping[str, set[int]]:
    """Of the clients that were made: those that the actor sees now."""
    ids: dict[str, set[int]] = {"contact": set(), "company": set()}
    for entry in entries:
        link = _MADE.get(entry.kind)
        if link is not None:
            ids[link].add((entry.contact if link == "contact" else entry.company) or 0)
    rows = {"contact": visible_contacts(actor), "company": visible_companies(actor)}
    return {
        link: set(rows[link].filter(pk__in=those).values_list("pk", flat=True)) if those else set()
        for link, those in ids.items()
    }


def _kind_for(actor: Actor, entry: LogEntry, made: Mapping[str, set[int]]) -> str | None:
    """What the actor is told of the entry; None: nothing."""
    policy = actor.policy
    if entry.deal is not None:
        if policy.may_see(entry.held):
            # Whoever holds the deal now need not learn what its former seller answers for.
            return EventKind.DEAL_CHANGED.value if entry.kind in SANCTIONS else entry.kind.value
        return GONE if policy.may_see(entry.held_before) else None
    if entry.kind in CLIENT_CHANGES:
        if may_find(policy.scope, entry.keys):
            return entry.kind.value
        return GONE if may_find(policy.scope, entry.keys_before) else None
    if entry.kind in _MADE:
        link = _MADE[entry.kind]
        return (
            entry.kind.value
            if (entry.contact if link == "contact" else entry.company) in made[link]
            else None
        )
    if entry.kind in FEEDBACK:
        return entry.kind.value if policy.may_answer_feedback else None
    return entry.kind.value if policy.leads and entry.kind is EventKind.SETUP_CHANGED else None


def _told(page: list[tuple[LogEntry, str]]) -> list[Row]:
    shown = [entry.id for entry, kind in page]
    known = {
        id: (at, payload)
        for id, at, payload in Event.objects.filter(pk__in=shown)
        .order_by("id")
        .values_list("id", "at", "payload")
    }
    merged = _merged(known[entry.id][1].get("merge") for entry, kind in page if entry.kind in _MERGES)
    return [_row(entry, kind, *known[entry.id], merged) for entry, kind in page]


def _row(
    entry: LogEntry,
    kind: str,
    at: Any,
    payload: Mapping[str, Any],
    merged: Mapping[int, tuple[ClientKind, int]],
) -> Row:
    row: Row = {"id": entry.id, "kind": kind, "at": at, "deal_id": entry.deal}
    if kind == GONE:
        # Where it went is not told.
        return (
            row
            if entry.deal is not None
            else row | {"contact_id": entry.contact, "company_id": entry.company}
        )
    row |= {
        "actor_id": entry.actor,
        "contact_id": entry.contact,
        "company_id": entry.company,
        "pipeline_id": entry.pipeline,
        "stage_id": entry.stage,
        "stage_before_id": entry.stage_before,
        "version": entry.version,
    }
    changes = payload.get("changes")
    if isinstance(changes, dict) and entry.kind not in SANCTIONS:
        row["changed"] = sorted(changes)
    if entry.kind in _MERGES:
        row["merged_id"] = merged.get(payload.get("merge", 0), (None, None))[1]
    return row


def _merged(merges: Iterable[int | None]) -> dict[int, tuple[ClientKind, int]]:
    ids = [id for id in merges if id is not None]
    rows = ClientMerge.objects.filter(pk__in=ids).order_by("id") if ids else ClientMerge.objects.none()
    return {row.pk: (ClientKind(row.kind), row.merged) for row in rows}
