"""What the refusal and the page offer for a criterion that waits for something else first, and what follows when it is met."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import deal_of, make_house
from tests.web.visitor import Visitor
from voronka.commands.hand_overs import offer_hand_over
from voronka.domain.pipeline import Advance
from voronka.models import Deal, Stage, StageCriterion

if TYPE_CHECKING:
    from tests.factories import House

pytestmark = pytest.mark.django_db
NEED = ("field", "Need is known", {"field": "need"})
CALL = ("task", "They were called", {"task": "call"})


def by_itself(*criteria: tuple[str, str, dict[str, str]]) -> tuple[House, Deal]:
    """Alice's deal at a stage that it leaves by itself."""
    house = make_house({"Qualify": list(criteria)})
    Stage.objects.filter(pk=house.stage("Qualify")).update(advance=Advance.BY_ITSELF)
    return house, deal_of(house, "Alice", at=timezone.now())


def test_a_share_of_an_amount_that_nobody_knows_asks_for_the_amount_first() -> None:
    house = make_house({"Qualify": [("payment", "Half is paid", {"share": "50"})]})
    deal, alice, to = (
        deal_of(house, "Alice", at=timezone.now()),
        Visitor(house, "Alice"),
        house.stage("Propose"),
    )
    criterion = StageCriterion.objects.get().pk
    assert "the amount is not known yet" in alice.get("deal", deal.pk).words
    row = alice.get("move-dialog", deal.pk, to).one(".why-rows > li")
    assert "the amount is not known yet" in row.text_content()
    assert (row.cssselect("button")[0].get("data-dialog") or "").startswith(
        reverse("meet", args=[deal.pk, criterion])
    )
    asked = alice.get("meet", deal.pk, criterion, query={"to": to})
    assert "the amount is not known yet" in asked.words
    assert alice.post("meet", deal.pk, criterion, data={"value": "", "to": to}).status == 422
    assert (
        alice.post("meet", deal.pk, criterion, data={"value": "10k", "currency": "USD", "to": to}).status
        == 204
    )
    button = alice.get("move-dialog", deal.pk, to).one(".why-rows > li button")
    assert (button.get("data-dialog") or "").startswith(reverse("record-new", args=[deal.pk, "payment"]))


def test_who_is_asked_to_take_it_over_is_named_until_they_answer() -> None:
    house = make_house({"Qualify": [("hand_over", "Accepted", {})]})
    deal, alice, to = (
        deal_of(house, "Alice", at=timezone.now()),
        Visitor(house, "Alice"),
        house.stage("Propose"),
    )
    assert "Hand over…" in alice.get("move-dialog", deal.pk, to).one(".why-rows > li").text_content()
    offer_hand_over(by=house.actor("Alice"), at=timezone.now(), deal=deal.pk, to=house.people["Charlie"].pk)
    waiting = "Charlie is asked to take it over; counts when they accept"
    row = alice.get("move-dialog", deal.pk, to).one(".why-rows > li")
    assert waiting in row.text_content()
    assert "Choose another…" in row.text_content()
    assert waiting in alice.get("deal", deal.pk).words


@pytest.mark.parametrize("last", ["field", "task"])
def test_a_deal_that_moved_on_by_itself_has_no_way_to_go_back_to(last: str) -> None:
    house, deal = by_itself(NEED, CALL)
    alice, to = Visitor(house, "Alice"), house.stage("Propose")
    criterion = StageCriterion.objects.get(kind="field").pk
    ways = {
        "field": lambda: alice.post("meet", deal.pk, criterion, data={"value": "Ice", "to": to}),
        "task": lambda: alice.post(
            "task-done", deal.next_task_id or 0,
            data={"to": to, "asked": "1", "after": "step", "title": "Write", "kind": "email", "when": "own",
                  "when_on": "2030-01-02", "when_at": "10:00"},
        ),
    }  # fmt: skip
    first = ways.pop("task" if last == "field" else "field")()
    assert first.events["voronka:dialog"]["url"] == reverse("move-dialog", args=[deal.pk, to])
    met = ways[last]()
    assert met.status == 204
    assert "voronka:dialog" not in met.events
    assert "voronka:close-dialog" in met.events
    assert met.change["movedOn"] == "It moved on by itself to “Propose”."
    assert Deal.objects.get(pk=deal.pk).stage_id == to
