"""Finding deals, contacts and companies by any part of a name, number or address, across scripts and layouts.

A query is tried as typed, then as typed on another keyboard layout, then with mistyped words corrected; the
first that finds something the actor may see is the answer. Who may see a hit is decided by `visibility`; the
access keys only spare the reading of what could never be seen.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet

from voronka.domain.money import Money
from voronka.domain.permissions import Actor, OfOwner
from voronka.domain.search_access import DocumentKind, scope_keys
from voronka.domain.search_text import fold, phone_digits, readings
from voronka.queries.client_places import place_name
from voronka.queries.deal_brief import NO_CLOCK, ClientClock
from voronka.queries.search_index import NEWEST, Hit, Place, Wanted, look_up
from voronka.queries.search_typos import corrections
from voronka.queries.visibility import visible_companies, visible_contacts, visible_deals

LONGEST_QUERY = 100
MOST_WORDS = 8
# How many hits of the index are looked at for each that is shown: closed deals give way to open ones, and
# what stands inside a word to what begins one.
_CANDIDATES_PER_HIT = 5
# Lists of people and companies show at most so many hits; whoever gets more adds a word.
MOST_LISTED = 2000


@dataclass(frozen=True, slots=True)
class Found:
    """One hit: what it is called, what tells it from its namesakes, and what stands beside it.

    A deal has its stage and money (None: no amount yet), a client the clock they live by.
    """

    id: int
    title: str
    subtitle: str
    stage: str = ""
    money: Money | None = None
    clock: ClientClock = NO_CLOCK


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The first hits of each kind. `corrected` is what was searched for instead of the mistyped words."""

    deals: tuple[Found, ...] = ()
    contacts: tuple[Found, ...] = ()
    companies: tuple[Found, ...] = ()
    corrected: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found."""
        return not (self.deals or self.contacts or self.companies)


def search(
    actor: Actor, text: str, limit_per_kind: int = 6, kinds: Collection[DocumentKind] = tuple(DocumentKind)
) -> SearchResult:
    """What the actor may see of what matches: names that begin so first, open deals before closed, newest first."""
    for query in _queries(text):
        found = _find(actor, query, limit_per_kind, kinds)
        if not found.is_empty:
            return found
    # That a word is known is told only with something that the actor may see.
    for query in corrections(fold(_cut(text))):
        found = _find(actor, query, limit_per_kind, kinds)
        if not found.is_empty:
            return replace(found, corrected=query)
    return SearchResult()


def matching(actor: Actor, kind: DocumentKind, text: str) -> list[int]:
    """Ids of deals, contacts or companies that match in any reading, before rights: for filters of lists."""
    found: dict[int, None] = {}
    for query in _queries(text):
        found.update(dict.fromkeys(hit.id for hit in _hits(actor, [kind], query, MOST_LISTED)[kind]))
    return list(found)


def _cut(text: str) -> str:
    return text[:LONGEST_QUERY].replace("\x00", "")


def _queries(text: str) -> list[str]:
    digits = phone_digits(_cut(text))
    # What looks like a phone may as well be a tax ID with its dots.
    return list(dict.fromkeys([*([digits] if digits else []), *readings(_cut(text))]))


def _hits(
    actor: Actor, kinds: Collection[DocumentKind], query: str, most: int
) -> Mapping[DocumentKind, Sequence[Hit]]:
    scope = actor.policy.scope
    wanted = Wanted(scope_keys(scope), tuple(query.split(" ")[:MOST_WORDS]), most)
    # A seller has so little among the newest of all that reading them is no short cut.
    return look_up(wanted, kinds, newest=0 if isinstance(scope, OfOwner) else NEWEST)


def _find(actor: Actor, query: str, limit: int, kinds: Collection[DocumentKind]) -> SearchResult:
    hits = _hits(actor, kinds, query, limit * _CANDIDATES_PER_HIT)
    return SearchResult(
        deals=_deals(actor, hits.get(DocumentKind.DEAL, ()), limit),
        contacts=_contacts(actor, hits.get(DocumentKind.CONTACT, ()), limit),
        companies=_companies(actor, hits.get(DocumentKind.COMPANY, ()), limit),
    )


_DEAL = ("id", "title", "company__name", "contact__name", "is_open", "stage__name", "amount", "currency")
_CONTACT = (
    "id", "name", "company__name", "position", "time_zone", "city", "company__time_zone", "company__city",
)  # fmt: skip
_COMPANY = ("id", "name", "city", "tax_id", "time_zone")


def _deals(actor: Actor, hits: Sequence[Hit], limit: int) -> tuple[Found, ...]:
    rows = _rows(visible_deals(actor), hits, *_DEAL)
    places = {hit.id: hit.place for hit in hits}
    rows.sort(key=lambda row: (places[row[0]], not row[4], -row[0]))
    return tuple(
        Found(id, title, company or contact or "", stage, None if amount is None else Money(amount, currency))
        for id, title, company, contact, _, stage, amount, currency in rows[:limit]
    )


def _contacts(actor: Actor, hits: Sequence[Hit], limit: int) -> tuple[Found, ...]:
    rows = _ranked(_rows(visible_contacts(actor), hits, *_CONTACT), hits)
    return tuple(
        Found(
            id, name, company or position,
            clock=_clock(zone, city) if zone else _clock(company_zone or "", company_city or ""),
        )
        for id, name, company, position, zone, city, company_zone, company_city in rows[:limit]
    )  # fmt: skip


def _clock(zone: str, city: str) -> ClientClock:
    return ClientClock(zone, place_name(zone, city))


def _companies(actor: Actor, hits: Sequence[Hit], limit: int) -> tuple[Found, ...]:
    rows = _ranked(_rows(visible_companies(actor), hits, *_COMPANY), hits)
    return tuple(
        Found(id, name, ", ".join(filter(None, (city, tax))), clock=_clock(zone, city))
        for id, name, city, tax, zone in rows[:limit]
    )


def _rows(visible: QuerySet[Any], hits: Sequence[Hit], *columns: str) -> list[Any]:
    if not hits:
        return []
    return list(visible.filter(pk__in=[hit.id for hit in hits]).values_list(*columns))


def _ranked(rows: list[Any], hits: Sequence[Hit]) -> list[Any]:
    """Clients in the order of the hits, but those whose name begins so in the order of the names."""
    places = {hit.id: hit.place for hit in hits}
    order = {hit.id: number for number, hit in enumerate(hits)}

    def rank(row: Any) -> tuple[Place, str, int]:
        place = places[row[0]]
        return place, row[1].casefold() if place is Place.BEGINNING else "", order[row[0]]

    return sorted(rows, key=rank)
