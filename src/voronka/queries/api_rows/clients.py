"""Contacts and companies as the API tells them.

When one was changed is told by the log, which has an entry for every change: no column can lie about it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from voronka.domain.errors import NotFound
from voronka.domain.merging import ClientKind
from voronka.domain.permissions import Actor
from voronka.models import Company, Contact, Email, Event, Phone
from voronka.queries.merges import survivor_of
from voronka.queries.visibility import visible_companies, visible_contacts

Row = dict[str, Any]
_BOTH = (
    "id", "version", "name", "city", "time_zone", "description", "owner_id", "team_id", "care_days", "created_at",
)  # fmt: skip
_COLUMNS = {
    ClientKind.CONTACT: (*_BOTH, "position", "decides", "company_id", "language", "birthday"),
    ClientKind.COMPANY: (
        *_BOTH, "legal_name", "tax_id", "site", "sector", "country", "address", "employees", "founded_year",
        "annual_revenue", "parent_id",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ClientFilter:
    """Which clients; what is None says nothing. `phone` is E.164, `email` in lower case."""

    owner: int | None = None
    company: int | None = None
    phone: str | None = None
    email: str | None = None
    updated_since: datetime | None = None


def client_rows(actor: Actor, kind: ClientKind, wanted: ClientFilter, *, after: int, most: int) -> list[Row]:
    """Contacts or companies that the actor may see, by id. Three queries, however many they are."""
    rows = _visible(actor, kind).filter(id__gt=after).order_by("id")
    equal = {"owner": wanted.owner, "phones__e164": wanted.phone, "emails__address": wanted.email}
    if kind is ClientKind.CONTACT:
        equal["company"] = wanted.company
    rows = rows.filter(**{name: value for name, value in equal.items() if value is not None})
    if wanted.updated_since is not None:
        later = _events(kind).filter(at__gte=wanted.updated_since)
        rows = rows.filter(Q(created_at__gte=wanted.updated_since) | Exists(later))
    return _with_reach(kind, list(_values(kind, rows.distinct())[:most]))


def client_told(actor: Actor, kind: ClientKind, client: int) -> Row:
    """One of them. Three queries.

    Raises:
        NotFound
    """
    found = list(_values(kind, _visible(actor, kind).filter(pk=client)))
    if not found:
        raise NotFound
    return _with_reach(kind, found)[0]


def became(actor: Actor, kind: ClientKind, client: int) -> int | None:
    """The one that this one is part of now, where the actor may see that."""
    into = survivor_of(kind, client)
    return into if into is not None and _visible(actor, kind).filter(pk=into).exists() else None


def _visible(actor: Actor, kind: ClientKind) -> QuerySet[Any]:
    return visible_contacts(actor) if kind is ClientKind.CONTACT else visible_companies(actor)


def _events(kind: ClientKind) -> QuerySet[Event]:
    return Event.objects.filter(deal_id=None, **{f"{kind.value}_id": OuterRef("pk")})


def _values(kind: ClientKind, rows: QuerySet[Contact] | QuerySet[Company]) -> QuerySet[Any, Row]:
    newest = Subquery(_events(kind).order_by("-id").values("at")[:1])
    updated = Greatest("created_at", Coalesce(newest, "created_at"))
    told: QuerySet[Any, Row] = rows.values(*_COLUMNS[kind], updated_at=updated)
    return told


def _with_reach(kind: ClientKind, rows: list[Row]) -> list[Row]:
    """Their numbers and addresses beside them."""
    ids = [row["id"] for row in rows]
    phones, emails = _reach(Phone, "e164", kind, ids), _reach(Email, "address", kind, ids)
    for row in rows:
        row["phones"], row["emails"] = phones.get(row["id"], []), emails.get(row["id"], [])
        if row.get("annual_revenue") is not None:
            row["annual_revenue"] = f"{row['annual_revenue']:f}"
    return rows


def _reach(
    table: type[Phone] | type[Email], column: str, kind: ClientKind, ids: Iterable[int]
) -> dict[int, list[str]]:
    link = f"{kind.value}_id"
    found: dict[int, list[str]] = {}
    rows = table._default_manager.filter(**{f"{link}__in": ids}).order_by("id")  # noqa: SLF001 - Django's public name for it
    for client, value in rows.values_list(link, column):
        found.setdefault(client, []).append(value)
    return found
