"""The playbook edited in its own table: each cell, what is marked, what the linter says, and two people at once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from tests.factories import NOON, House, deal_of, make_house
from tests.web.visitor import Answer, Visitor
from voronka.commands.setup.criteria import add_criterion, remove_criterion
from voronka.commands.setup.drafts import Publication, discard_draft, publish_draft
from voronka.commands.setup.robots import add_robot
from voronka.commands.setup.stages import add_stage, change_stage
from voronka.domain.errors import NotAllowed
from voronka.domain.pipeline import Advance, BuyerStage, Gate
from voronka.domain.robot import MoveTo, Robot, Stayed
from voronka.models import Pipeline, Stage
from voronka.queries.drafts import as_it_will_be
from voronka.queries.pipelines import draft_of, pipeline_of

if TYPE_CHECKING:
    from voronka.domain.pipeline import Stage as StageView

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return make_house(
        {
            "Qualify": [("field", "Need is known", {"field": "need"}), ("task", "Met", {"task": "meeting"})],
            "Propose": [("file", "Offer sent", {"file": "offer"})],
        }
    )


@pytest.fixture
def hana(house: House) -> Visitor:
    return Visitor(house, "Hana")


def by(house: House) -> dict[str, Any]:
    return {"by": house.actor("Hana"), "at": NOON}


def table(hana: Visitor, house: House, **query: Any) -> Answer:
    return hana.get("playbook-edit", house.pipeline.pk, query=query)


def order(page: Answer) -> list[str]:
    """The rows as they stand, each with its fate where it is not kept."""
    fates = {"kept": "", "new": " (new)", "removed": " (removed)"}
    return [
        row.cssselect(".stage-name > span:last-child")[0].text_content() + fates[row.get("data-fate")]
        for row in page.all(".edit-row")
    ]


def changed_cells(page: Answer) -> set[str]:
    return {cell.get("id") for cell in page.all(".cell-shown.is-changed")}


def drafted(house: House, name: str) -> StageView:
    then = as_it_will_be(house.pipeline.pk)
    assert then is not None
    return next(stage for stage in then.stages if stage.name == name)


def publish(house: House) -> None:
    draft = draft_of(house.pipeline.pk)
    assert draft is not None
    add_criterion(**by(house), stage=house.stage("Sign"), fields={"title": "Signed", "kind": "contract"})
    draft = draft_of(house.pipeline.pk)
    assert draft is not None
    publish_draft(**by(house), pipeline=house.pipeline.pk, publication=Publication(draft.version, {}))


class Cell:
    """One cell of a stage at the browser."""

    def __init__(self, hana: Visitor, house: House, stage: int, cell: str) -> None:
        self._hana, self._at = hana, (house.pipeline.pk, stage, cell)

    def open(self) -> Answer:
        return self._hana.get("playbook-edit-cell", *self._at)

    def save(self, opened: Answer | None = None, **typed: Any) -> Answer:
        seen = (opened or self.open()).value("seen")
        return self._hana.post("playbook-edit-cell", *self._at, data={"seen": seen, **typed})


# -- the page ------------------------------------------------------------------------------------------------------


def test_without_a_draft_the_table_is_the_one_in_force(house: House, hana: Visitor) -> None:
    page = table(hana, house)
    assert order(page) == ["Unsorted", "Qualify", "Propose", "Sign", "Won", "Lost", "Postponed"]
    assert "Version 1 is in force. Your first change begins the draft" in page.words
    assert not page.all(".draft-bar, .was, .is-changed")
    assert not Pipeline.objects.exclude(draft_of=None).exists()


def test_the_first_look_has_what_stands_around_and_the_next_the_table_alone(
    house: House, hana: Visitor
) -> None:
    whole = hana.outside("playbook-edit", house.pipeline.pk)
    assert "<html" in whole.text
    assert reverse("settings-pipeline", args=[house.pipeline.pk]) in whole.text
    assert "<html" not in table(hana, house).text


def test_who_reads_the_method_only_can_not_edit_it(house: House) -> None:
    alice = Visitor(house, "Alice")
    assert alice.get("playbook-edit", house.pipeline.pk).status == 403
    assert alice.get("playbook-edit-cell", house.pipeline.pk, house.stage("Qualify"), "status").status == 403
    with pytest.raises(NotAllowed):
        change_stage(by=house.actor("Alice"), at=NOON, stage=house.stage("Qualify"), fields={"name": "Mine"})


@pytest.mark.parametrize("at", ["cell", "stage", "pipeline"])
def test_what_is_not_there_is_not_found(house: House, hana: Visitor, at: str) -> None:
    there = {"pipeline": house.pipeline.pk, "stage": house.stage("Qualify"), "cell": "status"}
    nowhere: dict[str, Any] = {"cell": "colour", "stage": 99999, "pipeline": 99999}
    there[at] = nowhere[at]
    assert hana.get("playbook-edit-cell", there["pipeline"], there["stage"], there["cell"]).status == 404


# -- cells ---------------------------------------------------------------------------------------------------------


def test_the_status_is_saved_into_the_draft_and_marked(house: House, hana: Visitor) -> None:
    qualify = house.stage("Qualify")
    saved = Cell(hana, house, qualify, "status").save(
        name="Find out", purpose="They tell us the problem", limit="12", limit_unit="hours",
        question="What hurts?", buyer="interest",
    )  # fmt: skip
    assert (saved.status, saved.toast["text"]) == (200, "The stage is saved.")
    stage = drafted(house, "Find out")
    assert (stage.purpose, stage.question, stage.buyer) == (
        "They tell us the problem",
        "What hurts?",
        BuyerStage.INTEREST,
    )
    assert order(saved)[1] == "Find out"
    assert changed_cells(saved) == {f"shown-{qualify}-status"}
    assert "Qualify" in saved.one(f"#shown-{qualify}-status .was-said").text_content()
    assert "Draft of version 2" in saved.one(".draft-bar").text_content()
    assert pipeline_of(house.pipeline.pk).working[0].name == "Qualify"


def test_steps_and_actions_are_one_text_and_the_supplied_step_stands_below(
    house: House, hana: Visitor
) -> None:
    qualify = house.stage("Qualify")
    cell = Cell(hana, house, qualify, "steps")
    saved = cell.save(
        steps="Ask\n- Call twice\n+ First five questions\nListen", step_kind="email", step_title="Write to them",
        step_after="2", step_after_unit="hours",
    )  # fmt: skip
    stage = drafted(house, "Qualify")
    assert [(step.what, step.actions, step.tools) for step in stage.steps] == [
        ("Ask", ("Call twice",), ("First five questions",)),
        ("Listen", (), ()),
    ]
    assert stage.default_step.title == "Write to them"
    assert changed_cells(saved) == {f"shown-{qualify}-steps", f"shown-{qualify}-actions"}
    assert cell.open().value("steps") == "Ask\n- Call twice\n+ First five questions\nListen"
    assert stage.limit == pipeline_of(house.pipeline.pk).working[0].limit


def test_the_ways_on_and_back_are_saved(house: House, hana: Visitor) -> None:
    sign = house.stage("Sign")
    opened = Cell(hana, house, sign, "criteria").open()
    assert [box.get("value") for box in opened.all("[name=back_to]")] == ["Qualify", "Propose"]
    saved = Cell(hana, house, sign, "criteria").save(
        opened, asks_advance="1", advance="by_itself", back="only", back_to=["Qualify"]
    )
    stage = drafted(house, "Sign")
    assert (stage.advance, stage.back_to) == (Advance.BY_ITSELF, (house.stage("Qualify"),))
    assert "From here it goes back only to: Qualify." in saved.words
    assert changed_cells(saved) == {f"shown-{sign}-criteria"}


def test_unsorted_and_the_exits_are_edited_in_what_they_have(house: House, hana: Visitor) -> None:
    assert not Cell(hana, house, house.stage("Won"), "status").open().all("[name=limit], [name=buyer]")
    Cell(hana, house, house.stage("Won"), "status").save(name="Sold", purpose="They use it")
    Cell(hana, house, house.stage("Lost"), "criteria").save(
        back="any", wake_after="365", wake_after_unit="days"
    )
    Cell(hana, house, house.stage("Unsorted"), "steps").save(
        steps="Take it", step_kind="call", step_title="Call", step_after="1", step_after_unit="hours"
    )
    then = as_it_will_be(house.pipeline.pk)
    assert then is not None
    assert [step.what for step in then.stages[0].steps] == ["Take it"]
    assert drafted(house, "Sold").purpose == "They use it"
    assert drafted(house, "Lost").wake_after is not None


def test_a_refused_cell_keeps_what_was_typed_and_says_why(house: House, hana: Visitor) -> None:
    refused = Cell(hana, house, house.stage("Qualify"), "status").save(
        name="Propose", limit="soon", limit_unit="days", purpose="Kept"
    )
    assert refused.status == 422
    assert (refused.value("name"), refused.value("limit"), refused.value("purpose")) == (
        "Propose",
        "soon",
        "Kept",
    )
    assert "This name is taken. Write another." in refused.words
    assert "Write a whole number of days or hours" in refused.words
    assert refused.one("form").get("data-typed") is not None
    assert draft_of(house.pipeline.pk) is None


def test_saving_what_is_there_already_begins_no_draft(house: House, hana: Visitor) -> None:
    opened = Cell(hana, house, house.stage("Qualify"), "status").open()
    names = ("name", "purpose", "limit", "limit_unit", "question", "buyer")
    saved = Cell(hana, house, house.stage("Qualify"), "status").save(
        opened, **{n: opened.value(n) for n in names}
    )
    assert saved.status == 200
    assert draft_of(house.pipeline.pk) is None
    assert not saved.all(".draft-bar")


# -- two people ----------------------------------------------------------------------------------------------------


def test_a_colleague_who_was_quicker_is_not_overwritten_unasked(house: House, hana: Visitor) -> None:
    qualify = house.stage("Qualify")
    cell = Cell(hana, house, qualify, "status")
    opened = cell.open()
    change_stage(**by(house), stage=qualify, fields={"name": "Theirs"})
    told = cell.save(opened, name="Mine")
    assert told.status == 409
    assert "A colleague has changed this meanwhile." in told.words
    assert told.value("name") == "Mine"
    assert "voronka:settings-changed" in told.events
    assert drafted(house, "Theirs").id == qualify
    assert cell.save(told, name="Mine").status == 200
    assert drafted(house, "Mine").id == qualify


def test_two_may_work_on_two_cells_of_a_row(house: House, hana: Visitor) -> None:
    qualify = house.stage("Qualify")
    steps = Cell(hana, house, qualify, "steps")
    opened = steps.open()
    change_stage(**by(house), stage=qualify, fields={"name": "Theirs"})
    assert steps.save(opened, steps="Ask").status == 200
    assert [step.what for step in drafted(house, "Theirs").steps] == ["Ask"]


def test_the_page_says_that_a_version_was_published_meanwhile(house: House, hana: Visitor) -> None:
    qualify = house.stage("Qualify")
    cell = Cell(hana, house, qualify, "status")
    opened = cell.open()
    change_stage(**by(house), stage=house.stage("Propose"), fields={"name": "Offer"})
    assert "published meanwhile" not in table(hana, house, since=1, draft=1).words
    publish(house)
    assert "Version 2 has been published meanwhile." in table(hana, house, since=1, draft=1).words
    saved = cell.save(opened, name="Find out", since="1", draft="1")
    assert "Version 2 has been published meanwhile." in saved.words
    assert "Draft of version 3" in saved.words


def test_the_page_says_that_the_draft_was_discarded_meanwhile(house: House, hana: Visitor) -> None:
    change_stage(**by(house), stage=house.stage("Qualify"), fields={"name": "Find out"})
    discard_draft(**by(house), pipeline=house.pipeline.pk)
    assert "The draft has been discarded meanwhile." in table(hana, house, since=1, draft=1).words
    assert "discarded" not in table(hana, house, since=1, draft=0).words


def test_a_row_that_went_with_its_draft_is_not_found(house: House, hana: Visitor) -> None:
    made = add_stage(
        **by(house), pipeline=house.pipeline.pk, fields={"name": "Survey", "step_title": "Visit"}
    )
    cell = Cell(hana, house, made.pk, "status")
    opened = cell.open()
    discard_draft(**by(house), pipeline=house.pipeline.pk)
    assert cell.save(opened, name="Plan").status == 404


# -- rows ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("below", "at"), [("Unsorted", 1), ("Qualify", 2), ("Sign", 4)])
def test_a_stage_is_added_below_a_row(house: House, hana: Visitor, below: str, at: int) -> None:
    asked = hana.get("playbook-edit-new", house.pipeline.pk, house.stage(below))
    assert f"It comes below “{below}”." in asked.words
    form = {"name": "Survey", "step_kind": "visit", "step_title": "Visit them"}
    made = hana.post("playbook-edit-new", house.pipeline.pk, house.stage(below), data=form)
    survey = Stage.objects.get(name="Survey").pk
    assert made.status == 204
    assert made.events["voronka:settings-changed"] == {"focus": f"edit-{survey}-status"}
    page = table(hana, house)
    assert order(page)[at] == "Survey (new)"
    assert page.one(f"#edit-{survey}-status") is not None


def test_a_refused_new_stage_keeps_what_was_typed(house: House, hana: Visitor) -> None:
    typed = {"name": "Propose", "step_kind": "visit", "step_title": "Visit them"}
    refused = hana.post("playbook-edit-new", house.pipeline.pk, house.stage("Qualify"), data=typed)
    assert (refused.status, refused.value("name")) == (422, "Propose")
    assert "This name is taken." in refused.words
    assert draft_of(house.pipeline.pk) is None


def test_nothing_is_added_below_an_exit(house: House, hana: Visitor) -> None:
    assert hana.get("playbook-edit-new", house.pipeline.pk, house.stage("Won")).status == 404


def test_a_removed_row_stays_in_sight_and_its_deals_are_spoken_of(house: House, hana: Visitor) -> None:
    propose = house.stage("Propose")
    assert "It leaves the board" not in hana.get("playbook-edit-remove", house.pipeline.pk, propose).words
    assert hana.post("playbook-edit-remove", house.pipeline.pk, propose).status == 204
    page = table(hana, house)
    assert order(page)[1:4] == ["Qualify", "Propose (removed)", "Sign"]
    assert not page.all(f"#row-{propose} button")
    assert hana.get("playbook-edit-cell", house.pipeline.pk, propose, "status").status == 404


def test_a_moved_row_is_marked(house: House, hana: Visitor) -> None:
    hana.post("settings-stage-place", house.stage("Sign"), data={"place": "0"})
    page = table(hana, house)
    assert order(page)[1:4] == ["Sign", "Qualify", "Propose"]
    assert f"shown-{house.stage('Sign')}-status" in changed_cells(page)
    was = page.one(f"#shown-{house.stage('Sign')}-status .was .stage-index").text_content()
    assert was == "3"


# -- criteria ------------------------------------------------------------------------------------------------------


def test_criteria_have_the_dialogs_of_the_settings_at_both_gates(house: House, hana: Visitor) -> None:
    propose = house.stage("Propose")
    page = table(hana, house)
    asked = page.one(f"#new-criterion-{propose}-enter").get("data-dialog")
    assert asked == f"{reverse('settings-criterion-new', args=[propose])}?gate=enter"
    form = {"gate": "enter", "title": "The source is known", "kind": "field", "field": "source"}
    assert hana.post("settings-criterion-new", propose, data=form).status == 204
    page = table(hana, house)
    assert "The source is known" in page.one(f"#shown-{propose}-criteria .entry").text_content()
    assert changed_cells(page) == {f"shown-{propose}-criteria"}
    assert "The source is known" not in page.one(f"#shown-{propose}-criteria .was").text_content()


def test_criteria_are_moved_and_removed_by_the_ids_that_the_page_knows(house: House, hana: Visitor) -> None:
    qualify = house.stage("Qualify")
    first, second = (one.id for one in pipeline_of(house.pipeline.pk).working[0].exit_criteria)
    page = table(hana, house)
    assert page.one(f"#up-c{first}").get("aria-disabled") == "true"
    hana.follow(page.one(f"#up-c{second}").get("hx-post"), {"place": "0"})
    titles = [
        button.text_content().strip()
        for button in table(hana, house).all(f"#shown-{qualify}-criteria .criterion-open")
    ]
    assert titles[0].startswith("Met")
    looked = hana.get("settings-draft-publish", house.pipeline.pk)
    assert "The criteria to move on stand in another order." in looked.words
    hana.follow(page.one(f"#remove-criterion-{first}").get("data-dialog"))
    assert [one.title for one in drafted(house, "Qualify").criteria_of(Gate.EXIT)] == ["Met"]


# -- remarks -------------------------------------------------------------------------------------------------------


def test_the_linter_speaks_beside_the_row_as_soon_as_it_is_saved_and_is_silent_after_the_next(
    house: House, hana: Visitor
) -> None:
    add_criterion(**by(house), stage=house.stage("Sign"), fields={"title": "Signed", "kind": "contract"})
    qualify = house.stage("Qualify")
    assert table(hana, house).one(f"#remarks-{qualify}").get("hidden") is not None
    cell = Cell(hana, house, qualify, "status")
    saved = cell.save(name="Objections")
    remark = saved.one(f"#remarks-{qualify}")
    assert remark.get("hidden") is None
    assert "“Objections” says nothing of where the client is" in remark.text_content()
    assert saved.one("#to-remarks").get("href") == f"#remarks-{qualify}"
    assert "1 remark on this playbook" in saved.words
    silent = cell.save(name="Find out")
    assert silent.one(f"#remarks-{qualify}").get("hidden") is not None
    assert "No remarks" in silent.words


def test_a_robot_that_a_shorter_limit_passes_by_is_told_beside_the_row(house: House, hana: Visitor) -> None:
    """Robots are no part of a draft, but the draft's limit will be theirs."""
    qualify = house.stage("Qualify")
    late = Robot("", "Too long here", Stayed(timedelta(days=3)), (MoveTo(),))
    add_robot(**by(house), stage=qualify, robot=late)
    assert table(hana, house).one(f"#remarks-{qualify}").get("hidden") is not None
    saved = Cell(hana, house, qualify, "status").save(limit="2", limit_unit="days")
    remark = saved.one(f"#remarks-{qualify}").text_content()
    assert "The robot “Too long here” waits 3 days, yet a deal may stay 2 days at most." in remark


