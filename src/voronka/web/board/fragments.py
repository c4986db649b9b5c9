"""Cards and column heads as HTML, kept by what they show.

A fragment's key is every value that is in it, and the language: an equal key is an equal fragment, so nothing
kept can ever be out of date, and nothing need be thrown away when a deal changes. That is why no fragment may
depend on who reads it or on the time; the browser fills what does (due-time, stage-age, client-clock).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.template.loader import get_template
from django.utils.translation import get_language
from markupsafe import Markup

from voronka.domain.pipeline import StageKind, limit_among
from voronka.domain.task import TaskKind
from voronka.queries.board_sql import instant
from voronka.queries.client_places import place_name, said_by
from voronka.queries.deal_brief import ClientClock
from voronka.web.addresses import address
from voronka.web.board.heads import Head
from voronka.web.board.words import conversion_text, limit_text, limits_text
from voronka.web.formatting import phone_display
from voronka.web.labels import TASK_ICONS, TASK_KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voronka.domain.ids import StageId
    from voronka.domain.pipeline import Stage, StageLimit
    from voronka.queries.board import CardRow, Tally
    from voronka.queries.conversion import Conversion

# About a kilobyte each.
_MOST_CARDS = 20_000
_MOST_HEADS = 4_000
# About 25 kilobytes each.
_MOST_COLUMNS = 800
_MINUTE = timedelta(minutes=1)
# The ribbon's drawing: a box of 100 by 34 with the funnel around its middle.
_MIDDLE = 17.0
_THICKEST, _THINNEST = 15.0, 1.0


@dataclass(frozen=True, slots=True)
class Card:
    """A card in the reader's words, for its template."""

    id: int
    version: int
    href: str
    title: str
    client: str
    amount: Decimal | None
    currency: str
    owner: int | None
    owner_name: str
    step_icon: str
    step_kind: str
    step: str
    due_at: str
    due_on: str
    entered_at: str
    limit_minutes: int | None
    limit_at: str
    team: int
    zone: str
    place: str
    zone_by: str


def card(row: CardRow, stage: Stage) -> Markup:
    """The card of a deal that stands at `stage`."""
    return _card(row, limit_of(row, stage.limit, stage.limits), get_language() or "en")


def limit_of(row: CardRow, limit: timedelta | None, limits: tuple[StageLimit, ...]) -> timedelta | None:
    """How long the deal may stay at its stage."""
    return limit_among(limits, limit, Decimal(row.amount_base).scaleb(-2), row.source) if limits else limit


@lru_cache(maxsize=_MOST_CARDS)
def _card(row: CardRow, limit: timedelta | None, language: str) -> Markup:
    del language
    clock = _clock(row)
    kind = TaskKind(row.task_kind)
    shown = Card(
        id=row.id,
        version=row.version,
        href=address("deal", row.id),
        title=row.title,
        client=_client(row),
        amount=None if row.amount is None else Decimal(row.amount).scaleb(-2),
        currency=row.currency,
        owner=row.owner,
        owner_name=row.owner_name or "",
        step_icon=TASK_ICONS[kind],
        step_kind=str(TASK_KINDS[kind]),
        step=row.task_title,
        due_at=_instant(row.due_at),
        due_on=row.due_on or "",
        entered_at=_instant(row.entered_at),
        limit_minutes=None if limit is None else limit // _MINUTE,
        limit_at=_instant(row.limit_at) if row.limit_at else "",
        team=row.team,
        zone=clock.zone,
        place=clock.place,
        zone_by=clock.by,
    )
    return _drawn("board/_card.html", {"card": shown})


def _client(row: CardRow) -> str:
    """Company, else contact, else telephone; whichever the title does not say already."""
    # A caller whose name nobody knows yet is called by the number.
    known = [phone_display(name) for name in (row.company_name, row.contact_name, row.phone) if name]
    return next((name for name in known if name != row.title), "")


