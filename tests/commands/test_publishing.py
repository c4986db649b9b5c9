"""Drafts of a playbook's next version: begun, shown, discarded, published; and by which version a deal is judged."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.factories import NOON, House, deal_of, make_house, make_pipeline, question_of, way_of
from tests.truths import assert_all_true
from voronka.commands.deals import change_deal
from voronka.commands.evidence import confirm_criterion
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move
from voronka.commands.qualification import NewAnswer, answer_questions
from voronka.commands.setup.criteria import add_criterion, change_criterion, remove_criterion
from voronka.commands.setup.drafts import ASKS, SAYS, DraftChanged, Publication, discard_draft, publish_draft
from voronka.commands.setup.hand_overs import add_hand_over, remove_hand_over
from voronka.commands.setup.qualification import add_question, change_question, remove_question
from voronka.commands.setup.stages import add_stage, change_stage, place_stage, remove_stage
from voronka.commands.undo import undo
from voronka.domain.errors import GateRefused, Invalid, NotAllowed, NotFound, Problem
from voronka.domain.publishing import Fate
from voronka.domain.qualification import Fit
from voronka.models import (
    Deal,
    HandOver,
    Pipeline,
    PipelineVersion,
    QualificationQuestion,
    Stage,
    StageCriterion,
)
from voronka.queries.deal_history import history_of
from voronka.queries.deal_playbook import playbook_of
from voronka.queries.deal_row import see_deal
from voronka.queries.hand_overs import ways_into, ways_on
from voronka.queries.pipelines import all_pipelines, draft_of, pipeline_of
from voronka.queries.publishing import edited_pipeline, preview, versions
from voronka.queries.qualification import qualification_of

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=2)
ASKED = ("Qualify", "Propose")


@pytest.fixture
def asking(db: None) -> House:
    """Every stage is entered by a fact, so that its playbook may be published."""
    need = [("field", "Need is known", {"field": "need"})]
    return make_house({"Qualify": need, "Propose": [("file", "Offer attached", {"file": "offer"})]})


def hana(house: House) -> dict[str, Any]:
    return {"by": house.actor("Hana"), "at": LATER}


def publish(house: House, **said: Any) -> PipelineVersion:
    draft = draft_of(house.pipeline.pk)
    assert draft is not None
    given: dict[str, Any] = {"into": {}} | said
    publication = Publication(seen=draft.version, **given)
    return publish_draft(**hana(house), pipeline=house.pipeline.pk, publication=publication)


def ask_budget(house: House) -> StageCriterion:
    fields = {"title": "Budget is known", "kind": "field", "field": "budget"}
    return add_criterion(**hana(house), stage=house.stage("Qualify"), fields=fields)


def asked_of(house: House, deal: Deal) -> list[str]:
    """What the deal's page says that its gate asks for."""
    seen = see_deal(house.actor("Alice"), deal.pk)
    return [view.criterion.title for view in playbook_of(seen, (), history_of(deal.pk)).criteria]


def missing(house: House, deal: Deal, to: str) -> list[str]:
    with pytest.raises(GateRefused) as refusal:
        move_deal(by=house.actor("Alice"), at=LATER, deal=deal.pk, move=Move(house.stage(to)))
    return [one.title for one in refusal.value.verdict.open_criteria]


# -- drafts --------------------------------------------------------------------------------------------------------


def test_nothing_of_a_draft_counts_before_it_is_published(asking: House) -> None:
    deal = deal_of(asking, "Alice")
    ask_budget(asking)
    change_stage(**hana(asking), stage=asking.stage("Qualify"), fields={"name": "Find out"})
    place_stage(**hana(asking), stage=asking.stage("Sign"), place=0)
    remove_stage(**hana(asking), stage=asking.stage("Propose"))
    now = pipeline_of(asking.pipeline.pk)
    assert [stage.name for stage in now.working] == ["Qualify", "Propose", "Sign"]
    assert missing(asking, deal, "Propose") == ["Need is known"]
    assert [pipeline.id for pipeline in all_pipelines()] == [asking.pipeline.pk]
    draft = draft_of(asking.pipeline.pk)
    assert draft is not None
    assert [stage.name for stage in draft.working] == ["Sign", "Find out"]
    with pytest.raises(NotFound):
        pipeline_of(draft.id)
    assert_all_true()


