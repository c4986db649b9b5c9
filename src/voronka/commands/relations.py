"""Keeping what clients are to us in step with the facts, within the commands that change the facts."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from voronka.commands.event_log import record
from voronka.domain.events import EventKind
from voronka.domain.permissions import Actor
from voronka.domain.relations import Reached, Relation
from voronka.models import ClientRelation, Company, Contact, Deal
from voronka.queries.relations import Key, clients_of, histories
from voronka.queries.statements import fetch

BATCH = 500
_STORED = """SELECT 'contact', contact_id, relation FROM voronka_clientrelation WHERE contact_id = %s
 UNION ALL SELECT 'company', company_id, relation FROM voronka_clientrelation WHERE company_id = %s"""


def follow_facts(
    deal: Deal,
    *,
    by: Actor | None,
    at: datetime,
    besides: Iterable[Key] = (),
    request_id: str = "",
) -> None:
    """Make the relations of the deal's person and company what the facts say now, and those of `besides` as well.

    Customer and Client, reached or taken back, are told on the deal: a Lead is told by the deal itself.
    """
    clients = clients_of(deal) | set(besides)
    told: dict[tuple[EventKind, Relation], dict[str, Any]] = {}
    for client, kind, relation in _write(clients):
        if relation is not Relation.LEAD:
            told.setdefault((kind, relation), {}).update(_named(client))
    for (kind, relation), names in told.items():
        payload = {"relation": relation.value, **names}
        record(kind, by=by, at=at, deal=deal, payload=payload, request_id=request_id)


def follow_request(deal: Deal) -> None:
    """After a new deal: whoever has none yet is a Lead. Cheap, for nearly everybody is one already."""
    clients = clients_of(deal)
    if clients - {client for client, relation in _stored(deal) if relation is Relation.LEAD}:
        _write(clients)


def follow_qualification(deal: Deal, *, by: Actor | None, at: datetime, request_id: str = "") -> None:
    """After a step forward: whoever is no Customer yet may be one now."""
    clients = clients_of(deal)
    if clients - {client for client, relation in _stored(deal) if relation is Relation.CUSTOMER}:
        follow_facts(deal, by=by, at=at, request_id=request_id)


def follow_many(deals: Iterable[Deal]) -> None:
    """After many deals were written with their past: nothing is told of it."""
    clients = sorted({client for deal in deals for client in clients_of(deal)})
    for start in range(0, len(clients), BATCH):
        _write(clients[start : start + BATCH])


def follow_clients(clients: Iterable[Key]) -> None:
    """After clients were made one, or parted: what they are is what their deals say now. Nothing is told of it."""
    _write(clients)


def _stored(deal: Deal) -> list[tuple[Key, Relation]]:
    """What the deal's clients are already. In one statement of SQL: every move forward and every new deal asks."""
    found = fetch(_STORED, [deal.contact_id, deal.company_id])
    return [((link, id), Relation(relation)) for link, id, relation in found]


def _write(clients: Iterable[Key]) -> Sequence[tuple[Key, EventKind, Relation]]:
    """Write what differs; who reached or lost what."""
    asked = set(clients)
    wanted = {(client, one.relation): one for client, found in histories(asked).items() for one in found}
    there = _rows(asked)
    gone = there.keys() - wanted.keys()
    new = wanted.keys() - there.keys()
    if gone:
        ClientRelation.objects.filter(pk__in=[there[key].pk for key in gone]).delete()
    if new:
        ClientRelation.objects.bulk_create([_row(client, wanted[(client, r)]) for client, r in new])
    for key in there.keys() & wanted.keys():
        _correct(there[key], wanted[key])
    return [
        *((client, EventKind.RELATION_TAKEN_BACK, relation) for client, relation in sorted(gone)),
        *((client, EventKind.RELATION_REACHED, relation) for client, relation in sorted(new)),
    ]


def _rows(clients: set[Key]) -> dict[tuple[Key, Relation], ClientRelation]:
    found = {}
    for link in {link for link, _ in clients}:
        ids = [id for one, id in clients if one == link]
        for row in ClientRelation.objects.filter(**{f"{link}__in": ids}):
            found[((link, getattr(row, f"{link}_id")), Relation(row.relation))] = row
    return found


def _row(client: Key, reached: Reached) -> ClientRelation:
    link, id = client
    return ClientRelation(
        **{f"{link}_id": id},
        relation=reached.relation,
        since_on=reached.on,
        cause=reached.cause,
        deal_id=reached.deal,
    )


def _correct(row: ClientRelation, reached: Reached) -> None:
    now = (reached.on, reached.cause, reached.deal)
    if (row.since_on, row.cause, row.deal_id) != now:
        ClientRelation.objects.filter(pk=row.pk).update(
            since_on=reached.on, cause=reached.cause, deal=reached.deal
        )


def _named(client: Key) -> dict[str, Any]:
    link, id = client
    table = Contact if link == "contact" else Company
    return {f"{link}_name": table.objects.values_list("name", flat=True).get(pk=id)}
