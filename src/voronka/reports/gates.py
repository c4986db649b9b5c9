"""How the gates of a pipeline were passed: by facts, by somebody's word, by an exception; by stage and by person.

Of the deals that the reader may see, as they are held now: a number never tells of a deal that can't be opened.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet, Sum

from voronka.domain.permissions import Actor
from voronka.domain.pipeline import Pipeline
from voronka.domain.share import Share
from voronka.models import GatePassage, PassedWithoutFact, Stage, StageCriterion
from voronka.queries.persons import Person, persons
from voronka.queries.visibility import deal_condition
from voronka.queries.workspace import workspace
from voronka.reports.gate_filter import GateQuery, Rested, instants, read_gates

# What a pass rested on, as conditions on its row. By word and by exception may be one pass; by facts it is neither.
RESTED = {
    Rested.FACTS: Q(asked__gt=0, by_word=0, is_exception=False),
    Rested.WORD: Q(by_word__gt=0),
    Rested.EXCEPTION: Q(is_exception=True),
}


@dataclass(frozen=True, slots=True)
class Passes:
    """Passes counted. Of the `criteria` that were met, `criteria_by_word` were so by hand; what was waived is neither.

    `asking`: passes of which anything was asked.
    """

    count: int = 0
    asking: int = 0
    facts: int = 0
    word: int = 0
    exception: int = 0
    criteria: int = 0
    criteria_by_word: int = 0

    @property
    def by_facts(self) -> Share:
        """Of the passes of which anything was asked."""
        return Share(self.facts, self.asking)

    @property
    def by_word(self) -> Share:
        """Passes for which somebody's word stood for a criterion at least."""
        return Share(self.word, self.asking)

    @property
    def judgement(self) -> Share:
        """Of all criteria that were met, those by hand."""
        return Share(self.criteria_by_word, self.criteria)

    @property
    def by_exception(self) -> Share:
        """Of all passes."""
        return Share(self.exception, self.count)


@dataclass(frozen=True, slots=True)
class Unproven:
    """A criterion without a fact: in so many of its stage's `passes` by word, in so many waived."""

    criterion: int
    title: str
    by_word: int
    waived: int
    passes: int

    @property
    def share_by_word(self) -> Share:
        """Of the stage's passes."""
        return Share(self.by_word, self.passes)


@dataclass(frozen=True, slots=True)
class StageGate:
    """The gate behind one stage. `unproven`: its criteria without a fact, the most frequent first."""

    stage: int
    name: str
    is_retired: bool
    passes: Passes
    unproven: tuple[Unproven, ...]


@dataclass(frozen=True, slots=True)
class GateFigures:
    """Every gate, in the order of the stages, those of stages that are no more last; and all together."""

    stages: tuple[StageGate, ...]
    total: Passes


@dataclass(frozen=True, slots=True)
class PersonLine:
    """What one person confirmed by hand, and where they made exceptions: stage -> how often."""

    person: Person
    words: Mapping[int, int]
    exceptions: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Marks:
    """What the playbook's table says beside what it asks, of the last 90 days.

    `exceptions`: how many deals were let through, by stage. `by_word`: of the passes of its stage, by criterion.
    """

    exceptions: Mapping[int, int]
    by_word: Mapping[int, Share]


def passages(actor: Actor, pipeline: int, query: GateQuery) -> QuerySet[GatePassage]:
    """The passes of a time and a version that the actor may see."""
    return GatePassage.objects.filter(_wanted(actor, pipeline, query))


def _without_fact(actor: Actor, pipeline: int, query: GateQuery) -> QuerySet[PassedWithoutFact]:
    """Their criteria that no fact met. Joined, not looked up among the passes: that would read them twice."""
    return PassedWithoutFact.objects.filter(_wanted(actor, pipeline, query, "passage__"))


def _wanted(actor: Actor, pipeline: int, query: GateQuery, prefix: str = "") -> Q:
    """The condition on a pass; `prefix` is the path to it."""
    since, until = instants(query, ZoneInfo(workspace().time_zone))
    told = {"pipeline": pipeline, "at__gte": since, "at__lt": until, "version": query.version}
    given = {f"{prefix}{name}": value for name, value in told.items() if value is not None}
    return deal_condition(actor, f"{prefix}deal__") & Q(**given)


def gate_figures(actor: Actor, pipeline: Pipeline, query: GateQuery) -> GateFigures:
    """The figures of each stage. Six queries at most, however many stages."""
    rows = passages(actor, pipeline.id, query)
    by_stage = {row["stage"]: _passes(row) for row in rows.values("stage").annotate(**_COUNTS)}
    unproven = _unproven(_without_fact(actor, pipeline.id, query), by_stage)
    stages = tuple(
        StageGate(id, name, is_retired, by_stage.get(id, Passes()), tuple(unproven.get(id, ())))
        for id, name, is_retired in _stages(pipeline, by_stage)
    )
    return GateFigures(stages, _together(by_stage.values()))


