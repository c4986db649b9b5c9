"""Moving, refusing, asking, taking, giving and undoing, through the real views and database."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories import deal_of, make_house, unowned_deal
from tests.truths import assert_all_true
from tests.web.visitor import Visitor
from voronka.commands.clients import ClientWords
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move
from voronka.domain.events import EventKind
from voronka.domain.permissions import Role
from voronka.models import Contact, Deal, Event, Note, Reason, StageCriterion, Task, User
from voronka.queries.exceptions import open_asks

if TYPE_CHECKING:
    from tests.factories import House

pytestmark = pytest.mark.django_db

EVERYTHING = {
    "Qualify": [
        ("field", "Need is known", {"field": "need"}),
        ("by_hand", "They are sure", {}),
        ("task", "They were called", {"task": "call", "in_stage": True}),
        ("file", "Brief is there", {"file": "brief"}),
        ("note", "Decision is noted", {"note": "decision"}),
        ("amount", "Worth the work", {"amount": "1000"}),
        ("field", "Who decides", {"field": "decision_maker"}),
        ("field", "Their site", {"field": "company_site"}),
    ]
}


@pytest.fixture
def house() -> House:
    return make_house(
        {"Qualify": [("field", "Need is known", {"field": "need"}), ("by_hand", "They are sure", {})]}
    )


@pytest.fixture
def deal(house: House) -> Deal:
    return deal_of(house, "Alice", at=timezone.now() - timedelta(hours=2))


def drop_criteria(deal: Deal) -> None:
    """Leave the gate of Qualify open: a test that is not about criteria."""
    StageCriterion.objects.all().delete()
    pipeline = deal.pipeline
    pipeline.version += 1
    pipeline.save(update_fields=["version"])


def verdict_of(visitor: Visitor, deal: Deal) -> dict[str, Any]:
    response = visitor.client.get(reverse("verdict", args=[deal.pk]))
    assert response.status_code == 200
    told: dict[str, Any] = response.json()
    return told


# -- the verdict --------------------------------------------------------------------------------------------------


def test_the_verdict_tells_every_column_and_exit(house: House, deal: Deal) -> None:
    told = verdict_of(Visitor(house, "Alice"), deal)
    assert told["deal"] == deal.pk
    assert told["version"] == deal.version
    assert told["mayEdit"] is True
    states = {
        column["name"]: (column["state"], column["open"], column["label"]) for column in told["columns"]
    }
    assert states == {
        "Unsorted": ("closed", 0, ""),
        "Qualify": ("current", 0, "current"),
        "Propose": ("blocked", 2, "2 criteria left"),
        "Sign": ("through", 2, "through Propose"),
    }
    assert (told["won"]["state"], told["won"]["label"]) == ("through", "from Sign")
    assert (told["lost"]["state"], told["postponed"]["state"]) == ("exit", "exit")
    assert told["columns"][2]["slot"] == "2 criteria of Qualify are not met"


def test_the_verdict_of_a_deal_in_the_middle_offers_the_way_back(house: House, deal: Deal) -> None:
    drop_criteria(deal)
    alice = Visitor(house, "Alice")
    assert alice.post("move", deal.pk, data={"to": house.stage("Propose")}).status == 204
    states = {column["name"]: column["state"] for column in verdict_of(alice, deal)["columns"]}
    assert states == {"Unsorted": "closed", "Qualify": "back", "Propose": "current", "Sign": "open"}


def test_the_verdict_needs_few_queries(house: House, deal: Deal) -> None:
    alice = Visitor(house, "Alice")
    verdict_of(alice, deal)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        verdict_of(alice, deal)
    # Session, person, deal, the pipeline's version, the confirmations.
    assert len(queries) == 5


@pytest.mark.parametrize("page", ["verdict", "move-menu"])
@pytest.mark.parametrize("name", ["Bob", "Charlie", "Hugo"])
def test_what_one_may_not_see_does_not_exist(house: House, deal: Deal, page: str, name: str) -> None:
    assert Visitor(house, name).get(page, deal.pk).status == 404


# -- the menu -----------------------------------------------------------------------------------------------------


def test_the_menu_numbers_the_stages_and_says_what_they_take(house: House, deal: Deal) -> None:
    menu = Visitor(house, "Alice").get("move-menu", deal.pk)
    assert [item.get("data-key") for item in menu.all("[role=menuitem][data-key]")] == ["1", "2", "3"]
    current, blocked, skipped = menu.all("[role=menuitem][data-key]")
    assert current.get("aria-current") == "true"
    assert blocked.get("data-dialog") == reverse("move-dialog", args=[deal.pk, house.stage("Propose")])
    assert "2 criteria left" in blocked.text_content()
    assert "through Propose" in skipped.text_content()
    assert blocked.get("data-first") is not None
    assert "Unsorted" not in menu.words


def test_an_open_way_in_the_menu_moves_at_once(house: House, deal: Deal) -> None:
    drop_criteria(deal)
    alice = Visitor(house, "Alice")
    item = alice.get("move-menu", deal.pk).one('[data-key="2"]')
    moved = alice.follow(item.get("hx-post") or "", json.loads(item.get("hx-vals") or "{}"))
    assert moved.status == 204
    deal.refresh_from_db()
    assert deal.stage_id == house.stage("Propose")


def test_a_closed_deal_offers_its_stages_and_no_exit(house: House, deal: Deal) -> None:
    alice = Visitor(house, "Alice")
    lost = {"to": house.stage("Lost"), "lost_reason": house.lost_reason}
    assert alice.post("move", deal.pk, data=lost).status == 204
    menu = alice.get("move-menu", deal.pk)
    assert [item.get("data-key") for item in menu.all("[role=menuitem]")] == ["1", "2", "3", None]
    assert menu.words.endswith("Lost current")


def test_only_who_leads_is_offered_to_give_the_deal_away(house: House, deal: Deal) -> None:
    assert "Give to a colleague" not in Visitor(house, "Alice").get("move-menu", deal.pk).words
    assert "Give to a colleague" in Visitor(house, "Hana").get("move-menu", deal.pk).words


# -- moving -------------------------------------------------------------------------------------------------------


def test_a_move_answers_with_the_news_and_an_undo(house: House, deal: Deal) -> None:
    drop_criteria(deal)
    alice = Visitor(house, "Alice")
    moved = alice.post("move", deal.pk, data={"to": house.stage("Propose"), "version": deal.version})
    assert moved.status == 204
    deal.refresh_from_db()
    assert moved.change == {
        "deal": deal.pk,
        "version": deal.version,
        "stage": house.stage("Propose"),
        "stageBefore": house.stage("Qualify"),
        "pipeline": house.pipeline.pk,
        "closed": False,
    }
    assert moved.toast["text"] == "Moved to Propose"
    assert "voronka:close-dialog" in moved.events
    undone = alice.follow(moved.toast["undoUrl"])
    assert undone.status == 204
    assert undone.change["stage"] == house.stage("Qualify")
    deal.refresh_from_db()
    assert deal.stage_id == house.stage("Qualify")
    assert_all_true()


def test_a_refused_move_lists_everything_that_is_missing_with_what_helps(house: House, deal: Deal) -> None:
    refused = Visitor(house, "Alice").post("move", deal.pk, data={"to": house.stage("Propose")})
    assert refused.status == 409
    assert refused.one("h2").text_content() == "Not yet: 2 of 2 criteria are open"
    assert "The deal stays in Qualify." in refused.words
    rows = refused.all(".why-rows > li")
    assert [row.cssselect(".block")[0].text_content() for row in rows] == ["Need is known", "They are sure"]
    criteria = StageCriterion.objects.order_by("position")
    assert [row.cssselect("button")[0].get("data-dialog") for row in rows] == [
        f"{reverse('meet', args=[deal.pk, criterion.pk])}?to={house.stage('Propose')}"
        for criterion in criteria
    ]
    assert refused.toast["text"] == "Not yet: 2 of 2 criteria are open"
    assert refused.toast["more"] == "Need is known"
    assert refused.toast["action"]["dialog"] == reverse("move-dialog", args=[deal.pk, house.stage("Propose")])
    deal.refresh_from_db()
    assert deal.stage_id == house.stage("Qualify")


def test_a_refusal_inside_the_dialog_needs_no_toast_besides(house: House, deal: Deal) -> None:
    refused = Visitor(house, "Alice").post(
        "move", deal.pk, data={"to": house.stage("Propose")}, **{"HX-Target": "dialog-body"}
    )
    assert refused.status == 409
    assert not refused.toast


def test_a_skip_names_the_stage_that_comes_first(house: House, deal: Deal) -> None:
    drop_criteria(deal)
    refused = Visitor(house, "Alice").post("move", deal.pk, data={"to": house.stage("Sign")})
    assert refused.status == 409
    assert refused.one("h2").text_content() == "The way is through Propose."
    assert refused.one(".why-rows button").get("data-dialog") == reverse(
        "move-dialog", args=[deal.pk, house.stage("Propose")]
    )


def test_going_back_asks_for_the_reason_and_keeps_it(house: House, deal: Deal) -> None:
    drop_criteria(deal)
    alice = Visitor(house, "Alice")
    alice.post("move", deal.pk, data={"to": house.stage("Propose")})
    asked = alice.post("move", deal.pk, data={"to": house.stage("Qualify")})
    assert asked.status == 422
    assert not asked.all(".error")
    wrong = alice.post("move", deal.pk, data={"to": house.stage("Qualify"), "asked": "1", "reason": "  "})
    assert wrong.status == 422
    assert wrong.one("#reason-error").text_content() == "Fill this in."
    given = {"to": house.stage("Qualify"), "asked": "1", "reason": "The need was another"}
    moved = alice.post("move", deal.pk, data=given)
    assert moved.status == 204
    assert moved.toast["text"] == "Moved back to Qualify"
    assert Event.objects.filter(deal_id=deal.pk).latest("id").payload["reason"] == "The need was another"


def test_losing_asks_for_a_listed_reason_and_keeps_what_was_typed(house: House, deal: Deal) -> None:
    alice = Visitor(house, "Alice")
    asked = alice.post("move", deal.pk, data={"to": house.stage("Lost")})
    assert asked.status == 422
    assert [field.get("value") for field in asked.all("[name=lost_reason]")] == [str(house.lost_reason)]
    wrong = alice.post(
        "move", deal.pk, data={"to": house.stage("Lost"), "asked": "1", "reason": "They wanted it in blue"}
    )
    assert wrong.status == 422
    assert wrong.one("#lost_reason-error").text_content() == "Choose a reason."
    assert wrong.value("reason") == "They wanted it in blue"
    given = {"to": house.stage("Lost"), "asked": "1", "lost_reason": house.lost_reason, "reason": "Blue"}
    lost = alice.post("move", deal.pk, data=given)
    assert lost.status == 204
    assert lost.change["closed"] is True
    deal.refresh_from_db()
    assert (deal.lost_reason_id, deal.exit_note) == (house.lost_reason, "Blue")


def test_losing_to_a_competitor_asks_which(house: House, deal: Deal) -> None:
    reason = Reason.objects.create(exit="lost", name="Went to a competitor", asks_competitor=True)
    alice = Visitor(house, "Alice")
    given = {"to": house.stage("Lost"), "asked": "1", "lost_reason": reason.pk}
    wrong = alice.post("move", deal.pk, data=given)
    assert wrong.status == 422
    assert wrong.one("#competitor-error").text_content() == "Fill this in."
    assert wrong.value("lost_reason") == str(reason.pk)
    assert alice.post("move", deal.pk, data=given | {"competitor": "Frigoline"}).status == 204
    deal.refresh_from_db()
    assert deal.competitor == "Frigoline"


@pytest.mark.parametrize(
    ("until", "own", "words"),
    [
        ("", "", "Fill this in."),
        ("own", "2026-02-30", "This is no date. Write it like 2026-11-24."),
        ("own", "2020-01-01", "Choose a day later than today."),
    ],
)
def test_postponing_asks_for_a_day_to_come(
    house: House, deal: Deal, until: str, own: str, words: str
) -> None:
    given = {"to": house.stage("Postponed"), "asked": "1", "postpone_reason": house.postpone_reason}
    wrong = Visitor(house, "Alice").post("move", deal.pk, data=given | {"until": until, "until_own": own})
    assert wrong.status == 422
    assert wrong.one("#until-error").text_content() == words
    assert wrong.value("postpone_reason") == str(house.postpone_reason)
    assert wrong.value("until_own") == own


def test_postponing_by_a_proposed_day_leaves_a_task_for_that_day(house: House, deal: Deal) -> None:
    alice = Visitor(house, "Alice")
    dialog = alice.get("move-dialog", deal.pk, house.stage("Postponed"))
    days = [field.get("value") for field in dialog.all("[name=until]")]
    assert len(days) == 5
    assert days[-1] == "own"
    given = {"to": house.stage("Postponed"), "postpone_reason": house.postpone_reason, "until": days[1]}
    postponed = alice.post("move", deal.pk, data=given)
    assert postponed.status == 204
    deal.refresh_from_db()
    assert deal.postponed_until is not None
    assert deal.postponed_until.isoformat() == days[1]
    assert postponed.toast["text"].startswith("Postponed until")
    assert_all_true()


def test_a_postponed_deal_is_opened_again_with_a_reason(house: House, deal: Deal) -> None:
    alice = Visitor(house, "Alice")
    tomorrow = (timezone.now() + timedelta(days=2)).date().isoformat()
    given = {"to": house.stage("Postponed"), "postpone_reason": house.postpone_reason, "until": tomorrow}
    alice.post("move", deal.pk, data=given)
    dialog = alice.get("move-dialog", deal.pk, house.stage("Propose"))
    assert dialog.one("h2").text_content() == "Open again in Propose"
    moved = alice.post("move", deal.pk, data={"to": house.stage("Propose"), "reason": "They called"})
    assert (moved.status, moved.toast["text"]) == (204, "Opened again in Propose")


def test_who_comes_second_is_told_who_was_first(house: House, deal: Deal) -> None:
    drop_criteria(deal)
    seen = deal.version
    Visitor(house, "Hana").post("move", deal.pk, data={"to": house.stage("Propose")})
    second = Visitor(house, "Alice").post("move", deal.pk, data={"to": house.stage("Sign"), "version": seen})
    assert second.status == 409
    assert second.headers["HX-Reswap"] == "none"
    assert second.toast["kind"] == "conflict"
    assert second.toast["text"].startswith("Hana changed this deal at ")
    assert second.toast["text"].endswith("; it is in Propose now.")
    assert second.change["stage"] == house.stage("Propose")


def test_who_comes_second_in_a_dialog_loses_nothing_typed(house: House, deal: Deal) -> None:
    seen = deal.version
    drop_criteria(deal)
    Visitor(house, "Hana").post("move", deal.pk, data={"to": house.stage("Propose")})
    alice = Visitor(house, "Alice")
    given = {"to": house.stage("Lost"), "asked": "1", "lost_reason": house.lost_reason, "reason": "Too late"}
    second = alice.post("move", deal.pk, data=given | {"version": seen}, **{"HX-Target": "dialog-body"})
    assert second.status == 409
    assert "Hana changed this deal" in second.one(".form-errors").text_content()
    assert second.value("reason") == "Too late"
    assert second.value("lost_reason") == str(house.lost_reason)
    again = alice.post("move", deal.pk, data=given | {"version": second.value("version")})
    assert again.status == 204


def test_winning_is_only_from_the_last_stage(house: House, deal: Deal) -> None:
    drop_criteria(deal)
    alice = Visitor(house, "Alice")
    refused = alice.post("move", deal.pk, data={"to": house.stage("Won")})
    assert refused.status == 409
    assert "A deal is won from Sign only." in refused.words
    for stage in ("Propose", "Sign", "Won"):
        assert alice.post("move", deal.pk, data={"to": house.stage(stage)}).status == 204
    deal.refresh_from_db()
    assert not deal.is_open


@pytest.mark.parametrize("to", ["", "x", "-1", "99999999999999999999", "999999"])
def test_a_stage_that_is_none_is_not_found(house: House, deal: Deal, to: str) -> None:
    assert Visitor(house, "Alice").post("move", deal.pk, data={"to": to}).status == 404


def test_a_reason_that_is_too_long_is_told_and_kept(house: House, deal: Deal) -> None:
    given = {"to": house.stage("Lost"), "asked": "1", "lost_reason": house.lost_reason, "reason": "x" * 2001}
    wrong = Visitor(house, "Alice").post("move", deal.pk, data=given)
    assert wrong.status == 422
    assert wrong.one("#reason-error").text_content() == "This is too long. Shorten it."
    assert wrong.value("reason") == "x" * 2001


@pytest.mark.parametrize("name", ["Bob", "Charlie", "Hugo"])
def test_colleagues_neither_move_nor_learn_of_the_deal(house: House, deal: Deal, name: str) -> None:
    stranger = Visitor(house, name)
    assert stranger.post("move", deal.pk, data={"to": house.stage("Lost")}).status == 404
    assert stranger.get("move-dialog", deal.pk, house.stage("Lost")).status == 404


def test_a_dialog_opened_by_its_address_leads_to_the_deal(house: House, deal: Deal) -> None:
    outside = Visitor(house, "Alice").outside("move-dialog", deal.pk, house.stage("Lost"))
    assert outside.status == 302
    assert outside.headers["Location"] == reverse("deal", args=[deal.pk])


# -- exceptions ---------------------------------------------------------------------------------------------------


def test_the_head_lets_a_deal_through_with_a_reason(house: House, deal: Deal) -> None:
    hana = Visitor(house, "Hana")
    to = house.stage("Propose")
    refused = hana.post("move", deal.pk, data={"to": to})
    assert refused.one("[name=exception]") is not None
    wrong = hana.post("move", deal.pk, data={"to": to, "exception": " ", "asked": "exception"})
    assert wrong.status == 409
    assert wrong.one("#exception-error").text_content() == "Fill this in."
    assert hana.post("move", deal.pk, data={"to": to, "exception": "An old client"}).status == 204
    told = Event.objects.filter(deal_id=deal.pk, kind=EventKind.DEAL_MOVED).latest("id").payload
    assert (told["exception"], told["waived"]) == ("An old client", ["Need is known", "They are sure"])


def test_a_seller_is_offered_to_ask_and_can_not_let_through(house: House, deal: Deal) -> None:
    alice = Visitor(house, "Alice")
    to = house.stage("Propose")
    refused = alice.post("move", deal.pk, data={"to": to})
    assert not refused.all("[name=exception]")
    assert "Ask Hana for an exception" in refused.words
    assert alice.post("move", deal.pk, data={"to": to, "exception": "I want it"}).status == 409


def test_the_wish_of_a_seller_reaches_their_head_until_the_deal_moves(house: House, deal: Deal) -> None:
    alice, to = Visitor(house, "Alice"), house.stage("Propose")
    wrong = alice.post("ask-exception", deal.pk, to, data={"wish": " "})
    assert wrong.status == 422
    assert wrong.one("#wish-error").text_content() == "Fill this in."
    assert alice.post("ask-exception", deal.pk, to, data={"wish": "They decide on Friday"}).status == 204
    for name in ("Alice", "Hana"):
        words = Visitor(house, name).get("move-dialog", deal.pk, to).words
        assert "Alice asked for an exception on" in words
        assert "They decide on Friday" in words
    for name in ("Hana", "Ruth", "Zoe"):
        (wish,) = open_asks(house.actor(name))
        assert (wish.deal, wish.asked.reason, wish.asked.to) == (deal.pk, "They decide on Friday", to)
        assert wish.asked.by is not None
        assert wish.asked.by.name == "Alice"
    for name in ("Alice", "Bob", "Hugo"):
        assert open_asks(house.actor(name)) == ()
    moved = Visitor(house, "Hana").post("move", deal.pk, data={"to": to, "exception": "Go on"})
    assert open_asks(house.actor("Hana")) == ()
    Visitor(house, "Hana").follow(moved.toast["undoUrl"])
    assert len(open_asks(house.actor("Hana"))) == 1


def test_only_the_newest_wish_of_a_deal_counts(house: House, deal: Deal) -> None:
    alice, to = Visitor(house, "Alice"), house.stage("Propose")
    for words in ("First", "Second"):
        alice.post("ask-exception", deal.pk, to, data={"wish": words})
    assert [wish.asked.reason for wish in open_asks(house.actor("Hana"))] == ["Second"]


# -- meeting a criterion on the spot -------------------------------------------------------------------------------


def test_every_kind_of_criterion_can_be_met_from_the_refusal() -> None:
    house = make_house(EVERYTHING)
    deal = deal_of(house, "Alice", at=timezone.now() - timedelta(hours=2))
    alice, to = Visitor(house, "Alice"), house.stage("Propose")
    criteria = {row.title: row.pk for row in StageCriterion.objects.all()}
    given: dict[str, dict[str, Any]] = {
        "Need is known": {"value": "Two freezers by May"},
        "They are sure": {"value": "The director said so"},
        "Brief is there": {"file": SimpleUploadedFile("brief.pdf", b"%PDF-1.4 brief")},
        "Decision is noted": {"value": "They go on"},
        "Worth the work": {"value": "88k", "currency": "USD"},
        "Who decides": {"name": "Bagus Hartanto"},
        "Their site": {"value": "samudrateduh.example"},
    }
    left = len(EVERYTHING["Qualify"])
    for title, data in given.items():
        dialog = alice.get("meet", deal.pk, criteria[title], query={"to": to})
        assert dialog.status == 200, title
        assert dialog.one("h2").text_content() == title
        empty = alice.post("meet", deal.pk, criteria[title], data={"to": to})
        assert empty.status == 422, title
        met = alice.post("meet", deal.pk, criteria[title], data=data | {"to": to})
        assert met.status == 204, title
        assert met.events["voronka:dialog"]["url"] == reverse("move-dialog", args=[deal.pk, to])
        left -= 1
        assert len(alice.get("move-dialog", deal.pk, to).all(".why-rows > li")) == left
    task = Task.objects.create(
        deal=deal, kind="call", title="Call them", due_at=timezone.now(), created_at=timezone.now()
    )
    row = alice.get("move-dialog", deal.pk, to).one(".why-rows > li")
    assert "Planned: Call them" in row.text_content()
    assert row.cssselect("button")[0].get("hx-post") == reverse("task-done", args=[task.pk])
    finished = alice.post("task-done", task.pk, data={"to": to})
    assert finished.events["voronka:dialog"]["url"] == reverse("move-dialog", args=[deal.pk, to])
    assert alice.get("move-dialog", deal.pk, to).one("h2").text_content() == "Move to Propose"
    assert alice.post("move", deal.pk, data={"to": to}).status == 204
    assert_all_true()


def test_a_criterion_of_a_contact_already_there_is_met_on_the_contact(house: House) -> None:
    StageCriterion.objects.all().delete()
    phone = StageCriterion.objects.create(
        stage=house.stages["Qualify"],
        position=0,
        kind="field",
        title="A phone",
        params={"field": "contact_phone"},
    )
    decides = StageCriterion.objects.create(
        stage=house.stages["Qualify"],
        position=1,
        kind="field",
        title="Decides",
        params={"field": "decision_maker"},
    )
    house.pipeline.version += 1
    house.pipeline.save()
    deal = deal_of(house, "Alice", at=timezone.now(), client=ClientWords(contact="Sari"))
    alice = Visitor(house, "Alice")
    wrong = alice.post("meet", deal.pk, phone.pk, data={"value": "12"})
    assert wrong.status == 422
    assert "no phone number" in wrong.one("#value-error").text_content()
    assert wrong.value("value") == "12"
    assert alice.post("meet", deal.pk, phone.pk, data={"value": "+62 812 5550 0142"}).status == 204
    assert "Does Sari make the decision?" in alice.get("meet", deal.pk, decides.pk).words
    assert alice.post("meet", deal.pk, decides.pk).status == 204
    sari = Contact.objects.get(name="Sari")
    assert sari.decides
    assert [row.e164 for row in sari.phones.all()] == ["+6281255500142"]


def test_a_task_that_is_not_planned_leads_to_planning_it() -> None:
    house = make_house(EVERYTHING)
    deal = deal_of(house, "Alice", at=timezone.now())
    Task.objects.filter(deal=deal).update(kind="email")
    to = house.stage("Propose")
    dialog = Visitor(house, "Alice").get("move-dialog", deal.pk, to)
    buttons = {button.get("data-dialog") for button in dialog.all(".why-rows button")}
    assert any(
        link and link.startswith(reverse("task-new", args=[deal.pk])) and "kind=call" in link
        for link in buttons
    )


def test_a_file_of_a_forbidden_type_is_refused_in_words() -> None:
    house = make_house(EVERYTHING)
    deal = deal_of(house, "Alice", at=timezone.now())
    criterion = StageCriterion.objects.get(kind="file")
    page = SimpleUploadedFile("page.html", b"<script>alert(1)</script>")
    wrong = Visitor(house, "Alice").post("meet", deal.pk, criterion.pk, data={"file": page})
    assert wrong.status == 422
    assert "Files of this type are not taken." in wrong.words


def test_nobody_meets_criteria_of_a_deal_they_may_not_change(house: House, deal: Deal) -> None:
    criterion = StageCriterion.objects.order_by("position")[0]
    for name in ("Bob", "Charlie", "Hugo"):
        assert Visitor(house, name).post("meet", deal.pk, criterion.pk, data={"value": "x"}).status == 404
    assert Visitor(house, "Alice").get("meet", deal.pk, 999).status == 404
    assert not Note.objects.exists()


# -- taking and giving ---------------------------------------------------------------------------------------------


def test_of_two_who_take_a_deal_one_wins(house: House) -> None:
    deal = unowned_deal(house, at=timezone.now())
    first = Visitor(house, "Alice").post("take", deal.pk)
    assert (first.status, first.toast["text"]) == (204, "It is yours now")
    second = Visitor(house, "Bob").post("take", deal.pk)
    assert second.status == 404
    assert second.toast["text"] == "This deal is no longer free."
    deal.refresh_from_db()
    assert deal.owner_id == house.people["Alice"].pk


def test_a_head_who_comes_second_sees_who_took_it(house: House) -> None:
    deal = unowned_deal(house, at=timezone.now())
    Visitor(house, "Alice").post("take", deal.pk)
    second = Visitor(house, "Hana").post("take", deal.pk)
    assert second.status == 409
    assert second.toast["text"].startswith("Alice changed this deal at ")


def test_other_teams_can_not_tell_a_free_deal_from_none(house: House) -> None:
    deal = unowned_deal(house, at=timezone.now())
    charlie = Visitor(house, "Charlie")
    there, none = charlie.post("take", deal.pk), charlie.post("take", 999_999)
    assert (there.status, there.toast) == (none.status, none.toast)


def test_taking_is_undone(house: House) -> None:
    deal = unowned_deal(house, at=timezone.now())
    alice = Visitor(house, "Alice")
    taken = alice.post("take", deal.pk)
    assert alice.follow(taken.toast["undoUrl"]).status == 204
    deal.refresh_from_db()
    assert deal.owner_id is None
    assert_all_true()


def test_moving_what_nobody_owns_takes_it(house: House) -> None:
    deal = unowned_deal(house, at=timezone.now())
    assert verdict_of(Visitor(house, "Bob"), deal)["mayEdit"] is True
    moved = Visitor(house, "Bob").post("move", deal.pk, data={"to": house.stage("Qualify")})
    assert moved.status == 204
    deal.refresh_from_db()
    assert deal.owner_id == house.people["Bob"].pk


def test_the_head_gives_a_deal_and_takes_that_back(house: House, deal: Deal) -> None:
    hana = Visitor(house, "Hana")
    dialog = hana.get("assign", deal.pk)
    offered = [option.text_content() for option in dialog.all("[name=owner] option")]
    assert offered == ["Choose a person", "Bob · North", "Dan · North", "Hana · North"]
    wrong = hana.post("assign", deal.pk, data={"owner": ""})
    assert (wrong.status, wrong.one("#owner-error").text_content()) == (422, "Fill this in.")
    bob = house.people["Bob"].pk
    given = hana.post("assign", deal.pk, data={"owner": bob, "version": deal.version})
    assert (given.status, given.toast["text"]) == (204, "Given to Bob")
    assert hana.follow(given.toast["undoUrl"]).status == 204
    deal.refresh_from_db()
    assert deal.owner_id == house.people["Alice"].pk


def test_a_deal_is_given_only_to_whom_one_leads(house: House, deal: Deal) -> None:
    charlie = house.people["Charlie"].pk
    wrong = Visitor(house, "Hana").post("assign", deal.pk, data={"owner": charlie})
    assert wrong.status == 422
    assert Visitor(house, "Alice").get("assign", deal.pk).status == 403
    assert Visitor(house, "Alice").post("assign", deal.pk, data={"owner": charlie}).status == 403
    assert Visitor(house, "Hugo").get("assign", deal.pk).status == 404


# -- undo ---------------------------------------------------------------------------------------------------------


def test_what_something_stands_on_is_not_undone(house: House, deal: Deal) -> None:
    drop_criteria(deal)
    alice = Visitor(house, "Alice")
    first = alice.post("move", deal.pk, data={"to": house.stage("Propose")})
    alice.post("move", deal.pk, data={"to": house.stage("Sign")})
    refused = alice.follow(first.toast["undoUrl"])
    assert refused.status == 409
    assert refused.toast["text"] == "This can’t be undone."
    assert refused.toast["more"] == "Something was changed after it. Look at the timeline."


def test_a_colleague_undoes_nothing_of_others(house: House, deal: Deal) -> None:
    lost = Move(to=house.stage("Lost"), lost_reason=house.lost_reason)
    moved = move_deal(by=house.actor("Alice"), at=timezone.now(), deal=deal.pk, move=lost)
    assert Visitor(house, "Bob").post("undo", moved.event.pk).status == 404
    assert Visitor(house, "Hana").post("undo", moved.event.pk).status == 204


def test_actions_ask_for_a_post(house: House, deal: Deal) -> None:
    alice = Visitor(house, "Alice")
    for page, args in (("move", [deal.pk]), ("take", [deal.pk]), ("undo", [1])):
        assert alice.get(page, *args).status == 405


def test_the_head_above_is_asked_when_the_team_has_none(house: House, deal: Deal) -> None:
    User.objects.filter(role=Role.HEAD, team=house.teams["North"]).update(is_active=False)
    refused = Visitor(house, "Alice").post("move", deal.pk, data={"to": house.stage("Propose")})
    assert "Ask Ruth for an exception" in refused.words