def test_a_change_that_changes_nothing_begins_no_draft(asking: House) -> None:
    change_stage(**hana(asking), stage=asking.stage("Qualify"), fields={"name": "Qualify"})
    place_stage(**hana(asking), stage=asking.stage("Qualify"), place=0)
    assert draft_of(asking.pipeline.pk) is None


def test_a_draft_says_everything_that_a_stage_says() -> None:
    """A new column of the tables is copied into drafts and back, or it is lost when the next version is published."""
    of_draft = {"id", "pipeline_id", "stage_id", "draft_of_id", "retired_at", "back_to"}
    for model, copied in ((Stage, SAYS), (StageCriterion, ASKS)):
        columns = {field.attname for field in model._meta.concrete_fields}  # noqa: SLF001 - Django's public name for it
        assert columns - of_draft == set(copied)


def test_a_discarded_draft_leaves_no_row(asking: House) -> None:
    rows = Pipeline.objects.count(), Stage.objects.count(), StageCriterion.objects.count()
    ask_budget(asking)
    discard_draft(**hana(asking), pipeline=asking.pipeline.pk)
    assert (Pipeline.objects.count(), Stage.objects.count(), StageCriterion.objects.count()) == rows
    with pytest.raises(NotFound):
        discard_draft(**hana(asking), pipeline=asking.pipeline.pk)


def test_sellers_neither_publish_nor_discard(asking: House) -> None:
    ask_budget(asking)
    alice: dict[str, Any] = {"by": asking.actor("Alice"), "at": LATER, "pipeline": asking.pipeline.pk}
    with pytest.raises(NotAllowed):
        discard_draft(**alice)
    with pytest.raises(NotAllowed):
        publish_draft(**alice, publication=Publication(1, {}))


def test_what_a_colleague_changed_after_the_preview_is_not_published_unseen(asking: House) -> None:
    ask_budget(asking)
    draft = draft_of(asking.pipeline.pk)
    assert draft is not None
    change_stage(**hana(asking), stage=asking.stage("Sign"), fields={"name": "Close"})
    with pytest.raises(DraftChanged):
        publish_draft(**hana(asking), pipeline=asking.pipeline.pk, publication=Publication(draft.version, {}))
    assert pipeline_of(asking.pipeline.pk).published == 1


def test_a_stage_that_nothing_but_words_leads_to_is_not_published(asking: House) -> None:
    (criterion,) = pipeline_of(asking.pipeline.pk).working[0].exit_criteria
    change_criterion(
        **hana(asking), criterion=criterion.id, fields={"title": "They seem willing", "kind": "by_hand"}
    )
    shown = preview(asking.actor("Hana"), asking.pipeline.pk)
    assert shown is not None
    assert [stage.name for stage in shown.bare] == ["Propose"]
    with pytest.raises(Invalid) as refused:
        publish(asking)
    assert refused.value.problems == {"stage": Problem.NO_FACT}


# -- which version judges ------------------------------------------------------------------------------------------


def test_a_deal_keeps_the_rules_of_its_stage_until_it_leaves_it(asking: House) -> None:
    before = deal_of(asking, "Alice")
    ask_budget(asking)
    publish(asking)
    after = deal_of(asking, "Alice")
    assert missing(asking, before, "Propose") == ["Need is known"]
    assert missing(asking, after, "Propose") == ["Need is known", "Budget is known"]
    assert asked_of(asking, before) == ["Need is known"]
    alice = asking.actor("Alice")
    change_deal(by=alice, at=LATER, deal=before.pk, fields={"need": "Minus twenty"})
    moved = move_deal(by=alice, at=LATER, deal=before.pk, move=Move(asking.stage("Propose")))
    assert moved.event.payload["playbook_version"] == 1
    assert Deal.objects.get(pk=before.pk).playbook_version == 2
    # Back at the stage it is judged as everybody is.
    back = Move(asking.stage("Qualify"), reason="Another need")
    move_deal(by=alice, at=LATER, deal=before.pk, move=back)
    assert missing(asking, before, "Propose") == ["Budget is known"]
    assert_all_true()


