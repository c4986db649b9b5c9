"""Giving a deal the client it lacks: found in the base, or made."""

from datetime import datetime

from voronka.commands.advancing import move_on
from voronka.commands.clients import ClientWords, find_or_make_client
from voronka.commands.deal_rows import load_to_edit, write_deal
from voronka.commands.event_log import record
from voronka.commands.relations import follow_facts
from voronka.commands.search_index import index_deals_and_clients
from voronka.commands.transaction import writing
from voronka.domain.errors import Invalid, Problem
from voronka.domain.events import EventKind
from voronka.domain.permissions import Actor
from voronka.models import Deal
from voronka.queries.visibility import holding_of


def link_client(
    *, by: Actor, at: datetime, deal: int, words: ClientWords, field: str, request_id: str = ""
) -> Deal:
    """Link the contact and company that the words mean, where the deal has none yet.

    `field` is what the person was asked for; it is named when the words say nothing.

    Raises:
        NotFound, NotAllowed, Invalid
    """
    with writing():
        row = load_to_edit(by, deal)
        client = find_or_make_client(words, by=by, at=at, holding=holding_of(row))
        found = {
            "contact_id": client.contact and client.contact.pk,
            "company_id": client.company and client.company.pk,
        }
        columns = {name: id for name, id in found.items() if id is not None and getattr(row, name) is None}
        if not columns:
            raise Invalid({field: Problem.REQUIRED})
        changes = {name: [None, id] for name, id in columns.items()}
        write_deal(row, by=by, at=at, **columns)
        index_deals_and_clients([row.pk])
        payload = {"changes": changes}
        event = record(EventKind.DEAL_CHANGED, by=by, at=at, deal=row, payload=payload, request_id=request_id)
        follow_facts(row, by=by, at=at, request_id=request_id)
        move_on(row, by=by, at=at, cause=event, request_id=request_id)
        return row
