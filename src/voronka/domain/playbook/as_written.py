"""A pipeline as it is in a workspace, written as a playbook's file would have it: in one language."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from voronka.domain.criteria import Criterion, SomeOf
from voronka.domain.ids import CriterionId, PipelineId
from voronka.domain.pipeline import DefaultStep, Pipeline, Stage, StageKind
from voronka.domain.playbook.model import (
    Exit,
    NextStep,
    PlaybookLimit,
    PlaybookPipeline,
    PlaybookRobot,
    PlaybookStage,
    ReturnStep,
    Rule,
    Step,
    Text,
    Unsorted,
    limit_as_written,
    robot_as_written,
)
from voronka.domain.robot import Robot

Provable = TypeVar("Provable", bound=Criterion)


def pipeline_as_written(pipeline: Pipeline, language: str) -> PlaybookPipeline:
    """The pipeline with all that its stages say, ask and allow. Our checklist is not part of it."""
    written = _Written(pipeline, language)
    unsorted = pipeline.only(StageKind.UNSORTED)
    return PlaybookPipeline(
        key=pipeline_key(pipeline),
        name={language: pipeline.name},
        kind=pipeline.kind,
        unsorted=Unsorted(
            {language: unsorted.name},
            written.next_step(unsorted.default_step),
            unsorted.limit,
            written.maybe(unsorted.purpose),
            written.steps(unsorted),
            limits=written.limits(unsorted),
        ),
        stages=tuple(written.stage(stage) for stage in pipeline.working),
        won=written.exit(pipeline.only(StageKind.WON)),
        lost=written.exit(pipeline.only(StageKind.LOST)),
        postponed=written.exit(pipeline.only(StageKind.POSTPONED)),
    )


def with_robots(
    written: PlaybookPipeline, robots: Mapping[str, tuple[Robot, ...]], language: str
) -> PlaybookPipeline:
    """The same with what happens by itself, by the key of the stage."""

    def at(key: str) -> tuple[PlaybookRobot, ...]:
        return tuple(robot_as_written(one, language) for one in robots.get(key, ()))

    return replace(
        written,
        unsorted=replace(written.unsorted, robots=at(StageKind.UNSORTED.value)),
        stages=tuple(replace(stage, robots=at(stage.key)) for stage in written.stages),
        won=replace(written.won, robots=at(StageKind.WON.value)),
        lost=replace(written.lost, robots=at(StageKind.LOST.value)),
        postponed=replace(written.postponed, robots=at(StageKind.POSTPONED.value)),
    )


def pipeline_key(pipeline: Pipeline) -> str:
    """The key that it has from its file, or one made of its number."""
    return pipeline.key or f"pipeline-{pipeline.id}"


def pipeline_keys(pipelines: Iterable[Pipeline]) -> dict[PipelineId, str]:
    """The key of each among them all: where two come from different files with the same key, their numbers go with it."""
    every = list(pipelines)
    often = Counter(map(pipeline_key, every))
    return {
        one.id: pipeline_key(one) if often[pipeline_key(one)] == 1 else f"{pipeline_key(one)}-{one.id}"
        for one in every
    }


def stage_key(stage: Stage) -> str:
    """The key that it has from its file, or one made of its number."""
    return stage.key or f"stage-{stage.id}"


class _Written:
    def __init__(self, pipeline: Pipeline, language: str) -> None:
        self._pipeline, self._language = pipeline, language

    def stage(self, stage: Stage) -> PlaybookStage:
        return PlaybookStage(
            key=stage_key(stage),
            name=self._said(stage.name),
            purpose=self._said(stage.purpose or stage.name),
            next_step=self.next_step(stage.default_step),
            buyer=stage.buyer,
            limit=stage.limit,
            limits=self.limits(stage),
            question=self.maybe(stage.question),
            steps=self.steps(stage),
            enter=self._rules(stage.enter_criteria),
            exit=self._rules(stage.exit_criteria),
            advance=stage.advance,
            back_to=self._keys(stage),
        )

    def exit(self, stage: Stage) -> Exit:
        returns = stage.kind is not StageKind.WON
        step = stage.default_step
        return Exit(
            name=self._said(stage.name),
            steps=self.steps(stage),
            wake_after=stage.wake_after,
            returns_to=self._keys(stage),
            return_step=ReturnStep(step.kind, self._said(step.title)) if returns else None,
            purpose=self.maybe(stage.purpose),
        )

    def limits(self, stage: Stage) -> tuple[PlaybookLimit, ...]:
        """Those of some deals."""
        return tuple(limit_as_written(one, self._language) for one in stage.limits)

    def next_step(self, step: DefaultStep) -> NextStep:
        return NextStep(step.kind, self._said(step.title), step.after, step.is_limiter)

    def maybe(self, text: str) -> Text | None:
        """The text, None where nothing is said."""
        return self._said(text) if text else None

    def _said(self, text: str) -> Text:
        return {self._language: text}

    def steps(self, stage: Stage) -> tuple[Step, ...]:
        """The seller's steps."""
        return tuple(
            Step(
                self._said(one.what),
                tuple(map(self._said, one.actions)),
                tuple(map(self._said, one.tools)),
            )
            for one in stage.steps
        )

    def _rules(self, criteria: Iterable[Criterion]) -> tuple[Rule, ...]:
        return tuple(map(self._rule, criteria))

    def _rule(self, criterion: Criterion) -> Rule:
        bare = _bare(criterion)
        if not isinstance(criterion, SomeOf) or not isinstance(bare, SomeOf):
            return Rule(self._said(criterion.title), bare)
        of = tuple(_bare(one) for one in criterion.of)
        return Rule(self._said(criterion.title), replace(bare, of=of), self._rules(criterion.of))

    def _keys(self, stage: Stage) -> tuple[str, ...] | None:
        if stage.back_to is None:
            return None
        return tuple(stage_key(one) for one in self._pipeline.working if one.id in stage.back_to)


def _bare(criterion: Provable) -> Provable:
    """In the file a criterion has neither number nor words of its own: the rule has them."""
    return replace(criterion, id=CriterionId(0), title="")
