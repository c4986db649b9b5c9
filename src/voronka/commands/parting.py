"""Parting two clients again that were merged, at any later time and also after further changes (ADR 0039).

What changed since stays with the kept one: a field that somebody edited, a number that was added, new deals. What the
merged one brought goes back with it as far as it is there still; a number that was taken away since is gone for both.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Model

from voronka.commands.event_log import record
from voronka.commands.merging import follow_changed, locked, write
from voronka.commands.transaction import writing
from voronka.domain.errors import Invalid, NotAllowed, NotFound, Problem
from voronka.domain.events import EventKind
from voronka.domain.merging import ClientKind
from voronka.domain.permissions import Actor, Holding
from voronka.models import ClientMerge, Company, CustomValue, Deal
from voronka.models.custom_field import VALUE_COLUMNS
from voronka.queries.merge_record import KEYS, columns, made_of, plain, python_value
from voronka.queries.merges import (
    TABLES,
    Client,
    chain_of,
    is_below,
    linked_kind,
    links_to,
    returning,
    standing,
)
from voronka.queries.visibility import holding_of


def part_clients(*, by: Actor, at: datetime, merge: int, request_id: str = "") -> ClientMerge:
    """Make the merged client one of its own again.

    Raises:
        NotFound: no such merge, or parted already. NotAllowed: who may not change both.
        Invalid: merge: IN_USE where the kept one is part of a third now; that is to be parted first.
    """
    with writing():
        row = ClientMerge.objects.select_for_update().filter(pk=merge, parted_at=None).first()
        if row is None:
            raise NotFound
        kind = ClientKind(row.kind)
        if chain_of(kind, row.into):
            raise Invalid({"merge": Problem.IN_USE})
        kept = _kept(by, kind, row)
        # First of all, for what led to the merged one must not be taken to lead to the kept one any more.
        ClientMerge.objects.filter(pk=row.pk).update(parted_at=at, parted_by=by.id)
        changes = _give_back_fields(kind, kept, row)
        made = _make_again(kind, row)
        _give_back_rows(kind, row, made)
        _give_back_reach(kind, row)
        _send_again(kind, row)
        follow_changed(kind, [row.into, row.merged], {"birthday", *changes})
        _tell(kind, row, kept, by=by, at=at, request_id=request_id)
        row.refresh_from_db()
        return row


def _kept(by: Actor, kind: ClientKind, merge: ClientMerge) -> Client:
    kept = locked(by, kind, {merge.into}).get(merge.into)
    if kept is None:
        raise NotFound
    was = merge.record["row"]
    if not by.policy.may_merge([holding_of(kept), Holding(was["owner_id"], was["team_id"])]):
        raise NotAllowed
    return kept


def _tell(
    kind: ClientKind, merge: ClientMerge, kept: Client, *, by: Actor, at: datetime, request_id: str
) -> None:
    """Both histories tell of it: there are two of them again."""
    for client, name in ((merge.into, merge.name), (merge.merged, kept.name)):
        told = {"merge": merge.pk, "name": name, "is_kept": client == merge.into}
        link = {kind.value: client}
        record(EventKind.CLIENT_PARTED, by=by, at=at, payload=told, request_id=request_id, **link)  # type: ignore[arg-type]  # contact or company


# -- the fields ----------------------------------------------------------------------------------------------------


def _give_back_fields(kind: ClientKind, kept: Client, merge: ClientMerge) -> dict[str, Any]:
    back = returning(kind, kept, merge)
    table = TABLES[kind]
    written = {
        name: python_value(table, name, _linked(table, name, value, kept.pk)) for name, value in back.items()
    }
    write(kept, written)
    _correct_later(kind, merge)
    return written


def _correct_later(kind: ClientKind, merge: ClientMerge) -> None:
    """What later merges found as this one had left it, they are to give back as it was before this one."""
    left = dict(merge.record["changes"])
    for later in standing(kind, [merge.into]):
        changes = later.record["changes"]
        found = [name for name in changes if later.pk > merge.pk and name in left]
        for name in found:
            before, after = left.pop(name)
            if changes[name][0] == after:
                changes[name][0] = before
        if found:
            ClientMerge.objects.filter(pk=later.pk).update(record=later.record)


def _linked(table: type[Model], column: str, value: Any, row: int) -> Any:
    """The value to be written; a client that was merged since gets the row back when it is parted itself."""
    linked = linked_kind(table, column)
    if linked is None or value is None:
        return value
    for merge in chain_of(linked, value):
        name = f"{table._meta.model_name}.{column.removesuffix('_id')}"  # noqa: SLF001 - as above
        moved = merge.record["moved"].setdefault(name, [])
        if row not in moved:
            moved.append(row)
            ClientMerge.objects.filter(pk=merge.pk).update(record=merge.record)
        value = merge.into
    return value


def _make_again(kind: ClientKind, merge: ClientMerge) -> Client:
    """The merged one's row as it was."""
    table = TABLES[kind]
    was = {
        name: _linked(table, name, value, merge.merged)
        for name, value in merge.record["row"].items()
        if name in columns(table, merge.record["row"])
    }
    made: Any = made_of(table, was)
    made.version += 1
    made.save(force_insert=True)
    return made  # type: ignore[no-any-return]  # of one of the two tables


