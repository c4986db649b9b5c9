"""What clients are to us: the stored history, the facts it rests on, and which Clients nobody has touched for long."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet

from voronka.domain.events import MoveHow
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import PipelineKind, StageKind
from voronka.domain.qualification import Fit
from voronka.domain.relations import Cause, DealStory, Reached, Relation, history
from voronka.domain.task import TaskKind, TaskState
from voronka.models import (
    Call,
    ClientRelation,
    Company,
    Contact,
    Deal,
    Dispatch,
    Meeting,
    Task,
)
from voronka.queries.statements import day, fetch, instant
from voronka.queries.visibility import visible_deals
from voronka.queries.workspace import workspace

Key = tuple[str, int]
"""`contact` or `company`, and the id."""

# Done, such a task was a touch.
_TOUCHING = (TaskKind.CALL, TaskKind.MEETING, TaskKind.VISIT, TaskKind.EMAIL)


# -- the facts ------------------------------------------------------------------------------------------------------


def clients_of(deal: Deal) -> set[Key]:
    """The person and the company of a deal, as far as it has them."""
    both = {("contact", deal.contact_id), ("company", deal.company_id)}
    return {(link, id) for link, id in both if id is not None}


# Of every deal of these clients: whose it is, when it was asked for, first qualified positively, and first paid.
_STORIES = """SELECT deal.id, deal.contact_id, deal.company_id, deal.created_at,
 (SELECT MIN(visit.left_at) FROM voronka_stagevisit visit JOIN voronka_stage stage ON stage.id = visit.stage_id
   JOIN voronka_pipeline pipeline ON pipeline.id = stage.pipeline_id WHERE visit.deal_id = deal.id AND (
   pipeline.kind = %s AND visit.left_how = %s
   OR pipeline.kind = %s AND stage.kind = %s AND visit.left_how IN (%s, %s))),
 (SELECT verdict.at FROM voronka_dealverdict verdict JOIN voronka_pipeline pipeline ON pipeline.id = deal.pipeline_id
   WHERE verdict.deal_id = deal.id AND verdict.verdict = %s AND pipeline.kind = %s),
 (SELECT MIN(payment.paid_on) FROM voronka_payment payment
   WHERE payment.deal_id = deal.id AND payment.removed_at IS NULL)
 FROM voronka_deal deal WHERE """
_WAYS = (
    *(PipelineKind.LEAD, MoveHow.WON),
    *(PipelineKind.SALE, StageKind.WORKING, MoveHow.FORWARD, MoveHow.WON),
    *(Fit.FIT, PipelineKind.SALE),
)
_LINKS = ("contact", "company")


def histories(clients: Iterable[Key]) -> dict[Key, tuple[Reached, ...]]:
    """What the deals of these clients make of them. Two queries, in SQL: nearly every command on a deal asks."""
    asked: dict[str, list[int]] = defaultdict(list)
    for link, id in clients:
        asked[link].append(id)
    found: dict[Key, list[DealStory]] = {(link, id): [] for link, ids in asked.items() for id in ids}
    for links, story in _stories(asked) if found else ():
        for client in zip(_LINKS, links, strict=True):
            if client in found:
                found[client].append(story)
    return {client: history(stories) for client, stories in found.items()}


def _stories(asked: Mapping[str, list[int]]) -> Iterator[tuple[tuple[int, int], DealStory]]:
    """The deals of these clients, each with its person and company."""
    zone = ZoneInfo(workspace().time_zone)
    those = (f"deal.{link}_id IN ({', '.join(['%s'] * len(ids))})" for link, ids in asked.items())
    values = [*map(str, _WAYS), *(id for ids in asked.values() for id in ids)]
    for deal, contact, company, *told, paid in fetch(_STORIES + " OR ".join(those), values):
        created, left, fit = (_day(instant(at), zone) if at else None for at in told)
        assert created is not None  # noqa: S101 - the column is never empty
        qualified = min((on for on in (left, fit) if on), default=None)
        yield (contact, company), DealStory(deal, created, qualified, day(paid) if paid else None)


def _day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()


# -- what is stored -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RelationView:
    """A relation on a client's page; `deal` and `title` are empty where the reader may not see the deal."""

    relation: Relation
    on: date
    cause: Cause
    deal: int | None
    title: str


