"""What the templates of the figures show, put together from the reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from voronka.queries.pipelines import pipeline_among
from voronka.queries.refusal_words import PROBLEMS
from voronka.queries.workspace import workspace
from voronka.reports.gate_filter import GateQuery, Rested, read_gates
from voronka.reports.versions import MOST_COMPARED, forces
from voronka.web.gates import words
from voronka.web.request import whole_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from voronka.domain.ids import PipelineId
    from voronka.domain.pipeline import Pipeline
    from voronka.queries.persons import Person
    from voronka.reports.gates import GateFigures, PersonLine, StageGate
    from voronka.reports.versions import Force
    from voronka.web.labels import Label
    from voronka.web.request import AppRequest


@dataclass(frozen=True, slots=True)
class Asked:
    """The pipeline and what is asked of its gates. `pipelines`: ids and names of all, for the switcher."""

    pipeline: Pipeline
    pipelines: list[tuple[PipelineId, str]]
    query: GateQuery


@dataclass(frozen=True, slots=True)
class Pill:
    """A choice that is a link."""

    label: Label
    href: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class PeopleTable:
    """Who did something how often: a line for each person, a column for each stage where anybody did."""

    stages: list[StageGate]
    lines: list[tuple[Person, Mapping[int, int]]]


def read(request: AppRequest, pipeline: int) -> Asked:
    """Read the address.

    Raises:
        NotFound: no such pipeline.
    """
    chosen, pipelines = pipeline_among(pipeline)
    zone = ZoneInfo(workspace().time_zone)
    return Asked(chosen, pipelines, read_gates(request.GET.dict(), request.now, zone))


def around(request: AppRequest, asked: Asked) -> dict[str, object]:
    """What stands above every table: times, versions, filters that are on."""
    query = asked.query
    return {
        "asked": asked,
        "query": query,
        "spans": [_span(query, span, label) for span, label in words.SPANS.items()],
        "span_text": words.span_text(query),
        "versions": [(force.number, force.number) for force in forces(asked.pipeline)],
        "errors": {name: str(PROBLEMS[problem]) for name, problem in query.problems.items()},
        "range_text": words.range_text,
        "length_text": words.length_text,
        "leads": request.actor.policy.leads,
    }


def _span(query: GateQuery, span: object, label: Label) -> Pill:
    address = query.address(
        period=None if span == GateQuery().span else str(span), **{"from": None, "to": None}
    )
    return Pill(label, address, query.span == span)


def chips(query: GateQuery, **names: str) -> list[tuple[str, str]]:
    """The filters that are on, each with the address without it."""
    told = words.chips(query, names)
    return [(label, query.address(**dict.fromkeys(parameters))) for label, parameters in told]


def people_tables(figures: GateFigures, people: Iterable[PersonLine]) -> dict[str, PeopleTable]:
    """Who gave their word, and who let deals through."""
    every = list(people)
    told = {
        "words": [(one.person, one.words) for one in every],
        "let": [(one.person, one.exceptions) for one in every],
    }
    return {name: _people_table(figures, lines) for name, lines in told.items()}


def _people_table(figures: GateFigures, lines: list[tuple[Person, Mapping[int, int]]]) -> PeopleTable:
    lines = sorted(((who, own) for who, own in lines if own), key=lambda line: -sum(line[1].values()))
    used = {stage for _, own in lines for stage in own}
    return PeopleTable([gate for gate in figures.stages if gate.stage in used], lines)


class Behind:
    """Addresses of the passes behind a number."""

    def __init__(self, query: GateQuery) -> None:
        self._query = query

    def __call__(
        self,
        stage: int | None = None,
        rested: str | None = None,
        person: int | None = None,
        criterion: int | None = None,
    ) -> str:
        """The query string."""
        given = {"stage": stage, "person": person, "criterion": criterion}
        told = {name: None if value is None else str(value) for name, value in given.items()}
        return self._query.address(**told, rested=None if rested is None else Rested(rested).value)


def chosen_forces(request: AppRequest, every: tuple[Force, ...]) -> tuple[tuple[Force, ...], bool]:
    """The versions to compare, oldest first, the newest when none is named; and whether more were named than fit."""
    named = {whole_number(text) for text in request.GET.getlist("version")}
    found = tuple(force for force in every if force.number in named) or every
    newest = found[:MOST_COMPARED]
    return newest[::-1], bool(named) and len(found) > MOST_COMPARED
