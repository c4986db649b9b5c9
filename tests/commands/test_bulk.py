"""The same action on many deals: each is judged alone, and what is done can be undone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories import NOON, House, deal_of, make_house
from tests.truths import assert_all_true
from voronka.commands.assignments import assign_deal
from voronka.commands.bulk import Chosen, Outcome, assign_deals, move_deals, undo_all
from voronka.commands.deals import change_deal
from voronka.commands.passing import Move
from voronka.domain.errors import GateRefused, Invalid, NotAllowed, NotFound, StaleVersion
from voronka.domain.gate import CriterionOpen
from voronka.models import Deal


@pytest.fixture
def gated(db: None) -> House:
    return make_house({"Qualify": [("field", "Need is known", {"field": "need"})]})


def done(outcome: Outcome) -> list[int]:
    return [each.deal for each in outcome.done]


def refused(outcome: Outcome) -> dict[int, type[Exception]]:
    return {each.deal: type(each.refusal) for each in outcome.refused}


def test_each_deal_passes_its_own_gate_or_stays(gated: House) -> None:
    alice = gated.actor("Alice")
    ready, unready = deal_of(gated, "Alice"), deal_of(gated, "Alice")
    change_deal(by=alice, at=NOON, deal=ready.pk, fields={"need": "Minus twenty"})
    chosen = [Chosen(ready.pk), Chosen(unready.pk)]
    outcome = move_deals(by=alice, at=NOON, chosen=chosen, move=Move(gated.stage("Propose")))
    assert done(outcome) == [ready.pk]
    refusal = outcome.refused[0].refusal
    assert isinstance(refusal, GateRefused)
    (obstacle,) = refusal.verdict.obstacles
    assert isinstance(obstacle, CriterionOpen)
    assert Deal.objects.get(pk=unready.pk).stage_id == gated.stage("Qualify")
    assert_all_true()


def test_nothing_is_done_to_the_deals_of_others(house: House) -> None:
    own, other, far = (deal_of(house, who) for who in ("Alice", "Bob", "Charlie"))
    chosen = [Chosen(own.pk), Chosen(other.pk), Chosen(far.pk), Chosen(0)]
    move = Move(
        house.stage("Postponed"),
        postpone_reason=house.postpone_reason,
        postponed_until=NOON.date() + timedelta(days=30),
    )
    outcome = move_deals(by=house.actor("Alice"), at=NOON, chosen=chosen, move=move)
    assert done(outcome) == [own.pk]
    assert refused(outcome) == {other.pk: NotFound, far.pk: NotFound, 0: NotFound}
    assert_all_true()


def test_a_deal_that_somebody_moved_meanwhile_is_left_alone(house: House) -> None:
    deal = deal_of(house, "Alice")
    seen = Deal.objects.get(pk=deal.pk).version
    assign_deal(by=house.actor("Hana"), at=NOON, deal=deal.pk, owner=house.people["Bob"].pk)
    outcome = assign_deals(
        by=house.actor("Hana"), at=NOON, chosen=[Chosen(deal.pk, seen)], owner=house.people["Dan"].pk
    )
    assert refused(outcome) == {deal.pk: StaleVersion}
    assert Deal.objects.get().owner_id == house.people["Bob"].pk


def test_a_seller_gives_nothing_away_and_nobody_outside_receives(house: House) -> None:
    deal = deal_of(house, "Alice")
    bob = assign_deals(
        by=house.actor("Alice"), at=NOON, chosen=[Chosen(deal.pk)], owner=house.people["Bob"].pk
    )
    assert refused(bob) == {deal.pk: NotAllowed}
    far = assign_deals(
        by=house.actor("Hana"), at=NOON, chosen=[Chosen(deal.pk)], owner=house.people["Charlie"].pk
    )
    assert refused(far) == {deal.pk: Invalid}


def test_what_was_done_is_undone_in_one_go(house: House) -> None:
    deals = [deal_of(house, who) for who in ("Alice", "Bob")]
    hana = house.actor("Hana")
    chosen = [Chosen(deal.pk) for deal in deals]
    outcome = assign_deals(by=hana, at=NOON, chosen=chosen, owner=house.people["Dan"].pk)
    assert set(Deal.objects.values_list("owner_id", flat=True)) == {house.people["Dan"].pk}
    undone = undo_all(by=hana, at=NOON, done=outcome.done)
    assert done(undone) == [deal.pk for deal in deals]
    owners = Deal.objects.order_by("id").values_list("owner__name", flat=True)
    assert list(owners) == ["Alice", "Bob"]
    again = undo_all(by=hana, at=NOON, done=outcome.done)
    assert not again.done
    assert len(again.refused) == 2
    assert_all_true()
