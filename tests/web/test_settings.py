"""The settings as people use them: forms kept when refused, previews, rights, passwords shown once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from tests.factories import deal_of, make_house
from tests.truths import assert_all_true
from tests.web.visitor import Visitor
from voronka.commands.deals import change_deal
from voronka.domain.permissions import Role
from voronka.models import (
    Deal,
    Event,
    ExchangeRate,
    Pipeline,
    Reason,
    Stage,
    StageCriterion,
    Team,
    User,
    Workspace,
)
from voronka.queries.pipelines import draft_of

if TYPE_CHECKING:
    from tests.factories import House

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return make_house(
        {"Qualify": [("field", "Need is known", {"field": "need"}), ("by_hand", "They fit us", {})]}
    )


@pytest.fixture
def hana(house: House) -> Visitor:
    return Visitor(house, "Hana")


@pytest.fixture
def zoe(house: House) -> Visitor:
    return Visitor(house, "Zoe")


def criterion(title: str) -> int:
    """The criterion as the settings show it: the draft's where there is one."""
    return StageCriterion.objects.filter(title=title).order_by("-id").values_list("id", flat=True)[0]


def drafted(house: House) -> list[str]:
    draft = draft_of(house.pipeline.pk)
    assert draft is not None
    return [stage.name for stage in draft.working]


# -- who sees what -----------------------------------------------------------------------------------------------


def test_a_head_sees_the_parts_of_the_method_only(house: House, hana: Visitor, zoe: Visitor) -> None:
    assert [a.text_content().strip() for a in hana.get("settings-pipelines").all(".settings-nav a")] == [
        "Pipelines",
        "Robots",
        "Sources",
        "Requests",
        "Fields",
        "Import",
        "Market",
        "Reasons",
        "Causes of delay",
        "Nurture",
        "Objections",
        "Plan",
        "Discipline",
        "Working time",
    ]
    assert len(zoe.get("settings-pipelines").all(".settings-nav a")) == 21


def test_the_front_door_leads_to_the_pipelines(house: House, hana: Visitor) -> None:
    assert hana.get("settings").headers["Location"] == reverse("settings-pipelines")


def test_deals_of_other_teams_are_not_counted_for_a_head(house: House, hana: Visitor, zoe: Visitor) -> None:
    for who in ("Alice", "Bob", "Charlie"):
        deal_of(house, who)
    stage = house.stage("Qualify")
    assert "2 open deals" in hana.get("settings-stage", stage).words
    assert "3 open deals" in zoe.get("settings-stage", stage).words
    assert "Deals that you don’t see stand in it." in hana.get("settings-stage-remove", stage).words
    assert "Deals that you don’t see" not in zoe.get("settings-stage-remove", stage).words


# -- pipelines ---------------------------------------------------------------------------------------------------


def test_a_new_pipeline_opens_on_its_page(house: House, hana: Visitor) -> None:
    form = {"name": "Service", "kind": "retention", "stages": "Visit\nOffer"}
    made = hana.post("settings-pipeline-new", data=form)
    pipeline = Pipeline.objects.get(name="Service")
    assert (made.status, made.headers["HX-Redirect"]) == (
        204,
        reverse("settings-pipeline", args=[pipeline.pk]),
    )
    page = hana.get("settings-pipeline", pipeline.pk)
    assert [b.text_content() for b in page.all(".ordered .row-link b")] == [
        "Unsorted", "Visit", "Offer", "Won", "Lost", "Postponed",
    ]  # fmt: skip


def test_a_refused_pipeline_keeps_what_was_typed(house: House, hana: Visitor) -> None:
    refused = hana.post("settings-pipeline-new", data={"name": "", "kind": "lead", "stages": "Visit\nvisit"})
    assert refused.status == 422
    assert refused.value("kind") == "lead"
    assert refused.value("stages") == "Visit\nvisit"
    assert refused.one("#name-error").text_content() == "Fill this in."
    assert "Two stages have the same name." in refused.one("#stages-error").text_content()


def test_saving_closes_the_dialog_and_lets_the_page_fetch_itself(house: House, hana: Visitor) -> None:
    saved = hana.post(
        "settings-pipeline-edit", house.pipeline.pk, data={"name": "Cold rooms", "kind": "sale"}
    )
    assert saved.status == 204
    assert set(saved.events) == {"voronka:toast", "voronka:close-dialog", "voronka:settings-changed"}
    assert "Cold rooms" in hana.get("settings-pipelines").words


