"""A workspace's pipeline, written as a playbook's file would have it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from voronka.domain.criteria import ConfirmedByHand, Field, FieldFilled, FileAttached, FileKind, SomeOf
from voronka.domain.ids import CriterionId, PipelineId, StageId
from voronka.domain.pipeline import (
    Advance,
    BuyerStage,
    DefaultStep,
    Pipeline,
    PipelineKind,
    Stage,
    StageKind,
)
from voronka.domain.playbook.as_written import pipeline_as_written
from voronka.domain.playbook.model import Playbook, PlaybookReason
from voronka.domain.playbook.read import read_playbook
from voronka.domain.playbook.write import write_playbook
from voronka.domain.seller_steps import SellerStep
from voronka.domain.task import TaskKind

NEED = FieldFilled(CriterionId(7), "Need is known", Field.NEED)
SURE = ConfirmedByHand(CriterionId(8), "They are sure")
ENOUGH = SomeOf(
    CriterionId(9),
    "One of them",
    1,
    (
        FieldFilled(CriterionId(9), "Budget", Field.BUDGET),
        FileAttached(CriterionId(9), "Offer", FileKind.OFFER),
    ),
)


def stage(number: int, name: str, kind: StageKind = StageKind.WORKING, **says: Any) -> Stage:
    step = DefaultStep(TaskKind.CALL, f"{name}: call", timedelta(hours=2))
    given: dict[str, Any] = {"steps": (), "exit_criteria": ()} | says
    return Stage(StageId(number), name, kind, number, "", None, step, **given)


PIPELINE = Pipeline(
    PipelineId(3),
    "Sales",
    PipelineKind.SALE,
    5,
    (
        stage(0, "Unsorted", StageKind.UNSORTED),
        stage(
            1, "Ask", key="ask", exit_criteria=(NEED, ENOUGH), advance=Advance.BY_ITSELF,
            buyer=BuyerStage.INTEREST, question="What for?",
            steps=(SellerStep("Call them", ("Dial",), ("Script",)), SellerStep("Listen")),
        ),
        stage(2, "Sell", enter_criteria=(SURE,), back_to=(StageId(1),)),
        stage(3, "Won", StageKind.WON),
        stage(4, "Lost", StageKind.LOST, wake_after=timedelta(days=365), back_to=()),
        stage(5, "Later", StageKind.POSTPONED, back_to=(StageId(1), StageId(2))),
    ),
)  # fmt: skip


def test_what_is_written_is_a_playbook_that_can_be_read() -> None:
    pipeline = pipeline_as_written(PIPELINE, "en")
    text = {"en": "Ours"}
    reason = PlaybookReason("price", {"en": "Too dear"})
    written = Playbook("ours", text, text, text, ("en",), (pipeline,), (reason,), (reason,))
    assert read_playbook(write_playbook(written)) == written


def test_it_says_everything_that_the_pipeline_says() -> None:
    pipeline = pipeline_as_written(PIPELINE, "en")
    assert pipeline.key == "pipeline-3"
    ask, sell = pipeline.stages
    assert (ask.key, sell.key) == ("ask", "stage-2")
    assert (ask.advance, ask.buyer, ask.question) == (
        Advance.BY_ITSELF,
        BuyerStage.INTEREST,
        {"en": "What for?"},
    )
    assert [step.what["en"] for step in ask.steps] == ["Call them", "Listen"]
    assert [rule.title["en"] for rule in ask.exit] == ["Need is known", "One of them"]
    assert [part.title["en"] for part in ask.exit[1].parts] == ["Budget", "Offer"]
    assert (sell.back_to, sell.enter[0].title) == (("ask",), {"en": "They are sure"})
    assert (pipeline.lost.wake_after, pipeline.lost.returns_to) == (timedelta(days=365), ())
    assert pipeline.postponed.returns_to == ("ask", "stage-2")
    assert (pipeline.won.return_step, pipeline.postponed.return_step is None) == (None, False)
