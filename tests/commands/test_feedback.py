"""Product feedback: given from deals, joined, moved, answered, merged and taken back; who may, who sees what of it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.factories import NOON, House, deal_of, make_user
from tests.truths import assert_all_true
from voronka.commands.feedback import (
    change_feedback,
    give_feedback,
    join_feedback,
    merge_feedback,
    move_feedback,
    undo_feedback,
)
from voronka.commands.undo import undo
from voronka.domain.errors import Invalid, NotAllowed, NotFound, Problem, UndoProblem, UndoRefused
from voronka.domain.events import EventKind
from voronka.domain.feedback import FeedbackKind, FeedbackState
from voronka.domain.permissions import Role
from voronka.models import Deal, Event, Feedback, FeedbackVoice
from voronka.queries.feedback import (
    FeedbackCard,
    answers,
    feedback_columns,
    feedback_like,
    feedback_of,
    feedback_page,
)

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def pia(house: House) -> str:
    """A product owner who is nothing else: a seller without a team."""
    house.people["Pia"] = make_user("Pia", Role.SELLER, None, is_product_owner=True)
    return "Pia"


def give(
    house: House, who: str, title: str = "Faster cooling", deal: Deal | None = None, **said: Any
) -> Feedback:
    asking = deal or deal_of(house, who, amount="1000", title=f"Deal of {who}")
    given: dict[str, Any] = {"kind": FeedbackKind.MISSING} | said
    return give_feedback(by=house.actor(who), at=NOON, title=title, deal=asking.pk, **given)


def move(house: House, who: str, feedback: Feedback, to: FeedbackState, answer: str | None = None) -> Event:
    return move_feedback(by=house.actor(who), at=LATER, feedback=feedback.pk, to=to, answer=answer)


def cards(house: House, who: str) -> dict[str, FeedbackCard]:
    columns = feedback_columns(house.actor(who))
    return {card.title: card for column in columns for card in column.cards}


def test_it_stands_on_the_board_and_in_the_timeline_of_its_deal(house: House) -> None:
    deal = deal_of(house, "Alice", amount="1000")
    made = give(house, "Alice", deal=deal, words="They wait for hours")
    assert feedback_of(deal.pk)[0].title == "Faster cooling"
    told = Event.objects.get(deal_id=deal.pk, kind=EventKind.FEEDBACK_GIVEN).payload
    assert (told["feedback"], told["words"]) == (made.pk, "They wait for hours")
    (card,) = cards(house, "Alice").values()
    assert (card.deals, card.amount, card.state) == (1, Decimal(1000), FeedbackState.NEW)
    assert_all_true()


def test_nothing_is_written_down_without_a_title_or_on_anothers_deal(house: House) -> None:
    deal = deal_of(house, "Alice")
    with pytest.raises(Invalid) as refusal:
        give(house, "Alice", " ", deal=deal)
    assert refusal.value.problems == {"title": Problem.REQUIRED}
    with pytest.raises(NotFound):
        give(house, "Bob", deal=deal)
    with pytest.raises(NotAllowed):
        give_feedback(by=house.actor("Alice"), at=NOON, title="On its own", kind=FeedbackKind.IDEA)
    assert not Feedback.objects.exists()


def test_one_feedback_gathers_several_deals_each_once(house: House) -> None:
    made = give(house, "Alice")
    other = deal_of(house, "Alice", amount="500", title="Another")
    alice = house.actor("Alice")
    join_feedback(by=alice, at=NOON, feedback=made.pk, deal=other.pk, words="As well")
    with pytest.raises(Invalid) as refusal:
        join_feedback(by=alice, at=NOON, feedback=made.pk, deal=other.pk)
    assert refusal.value.problems == {"deal": Problem.ALREADY_TAKEN}
    (card,) = cards(house, "Alice").values()
    assert (card.deals, card.amount) == (2, Decimal(1500))


def test_everybody_sees_their_share_and_its_worth(house: House, pia: str) -> None:
    made = give(house, "Alice")
    other = deal_of(house, "Charlie", amount="300", title="Of the south")
    join_feedback(by=house.actor("Zoe"), at=NOON, feedback=made.pk, deal=other.pk)
    worth = {who: cards(house, who).get("Faster cooling") for who in (*house.people,)}
    seen = {who: (card.deals, card.amount) for who, card in worth.items() if card is not None}
    everything, north, south = (2, Decimal(1300)), (1, Decimal(1000)), (1, Decimal(300))
    assert seen == {
        "Alice": north, "Hana": north, "Charlie": south, "Hugo": south,
        "Ruth": everything, "Zoe": everything, "Pia": everything,
    }  # fmt: skip


def test_a_product_owner_who_is_nothing_else_sees_no_single_deal(house: House, pia: str) -> None:
    made = give(house, "Alice", words="They wait for hours")
    actor = house.actor(pia)
    page = feedback_page(actor, made.pk)
    (voice,) = page.voices
    assert (voice.deal, voice.deal_title, voice.client, voice.money) == (None, "", "", None)
    assert (page.card.deals, page.card.amount) == (1, Decimal(1000))
    assert not actor.policy.works_deals
    assert page.may_keep


def test_a_seller_who_is_product_owner_besides_sees_their_own_deals_as_before(house: House) -> None:
    made = give(house, "Alice")
    bob = house.people["Bob"]
    bob.is_product_owner = True
    bob.save()
    page = feedback_page(house.actor("Bob"), made.pk)
    assert page.may_keep
    assert [voice.deal for voice in page.voices] == [None]
    assert house.actor("Bob").policy.works_deals
    own = deal_of(house, "Bob", title="Of Bob")
    join_feedback(by=house.actor("Bob"), at=NOON, feedback=made.pk, deal=own.pk)
    assert [voice.deal for voice in feedback_page(house.actor("Bob"), made.pk).voices] == [own.pk, None]


def test_only_its_keepers_move_join_and_answer(house: House, pia: str) -> None:
    made, other = give(house, "Alice"), give(house, "Bob", "A timer")
    for who in ("Alice", "Hana"):
        with pytest.raises(NotAllowed):
            move(house, who, made, FeedbackState.PLANNED)
        with pytest.raises((NotAllowed, Invalid)):
            merge_feedback(by=house.actor(who), at=NOON, feedback=made.pk, into=other.pk)
    with pytest.raises(NotFound):
        move(house, "Charlie", made, FeedbackState.PLANNED)
    for who, to in ((pia, FeedbackState.LOOKED_AT), ("Zoe", FeedbackState.PLANNED)):
        move(house, who, made, to)
    assert Feedback.objects.get(pk=made.pk).state == FeedbackState.PLANNED


def test_declining_asks_for_an_answer_and_tells_it_to_each_deal(house: House, pia: str) -> None:
    made = give(house, "Alice")
    with pytest.raises(Invalid) as refusal:
        move(house, pia, made, FeedbackState.DECLINED)
    assert refusal.value.problems == {"answer": Problem.REQUIRED}
    move(house, pia, made, FeedbackState.DECLINED, "Physics forbids it")
    deal = FeedbackVoice.objects.get().deal
    told = Event.objects.get(deal_id=deal.pk, kind=EventKind.FEEDBACK_MOVED)
    assert told.payload["answer"] == "Physics forbids it"
    assert told.actor_id == house.people[pia].pk
    assert_all_true()


def test_who_asked_reads_the_answer_on_their_day_for_a_week(house: House, pia: str) -> None:
    made = give(house, "Alice")
    move(house, pia, made, FeedbackState.DONE, "Since today")
    alice, bob = house.actor("Alice"), house.actor("Bob")
    (told,) = answers(alice, alice.id, LATER)
    assert (told.title, told.answer, told.by) == ("Faster cooling", "Since today", "Pia")
    assert answers(bob, bob.id, LATER) == ()
    assert answers(alice, alice.id, LATER + timedelta(days=8)) == ()
    assert answers(house.actor(pia), house.people[pia].pk, LATER) == ()


def test_a_move_is_undone_with_its_answer(house: House, pia: str) -> None:
    made = give(house, "Alice")
    planned = move(house, pia, made, FeedbackState.PLANNED, "In spring")
    done = move(house, pia, made, FeedbackState.DONE, "Since today")
    with pytest.raises(UndoRefused) as refusal:
        undo_feedback(by=house.actor(pia), at=LATER, event=planned.pk)
    assert refusal.value.problem is UndoProblem.CHANGED_SINCE
    undo_feedback(by=house.actor(pia), at=LATER, event=done.pk)
    row = Feedback.objects.get()
    assert (row.state, row.answer) == (FeedbackState.PLANNED, "In spring")
    with pytest.raises(NotAllowed):
        undo_feedback(by=house.actor("Alice"), at=LATER, event=done.pk)


def test_a_merge_brings_the_deals_along_and_is_parted_again(house: House, pia: str) -> None:
    kept, gone = give(house, "Alice"), give(house, "Bob", "Cool it faster")
    shared = FeedbackVoice.objects.get(feedback=kept).deal
    join_feedback(by=house.actor("Zoe"), at=NOON, feedback=gone.pk, deal=shared.pk)
    keeper = house.actor(pia)
    merged = merge_feedback(by=keeper, at=LATER, feedback=gone.pk, into=kept.pk)
    assert list(cards(house, pia)) == ["Faster cooling"]
    assert cards(house, pia)["Faster cooling"].deals == 2
    assert list(cards(house, "Bob")) == ["Faster cooling"]
    with pytest.raises(NotFound):
        feedback_page(keeper, gone.pk)
    undo_feedback(by=keeper, at=LATER, event=merged.pk)
    assert {title: card.deals for title, card in cards(house, pia).items()} == {
        "Faster cooling": 1,
        "Cool it faster": 2,
    }
    assert_all_true()


def test_a_merge_is_not_parted_while_the_other_is_merged_itself(house: House, pia: str) -> None:
    first, second, third = (give(house, who, who) for who in ("Alice", "Bob", "Charlie"))
    keeper = house.actor(pia)
    inner = merge_feedback(by=keeper, at=LATER, feedback=first.pk, into=second.pk)
    outer = merge_feedback(by=keeper, at=LATER, feedback=second.pk, into=third.pk)
    with pytest.raises(UndoRefused):
        undo_feedback(by=keeper, at=LATER, event=inner.pk)
    undo_feedback(by=keeper, at=LATER, event=outer.pk)
    undo_feedback(by=keeper, at=LATER, event=inner.pk)
    assert {title: card.deals for title, card in cards(house, pia).items()} == {
        "Alice": 1,
        "Bob": 1,
        "Charlie": 1,
    }


@pytest.mark.parametrize("into", ["itself", "nothing"])
def test_a_merge_needs_another(house: House, pia: str, into: str) -> None:
    made = give(house, "Alice")
    with pytest.raises(Invalid) as refusal:
        merge_feedback(
            by=house.actor(pia), at=LATER, feedback=made.pk, into=made.pk if into == "itself" else 999
        )
    assert refusal.value.problems == {"into": Problem.UNKNOWN_CHOICE}


def test_what_was_given_by_mistake_is_taken_back_in_the_timeline(house: House) -> None:
    deal = deal_of(house, "Alice")
    give(house, "Alice", deal=deal)
    event = Event.objects.get(deal_id=deal.pk, kind=EventKind.FEEDBACK_GIVEN)
    undo(by=house.actor("Alice"), at=LATER, event=event.pk)
    assert feedback_of(deal.pk) == ()
    assert cards(house, "Zoe") == {}
    with pytest.raises(UndoRefused):
        undo(by=house.actor("Alice"), at=LATER, event=event.pk)
    assert_all_true()


def test_what_others_ask_for_stays_when_one_takes_it_back(house: House) -> None:
    deal = deal_of(house, "Alice")
    made = give(house, "Alice", deal=deal)
    other = deal_of(house, "Bob")
    join_feedback(by=house.actor("Zoe"), at=NOON, feedback=made.pk, deal=other.pk)
    event = Event.objects.get(deal_id=deal.pk, kind=EventKind.FEEDBACK_GIVEN)
    undo(by=house.actor("Alice"), at=LATER, event=event.pk)
    assert cards(house, "Zoe")["Faster cooling"].deals == 1


def test_the_author_says_it_otherwise_until_somebody_has_looked(house: House, pia: str) -> None:
    made = give(house, "Alice")
    said: dict[str, Any] = {"feedback": made.pk, "kind": FeedbackKind.IDEA, "words": ""}
    change_feedback(by=house.actor("Alice"), at=LATER, title="Cool in an hour", **said)
    assert list(cards(house, "Alice")) == ["Cool in an hour"]
    with pytest.raises(NotAllowed):
        change_feedback(by=house.actor("Hana"), at=LATER, title="Mine", **said)
    move(house, pia, made, FeedbackState.LOOKED_AT)
    with pytest.raises(NotAllowed):
        change_feedback(by=house.actor("Alice"), at=LATER, title="Too late", **said)
    change_feedback(by=house.actor(pia), at=LATER, title="Cooling in an hour", **said)
    assert list(cards(house, pia)) == ["Cooling in an hour"]


@pytest.mark.parametrize("text", ["cool", "FASTER", "ing fast", "hours wait"])
def test_its_like_is_found_while_one_types(house: House, text: str) -> None:
    deal = deal_of(house, "Alice")
    give(house, "Alice", deal=deal, words="They wait for hours")
    alice = house.actor("Alice")
    assert [card.title for card in feedback_like(alice, text)] == ["Faster cooling"]
    assert feedback_like(alice, text, without_deal=deal.pk) == ()
    assert feedback_like(house.actor("Charlie"), text) == ()
    assert feedback_like(alice, "co") == ()


def test_its_like_is_found_in_every_script(house: House) -> None:
    give(house, "Alice", "Сигнал на телефон")
    assert [card.title for card in feedback_like(house.actor("Alice"), "ТЕЛЕФОН")] == ["Сигнал на телефон"]