def test_a_used_pipeline_has_no_way_to_be_removed(house: House, hana: Visitor) -> None:
    deal_of(house, "Alice")
    unused = hana.post("settings-pipeline-new", data={"name": "Service", "kind": "sale", "stages": "Visit"})
    assert unused.status == 204
    page = hana.get("settings-pipelines")
    removable = [button.get("hx-post") for button in page.all("[hx-post$='/remove/']")]
    assert removable == [reverse("settings-pipeline-remove", args=[Pipeline.objects.get(name="Service").pk])]
    refused = hana.post("settings-pipeline-remove", house.pipeline.pk)
    assert refused.status == 422
    assert "stays for the history" in refused.toast["text"]


def test_pipelines_and_stages_are_moved_up_and_down(house: House, hana: Visitor) -> None:
    hana.post("settings-pipeline-new", data={"name": "Service", "kind": "sale", "stages": "Visit"})
    service = Pipeline.objects.get(name="Service")
    assert hana.post("settings-pipeline-place", service.pk, data={"place": "0"}).status == 204
    assert Pipeline.objects.order_by("position")[0] == service
    hana.post("settings-stage-place", house.stage("Sign"), data={"place": "0"})
    assert drafted(house) == ["Sign", "Qualify", "Propose"]


def test_the_first_row_has_no_way_up_and_the_last_none_down(house: House, hana: Visitor) -> None:
    page = hana.get("settings-pipeline", house.pipeline.pk)
    assert page.one(f"#up-{house.stage('Qualify')}").get("aria-disabled") == "true"
    assert page.one(f"#down-{house.stage('Sign')}").get("aria-disabled") == "true"
    assert page.one(f"#down-{house.stage('Qualify')}").get("hx-vals") == '{"place": 1}'


# -- stages ------------------------------------------------------------------------------------------------------


def test_a_stage_is_saved_with_all_it_says(house: House, hana: Visitor) -> None:
    page = hana.get("settings-stage", house.stage("Qualify"))
    form = {
        name: page.value(name)
        for name in (
            "name",
            "purpose",
            "limit",
            "limit_unit",
            "step_kind",
            "step_title",
            "step_after",
            "step_after_unit",
        )
    }
    assert (form["limit"], form["limit_unit"]) == ("3", "days")
    form |= {
        "limit": "12",
        "limit_unit": "hours",
        "steps": "Ask\nListen",
        "step_kind": "meeting",
    }
    saved = hana.post("settings-stage", house.stage("Qualify"), data=form)
    assert (saved.status, saved.toast["text"], len(saved.all("form"))) == (200, "The stage is saved.", 1)
    more = {**form, "seen": saved.value("seen"), "purpose": "They tell us"}
    assert hana.post("settings-stage", house.stage("Qualify"), data=more).status == 200
    again = hana.get("settings-stage", house.stage("Qualify"))
    assert (again.value("limit"), again.value("limit_unit"), again.value("steps")) == (
        "12",
        "hours",
        "Ask\nListen",
    )
    assert again.value("step_kind") == "meeting"


def test_a_refused_stage_is_answered_by_its_form_alone(house: House, hana: Visitor) -> None:
    refused = hana.post(
        "settings-stage",
        house.stage("Qualify"),
        data={"name": "", "limit": "soon", "limit_unit": "days", "steps": "Ask"},
    )
    assert refused.status == 422
    assert not refused.all("html, .settings-nav")
    assert (refused.value("limit"), refused.value("steps")) == ("soon", "Ask")
    assert "whole number" in refused.one("#limit-error").text_content()
    assert refused.one("#name").get("aria-invalid") == "true"


def test_a_limit_is_foretold_before_it_is_saved(house: House, hana: Visitor) -> None:
    deal_of(house, "Alice")
    stage = house.stage("Qualify")
    told = hana.get("settings-stage-preview", stage, query={"limit": "1", "limit_unit": "hours"})
    assert "1 open deal stands here." in told.words
    assert "Over the limit:" in told.words
    assert hana.get("settings-stage-preview", stage, query={"limit": "3", "limit_unit": "days"}).words == ""
    assert hana.get("settings-stage-preview", stage, query={"limit": "x", "limit_unit": "days"}).words == ""