def test_what_keeps_the_draft_from_being_published_is_said_so(house: House, hana: Visitor) -> None:
    (asked,) = pipeline_of(house.pipeline.pk).working[1].exit_criteria
    remove_criterion(**by(house), criterion=asked.id)
    page = table(hana, house)
    grave = page.one(f"#remarks-{house.stage('Sign')} .grave").text_content()
    assert "No fact says when a deal belongs here." in grave
    assert "can’t be published so" in grave


def test_a_stage_that_is_not_there_yet_is_not_blamed_for_being_empty(house: House, hana: Visitor) -> None:
    Pipeline.objects.update(changed_at=NOON)
    make_deals(house, 25)
    made = add_stage(
        **by(house), pipeline=house.pipeline.pk, fields={"name": "Survey", "step_title": "Visit"},
        below=house.stage("Propose"),
    )  # fmt: skip
    page = table(hana, house)
    assert "not one at this stage" in page.one(f"#remarks-{house.stage('Sign')}").text_content()
    assert "not one at this stage" not in page.one(f"#remarks-{made.pk}").text_content()


def make_deals(house: House, count: int) -> None:
    for _ in range(count):
        deal_of(house, "Alice")


# -- from the table and back ---------------------------------------------------------------------------------------


def test_publishing_and_discarding_from_the_table_lead_back_to_it(house: House, hana: Visitor) -> None:
    pipeline = house.pipeline.pk
    change_stage(**by(house), stage=house.stage("Qualify"), fields={"name": "Find out"})
    add_criterion(**by(house), stage=house.stage("Sign"), fields={"title": "Signed", "kind": "contract"})
    page = table(hana, house)
    review = page.one("#review-draft").get("href")
    looked = hana.client.get(review)
    assert f'href="{reverse("playbook-edit", args=[pipeline])}"' in looked.content.decode()
    assert f'action="{review}"' in looked.content.decode()
    draft = draft_of(pipeline)
    assert draft is not None
    published = hana.client.post(review, {"seen": draft.version})
    assert published.headers["Location"] == reverse("playbook", args=[pipeline])
    assert pipeline_of(pipeline).working[0].name == "Find out"
    change_stage(**by(house), stage=house.stage("Qualify"), fields={"name": "Ask"})
    let_go = hana.follow(table(hana, house).one("#discard-draft").get("hx-post"))
    assert let_go.headers["HX-Redirect"] == reverse("playbook-edit", args=[pipeline])
    assert draft_of(pipeline) is None
