"""With whom a client may be merged: whoever shares a number or bears a like name, or is searched for."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from voronka.domain.errors import NotAllowed
from voronka.domain.merging import ClientKind
from voronka.domain.permissions import Actor
from voronka.queries.client_options import ClientOption, company_options, contact_options
from voronka.queries.client_page import Link, company_row, contact_row
from voronka.queries.merge_pages import may_merge, sharing
from voronka.queries.merges import TABLES
from voronka.queries.visibility import holding_of

MOST = 12


@dataclass(frozen=True, slots=True)
class Choice:
    """Whom to choose from. `sharing` have the same number or address (`about`)."""

    kind: ClientKind
    client: Link
    sharing: tuple[Link, ...]
    found: tuple[ClientOption, ...]


def choice_of(actor: Actor, kind: ClientKind, client: int, text: str) -> Choice:
    """Those whom the actor may merge this one with: by the text, or by its name where none is given.

    Raises:
        NotFound, NotAllowed
    """
    row = contact_row(actor, client) if kind is ClientKind.CONTACT else company_row(actor, client)
    if not may_merge(actor, row):
        raise NotAllowed
    shared = sharing(actor, row)
    options = contact_options if kind is ClientKind.CONTACT else company_options
    found = options(actor, text or row.name, MOST)
    allowed = _mergeable(actor, kind, [one.id for one in found] + [one.id for one in shared if one.id])
    return Choice(
        kind,
        Link(row.pk, row.name),
        tuple(one for one in shared if one.id in allowed),
        tuple(one for one in found if one.id in allowed - {client}),
    )


def _mergeable(actor: Actor, kind: ClientKind, ids: Iterable[int]) -> set[int]:
    rows: Any = TABLES[kind].objects.filter(pk__in=list(ids))
    return {row.pk for row in rows if actor.policy.may_merge([holding_of(row)])}