def test_undo_of_a_move_brings_the_version_back_as_well(asking: House) -> None:
    deal, alice = deal_of(asking, "Alice"), asking.actor("Alice")
    ask_budget(asking)
    publish(asking)
    change_deal(by=alice, at=LATER, deal=deal.pk, fields={"need": "Minus twenty"})
    moved = move_deal(by=alice, at=LATER, deal=deal.pk, move=Move(asking.stage("Propose")))
    undo(by=alice, at=LATER, event=moved.event.pk)
    assert Deal.objects.get(pk=deal.pk).playbook_version == 1
    assert asked_of(asking, deal) == ["Need is known"]


def test_at_once_means_every_deal_in_flight(asking: House) -> None:
    deal = deal_of(asking, "Alice")
    ask_budget(asking)
    publish(asking, at_once=True)
    assert missing(asking, deal, "Propose") == ["Need is known", "Budget is known"]


def test_deals_whose_gate_stays_as_it_was_come_under_the_new_version_at_once(asking: House) -> None:
    deal, alice = deal_of(asking, "Alice"), asking.actor("Alice")
    change_deal(by=alice, at=NOON, deal=deal.pk, fields={"need": "Minus twenty"})
    move_deal(by=alice, at=NOON, deal=deal.pk, move=Move(asking.stage("Propose")))
    waiting = deal_of(asking, "Alice")
    ask_budget(asking)
    publish(asking)
    versions_of = dict(Deal.objects.values_list("pk", "playbook_version"))
    assert versions_of == {deal.pk: 2, waiting.pk: 1}


def test_words_given_for_a_criterion_stay_while_it_asks_for_the_same(asking: House) -> None:
    fields = {"title": "They fit us", "kind": "by_hand"}
    add_criterion(**hana(asking), stage=asking.stage("Qualify"), fields=fields)
    publish(asking)
    deal, alice = deal_of(asking, "Alice"), asking.actor("Alice")
    fits = pipeline_of(asking.pipeline.pk).working[0].exit_criteria[1]
    confirm_criterion(by=alice, at=LATER, deal=deal.pk, criterion=fits.id, reason="Forty shops")
    change_criterion(
        **hana(asking), criterion=fits.id, fields={"title": "They fit us well", "kind": "by_hand"}
    )
    publish(asking)
    assert missing(asking, deal, "Propose") == ["Need is known"]
    assert asked_of(asking, deal) == ["Need is known", "They fit us well"]


def test_a_published_version_never_changes(asking: House) -> None:
    deal = deal_of(asking, "Alice")
    need = pipeline_of(asking.pipeline.pk).working[0].exit_criteria[0]
    for title, field in (("Budget", "budget"), ("Source", "source")):
        shown = pipeline_of(asking.pipeline.pk).working[0].exit_criteria[0]
        fields = {"title": title, "kind": "field", "field": field}
        change_criterion(**hana(asking), criterion=shown.id, fields=fields)
        publish(asking)
    assert asked_of(asking, deal) == ["Need is known"]
    (first, *_) = PipelineVersion.objects.order_by("number")
    assert first.rules[1]["exit"] == [need.id]
    assert [one.number for one in versions(asking.pipeline.pk)] == [3, 2, 1]


# -- as previewed --------------------------------------------------------------------------------------------------


