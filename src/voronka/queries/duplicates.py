"""The pairs that a search found and that a person may decide, and the whole base as a search reads it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, assert_never

from django.db.models import Exists, OuterRef, Q, QuerySet

from voronka.domain.duplicates.audit import Step
from voronka.domain.duplicates.organisations import Organisation
from voronka.domain.duplicates.persons import Person
from voronka.domain.merging import ClientKind
from voronka.domain.permissions import Actor, Everything, OfOwner, OfTeams
from voronka.models import Company, Contact, DuplicateAudit, DuplicatePair, Email, Phone
from voronka.queries.merges import TABLES

_CHUNK = 2000
PAGE = 30


@dataclass(frozen=True, slots=True)
class Side:
    """One of two, as it is shown beside the other."""

    id: int
    name: str
    about: str
    city: str
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    owner: str


@dataclass(frozen=True, slots=True)
class FoundPair:
    """Two that may be one. `reasons`: how they agree, comparison -> level."""

    id: int
    surely: float
    reasons: Mapping[str, str]
    one: Side
    other: Side


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits for a decision, the surest first, and how many there are of each kind."""

    pairs: tuple[FoundPair, ...]
    counts: Mapping[ClientKind, int]


def duplicates(actor: Actor, kind: ClientKind) -> Queue:
    """Pairs of whom the actor may change both. Six queries."""
    waiting = _mergeable(actor, kind).order_by("-surely", "id")[:PAGE]
    rows = list(waiting)
    sides = _sides(kind, {id for row in rows for id in (row.one, row.other)})
    return Queue(
        tuple(FoundPair(row.pk, row.surely, row.reasons, sides[row.one], sides[row.other]) for row in rows),
        {one: _mergeable(actor, one).count() for one in ClientKind},
    )


def _mergeable(actor: Actor, kind: ClientKind) -> QuerySet[DuplicatePair]:
    """As `Policy.may_merge` says, in SQL; whoever is part of another by now is in no table."""
    held = TABLES[kind].objects.filter(_held(actor))
    return DuplicatePair.objects.filter(
        Exists(held.filter(pk=OuterRef("one"))),
        Exists(held.filter(pk=OuterRef("other"))),
        kind=kind,
        apart_at=None,
    )


def _held(actor: Actor) -> Q:
    match actor.policy.scope:
        case Everything():
            return Q()
        case OfTeams(teams):
            return Q(team__in=teams)
        case OfOwner(user, _):
            return Q(owner=user)
        case other:
            assert_never(other)


def _sides(kind: ClientKind, ids: set[int]) -> dict[int, Side]:
    rows: Iterable[Any] = TABLES[kind].objects.filter(pk__in=ids).select_related("owner").order_by("id")
    names = (
        _company_names({row.company_id for row in rows if row.company_id})
        if kind is ClientKind.CONTACT
        else {}
    )
    phones, emails = _of_clients(Phone, "e164", kind, ids), _of_clients(Email, "address", kind, ids)
    return {
        row.pk: Side(
            id=row.pk,
            name=row.name,
            about=names.get(row.company_id, "") if kind is ClientKind.CONTACT else row.tax_id,
            city=row.city,
            phones=phones.get(row.pk, ()),
            emails=emails.get(row.pk, ()),
            owner="" if row.owner is None else row.owner.name,
        )
        for row in rows
    }


def _company_names(ids: set[int]) -> dict[int, str]:
    return dict(Company.objects.filter(pk__in=ids).values_list("id", "name"))


def _of_clients(
    table: type[Phone] | type[Email], column: str, kind: ClientKind, ids: Iterable[int]
) -> dict[int, tuple[str, ...]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    rows: Any = table.objects.filter(**{f"{kind}__in": list(ids)}).order_by("id")
    for id, value in rows.values_list(kind.value, column):
        found[id].append(value)
    return {id: tuple(values) for id, values in found.items()}


@dataclass(frozen=True, slots=True)
class AuditState:
    """The last search. `by`: who asked for it, or nobody."""

    asked_at: datetime
    seen_at: datetime
    by: str
    step: Step
    records: int
    looked_at: int
    found: int
    finished_at: datetime | None
    is_cancelled: bool


def last_audit() -> AuditState | None:
    """The search that is on, or the last one. One query."""
    row = DuplicateAudit.objects.select_related("by").order_by("-id").first()
    if row is None:
        return None
    by = "" if row.by is None else row.by.name
    return AuditState(
        row.asked_at, row.seen_at, by, Step(row.step), row.records, row.looked_at, row.found, row.finished_at,
        row.is_cancelled,
    )  # fmt: skip


# -- what a search reads ---------------------------------------------------------------------------------------------


def all_persons() -> Iterator[Person]:
    """Every contact, in portions by key."""
    for rows in _portions(Contact.objects.select_related("company")):
        ids = [row.pk for row in rows]
        phones, emails = (
            _of_clients(Phone, "e164", ClientKind.CONTACT, ids),
            _of_clients(Email, "address", ClientKind.CONTACT, ids),
        )
        for row in rows:
            yield Person(
                id=row.pk,
                name=row.name,
                born="" if row.birthday is None else row.birthday.isoformat(),
                phones=phones.get(row.pk, ()),
                emails=emails.get(row.pk, ()),
                organisation="" if row.company is None else row.company.name,
                city=row.city,
                occupation=row.position,
            )


def all_organisations() -> Iterator[Organisation]:
    """Every company, in portions by key."""
    for rows in _portions(Company.objects.all()):
        ids = [row.pk for row in rows]
        phones, emails = (
            _of_clients(Phone, "e164", ClientKind.COMPANY, ids),
            _of_clients(Email, "address", ClientKind.COMPANY, ids),
        )
        for row in rows:
            yield Organisation(
                id=row.pk,
                name=row.name,
                legal_name=row.legal_name,
                tax_id=row.tax_id,
                site=row.site,
                phones=phones.get(row.pk, ()),
                emails=emails.get(row.pk, ()),
                address=row.address,
                city=row.city,
            )


def _portions(table: QuerySet[Any]) -> Iterator[list[Any]]:
    last = 0
    while rows := list(table.filter(pk__gt=last).order_by("id")[:_CHUNK]):
        yield rows
        last = rows[-1].pk
