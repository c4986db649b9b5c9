"""Problem deals of an actor: how many of which kind, of whom, and the deals themselves with all that is wrong.

The definition is `domain/problems.py`; `_wrong` says the same in SQL, one seek in a partial index for each kind and
owner or team. Counting stops at MOST, so that a million deals cost no more than a few hundred.
"""
# ruff: noqa: S608 - the statements are made of our own names and %s only

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, assert_never

from django.db import connection
from django.db.models import QuerySet

from voronka.domain.permissions import Actor, Everything, OfOwner, OfTeams
from voronka.domain.problems import (
    Allowed,
    DealProblem,
    ProblemKind,
    Standing,
    allowed,
    problems_of,
    stages_past_decider,
)
from voronka.domain.reviews import ReviewState
from voronka.domain.task import TaskKind
from voronka.models import Review, Team, Workspace
from voronka.queries.board_sql import Where, all_of, instant, one_of, rows
from voronka.queries.calendars import calendar_of
from voronka.queries.pipelines import all_pipelines
from voronka.queries.visibility import deal_condition, visible_deals

# Of one kind and person no more are counted; so many are told as "100+".
MOST = 100
PAGE = 30
MOST_ROWS = 300
# Sellers of one statement.
_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which problem deals: of one seller, of one kind, of one pipeline; None: of all."""

    seller: int | None = None
    kind: ProblemKind | None = None
    pipeline: int | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """What counts as a problem at a moment. `stages`: the columns by pipeline; `past_decider`: those past its gate."""

    now: datetime
    allowed: Allowed
    stages: Mapping[int, tuple[int, ...]]
    past_decider: frozenset[int]

    def columns(self, pipeline: int | None) -> tuple[int, ...]:
        """The columns of a pipeline, of all for None."""
        if pipeline is not None:
            return self.stages.get(pipeline, ())
        return tuple(stage for stages in self.stages.values() for stage in stages)


@dataclass(frozen=True, slots=True)
class ProblemDeal:
    """A deal with all that is wrong with it, the first of them at `since`."""

    id: int
    title: str
    client: str
    pipeline: int
    stage: str
    owner: int | None
    owner_name: str
    amount: Decimal | None
    currency: str
    step: str
    step_kind: TaskKind
    due_at: datetime
    due_on: date | None
    problems: tuple[DealProblem, ...]
    since: datetime


@dataclass(frozen=True, slots=True)
class Tally:
    """How many problem deals somebody has, each counted once, and how many have each kind; all up to MOST."""

    deals: int = 0
    kinds: Mapping[ProblemKind, int] = field(default_factory=dict)


def rules_at(now: datetime) -> Rules:
    """The company's rules at a moment. A query for the settings; pipelines and the calendar are cached."""
    settings = Workspace.objects.filter(pk=1).values_list("answer_days", "free_hours").first() or (0, 0)
    pipelines = all_pipelines()
    return Rules(
        now=now,
        allowed=allowed(now, calendar_of(None), *settings),
        stages={one.id: tuple(stage.id for stage in one.columns) for one in pipelines},
        past_decider=frozenset(stage for one in pipelines for stage in stages_past_decider(one)),
    )


# -- counts ---------------------------------------------------------------------------------------------------------

# Those that a seek finds; reviews that wait are few, and read as they are.
_SOUGHT = tuple(kind for kind in ProblemKind if kind is not ProblemKind.NOT_REVIEWED)


def by_seller(actor: Actor, rules: Rules, sellers: Sequence[int]) -> Mapping[int, Tally]:
    """The problem deals of each of these people that the actor sees. A query for every hundred, and the reviews'."""
    reviews = Counter(row["deal__owner"] for row in _undecided(actor).values("deal__owner"))
    held = Where("owner_id = who.id") & _seen_teams(actor)
    return _tallies("voronka_user", held, rules, sellers, reviews)


def of_everybody(rules: Rules, sellers: Sequence[int]) -> Mapping[int, Tally]:
    """The same without a reader: for the record of the day."""
    reviews = Counter(_all_undecided().values_list("deal__owner", flat=True))
    return _tallies("voronka_user", Where("owner_id = who.id"), rules, sellers, reviews)


def of_teams(rules: Rules, teams: Sequence[int]) -> Mapping[int, Tally]:
    """The problem deals of each of these teams, not of those below it."""
    reviews = Counter(_all_undecided().values_list("deal__team", flat=True))
    return _tallies("voronka_team", Where("team_id = who.id"), rules, teams, reviews)


def counts(actor: Actor, rules: Rules, wanted: Wanted) -> Mapping[ProblemKind, int]:
    """How many deals have each kind of problem, each up to MOST for every team or owner. Two queries."""
    parts = []
    for kind in _SOUGHT:
        for seek in _seeks(actor, rules, replace(wanted, kind=kind)):
            limited = f"SELECT 1 FROM voronka_deal WHERE is_open AND {seek.where.sql} LIMIT {MOST:d}"
            sql = f"SELECT '{kind}' AS kind, COUNT(*) AS n FROM ({limited}) AS found"
            parts.append(Where(sql, seek.where.params))
    found: Counter[ProblemKind] = Counter()
    for kind, number in rows(all_of(parts)) if parts else ():
        found[ProblemKind(kind)] += int(number)
    found[ProblemKind.NOT_REVIEWED] = len(_reviewed(actor, replace(wanted, kind=None)))
    return found


