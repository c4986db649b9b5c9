"""Noting objections, telling more of them, taking back; and verifying why deals were lost: who may, what stands when."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.factories import NOON, House, deal_of, make_house
from tests.truths import assert_all_true
from voronka.commands.assignments import assign_deal
from voronka.commands.moves import move_deal
from voronka.commands.objections import change_objection, note_objection
from voronka.commands.passing import Move
from voronka.commands.setup.objections import (
    add_objection_kind,
    change_objection_kind,
    place_objection_kind,
    restore_objection_kind,
    retire_objection_kind,
)
from voronka.commands.setup.playbooks import install_playbook
from voronka.commands.undo import undo
from voronka.commands.verified_reasons import verify_reason
from voronka.domain.errors import (
    Invalid,
    NotAllowed,
    NotFound,
    Problem,
    StaleVersion,
    UndoProblem,
    UndoRefused,
)
from voronka.domain.events import EventKind
from voronka.domain.objections import Outcome, VerifiedHow
from voronka.models import Deal, Event, Objection, ObjectionKind, Reason, User, VerifiedReason
from voronka.queries.objections import noting_of, objections_of
from voronka.queries.shipped_playbooks import shipped_playbook
from voronka.queries.verified_reasons import not_verified, verified_of

if TYPE_CHECKING:
    from voronka.domain.permissions import Actor

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=2)
MUCH_LATER = NOON + timedelta(days=3)


@pytest.fixture
def house() -> House:
    return make_house()


@pytest.fixture
def kind(house: House) -> int:
    return add_objection_kind(
        by=house.actor("Hana"), at=NOON, name="Too expensive", answers="What do you compare?\n\nCount a year."
    ).pk


def lose(house: House, deal: Deal, by: str = "Alice", at: object = LATER, reason: int | None = None) -> Deal:
    move = Move(to=house.stage("Lost"), lost_reason=reason or house.lost_reason, reason="Too dear, they said")
    return move_deal(by=house.actor(by), at=at, deal=deal.pk, move=move).deal  # type: ignore[arg-type]


def verify(house: House, deal: Deal, by: str = "Hana", **more: object) -> Event:
    given: dict[str, object] = {
        "reason": house.lost_reason,
        "how": VerifiedHow.CLIENT,
        "at": MUCH_LATER,
    } | more
    return verify_reason(by=house.actor(by), deal=deal.pk, **given)  # type: ignore[arg-type]


# -- objections ------------------------------------------------------------------------------------------------------


def test_one_tap_keeps_the_stage_and_nothing_else_has_to_be_said(house: House, kind: int) -> None:
    deal = deal_of(house, "Alice")
    noted = note_objection(by=house.actor("Alice"), at=LATER, deal=deal.pk, kind=kind)
    (kept,) = Objection.objects.all()
    assert (kept.stage_id, kept.kind_id, kept.outcome, kept.words, kept.answer) == (
        house.stage("Qualify"), kind, Outcome.OPEN, "", "",
    )  # fmt: skip
    assert noted.event.kind == EventKind.OBJECTION_NOTED
    assert noted.event.payload["stage_name"] == "Qualify"
    assert_all_true()


def test_it_keeps_its_stage_when_the_deal_goes_on(house: House, kind: int) -> None:
    deal = deal_of(house, "Alice")
    alice = house.actor("Alice")
    note_objection(by=alice, at=NOON, deal=deal.pk, kind=kind)
    move_deal(by=alice, at=LATER, deal=deal.pk, move=Move(to=house.stage("Propose")))
    note_objection(by=alice, at=LATER, deal=deal.pk, kind=kind, words="Still too much")
    assert [one.stage for one in objections_of(deal)] == ["Propose", "Qualify"]


def test_of_a_closed_deal_it_is_the_stage_it_was_closed_from(house: House, kind: int) -> None:
    deal = lose(house, deal_of(house, "Alice"))
    note_objection(by=house.actor("Alice"), at=MUCH_LATER, deal=deal.pk, kind=kind, outcome=Outcome.STANDS)
    (kept,) = Objection.objects.all()
    assert kept.stage_id == house.stage("Qualify")
    assert kept.settled_at == MUCH_LATER


def test_what_was_objected_after_a_slip_arose_where_the_deal_really_was(house: House, kind: int) -> None:
    deal, alice = deal_of(house, "Alice"), house.actor("Alice")
    note_objection(by=alice, at=NOON, deal=deal.pk, kind=kind)
    slip = move_deal(by=alice, at=LATER, deal=deal.pk, move=Move(to=house.stage("Propose")))
    note_objection(by=alice, at=LATER, deal=deal.pk, kind=kind)
    undo(by=alice, at=LATER, event=slip.event.pk)
    assert [one.stage for one in objections_of(deal)] == ["Qualify", "Qualify"]
    assert_all_true()


def test_it_is_answered_later_and_the_answer_is_taken_back(house: House, kind: int) -> None:
    deal, alice = deal_of(house, "Alice"), house.actor("Alice")
    made = note_objection(by=alice, at=NOON, deal=deal.pk, kind=kind, words="Too much").objection
    answered = change_objection(
        by=alice, at=LATER, objection=made.pk, answer="Count a year.", outcome=Outcome.ANSWERED
    )
    assert answered is not None
    made.refresh_from_db()
    assert (made.outcome, made.words, made.settled_at) == (Outcome.ANSWERED, "Too much", LATER)
    assert change_objection(by=alice, at=LATER, objection=made.pk, outcome=Outcome.ANSWERED) is None
    undo(by=alice, at=LATER, event=answered.event.pk)
    made.refresh_from_db()
    assert (made.outcome, made.answer, made.settled_at) == (Outcome.OPEN, "", None)
    assert_all_true()


def test_an_older_word_can_not_be_taken_back_below_a_newer_one(house: House, kind: int) -> None:
    deal, alice = deal_of(house, "Alice"), house.actor("Alice")
    made = note_objection(by=alice, at=NOON, deal=deal.pk, kind=kind).objection
    first = change_objection(by=alice, at=NOON, objection=made.pk, words="Too much")
    change_objection(by=alice, at=LATER, objection=made.pk, words="Far too much")
    assert first is not None
    with pytest.raises(UndoRefused) as refusal:
        undo(by=alice, at=LATER, event=first.event.pk)
    assert refusal.value.problem is UndoProblem.CHANGED_SINCE


def test_what_was_noted_by_mistake_is_gone_from_the_deal_and_stays_in_the_log(
    house: House, kind: int
) -> None:
    deal, alice = deal_of(house, "Alice"), house.actor("Alice")
    noted = note_objection(by=alice, at=NOON, deal=deal.pk, kind=kind)
    undo(by=alice, at=LATER, event=noted.event.pk)
    assert objections_of(deal) == ()
    assert Event.objects.filter(kind=EventKind.OBJECTION_NOTED).count() == 1
    with pytest.raises(NotFound):
        change_objection(by=alice, at=LATER, objection=noted.objection.pk, outcome=Outcome.ANSWERED)
    with pytest.raises(UndoRefused):
        undo(by=alice, at=LATER, event=noted.event.pk)


@pytest.mark.parametrize(("who", "refusal"), [("Bob", NotFound), ("Charlie", NotFound), ("Hugo", NotFound)])
def test_nobody_notes_on_a_deal_they_do_not_see(
    house: House, kind: int, who: str, refusal: type[Exception]
) -> None:
    deal = deal_of(house, "Alice")
    made = note_objection(by=house.actor("Alice"), at=NOON, deal=deal.pk, kind=kind).objection
    with pytest.raises(refusal):
        note_objection(by=house.actor(who), at=NOON, deal=deal.pk, kind=kind)
    with pytest.raises(refusal):
        change_objection(by=house.actor(who), at=NOON, objection=made.pk, outcome=Outcome.STANDS)


def test_a_retired_or_unknown_kind_is_refused_and_long_words_too(house: House, kind: int) -> None:
    deal, alice = deal_of(house, "Alice"), house.actor("Alice")
    retire_objection_kind(by=house.actor("Hana"), at=NOON, kind=kind)
    for wrong in (kind, kind + 100):
        with pytest.raises(Invalid) as invalid:
            note_objection(by=alice, at=NOON, deal=deal.pk, kind=wrong)
        assert invalid.value.problems == {"kind": Problem.UNKNOWN_CHOICE}
    restore_objection_kind(by=house.actor("Hana"), at=NOON, kind=kind)
    with pytest.raises(Invalid) as invalid:
        note_objection(by=alice, at=NOON, deal=deal.pk, kind=kind, words="x" * 2001)
    assert invalid.value.problems == {"words": Problem.TOO_LONG}


def test_what_is_met_most_at_the_stage_comes_first(house: House, kind: int) -> None:
    hana, alice = house.actor("Hana"), house.actor("Alice")
    later = add_objection_kind(by=hana, at=NOON, name="Not now", answers="").pk
    deal = deal_of(house, "Alice")
    assert [one.id for one in noting_of(alice, deal.pk).kinds] == [kind, later]
    note_objection(by=alice, at=NOON, deal=deal.pk, kind=later)
    assert [one.id for one in noting_of(alice, deal.pk).kinds] == [later, kind]
    move_deal(by=alice, at=LATER, deal=deal.pk, move=Move(to=house.stage("Propose")))
    assert [one.id for one in noting_of(alice, deal.pk).kinds] == [kind, later]


# -- the dictionary --------------------------------------------------------------------------------------------------


def test_the_head_keeps_the_kinds_with_their_answers(house: House, kind: int) -> None:
    hana = house.actor("Hana")
    assert ObjectionKind.objects.get(pk=kind).answers == ["What do you compare?", "Count a year."]
    other = add_objection_kind(by=hana, at=NOON, name="Not now", answers="").pk
    place_objection_kind(by=hana, at=NOON, kind=other, place=0)
    assert list(ObjectionKind.objects.order_by("position").values_list("pk", flat=True)) == [other, kind]
    change_objection_kind(by=hana, at=NOON, kind=other, name="Not this year", answers="When, then?")
    assert ObjectionKind.objects.get(pk=other).answers == ["When, then?"]
    for wrong, problem in (("too EXPENSIVE", Problem.ALREADY_TAKEN), (" ", Problem.REQUIRED)):
        with pytest.raises(Invalid) as invalid:
            change_objection_kind(by=hana, at=NOON, kind=other, name=wrong, answers="")
        assert invalid.value.problems == {"name": problem}
    with pytest.raises(Invalid) as invalid:
        add_objection_kind(by=hana, at=NOON, name="Long", answers="\n".join(["So"] * 21))
    assert invalid.value.problems == {"answers": Problem.TOO_LONG}
    with pytest.raises(NotAllowed):
        add_objection_kind(by=house.actor("Alice"), at=NOON, name="Mine", answers="")
    assert Event.objects.filter(kind=EventKind.SETUP_CHANGED, payload__what="objection").count() == 4


def test_a_playbook_brings_its_kinds_and_lets_those_be_that_are_there(house: House, kind: int) -> None:
    shipped = shipped_playbook("six-stages")
    install_playbook(
        by=house.actor("Hana"), at=NOON, playbook=shipped.playbook, text=shipped.text, language="en"
    )
    rows = list(ObjectionKind.objects.order_by("position"))
    assert [row.name for row in rows].count("Too expensive") == 1
    assert rows[0].answers == ["What do you compare?", "Count a year."]
    assert len(rows) == len(shipped.playbook.objections)
    assert all(row.answers for row in rows)


# -- verified reasons ------------------------------------------------------------------------------------------------


def test_the_head_s_reason_stands_beside_the_stated_one(house: House) -> None:
    deal = lose(house, deal_of(house, "Alice"))
    other = Reason.objects.create(exit="lost", name="Chose a competitor", asks_competitor=True)
    verify(house, deal, reason=other.pk, competitor="Frigoline", words="They told me")
    deal = Deal.objects.get(pk=deal.pk)
    found = verified_of(deal)
    assert found is not None
    assert (found.reason, found.competitor, found.how, found.words) == (
        "Chose a competitor", "Frigoline", VerifiedHow.CLIENT, "They told me",
    )  # fmt: skip
    assert found.by is not None
    assert (found.by.name, deal.lost_reason_id, deal.competitor) == ("Hana", house.lost_reason, "")
    assert_all_true()


def as_head(house: House, name: str) -> Actor:
    User.objects.filter(pk=house.people[name].pk).update(role="head")
    return house.actor(name)


@pytest.mark.parametrize(
    ("who", "refusal"), [("Alice", NotAllowed), ("Bob", NotFound), ("Charlie", NotFound), ("Hugo", NotFound)]
)
def test_neither_the_seller_nor_a_stranger_verifies(house: House, who: str, refusal: type[Exception]) -> None:
    deal = lose(house, deal_of(house, "Alice"))
    with pytest.raises(refusal):
        verify(house, deal, by=who)


def test_a_head_who_sells_does_not_verify_their_own(house: House) -> None:
    deal = lose(house, deal_of(house, "Hana"), by="Hana")
    with pytest.raises(NotAllowed):
        verify(house, deal, by="Hana")
    # Giving the deal away afterwards changes nothing: who owned it when it was lost sold it.
    assign_deal(by=house.actor("Hana"), at=MUCH_LATER, deal=deal.pk, owner=house.people["Bob"].pk)
    with pytest.raises(NotAllowed):
        verify(house, deal, by="Hana")
    assert not_verified(house.actor("Hana"), MUCH_LATER).total == 0
    event = verify(house, deal, by="Ruth")
    with pytest.raises(NotAllowed):
        undo(by=house.actor("Hana"), at=MUCH_LATER, event=event.pk)


def test_a_seller_who_became_head_does_not_verify_what_they_sold(house: House) -> None:
    deal = lose(house, deal_of(house, "Alice"))
    as_head(house, "Alice")
    with pytest.raises(NotAllowed):
        verify(house, deal, by="Alice")
    verify(house, deal, by="Zoe")


def test_what_is_missing_is_told(house: House) -> None:
    deal = lose(house, deal_of(house, "Alice"))
    other = Reason.objects.create(exit="lost", name="Chose a competitor", asks_competitor=True)
    gone = Reason.objects.create(exit="lost", name="Old", is_retired=True)
    for given, problems in (
        ({"reason": None}, {"reason": Problem.REQUIRED}),
        ({"reason": house.postpone_reason}, {"reason": Problem.UNKNOWN_CHOICE}),
        ({"reason": gone.pk}, {"reason": Problem.UNKNOWN_CHOICE}),
        ({"how": None}, {"how": Problem.REQUIRED}),
        ({"reason": other.pk}, {"competitor": Problem.REQUIRED}),
    ):
        with pytest.raises(Invalid) as invalid:
            verify(house, deal, **given)
        assert invalid.value.problems == problems
    Reason.objects.filter(pk=house.lost_reason).update(is_retired=True)
    verify(house, deal)


def test_the_later_word_stands_and_undo_brings_the_earlier_back(house: House) -> None:
    deal = lose(house, deal_of(house, "Alice"))
    first = verify(house, deal, words="At first sight")
    second = verify(house, deal, by="Ruth", how=VerifiedHow.RECORDS, words="Heard it all")
    assert VerifiedReason.objects.filter(removed_at=None).count() == 1
    with pytest.raises(UndoRefused):
        undo(by=house.actor("Hana"), at=MUCH_LATER, event=first.pk)
    undo(by=house.actor("Ruth"), at=MUCH_LATER, event=second.pk)
    found = verified_of(Deal.objects.get(pk=deal.pk))
    assert found is not None
    assert found.words == "At first sight"
    with pytest.raises(UndoRefused):
        undo(by=house.actor("Alice"), at=MUCH_LATER, event=first.pk)


def test_lost_once_more_the_deal_is_not_verified_yet(house: House) -> None:
    deal = lose(house, deal_of(house, "Alice"))
    verify(house, deal)
    alice, hana = house.actor("Alice"), house.actor("Hana")
    assert not_verified(hana, MUCH_LATER).total == 0
    back = Move(to=house.stage("Qualify"), reason="They called")
    move_deal(by=alice, at=MUCH_LATER, deal=deal.pk, move=back)
    assert verified_of(Deal.objects.get(pk=deal.pk)) is None
    deal = lose(house, deal, at=MUCH_LATER + timedelta(days=1))
    assert verified_of(Deal.objects.get(pk=deal.pk)) is None
    assert [row.id for row in not_verified(hana, MUCH_LATER).rows] == [deal.pk]
    # The earlier one stays in the history, and belongs to the earlier exit.
    assert VerifiedReason.objects.filter(removed_at=None, lost_at=LATER).count() == 1


def test_an_exit_that_is_undone_takes_what_was_verified_with_it(house: House) -> None:
    deal = deal_of(house, "Alice")
    alice = house.actor("Alice")
    move = Move(to=house.stage("Lost"), lost_reason=house.lost_reason)
    lost = move_deal(by=alice, at=LATER, deal=deal.pk, move=move)
    verify(house, deal)
    undo(by=alice, at=MUCH_LATER, event=lost.event.pk)
    assert not VerifiedReason.objects.filter(removed_at=None).exists()
    assert_all_true()


def test_a_reopening_that_is_undone_leaves_it_verified(house: House) -> None:
    deal = lose(house, deal_of(house, "Alice"))
    verify(house, deal)
    alice = house.actor("Alice")
    reopened = move_deal(
        by=alice, at=MUCH_LATER, deal=deal.pk, move=Move(to=house.stage("Qualify"), reason="They called")
    )
    undo(by=alice, at=MUCH_LATER, event=reopened.event.pk)
    assert verified_of(Deal.objects.get(pk=deal.pk)) is not None


def test_a_deal_that_is_not_lost_any_more_is_refused(house: House) -> None:
    deal = lose(house, deal_of(house, "Alice"))
    seen = deal.version
    move_deal(
        by=house.actor("Alice"), at=LATER, deal=deal.pk, move=Move(to=house.stage("Qualify"), reason="Again")
    )
    with pytest.raises(StaleVersion):
        verify(house, deal, version=seen)
    with pytest.raises(NotFound):
        verify(house, deal)


def test_the_head_s_list_holds_what_others_lost_newest_first(house: House) -> None:
    first = lose(house, deal_of(house, "Alice"))
    second = lose(house, deal_of(house, "Bob", at=NOON), by="Bob", at=LATER + timedelta(hours=1))
    lose(house, deal_of(house, "Charlie", at=NOON), by="Charlie")
    lose(house, deal_of(house, "Hana", at=NOON), by="Hana")
    found = not_verified(house.actor("Hana"), MUCH_LATER)
    assert [row.id for row in found.rows] == [second.pk, first.pk]
    assert found.pipelines == ((house.pipeline.pk, "New equipment", 2),)
    assert not_verified(house.actor("Ruth"), MUCH_LATER).total == 4
    assert not_verified(house.actor("Alice"), MUCH_LATER).total == 0
    assert not_verified(house.actor("Hana"), LATER + timedelta(days=91)).total == 0
    verify(house, first)
    assert not_verified(house.actor("Hana"), MUCH_LATER).total == 1
