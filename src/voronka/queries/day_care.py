"""The Clients of a person, or of a head's teams, whom nobody has touched for longer than care allows."""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from voronka.domain.relations import Relation
from voronka.queries.day import SIDE_ROWS
from voronka.queries.relations import neglected
from voronka.queries.statements import fetch
from voronka.queries.visibility import visible_companies, visible_contacts
from voronka.queries.whose_day import MOST, Whose


@dataclass(frozen=True, slots=True)
class Neglected:
    """A Client to be touched: `kind` is `company`, or `contact` for a person without one."""

    kind: str
    id: int
    name: str
    about: str
    owner_name: str


@dataclass(frozen=True, slots=True)
class Care:
    """The first of them, and how many there are, counted up to `MOST`."""

    rows: tuple[Neglected, ...] = ()
    total: int = 0

    @property
    def list_page(self) -> str:
        """The list where most of them stand."""
        return "people" if self.rows and self.rows[0].kind == "contact" else "companies"


def care(whose: Whose, now: datetime) -> Care:
    """Companies, then people who belong to none. Four queries; one where nobody is a Client yet."""
    if not _has_clients():
        return Care()
    companies = neglected(_of(whose, visible_companies(whose.actor)), "company", now)
    people = neglected(_of(whose, visible_contacts(whose.actor)).filter(company=None), "contact", now)
    found = [_told("company", *row) for row in _first(companies, "city")]
    found += [_told("contact", *row) for row in _first(people, "position")]
    return Care(tuple(islice(found, SIDE_ROWS)), min(MOST, len(found)))


def _has_clients() -> bool:
    """Whether anybody is a Client yet. The word stands in the text: a plan for any relation knows no index of Clients."""
    client = f"SELECT 1 FROM voronka_clientrelation WHERE relation = '{Relation.CLIENT}' LIMIT 1"  # noqa: S608 - our own name
    return bool(fetch(client, ()))


def _of(whose: Whose, rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows if whose.is_team else rows.filter(owner=whose.person)


def _first(rows: QuerySet[Any], about: str) -> QuerySet[Any]:
    return rows.order_by("name", "id").values_list("id", "name", about, "owner__name")[:MOST]


def _told(kind: str, id: int, name: str, about: str, owner_name: str | None) -> Neglected:
    return Neglected(kind, id, name, about, owner_name or "")