def _tallies(
    table: str, held: Where, rules: Rules, ids: Sequence[int], reviews: Mapping[int, int]
) -> Mapping[int, Tally]:
    found: dict[int, Tally] = {}
    for start in range(0, len(ids), _AT_ONCE):
        part = ids[start : start + _AT_ONCE]
        for id, deals, *numbers in rows(_counted(table, held, rules, part)):
            kinds: dict[ProblemKind, int] = {
                kind: min(MOST, number) for kind, number in zip(_SOUGHT, numbers, strict=True) if number
            }
            kinds |= {ProblemKind.NOT_REVIEWED: reviews[id]} if reviews.get(id) else {}
            found[id] = Tally(min(MOST, deals), kinds)
    return found


def _counted(table: str, held: Where, rules: Rules, ids: Sequence[int]) -> Where:
    """A row for each: the id, how many deals there are, how many of each kind. One seek for each way of being wrong."""
    limited = [[_first_ids(held & way) for way in _wrong(kind, rules, None)] for kind in _SOUGHT]
    every = [one for ways in limited for one in ways]
    together = " UNION ".join(f"SELECT id FROM ({one.sql}) AS found" for one in every)
    sums = [" + ".join(f"(SELECT COUNT(*) FROM ({one.sql}) AS found)" for one in ways) for ways in limited]
    params = tuple(value for one in every for value in one.params)
    who = one_of("who.id", ids)
    sql = f"SELECT who.id, (SELECT COUNT(*) FROM ({together}) AS every_one), {', '.join(sums)} FROM {table} who WHERE {who.sql}"
    return Where(sql, params + params + who.params)


def _first_ids(where: Where) -> Where:
    return Where(f"SELECT id FROM voronka_deal WHERE is_open AND {where.sql} LIMIT {MOST:d}", where.params)


def _seen_teams(actor: Actor) -> Where:
    """Beside an owner: only deals of the teams that the actor leads."""
    match actor.policy.scope:
        case Everything() | OfOwner():
            return Where("")
        case OfTeams(teams):
            return one_of("team_id", sorted(teams))
        case other:
            assert_never(other)


# -- reviews --------------------------------------------------------------------------------------------------------


def _all_undecided() -> QuerySet[Review]:
    return Review.objects.filter(state=ReviewState.OPEN, deal__is_open=True)


def _undecided(actor: Actor) -> QuerySet[Review]:
    return _all_undecided().filter(deal_condition(actor, "deal__"))


def _reviewed(actor: Actor, wanted: Wanted) -> Mapping[int, datetime]:
    """The deals whose review waits, and since when."""
    if wanted.kind not in {None, ProblemKind.NOT_REVIEWED}:
        return {}
    found = _undecided(actor)
    if wanted.seller is not None:
        found = found.filter(deal__owner=wanted.seller)
    if wanted.pipeline is not None:
        found = found.filter(deal__pipeline=wanted.pipeline)
    return dict(found.values_list("deal_id", "passed_at"))


# -- the list -------------------------------------------------------------------------------------------------------


def problem_deals(actor: Actor, rules: Rules, wanted: Wanted, shown: int = PAGE) -> tuple[ProblemDeal, ...]:
    """The first of them, those that have been wrong for longest first. Three queries."""
    reviews = _reviewed(actor, wanted)
    found = dict(reviews)
    for id, since in _first(actor, rules, wanted, shown):
        found[id] = min(since, found.get(id, since))
    ids = sorted(found, key=lambda id: (found[id], id))[:shown]
    made = _read(actor, rules, ids, reviews)
    return tuple(sorted(made, key=lambda deal: (found[deal.id], deal.id)))


def _first(actor: Actor, rules: Rules, wanted: Wanted, shown: int) -> list[tuple[int, datetime]]:
    kinds = [wanted.kind] if wanted.kind is not None else list(ProblemKind)
    seeks = [seek for kind in kinds for seek in _seeks(actor, rules, replace(wanted, kind=kind))]
    parts = [_oldest(seek, shown) for seek in seeks]
    return [(id, instant(since)) for id, since in rows(all_of(parts))] if parts else []


def _oldest(seek: "_Seek", shown: int) -> Where:
    return Where(
        f"SELECT id, CAST({seek.since} AS TEXT) AS since FROM voronka_deal WHERE is_open AND {seek.where.sql}"
        f" ORDER BY {seek.since}, id LIMIT {shown:d}",
        seek.where.params,
    )


