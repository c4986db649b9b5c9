"""The ways that drag and menu show are the gate's own verdicts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from voronka.domain.criteria import ConfirmedByHand, Field, FieldFilled
from voronka.domain.evidence import Confirmation, DealFacts
from voronka.domain.gate import MoveIntent, review_move
from voronka.domain.ids import CriterionId, PipelineId, ReasonId, StageId
from voronka.domain.pipeline import DefaultStep, Pipeline, PipelineKind, Stage, StageKind
from voronka.domain.routes import Way, route_to, routes
from voronka.domain.task import TaskKind

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
NEED = FieldFilled(CriterionId(1), "Need is known", Field.NEED)
SURE = ConfirmedByHand(CriterionId(2), "They are sure")


def stage(number: int, kind: StageKind, *criteria: FieldFilled | ConfirmedByHand) -> Stage:
    step = DefaultStep(TaskKind.CALL, "Call", timedelta(days=1))
    return Stage(StageId(number), f"Stage {number}", kind, number, "", None, step, (), criteria)


UNSORTED = stage(0, StageKind.UNSORTED)
QUALIFY = stage(1, StageKind.WORKING, NEED, SURE)
PROPOSE = stage(2, StageKind.WORKING)
SIGN = stage(3, StageKind.WORKING, SURE)
WON, LOST, POSTPONED = stage(4, StageKind.WON), stage(5, StageKind.LOST), stage(6, StageKind.POSTPONED)
PIPELINE = Pipeline(
    PipelineId(1), "Sales", PipelineKind.SALE, 1, (UNSORTED, QUALIFY, PROPOSE, SIGN, WON, LOST, POSTPONED)
)


def ways(facts: DealFacts) -> dict[int, Way]:
    return {route.stage.id: route.way for route in routes(facts, PIPELINE)}


def test_from_the_first_stage_with_open_criteria() -> None:
    facts = DealFacts(QUALIFY, NOON)
    assert list(ways(facts).values()) == [
        Way.CLOSED, Way.CURRENT, Way.BLOCKED, Way.THROUGH, Way.THROUGH, Way.EXIT, Way.EXIT,
    ]  # fmt: skip
    blocked, skipped, won = (route_to(facts, PIPELINE, to) for to in (PROPOSE, SIGN, WON))
    assert (blocked.open, blocked.through) == (2, None)
    assert (skipped.open, skipped.through) == (2, PROPOSE)
    assert won.through == SIGN


def test_a_met_gate_is_open_and_what_is_behind_asks_for_a_reason() -> None:
    assert list(ways(DealFacts(PROPOSE, NOON)).values()) == [
        Way.CLOSED, Way.BACK, Way.CURRENT, Way.OPEN, Way.THROUGH, Way.EXIT, Way.EXIT,
    ]  # fmt: skip


def test_an_exit_leads_back_to_the_working_stages_only() -> None:
    for closed in (WON, LOST, POSTPONED):
        found = ways(DealFacts(closed, NOON))
        assert {found[each.id] for each in PIPELINE.working} == {Way.BACK}
        others = {UNSORTED, WON, LOST, POSTPONED} - {closed}
        assert {found[each.id] for each in others} == {Way.CLOSED}


FACTS = st.builds(
    DealFacts,
    stage=st.sampled_from(PIPELINE.stages),
    entered_at=st.just(NOON),
    fields=st.sampled_from([{}, {Field.NEED: "Two freezers"}]),
    confirmations=st.sampled_from([{}, {SURE.id: Confirmation(1, "They said so", "Alice", NOON)}]),
)


@given(FACTS, st.sampled_from(PIPELINE.stages))
def test_every_way_says_what_the_gate_would(facts: DealFacts, to: Stage) -> None:
    way = route_to(facts, PIPELINE, to).way
    nothing_said = review_move(facts, PIPELINE, MoveIntent(to))
    everything_said = review_move(
        facts,
        PIPELINE,
        MoveIntent(
            to,
            "Because",
            ReasonId(1),
            postpone_reason=ReasonId(2),
            postponed_until=NOON.date() + timedelta(days=9),
        ),
    )
    assert nothing_said.allows == (way is Way.OPEN)
    assert everything_said.allows == (way in {Way.OPEN, Way.BACK, Way.EXIT})