def test_a_removed_stage_s_deals_go_where_the_head_says_when_it_is_published(
    house: House, hana: Visitor
) -> None:
    deal = deal_of(house, "Alice")
    for name in ("Propose", "Sign"):
        data = {"title": "Signed", "kind": "contract", "gate": "enter"}
        assert hana.post("settings-criterion-new", house.stage(name), data=data).status == 204
    stage, pipeline = house.stage("Qualify"), house.pipeline.pk
    assert "1 open deal stands in it" in hana.get("settings-stage-remove", stage).words
    done = hana.post("settings-stage-remove", stage)
    assert done.headers["HX-Redirect"] == reverse("settings-pipeline", args=[pipeline])
    assert Deal.objects.get(pk=deal.pk).stage_id == stage
    page = hana.get("settings-pipeline", pipeline)
    assert "Draft of version 2 · 3 stages changed." in page.words
    review = hana.get("settings-draft-publish", pipeline)
    assert [o.text for o in review.all("select option")] == ["Choose a stage", "Propose", "Sign"]
    form = {"seen": review.value("seen"), "when": "next_stage"}
    refused = hana.post("settings-draft-publish", pipeline, data=form)
    assert refused.status == 422
    assert "Choose the stage that takes the deals." in refused.words
    form[f"into-{stage}"] = str(house.stage("Sign"))
    published = hana.post("settings-draft-publish", pipeline, data=form)
    assert published.headers["Location"].startswith(reverse("settings-pipeline", args=[pipeline]))
    assert Deal.objects.get(pk=deal.pk).stage_id == house.stage("Sign")
    moved = Event.objects.filter(deal_id=deal.pk, kind="deal_moved").latest("id")
    assert moved.payload["exception"] == "Version 2 of the playbook has no such stage any more."
    after = hana.get("settings-pipeline", pipeline).words
    assert "Draft of" not in after
    assert "Version 2" in after
    assert "Qualify: Stage removed" in after
    assert_all_true()


def test_a_draft_that_a_colleague_changed_is_shown_again_before_it_is_published(
    house: House, hana: Visitor
) -> None:
    hana.post("settings-stage", house.stage("Qualify"), data={"name": "Find out"})
    review = hana.get("settings-draft-publish", house.pipeline.pk)
    Visitor(house, "Zoe").post("settings-stage", house.stage("Sign"), data={"name": "Close"})
    answer = hana.post("settings-draft-publish", house.pipeline.pk, data={"seen": review.value("seen")})
    assert answer.status == 409
    assert "A colleague has changed the draft meanwhile." in answer.words
    assert "Renamed: “Sign” → “Close”" in answer.words


def test_a_discarded_draft_is_gone(house: House, hana: Visitor) -> None:
    hana.post("settings-stage", house.stage("Qualify"), data={"name": "Find out"})
    assert hana.post("settings-draft-discard", house.pipeline.pk).status == 204
    assert "Draft of" not in hana.get("settings-pipeline", house.pipeline.pk).words
    assert hana.get("settings-draft-publish", house.pipeline.pk).status == 302


def test_an_exit_shows_what_it_has_and_nothing_else(house: House, hana: Visitor) -> None:
    page = hana.get("settings-stage", house.stage("Won"))
    assert page.all("#name")
    never = "#limit, #new-criterion-exit, #new-criterion-enter, #remove-stage, #advance"
    assert not page.all(f"{never}, #step_title, #wake_after")
    lost = hana.get("settings-stage", house.stage("Lost"))
    assert not lost.all(never)
    assert lost.all("#step_title, #wake_after")


def test_a_stage_says_which_ways_lead_from_it(house: House, hana: Visitor) -> None:
    sign = house.stage("Sign")
    form = {
        "question": "What holds you back?", "buyer": "decision", "asks_advance": "1", "advance": "by_itself",
        "back": "only", "back_to": ["Propose"],
    }  # fmt: skip
    assert hana.post("settings-stage", sign, data=form).status == 200
    page = hana.get("settings-stage", sign)
    assert (page.value("question"), page.one("#buyer option[selected]").get("value")) == (
        "What holds you back?",
        "decision",
    )
    assert page.one("#advance").get("checked") is not None
    assert [box.get("value") for box in page.all("input[name=back_to]")] == ["Qualify", "Propose"]
    assert [box.get("value") for box in page.all("input[name=back_to][checked]")] == ["Propose"]
    assert hana.post("settings-stage", sign, data={"asks_advance": "1", "back": "any"}).status == 200
    page = hana.get("settings-stage", sign)
    assert page.one("#advance").get("checked") is None
    assert not page.all("input[name=back_to][checked]")
    wrong = hana.post("settings-stage", sign, data={"back": "only", "back_to": ["Nowhere"]})
    assert wrong.status == 422


