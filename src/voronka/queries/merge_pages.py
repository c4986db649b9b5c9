"""What a merge would do, and what a parting would, told before either: to who may do it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from voronka.domain.errors import NotAllowed, NotFound
from voronka.domain.merging import ClientKind, Take, is_empty
from voronka.domain.permissions import Actor, Holding
from voronka.models import ClientMerge, Company, Contact, Deal, Email, Phone, User
from voronka.queries.client_page import Link, company_row, contact_row
from voronka.queries.merge_record import made_of, plain_value
from voronka.queries.merges import TABLES, Client, chain_of, pairs, returning, seen_of, standing, taken
from voronka.queries.visibility import holding_of, visible_companies, visible_contacts, visible_deals


@dataclass(frozen=True, slots=True)
class MergeField:
    """A column of both, with names in place of ids. `choices` is empty where there is nothing to choose between."""

    name: str
    kept: Any
    merged: Any
    choices: tuple[Take, ...]
    default: Take
    becomes: Any


@dataclass(frozen=True, slots=True)
class MergePreview:
    """`phones` and `emails` as they will be. `moving`: the merged one's deals that the actor may see.

    `others_move`: there are deals besides. `people`: of a company, who works there.
    """

    kind: ClientKind
    kept: Link
    merged: Link
    fields: tuple[MergeField, ...]
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    moving: tuple[Link, ...]
    others_move: bool
    people: tuple[Link, ...]
    below: tuple[Link, ...]
    seen: str


@dataclass(frozen=True, slots=True)
class MergedPart:
    """A client that is part of another now; `by` whom and when it became so."""

    merge: int
    name: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class PartPreview:
    """What comes back: `gone` as it was (column, value), and of the kept one the columns (name, is, will be).

    `edited` columns stay as they were edited since. `going` deals go back, `staying` ones came since. `blocked_by`: the
    kept one is part of this one now, and is to be parted from it first.
    """

    merge: int
    kind: ClientKind
    kept: Link
    name: str
    at: datetime
    gone: tuple[tuple[str, Any], ...]
    back: tuple[tuple[str, Any, Any], ...]
    edited: tuple[str, ...]
    reach: tuple[str, ...]
    going: tuple[Link, ...]
    staying: tuple[Link, ...]
    blocked_by: Link | None


def merge_preview(actor: Actor, kind: ClientKind, into: int, merged: int) -> MergePreview:
    """What a merge would do. A dozen queries.

    Raises:
        NotFound, NotAllowed
    """
    kept, gone = _row(actor, kind, into), _row(actor, kind, merged)
    if into == merged:
        raise NotFound
    if not actor.policy.may_merge((holding_of(kept), holding_of(gone))):
        raise NotAllowed
    moving = _deals(actor, kind, gone.pk)
    return MergePreview(
        kind=kind,
        kept=Link(kept.pk, kept.name),
        merged=Link(gone.pk, gone.name),
        fields=_fields(kept, gone),
        phones=_both(Phone, "e164", kind, kept, gone),
        emails=_both(Email, "address", kind, kept, gone),
        moving=moving,
        others_move=Deal.objects.filter(**{kind.value: gone.pk}).count() > len(moving),
        people=_links(visible_contacts(actor).filter(company=gone.pk)) if kind is ClientKind.COMPANY else (),
        below=_links(visible_companies(actor).filter(parent=gone.pk)) if kind is ClientKind.COMPANY else (),
        seen=seen_of(kept, gone),
    )


def may_merge(actor: Actor, row: Client) -> bool:
    """Whether the actor may merge this one with others of theirs."""
    return actor.policy.may_merge([holding_of(row)])


def merged_parts(kind: ClientKind, client: int) -> tuple[MergedPart, ...]:
    """Who is part of a client now, the newest first. One query."""
    return tuple(
        MergedPart(one.pk, one.name, one.at, "" if one.by is None else one.by.name)
        for one in reversed(standing(kind, [client]))
    )


@dataclass(frozen=True, slots=True)
class Merging:
    """What a client's page tells of merging. `sharing`: see below; `may`: whether the actor may merge this one."""

    parts: tuple[MergedPart, ...]
    sharing: tuple[Link, ...]
    may: bool


def merging_of(actor: Actor, row: Client) -> Merging:
    """Who is part of a client, and who may be the same one. Four queries at most."""
    kind = ClientKind.CONTACT if isinstance(row, Contact) else ClientKind.COMPANY
    return Merging(merged_parts(kind, row.pk), sharing(actor, row), may_merge(actor, row))