def test_publishing_does_to_the_deals_what_the_preview_said(asking: House) -> None:
    alice = asking.actor("Alice")
    ready, waiting, hers = deal_of(asking, "Alice"), deal_of(asking, "Alice"), deal_of(asking, "Bob")
    change_deal(by=alice, at=NOON, deal=ready.pk, fields={"need": "Minus twenty", "budget": "10 000"})
    change_deal(by=alice, at=NOON, deal=waiting.pk, fields={"need": "Minus five"})
    change_deal(by=alice, at=NOON, deal=ready.pk, fields={"title": "Ready"})
    ask_budget(asking)
    survey = {"name": "Survey", "step_title": "Visit them"}
    add_stage(**hana(asking), pipeline=asking.pipeline.pk, fields=survey)
    draft = draft_of(asking.pipeline.pk)
    assert draft is not None
    remove_stage(**hana(asking), stage=asking.stage("Propose"))
    move_deal(by=alice, at=NOON, deal=ready.pk, move=Move(asking.stage("Propose")))

    shown = preview(asking.actor("Hana"), asking.pipeline.pk)
    assert shown is not None
    fates = {change.stage.name: change.fate for change in shown.changes}
    assert fates == {"Propose": Fate.REMOVED, "Qualify": Fate.KEPT, "Survey": Fate.NEW}
    flights = {one.stage.name: one for one in shown.in_flight}
    assert (flights["Propose"].to, flights["Propose"].deals.seen) == (None, 1)
    assert (flights["Qualify"].judged, flights["Qualify"].passes, flights["Qualify"].would) == (2, 1, 0)

    with pytest.raises(Invalid) as refused:
        publish(asking)
    assert refused.value.problems == {"stage": Problem.NO_FACT}
    add_criterion(**hana(asking), stage=asking.stage("Sign"), fields={"title": "Signed", "kind": "contract"})
    with pytest.raises(Invalid) as refused:
        publish(asking)
    assert refused.value.problems == {"into": Problem.REQUIRED}
    publish(asking, into={asking.stage("Propose"): asking.stage("Sign")}, reason="No such stage any more")
    stages = dict(Deal.objects.values_list("pk", "stage__name"))
    assert stages == {ready.pk: "Sign", waiting.pk: "Qualify", hers.pk: "Qualify"}
    # Who came to another stage by it comes under the new version, as by any other way.
    by_version = dict(Deal.objects.values_list("pk", "playbook_version"))
    assert by_version == {ready.pk: 2, waiting.pk: 1, hers.pk: 1}
    assert [stage.name for stage in pipeline_of(asking.pipeline.pk).working] == ["Qualify", "Sign", "Survey"]
    assert Stage.objects.get(pk=asking.stage("Propose")).retired_at == LATER
    assert_all_true()


def test_stages_keep_their_ids_whatever_they_are_called(asking: House) -> None:
    deal = deal_of(asking, "Alice")
    for name in ("Find out", "Discover"):
        change_stage(**hana(asking), stage=asking.stage("Qualify"), fields={"name": name})
        publish(asking)
    stage = pipeline_of(asking.pipeline.pk).working[0]
    assert (stage.id, stage.name) == (asking.stage("Qualify"), "Discover")
    assert Deal.objects.get(pk=deal.pk).stage_id == stage.id


def test_where_back_to_is_kept_through_a_draft(asking: House) -> None:
    Stage.objects.filter(pk=asking.stage("Sign")).update(back_to=[asking.stage("Qualify")])
    ask_budget(asking)
    publish(asking)
    sign = pipeline_of(asking.pipeline.pk).working[2]
    assert sign.back_to == (asking.stage("Qualify"),)


def test_criteria_taken_out_are_asked_of_nobody_new(asking: House) -> None:
    need = pipeline_of(asking.pipeline.pk).working[0].exit_criteria[0]
    ask_budget(asking)
    remove_criterion(**hana(asking), criterion=need.id)
    publish(asking)
    deal = deal_of(asking, "Alice")
    assert missing(asking, deal, "Propose") == ["Budget is known"]


def test_a_criterion_of_several_that_stays_touches_no_gate() -> None:
    some = {
        "least": 1,
        "of": [
            {"kind": "field", "title": "Budget", "params": {"field": "budget"}},
            {"kind": "field", "title": "Need", "params": {"field": "need"}},
        ],
    }
    house = make_house({"Qualify": [("some", "Either is known", some)]})
    change_stage(**hana(house), stage=house.stage("Propose"), fields={"name": "Offer"})
    seen = preview(house.actor("Hana"), house.pipeline.pk)
    assert seen is not None
    assert [change.stage.name for change in seen.changes] == ["Offer"]
    assert not any(one.is_touched for one in seen.in_flight)


# -- besides the stages ----------------------------------------------------------------------------------------------


@pytest.fixture
def fitting(db: None) -> tuple[House, int]:
    """Qualify asks the checklist, which has one question; its id is told."""
    house = make_house(
        {
            "Qualify": [("qualified", "They fit", {"fit": "fit"})],
            "Propose": [("file", "Offer", {"file": "offer"})],
        }
    )
    return house, question_of(house.pipeline, "They have a budget").pk


def fit(house: House, deal: Deal, *questions: int) -> None:
    answers = tuple(NewAnswer(one, Fit.FIT) for one in questions)
    answer_questions(by=house.actor("Alice"), at=NOON, deal=deal.pk, answers=answers)


def asks(house: House, deal: Deal) -> list[str]:
    return [one.text for one in qualification_of(see_deal(house.actor("Alice"), deal.pk).row).ours]