def test_a_lost_deal_may_be_made_to_ask_again(house: House, hana: Visitor) -> None:
    lost = house.stage("Lost")
    form = {"wake_after": "365", "wake_after_unit": "days", "step_title": "Ask what has changed"}
    assert hana.post("settings-stage", lost, data=form).status == 200
    page = hana.get("settings-stage", lost)
    assert (page.value("wake_after"), page.value("step_title")) == ("365", "Ask what has changed")


# -- criteria ----------------------------------------------------------------------------------------------------


def test_judgement_is_marked(house: House, hana: Visitor) -> None:
    page = hana.get("settings-stage", house.stage("Qualify"))
    assert [chip.text_content().strip() for chip in page.all(".criteria-rows .chip.warn")] == ["judgement"]
    assert "1 judgement" in hana.get("settings-pipeline", house.pipeline.pk).words


def test_a_criterion_shows_what_it_asks_for_when_it_is_opened(house: House, hana: Visitor) -> None:
    dialog = hana.get("settings-criterion", criterion("Need is known"))
    assert (dialog.value("title"), dialog.value("kind"), dialog.value("field")) == (
        "Need is known",
        "field",
        "need",
    )


def test_a_refused_criterion_keeps_what_was_typed(house: House, hana: Visitor) -> None:
    form = {"title": "Worth it", "kind": "amount", "amount": "lots"}
    refused = hana.post("settings-criterion-new", house.stage("Qualify"), data=form)
    assert refused.status == 422
    assert (refused.value("title"), refused.value("kind"), refused.value("amount")) == (
        "Worth it",
        "amount",
        "lots",
    )
    assert refused.one("#amount").get("aria-invalid") == "true"
    assert StageCriterion.objects.count() == 2


def test_a_criterion_is_foretold_before_it_is_saved(house: House, hana: Visitor) -> None:
    ready = deal_of(house, "Alice", amount="500")
    deal_of(house, "Bob")
    change_deal(by=house.actor("Alice"), at=ready.created_at, deal=ready.pk, fields={"need": "Minus twenty"})
    StageCriterion.objects.get(title="They fit us").delete()
    Pipeline.objects.update(version=2)
    form = {"title": "Worth it", "kind": "amount", "amount": "1000"}
    told = hana.post("settings-criterion-preview", house.stage("Qualify"), data=form).words
    assert "2 open deals stand here. 0 meet this today." in told
    assert "1 that could go on now no longer could." in told
    cheaper = form | {"amount": "100"}
    told = hana.post("settings-criterion-preview", house.stage("Qualify"), data=cheaper).words
    assert "1 meets this today." in told
    assert "For none of them does it change" in told
    removed = hana.get("settings-criterion-remove", criterion("Need is known")).words
    assert "1 more could go on at once." in removed


def test_some_of_several_are_chosen_from_what_the_stage_asks_for(house: House, hana: Visitor) -> None:
    stage = house.stage("Qualify")
    form = {"title": "Met", "kind": "meeting", "outcomes": ["contract", "needs"], "in_stage": "on"}
    assert hana.post("settings-criterion-new", stage, data=form).status == 204
    need, met = criterion("Need is known"), criterion("Met")
    opened = hana.get("settings-criterion", met)
    assert [box.get("value") for box in opened.all("input[name=outcomes][checked]")] == ["contract", "needs"]
    dialog = hana.get("settings-criterion-new", stage)
    offered = [box.get("value") for box in dialog.all("input[name=of]")]
    assert {f"c{need}", f"c{met}"} <= set(offered)
    some = {"title": "Enough", "kind": "some", "of": [f"c{need}"], "least": "1"}
    refused = hana.post("settings-criterion-new", stage, data=some)
    assert refused.status == 422
    assert refused.one("#of-error").text_content().strip() == "Choose at least two."
    some["of"] = [f"c{need}", f"c{met}"]
    assert hana.post("settings-criterion-preview", stage, data=some).words
    assert hana.post("settings-criterion-new", stage, data=some).status == 204
    again = hana.get("settings-criterion", criterion("Enough"))
    assert [box.get("value") for box in again.all("input[name=of][checked]")] == ["p0", "p1"]
    assert "1 of: Need is known, Met" in hana.get("settings-stage", stage).words