def part_preview(actor: Actor, merge: int) -> PartPreview:
    """What a parting would do.

    Raises:
        NotFound, NotAllowed
    """
    row = ClientMerge.objects.filter(pk=merge, parted_at=None).first()
    if row is None:
        raise NotFound
    kind = ClientKind(row.kind)
    chain = chain_of(kind, row.into)
    if chain:
        last = _row(actor, kind, chain[-1].into)
        return PartPreview(
            row.pk, kind, Link(None, chain[0].name), row.name, row.at, (), (), (), (), (), (), Link(last.pk, last.name)
        )  # fmt: skip
    kept, was = _row(actor, kind, row.into), row.record["row"]
    if not actor.policy.may_merge([holding_of(kept), Holding(was["owner_id"], was["team_id"])]):
        raise NotAllowed
    moved = row.record["moved"].get(f"deal.{kind}", [])
    deals = _deals(actor, kind, kept.pk)
    since = set(
        Deal.objects.filter(**{kind.value: kept.pk}, created_at__gt=row.at).values_list("id", flat=True)
    )
    back = returning(kind, kept, row)
    return PartPreview(
        merge=row.pk,
        kind=kind,
        kept=Link(kept.pk, kept.name),
        name=row.name,
        at=row.at,
        gone=_told(kind, [(name, getattr(made_of(TABLES[kind], was), name)) for name in _shown(kept)]),
        back=tuple(
            (name, _named(kind, name, plain_value(kept, name)), _named(kind, name, value))
            for name, value in back.items()
            if name in _shown(kept)
        ),
        edited=tuple(name for name in row.record["changes"] if name not in back and name in _shown(kept)),
        reach=_reach_back(kind, row, kept),
        going=tuple(deal for deal in deals if deal.id in moved),
        staying=tuple(deal for deal in deals if deal.id in since and deal.id not in moved),
        blocked_by=None,
    )  # fmt: skip


def _row(actor: Actor, kind: ClientKind, client: int) -> Client:
    return contact_row(actor, client) if kind is ClientKind.CONTACT else company_row(actor, client)


def _shown(row: Client) -> list[str]:
    return [pair.name for pair in pairs(row, row)]


def _fields(kept: Client, gone: Client) -> tuple[MergeField, ...]:
    """Those of which either says something."""
    becomes = taken(kept, gone, {})
    kind = ClientKind.CONTACT if isinstance(kept, Contact) else ClientKind.COMPANY
    return tuple(
        MergeField(
            pair.name,
            _named(kind, pair.name, pair.kept),
            _named(kind, pair.name, pair.merged),
            pair.choices,
            pair.default,
            _named(kind, pair.name, becomes[pair.name]),
        )
        for pair in pairs(kept, gone)
        if not (is_empty(pair.kept) and is_empty(pair.merged))
    )


def _told(kind: ClientKind, values: Iterable[tuple[str, Any]]) -> tuple[tuple[str, Any], ...]:
    return tuple((name, _named(kind, name, value)) for name, value in values if not is_empty(value))


_NAMED: dict[str, type[User] | type[Company]] = {
    "owner_id": User,
    "company_id": Company,
    "parent_id": Company,
}


def _named(kind: ClientKind, column: str, value: Any) -> Any:
    """A name in place of an id; of what is part of another by now, the name of that one."""
    del kind
    table = _NAMED.get(column)
    if table is None or value is None:
        return value
    name = table.objects.filter(pk=value).values_list("name", flat=True).first()
    if name is None and table is Company:
        chain = chain_of(ClientKind.COMPANY, value)
        return chain[0].name if chain else ""
    return name or ""


def _both(table: type[Phone] | type[Email], column: str, kind: ClientKind, *rows: Client) -> tuple[str, ...]:
    """The kept one's own first."""
    found: dict[str, None] = {}
    for row in rows:
        of_client = table.objects.filter(**{kind.value: row.pk}).order_by("id")
        found |= dict.fromkeys(of_client.values_list(column, flat=True))
    return tuple(found)


def _reach_back(kind: ClientKind, merge: ClientMerge, kept: Client) -> tuple[str, ...]:
    """The numbers and addresses that the merged one gets back."""
    back: list[str] = []
    for table, column in ((Phone, "e164"), (Email, "address")):
        copied = merge.record["copied"].get(f"{table.__name__.lower()}.{kind}", {"rows": ()})
        there = set(table.objects.filter(**{kind.value: kept.pk}).values_list(column, flat=True))
        back += [row[column] for row in copied["rows"] if row[column] in there]
    return tuple(back)


def _deals(actor: Actor, kind: ClientKind, client: int) -> tuple[Link, ...]:
    rows = visible_deals(actor).filter(**{kind.value: client}).order_by("-id")
    return tuple(Link(id, title) for id, title in rows.values_list("id", "title"))


def _links(rows: Any) -> tuple[Link, ...]:
    return tuple(Link(id, name) for id, name in rows.order_by("name", "id").values_list("id", "name"))


# -- who shares a number ---------------------------------------------------------------------------------------------


def sharing(actor: Actor, row: Client) -> tuple[Link, ...]:
    """Others of the kind with one of the same numbers or addresses, of those that the actor may see. Three queries.

    `about` is what they share.
    """
    kind = ClientKind.CONTACT if isinstance(row, Contact) else ClientKind.COMPANY
    shared: dict[int, str] = {}
    for table, column in ((Phone, "e164"), (Email, "address")):
        own = table.objects.filter(**{kind.value: row.pk}).values(column)
        rows: Any = table.objects.filter(**{f"{column}__in": own, f"{kind}__isnull": False})
        for id, value in rows.exclude(**{kind.value: row.pk}).values_list(kind.value, column)[:20]:
            shared.setdefault(id, value)
    if not shared:
        return ()
    seen: Any = visible_contacts(actor) if kind is ClientKind.CONTACT else visible_companies(actor)
    names = seen.filter(pk__in=shared).order_by("name", "id").values_list("id", "name")
    return tuple(Link(id, name, shared[id]) for id, name in names)
