"""A table that came back, taken into its pipeline.

What the table does not show stays as it was: next steps, the client's stage, questions, ways back. A stage is known by
its key, else by its name; its texts in other languages stay.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeVar

from voronka.domain.criteria import ConfirmedByHand, Criterion, SomeOf
from voronka.domain.ids import CriterionId
from voronka.domain.pipeline import StageKind, StageLimit
from voronka.domain.playbook.model import (
    Exit,
    NextStep,
    PlaybookLimit,
    PlaybookPipeline,
    PlaybookStage,
    Rule,
    Step,
    Text,
)
from voronka.domain.playbook.table.faults import (
    NoStageLeft,
    NothingHere,
    SameName,
    TableFault,
    UnreadableTable,
)
from voronka.domain.playbook.table.join_robots import RobotsJoining
from voronka.domain.playbook.table.matching import Seat, paired, seats
from voronka.domain.playbook.table.model import Column, Row, Table, TablePlace
from voronka.domain.playbook.table.names import NO_NAMES, Names
from voronka.domain.playbook.table.show import Shown, exit_of
from voronka.domain.playbook.table.texts import Texts
from voronka.domain.seller_steps import SellerStep
from voronka.domain.task import TaskKind

Asked = TypeVar("Asked", bound=Criterion)

FIRST_STEP_WITHIN = timedelta(days=1)
"""When the first step at a stage that is new in the table is due."""

LONGEST_STEP_TITLE = 120


def with_table(pipeline: PlaybookPipeline, table: Table, beside: Names = NO_NAMES) -> PlaybookPipeline:
    """The pipeline as the table says; the rows' order is the stages'. A stage without a row is left out.

    `beside`: the tracks and hand-overs that robots may name.

    Raises:
        UnreadableTable: no working stage is left, two rows are called the same, steps or criteria stand where
            nothing is kept of them, or a robot speaks of what is not there.
    """
    known = table.language in pipeline.name
    language = table.language if known and table.language else next(iter(pipeline.name))
    shown = Shown(language, beside.with_stages(pipeline, language))
    seated = seats(pipeline, table, shown)
    faults = [*_misplaced(seated), *_named_twice(seated), *_emptied(seated, table)]
    texts = Texts(tuple(pipeline.name), language)
    stages = {seat.key: seat.row.name for seat in seated if seat.kind is StageKind.WORKING}
    robots = RobotsJoining(texts, shown, replace(beside, stages=stages), faults)
    joined = _Joining(texts, shown, robots).joined(pipeline, seated)
    if faults:
        raise UnreadableTable(tuple(sorted(faults, key=lambda fault: (fault.place.sheet, fault.place.row))))
    return joined


def _misplaced(seated: Iterable[Seat]) -> Iterator[TableFault]:
    for seat in seated:
        column = _unkept(seat)
        if column is not None:
            yield TableFault(replace(seat.row.place, column=column, cell=""), NothingHere())


def _unkept(seat: Seat) -> Column | None:
    """Which column of the row says something that can't be kept there."""
    if seat.kind is StageKind.WORKING:
        return None
    asked = (*seat.row.enter, *seat.row.exit)
    # A line without brackets there tells the reasons, or what the stage before asks.
    return Column.CRITERIA if any(not isinstance(one, ConfirmedByHand) for one in asked) else None


def _named_twice(seated: tuple[Seat, ...]) -> Iterator[TableFault]:
    """A stage that keeps its name is never at fault."""
    first = {seat.row.name.casefold(): seat.row for seat in seated if seat.keeps_name}
    for seat in seated:
        name = seat.row.name.casefold()
        if name in first and not seat.keeps_name:
            yield TableFault(seat.row.place, SameName(seat.row.name, first[name].place.row))
        first.setdefault(name, seat.row)


def _emptied(seated: Iterable[Seat], table: Table) -> Iterator[TableFault]:
    if not any(seat.kind is StageKind.WORKING for seat in seated):
        yield TableFault(table.rows[-1].place if table.rows else TablePlace(), NoStageLeft())


