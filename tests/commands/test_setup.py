"""Setting up the method and the workspace: what is changed, who may, what is refused and why."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tests.factories import NOON, House, deal_of
from tests.published import (
    add_criterion,
    add_stage,
    change_criterion,
    change_stage,
    place_criterion,
    place_stage,
    remove_criterion,
    remove_stage,
)
from tests.truths import assert_all_true
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move
from voronka.commands.setup.criteria import read_criterion
from voronka.commands.setup.pipelines import (
    FirstWords,
    change_pipeline,
    create_pipeline,
    place_pipeline,
    remove_pipeline,
)
from voronka.commands.setup.reasons import (
    add_reason,
    change_reason,
    place_reason,
    restore_reason,
    retire_reason,
)
from voronka.commands.setup.workspace import change_workspace, read_rate, remove_rate, set_rate
from voronka.commands.undo import undo
from voronka.commands.values import Bad
from voronka.domain.criteria import (
    AmountAtLeast,
    CallHeld,
    ConfirmedByHand,
    ConsentLogged,
    ConsentTo,
    ContractSigned,
    Criterion,
    Field,
    FieldFilled,
    HandOverAccepted,
    MeetingHeld,
    MeetingOutcome,
    NoteKind,
    NoteWritten,
    Party,
    PaymentReceived,
    Reached,
    Sendable,
    Sent,
    SomeOf,
)
from voronka.domain.errors import GateRefused, Invalid, NotAllowed, NotFound, Problem, UndoRefused
from voronka.domain.events import EventKind
from voronka.domain.ids import CriterionId
from voronka.domain.seller_steps import SellerStep
from voronka.models import (
    Deal,
    Event,
    ExchangeRate,
    Pipeline,
    Reason,
    Stage,
    StageCriterion,
    StageFlow,
    StageVisit,
    Workspace,
)
from voronka.queries.pipelines import pipeline_of

if TYPE_CHECKING:
    from collections.abc import Callable

WORDS = FirstWords("Unsorted", "Won", "Lost", "Postponed", "What is next?")


def as_hana(house: House) -> dict[str, Any]:
    return {"by": house.actor("Hana"), "at": NOON}


def as_zoe(house: House) -> dict[str, Any]:
    return {"by": house.actor("Zoe"), "at": NOON}


def problems_of(command: Callable[..., Any], **arguments: Any) -> dict[str, Problem]:
    with pytest.raises(Invalid) as refused:
        command(**arguments)
    return dict(refused.value.problems)


def last_event() -> Event:
    return Event.objects.exclude(payload__what="version").order_by("-id")[0]


def names(house: House) -> list[str]:
    return [stage.name for stage in pipeline_of(house.pipeline.pk).stages]


# -- who may -----------------------------------------------------------------------------------------------------


def test_a_seller_sets_up_nothing(house: House) -> None:
    alice: dict[str, Any] = {"by": house.actor("Alice"), "at": NOON}
    refused: list[tuple[Callable[..., Any], dict[str, Any]]] = [
        (create_pipeline, {"name": "Service", "kind": "sale", "stages": "Visit", "words": WORDS}),
        (change_pipeline, {"pipeline": house.pipeline.pk, "name": "Mine", "kind": "sale"}),
        (place_pipeline, {"pipeline": house.pipeline.pk, "place": 1}),
        (remove_pipeline, {"pipeline": house.pipeline.pk}),
        (add_stage, {"pipeline": house.pipeline.pk, "fields": {"name": "Mine", "step_title": "Call"}}),
        (change_stage, {"stage": house.stage("Qualify"), "fields": {"name": "Mine"}}),
        (place_stage, {"stage": house.stage("Qualify"), "place": 1}),
        (remove_stage, {"stage": house.stage("Qualify")}),
        (add_criterion, {"stage": house.stage("Qualify"), "fields": {"title": "Fits", "kind": "by_hand"}}),
        (add_reason, {"way_out": "lost", "name": "Other", "asks_competitor": False}),
        (change_reason, {"reason": house.lost_reason, "name": "Other", "asks_competitor": False}),
        (retire_reason, {"reason": house.lost_reason}),
        (restore_reason, {"reason": house.lost_reason}),
        (place_reason, {"reason": house.lost_reason, "place": 1}),
    ]
    for command, arguments in refused:
        with pytest.raises(NotAllowed):
            command(**alice, **arguments)
    assert not Event.objects.exists()
    assert Pipeline.objects.get().version == 1


def test_a_head_leaves_the_workspace_to_the_administrator(house: House) -> None:
    with pytest.raises(NotAllowed):
        change_workspace(**as_hana(house), fields={"name": "Mine"})
    with pytest.raises(NotAllowed):
        set_rate(**as_hana(house), currency="EUR", since_on="2026-11-01", rate="1.1")
    assert not ExchangeRate.objects.exists()


# -- pipelines ---------------------------------------------------------------------------------------------------


def test_a_new_pipeline_has_its_stages_between_unsorted_and_the_exits(house: House) -> None:
    made = create_pipeline(
        **as_hana(house),
        name=" Service  contracts ",
        kind="retention",
        stages="Visit\n\n Offer \r\nSign",
        words=WORDS,
    )
    pipeline = pipeline_of(made.pk)
    assert pipeline.name == "Service contracts"
    assert [(s.name, s.kind.value) for s in pipeline.stages] == [
        ("Unsorted", "unsorted"), ("Visit", "working"), ("Offer", "working"), ("Sign", "working"),
        ("Won", "won"), ("Lost", "lost"), ("Postponed", "postponed"),
    ]  # fmt: skip
    assert [s.position for s in pipeline.stages] == list(range(7))
    assert pipeline.stages[1].default_step.title == "What is next?"
    event = last_event()
    assert (event.kind, event.pipeline_id, event.actor_id) == (
        EventKind.SETUP_CHANGED,
        made.pk,
        house.people["Hana"].pk,
    )
    assert event.payload["before"] is None
    assert event.payload["after"]["stages"] == ["Visit", "Offer", "Sign"]


@pytest.mark.parametrize(
    ("name", "kind", "stages", "problems"),
    [
        ("", "sale", "Visit", {"name": Problem.REQUIRED}),
        ("new EQUIPMENT", "sale", "Visit", {"name": Problem.ALREADY_TAKEN}),
        ("x" * 81, "sale", "Visit", {"name": Problem.TOO_LONG}),
        ("Service", "circus", "Visit", {"kind": Problem.UNKNOWN_CHOICE}),
        ("Service", "sale", " \n ", {"stages": Problem.REQUIRED}),
        ("Service", "sale", "Visit\nvisit", {"stages": Problem.ALREADY_TAKEN}),
        ("Service", "sale", "\n".join(str(n) for n in range(21)), {"stages": Problem.TOO_LONG}),
        ("", "", "", {"name": Problem.REQUIRED, "kind": Problem.UNKNOWN_CHOICE, "stages": Problem.REQUIRED}),
    ],
)
def test_a_pipeline_that_makes_no_sense_is_not_made(
    house: House, name: str, kind: str, stages: str, problems: dict[str, Problem]
) -> None:
    found = problems_of(create_pipeline, **as_hana(house), name=name, kind=kind, stages=stages, words=WORDS)
    assert found == problems
    assert Pipeline.objects.count() == 1


def test_a_renamed_pipeline_is_new_to_its_readers_and_keeps_its_id(house: House) -> None:
    before = pipeline_of(house.pipeline.pk)
    later = NOON + timedelta(hours=1)
    change_pipeline(
        by=house.actor("Hana"), at=later, pipeline=house.pipeline.pk, name="Cold rooms", kind="lead"
    )
    row = Pipeline.objects.get()
    assert (row.pk, row.version, row.changed_at) == (house.pipeline.pk, 2, later)
    assert pipeline_of(row.pk).name == "Cold rooms"
    assert before.name == "New equipment"
    assert last_event().payload["before"] == {"name": "New equipment", "kind": "sale"}


def test_a_change_that_changes_nothing_leaves_no_trace(house: House) -> None:
    change_pipeline(**as_hana(house), pipeline=house.pipeline.pk, name="New equipment", kind="sale")
    change_stage(**as_hana(house), stage=house.stage("Qualify"), fields={"name": "Qualify", "limit": "3"})
    place_stage(**as_hana(house), stage=house.stage("Qualify"), place=0)
    assert Pipeline.objects.get().version == 1
    assert not Event.objects.exists()


def test_pipelines_are_put_in_order(house: House) -> None:
    ids = [
        house.pipeline.pk,
        *(
            create_pipeline(**as_hana(house), name=n, kind="sale", stages="Visit", words=WORDS).pk
            for n in "AB"
        ),
    ]
    place_pipeline(**as_hana(house), pipeline=ids[2], place=0)
    order = list(Pipeline.objects.order_by("position").values_list("id", flat=True))
    assert order == [ids[2], ids[0], ids[1]]


def test_a_pipeline_goes_only_while_no_deal_was_ever_in_it(house: House) -> None:
    unused = create_pipeline(**as_hana(house), name="Service", kind="sale", stages="Visit", words=WORDS)
    deal_of(house, "Alice")
    assert problems_of(remove_pipeline, **as_hana(house), pipeline=house.pipeline.pk) == {
        "pipeline": Problem.IN_USE
    }
    remove_pipeline(**as_hana(house), pipeline=unused.pk)
    assert list(Pipeline.objects.values_list("id", flat=True)) == [house.pipeline.pk]
    assert not Stage.objects.filter(pipeline=unused.pk).exists()


def test_the_last_pipeline_stays(house: House) -> None:
    assert problems_of(remove_pipeline, **as_hana(house), pipeline=house.pipeline.pk) == {
        "pipeline": Problem.LAST_ONE
    }


# -- stages ------------------------------------------------------------------------------------------------------


def test_a_new_stage_comes_last_of_the_working_ones(house: House) -> None:
    fields = {"name": "Hand over", "step_title": "Plan the start", "limit": "36", "limit_unit": "hours"}
    made = add_stage(**as_hana(house), pipeline=house.pipeline.pk, fields=fields)
    assert names(house) == ["Unsorted", "Qualify", "Propose", "Sign", "Hand over", "Won", "Lost", "Postponed"]
    stage = pipeline_of(house.pipeline.pk).stages[4]
    assert (stage.id, stage.position, stage.limit) == (made.pk, 4, timedelta(hours=36))
    assert Pipeline.objects.get().version > 1


@pytest.mark.parametrize(
    ("below", "order"),
    [
        ("Unsorted", ["Survey", "Qualify", "Propose", "Sign"]),
        ("Qualify", ["Qualify", "Survey", "Propose", "Sign"]),
        ("Sign", ["Qualify", "Propose", "Sign", "Survey"]),
    ],
)
def test_a_new_stage_may_come_below_another(house: House, below: str, order: list[str]) -> None:
    fields = {"name": "Survey", "step_title": "Visit them"}
    add_stage(**as_hana(house), pipeline=house.pipeline.pk, fields=fields, below=house.stage(below))
    assert names(house)[1:5] == order


def test_a_new_stage_comes_below_no_exit_and_none_of_another_pipeline(house: House) -> None:
    pipeline = house.pipeline.pk
    other = create_pipeline(**as_hana(house), name="Service", kind="sale", stages="Survey", words=WORDS)
    survey = {"name": "Plan", "step_title": "Visit them"}
    for below in (house.stage("Won"), *Stage.objects.filter(pipeline=other).values_list("pk", flat=True)):
        with pytest.raises(NotFound):
            add_stage(**as_hana(house), pipeline=pipeline, fields=survey, below=below)
    assert not Pipeline.objects.exclude(draft_of=None).exists()
    assert names(house)[1:4] == ["Qualify", "Propose", "Sign"]


def test_a_stage_says_everything_of_the_playbook(house: House) -> None:
    change_stage(
        **as_hana(house),
        stage=house.stage("Qualify"),
        fields={
            "name": "Find out",
            "purpose": "They tell  us the problem",
            "limit": "",
            "steps": "Ask\n\n+ Script “First five questions”\nListen\n-  to the end",
            "step_kind": "meeting",
            "step_title": "Meet them",
            "step_after": "0",
            "step_after_unit": "hours",
        },
    )
    stage = pipeline_of(house.pipeline.pk).stages[1]
    assert (stage.id, stage.name, stage.purpose) == (
        house.stage("Qualify"),
        "Find out",
        "They tell us the problem",
    )
    assert stage.limit is None
    assert stage.steps == (
        SellerStep("Ask", tools=("Script “First five questions”",)),
        SellerStep("Listen", ("to the end",)),
    )
    assert (stage.default_step.kind.value, stage.default_step.title) == ("meeting", "Meet them")
    assert stage.default_step.after == timedelta(0)
    event = last_event()
    assert event.payload["before"]["name"] == "Qualify"
    assert event.payload["after"]["limit_seconds"] is None


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("name", " ", Problem.REQUIRED),
        ("name", "propose", Problem.ALREADY_TAKEN),
        ("name", "x" * 41, Problem.TOO_LONG),
        ("purpose", "x" * 301, Problem.TOO_LONG),
        ("limit", "two", Problem.NOT_A_NUMBER),
        ("limit", "-2", Problem.NEGATIVE),
        ("limit", "0", Problem.NOT_A_NUMBER),
        ("limit", "²", Problem.NOT_A_NUMBER),
        ("limit", "3651", Problem.TOO_LARGE),
        ("limit", "9" * 400, Problem.TOO_LARGE),
        ("steps", "x" * 201, Problem.TOO_LONG),
        ("steps", "\n".join("x" * 41), Problem.TOO_LONG),
        ("step_kind", "dance", Problem.UNKNOWN_CHOICE),
        ("step_title", "", Problem.REQUIRED),
        ("step_after", "", Problem.REQUIRED),
    ],
)
def test_a_wrong_value_of_a_stage_is_refused_by_its_field(
    house: House, field: str, value: str, problem: Problem
) -> None:
    fields = {field: value}
    assert problems_of(change_stage, **as_hana(house), stage=house.stage("Qualify"), fields=fields) == {
        field: problem
    }
    assert Pipeline.objects.get().version == 1


def test_an_unknown_unit_is_refused(house: House) -> None:
    fields = {"limit": "2", "limit_unit": "moons"}
    found = problems_of(change_stage, **as_hana(house), stage=house.stage("Qualify"), fields=fields)
    assert found == {"limit": Problem.UNKNOWN_CHOICE}


def test_an_exit_takes_no_limit(house: House) -> None:
    change_stage(
        **as_hana(house), stage=house.stage("Lost"), fields={"purpose": "Not now", "limit": "nonsense"}
    )
    assert Stage.objects.get(pk=house.stage("Lost")).purpose == "Not now"


def test_stages_are_put_in_another_order_and_the_gate_follows(house: House) -> None:
    deal = deal_of(house, "Alice")
    place_stage(**as_hana(house), stage=house.stage("Sign"), place=1)
    assert names(house)[:4] == ["Unsorted", "Qualify", "Sign", "Propose"]
    with pytest.raises(GateRefused):
        move_deal(by=house.actor("Alice"), at=NOON, deal=deal.pk, move=Move(house.stage("Propose")))
    move_deal(by=house.actor("Alice"), at=NOON, deal=deal.pk, move=Move(house.stage("Sign")))
    assert_all_true()


def test_unsorted_and_the_exits_keep_their_places(house: House) -> None:
    for name in ("Unsorted", "Won"):
        with pytest.raises(NotFound):
            place_stage(**as_hana(house), stage=house.stage(name), place=1)


def test_a_stage_that_was_never_used_is_deleted(house: House) -> None:
    assert remove_stage(**as_hana(house), stage=house.stage("Propose")) == 0
    assert not Stage.objects.filter(pk=house.stage("Propose")).exists()
    assert names(house) == ["Unsorted", "Qualify", "Sign", "Won", "Lost", "Postponed"]
    assert [s.position for s in pipeline_of(house.pipeline.pk).stages] == list(range(6))
    assert last_event().payload["after"] is None


def test_a_stage_with_deals_is_not_removed_without_a_place_for_them(house: House) -> None:
    deal = deal_of(house, "Alice")
    found = problems_of(remove_stage, **as_hana(house), stage=house.stage("Qualify"))
    assert found == {"into": Problem.REQUIRED}
    for wrong in ("Won", "Unsorted", "Qualify"):
        found = problems_of(
            remove_stage,
            **as_hana(house),
            stage=house.stage("Qualify"),
            into=house.stage(wrong),
            reason="Merged",
        )
        assert found == {"into": Problem.UNKNOWN_CHOICE}
    assert Deal.objects.get(pk=deal.pk).stage_id == house.stage("Qualify")
    assert Pipeline.objects.get().published == 1


def test_a_used_stage_is_merged_into_another_and_stays_in_the_history(house: House) -> None:
    StageCriterion.objects.create(
        stage_id=house.stage("Qualify"), position=0, kind="field", title="Need", params={"field": "need"}
    )
    Pipeline.objects.update(version=2)
    deals = [deal_of(house, who) for who in ("Alice", "Bob")]
    moved = remove_stage(
        **as_hana(house),
        stage=house.stage("Qualify"),
        into=house.stage("Sign"),
        reason="Qualify is part of Sign",
    )
    assert moved == 2
    assert set(Deal.objects.values_list("stage_id", flat=True)) == {house.stage("Sign")}
    assert "Qualify" not in names(house)
    assert Stage.objects.get(pk=house.stage("Qualify")).retired_at == NOON
    assert StageVisit.objects.filter(stage=house.stage("Qualify")).count() == 2
    move = Event.objects.get(deal_id=deals[0].pk, kind=EventKind.DEAL_MOVED)
    assert move.payload["exception"] == "Qualify is part of Sign"
    assert_all_true()


def test_a_merge_backwards_is_no_exception_but_a_reason(house: House) -> None:
    deal = deal_of(house, "Alice")
    move_deal(by=house.actor("Alice"), at=NOON, deal=deal.pk, move=Move(house.stage("Propose")))
    remove_stage(
        **as_hana(house), stage=house.stage("Propose"), into=house.stage("Qualify"), reason="One stage less"
    )
    move = Event.objects.filter(kind=EventKind.DEAL_MOVED).order_by("-id")[0]
    assert (move.payload["how"], move.payload["reason"]) == ("back", "One stage less")
    assert_all_true()


def test_a_head_does_not_merge_what_they_do_not_see(house: House) -> None:
    deal_of(house, "Alice")
    deal_of(house, "Charlie")
    into = house.stage("Propose")
    with pytest.raises(NotAllowed):
        remove_stage(**as_hana(house), stage=house.stage("Qualify"), into=into, reason="Merged")
    assert set(Deal.objects.values_list("stage_id", flat=True)) == {house.stage("Qualify")}
    assert remove_stage(**as_zoe(house), stage=house.stage("Qualify"), into=into, reason="Merged") == 2


def test_nothing_is_undone_into_a_retired_stage(house: House) -> None:
    deal = deal_of(house, "Alice")
    moved = move_deal(by=house.actor("Alice"), at=NOON, deal=deal.pk, move=Move(house.stage("Propose")))
    remove_stage(**as_hana(house), stage=house.stage("Qualify"))
    with pytest.raises(UndoRefused):
        undo(by=house.actor("Alice"), at=NOON, event=moved.event.pk)
    assert Deal.objects.get().stage_id == house.stage("Propose")


def test_the_last_working_stage_stays(house: House) -> None:
    for name in ("Qualify", "Propose"):
        remove_stage(**as_hana(house), stage=house.stage(name))
    assert problems_of(remove_stage, **as_hana(house), stage=house.stage("Sign")) == {
        "stage": Problem.LAST_ONE
    }
    with pytest.raises(NotFound):
        remove_stage(**as_hana(house), stage=house.stage("Won"))


# -- criteria ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {"title": "Need", "kind": "field", "field": "need"},
            FieldFilled(CriterionId(0), "Need", Field.NEED),
        ),
        (
            {"title": "Worth it", "kind": "amount", "amount": "5k"},
            AmountAtLeast(CriterionId(0), "Worth it", Decimal(5000)),
        ),
        ({"title": "Fits", "kind": "by_hand", "field": "nonsense"}, ConfirmedByHand(CriterionId(0), "Fits")),
        (
            {"title": "Agreed", "kind": "note", "note": "agreement", "in_stage": "on"},
            NoteWritten(CriterionId(0), "Agreed", NoteKind.AGREEMENT, in_stage=True),
        ),
        (
            {"title": "Spoken", "kind": "call", "with": "decision_maker", "seconds": "90", "in_stage": "on"},
            CallHeld(CriterionId(0), "Spoken", Party.DECISION_MAKER, 90, in_stage=True),
        ),
        (
            {"title": "Spoken", "kind": "call", "with": "anyone", "seconds": ""},
            CallHeld(CriterionId(0), "Spoken", Party.ANYONE, 0, in_stage=False),
        ),
        (
            {"title": "Met", "kind": "meeting", "outcomes": "contract,needs,contract"},
            MeetingHeld(
                CriterionId(0), "Met", (MeetingOutcome.CONTRACT, MeetingOutcome.NEEDS), in_stage=False
            ),
        ),
        (
            {"title": "Read", "kind": "sent", "what": "offer", "reached": "opened"},
            Sent(CriterionId(0), "Read", Sendable.OFFER, Reached.OPENED, in_stage=False),
        ),
        ({"title": "Signed", "kind": "contract"}, ContractSigned(CriterionId(0), "Signed")),
        (
            {"title": "Half", "kind": "payment", "share": "50"},
            PaymentReceived(CriterionId(0), "Half", Decimal(50)),
        ),
        (
            {"title": "Meets", "kind": "consent", "to": "meeting"},
            ConsentLogged(CriterionId(0), "Meets", ConsentTo.MEETING, in_stage=False),
        ),
        ({"title": "Taken", "kind": "hand_over"}, HandOverAccepted(CriterionId(0), "Taken")),
    ],
)
def test_a_criterion_is_read_with_only_what_its_kind_needs(fields: dict[str, str], expected: object) -> None:
    assert read_criterion(fields) == expected


@pytest.mark.parametrize(
    ("fields", "problems"),
    [
        ({}, {"title": Problem.REQUIRED, "kind": Problem.REQUIRED}),
        ({"title": "x", "kind": "mood"}, {"kind": Problem.UNKNOWN_CHOICE}),
        ({"title": "x", "kind": "field"}, {"field": Problem.REQUIRED}),
        ({"title": "x", "kind": "field", "field": "height"}, {"field": Problem.UNKNOWN_CHOICE}),
        ({"title": "x", "kind": "amount", "amount": "0"}, {"amount": Problem.REQUIRED}),
        ({"title": "x", "kind": "amount", "amount": "a lot"}, {"amount": Problem.NOT_A_NUMBER}),
        ({"title": "x", "kind": "call", "with": "me"}, {"with": Problem.UNKNOWN_CHOICE}),
        (
            {"title": "x", "kind": "call", "with": "anyone", "seconds": "90000"},
            {"seconds": Problem.OUT_OF_RANGE},
        ),
        ({"title": "x", "kind": "meeting", "outcomes": "lunch"}, {"outcomes": Problem.UNKNOWN_CHOICE}),
        ({"title": "x", "kind": "sent"}, {"what": Problem.REQUIRED, "reached": Problem.REQUIRED}),
        ({"title": "x", "kind": "payment", "share": ""}, {"share": Problem.REQUIRED}),
        ({"title": "x", "kind": "payment", "share": "101"}, {"share": Problem.OUT_OF_RANGE}),
        ({"title": "x", "kind": "consent", "to": "all"}, {"to": Problem.UNKNOWN_CHOICE}),
        ({"title": "x", "kind": "some", "least": ""}, {"of": Problem.TOO_FEW, "least": Problem.REQUIRED}),
        ({"title": "x", "kind": "some", "of": "c1,c2", "least": "1"}, {"of": Problem.UNKNOWN_CHOICE}),
        (
            {"title": "x" * 161, "kind": "task", "task": ""},
            {"title": Problem.TOO_LONG, "task": Problem.REQUIRED},
        ),
    ],
)
def test_a_criterion_that_makes_no_sense_is_refused(
    fields: dict[str, str], problems: dict[str, Problem]
) -> None:
    assert problems_of(read_criterion, fields=fields) == problems


def test_criteria_of_a_stage_become_some_of_several_and_stand_for_themselves_again(house: House) -> None:
    hana, stage = as_hana(house), house.stage("Qualify")
    need = add_criterion(**hana, stage=stage, fields={"title": "Need", "kind": "field", "field": "need"})
    signed = add_criterion(**hana, stage=stage, fields={"title": "Signed", "kind": "contract"})
    fits = add_criterion(**hana, stage=stage, fields={"title": "Fits", "kind": "by_hand"})
    wanted = {"title": "Enough", "kind": "some", "of": f"c{signed.pk},c{need.pk}", "least": "2"}
    too_many = {**wanted, "least": "3"}
    assert problems_of(add_criterion, **hana, stage=stage, fields=too_many) == {"least": Problem.OUT_OF_RANGE}
    judged = {**wanted, "of": f"c{need.pk},c{fits.pk}"}
    assert problems_of(add_criterion, **hana, stage=stage, fields=judged) == {"of": Problem.UNKNOWN_CHOICE}
    some = add_criterion(**hana, stage=stage, fields=wanted)

    def criteria() -> list[Criterion]:
        return list(pipeline_of(house.pipeline.pk).stages[1].exit_criteria)

    assert [c.title for c in criteria()] == ["Fits", "Enough"]
    assert criteria()[1] == SomeOf(
        CriterionId(some.pk),
        "Enough",
        2,
        (
            ContractSigned(CriterionId(some.pk), "Signed"),
            FieldFilled(CriterionId(some.pk), "Need", Field.NEED),
        ),
    )
    some = StageCriterion.objects.get(title="Enough", retired_at=None)
    paid = add_criterion(**hana, stage=stage, fields={"title": "Paid", "kind": "payment", "share": "50"})
    swapped = {**wanted, "of": f"p1,c{paid.pk}", "least": "1"}
    change_criterion(**hana, criterion=some.pk, fields=swapped)
    assert [c.title for c in criteria()] == ["Fits", "Enough", "Signed"]
    held = criteria()[1]
    assert isinstance(held, SomeOf)
    assert [part.title for part in held.of] == ["Need", "Paid"]
    some = StageCriterion.objects.get(title="Enough", retired_at=None)
    change_criterion(**hana, criterion=some.pk, fields={"title": "Enough", "kind": "hand_over"})
    assert [c.title for c in criteria()] == ["Fits", "Enough", "Signed", "Need", "Paid"]


def test_criteria_are_added_changed_ordered_and_removed(house: House) -> None:
    hana, stage = as_hana(house), house.stage("Qualify")
    need = add_criterion(**hana, stage=stage, fields={"title": "Need", "kind": "field", "field": "need"})
    met = add_criterion(
        **hana, stage=stage, fields={"title": "Met", "kind": "task", "task": "meeting", "in_stage": "on"}
    )
    fits = add_criterion(**hana, stage=stage, fields={"title": "Fits", "kind": "by_hand"})
    place_criterion(**hana, criterion=fits.pk, place=0)
    change_criterion(
        **hana, criterion=need.pk, fields={"title": "Offer sent", "kind": "file", "file": "offer"}
    )
    remove_criterion(**hana, criterion=met.pk)
    criteria = pipeline_of(house.pipeline.pk).stages[1].exit_criteria
    # What asks for something else is another criterion: that which older versions ask for stays as it was.
    assert [c.title for c in criteria] == ["Fits", "Offer sent"]
    assert (criteria[0].id, criteria[1].id == need.pk) == (fits.pk, False)
    assert Pipeline.objects.get().published == 7
    assert last_event().payload == {
        "what": "criterion",
        "id": met.pk,
        "before": {
            "stage": stage,
            "gate": "exit",
            "title": "Met",
            "kind": "task",
            "params": {"task": "meeting", "in_stage": True},
        },
        "after": None,
    }


def test_the_gate_asks_for_a_new_criterion_at_once(house: House) -> None:
    deal = deal_of(house, "Alice")
    add_criterion(**as_hana(house), stage=house.stage("Qualify"), fields={"title": "Fits", "kind": "by_hand"})
    with pytest.raises(GateRefused) as refused:
        move_deal(by=house.actor("Alice"), at=NOON, deal=deal.pk, move=Move(house.stage("Propose")))
    assert [c.title for c in refused.value.verdict.open_criteria] == ["Fits"]


def test_a_stage_asks_for_a_thing_once(house: House) -> None:
    fields = {"title": "Fits", "kind": "by_hand"}
    made = add_criterion(**as_hana(house), stage=house.stage("Qualify"), fields=fields)
    doubled = fields | {"title": " FITS"}
    found = problems_of(add_criterion, **as_hana(house), stage=house.stage("Qualify"), fields=doubled)
    assert found == {"title": Problem.ALREADY_TAKEN}
    change_criterion(**as_hana(house), criterion=made.pk, fields=doubled)
    add_criterion(**as_hana(house), stage=house.stage("Propose"), fields=fields)
    assert StageCriterion.objects.count() == 2


def test_an_exit_has_no_criteria(house: House) -> None:
    with pytest.raises(NotFound):
        add_criterion(
            **as_hana(house), stage=house.stage("Won"), fields={"title": "Happy", "kind": "by_hand"}
        )


# -- reasons -----------------------------------------------------------------------------------------------------


def test_reasons_are_added_renamed_ordered_and_retired(house: House) -> None:
    hana = as_hana(house)
    rival = add_reason(**hana, way_out="lost", name="Chose a competitor", asks_competitor=True)
    place_reason(**hana, reason=rival.pk, place=0)
    change_reason(**hana, reason=house.lost_reason, name="Too dear", asks_competitor=False)
    retire_reason(**hana, reason=rival.pk)
    rows = Reason.objects.filter(exit="lost").order_by("position")
    assert [(r.name, r.asks_competitor, r.is_retired) for r in rows] == [
        ("Chose a competitor", True, True),
        ("Too dear", False, False),
    ]
    restore_reason(**hana, reason=rival.pk)
    assert not Reason.objects.get(pk=rival.pk).is_retired
    assert Event.objects.filter(kind=EventKind.SETUP_CHANGED).count() == 5


def test_a_reason_is_not_there_twice_nor_retired_when_it_is_the_last(house: House) -> None:
    hana = as_hana(house)
    found = problems_of(add_reason, **hana, way_out="lost", name="too EXPENSIVE", asks_competitor=False)
    assert found == {"name": Problem.ALREADY_TAKEN}
    assert problems_of(retire_reason, **hana, reason=house.lost_reason) == {"reason": Problem.LAST_ONE}
    with pytest.raises(NotFound):
        add_reason(**hana, way_out="won", name="Luck", asks_competitor=False)


def test_only_reasons_of_losing_ask_for_a_competitor(house: House) -> None:
    made = add_reason(**as_hana(house), way_out="postponed", name="Budget next year", asks_competitor=True)
    assert not made.asks_competitor


# -- workspace and rates -----------------------------------------------------------------------------------------

WORKSPACE = {
    "name": "Stuzha",
    "currency": "USD",
    "country": "ua",
    "time_zone": "Europe/Kyiv",
    "language": "uk",
}


def test_the_workspace_is_changed_by_the_administrator(house: House) -> None:
    change_workspace(**as_zoe(house), fields=WORKSPACE)
    row = Workspace.objects.get()
    assert (row.name, row.country, row.language) == ("Stuzha", "UA", "uk")
    assert last_event().payload["before"]["name"] == "Stuzha Cold Systems"


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("name", "", Problem.REQUIRED),
        ("currency", "XXXX", Problem.UNKNOWN_CHOICE),
        ("country", "ZZ", Problem.UNKNOWN_CHOICE),
        ("time_zone", "Mars/Olympus", Problem.UNKNOWN_CHOICE),
        ("time_zone", "", Problem.REQUIRED),
        ("language", "tlh", Problem.UNKNOWN_CHOICE),
    ],
)
def test_a_wrong_value_of_the_workspace_is_refused(
    house: House, field: str, value: str, problem: Problem
) -> None:
    found = problems_of(change_workspace, **as_zoe(house), fields=WORKSPACE | {field: value})
    assert found == {field: problem}


def test_the_base_currency_stays_once_a_deal_has_an_amount(house: House) -> None:
    deal = deal_of(house, "Alice")
    set_rate(**as_zoe(house), currency="EUR", since_on="2026-11-01", rate="1.1")
    change_workspace(**as_zoe(house), fields=WORKSPACE | {"currency": "UAH"})
    assert Deal.objects.get(pk=deal.pk).currency == "UAH"
    assert not ExchangeRate.objects.exists()
    deal_of(house, "Alice", amount="100")
    found = problems_of(change_workspace, **as_zoe(house), fields=WORKSPACE | {"currency": "USD"})
    assert found == {"currency": Problem.IN_USE}


def test_another_time_zone_counts_the_days_anew(house: House) -> None:
    late = datetime(2026, 11, 24, 20, 30, tzinfo=UTC)
    deal = deal_of(house, "Alice", at=late)
    move_deal(by=house.actor("Alice"), at=late, deal=deal.pk, move=Move(house.stage("Propose")))
    assert StageFlow.objects.get().day.isoformat() == "2026-11-24"
    change_workspace(**as_zoe(house), fields=WORKSPACE | {"time_zone": "Asia/Jakarta"})
    assert StageFlow.objects.get().day.isoformat() == "2026-11-25"
    assert_all_true()


def test_the_rate_of_a_day_is_replaced_and_the_last_of_a_used_currency_stays(house: House) -> None:
    zoe = as_zoe(house)
    set_rate(**zoe, currency="eur", since_on="2026-11-01", rate="1,1")
    rate = set_rate(**zoe, currency="EUR", since_on="2026-11-01", rate="1.25")
    assert ExchangeRate.objects.get().rate == Decimal("1.25")
    deal = deal_of(house, "Alice", amount="100", currency="EUR")
    assert deal.amount_base == Decimal(125)
    assert problems_of(remove_rate, **zoe, rate=rate.pk) == {"rate": Problem.IN_USE}
    newer = set_rate(**zoe, currency="EUR", since_on="2026-11-20", rate="1.3")
    remove_rate(**zoe, rate=rate.pk)
    assert list(ExchangeRate.objects.values_list("id", flat=True)) == [newer.pk]


@pytest.mark.parametrize(
    ("text", "rate"),
    [("41.35", "41.35"), ("41,35", "41.35"), ("0,925", "0.925"), ("15 850", "15850"), ("15.850", "15.85")],
)
def test_a_rate_is_read_as_people_write_it(text: str, rate: str) -> None:
    assert read_rate(text) == Decimal(rate)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", Problem.REQUIRED), ("-1", Problem.NEGATIVE), ("0", Problem.NOT_A_NUMBER), ("15,850", Problem.NOT_A_NUMBER),
        ("1.2.3", Problem.NOT_A_NUMBER), ("1e5", Problem.NOT_A_NUMBER), ("99999999999", Problem.TOO_LARGE),
        ("٣", Problem.NOT_A_NUMBER),
    ],
)  # fmt: skip
def test_a_rate_that_can_be_misread_is_refused(text: str, problem: Problem) -> None:
    with pytest.raises(Bad) as bad:
        read_rate(text)
    assert bad.value.problem is problem


@pytest.mark.parametrize(
    ("currency", "since_on", "problems"),
    [
        ("USD", "2026-11-01", {"currency": Problem.ALREADY_TAKEN}),
        ("", "", {"currency": Problem.REQUIRED, "since_on": Problem.REQUIRED}),
        ("EUR", "yesterday", {"since_on": Problem.NOT_A_DATE}),
    ],
)
def test_a_rate_needs_another_currency_and_a_day(
    house: House, currency: str, since_on: str, problems: dict[str, Problem]
) -> None:
    assert problems_of(set_rate, **as_zoe(house), currency=currency, since_on=since_on, rate="2") == problems


def test_a_stage_with_too_many_deals_is_emptied_first(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voronka.commands.setup.drafts.MOST_MERGED", 1)
    for _ in range(2):
        deal_of(house, "Alice")
    found = problems_of(
        remove_stage,
        **as_hana(house),
        stage=house.stage("Qualify"),
        into=house.stage("Propose"),
        reason="Merged",
    )
    assert found == {"into": Problem.TOO_LARGE}
    assert set(Deal.objects.values_list("stage_id", flat=True)) == {house.stage("Qualify")}
