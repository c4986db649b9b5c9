"""Which clients were merged into which, and the rows behind both pages that ask: before a merge, and before a parting."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import ForeignKey, ManyToOneRel, Model

from voronka.domain.merging import FOLLOWS, UNCHOSEN, WAYS, ClientKind, Pair, Take, Way
from voronka.models import ClientMerge, Company, Contact
from voronka.queries.merge_record import columns, plain_value

TABLES: dict[ClientKind, type[Contact] | type[Company]] = {
    ClientKind.CONTACT: Contact,
    ClientKind.COMPANY: Company,
}
Client = Contact | Company
# More often than this nobody is merged on; a circle would end here.
_DEEPEST = 100


def links_to(kind: ClientKind) -> dict[str, tuple[type[Model], str, Way]]:
    """Every column of the database that leads to a contact or a company: its name, table, field, and its way.

    One that WAYS does not know yet is moved, so that nothing is lost; the database refuses what can't be.
    """
    found: dict[str, tuple[type[Model], str, Way]] = {}
    for relation in TABLES[kind]._meta.get_fields(include_hidden=True):  # noqa: SLF001 - Django's documented API
        if isinstance(relation, ManyToOneRel):
            table, field = relation.related_model, relation.field.name
            assert isinstance(table, type)  # noqa: S101 - Django has resolved the names of tables by now
            name = f"{table._meta.model_name}.{field}"  # noqa: SLF001 - as above
            found[name] = (table, field, WAYS[kind].get(name, Way.MOVED))
    return found


def pairs(kept: Client, merged: Client) -> tuple[Pair, ...]:
    """The fields of two of a kind, beside each other: by the columns, so that a new one is never forgotten."""
    names = [field.attname for field in kept._meta.concrete_fields]  # noqa: SLF001 - Django's documented API
    return tuple(
        Pair(name, _alone(kept, merged, name), _alone(merged, kept, name))
        for name in names
        if name not in UNCHOSEN
    )


def _alone(row: Model, other: Model, name: str) -> Any:
    """A value; that one is below the other means nothing once both are one."""
    value = getattr(row, name)
    return None if value == other.pk and linked_table(type(row), name) is type(row) else value


def linked_table(table: type[Model], column: str) -> type[Model] | None:
    """The table that a column leads to; None for a column that leads nowhere."""
    field = next(one for one in table._meta.concrete_fields if one.attname == column)  # noqa: SLF001 - as above
    if not isinstance(field, ForeignKey):
        return None
    assert isinstance(field.related_model, type)  # noqa: S101 - Django has resolved the names of tables by now
    return field.related_model


def taken(kept: Client, merged: Client, choices: Mapping[str, Take]) -> dict[str, Any]:
    """What every column of the kept one says after the merge."""
    values = {pair.name: pair.value(choices.get(pair.name)) for pair in pairs(kept, merged)}
    values["created_at"] = min(kept.created_at, merged.created_at)
    for follower, leader in FOLLOWS.items():
        whose = kept if values[leader] == getattr(kept, leader) else merged
        values[follower] = getattr(whose, follower)
    if isinstance(kept, Company) and is_below(values["parent_id"], {kept.pk, merged.pk}):
        values["parent_id"] = None
    return values


def seen_of(kept: Client, merged: Client) -> str:
    """What tells whether either has changed since it was shown."""
    return f"{kept.pk}.{kept.version}-{merged.pk}.{merged.version}"


def is_below(company: int | None, those: set[int]) -> bool:
    """Whether a company is one of those, or below one."""
    passed: set[int] = set()
    while company is not None and company not in passed:
        if company in those:
            return True
        passed.add(company)
        company = Company.objects.filter(pk=company).values_list("parent", flat=True).first()
    return False


def returning(kind: ClientKind, kept: Client, merge: ClientMerge) -> dict[str, Any]:
    """The columns of the kept one that get back what they said before the merge: those that nobody edited since."""
    changes: Mapping[str, list[Any]] = merge.record["changes"]
    known = columns(TABLES[kind], changes)
    same = {name for name in known if plain_value(kept, name) == _now(kind, name, changes[name][1])}
    edited = set(known) - same
    return {name: changes[name][0] for name in known if name in same and FOLLOWS.get(name) not in edited}


def _now(kind: ClientKind, column: str, value: Any) -> Any:
    """A value; where it leads to a client that is part of another by now, that one."""
    linked = linked_kind(TABLES[kind], column)
    chain = chain_of(linked, value) if linked is not None and value is not None else []
    return chain[-1].into if chain else value


def linked_kind(table: type[Model], column: str) -> ClientKind | None:
    """As `linked_table`, where that is of contacts or companies."""
    linked = linked_table(table, column)
    return next((kind for kind, model in TABLES.items() if model is linked), None)


def standing(kind: ClientKind, into: Collection[int]) -> list[ClientMerge]:
    """What was merged into these and is part of them still, the oldest first."""
    rows = ClientMerge.objects.filter(kind=kind, into__in=list(into), parted_at=None)
    return list(rows.select_related("by").order_by("id"))


def survivor_of(kind: ClientKind, client: int) -> int | None:
    """Of whom a merged client is part now; None when it was not merged."""
    chain = chain_of(kind, client)
    return chain[-1].into if chain else None


def chain_of(kind: ClientKind, client: int) -> list[ClientMerge]:
    """The merges from a client to whom it is part of now, the first one first."""
    chain: list[ClientMerge] = []
    while len(chain) < _DEEPEST:
        merge = ClientMerge.objects.filter(kind=kind, merged=client, parted_at=None).first()
        if merge is None:
            break
        chain.append(merge)
        client = merge.into
    return chain


def parts_of(kind: ClientKind, client: int) -> list[int]:
    """The numbers of all that are part of a client now, also of those that are part of its parts. A query a depth."""
    found: list[int] = []
    asked: list[int] = [client]
    while asked and len(found) < _DEEPEST:
        asked = [merge.merged for merge in standing(kind, asked)]
        found += asked
    return found


def merged_names(kind: ClientKind, clients: Iterable[int]) -> dict[int, str]:
    """What those were called that are part of others now."""
    ids = list(clients)
    if not ids:
        return {}
    rows = ClientMerge.objects.filter(kind=kind, merged__in=ids, parted_at=None)
    return dict(rows.values_list("merged", "name"))
