"""Lists of people and companies that an actor may see: found, sorted, read in pages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from django.db.models import Count, IntegerField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from voronka.domain.permissions import Actor
from voronka.domain.relations import Relation
from voronka.domain.search_access import DocumentKind
from voronka.models import Company, Contact, Email, Phone
from voronka.queries.client_places import place_name
from voronka.queries.paging import Cursor, seek
from voronka.queries.relations import neglected, relation_condition, relations_now
from voronka.queries.search import matching
from voronka.queries.visibility import visible_companies, visible_contacts, visible_deals

PAGE = 50


class ClientSort(StrEnum):
    """The orders of the lists."""

    NAME = "name"
    ACTIVITY = "activity"
    DEALS = "deals"

    @property
    def key_type(self) -> type[str | datetime | int]:
        """What a cursor of this order holds."""
        return {ClientSort.NAME: str, ClientSort.ACTIVITY: datetime, ClientSort.DEALS: int}[self]

    @property
    def is_falling(self) -> bool:
        """Whether the largest comes first."""
        return self is not ClientSort.NAME


@dataclass(frozen=True, slots=True)
class ClientRow:
    """One line: a person or a company. `about` is position or sector; deals count as far as they may be seen."""

    id: int
    name: str
    about: str
    company: str
    phone: str
    email: str
    zone: str
    place: str
    owner: int | None
    owner_name: str
    open_deals: int
    active_at: datetime
    relation: Relation | None


@dataclass(frozen=True, slots=True)
class ClientPage:
    """Rows and the place to read on from, None at the end."""

    rows: tuple[ClientRow, ...]
    more: Cursor | None


class Only(StrEnum):
    """Which of them a list is narrowed to: what they are to us, or Clients whom nobody has touched for long."""

    ALL = ""
    LEAD = "lead"
    CUSTOMER = "customer"
    CLIENT = "client"
    CARE = "care"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list is asked for: words, which of them, in which order, from where on."""

    text: str = ""
    only: Only = Only.ALL
    sort: ClientSort = ClientSort.NAME
    cursor: Cursor | None = None


def people(actor: Actor, asked: Asked, at: datetime, size: int = PAGE) -> ClientPage:
    """A page of the people. Eight queries at most, whatever it holds."""
    columns = (
        "id",
        "name",
        "position",
        "company__name",
        "time_zone",
        "city",
        "owner",
        "owner__name",
        "created_at",
    )
    rows = _narrowed(visible_contacts(actor), actor, DocumentKind.CONTACT, asked.text)
    return _page(actor, _only(rows, "contact", asked.only, at), "contact", columns, asked, size)


def companies(actor: Actor, asked: Asked, at: datetime, size: int = PAGE) -> ClientPage:
    """A page of the companies."""
    columns = (
        "id",
        "name",
        "sector",
        "legal_name",
        "time_zone",
        "city",
        "owner",
        "owner__name",
        "created_at",
    )
    rows = _narrowed(visible_companies(actor), actor, DocumentKind.COMPANY, asked.text)
    return _page(actor, _only(rows, "company", asked.only, at), "company", columns, asked, size)


def every_person(actor: Actor, asked: Asked, at: datetime) -> list[int]:
    """Ids of all people whom the list is about, by name."""
    rows = _narrowed(visible_contacts(actor), actor, DocumentKind.CONTACT, asked.text)
    return list(_only(rows, "contact", asked.only, at).order_by("name", "id").values_list("id", flat=True))


def every_company(actor: Actor, asked: Asked, at: datetime) -> list[int]:
    """Ids of all companies that the list is about, by name."""
    rows = _narrowed(visible_companies(actor), actor, DocumentKind.COMPANY, asked.text)
    return list(_only(rows, "company", asked.only, at).order_by("name", "id").values_list("id", flat=True))


Client = TypeVar("Client", Contact, Company)


def _narrowed(rows: QuerySet[Client], actor: Actor, kind: DocumentKind, text: str) -> QuerySet[Client]:
    return rows.filter(pk__in=matching(actor, kind, text)) if text.strip() else rows


def _only(rows: QuerySet[Client], link: str, only: Only, at: datetime) -> QuerySet[Client]:
    match only:
        case Only.ALL:
            return rows
        case Only.CARE:
            return neglected(rows, link, at)
        case _:
            return rows.filter(relation_condition(link, Relation(only.value)))


def _page(
    actor: Actor,
    rows: QuerySet[Client],
    link: str,
    columns: Sequence[str],
    asked: Asked,
    size: int,
) -> ClientPage:
    sort = asked.sort
    rows = rows.annotate(**_sort_key(actor, sort, link))
    ordered = seek(rows, _COLUMNS[sort], asked.cursor, falling=sort.is_falling)
    found = list(ordered.values_list(*columns, _COLUMNS[sort])[: size + 1])
    ids = [row[0] for row in found[:size]]
    deals = _deals_of(actor, link, ids)
    phones = _first(Phone, "e164", link, ids)
    emails = _first(Email, "address", link, ids)
    relations = relations_now(link, ids)
    made = tuple(
        _row(row[:-1], deals.get(row[0]), phones, emails, relations.get(row[0])) for row in found[:size]
    )
    more = Cursor(found[size - 1][-1], found[size - 1][0]) if len(found) > size else None
    return ClientPage(made, more)


_COLUMNS = {ClientSort.NAME: "name", ClientSort.ACTIVITY: "active_at", ClientSort.DEALS: "open_deals"}


def _sort_key(actor: Actor, sort: ClientSort, link: str) -> dict[str, Any]:
    """The annotation to sort by: of the deals that the actor may see only."""
    deals = visible_deals(actor).filter(**{link: OuterRef("pk")}).order_by().values(link)
    match sort:
        case ClientSort.NAME:
            return {}
        case ClientSort.ACTIVITY:
            return {
                "active_at": Coalesce(Subquery(deals.annotate(k=Max("changed_at")).values("k")), "created_at")
            }
        case ClientSort.DEALS:
            counted = deals.filter(is_open=True).annotate(k=Count("pk")).values("k")
            return {"open_deals": Coalesce(Subquery(counted, output_field=IntegerField()), 0)}


def _row(
    row: tuple[Any, ...],
    deals: tuple[int, datetime] | None,
    phones: Mapping[int, str],
    emails: Mapping[int, str],
    relation: Relation | None,
) -> ClientRow:
    id, name, about, company, zone, city, owner, owner_name, created_at = row
    count, changed_at = deals or (0, created_at)
    return ClientRow(
        id=id,
        name=name,
        about=about,
        company=company or "",
        phone=phones.get(id, ""),
        email=emails.get(id, ""),
        zone=zone,
        place=place_name(zone, city),
        owner=owner,
        owner_name=owner_name or "",
        open_deals=count,
        active_at=changed_at,
        relation=relation,
    )


def _deals_of(actor: Actor, link: str, ids: Sequence[int]) -> dict[int, tuple[int, datetime]]:
    """For each client how many open deals and when the last change, of what the actor may see."""
    rows = (
        visible_deals(actor)
        .filter(**{f"{link}__in": ids})
        .values_list(link)
        .annotate(open=Count("pk", filter=Q(is_open=True)), changed=Max("changed_at"))
        .order_by()
    )
    return {client: (count, changed_at) for client, count, changed_at in rows}


def _first(table: type[Phone] | type[Email], column: str, link: str, ids: Iterable[int]) -> dict[int, str]:
    rows = table.objects.filter(**{f"{link}__in": list(ids)}).order_by("-id").values_list(link, column)
    return dict(rows)