# -- what leads to them --------------------------------------------------------------------------------------------


def _give_back_rows(kind: ClientKind, merge: ClientMerge, made: Client) -> None:
    links = links_to(kind)
    for name, ids in merge.record["moved"].items():
        if name in links:
            table, field, _ = links[name]
            rows = table._default_manager.filter(pk__in=ids, **{field: merge.into})  # noqa: SLF001 - as above
            rows.update(**{f"{field}_id": merge.merged})
            _correct_merged(table, field, ids, merge)
    deals = merge.record["moved"].get("deal.contact", ())
    if kind is ClientKind.CONTACT and deals:
        _give_back_noted(deals, merge)
    if isinstance(made, Company) and is_below(made.parent_id, _below(made.pk)):
        Company.objects.filter(pk=made.pk).update(parent=None)


def _below(company: int) -> set[int]:
    return set(Company.objects.filter(parent=company).values_list("id", flat=True))


def _give_back_noted(deals: Collection[int], merge: ClientMerge) -> None:
    """What was noted since on a deal goes with the deal: it was with whom the deal is with."""
    gone = Deal.objects.filter(pk__in=deals, contact=merge.merged).values("pk")
    for table, field, _ in links_to(ClientKind.CONTACT).values():
        names = {one.name for one in table._meta.concrete_fields}  # noqa: SLF001 - as above
        if table is not Deal and {"deal", "created_at"} <= names:
            since = table._default_manager.filter(  # noqa: SLF001 - as above
                deal__in=gone, created_at__gt=merge.at, **{field: merge.into}
            )
            since.update(**{f"{field}_id": merge.merged})


def _correct_merged(table: type[Model], field: str, ids: Collection[int], merge: ClientMerge) -> None:
    """Rows that are part of others by now: what is kept of them leads back as well."""
    kind = next((kind for kind, model in TABLES.items() if model is table), None)
    if kind is None:
        return
    for other in ClientMerge.objects.filter(kind=kind, merged__in=ids, parted_at=None):
        if other.record["row"].get(f"{field}_id") == merge.into:
            other.record["row"][f"{field}_id"] = merge.merged
            ClientMerge.objects.filter(pk=other.pk).update(record=other.record)


def _give_back_reach(kind: ClientKind, merge: ClientMerge) -> None:
    links = links_to(kind)
    for name, kept in merge.record["copied"].items():
        table, field, _ = links[name]
        key = KEYS[name.partition(".")[0]]
        manager = table._default_manager  # noqa: SLF001 - as above
        there = {getattr(row, key): row for row in manager.filter(**{field: merge.into}).order_by("pk")}
        holds = table is CustomValue
        # A number that was taken away is nobody's any more; what a field held, each had for itself.
        back = [row for row in kept["rows"] if holds or row[key] in there]
        leaving = set(kept["added"]) - _kept_by_later(kind, merge, name, kept["added"])
        if holds:
            leaving -= _edited_since(kept["rows"], there)
        manager.filter(**{field: merge.into, f"{key}__in": leaving}).delete()
        manager.bulk_create(_made_again(table, field, row, merge) for row in back)


def _edited_since(brought: Iterable[dict[str, Any]], there: Mapping[str, Model]) -> set[str]:
    """The fields whose values somebody has changed at the kept one since they were brought: these stay."""
    edited = set()
    for row in brought:
        own = there.get(row["slot"])
        if own is not None:
            now = plain(own)
            if any(now[name] != row.get(name) for name in VALUE_COLUMNS):
                edited.add(row["slot"])
    return edited


def _made_again(table: type[Model], field: str, row: dict[str, Any], merge: ClientMerge) -> Model:
    was = {
        name: _linked(table, name, value, row["id"]) for name, value in row.items() if name != f"{field}_id"
    }
    return made_of(table, {**was, f"{field}_id": merge.merged})


def _kept_by_later(kind: ClientKind, merge: ClientMerge, name: str, added: Iterable[str]) -> set[str]:
    """Numbers that others brought as well who are part of the kept one still: from now on they are theirs."""
    taken: set[str] = set()
    key = KEYS[name.partition(".")[0]]
    for other in standing(kind, [merge.into]):
        copied = other.record["copied"].get(name)
        if other.pk == merge.pk or copied is None:
            continue
        theirs = ({row[key] for row in copied["rows"]} & set(added)) - taken
        if theirs:
            copied["added"] = sorted({*copied["added"], *theirs})
            ClientMerge.objects.filter(pk=other.pk).update(record=other.record)
            taken |= theirs
    return taken


def _send_again(kind: ClientKind, merge: ClientMerge) -> None:
    """Who was sent by the other is so again, where nobody has said otherwise since."""
    if kind is ClientKind.COMPANY:
        return
    for deal, sender in merge.record["unsent"]:
        Deal.objects.filter(pk=deal, referred_by=None).exclude(contact=sender).update(referred_by=sender)
