"""Exceptions that sellers ask for: the open ones of a head's teams, and whom to ask."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from voronka.domain.events import EventKind
from voronka.domain.ids import TeamId
from voronka.domain.permissions import Actor, Role, chain
from voronka.models import Deal, Event, User
from voronka.queries.actors import team_parents
from voronka.queries.persons import Person, persons
from voronka.queries.visibility import visible_deals

# A head with more open wishes than this has another problem.
MOST = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """A wish that was not answered by a move yet. `event` is its number in the log."""

    event: int
    by: Person | None
    at: datetime
    reason: str
    to: int
    to_name: str


@dataclass(frozen=True, slots=True)
class OpenAsk:
    """An open wish with the deal it is about. `client` is empty for none."""

    asked: Asked
    deal: int
    title: str
    client: str
    stage: str
    owner: Person | None


def open_asks(actor: Actor) -> tuple[OpenAsk, ...]:
    """The wishes of the deals that the actor leads, the oldest first; one for each deal, its newest. Three queries.

    A wish is open until the deal moves; undoing that move opens it again.
    """
    if not actor.policy.may_make_exceptions:
        return ()
    newest = _newest(actor)
    deals = visible_deals(actor).filter(pk__in=newest)
    rows = {deal.pk: deal for deal in deals.select_related("stage", "company", "contact", "owner")}
    who = persons(event.actor_id for event in newest.values())
    oldest_first = sorted(newest.items(), key=lambda pair: pair[1].pk)
    return tuple(_ask(rows[deal], event, who) for deal, event in oldest_first if deal in rows)


def asked_for(row: Deal) -> Asked | None:
    """The open wish of one deal, None for none. One query, two when there is one."""
    event = _open_wishes(Deal.objects.all()).filter(deal_id=row.pk).first()
    return None if event is None else _asked(event, persons([event.actor_id]))


def head_above(team: int) -> Person | None:
    """The nearest head of a team: whom its sellers ask. Two queries."""
    teams = list(chain(TeamId(team), team_parents()))
    heads = User.objects.filter(role=Role.HEAD, is_active=True, team__in=teams).values_list(
        "id", "name", "team_id"
    )
    nearest = min(heads, key=lambda head: (teams.index(TeamId(head[2] or 0)), head[0]), default=None)
    return None if nearest is None else Person(nearest[0], nearest[1])


def _open_wishes(deals: QuerySet[Deal]) -> QuerySet[Event]:
    """Wishes about these deals that still stand where they stood: read by the small index of wishes."""
    unmoved = deals.filter(
        pk=OuterRef("deal_id"), is_open=True, stage=OuterRef("stage_id"), entered_at__lte=OuterRef("at")
    )
    return Event.objects.filter(Exists(unmoved), kind=EventKind.EXCEPTION_ASKED).order_by("-id")


def _newest(actor: Actor) -> dict[int, Event]:
    """The newest open wish of each deal."""
    newest: dict[int, Event] = {}
    for event in _open_wishes(visible_deals(actor))[:MOST]:
        if event.deal_id is not None:
            newest.setdefault(event.deal_id, event)
    return newest


def _asked(event: Event, who: dict[int | None, Person]) -> Asked:
    told = event.payload
    return Asked(
        event=event.pk,
        by=who.get(event.actor_id),
        at=event.at,
        reason=told["reason"],
        to=told["to"],
        to_name=told["to_name"],
    )


def _ask(row: Deal, event: Event, who: dict[int | None, Person]) -> OpenAsk:
    client = row.company or row.contact
    return OpenAsk(
        asked=_asked(event, who),
        deal=row.pk,
        title=row.title,
        client="" if client is None else client.name,
        stage=row.stage.name,
        owner=None if row.owner is None else Person(row.owner.pk, row.owner.name),
    )
