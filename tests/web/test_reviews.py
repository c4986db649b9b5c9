"""The review, its dialogs and its figures at the browser."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from tests.factories import House, deal_of, make_house
from tests.web.visitor import Visitor
from voronka.commands.explanations import ask_explanation
from voronka.commands.limit_sweep import sweep_limits
from voronka.commands.records import note_call
from voronka.models import Deal, DelayCause, Explanation, Review, Task
from voronka.queries.deal_row import Rights, SeenDeal, see_deal
from voronka.queries.timeline import timeline

DAY = timedelta(days=1)


@pytest.fixture
def house(db: None) -> House:
    return make_house({"Qualify": [("by_hand", "They are sure", {})]})


@pytest.fixture
def deal(house: House, now: datetime) -> Deal:
    """A deal of Alice's, over its limit since yesterday."""
    made = deal_of(house, "Alice", at=now - 5 * DAY)
    DelayCause.objects.create(name="No answer")
    sweep_limits(now - DAY)
    made.refresh_from_db()
    return made


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def review() -> int:
    return Review.objects.get(state="open").pk


def test_the_head_is_shown_the_limit_and_its_buttons_the_seller_only_the_limit(
    house: House, deal: Deal
) -> None:
    page = reverse("deal", args=[deal.pk])
    hana, alice = Visitor(house, "Hana").open(page), Visitor(house, "Alice").open(page)
    assert hana.all("#review-decide")
    assert hana.all("#review-ask")
    assert not alice.all("#review-decide")
    for seen in (hana, alice):
        assert "Over the stage’s limit since" in seen.words
        assert "Hana looks into it until" in seen.words


def test_the_dialog_shows_what_the_deal_did_and_keeps_what_was_typed(house: House, deal: Deal) -> None:
    hana = Visitor(house, "Hana")
    shown = hana.open(reverse("review", args=[review()]))
    assert "They are sure" in shown.words
    assert "none so far" in shown.words
    answer = hana.follow(
        reverse("review", args=[review()]), {"decision": "go_on", "note": "Ask the director"}
    )
    assert answer.status == 422
    assert answer.value("note") == "Ask the director"
    assert "Choose a reason." in answer.words
    assert deal.pk


def test_the_next_step_of_a_decision_may_be_due_on_a_day(house: House, deal: Deal, now: datetime) -> None:
    on = (now + 2 * DAY).date()
    said = {
        "cause": str(DelayCause.objects.get().pk),
        "decision": "go_on",
        "title": "Call the director",
        "kind": "call",
        "when": f"stage_day {on.isoformat()}",
        "new_on": (now + 4 * DAY).date().isoformat(),
        "note": "They decide on Friday",
    }
    assert Visitor(house, "Hana").follow(reverse("review", args=[review()]), said).status == 204
    assert Task.objects.get(deal=deal, title="Call the director").due_on == on


def test_a_decision_closes_the_dialog_and_stands_on_the_deal(house: House, deal: Deal, now: datetime) -> None:
    hana = Visitor(house, "Hana")
    said = {
        "cause": str(DelayCause.objects.get().pk),
        "decision": "go_on",
        "title": "Call the director",
        "kind": "call",
        "when": "own",
        "when_on": (now + DAY).date().isoformat(),
        "when_at": "10:00",
        "new_on": (now + 4 * DAY).date().isoformat(),
        "note": "They decide on Friday",
    }
    answer = hana.follow(reverse("review", args=[review()]), said)
    assert answer.status == 204
    assert answer.change["deal"] == deal.pk
    page = hana.open(reverse("deal", args=[deal.pk])).words
    assert "May stay until" in page
    assert "They decide on Friday" in page
    assert hana.follow(reverse("review", args=[Review.objects.get().pk]), said).status == 404


def test_losing_it_asks_for_the_reason_of_the_exit(house: House, deal: Deal) -> None:
    hana = Visitor(house, "Hana")
    said = {"cause": str(DelayCause.objects.get().pk), "decision": "lose"}
    answer = hana.follow(reverse("review", args=[review()]), said)
    assert answer.status == 422
    assert (
        hana.follow(reverse("review", args=[review()]), said | {"lost_reason": str(house.lost_reason)}).status
        == 204
    )
    deal.refresh_from_db()
    assert not deal.is_open


def test_putting_off_without_a_reason_is_refused(house: House, deal: Deal, now: datetime) -> None:
    hana = Visitor(house, "Hana")
    address = reverse("review-put-off", args=[review()])
    on = (now + 3 * DAY).date().isoformat()
    assert hana.follow(address, {"new_on": on, "reason": ""}).status == 422
    assert hana.follow(address, {"new_on": on, "reason": "Alice is ill"}).status == 204
    assert "put off 1 time" in hana.open(reverse("deal", args=[deal.pk])).words