_READ = (
    "id", "title", "company__name", "contact__name", "pipeline", "stage", "stage__name", "owner", "owner__name", "amount",
    "currency", "next_task__title", "next_task__kind", "next_step_at", "next_task__due_on", "created_at", "entered_at", "limit_at", "heard_at",
    "knows_decider",
)  # fmt: skip


def _read(
    actor: Actor, rules: Rules, ids: Sequence[int], reviews: Mapping[int, datetime]
) -> list[ProblemDeal]:
    found = visible_deals(actor).filter(pk__in=ids, is_open=True).values(*_READ)
    return [deal for row in found if (deal := _deal(row, rules, reviews)) is not None]


def _deal(told: Mapping[str, Any], rules: Rules, reviews: Mapping[int, datetime]) -> ProblemDeal | None:
    """None: all was put in order between two queries."""
    standing = Standing(
        created_at=told["created_at"], entered_at=told["entered_at"], next_step_at=told["next_step_at"],
        limit_at=told["limit_at"], heard_at=told["heard_at"], review_at=reviews.get(told["id"]),
        is_owned=told["owner"] is not None, needs_decider=told["stage"] in rules.past_decider,
        knows_decider=told["knows_decider"],
    )  # fmt: skip
    problems = problems_of(standing, rules.allowed, rules.now)
    if not problems:
        return None
    return ProblemDeal(
        id=told["id"], title=told["title"], client=told["company__name"] or told["contact__name"] or "",
        pipeline=told["pipeline"], stage=told["stage__name"], owner=told["owner"], owner_name=told["owner__name"] or "",
        amount=told["amount"], currency=told["currency"], step=told["next_task__title"],
        step_kind=TaskKind(told["next_task__kind"]), due_at=told["next_step_at"], due_on=told["next_task__due_on"], problems=problems,
        since=min(one.since for one in problems),
    )  # fmt: skip


# -- the definition in SQL ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Seek:
    """One way to some of the problem deals, the oldest first by `since`."""

    where: Where
    since: str


def _seeks(actor: Actor, rules: Rules, wanted: Wanted) -> list[_Seek]:
    """The ways to the deals of one kind that the actor leads or owns."""
    kind = wanted.kind
    assert kind is not None  # noqa: S101 - the callers ask kind by kind
    return [
        _Seek(held & way, since)
        for held in _held(actor, kind, wanted.seller)
        for way, since in zip(_wrong(kind, rules, wanted.pipeline), _SINCE[kind], strict=True)
    ]


_SINCE: Mapping[ProblemKind, tuple[str, ...]] = {
    ProblemKind.OVERDUE: ("next_step_at",),
    ProblemKind.OVER_LIMIT: ("limit_at",),
    ProblemKind.NOT_REVIEWED: (),
    ProblemKind.NO_DECIDER: ("entered_at",),
    ProblemKind.NO_ANSWER: ("heard_at", "created_at"),
    ProblemKind.NOBODYS: ("entered_at",),
}


def _wrong(kind: ProblemKind, rules: Rules, pipeline: int | None) -> tuple[Where, ...]:
    """What is wrong as conditions on an open deal's row: a deal meets at most one of those of a kind."""
    stages = rules.columns(pipeline)
    within = Where("") if pipeline is None else one_of("stage_id", stages)
    match kind:
        case ProblemKind.OVERDUE:
            return (Where("next_step_at < %s", (_stored(rules.now),)) & within,)
        case ProblemKind.OVER_LIMIT:
            return (one_of("stage_id", stages) & Where("limit_at <= %s", (_stored(rules.now),)),)
        case ProblemKind.NO_DECIDER:
            past = [stage for stage in stages if stage in rules.past_decider]
            return (one_of("stage_id", past) & Where("NOT knows_decider"),)
        case ProblemKind.NO_ANSWER:
            before = (_stored(rules.allowed.heard_after),)
            heard = Where("heard_at < %s", before)
            return heard & within, Where("heard_at IS NULL AND created_at < %s", before) & within
        case ProblemKind.NOBODYS:
            came = Where("owner_id IS NULL AND entered_at < %s", (_stored(rules.allowed.came_after),))
            return (one_of("stage_id", stages) & came,)
        case ProblemKind.NOT_REVIEWED:
            return ()
        case _:
            assert_never(kind)


def _held(actor: Actor, kind: ProblemKind, seller: int | None) -> list[Where]:
    """Whose deals, each a seek of its own: an owner's, or all of a team."""
    scope = actor.policy.scope
    if isinstance(scope, OfOwner):
        seller = scope.user
    if seller is not None:
        return [] if kind is ProblemKind.NOBODYS else [Where("owner_id = %s", (seller,)) & _seen_teams(actor)]
    return [Where("team_id = %s", (team,)) for team in _teams(actor)]


def _teams(actor: Actor) -> list[int]:
    if isinstance(actor.policy.scope, Everything):
        return list(Team.objects.order_by("id").values_list("id", flat=True))
    return sorted(actor.teams)


def _stored(at: datetime) -> object:
    """As the database compares it: SQLite keeps instants as text."""
    return connection.ops.adapt_datetimefield_value(at)
