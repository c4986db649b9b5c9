"""The new deals behind a number of the first touches: whose they are, when they came, how long they wait or waited."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from voronka.domain.permissions import Actor
from voronka.domain.pipeline import Pipeline
from voronka.models import Deal, Team
from voronka.queries.calendars import calendars
from voronka.queries.persons import Person, persons
from voronka.reports.first_touch import MOST, NewDeal, first_limit, new_deals
from voronka.reports.touch_filter import Touched, TouchQuery

SHOWN = 200


@dataclass(frozen=True, slots=True)
class WaitingDeal:
    """One new deal. `client` is empty for none.

    `waited`: working time to its first touch; of one never touched until it was closed, or until now while it `waits`.
    """

    id: int
    title: str
    client: str
    stage: str
    seller: Person | None
    team: str
    made_at: datetime
    waited: timedelta
    was_touched: bool
    waits: bool


@dataclass(frozen=True, slots=True)
class NewDeals:
    """Those that wait first, then by how long they did, the longest first; and how many there are."""

    rows: tuple[WaitingDeal, ...]
    total: int


def deals_waiting(actor: Actor, pipeline: Pipeline, query: TouchQuery, now: datetime) -> NewDeals:
    """The new deals that a number counts. Some queries, one for each five hundred deals."""
    within, known = first_limit(pipeline), calendars()
    found = [deal for deal in new_deals(actor, pipeline, query.time)[:MOST] if _is_asked(deal, query, within)]
    untouched = [deal.id for deal in found if deal.waited is None]
    closed = dict(Deal.objects.filter(pk__in=untouched, is_open=False).values_list("id", "closed_at"))
    lengths = {
        deal.id: known.of(deal.team).worked(deal.made_at, closed.get(deal.id) or now)
        if deal.waited is None
        else deal.waited
        for deal in found
    }
    waiting = set(untouched) - closed.keys()
    order = {deal.id: (deal.id in waiting, lengths[deal.id], -deal.id) for deal in found}
    shown = sorted(found, key=lambda deal: order[deal.id], reverse=True)[:SHOWN]
    rows = Deal.objects.select_related("company", "contact", "stage").in_bulk([deal.id for deal in shown])
    who, teams = persons({deal.seller for deal in shown}), dict(Team.objects.values_list("id", "name"))
    return NewDeals(
        tuple(
            WaitingDeal(
                id=deal.id,
                title=deal.title,
                client=_client(rows[deal.id]),
                stage=rows[deal.id].stage.name,
                seller=None if deal.seller is None else who[deal.seller],
                team=teams.get(deal.team, ""),
                made_at=deal.made_at,
                waited=lengths[deal.id],
                was_touched=deal.waited is not None,
                waits=deal.id in waiting,
            )
            for deal in shown
        ),
        len(found),
    )


def _is_asked(deal: NewDeal, query: TouchQuery, within: timedelta | None) -> bool:
    if query.seller not in {None, deal.seller} or query.team not in {None, deal.team}:
        return False
    match query.touched:
        case None:
            return True
        case Touched.YES:
            return deal.waited is not None
        case Touched.IN_TIME:
            return deal.waited is not None and within is not None and deal.waited <= within
        case Touched.NOT_YET:
            return deal.waited is None


def _client(row: Deal) -> str:
    client = row.company or row.contact
    return "" if client is None else client.name
