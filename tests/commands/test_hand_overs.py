"""Handing over: asking, saying yes or no, and what a won deal becomes in the next pipeline."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.factories import NOON, House, deal_of, make_house, make_pipeline, way_of
from tests.truths import assert_all_true
from voronka.commands.assignments import assign_deal
from voronka.commands.bulk import Chosen, move_deals
from voronka.commands.evidence import add_note
from voronka.commands.hand_overs import (
    accept_hand_over,
    decline_hand_over,
    offer_hand_over,
    withdraw_hand_over,
)
from voronka.commands.handing_on import Handed
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move
from voronka.commands.setup.hand_overs import add_hand_over, change_hand_over, remove_hand_over
from voronka.commands.setup.pipelines import remove_pipeline
from voronka.commands.undo import undo
from voronka.domain.errors import (
    GateRefused,
    Invalid,
    NotAllowed,
    NotFound,
    Problem,
    UndoProblem,
    UndoRefused,
)
from voronka.domain.events import EventKind
from voronka.domain.hand_overs import OfferState
from voronka.management.invariants.check import Finding, check_all
from voronka.models import (
    Deal,
    DealLink,
    Event,
    HandOver,
    HandOverOffer,
    Note,
    Pipeline,
    SearchDocument,
    Stage,
    User,
)
from voronka.queries.live import entries_after

if TYPE_CHECKING:
    from voronka.commands.passing import Moved

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=2)
TOMORROW = NOON + timedelta(days=1)
ACCEPTED: dict[str, list[tuple[str, str, dict[str, Any]]]] = {
    "Sign": [("hand_over", "The account manager took it", {})]
}


@pytest.fixture
def house() -> House:
    return house_with()


def house_with(criteria: object = ACCEPTED) -> House:
    """Sales, whose won deals begin in Delivery at its second working stage."""
    house = make_house(criteria)
    delivery, stages = make_pipeline("Delivery")
    Pipeline.objects.filter(pk=delivery.pk).update(kind="fulfilment", position=1)
    way_of(house.pipeline, stages["Propose"], "What was promised")
    return house


def at_the_end(house: House, owner: str = "Alice") -> Deal:
    """A deal at the last stage of sales."""
    deal = deal_of(house, owner, amount="88000", currency="USD", source="referral")
    Deal.objects.filter(pk=deal.pk).update(need="Minus twenty")
    for stage in ("Propose", "Sign"):
        move_deal(by=house.actor(owner), at=NOON, deal=deal.pk, move=Move(house.stage(stage)))
    deal.refresh_from_db()
    return deal


def offer(house: House, deal: Deal, to: str = "Charlie", words: str = "They close at six") -> HandOverOffer:
    return offer_hand_over(
        by=house.actor("Alice"), at=LATER, deal=deal.pk, to=house.people[to].pk, words=words
    )


def win(house: House, deal: Deal, by: str = "Alice", **said: object) -> Moved:
    move = replace(Move(house.stage("Won")), **said)  # type: ignore[arg-type]
    return move_deal(by=house.actor(by), at=TOMORROW, deal=deal.pk, move=move)


def made_of(moved: Moved) -> Deal:
    (id,) = moved.made
    return Deal.objects.get(pk=id)


def assert_sound() -> None:
    assert_all_true()
    broken: list[Finding] = []
    check_all(lambda finding: broken.append(finding) if finding.broken else None)
    assert broken == []


# -- asking and answering -------------------------------------------------------------------------------------------


def test_who_accepts_meets_the_gate_and_owns_what_begins(house: House) -> None:
    deal = at_the_end(house)
    asked = offer(house, deal)
    with pytest.raises(GateRefused):
        win(house, deal)
    accept_hand_over(by=house.actor("Charlie"), at=LATER, offer=asked.pk)
    deal.refresh_from_db()
    assert (deal.accepted_at, deal.accepted_by_id) == (LATER, house.people["Charlie"].pk)
    made = made_of(win(house, deal))
    assert (made.owner_id, made.team_id) == (house.people["Charlie"].pk, house.teams["South"].pk)
    assert (made.stage.name, made.pipeline.name) == ("Propose", "Delivery")
    assert (made.title, made.company_id, made.amount, made.currency) == (
        deal.title, deal.company_id, deal.amount, "USD",
    )  # fmt: skip
    assert (made.need, made.source) == ("Minus twenty", "referral")
    assert made.next_task is not None
    assert (made.next_task.title, made.next_task.assignee_id) == ("Propose: what is next?", made.owner_id)
    assert [(note.text, note.author_id) for note in Note.objects.filter(deal=made)] == [
        ("They close at six", house.people["Alice"].pk)
    ]
    link = DealLink.objects.get()
    assert (link.kind, link.origin_id, link.deal_id) == ("hand_over", deal.pk, made.pk)
    deal.refresh_from_db()
    assert (deal.stage.kind, deal.owner_id) == ("won", house.people["Alice"].pk)
    assert_sound()


def test_an_acceptance_moves_the_deal_on_where_the_stage_says_so(house: House) -> None:
    deal = at_the_end(house)
    Stage.objects.filter(pk=house.stage("Sign")).update(advance="by_itself")
    Pipeline.objects.filter(pk=house.pipeline.pk).update(version=7)
    asked = offer(house, deal)
    accept_hand_over(by=house.actor("Charlie"), at=LATER, offer=asked.pk)
    deal.refresh_from_db()
    assert deal.stage.kind == "won"
    assert Deal.objects.get(link__origin=deal).owner_id == house.people["Charlie"].pk
    assert_sound()


def test_a_no_needs_a_reason_and_leaves_the_gate_shut(house: House) -> None:
    deal = at_the_end(house)
    asked = offer(house, deal)
    charlie = house.actor("Charlie")
    with pytest.raises(Invalid) as refusal:
        decline_hand_over(by=charlie, at=LATER, offer=asked.pk, reason=" ")
    assert refusal.value.problems == {"reason": Problem.REQUIRED}
    decline_hand_over(by=charlie, at=LATER, offer=asked.pk, reason="I am away till May")
    with pytest.raises(NotFound):
        accept_hand_over(by=charlie, at=LATER, offer=asked.pk)
    with pytest.raises(GateRefused):
        win(house, deal)
    event = Event.objects.filter(kind=EventKind.HAND_OVER_DECLINED).get()
    assert (event.payload["reason"], event.actor_id) == ("I am away till May", charlie.id)


def test_who_is_asked_hears_of_the_deal_until_they_say_no(house: House) -> None:
    deal, charlie = at_the_end(house), house.actor("Charlie")
    asked = offer(house, deal)
    add_note(by=house.actor("Alice"), at=LATER, deal=deal.pk, text="The gate is behind the mill")
    assert entries_after(0, 1000)[-1].receiving.receivers == {charlie.id}
    decline_hand_over(by=charlie, at=LATER, offer=asked.pk, reason="I am away till May")
    assert not entries_after(0, 1000)[-1].receiving.receivers


def test_no_after_all_takes_the_fact_back(house: House) -> None:
    deal = at_the_end(house)
    asked = offer(house, deal)
    charlie = house.actor("Charlie")
    accept_hand_over(by=charlie, at=LATER, offer=asked.pk)
    decline_hand_over(by=charlie, at=LATER, offer=asked.pk, reason="I fell ill")
    deal.refresh_from_db()
    assert (deal.accepted_at, deal.accepted_by_id) == (None, None)
    assert_sound()


@pytest.mark.parametrize("answered", [False, True])
def test_choosing_another_asks_the_first_no_longer(house: House, *, answered: bool) -> None:
    deal = at_the_end(house)
    first = offer(house, deal)
    if answered:
        accept_hand_over(by=house.actor("Charlie"), at=LATER, offer=first.pk)
    second = offer(house, deal, "Dan")
    first.refresh_from_db()
    deal.refresh_from_db()
    assert (first.state, second.state, deal.accepted_at) == (OfferState.WITHDRAWN, OfferState.OPEN, None)
    with pytest.raises(NotFound):
        accept_hand_over(by=house.actor("Charlie"), at=LATER, offer=first.pk)


def test_the_question_can_be_taken_back_once(house: House) -> None:
    deal = at_the_end(house)
    asked = offer(house, deal)
    withdraw_hand_over(by=house.actor("Hana"), at=LATER, offer=asked.pk)
    with pytest.raises(NotFound):
        withdraw_hand_over(by=house.actor("Alice"), at=LATER, offer=asked.pk)


@pytest.mark.parametrize("to", ["Alice", "Zoe", "nobody", "gone"])
def test_only_who_may_own_a_deal_is_asked(house: House, to: str) -> None:
    """Not the owner themselves, nobody without a team, nobody who left."""
    User.objects.filter(pk=house.people["Dan"].pk).update(is_active=False)
    ids = {"nobody": 0, "gone": house.people["Dan"].pk}
    receiver = ids[to] if to in ids else house.people[to].pk
    with pytest.raises(Invalid):
        offer_hand_over(by=house.actor("Alice"), at=LATER, deal=at_the_end(house).pk, to=receiver)


def test_colleagues_neither_ask_nor_answer_nor_take_back(house: House) -> None:
    deal = at_the_end(house)
    asked = offer(house, deal)
    with pytest.raises(NotFound):
        offer_hand_over(by=house.actor("Bob"), at=LATER, deal=deal.pk, to=house.people["Dan"].pk)
    for other in ("Alice", "Bob", "Hugo", "Zoe"):
        with pytest.raises(NotFound):
            accept_hand_over(by=house.actor(other), at=LATER, offer=asked.pk)
    with pytest.raises(NotFound):
        withdraw_hand_over(by=house.actor("Charlie"), at=LATER, offer=asked.pk)


def test_a_closed_deal_is_not_offered_and_an_open_question_lapses_with_it(house: House) -> None:
    deal = at_the_end(house)
    asked = offer(house, deal)
    lose = Move(house.stage("Lost"), lost_reason=house.lost_reason)
    move_deal(by=house.actor("Alice"), at=LATER, deal=deal.pk, move=lose)
    with pytest.raises(NotFound):
        accept_hand_over(by=house.actor("Charlie"), at=LATER, offer=asked.pk)
    with pytest.raises(NotAllowed):
        offer(house, deal)


def test_where_no_way_on_is_set_up_a_gate_may_still_ask_for_a_yes() -> None:
    house = make_house(ACCEPTED)
    deal = at_the_end(house)
    asked = offer(house, deal)
    accept_hand_over(by=house.actor("Charlie"), at=LATER, offer=asked.pk)
    assert win(house, deal).made == ()
    assert_sound()


def test_nothing_is_handed_over_where_nothing_says_so() -> None:
    house = make_house()
    with pytest.raises(NotAllowed):
        offer(house, at_the_end(house))


def test_with_two_ways_both_are_asked_for(house: House) -> None:
    service, stages = make_pipeline("Service")
    made = way_of(house.pipeline, stages["Qualify"])
    deal = at_the_end(house)
    with pytest.raises(Invalid):
        offer(house, deal)
    ways = {way.to_pipeline_id: way.pk for way in HandOver.objects.all()}
    alice = house.actor("Alice")
    first, second = (
        offer_hand_over(by=alice, at=LATER, deal=deal.pk, to=house.people[who].pk, hand_over=way)
        for who, way in (("Charlie", made.pk), ("Dan", min(ways.values())))
    )
    accept_hand_over(by=house.actor("Charlie"), at=LATER, offer=first.pk)
    with pytest.raises(GateRefused):
        win(house, deal)
    accept_hand_over(by=house.actor("Dan"), at=LATER, offer=second.pk)
    owners = {d.pipeline_id: d.owner_id for d in Deal.objects.filter(pk__in=win(house, deal).made)}
    assert owners[service.pk] == house.people["Charlie"].pk
    assert set(owners.values()) == {house.people["Charlie"].pk, house.people["Dan"].pk}
    assert_sound()


# -- winning --------------------------------------------------------------------------------------------------------


def test_who_is_chosen_at_the_winning_takes_it_on() -> None:
    house = house_with(criteria=None)
    deal = at_the_end(house)
    way = HandOver.objects.get().pk
    made = made_of(win(house, deal, handed=(Handed(way, house.people["Dan"].pk, "Call first"),)))
    assert made.owner_id == house.people["Dan"].pk
    assert Note.objects.get(deal=made).text == "Call first"


def test_a_choice_that_is_none_leaves_everything_as_it_was() -> None:
    house = house_with(criteria=None)
    deal = at_the_end(house)
    handed = (Handed(HandOver.objects.get().pk, house.people["Zoe"].pk),)
    with pytest.raises(Invalid):
        win(house, deal, handed=handed)


def test_unchosen_it_waits_in_unsorted_of_the_sellers_team() -> None:
    house = house_with(criteria=None)
    made = made_of(win(house, at_the_end(house)))
    assert (made.owner_id, made.stage.kind, made.team_id) == (None, "unsorted", house.teams["North"].pk)
    assert_sound()


def test_who_was_only_asked_gets_it_unless_another_is_chosen() -> None:
    house = house_with(criteria=None)
    deal = at_the_end(house)
    offer(house, deal)
    assert made_of(win(house, deal)).owner_id == house.people["Charlie"].pk


def test_who_accepted_and_left_since_does_not_get_it(house: House) -> None:
    deal = at_the_end(house)
    accept_hand_over(by=house.actor("Charlie"), at=LATER, offer=offer(house, deal).pk)
    User.objects.filter(pk=house.people["Charlie"].pk).update(is_active=False)
    assert made_of(win(house, deal)).owner_id is None
    assert_sound()


def test_a_lead_stays_with_its_seller_and_brings_all_it_knows() -> None:
    house = house_with(criteria=None)
    Pipeline.objects.filter(pk=house.pipeline.pk).update(kind="lead", version=8)
    deal = at_the_end(house)
    Deal.objects.filter(pk=deal.pk).update(budget="40k", competitor="Frigoline", description="A lead")
    made = made_of(win(house, deal, by="Hana"))
    assert made.owner_id == house.people["Alice"].pk
    assert (made.budget, made.competitor, made.description) == ("40k", "Frigoline", "A lead")


def test_many_at_once_go_the_same_way() -> None:
    house = house_with(criteria=None)
    deals = [at_the_end(house), at_the_end(house)]
    chosen = [Chosen(deal.pk) for deal in deals]
    outcome = move_deals(by=house.actor("Alice"), at=TOMORROW, chosen=chosen, move=Move(house.stage("Won")))
    assert len(outcome.done) == 2
    assert DealLink.objects.count() == 2
    assert_sound()


def test_a_deal_that_is_won_again_does_not_begin_a_second_time() -> None:
    house = house_with(criteria=None)
    deal = at_the_end(house)
    win(house, deal)
    again = Move(house.stage("Sign"), reason="The payment bounced")
    move_deal(by=house.actor("Alice"), at=TOMORROW, deal=deal.pk, move=again)
    assert win(house, deal).made == ()
    assert_sound()


# -- undo -----------------------------------------------------------------------------------------------------------


def test_undone_the_winning_takes_back_what_began_with_it() -> None:
    house = house_with(criteria=None)
    deal = at_the_end(house)
    documents = SearchDocument.objects.count()
    moved = win(house, deal, handed=(Handed(HandOver.objects.get().pk, house.people["Dan"].pk, "Hi"),))
    made = made_of(moved)
    undo(by=house.actor("Alice"), at=TOMORROW, event=moved.event.pk)
    assert not Deal.objects.filter(pk=made.pk).exists()
    assert SearchDocument.objects.count() == documents
    deal.refresh_from_db()
    assert deal.stage.name == "Sign"
    assert Event.objects.filter(deal_id=made.pk, kind=EventKind.DEAL_TAKEN_BACK).exists()
    assert_sound()
    assert len(win(house, deal).made) == 1
    assert_sound()


@pytest.mark.parametrize("what", ["note", "assign"])
def test_undo_is_refused_once_somebody_worked_on_it(what: str) -> None:
    house = house_with(criteria=None)
    deal = at_the_end(house)
    moved = win(house, deal, handed=(Handed(HandOver.objects.get().pk, house.people["Dan"].pk),))
    (made,) = moved.made
    if what == "note":
        add_note(by=house.actor("Dan"), at=TOMORROW, deal=made, text="I called them")
    else:
        assign_deal(by=house.actor("Hana"), at=TOMORROW, deal=made, owner=house.people["Bob"].pk)
    with pytest.raises(UndoRefused) as refusal:
        undo(by=house.actor("Alice"), at=TOMORROW, event=moved.event.pk)
    assert refusal.value.problem is UndoProblem.HANDED_OVER
    deal.refresh_from_db()
    assert deal.stage.kind == "won"


# -- the settings ---------------------------------------------------------------------------------------------------


def test_heads_set_up_where_deals_go_on_and_sellers_do_not(house: House) -> None:
    _, stages = make_pipeline("Service")
    given = {"at": NOON, "pipeline": house.pipeline.pk, "stage": stages["Sign"].pk, "carries": "All"}
    with pytest.raises(NotAllowed):
        add_hand_over(by=house.actor("Alice"), **given)  # type: ignore[arg-type]
    hana = house.actor("Hana")
    made = add_hand_over(by=hana, **given)  # type: ignore[arg-type]
    with pytest.raises(Invalid) as refusal:
        add_hand_over(by=hana, **given)  # type: ignore[arg-type]
    assert refusal.value.problems == {"stage": Problem.ALREADY_TAKEN}
    change_hand_over(by=hana, at=NOON, hand_over=made.pk, stage=stages["Qualify"].pk, carries="Less")
    made.refresh_from_db()
    assert (made.stage_id, made.carries) == (stages["Qualify"].pk, "Less")
    assert HandOver.objects.filter(pipeline=house.pipeline).count() == 1, "a draft until it is published"
    remove_hand_over(by=hana, at=NOON, hand_over=made.pk)
    with pytest.raises(NotFound):
        remove_hand_over(by=hana, at=NOON, hand_over=made.pk)
    assert Event.objects.filter(kind=EventKind.SETUP_CHANGED, payload__what="hand_over").count() == 3


def test_an_exit_is_no_beginning(house: House) -> None:
    _, stages = make_pipeline("Service")
    with pytest.raises(Invalid):
        add_hand_over(
            by=house.actor("Hana"), at=NOON, pipeline=house.pipeline.pk, stage=stages["Won"].pk, carries=""
        )


def test_a_removed_stage_lets_deals_begin_at_the_first(house: House) -> None:
    way = HandOver.objects.get()
    Stage.objects.filter(pk=way.stage_id or 0).update(retired_at=NOON)
    Pipeline.objects.filter(pk=way.to_pipeline_id).update(version=9)
    deal = at_the_end(house)
    accept_hand_over(by=house.actor("Charlie"), at=LATER, offer=offer(house, deal).pk)
    assert made_of(win(house, deal)).stage.name == "Qualify"


def test_a_pipeline_where_deals_go_on_stays(house: House) -> None:
    way = HandOver.objects.get()
    with pytest.raises(Invalid) as refusal:
        remove_pipeline(by=house.actor("Hana"), at=NOON, pipeline=way.to_pipeline_id)
    assert refusal.value.problems == {"hand_over": Problem.IN_USE}
    way.delete()
    remove_pipeline(by=house.actor("Hana"), at=NOON, pipeline=way.to_pipeline_id)