def test_a_checklist_changes_with_the_version_and_deals_in_flight_keep_theirs(
    fitting: tuple[House, int],
) -> None:
    house, budget = fitting
    deal, later = deal_of(house, "Alice"), deal_of(house, "Alice", title="Another")
    fit(house, deal, budget)
    fit(house, later, budget)
    remove_question(**hana(house), question=budget)
    added = add_question(**hana(house), pipeline=house.pipeline.pk, text="They decide")
    told = preview(house.actor("Hana"), house.pipeline.pk)
    assert told is not None
    assert (told.changes, len(told.beside)) == ((), 2)
    (qualify,) = [one for one in told.in_flight if one.is_touched]
    assert (qualify.judged, qualify.passes, qualify.would) == (2, 2, 0), (
        "the new question is answered by nobody"
    )
    assert asks(house, deal) == ["They have a budget"]
    with pytest.raises(NotFound):
        fit(house, deal, added.pk)
    assert publish(house).changes == []
    assert asks(house, deal) == ["They have a budget"], "by the version that judges it"
    fresh = deal_of(house, "Alice", title="A third")
    assert asks(house, fresh) == ["They decide"]
    assert missing(house, fresh, "Propose") == ["They fit"]
    for one in (deal, later):
        move_deal(by=house.actor("Alice"), at=LATER, deal=one.pk, move=Move(house.stage("Propose")))
        assert asks(house, one) == ["They decide"], "the next stage is by the newest version"
    assert_all_true()


def test_at_once_everybody_is_asked_the_new_questions(fitting: tuple[House, int]) -> None:
    house, budget = fitting
    deal = deal_of(house, "Alice")
    fit(house, deal, budget)
    change_question(**hana(house), question=budget, text="Their budget is known")
    add_question(**hana(house), pipeline=house.pipeline.pk, text="They decide")
    publish(house, at_once=True)
    assert asks(house, deal) == ["Their budget is known", "They decide"]
    assert missing(house, deal, "Propose") == ["They fit"]
    (kept, _) = qualification_of(Deal.objects.get(pk=deal.pk)).ours
    assert kept.fit is Fit.FIT, "a reworded question keeps its answers"


def test_where_won_deals_go_on_changes_when_it_is_published(asking: House) -> None:
    _, delivery = make_pipeline("Delivery")
    _, service = make_pipeline("Service")
    way = way_of(asking.pipeline, delivery["Qualify"], "All that was promised")
    remove_hand_over(**hana(asking), hand_over=way.pk)
    add_hand_over(**hana(asking), pipeline=asking.pipeline.pk, stage=service["Propose"].pk, carries="")
    assert [one.to_name for one in ways_on(asking.pipeline.pk)] == ["Delivery"]
    assert [name for _, name in ways_into(service["Propose"].pipeline_id)] == []
    edited = edited_pipeline(asking.actor("Hana"), asking.pipeline.pk)
    assert (edited.changes, len(edited.beside)) == ((), 2)
    assert [one.to_name for one in ways_on(edited.shown.id)] == ["Service"]
    publish(asking)
    assert [(one.to_name, one.stage.name) for one in ways_on(asking.pipeline.pk)] == [("Service", "Propose")]
    assert HandOver.objects.count() == 1


def test_discarded_nothing_of_the_draft_is_left(fitting: tuple[House, int]) -> None:
    house, budget = fitting
    way_of(house.pipeline, make_pipeline("Delivery")[1]["Qualify"])
    change_question(**hana(house), question=budget, text="Other words")
    discard_draft(**hana(house), pipeline=house.pipeline.pk)
    assert [one.text for one in QualificationQuestion.objects.all()] == ["They have a budget"]
    assert HandOver.objects.count() == 1


def test_every_column_of_a_question_and_a_hand_over_goes_through_a_draft() -> None:
    """A new column is copied and taken over, or it is named here with its reason."""
    question = {field.attname for field in QualificationQuestion._meta.concrete_fields}  # noqa: SLF001 - Django's public name for it
    assert question == {"id", "pipeline_id", "key", "position", "text", "draft_of_id", "retired_at"}
    way = {field.attname for field in HandOver._meta.concrete_fields}  # noqa: SLF001 - Django's public name for it
    assert way == {"id", "pipeline_id", "to_pipeline_id", "stage_id", "key", "name", "carries"}