def _clock(row: CardRow) -> ClientClock:
    """The client's zone and place: the contact's, else the company's; a zone without a city names its own.

    What the number plan says is known by its being a region or a country: that spares the board two columns.
    """
    ways = ((row.contact_zone, row.contact_city or ""), (row.company_zone, row.company_city or ""))
    for zone, city in ways:
        if zone:
            return ClientClock(zone, place_name(zone, city), said_by(city))
    return ClientClock("", place_name("", next((city for _, city in ways if city), "")))


def _instant(text: str) -> str:
    """To the minute, in UTC: that is all a card shows, and it packs better."""
    return f"{instant(text):%Y-%m-%dT%H:%M}Z"


def head(shown: Head) -> Markup:
    """The head of a column."""
    return _head(shown, get_language() or "en")


@lru_cache(maxsize=_MOST_HEADS)
def _head(shown: Head, language: str) -> Markup:
    del language
    said = {"limit": limit_text(shown), "limits": limits_text(shown), "conversion": conversion_text(shown)}
    return _drawn("board/_head.html", {"head": shown, **said})


@dataclass(frozen=True, slots=True)
class More:
    """The button that appends cards: how many it will bring, how many are left, and from where."""

    href: str
    brings: int
    left: int


@dataclass(frozen=True, slots=True)
class ColumnParts:
    """What a column is drawn from; together with the language its fragment's key.

    `before` is the stage before it, when that has criteria.
    """

    pipeline: int
    stage: int
    name: str
    limit: timedelta | None
    limits: tuple[StageLimit, ...]
    kind: StageKind
    head: Head
    rows: tuple[CardRow, ...]
    more: More | None
    before: str
    before_id: int
    begins: bool
    is_filtered: bool

    @property
    def is_unsorted(self) -> bool:
        """Whether it is the column of what is not sorted yet."""
        return self.kind is StageKind.UNSORTED

    @property
    def picture(self) -> str:
        """The icon of the column while it is empty."""
        return "handshake" if self.head.is_last else "inbox" if self.is_unsorted else "file-signature"


def column(parts: ColumnParts) -> Markup:
    """A whole column. Where nothing has changed in it since the last look it is kept as one piece."""
    return _column(parts, get_language() or "en")


@lru_cache(maxsize=_MOST_COLUMNS)
def _column(parts: ColumnParts, language: str) -> Markup:
    cards = Markup("").join(
        _card(row, limit_of(row, parts.limit, parts.limits), language) for row in parts.rows
    )
    return _drawn(
        "board/_column.html", {"column": parts, "head": _head(parts.head, language), "cards": cards}
    )


def heads(
    stages: tuple[Stage, ...],
    tallies: Mapping[StageId, Tally],
    conversions: Mapping[StageId, Conversion],
    neck: StageId | None,
    currency: str,
    *,
    sets_up: bool,
) -> list[Head]:
    """The heads of all columns: each ribbon begins as thick as its own column and ends as thick as the next."""
    most = max((tally.deals for tally in tallies.values()), default=0)
    thick = [_half(tallies[stage.id].deals, most) for stage in stages] + [_THINNEST]
    return [
        Head(
            stage=stage.id,
            kind=stage.kind,
            name=stage.name,
            limit=stage.limit,
            limits=stage.limits,
            deals=tallies[stage.id].deals,
            amount=tallies[stage.id].amount,
            currency=currency,
            ribbon=_ribbon(thick[at], thick[at + 1]),
            share=conversions[stage.id].share,
            is_last=stage is stages[-1],
            is_neck=stage.id == neck,
            following="" if stage is stages[-1] else stages[at + 1].name,
            sets_up=sets_up,
        )
        for at, stage in enumerate(stages)
    ]


def _half(deals: int, most: int) -> float:
    return max(_THINNEST, _THICKEST * deals / most) if most else _THINNEST


def _ribbon(here: float, following: float) -> str:
    """The points of the column's part of the funnel."""
    corners = ((0, -here), (62, -here), (100, -following), (100, following), (62, here), (0, here))
    return " ".join(f"{x},{_MIDDLE + y:.1f}" for x, y in corners)


def _drawn(template: str, context: dict[str, Any]) -> Markup:
    # The engine escapes; without a request there is nothing of the reader in it.
    return Markup(get_template(template).render(context).strip())  # noqa: S704 - see above