def test_an_unfinished_criterion_foretells_nothing(house: House, hana: Visitor) -> None:
    told = hana.post(
        "settings-criterion-preview", house.stage("Qualify"), data={"kind": "field", "field": ""}
    )
    assert (told.status, told.words) == (200, "")


def test_criteria_are_added_moved_and_removed(house: House, hana: Visitor) -> None:
    stage = house.stage("Qualify")
    form = {"title": "Met", "kind": "task", "task": "meeting", "in_stage": "on"}
    assert hana.post("settings-criterion-new", stage, data=form).status == 204
    hana.post("settings-criterion-place", criterion("Met"), data={"place": "0"})
    hana.post("settings-criterion-remove", criterion("They fit us"))
    page = hana.get("settings-stage", stage)
    assert [b.text_content() for b in page.all(".criteria-rows .row-link b")] == ["Met", "Need is known"]


# -- reasons -----------------------------------------------------------------------------------------------------


def test_reasons_are_kept_from_their_page(house: House, hana: Visitor) -> None:
    assert (
        hana.post(
            "settings-reason-new", "lost", data={"name": "A competitor", "asks_competitor": "on"}
        ).status
        == 204
    )
    rival = Reason.objects.get(name="A competitor")
    assert rival.asks_competitor
    assert hana.get("settings-reason", rival.pk).one("#asks_competitor").get("checked") is not None
    taken = hana.post("settings-reason", rival.pk, data={"name": "Too expensive"})
    assert (taken.status, taken.value("name")) == (422, "Too expensive")
    assert hana.post("settings-reason-retire", rival.pk).status == 204
    page = hana.get("settings-reasons")
    assert page.all(f"#restore-{rival.pk}")
    assert not page.all(f"#retire-{house.lost_reason}")
    last = hana.post("settings-reason-retire", house.lost_reason)
    assert (last.status, last.toast["kind"]) == (422, "error")
    assert hana.get("settings-reason-new", "won").status == 404


# -- users -------------------------------------------------------------------------------------------------------


def invitation(house: House, **changed: str) -> dict[str, str]:
    form = {
        "name": "Eve",
        "email": "eve@stuzha.example",
        "role": "seller",
        "team": str(house.teams["North"].pk),
    }
    return form | {"language": "uk", "time_zone": "Europe/Kyiv"} | changed


def test_an_invited_user_s_password_is_shown_once(house: House, zoe: Visitor) -> None:
    shown = zoe.post("settings-user-new", data=invitation(house))
    password = shown.one("#new-password").text_content()
    assert User.objects.get(name="Eve").check_password(password)
    assert re.fullmatch(r"[a-z0-9]{5}(-[a-z0-9]{5}){3}", password)
    assert "no-store" in shown.headers["Cache-Control"]
    assert set(shown.events) == {"voronka:settings-changed"}
    assert password not in zoe.get("settings-users").text


def test_a_refused_invitation_keeps_what_was_typed(house: House, zoe: Visitor) -> None:
    form = invitation(house, email="ALICE@stuzha.example", team="")
    refused = zoe.post("settings-user-new", data=form)
    assert refused.status == 422
    assert (refused.value("name"), refused.value("email")) == ("Eve", "ALICE@stuzha.example")
    assert "A user with this e-mail exists" in refused.one("#email-error").text_content()
    no_team = zoe.post("settings-user-new", data=invitation(house, team=""))
    assert "Choose one." in no_team.one("#team-error").text_content()


