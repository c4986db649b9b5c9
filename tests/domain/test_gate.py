"""The gate: which moves pass, and every obstacle that it names."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import get_args

import pytest

from voronka.domain.criteria import (
    AmountAtLeast,
    CallHeld,
    ConfirmedByHand,
    ConsentLogged,
    ConsentTo,
    ContractSigned,
    Criterion,
    CriterionKind,
    Field,
    FieldFilled,
    FileAttached,
    FileKind,
    HandOverAccepted,
    MeetingHeld,
    MeetingOutcome,
    NoteKind,
    NoteWritten,
    Party,
    PaymentReceived,
    Provable,
    Qualified,
    Reached,
    Sendable,
    Sent,
    SomeOf,
    TaskDone,
    UnknownCriterion,
    criterion_params,
    parse_criterion,
)
from voronka.domain.evidence import (
    CallFact,
    Confirmation,
    DealFacts,
    DispatchFact,
    Fact,
    Happened,
    MeetingFact,
    PaymentFact,
    evidence_for,
)
from voronka.domain.gate import (
    AlreadyThere,
    CriterionOpen,
    LostReasonMissing,
    MoveIntent,
    NotAColumn,
    PostponeDateMissing,
    PostponeReasonMissing,
    ReasonMissing,
    StageSkipped,
    WonOnlyFrom,
    review_move,
)
from voronka.domain.ids import CriterionId, PipelineId, ReasonId, StageId
from voronka.domain.pipeline import DefaultStep, Pipeline, PipelineKind, Stage, StageKind
from voronka.domain.qualification import Checklist, Fit, LeastFit
from voronka.domain.task import TaskKind

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
NEED = FieldFilled(CriterionId(1), "Need is known", Field.NEED)
MEETING = TaskDone(CriterionId(2), "Meeting held", TaskKind.MEETING, in_stage=True)
OFFER = FileAttached(CriterionId(3), "Offer sent", FileKind.OFFER)
LARGE = AmountAtLeast(CriterionId(4), "Worth a visit", Decimal(10_000))
AGREED = NoteWritten(CriterionId(5), "Agreement written down", NoteKind.AGREEMENT, in_stage=False)
SURE = ConfirmedByHand(CriterionId(6), "Decision maker is sure")
SPOKEN = CallHeld(CriterionId(7), "Spoken with them", Party.DECISION_MAKER, 60, in_stage=True)
MET_THEM = MeetingHeld(CriterionId(8), "Met", (MeetingOutcome.CONTRACT, MeetingOutcome.NEEDS), in_stage=True)
READ = Sent(CriterionId(9), "Offer was read", Sendable.OFFER, Reached.OPENED, in_stage=True)
SIGNED = ContractSigned(CriterionId(10), "Contract signed")
HALF = PaymentReceived(CriterionId(11), "Half is paid", Decimal(50))
WILLING = ConsentLogged(CriterionId(12), "They want to meet", ConsentTo.MEETING, in_stage=True)
TAKEN = HandOverAccepted(CriterionId(13), "Taken over")
FITTING = Qualified(CriterionId(15), "They fit", LeastFit.FIT)
TWO = SomeOf(
    CriterionId(14),
    "Two of them",
    2,
    (
        FieldFilled(CriterionId(14), "Budget", Field.BUDGET),
        FileAttached(CriterionId(14), "Offer", FileKind.OFFER),
        CallHeld(CriterionId(14), "Call", Party.ANYONE, 0, in_stage=False),
    ),
)
EVERY: tuple[Criterion, ...] = (
    NEED, MEETING, OFFER, LARGE, AGREED, SURE, SPOKEN, MET_THEM, READ, SIGNED, HALF, WILLING, TAKEN, FITTING, TWO,
)  # fmt: skip


def stage(number: int, kind: StageKind, *criteria: Criterion) -> Stage:
    step = DefaultStep(TaskKind.CALL, "Call", timedelta(days=1))
    return Stage(StageId(number), f"Stage {number}", kind, number, "", None, step, (), criteria)


UNSORTED = stage(0, StageKind.UNSORTED)
QUALIFY = stage(1, StageKind.WORKING, *EVERY)
PROPOSE = stage(2, StageKind.WORKING)
SIGN = stage(3, StageKind.WORKING, NEED)
WON, LOST, POSTPONED = stage(4, StageKind.WON), stage(5, StageKind.LOST), stage(6, StageKind.POSTPONED)
PIPELINE = Pipeline(
    PipelineId(1),
    "New equipment",
    PipelineKind.SALE,
    1,
    (UNSORTED, QUALIFY, PROPOSE, SIGN, WON, LOST, POSTPONED),
)
MET = DealFacts(
    stage=QUALIFY,
    entered_at=NOON,
    amount=Decimal(10_000),
    fields={Field.NEED: "Cold"},
    tasks_done=(Fact(TaskKind.MEETING, 7, "Site visit", "Alice", NOON),),
    files=(Fact(FileKind.OFFER, 8, "Offer.pdf", "Alice", NOON),),
    notes=(Fact(NoteKind.AGREEMENT, 9, "Yes", "Alice", NOON - timedelta(days=9)),),
    confirmations={SURE.id: Confirmation(10, "Said so on the phone", "Alice", NOON)},
    price=Decimal(9000),
    calls=(CallFact(11, "Ika", "Alice", NOON, 60, with_decision_maker=True),),
    meetings=(MeetingFact(12, "At their plant", "Alice", NOON, MeetingOutcome.NEEDS),),
    dispatches=(DispatchFact(13, "Offer 7", "Alice", Sendable.OFFER, {Reached.OPENED: NOON}),),
    contract=Happened("No. 12", "Alice", NOON, "contract", 14),
    payments=(PaymentFact(15, "", "Alice", NOON, Decimal(4500)),),
    consents=(Fact(ConsentTo.MEETING, 16, "Ika", "Alice", NOON, "oral"),),
    hand_over=Happened("", "Bob", NOON, "hand_over"),
    checklist=Checklist((Fit.FIT, Fit.FIT), "Alice", NOON),
)


def at(place: Stage) -> DealFacts:
    return DealFacts(stage=place, entered_at=NOON)


def test_a_deal_with_every_fact_goes_one_stage_forward() -> None:
    verdict = review_move(MET, PIPELINE, MoveIntent(PROPOSE))
    assert verdict.allows
    assert [review.evidence is not None for review in verdict.reviews] == [True] * len(EVERY)


def test_the_verdict_names_every_open_criterion_at_once() -> None:
    verdict = review_move(at(QUALIFY), PIPELINE, MoveIntent(PROPOSE))
    assert verdict.obstacles == tuple(CriterionOpen(criterion) for criterion in EVERY)
    assert verdict.open_criteria == EVERY


def test_there_is_a_criterion_of_each_kind_in_this_test() -> None:
    of_one = get_args(Provable)
    assert set(of_one) < set(get_args(Criterion))
    assert {type(criterion) for criterion in EVERY} == set(get_args(Criterion))


@pytest.mark.parametrize("criterion", EVERY, ids=lambda c: type(c).__name__)
def test_each_kind_is_met_by_its_evidence_alone(criterion: Criterion) -> None:
    assert evidence_for(criterion, MET) is not None
    assert evidence_for(criterion, at(QUALIFY)) is None


def test_a_task_done_before_the_stage_does_not_count_where_the_stage_asks_for_its_own() -> None:
    before = Fact(TaskKind.MEETING, 7, "Site visit", "Alice", NOON - timedelta(seconds=1))
    facts = DealFacts(stage=QUALIFY, entered_at=NOON, tasks_done=(before,))
    assert evidence_for(MEETING, facts) is None
    anywhere = TaskDone(CriterionId(2), "Meeting held", TaskKind.MEETING, in_stage=False)
    assert evidence_for(anywhere, facts) is not None


def test_an_amount_a_cent_short_is_not_enough() -> None:
    facts = DealFacts(stage=QUALIFY, entered_at=NOON, amount=Decimal("9999.99"))
    assert evidence_for(LARGE, facts) is None


def test_the_newest_of_several_facts_is_the_evidence() -> None:
    facts = DealFacts(
        stage=QUALIFY,
        entered_at=NOON,
        files=(
            Fact(FileKind.OFFER, 1, "Offer-v1.pdf", "Alice", NOON),
            Fact(FileKind.OFFER, 2, "Offer-v2.pdf", "Bob", NOON + timedelta(hours=1)),
        ),
    )
    evidence = evidence_for(OFFER, facts)
    assert evidence is not None
    assert (evidence.label, evidence.by, evidence.source_id) == ("Offer-v2.pdf", "Bob", 2)


def test_a_skip_is_refused_and_names_the_stage_to_go_through() -> None:
    assert review_move(MET, PIPELINE, MoveIntent(SIGN)).obstacles == (StageSkipped(PROPOSE),)


def test_a_deal_is_won_only_from_the_last_working_stage() -> None:
    assert review_move(at(PROPOSE), PIPELINE, MoveIntent(WON)).obstacles == (WonOnlyFrom(SIGN),)
    facts = DealFacts(stage=SIGN, entered_at=NOON, fields={Field.NEED: "Cold"})
    assert review_move(facts, PIPELINE, MoveIntent(WON)).allows


def test_going_back_needs_a_reason_but_no_criteria() -> None:
    assert review_move(at(SIGN), PIPELINE, MoveIntent(QUALIFY)).obstacles == (ReasonMissing(),)
    assert review_move(at(SIGN), PIPELINE, MoveIntent(QUALIFY, reason=" ")).obstacles == (ReasonMissing(),)
    assert review_move(at(SIGN), PIPELINE, MoveIntent(QUALIFY, reason="Wrong offer")).allows


def test_losing_needs_a_listed_reason_and_no_criteria() -> None:
    assert review_move(at(QUALIFY), PIPELINE, MoveIntent(LOST)).obstacles == (LostReasonMissing(),)
    assert review_move(at(QUALIFY), PIPELINE, MoveIntent(LOST, lost_reason=ReasonId(1))).allows


def test_postponing_needs_a_reason_and_a_day() -> None:
    refused = review_move(at(QUALIFY), PIPELINE, MoveIntent(POSTPONED))
    assert refused.obstacles == (PostponeReasonMissing(), PostponeDateMissing())
    intent = MoveIntent(
        POSTPONED, postpone_reason=ReasonId(1), postponed_until=NOON.date() + timedelta(days=30)
    )
    assert review_move(at(QUALIFY), PIPELINE, intent).allows


@pytest.mark.parametrize("closed", [WON, LOST, POSTPONED], ids=lambda s: s.kind)
def test_a_closed_deal_opens_again_at_any_working_stage_with_a_reason(closed: Stage) -> None:
    assert review_move(at(closed), PIPELINE, MoveIntent(SIGN)).obstacles == (ReasonMissing(),)
    assert review_move(at(closed), PIPELINE, MoveIntent(SIGN, reason="They called")).allows


@pytest.mark.parametrize("to", [WON, LOST, POSTPONED], ids=lambda s: s.kind)
def test_no_deal_goes_from_one_exit_into_another(to: Stage) -> None:
    closed = LOST if to is not LOST else WON
    intent = MoveIntent(
        to,
        lost_reason=ReasonId(1),
        postpone_reason=ReasonId(1),
        postponed_until=NOON.date() + timedelta(days=1),
    )
    assert review_move(at(closed), PIPELINE, intent).obstacles == (NotAColumn(),)


def test_nothing_goes_back_among_the_unsorted_and_nowhere_is_no_move() -> None:
    assert review_move(at(QUALIFY), PIPELINE, MoveIntent(UNSORTED, reason="x")).obstacles == (NotAColumn(),)
    assert review_move(at(QUALIFY), PIPELINE, MoveIntent(QUALIFY)).obstacles == (AlreadyThere(),)


def test_an_exception_waives_criteria_and_skips_and_keeps_what_it_waived() -> None:
    verdict = review_move(at(QUALIFY), PIPELINE, MoveIntent(SIGN, exception="Old friend of the house"))
    assert verdict.allows
    assert StageSkipped(PROPOSE) in verdict.waived
    assert len(verdict.waived) == len(EVERY) + 1


def test_an_exception_never_supplies_missing_data() -> None:
    verdict = review_move(at(QUALIFY), PIPELINE, MoveIntent(LOST, exception="Because"))
    assert verdict.obstacles == (LostReasonMissing(),)


@pytest.mark.parametrize("criterion", EVERY, ids=lambda c: type(c).__name__)
def test_a_criterion_is_the_same_after_storing(criterion: Criterion) -> None:
    kind, params = criterion_params(criterion)
    assert parse_criterion(criterion.id, kind, criterion.title, params) == criterion


CONTRACT = {"kind": "contract", "title": "Signed"}
HAND_OVER = {"kind": "hand_over", "title": "Taken"}


@pytest.mark.parametrize(
    ("kind", "params"),
    [
        ("telepathy", {}),
        (CriterionKind.FIELD, {"field": "shoe_size"}),
        (CriterionKind.FIELD, {}),
        (CriterionKind.AMOUNT, {"amount": "much"}),
        (CriterionKind.AMOUNT, {"amount": "NaN"}),
        (CriterionKind.AMOUNT, {"amount": "-1"}),
        (CriterionKind.TASK, {"task": "dance"}),
        (CriterionKind.CALL, {"with": "nobody"}),
        (CriterionKind.CALL, {"seconds": -1}),
        (CriterionKind.CALL, {"seconds": "60"}),
        (CriterionKind.CALL, {"seconds": True}),
        (CriterionKind.CALL, {"seconds": 86_401}),
        (CriterionKind.MEETING, {"outcomes": ["lunch"]}),
        (CriterionKind.MEETING, {"outcomes": "needs"}),
        (CriterionKind.MEETING, {"outcomes": ["needs", "needs"]}),
        (CriterionKind.SENT, {}),
        (CriterionKind.SENT, {"what": "pigeon"}),
        (CriterionKind.SENT, {"what": "offer", "reached": "moon"}),
        (CriterionKind.PAYMENT, {}),
        (CriterionKind.PAYMENT, {"share": "0"}),
        (CriterionKind.PAYMENT, {"share": "100.5"}),
        (CriterionKind.PAYMENT, {"share": "Infinity"}),
        (CriterionKind.CONSENT, {"to": "marriage"}),
        (CriterionKind.QUALIFIED, {"fit": "somewhat"}),
        (CriterionKind.SOME, {}),
        (CriterionKind.SOME, {"least": 1, "of": "field"}),
        (CriterionKind.SOME, {"least": 1, "of": [CONTRACT]}),
        (CriterionKind.SOME, {"least": 1, "of": [CONTRACT, "contract"]}),
        (CriterionKind.SOME, {"least": 0, "of": [CONTRACT, HAND_OVER]}),
        (CriterionKind.SOME, {"least": 3, "of": [CONTRACT, HAND_OVER]}),
        (CriterionKind.SOME, {"least": 1, "of": [CONTRACT, {"kind": "by_hand", "title": "Sure"}]}),
        (CriterionKind.SOME, {"least": 1, "of": [CONTRACT, {"kind": "field", "title": "?"}]}),
        (
            CriterionKind.SOME,
            {
                "least": 1,
                "of": [CONTRACT, {"kind": "some", "params": {"least": 1, "of": [CONTRACT, HAND_OVER]}}],
            },
        ),
    ],
)
def test_an_unknown_criterion_is_refused_not_ignored(kind: str, params: dict[str, object]) -> None:
    with pytest.raises(UnknownCriterion):
        parse_criterion(CriterionId(1), kind, "?", params)
