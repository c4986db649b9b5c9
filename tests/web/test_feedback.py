"""The pages of product feedback, of loyalty and of nurture: what they offer, refuse and answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories import NOON, House, deal_of, make_house, make_user
from tests.web.visitor import Visitor
from voronka.commands.clients import ClientWords
from voronka.commands.feedback import give_feedback, move_feedback
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move
from voronka.commands.setup.tracks import add_touch, add_track
from voronka.domain.feedback import FeedbackKind, FeedbackState
from voronka.domain.permissions import Role
from voronka.domain.task import TaskKind
from voronka.models import Deal, Feedback, NurtureTrack, Task, User


@pytest.fixture
def house(db: None) -> House:
    made = make_house()
    made.people["Pia"] = make_user("Pia", Role.SELLER, None, is_product_owner=True)
    return made


@pytest.fixture
def deal(house: House) -> Deal:
    return deal_of(house, "Alice", amount="1000", client=ClientWords(phone="+380445550142", contact="Ika"))


@pytest.fixture
def feedback(house: House, deal: Deal) -> Feedback:
    return give_feedback(
        by=house.actor("Alice"), at=NOON, title="Faster cooling", kind=FeedbackKind.IDEA, deal=deal.pk
    )


@pytest.fixture
def won(house: House, deal: Deal) -> Deal:
    for stage in ("Propose", "Sign", "Won"):
        move_deal(by=house.actor("Alice"), at=NOON, deal=deal.pk, move=Move(to=house.stage(stage)))
    return deal


@pytest.fixture
def track(house: House) -> NurtureTrack:
    made = add_track(by=house.actor("Hana"), at=NOON, name="Their market")
    add_touch(
        by=house.actor("Hana"),
        at=NOON,
        track=made.pk,
        after=timedelta(days=2),
        kind=TaskKind.EMAIL,
        title="Write",
    )
    return made


# -- giving ---------------------------------------------------------------------------------------------------------


def given_to(deal: Deal) -> str:
    return f"{reverse('feedback-new')}?deal={deal.pk}"


def test_feedback_is_two_gestures_away_on_the_deals_page(house: House, deal: Deal) -> None:
    alice = Visitor(house, "Alice")
    page = alice.outside("deal", deal.pk)
    assert page.one("#feedback-add").get("data-dialog") == given_to(deal)
    assert page.one("#bar-feedback").get("data-dialog") == given_to(deal)
    answer = alice.follow(given_to(deal), {"title": "Faster cooling", "kind": "missing"})
    assert (answer.status, answer.toast["text"]) == (204, "Feedback noted")
    assert answer.change["deal"] == deal.pk
    assert "Faster cooling" in alice.get("deal-part", deal.pk, "client").words


def test_a_feedback_without_a_title_comes_back_as_typed(house: House, deal: Deal) -> None:
    answer = Visitor(house, "Alice").follow(
        given_to(deal), {"title": "", "kind": "fault", "words": "They wait"}
    )
    assert answer.status == 422
    assert answer.one("#title-error") is not None
    assert (answer.value("kind"), answer.value("words")) == ("fault", "They wait")


def test_what_is_there_already_is_proposed_and_joined_by_one_press(
    house: House, deal: Deal, feedback: Feedback
) -> None:
    alice, other = Visitor(house, "Alice"), deal_of(house, "Alice", title="Another")
    found = alice.get("feedback-like", query={"title": "fast cool", "deal": other.pk})
    assert "Faster cooling" in found.words
    answer = alice.post("feedback-join", feedback.pk, data={"deal": other.pk})
    assert (answer.status, answer.toast["text"]) == (204, "The deal was added")
    again = alice.post("feedback-join", feedback.pk, data={"deal": other.pk})
    assert (again.status, again.toast["text"]) == (422, "The deal asks for it already.")
    assert alice.get("feedback-like", query={"title": "fast cool", "deal": other.pk}).all("li") == []


@pytest.mark.parametrize("kind", ["", "nonsense"])
def test_an_unknown_kind_is_refused(house: House, deal: Deal, kind: str) -> None:
    answer = Visitor(house, "Alice").follow(given_to(deal), {"title": "Faster", "kind": kind})
    assert answer.status == 422


# -- the board ------------------------------------------------------------------------------------------------------


def test_the_board_has_its_states_and_only_its_keeper_drags(house: House, feedback: Feedback) -> None:
    for who, may in (("Alice", False), ("Hana", False), ("Zoe", True), ("Pia", True)):
        page = Visitor(house, who).outside("feedback")
        assert len(page.all("#board .col")) == 5
        assert "Faster cooling" in page.one('.col[data-state="new"]').text_content()
        assert bool(page.all("[data-feedback-target=list]")) is may
        assert bool(page.all(".card-menu")) is may
    assert Visitor(house, "Charlie").outside("feedback").all("#board .col") == []


def test_one_kind_alone_may_be_shown(house: House, feedback: Feedback) -> None:
    zoe = Visitor(house, "Zoe")
    assert "Faster cooling" in zoe.get("feedback", query={"kind": "idea"}).words
    assert "Faster cooling" not in zoe.get("feedback", query={"kind": "praise"}).words
    assert "Faster cooling" in zoe.get("feedback", query={"kind": "nonsense"}).words


def test_a_product_owner_finds_the_board_first_and_no_place_of_deals(
    house: House, feedback: Feedback
) -> None:
    pia = Visitor(house, "Pia")
    assert pia.outside("home").headers["Location"] == reverse("feedback")
    places = [a.get("href") for a in pia.outside("feedback").all(".rail a.nav")]
    assert places == [reverse("feedback"), reverse("playbook-first")]
    page = pia.outside("feedback-one", feedback.pk)
    assert "A deal noted by Alice" in page.words
    assert "Ika" not in page.words
    assert page.all(f'[href="{reverse("deal", args=[feedback.voices.get().deal_id])}"]') == []


def test_declining_without_an_answer_asks_for_it(house: House, feedback: Feedback) -> None:
    pia = Visitor(house, "Pia")
    asked = pia.post("feedback-move", feedback.pk, data={"state": "declined"})
    assert asked.status == 422
    assert asked.all("#answer-error") == []
    refused = pia.post("feedback-move", feedback.pk, data={"state": "declined", "answer": " "})
    assert refused.status == 422
    assert refused.one("#answer-error") is not None
    done = pia.post("feedback-move", feedback.pk, data={"state": "declined", "answer": "Physics"})
    assert done.toast["text"] == "Feedback: Won’t do"
    undone = pia.follow(done.toast["undoUrl"])
    assert undone.toast["text"] == "Undone"
    assert Feedback.objects.get().state == FeedbackState.NEW


def test_a_move_to_where_it_is_changes_nothing(house: House, feedback: Feedback) -> None:
    answer = Visitor(house, "Pia").post("feedback-move", feedback.pk, data={"state": "new"})
    assert (answer.status, answer.toast["text"]) == (204, "Nothing was changed.")
    missing = Visitor(house, "Pia").post("feedback-move", feedback.pk, data={"state": "nonsense"})
    assert missing.status == 404


def test_the_menu_offers_the_states_by_number(house: House, feedback: Feedback) -> None:
    menu = Visitor(house, "Pia").get("feedback-menu", feedback.pk)
    assert [item.get("data-key") for item in menu.all("[role=menuitem]")][:5] == ["1", "2", "3", "4", "5"]


def test_two_that_say_the_same_are_joined(house: House, deal: Deal, feedback: Feedback) -> None:
    other = give_feedback(
        by=house.actor("Bob"), at=NOON, title="Cool it faster", kind=FeedbackKind.IDEA,
        deal=deal_of(house, "Bob").pk,
    )  # fmt: skip
    pia = Visitor(house, "Pia")
    found = pia.get("feedback-merge", other.pk, query={"q": "faster"})
    assert "Faster cooling" in found.words
    answer = pia.post("feedback-merge", other.pk, data={"into": feedback.pk})
    assert answer.toast["text"] == "Joined with “Faster cooling”"
    assert "Joined with it: Cool it faster" in pia.outside("feedback-one", feedback.pk).words
    assert pia.outside("feedback-one", other.pk).status == 404


def test_the_answer_stands_on_the_day_of_who_asked(house: House, feedback: Feedback) -> None:
    alice = Visitor(house, "Alice")
    assert "Answers to product feedback" not in alice.outside("day").words
    now = User.objects.get(pk=house.people["Pia"].pk)
    assert now.is_product_owner
    answer = Visitor(house, "Pia").post(
        "feedback-move", feedback.pk, data={"state": "planned", "answer": "In spring"}
    )
    assert answer.status == 204
    day = alice.outside("day")
    assert "Answers to product feedback" in day.words
    assert "In spring" in day.words


def test_the_administrator_makes_a_product_owner(house: House) -> None:
    zoe = Visitor(house, "Zoe")
    said = {
        "name": "Olga", "email": "olga@stuzha.example", "role": "seller", "team": "", "language": "en",
        "time_zone": "UTC",
    }  # fmt: skip
    assert zoe.post("settings-user-new", data=said).status == 422
    assert zoe.post("settings-user-new", data=said | {"product_owner": "on"}).status == 200
    made = User.objects.get(email="olga@stuzha.example")
    assert (made.is_product_owner, made.team_id) == (True, None)
    assert zoe.get("settings-user", made.pk).one("#product_owner").get("checked") is not None
    assert zoe.post("settings-user-new", data=said | {"role": "head", "product_owner": "on"}).status == 422


# -- after the sale -------------------------------------------------------------------------------------------------


def test_a_won_deal_asks_after_the_sale_and_an_open_one_does_not(house: House, deal: Deal) -> None:
    alice = Visitor(house, "Alice")
    assert alice.outside("deal", deal.pk).all("#ask-satisfaction") == []
    assert alice.get("record-new", deal.pk, "referral").status == 403


def test_satisfaction_is_noted_on_a_won_deal(house: House, won: Deal) -> None:
    alice = Visitor(house, "Alice")
    form = alice.get("record-new", won.pk, "satisfaction")
    said = {
        "score": "9",
        "words": "Cold by noon",
        "when": form.value("when"),
        "contact": form.value("contact"),
    }
    assert alice.post("record-new", won.pk, "satisfaction", data=said).status == 204
    assert "Cold by noon" in alice.get("deal-part", won.pk, "client").words
    refused = alice.post("record-new", won.pk, "satisfaction", data=said | {"score": ""})
    assert refused.status == 422


def test_a_named_referral_leads_to_a_new_deal_with_all_that_is_known(house: House, won: Deal) -> None:
    alice = Visitor(house, "Alice")
    form = alice.get("record-new", won.pk, "referral")
    said = {"answer": "gave", "referred": "Dewi", "phone": "+380445550198", "when": form.value("when")}
    answer = alice.post("record-new", won.pk, "referral", data=said)
    address = answer.events["voronka:dialog"]["url"]
    dialog = alice.client.get(address).content.decode()
    assert 'value="+380445550198"' in dialog
    assert 'value="Dewi"' in dialog
    assert 'value="Referral"' in dialog
    assert f'value="{won.contact_id}" checked' in dialog
    later = alice.post("record-new", won.pk, "referral", data=said | {"answer": "later"})
    assert "voronka:dialog" not in later.events
    unnamed = alice.post("record-new", won.pk, "referral", data=said | {"referred": "", "phone": ""})
    assert unnamed.status == 422
    assert unnamed.one("#referred-error") is not None


def test_who_sent_the_client_is_chosen_on_the_deals_page(house: House, won: Deal) -> None:
    alice = Visitor(house, "Alice")
    other = deal_of(house, "Alice", title="Sent", client=ClientWords(contact="Dewi"))
    assert "Ika" in alice.get("deal-field", other.pk, "referred_by", query={"q": "Ika"}).words
    answer = alice.post("deal-field", other.pk, "referred_by", data={"referred_by": won.contact_id})
    assert answer.toast["text"] == "Saved: Referred by"
    assert "Sent" in alice.outside("contact", won.contact_id).one("#client-sent").text_content()
    assert "Sent" in alice.outside("deal", won.pk).one("#deal-loyalty").text_content()


def test_people_who_may_have_sent_the_client_are_found_in_the_new_deal(house: House, won: Deal) -> None:
    found = Visitor(house, "Alice").get("new-deal-referrers", query={"referrer_text": "Ika"})
    assert [field.get("value") for field in found.all("[name=referred_by]")] == ["", str(won.contact_id)]
    nobody = Visitor(house, "Charlie").get("new-deal-referrers", query={"referrer_text": "Ika"})
    assert nobody.all("[name=referred_by]") == []


# -- meanwhile ------------------------------------------------------------------------------------------------------


def test_the_dialog_of_postponing_offers_the_tracks(house: House, deal: Deal, track: NurtureTrack) -> None:
    alice = Visitor(house, "Alice")
    dialog = alice.get("move-dialog", deal.pk, house.stage("Postponed"))
    assert dialog.value("track") == "none"
    zoe = Visitor(house, "Zoe")
    field = f"track-{house.pipeline.pk}"
    assert zoe.post("settings-track-propose", house.pipeline.pk, data={field: track.pk}).status == 204
    assert alice.get("move-dialog", deal.pk, house.stage("Postponed")).value("track") == str(track.pk)
    said = {
        "to": house.stage("Postponed"), "postpone_reason": house.postpone_reason, "until": "2040-01-02",
        "track": track.pk, "asked": "1",
    }  # fmt: skip
    assert alice.post("move", deal.pk, data=said).status == 204
    assert Task.objects.filter(deal=deal, state="open", track=track).count() == 1
    assert "Nurture track “Their market”: 1 task until then." in alice.outside("deal", deal.pk).words


def test_without_a_track_the_dialog_asks_nothing_more(house: House, deal: Deal) -> None:
    dialog = Visitor(house, "Alice").get("move-dialog", deal.pk, house.stage("Postponed"))
    assert dialog.all("[name=track]") == []


def test_the_head_keeps_the_tracks_in_the_settings(house: House) -> None:
    hana = Visitor(house, "Hana")
    assert hana.post("settings-track-new", data={"name": ""}).status == 422
    assert hana.post("settings-track-new", data={"name": "Their market"}).status == 204
    made = NurtureTrack.objects.get()
    refused = hana.post("settings-touch-new", made.pk, data={"title": "", "after": "x", "after_unit": "days"})
    assert refused.status == 422
    said = {"title": "Write", "after": "2", "after_unit": "days", "kind": "email"}
    assert hana.post("settings-touch-new", made.pk, data=said).status == 204
    page = hana.outside("settings-nurture")
    assert "after 2 days" in page.words
    touch = made.touches.get()
    assert hana.get("settings-touch", touch.pk).value("after") == "2"
    assert hana.post("settings-touch", touch.pk, data=said | {"after": "3"}).status == 204
    assert made.touches.get().after == timedelta(days=3)


def test_feedback_moves_are_told_in_the_timeline(house: House, deal: Deal, feedback: Feedback) -> None:
    move_feedback(
        by=house.actor("Pia"), at=NOON, feedback=feedback.pk, to=FeedbackState.PLANNED, answer="In spring"
    )
    words = Visitor(house, "Alice").outside("deal", deal.pk).words
    assert "Feedback answered: Faster cooling" in words
    assert "In spring" in words