def test_who_leaves_hands_over_in_the_same_action(house: House, zoe: Visitor) -> None:
    deal = deal_of(house, "Alice")
    alice = house.people["Alice"].pk
    dialog = zoe.get("settings-user-deactivate", alice)
    assert "1 open deal is theirs." in dialog.words
    options = [o.text for o in dialog.all("select option")]
    assert options[1] == "Bob — North"
    assert "Alice — North" not in options
    refused = zoe.post("settings-user-deactivate", alice, data={"receiver": ""})
    assert (refused.status, refused.one("#receiver").get("aria-invalid")) == (422, "true")
    visitor = Visitor(house, "Alice")
    done = zoe.post("settings-user-deactivate", alice, data={"receiver": house.people["Bob"].pk})
    assert done.status == 204
    assert Deal.objects.get(pk=deal.pk).owner_id == house.people["Bob"].pk
    assert visitor.get("playbook-first").status == 401
    back = zoe.post("settings-user-activate", alice)
    assert User.objects.get(pk=alice).check_password(back.one("#new-password").text_content())


def test_a_new_password_ends_the_sessions_of_the_old_one(house: House, zoe: Visitor) -> None:
    visitor = Visitor(house, "Bob")
    assert visitor.get("playbook", house.pipeline.pk).status == 200
    zoe.post("settings-user-password", house.people["Bob"].pk)
    assert visitor.get("playbook", house.pipeline.pk).status == 401


def test_the_last_administrator_is_told_so(house: House, zoe: Visitor) -> None:
    form = invitation(
        house, name="Zoe", email="zoe@stuzha.example", role="head", team=str(house.teams["Region"].pk)
    )
    refused = zoe.post("settings-user", house.people["Zoe"].pk, data=form)
    assert refused.status == 422
    assert "last administrator" in refused.words
    assert zoe.post("settings-user-deactivate", house.people["Zoe"].pk).status == 403
    menu = zoe.get("settings-users").one(f"#user-menu-{house.people['Zoe'].pk}")
    assert "Deactivate" not in menu.text_content()


def test_a_user_is_changed(house: House, zoe: Visitor) -> None:
    form = invitation(house, name="Robert", email="bob@stuzha.example", team=str(house.teams["South"].pk))
    assert zoe.post("settings-user", house.people["Bob"].pk, data=form).status == 204
    bob = User.objects.get(pk=house.people["Bob"].pk)
    assert (bob.name, bob.team, bob.role, bob.language) == ("Robert", house.teams["South"], Role.SELLER, "uk")


# -- teams -------------------------------------------------------------------------------------------------------


def test_the_tree_of_teams_is_kept_from_its_page(house: House, zoe: Visitor) -> None:
    region = house.teams["Region"].pk
    assert zoe.get("settings-team-new", query={"parent": region}).value("parent") == str(region)
    assert zoe.post("settings-team-new", data={"name": "East", "parent": region}).status == 204
    east = Team.objects.get(name="East")
    page = zoe.get("settings-teams")
    assert [(li.cssselect("b")[0].text, li.get("data-depth")) for li in page.all(".tree > li")] == [
        ("Region", "0"), ("East", "1"), ("North", "1"), ("South", "1"),
    ]  # fmt: skip
    assert "Head: Hana" in page.words
    circle = zoe.post("settings-team", region, data={"name": "Region", "parent": east.pk})
    assert (circle.status, circle.value("parent")) == (422, str(east.pk))
    assert page.all(f"#remove-team-{east.pk}")
    assert not page.all(f"#remove-team-{house.teams['North'].pk}")
    refused = zoe.post("settings-team-remove", house.teams["North"].pk)
    assert "so it stays" in refused.toast["text"]
    assert zoe.post("settings-team-remove", east.pk).status == 204


# -- workspace ---------------------------------------------------------------------------------------------------


def test_the_workspace_and_its_rates_are_kept_from_their_page(house: House, zoe: Visitor) -> None:
    page = zoe.get("settings-workspace")
    form: dict[str, Any] = {
        n: page.value(n) for n in ("name", "currency", "country", "time_zone", "language")
    }
    assert form["currency"] == "USD"
    refused = zoe.post("settings-workspace", data=form | {"name": "", "country": "ID"})
    assert (refused.status, refused.value("country")) == (422, "ID")
    assert zoe.post("settings-workspace", data=form | {"name": "Stuzha"}).status == 204
    assert Workspace.objects.get().name == "Stuzha"
    rate = {"currency": "EUR", "since_on": "2026-11-01", "rate": "15,850"}
    refused = zoe.post("settings-rate-new", data=rate)
    assert (refused.status, refused.value("rate"), refused.value("currency")) == (422, "15,850", "EUR")
    assert zoe.post("settings-rate-new", data=rate | {"rate": "1,09"}).status == 204
    assert "EUR 1 = 1.09" in zoe.get("settings-workspace").words
    assert zoe.post("settings-rate-remove", ExchangeRate.objects.get().pk).status == 204