@dataclass(frozen=True, slots=True)
class _Joining:
    """Puts what the rows say into the parts."""

    texts: Texts
    shown: Shown
    robots: RobotsJoining

    def joined(self, pipeline: PlaybookPipeline, seated: tuple[Seat, ...]) -> PlaybookPipeline:
        stages = tuple(self._stage(seat) for seat in seated if seat.kind is StageKind.WORKING)
        rows: dict[StageKind, Row] = {
            seat.kind: seat.row for seat in seated if seat.kind is not StageKind.WORKING
        }
        won, lost, postponed = (
            self._exit(exit_of(pipeline, kind), rows.get(kind), stages)
            for kind in (StageKind.WON, StageKind.LOST, StageKind.POSTPONED)
        )
        unsorted, row = pipeline.unsorted, rows.get(StageKind.UNSORTED)
        if row is not None:
            unsorted = replace(
                unsorted,
                name=self.texts.now(unsorted.name, row.name),
                limit=row.limit,
                limits=self._limits(unsorted.limits, row.limits),
                purpose=self._maybe(unsorted.purpose, row.purpose),
                steps=self._steps(unsorted.steps, row.steps),
            )
        unsorted = replace(unsorted, robots=self.robots.joined(unsorted.robots, row))
        return replace(
            pipeline,
            unsorted=unsorted,
            stages=_with_ways_back(stages),
            won=won,
            lost=lost,
            postponed=postponed,
        )

    def _stage(self, seat: Seat) -> PlaybookStage:
        row, stage = seat.row, seat.stage or self._begun(seat.key, seat.row)
        name = self.texts.now(stage.name, row.name)
        return replace(
            stage,
            name=name,
            purpose=self._purpose(stage, row, name),
            limit=row.limit,
            limits=self._limits(stage.limits, row.limits),
            steps=self._steps(stage.steps, row.steps),
            enter=self._rules(stage.enter, row.enter),
            exit=self._rules(stage.exit, row.exit),
            robots=self.robots.joined(stage.robots, row),
        )

    def _limits(
        self, was: tuple[PlaybookLimit, ...], now: tuple[StageLimit, ...]
    ) -> tuple[PlaybookLimit, ...]:
        """A limit that is shown as it was is that one, and a source keeps what it is called in the other languages.

        Two sources may be called the same in this language only: so the whole limit is looked for first.
        """
        left = list(was)
        known = {self.shown.said(one.source): one.source for one in was if one.source is not None}
        found = []
        for one in now:
            same = next((before for before in left if self.shown.limits((before,)) == (one,)), None)
            if same is not None:
                left.remove(same)
            source = known.get(one.source, self.texts.everywhere(one.source)) if one.source else None
            found.append(same or PlaybookLimit(one.limit, one.amount_from, source))
        return tuple(found)

    def _begun(self, key: str, row: Row) -> PlaybookStage:
        """A stage that is new in the table: its first step is the next step, due in a day."""
        name = self.texts.everywhere(row.name)
        title = row.steps[0].what if row.steps else row.name
        step = self.texts.everywhere(title if len(title) <= LONGEST_STEP_TITLE else row.name)
        return PlaybookStage(key, name, name, NextStep(TaskKind.OTHER, step, FIRST_STEP_WITHIN))

    def _purpose(self, stage: PlaybookStage, row: Row, name: Text) -> Text:
        """A purpose that says no more than the name is not shown, and follows it."""
        if row.purpose:
            return self.texts.now(stage.purpose, row.purpose)
        said_nothing = self.shown.purpose(stage) == ""
        return stage.purpose if said_nothing and name == stage.name else name

    def _exit(self, way_out: Exit, row: Row | None, stages: tuple[PlaybookStage, ...]) -> Exit:
        there = {stage.key for stage in stages}
        back = way_out.returns_to
        returns = back if back is None else _still(back, there)
        robots = self.robots.joined(way_out.robots, row)
        if row is None:
            return replace(way_out, returns_to=returns, robots=robots)
        return replace(
            way_out,
            name=self.texts.now(way_out.name, row.name),
            steps=self._steps(way_out.steps, row.steps),
            returns_to=returns,
            purpose=self._maybe(way_out.purpose, row.purpose),
            robots=robots,
        )

    def _maybe(self, was: Text | None, said: str) -> Text | None:
        if was is not None:
            # What nobody sees is not shown, and stays.
            return self.texts.now(was, said) if said or not self.shown.said(was) else None
        return self.texts.everywhere(said) if said else None

    def _steps(self, was: tuple[Step, ...], now: tuple[SellerStep, ...]) -> tuple[Step, ...]:
        shown = tuple(map(self.shown.step, was))
        same = paired(shown, now, lambda step: step, lambda step: step.what)
        return tuple(
            self._step(was[place] if place is not None else None, step)
            for place, step in zip(same, now, strict=True)
        )

    def _step(self, was: Step | None, now: SellerStep) -> Step:
        if was is None:
            return Step(
                self.texts.everywhere(now.what), self._texts((), now.actions), self._texts((), now.tools)
            )
        return Step(
            self.texts.now(was.what, now.what),
            self._texts(was.actions, now.actions),
            self._texts(was.tools, now.tools),
        )

    def _texts(self, was: tuple[Text, ...], now: tuple[str, ...]) -> tuple[Text, ...]:
        same = paired(tuple(map(self.shown.said, was)), now, lambda said: said)
        return tuple(
            self.texts.now(was[place], said) if place is not None else self.texts.everywhere(said)
            for place, said in zip(same, now, strict=True)
        )

    def _rules(self, was: tuple[Rule, ...], now: tuple[Criterion, ...]) -> tuple[Rule, ...]:
        shown = tuple(map(self.shown.criterion, was))
        same = paired(shown, now, lambda one: one, lambda one: one.title)
        return tuple(
            self._rule(was[place] if place is not None else None, criterion)
            for place, criterion in zip(same, now, strict=True)
        )

    def _rule(self, was: Rule | None, now: Criterion) -> Rule:
        title = self.texts.everywhere(now.title) if was is None else self.texts.now(was.title, now.title)
        if not isinstance(now, SomeOf):
            return Rule(title, _bare(now))
        parts = self._rules(() if was is None else was.parts, now.of)
        return Rule(title, replace(_bare(now), of=tuple(map(_bare, now.of))), parts)


def _with_ways_back(stages: tuple[PlaybookStage, ...]) -> tuple[PlaybookStage, ...]:
    """Without ways back to stages that are gone, or that no longer come before."""
    return tuple(
        stage
        if stage.back_to is None
        else replace(stage, back_to=_still(stage.back_to, {one.key for one in stages[:place]}))
        for place, stage in enumerate(stages)
    )


def _still(keys: tuple[str, ...], there: set[str]) -> tuple[str, ...] | None:
    """The keys that are still there; any stage where none of them is."""
    left = tuple(key for key in keys if key in there)
    return left if left or not keys else None


def _bare(criterion: Asked) -> Asked:
    """In a playbook a criterion has neither number nor words of its own: the rule has them."""
    return replace(criterion, id=CriterionId(0), title="")