def relations_of(actor: Actor, row: Contact | Company) -> tuple[RelationView, ...]:
    """A client's history, the present relation last. Two queries."""
    rows = list(ClientRelation.objects.filter(**{_link(row): row}))
    ids = {one.deal_id for one in rows}
    titles = dict(visible_deals(actor).filter(pk__in=ids).values_list("id", "title")) if ids else {}
    order = list(Relation)
    return tuple(
        RelationView(
            Relation(one.relation),
            one.since_on,
            Cause(one.cause),
            one.deal_id if one.deal_id in titles else None,
            titles.get(one.deal_id, ""),
        )
        for one in sorted(rows, key=lambda one: order.index(Relation(one.relation)))
    )


def relations_now(link: str, ids: Iterable[int]) -> Mapping[int, Relation]:
    """What each of these people (`contact`) or companies is now. One query."""
    order = list(Relation)
    found: dict[int, Relation] = {}
    rows = ClientRelation.objects.filter(**{f"{link}__in": list(ids)}).values_list(link, "relation")
    for client, text in rows:
        relation = Relation(text)
        found[client] = max(found.get(client, relation), relation, key=order.index)
    return found


def relation_condition(link: str, wanted: Relation) -> Q:
    """That a person or a company is this now, and nothing more."""
    order = list(Relation)
    more = order[order.index(wanted) + 1 :]
    condition = Q(Exists(_has(link, [wanted])))
    return condition & ~Q(Exists(_has(link, more))) if more else condition


def has_paid(contact: int | None, company: int | None) -> bool:
    """Whether the person or the company is a Client. One query, none for nobody."""
    those = Q(contact=contact) if contact is not None else Q()
    if company is not None:
        those |= Q(company=company)
    return bool(those) and ClientRelation.objects.filter(those, relation=Relation.CLIENT).exists()


def _has(link: str, relations: Iterable[Relation]) -> QuerySet[ClientRelation]:
    return ClientRelation.objects.filter(**{link: OuterRef("pk")}, relation__in=list(relations))


def _link(row: Contact | Company) -> str:
    return "contact" if isinstance(row, Contact) else "company"


# -- care -----------------------------------------------------------------------------------------------------------


def neglected(rows: QuerySet[Any], link: str, at: datetime) -> QuerySet[Any]:
    """Those among people or companies who are Clients and whom nobody has touched for as long as care allows.

    A touch is a call, a meeting, something sent, or such a task done, on any of their deals.
    """
    usual = workspace().care_days
    wanted = Q(pk__in=[])
    for days in {*_own_cadences(rows), usual} - {0}:
        cutoff = at - timedelta(days=days)
        own = Q(care_days=days) | Q(care_days=None) if days == usual else Q(care_days=days)
        wanted |= own & Q(Exists(_client_since(link, cutoff))) & ~_touched_since(link, cutoff)
    return rows.filter(wanted)


def _own_cadences(rows: QuerySet[Any]) -> set[int]:
    table = rows.model._default_manager  # noqa: SLF001 - Django's public name for it
    return set(table.exclude(care_days=None).order_by().values_list("care_days", flat=True).distinct())


def _client_since(link: str, cutoff: datetime) -> QuerySet[ClientRelation]:
    return _has(link, [Relation.CLIENT]).filter(since_on__lte=cutoff.date())


def _touched_since(link: str, cutoff: datetime) -> Q:
    of_client = {f"deal__{link}": OuterRef("pk")}
    done = Task.objects.filter(**of_client, state=TaskState.DONE, kind__in=_TOUCHING, closed_at__gte=cutoff)
    there = {**of_client, "removed_at": None}
    return (
        Q(Exists(Call.objects.filter(**there, started_at__gte=cutoff)))
        | Q(Exists(Meeting.objects.filter(**there, at__gte=cutoff)))
        | Q(Exists(Dispatch.objects.filter(**there, sent_at__gte=cutoff)))
        | Q(Exists(done))
    )
