"""Making two contacts, or two companies, one: nothing of the merged one is dropped, and it can be parted again (ADR 0039)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import F, Model

from voronka.commands.event_log import record
from voronka.commands.hearing import follow_decider
from voronka.commands.identity_locks import hold_identities
from voronka.commands.relations import follow_clients
from voronka.commands.robot_runs import look_at_birthdays
from voronka.commands.search_index import forget_client, index_companies, index_contacts, index_deals
from voronka.commands.transaction import writing
from voronka.domain.errors import Invalid, NotAllowed, NotFound, Problem
from voronka.domain.events import EventKind
from voronka.domain.merging import FOLLOWS, ClientKind, Take, Way
from voronka.domain.permissions import Actor
from voronka.domain.search_access import DocumentKind
from voronka.models import ClientMerge, Company, Contact, Deal, Email, Phone
from voronka.queries.merge_record import KEYS, plain, plain_value
from voronka.queries.merges import TABLES, Client, links_to, seen_of, taken
from voronka.queries.visibility import holding_of, visible_companies, visible_contacts


def merge_clients(
    *,
    by: Actor,
    at: datetime,
    kind: ClientKind,
    into: int,
    merged: int,
    choices: Mapping[str, Take] | None = None,
    seen: str = "",
    request_id: str = "",
) -> ClientMerge:
    """Make `merged` part of `into`. More than two are merged one after the other, in one transaction if wanted.

    `choices`: column -> whose value; of others what `Pair.default` says. `seen`: the `seen_of` that the preview told;
    where either changed since, nothing is done.

    Raises:
        NotFound, NotAllowed: who may not change both.
        Invalid: merged: UNCHANGED where both are one already; seen: CHANGED.
    """
    with writing():
        kept, gone = _both(by, kind, into, merged)
        if seen and seen != seen_of(kept, gone):
            raise Invalid({"seen": Problem.CHANGED})
        merge = ClientMerge(kind=kind, into=into, merged=merged, name=gone.name, at=at, by_id=by.id)
        kept_record: dict[str, Any] = {"row": plain(gone)}
        kept_record["changes"] = _take_fields(kept, gone, choices or {})
        kept_record["unsent"] = _unsend(kind, kept, gone)
        kept_record["copied"], kept_record["moved"] = _bring_over(kind, kept, gone)
        merge.record = kept_record
        # Not Django's deleting, which would take along whatever leads here: the database refuses if anything does.
        TABLES[kind].objects.filter(pk=merged)._raw_delete("default")  # noqa: SLF001 - there is no public way
        merge.save()
        forget_client(document_kind(kind), merged)
        follow_changed(kind, [into], kept_record["changes"])
        told = {
            "merge": merge.pk,
            "name": gone.name,
            "changes": _told(kept_record["changes"]),
        }
        link = {kind.value: into}
        record(EventKind.CLIENT_MERGED, by=by, at=at, payload=told, request_id=request_id, **link)  # type: ignore[arg-type]  # contact or company
        return merge


def _both(by: Actor, kind: ClientKind, into: int, merged: int) -> tuple[Client, Client]:
    if into == merged:
        raise Invalid({"merged": Problem.UNCHANGED})
    rows = locked(by, kind, {into, merged})
    if len(rows) != 2:
        raise NotFound
    if not by.policy.may_merge(map(holding_of, rows.values())):
        raise NotAllowed
    return rows[into], rows[merged]


def locked(by: Actor, kind: ClientKind, ids: Iterable[int]) -> dict[int, Client]:
    """Those of these clients that the actor may see; nobody changes them, or looks for them to add to, until the end."""
    found = _reach(kind, ids)
    hold_identities(phones=found["phone"], emails=found["email"])
    list(TABLES[kind].objects.select_for_update().filter(pk__in=ids).order_by("id").values_list("id"))
    rows: Iterable[Client] = (
        visible_contacts(by).filter(pk__in=ids)
        if kind is ClientKind.CONTACT
        else visible_companies(by).filter(pk__in=ids)
    )
    return {row.pk: row for row in rows}


def _reach(kind: ClientKind, ids: Iterable[int]) -> dict[str, list[str]]:
    of_clients = {f"{kind}__in": list(ids)}
    return {
        "phone": list(Phone.objects.filter(**of_clients).values_list("e164", flat=True)),
        "email": list(Email.objects.filter(**of_clients).values_list("address", flat=True)),
    }


# -- the fields ----------------------------------------------------------------------------------------------------


def _take_fields(kept: Client, gone: Client, choices: Mapping[str, Take]) -> dict[str, list[Any]]:
    """Give the kept one the chosen values. Returns what changed: column -> [before, after]."""
    wanted = taken(kept, gone, choices)
    before = {name: plain_value(kept, name) for name in wanted}
    write(kept, wanted)
    after = {name: plain_value(kept, name) for name in wanted}
    changed = {name for name in wanted if before[name] != after[name]}
    # What follows another column goes back with it, also where it said the same by chance.
    changed |= {name for name, leader in FOLLOWS.items() if leader in changed}
    return {name: [before[name], after[name]] for name in wanted if name in changed}


def write(row: Client, columns: Mapping[str, Any]) -> None:
    """Set columns of a client, as the next version of it."""
    for name, value in columns.items():
        setattr(row, name, value)
    row.version += 1
    type(row).objects.filter(pk=row.pk).update(**columns, version=row.version)


def _told(changes: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
    """The changes as the timeline tells them of any change: with the names of companies, and nothing of the inside."""
    names = dict(
        Company.objects.filter(
            pk__in=[id for name in ("company_id", "parent_id") for id in changes.get(name, ()) if id]
        ).values_list("id", "name")
    )
    shown = {}
    for name, (before, after) in changes.items():
        if name in {"company_id", "parent_id"}:
            shown[name.removesuffix("_id")] = [names.get(before), names.get(after)]
        elif name != "created_at" and name not in FOLLOWS:
            shown[name] = [before, after]
    return shown


# -- what leads to the merged one ----------------------------------------------------------------------------------


def _unsend(kind: ClientKind, kept: Client, gone: Client) -> list[list[int]]:
    """Nobody sends themselves: of deals of the one that the other sent, that is put away."""
    if kind is ClientKind.COMPANY:
        return []
    both = (kept.pk, gone.pk)
    rows = Deal.objects.filter(contact__in=both, referred_by__in=both).exclude(contact=F("referred_by"))
    unsent = [
        [deal, sender] for deal, sender in rows.order_by("id").values_list("id", "referred_by_id") if sender
    ]
    Deal.objects.filter(pk__in=[deal for deal, _ in unsent]).update(referred_by=None)
    return unsent


def _bring_over(kind: ClientKind, kept: Client, gone: Client) -> tuple[dict[str, Any], dict[str, list[int]]]:
    copied: dict[str, Any] = {}
    moved: dict[str, list[int]] = {}
    for name, (table, field, way) in links_to(kind).items():
        match way:
            case Way.MOVED:
                moved[name] = _move(table, field, kept, gone)
            case Way.COPIED:
                copied[name] = _copy(table, field, kept, gone)
            case Way.REMADE:
                table._default_manager.filter(**{field: gone.pk}).delete()  # noqa: SLF001 - Django's documented API
    return copied, {name: ids for name, ids in moved.items() if ids}


def _move(table: type[Model], field: str, kept: Client, gone: Client) -> list[int]:
    rows = table._default_manager.filter(**{field: gone.pk})  # noqa: SLF001 - as above
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    rows.update(**{f"{field}_id": kept.pk})
    return ids


def _copy(table: type[Model], field: str, kept: Client, gone: Client) -> dict[str, Any]:
    """The kept one's own stay the first: by the first somebody is called."""
    key = KEYS[table._meta.model_name or ""]  # noqa: SLF001 - as above
    manager = table._default_manager  # noqa: SLF001 - as above
    own = set(manager.filter(**{field: kept.pk}).values_list(key, flat=True))
    theirs = list(manager.filter(**{field: gone.pk}).order_by("pk"))
    rows = [plain(row) for row in theirs]
    manager.filter(**{field: gone.pk}).delete()
    new = {getattr(row, key): row for row in reversed(theirs) if getattr(row, key) not in own}
    added = [row for row in theirs if new.get(getattr(row, key)) is row]
    for row in added:
        row.pk = None
        setattr(row, f"{field}_id", kept.pk)
    manager.bulk_create(added)
    return {"rows": rows, "added": [getattr(row, key) for row in added]}


# -- what follows --------------------------------------------------------------------------------------------------


def document_kind(kind: ClientKind) -> DocumentKind:
    """The search's word for the kind."""
    return DocumentKind.CONTACT if kind is ClientKind.CONTACT else DocumentKind.COMPANY


def follow_changed(kind: ClientKind, clients: Iterable[int], changes: Iterable[str]) -> None:
    """Bring what repeats facts of these clients up to them: relations, deals, search."""
    ids = list(clients)
    follow_clients({(kind.value, id) for id in ids})
    if kind is ClientKind.CONTACT:
        for id, decides in Contact.objects.filter(pk__in=ids).values_list("id", "decides"):
            follow_decider(id, decides=decides)
        index_contacts(ids)
        index_deals(Deal.objects.filter(contact__in=ids).values_list("id", flat=True))
    else:
        index_companies(ids)
        index_contacts(Contact.objects.filter(company__in=ids).values_list("id", flat=True))
        index_deals(Deal.objects.filter(company__in=ids).values_list("id", flat=True))
    if "birthday" in changes:
        look_at_birthdays()
