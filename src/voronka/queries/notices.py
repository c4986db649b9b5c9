"""What people were told, as the page lists it and as messages carry it; and how each wants to be reached.

Rights are looked at whenever a notice is shown or sent: of a deal that its reader may not read any more nothing is said
but that there was something.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Max

from voronka.domain.bundling import Quiet
from voronka.domain.errors import NotFound
from voronka.domain.notices import KINDS, OF_SANCTIONS, Channel, NoticeKind, kinds_for
from voronka.domain.permissions import Actor
from voronka.models import Notice, NoticeChoice, NoticeMessage, NoticeSettings, User
from voronka.queries.actors import actor_of
from voronka.queries.sanction_rules import terms
from voronka.queries.visibility import readable_deals

PAGE = 40
MOST_COUNTED = 100


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice. `is_hidden`: its deal is not its reader's to read any more; nothing of it is told then."""

    id: int
    kind: NoticeKind
    at: datetime
    is_read: bool
    deal: int | None = None
    deal_title: str = ""
    by: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class NoticePage:
    """The newest notices, and from which id to read on; None at the end."""

    lines: tuple[NoticeLine, ...]
    more: int | None


def notices_of(actor: Actor, *, before: int | None = None, shown: int = PAGE) -> NoticePage:
    """What the actor was told, the newest first. Three queries."""
    rows = Notice.objects.filter(to=actor.id).exclude(kind__in=_LETTERS).order_by("-id")
    if before is not None:
        rows = rows.filter(id__lt=before)
    found = list(rows.select_related("by")[: shown + 1])
    lines = _lines(actor, found[:shown])
    return NoticePage(tuple(lines), lines[-1].id if len(found) > shown else None)


def notices_after(actor: Actor, after: int, most: int = 3) -> tuple[NoticeLine, ...]:
    """The newest unread ones that came after one; newest first."""
    rows = Notice.objects.filter(to=actor.id, id__gt=after, read_at=None).order_by("-id")
    return tuple(_lines(actor, list(rows.select_related("by")[:most])))


def notice_of(actor: Actor, notice: int) -> NoticeLine:
    """One of the actor's own.

    Raises:
        NotFound
    """
    row = Notice.objects.filter(to=actor.id, pk=notice).select_related("by").first()
    if row is None:
        raise NotFound
    return _lines(actor, [row])[0]


def newest_notice(actor: Actor) -> int:
    """The id of the newest notice to the actor, 0 for none."""
    return Notice.objects.filter(to=actor.id).order_by("-id").values_list("id", flat=True).first() or 0


def unread_count(actor: Actor) -> int:
    """How many wait to be read, counted on to MOST_COUNTED."""
    return Notice.objects.filter(to=actor.id, read_at=None)[:MOST_COUNTED].count()


def unread_of(people: Collection[int]) -> dict[int, tuple[int, int]]:
    """For each of these: how many wait to be read, and the newest of them. One query on what is unread."""
    unread = Notice.objects.filter(read_at=None, to__in=people).order_by().values_list("to_id")
    return {to: (count, newest) for to, count, newest in unread.annotate(Count("id"), Max("id"))}


_LETTERS = [kind for kind, about in KINDS.items() if about.is_letter]


def _lines(actor: Actor, rows: list[Notice]) -> list[NoticeLine]:
    deals = {row.deal_id for row in rows if row.deal_id is not None}
    titles = dict(readable_deals(actor).filter(pk__in=deals).values_list("id", "title")) if deals else {}
    return [_line(row, titles) for row in rows]


def _line(row: Notice, titles: Mapping[int, str]) -> NoticeLine:
    kind, is_read = NoticeKind(row.kind), row.read_at is not None
    if row.deal_id is not None and row.deal_id not in titles:
        return NoticeLine(row.pk, kind, row.at, is_read, is_hidden=True)
    return NoticeLine(
        id=row.pk,
        kind=kind,
        at=row.at,
        is_read=is_read,
        deal=row.deal_id,
        deal_title=titles.get(row.deal_id or 0, ""),
        by="" if row.by is None else row.by.name,
        payload=row.payload,
    )


# -- how each wants to be reached ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a person wants to be reached."""

    only_in_page: bool = False
    quiet_from: time | None = None
    quiet_until: time | None = None
    choices: Mapping[tuple[str, str], bool] = field(default_factory=dict)

    def wants(self, kind: NoticeKind, channel: Channel) -> bool:
        """Whether notices of the kind go out by the channel."""
        return not self.only_in_page and self.chosen(kind, channel)

    def chosen(self, kind: NoticeKind, channel: Channel) -> bool:
        """As `wants`, for when they go out at all."""
        return self.choices.get((kind, channel), channel in KINDS[kind].channels)

    def quiet(self, zone: str) -> Quiet | None:
        """The quiet hours by the person's clock; None for none."""
        if self.quiet_from is None or self.quiet_until is None or self.quiet_from == self.quiet_until:
            return None
        return Quiet(ZoneInfo(zone), self.quiet_from, self.quiet_until)


def wishes_of(people: Collection[int]) -> dict[int, Wishes]:
    """The wishes of each of these. Two queries."""
    rows = {row.user_id: row for row in NoticeSettings.objects.filter(user__in=people)}
    chosen: dict[int, dict[tuple[str, str], bool]] = {}
    for choice in NoticeChoice.objects.filter(user__in=people):
        chosen.setdefault(choice.user_id, {})[choice.kind, choice.channel] = choice.wanted
    return {person: _wishes(rows.get(person), chosen.get(person, {})) for person in people}


def _wishes(row: NoticeSettings | None, choices: Mapping[tuple[str, str], bool]) -> Wishes:
    if row is None:
        return Wishes(choices=choices)
    return Wishes(row.only_in_page, row.quiet_from, row.quiet_until, choices)


def grid_of(actor: Actor) -> tuple[NoticeKind, ...]:
    """The kinds that can concern the actor: whoever works no deals is told of none. One query."""
    hidden = frozenset[NoticeKind]() if terms().is_on else OF_SANCTIONS
    kinds = kinds_for(actor.role) if actor.policy.works_deals else ()
    return tuple(kind for kind in kinds if kind not in hidden)


# -- messages ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reader:
    """Who gets a message."""

    id: int
    name: str
    email: str
    language: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message as it is to be carried. `lines` oldest first; empty when there is nothing left to say."""

    id: int
    token: str
    channel: Channel
    reader: Reader
    lines: tuple[NoticeLine, ...]
    made_at: datetime
    is_sent: bool


def outgoing(message: int) -> Outgoing | None:
    """A message with what may be said of its notices now; None: there is none any more."""
    row = NoticeMessage.objects.filter(pk=message).select_related("to").first()
    if row is None:
        return None
    notices = list(Notice.objects.filter(deliveries__message=row).select_related("by").order_by("id"))
    lines = _lines(actor_of(row.to), notices) if row.to.is_active else []
    return Outgoing(
        id=row.pk,
        token=row.token,
        channel=Channel(row.channel),
        reader=_reader(row.to),
        lines=tuple(line for line in lines if not line.is_hidden),
        made_at=row.made_at,
        is_sent=row.sent_at is not None,
    )


def _reader(user: User) -> Reader:
    return Reader(user.pk, user.name, user.email, user.language, user.time_zone)