def test_the_base_currency_is_no_choice_once_deals_have_amounts(house: House, zoe: Visitor) -> None:
    deal_of(house, "Alice", amount="100")
    page = zoe.get("settings-workspace")
    assert page.one("#currency").get("readonly") is not None
    form = {
        "name": "Stuzha",
        "currency": "EUR",
        "country": "UA",
        "time_zone": "Europe/Kyiv",
        "language": "en",
    }
    refused = zoe.post("settings-workspace", data=form)
    assert refused.status == 422
    assert "the base currency stays" in refused.words


def test_without_scripts_a_saved_form_leads_back(house: House, hana: Visitor) -> None:
    address = reverse("settings-reason", args=[house.lost_reason])
    response = hana.client.post(address, {"name": "Too dear"}, headers={"HX-Request": ""})
    assert (response.status_code, response.headers["Location"]) == (302, reverse("settings-reasons"))


def test_nothing_of_a_removed_stage_can_be_opened(house: House, hana: Visitor) -> None:
    hana.post("settings-stage-remove", house.stage("Propose"))
    assert drafted(house) == ["Qualify", "Sign"]
    for page in (
        "settings-stage",
        "settings-stage-remove",
        "settings-criterion-new",
        "settings-stage-preview",
    ):
        assert hana.get(page, house.stage("Propose")).status == 404


def test_a_colleague_s_change_is_not_saved_over(house: House, hana: Visitor) -> None:
    stage = house.stage("Qualify")
    seen = hana.get("settings-stage", stage).value("seen")
    Visitor(house, "Zoe").post("settings-stage", stage, data={"name": "Find out"})
    overtaken = hana.post(
        "settings-stage", stage, data={"name": "Qualify", "purpose": "They tell us", "seen": seen}
    )
    assert (overtaken.status, overtaken.value("purpose")) == (409, "They tell us")
    assert "A colleague has changed this stage meanwhile." in overtaken.words
    assert Stage.objects.get(draft_of=stage).name == "Find out"
    again = {"name": "Qualify", "purpose": "They tell us", "seen": overtaken.value("seen")}
    assert hana.post("settings-stage", stage, data=again).status == 200


def test_a_colleague_s_criterion_is_not_saved_over(house: House, hana: Visitor) -> None:
    known, said = criterion("Need is known"), {"kind": "field", "field": "need"}
    opened = hana.get("settings-criterion", known).value("seen")
    theirs = {"title": "Budget is known", "kind": "field", "field": "budget"}
    Visitor(house, "Zoe").post("settings-criterion", known, data=theirs)
    mine = {**said, "title": "Need is written down"}
    overtaken = hana.post("settings-criterion", known, data={**mine, "seen": opened})
    assert (overtaken.status, overtaken.value("title")) == (409, "Need is written down")
    assert "It says now: “Budget is known”" in overtaken.words
    drafted = StageCriterion.objects.exclude(stage__pipeline__draft_of=None)
    assert drafted.filter(title="Budget is known").exists()
    again = hana.post("settings-criterion", known, data={**mine, "seen": overtaken.value("seen")})
    assert again.status == 204
    assert drafted.filter(title="Need is written down").exists()


def test_a_form_in_the_page_is_not_fetched_anew(house: House, hana: Visitor, zoe: Visitor) -> None:
    for page in (hana.get("settings-stage", house.stage("Qualify")), zoe.get("settings-workspace")):
        renewed = page.all("[hx-trigger*='settings-changed']")
        assert renewed
        assert not [form for part in renewed for form in part.cssselect("form")]


def test_the_linter_s_remarks_stand_beside_the_stages(house: House, hana: Visitor) -> None:
    hana.post("settings-stage", house.stage("Sign"), data={"name": "Objections"})
    page = hana.get("settings-pipeline", house.pipeline.pk)
    told = {row.cssselect("b")[0].text_content(): row.text_content() for row in page.all(".ordered > li")}
    assert "“Objections” says nothing of where the client is" in told["Objections"]
    assert "No fact says when a deal belongs here." in told["Objections"]
    assert "No fact says" not in told["Qualify"]
    assert "No fact says" not in told["Propose"]
