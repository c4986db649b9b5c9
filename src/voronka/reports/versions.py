"""The versions of a pipeline's playbook beside each other: what came of the deals, and how their gates were passed.

A deal counts with the version that was in force when it came in, whatever judged it later: the versions then share no
deal, and none is counted for what another had brought in. A pass counts with the version that judged it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When

from voronka.domain.events import MoveHow
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import Pipeline, StageKind
from voronka.domain.share import Share
from voronka.models import Deal, GatePassage, StageVisit
from voronka.queries.publishing import versions
from voronka.queries.visibility import deal_condition, visible_deals
from voronka.reports.gates import Passes, counted

MOST_COMPARED = 4
# The newest are enough for a median, and few enough to be read.
MOST_MEASURED = 1000


@dataclass(frozen=True, slots=True)
class Force:
    """When a version was in force: None at the beginning for the first one, None at the end for the newest.

    `changes` are the sentences of what it changed.
    """

    number: int
    since: datetime | None
    until: datetime | None
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VersionFigures:
    """One version. The first six count the deals that came in while it was in force.

    `moved_on`: of these, those that came under a later version on their way. `cycle`: the median from coming in to being
    won. `stays`: the median stay by stage, of those that ended. `judged` deals passed a gate by it, `passes` times.
    """

    force: Force
    came: int
    won: int
    lost: int
    postponed: int
    moved_on: int
    cycle: timedelta | None
    stays: Mapping[int, timedelta]
    judged: int
    passes: Passes

    @property
    def is_open(self) -> int:
        """Those that are worked on still."""
        return self.came - self.won - self.lost - self.postponed

    @property
    def conversion(self) -> Share:
        """Won, of those that are closed."""
        return Share(self.won, self.won + self.lost + self.postponed)


def forces(pipeline: Pipeline) -> tuple[Force, ...]:
    """Every version, the newest first. The first was in force from the beginning, deals that are older included."""
    told = versions(pipeline.id)
    if not told:
        return (Force(pipeline.published, None, None),)
    ends: Sequence[datetime | None] = (None, *(one.at for one in told[:-1]))
    return tuple(
        Force(one.number, None if one is told[-1] else one.at, end, one.changes)
        for one, end in zip(told, ends, strict=True)
    )


def compared(actor: Actor, pipeline: Pipeline, chosen: Iterable[Force]) -> tuple[VersionFigures, ...]:
    """The figures of these versions, in their order. Three queries, and two for each version."""
    wanted = tuple(chosen)[:MOST_COMPARED]
    deals = visible_deals(actor).filter(pipeline=pipeline.id)
    numbers = [force.number for force in wanted]
    rows = GatePassage.objects.filter(
        deal_condition(actor, "deal__"), pipeline=pipeline.id, version__in=numbers
    )
    judged = dict(rows.values_list("version").annotate(count=Count("deal", distinct=True)))
    passes, outcomes = counted(rows, "version"), _outcomes(deals, wanted)
    return tuple(
        VersionFigures(
            force=force,
            **outcomes.get(force.number, _NOTHING),
            cycle=_cycle(deals.filter(_came_in(force))),
            stays=_stays(deals.filter(_came_in(force))),
            judged=judged.get(force.number, 0),
            passes=passes.get(force.number, Passes()),
        )
        for force in wanted
    )


_NOTHING = {"came": 0, "won": 0, "lost": 0, "postponed": 0, "moved_on": 0}


def _came_in(force: Force) -> Q:
    # Never empty, for a case needs a condition.
    condition = Q(created_at__isnull=False)
    if force.since is not None:
        condition &= Q(created_at__gte=force.since)
    if force.until is not None:
        condition &= Q(created_at__lt=force.until)
    return condition


def _outcomes(deals: QuerySet[Deal], wanted: Sequence[Force]) -> dict[int, dict[str, int]]:
    """By the version in force when a deal came in. One query."""
    under = Case(
        *(When(_came_in(force), then=Value(force.number)) for force in wanted), output_field=IntegerField()
    )
    rows = deals.annotate(under=under).filter(under__isnull=False).values("under")
    found = rows.annotate(
        came=Count("id"),
        won=Count("id", filter=Q(stage__kind=StageKind.WON)),
        lost=Count("id", filter=Q(stage__kind=StageKind.LOST)),
        postponed=Count("id", filter=Q(stage__kind=StageKind.POSTPONED)),
        moved_on=Count("id", filter=Q(playbook_version__gt=F("under"))),
    )
    return {row["under"]: {name: row[name] for name in _NOTHING} for row in found}


def _cycle(deals: QuerySet[Deal]) -> timedelta | None:
    won = deals.filter(stage__kind=StageKind.WON).order_by("-closed_at")
    pairs = won.values_list("created_at", "closed_at")[:MOST_MEASURED]
    return _middle(closed - created for created, closed in pairs if closed is not None)


def _stays(deals: QuerySet[Deal]) -> dict[int, timedelta]:
    """Of the newest deals. A stay goes on when the deal gets another owner."""
    newest = list(deals.order_by("-created_at", "-id").values_list("id", flat=True)[:MOST_MEASURED])
    ended = StageVisit.objects.filter(deal__in=newest, left_at__isnull=False)
    ended = ended.exclude(left_how=MoveHow.REASSIGNED)
    lengths: dict[int, list[timedelta]] = {}
    for stage, since, left_at in ended.values_list("stage", "since", "left_at"):
        if left_at is not None:
            lengths.setdefault(stage, []).append(left_at - since)
    return {stage: found for stage, every in lengths.items() if (found := _middle(every)) is not None}


def _middle(lengths: Iterable[timedelta]) -> timedelta | None:
    seconds = [length.total_seconds() for length in lengths]
    return timedelta(seconds=median(seconds)) if seconds else None