def test_a_seller_answers_what_the_head_asked(house: House, deal: Deal, now: datetime) -> None:
    hana, alice = Visitor(house, "Hana"), Visitor(house, "Alice")
    asked = {"question": "Why no call?", "due_on": (now + 2 * DAY).date().isoformat()}
    assert hana.follow(reverse("explanation-ask", args=[deal.pk]), asked).status == 204
    page = alice.open(reverse("deal", args=[deal.pk]))
    assert "Hana asks you to explain" in page.words
    address = reverse("explanation", args=[Explanation.objects.get().pk])
    assert "Why no call?" in alice.open(address).words
    assert alice.follow(address, {"answer": ""}).status == 422
    assert alice.follow(address, {"answer": "He was away"}).status == 204
    assert "He was away" in hana.open(reverse("deal", args=[deal.pk])).words


def test_who_only_reads_the_deal_reads_no_explanation(house: House, deal: Deal, now: datetime) -> None:
    ask_explanation(by=house.actor("Hana"), at=now, deal=deal.pk, question="Why no call?", due_at=now + DAY)
    seen = see_deal(house.actor("Hana"), deal.pk)
    read = SeenDeal(
        seen.actor,
        seen.row,
        seen.pipeline,
        seen.stage,
        Rights(edit=False, take=False, assign=False, let_through=False, only_read=True),
    )
    kinds = [entry.kind for entry in timeline(read, at=now).entries]
    assert "explanation_asked" not in kinds
    assert "deal_created" in kinds


def test_each_number_of_the_report_has_its_deals(house: House, deal: Deal) -> None:
    hana = Visitor(house, "Hana")
    report = hana.open(reverse("reviews-report", args=[house.pipeline.pk]))
    links = [one.get("href") for one in report.all("a.link.num") if "/deals/" in (one.get("href") or "")]
    assert links
    for link in links:
        assert deal.title in hana.open(link).words


def test_each_number_of_the_first_touches_has_its_deals(house: House, now: datetime) -> None:
    waits = deal_of(house, "Alice", at=now - 2 * DAY, title="Waits still")
    touched = deal_of(house, "Bob", at=now - 3 * DAY, title="Called soon")
    then = now - 3 * DAY
    note_call(by=house.actor("Bob"), at=then, deal=touched.pk, started_at=then, seconds=60)
    hana = Visitor(house, "Hana")
    report = hana.open(reverse("reviews-report", args=[house.pipeline.pk]))
    links = [one.get("href") for one in report.all(".speed a, .gates-people a")]
    assert len(links) >= 4
    shown = {link: hana.open(link).words for link in links}
    assert all(waits.title in words for link, words in shown.items() if "not_yet" in link)
    assert all(touched.title in words for link, words in shown.items() if "touched=yes" in link)
    assert not [link for link, words in shown.items() if "not_yet" in link and touched.title in words]
    own = Visitor(house, "Alice").open(reverse("first-touches", args=[house.pipeline.pk])).words
    assert "Waits still" in own
    assert "not touched for 48 h" in own
    assert "Called soon" not in own


def test_sellers_count_their_own_only(house: House, deal: Deal) -> None:
    address = reverse("reviews-report", args=[house.pipeline.pk])
    alice, bob = Visitor(house, "Alice").open(address), Visitor(house, "Bob").open(address)
    assert "1 limit passed" in alice.words
    assert "Whose deals" not in alice.words
    assert "No limit was passed" in bob.words
    assert (
        deal.title not in Visitor(house, "Bob").open(reverse("review-deals", args=[house.pipeline.pk])).words
    )


def test_causes_are_added_for_one_stage_and_the_last_common_one_stays(house: House, deal: Deal) -> None:
    hana = Visitor(house, "Hana")
    new = reverse("settings-cause-new")
    assert hana.follow(new, {"name": "Lawyers", "stage": str(house.stage("Sign"))}).status == 204
    assert hana.follow(new, {"name": "no ANSWER", "stage": ""}).status == 422
    page = hana.open(reverse("settings-causes")).words
    assert "Only at Sign" in page
    common = DelayCause.objects.get(name="No answer").pk
    assert hana.follow(reverse("settings-cause-retire", args=[common]), {}).status == 422
    assert "Lawyers" not in hana.open(reverse("review", args=[review()])).words
    assert deal.pk
