"""Why deals stayed too long: reviews by stage, cause and seller, how long they waited, and what came of them (R35).

Of the deals that the reader may see; a seller sees the reviews of deals that were theirs when the limit passed. At most
the newest `MOST` of a time are read: each number is counted from the same rows that stand behind it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median_low
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Subquery

from voronka.domain.events import MoveHow
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import Pipeline
from voronka.domain.reviews import SOON_DAYS, Came, ReviewState, came_of
from voronka.domain.share import Share
from voronka.models import DelayCause, Review, Stage, StageVisit
from voronka.queries.calendars import Calendars, calendars
from voronka.queries.persons import Person, persons
from voronka.queries.visibility import deal_condition
from voronka.queries.workspace import workspace
from voronka.reports.gate_filter import instants
from voronka.reports.review_filter import ReviewQuery

MOST = 5000


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One review with what came of it. `waited`: the working time until it was decided, None where it was not."""

    id: int
    deal: int
    stage: int
    seller: int | None
    cause: int | None
    passed_at: datetime
    put_off: int
    came: Came
    waited: timedelta | None


@dataclass(frozen=True, slots=True)
class Counts:
    """Reviews counted. `waited`: the median of those that were decided; `cause`: the most frequent one with how often."""

    count: int
    came: Mapping[Came, int]
    waited: timedelta | None
    put_off: int
    cause: tuple[int, int] | None

    @property
    def decided(self) -> int:
        """Those that a head looked into."""
        return self.count - self.came.get(Came.WAITS, 0) - self.came.get(Came.BY_ITSELF, 0)

    @property
    def helped(self) -> Share:
        """Of those decided, the deals that moved on soon."""
        return Share(self.came.get(Came.SOON, 0), self.decided)


@dataclass(frozen=True, slots=True)
class Line:
    """A stage, a cause or a seller (none: nobody's) with its figures. `is_gone`: retired, or no more."""

    id: int | None
    name: str
    counts: Counts
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class ReviewFigures:
    """The whole report. `causes`: the names of those found; `is_cut`: there were more than are counted."""

    total: Counts
    stages: tuple[Line, ...]
    causes: tuple[Line, ...]
    sellers: tuple[Line, ...]
    people: Mapping[int | None, Person]
    cause_names: Mapping[int, str]
    is_cut: bool


def reviewed(actor: Actor, pipeline: Pipeline, query: ReviewQuery) -> list[Reviewed]:
    """The reviews of a time that the actor may see, the newest first. Two queries."""
    since, until = instants(query.time, ZoneInfo(workspace().time_zone))
    rows = Review.objects.filter(deal_condition(actor, "deal__"), stage__pipeline=pipeline.id)
    if not actor.policy.may_see_colleagues:
        rows = rows.filter(seller=actor.id)
    rows = rows if since is None else rows.filter(passed_at__gte=since)
    rows = rows if until is None else rows.filter(passed_at__lt=until)
    ended = (
        StageVisit.objects.filter(
            deal=OuterRef("deal"), stage=OuterRef("stage"), since=OuterRef("entered_at")
        )
        .exclude(left_how__in=["", MoveHow.REASSIGNED])
        .order_by("-id")
    )
    again = Review.objects.filter(
        deal=OuterRef("deal"),
        stage=OuterRef("stage"),
        entered_at=OuterRef("entered_at"),
        number__gt=OuterRef("number"),
    )
    told = rows.annotate(
        how=Subquery(ended.values("left_how")[:1]),
        left=Subquery(ended.values("left_at")[:1]),
        again=Exists(again),
    ).order_by("-passed_at", "-id")
    known = calendars()
    columns = ("id", "deal", "stage", "seller", "cause", "passed_at", "put_off", "state", "team", "ended_at")
    return [_reviewed(row, known) for row in told.values_list(*columns, "how", "left", "again")[: MOST + 1]]


def narrowed(rows: Iterable[Reviewed], query: ReviewQuery) -> list[Reviewed]:
    """Those behind a number."""
    wanted = {"stage": query.stage, "cause": query.cause, "seller": query.seller, "came": query.came}
    asked = [(name, value) for name, value in wanted.items() if value is not None]
    return [row for row in rows if all(getattr(row, name) == value for name, value in asked)]


def review_figures(actor: Actor, pipeline: Pipeline, query: ReviewQuery) -> ReviewFigures:
    """The figures. Six queries."""
    found = reviewed(actor, pipeline, query)
    rows = found[:MOST]
    names = dict(DelayCause.objects.filter(pk__in={row.cause for row in rows}).values_list("id", "name"))
    retired = set(DelayCause.objects.filter(pk__in=names, is_retired=True).values_list("id", flat=True))
    people = persons({row.seller for row in rows})
    return ReviewFigures(
        total=_counts(rows),
        stages=tuple(_stages(pipeline, rows)),
        causes=_most_first(
            Line(id, names[id], counts, id in retired)
            for id, counts in _by("cause", rows).items()
            if id is not None
        ),
        sellers=_most_first(
            Line(id, "" if id is None else people[id].name, counts)
            for id, counts in _by("seller", rows).items()
        ),
        people=people,
        cause_names=names,
        is_cut=len(found) > MOST,
    )


def _reviewed(row: tuple, known: Calendars) -> Reviewed:  # type: ignore[type-arg]  # a row of columns
    id, deal, stage, seller, cause, passed_at, put_off, state, team, ended_at, how, left_at, again = row
    calendar, is_decided = known.of(team), state == ReviewState.DECIDED
    is_soon = bool(is_decided and left_at and left_at <= calendar.after(ended_at, timedelta(days=SOON_DAYS)))
    return Reviewed(
        id=id,
        deal=deal,
        stage=stage,
        seller=seller,
        cause=cause,
        passed_at=passed_at,
        put_off=put_off,
        came=came_of(ReviewState(state), MoveHow(how) if how else None, is_soon=is_soon, is_again=again),
        waited=calendar.worked(passed_at, ended_at) if is_decided else None,
    )


def _by(column: str, rows: Sequence[Reviewed]) -> dict[int | None, Counts]:
    groups: dict[int | None, list[Reviewed]] = {}
    for row in rows:
        groups.setdefault(getattr(row, column), []).append(row)
    return {id: _counts(own) for id, own in groups.items()}


def _counts(rows: Sequence[Reviewed]) -> Counts:
    waited = [row.waited for row in rows if row.waited is not None]
    causes = Counter(row.cause for row in rows if row.cause is not None)
    return Counts(
        count=len(rows),
        came=Counter(row.came for row in rows),
        waited=median_low(waited) if waited else None,
        put_off=sum(row.put_off for row in rows),
        cause=causes.most_common(1)[0] if causes else None,
    )


def _stages(pipeline: Pipeline, rows: Sequence[Reviewed]) -> Iterable[Line]:
    """In the order of the board; those that are no more last."""
    counts = _by("stage", rows)
    here = {int(stage.id) for stage in pipeline.columns}
    for stage in pipeline.columns:
        yield Line(stage.id, stage.name, counts.get(stage.id, _counts(())))
    gone = Stage.objects.filter(pk__in={id for id in counts if id is not None} - here)
    for row in gone.order_by("position", "id"):
        yield Line(row.pk, row.name, counts[row.pk], is_gone=True)


def _most_first(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(sorted(lines, key=lambda line: (-line.counts.count, line.name)))