_COUNTS = {
    "count": Count("*"),
    "asking": Count("id", filter=Q(asked__gt=0)),
    **{rested.value: Count("id", filter=condition) for rested, condition in RESTED.items()},
    "asked_in_all": Sum("asked"),
    "waived_in_all": Sum("waived"),
    "criteria_by_word": Sum("by_word"),
}


def counted(rows: QuerySet[GatePassage], by: str) -> dict[int, Passes]:
    """The passes together, for each value of a column. One query."""
    return {row[by]: _passes(row) for row in rows.values(by).annotate(**_COUNTS)}


def _passes(row: Mapping[str, int]) -> Passes:
    return Passes(
        count=row["count"],
        asking=row["asking"],
        facts=row[Rested.FACTS],
        word=row[Rested.WORD],
        exception=row[Rested.EXCEPTION],
        criteria=row["asked_in_all"] - row["waived_in_all"],
        criteria_by_word=row["criteria_by_word"],
    )


def _together(every: Iterable[Passes]) -> Passes:
    names = Passes.__dataclass_fields__
    found = list(every)
    return Passes(**{name: sum(getattr(one, name) for one in found) for name in names})


def _stages(pipeline: Pipeline, seen: Iterable[int]) -> list[tuple[int, str, bool]]:
    """The open stages, and those that are no more but were passed in that time."""
    stages = [(int(stage.id), stage.name, False) for stage in pipeline.columns]
    gone = set(seen) - {id for id, _, _ in stages}
    names = (
        Stage.objects.filter(pk__in=gone).order_by("position", "id").values_list("id", "name") if gone else ()
    )
    return [*stages, *((id, name, True) for id, name in names)]


def _unproven(rows: QuerySet[PassedWithoutFact], passes: Mapping[int, Passes]) -> dict[int, list[Unproven]]:
    """By stage. A criterion is called what it is called now, where it still is."""
    counts: Counter[tuple[int, int, bool]] = Counter()
    titles: dict[int, str] = {}
    grouped = rows.values_list("passage__stage", "criterion_id", "title", "is_waived")
    for stage, criterion, title, is_waived, count in grouped.annotate(count=Count("*")):
        counts[stage, criterion, is_waived] += count
        titles[criterion] = title
    titles |= dict(StageCriterion.objects.filter(pk__in=titles).values_list("id", "title")) if titles else {}
    found: dict[int, list[Unproven]] = {}
    for stage, criterion in dict.fromkeys((stage, criterion) for stage, criterion, _ in counts):
        by_word, waived = counts[stage, criterion, False], counts[stage, criterion, True]
        one = Unproven(criterion, titles[criterion], by_word, waived, passes[stage].count)
        found.setdefault(stage, []).append(one)
    for criteria in found.values():
        criteria.sort(key=lambda one: (-(one.by_word + one.waived), one.criterion))
    return found


def marks(actor: Actor, pipeline: Pipeline, now: datetime) -> Marks:
    """The marks for the playbook's table. As many queries as `gate_figures`."""
    query = read_gates({}, now, ZoneInfo(workspace().time_zone))
    figures = gate_figures(actor, pipeline, query)
    return Marks(
        {gate.stage: gate.passes.exception for gate in figures.stages if gate.passes.exception},
        {one.criterion: one.share_by_word for gate in figures.stages for one in gate.unproven if one.by_word},
    )


def person_lines(actor: Actor, pipeline: int, query: GateQuery) -> tuple[PersonLine, ...]:
    """Who confirmed by hand and who made exceptions, the busiest first. A seller’s own line only. Some queries."""
    rows = passages(actor, pipeline, query)
    words = _own(actor, _without_fact(actor, pipeline, query).filter(is_waived=False, by__isnull=False))
    exceptions = _own(actor, rows.filter(RESTED[Rested.EXCEPTION], by__isnull=False))
    said = _by_person(
        words.values_list("by", "passage__stage").annotate(count=Count("passage", distinct=True))
    )
    let = _by_person(exceptions.values_list("by", "stage").annotate(count=Count("id")))
    who = persons(said.keys() | let.keys())
    lines = [PersonLine(who[id], said.get(id, {}), let.get(id, {})) for id in said.keys() | let.keys()]
    return tuple(sorted(lines, key=_busiest_first))


def _own(actor: Actor, rows: QuerySet) -> QuerySet:  # type: ignore[type-arg]  # of either table: both say who by `by`
    return rows if actor.policy.may_see_colleagues else rows.filter(by=actor.id)


def _by_person(rows: Iterable[tuple[int, int, int]]) -> dict[int, dict[int, int]]:
    found: dict[int, dict[int, int]] = {}
    for person, stage, count in rows:
        found.setdefault(person, {})[stage] = count
    return found


def _busiest_first(line: PersonLine) -> tuple[int, str, int]:
    counts: Sequence[int] = (*line.words.values(), *line.exceptions.values())
    return -sum(counts), line.person.name, line.person.id
