"""Problem deals: SQL and the domain say the same, each sees their own, and a day ends at zero or not."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from tests.factories import NOON, House, deal_of, make_house, unowned_deal
from voronka.commands.clients import ClientWords, change_contact
from voronka.commands.deals import change_deal
from voronka.commands.records import note_call, note_dispatch, note_payment
from voronka.commands.undo import undo
from voronka.commands.zero_days import record_zero_days
from voronka.domain.criteria import Reached, Sendable
from voronka.domain.problems import ProblemKind, Standing, kind_of, problems_of
from voronka.models import Deal, Event, ProblemDay, Stage, Workspace
from voronka.queries.problems import Wanted, by_seller, counts, problem_deals, rules_at
from voronka.queries.visibility import holding_of
from voronka.queries.zero_days import zero_days_of, zero_days_of_teams

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voronka.queries.problems import Rules

ASKS_DECIDER = {"Qualify": [("field", "Decision-maker", {"field": "decision_maker"})]}
LATER = NOON + timedelta(days=40)


@pytest.fixture
def house(db: None) -> House:
    return make_house(ASKS_DECIDER)


def kinds(house: House, who: str, at: datetime, **wanted: Any) -> Mapping[ProblemKind, int]:
    found = counts(house.actor(who), rules_at(at), Wanted(**wanted))
    return {kind: number for kind, number in found.items() if number}


def listed(house: House, who: str, at: datetime, **wanted: Any) -> dict[int, set[ProblemKind]]:
    found = problem_deals(house.actor(who), rules_at(at), Wanted(**wanted))
    return {deal.id: {kind_of(one) for one in deal.problems} for deal in found}


def test_a_new_deal_is_no_problem(house: House) -> None:
    deal_of(house, "Alice")
    assert kinds(house, "Alice", NOON) == {}
    assert listed(house, "Hana", NOON) == {}


def test_an_old_deal_has_every_problem_that_time_brings(house: House) -> None:
    deal = deal_of(house, "Alice")
    wrong = {ProblemKind.OVERDUE, ProblemKind.OVER_LIMIT, ProblemKind.NO_ANSWER}
    assert listed(house, "Alice", LATER) == {deal.pk: wrong}
    assert kinds(house, "Hana", LATER) == dict.fromkeys(wrong, 1)
    assert listed(house, "Bob", LATER) == {}
    assert listed(house, "Hugo", LATER) == {}


def test_past_the_gate_that_asks_for_one_a_deal_knows_its_decision_maker(house: House) -> None:
    deal = deal_of(house, "Alice")
    Deal.objects.filter(pk=deal.pk).update(stage=house.stage("Propose"))
    assert kinds(house, "Alice", NOON) == {ProblemKind.NO_DECIDER: 1}
    Deal.objects.filter(pk=deal.pk).update(stage=house.stage("Qualify"))
    assert kinds(house, "Alice", NOON) == {}


def test_who_decides_is_known_from_the_contact(house: House) -> None:
    deal = deal_of(house, "Alice", client=ClientWords(contact="Ira Bondar", phone="+380501112233"))
    alice = house.actor("Alice")
    assert deal.contact_id is not None
    change_contact(by=alice, at=NOON, contact=deal.contact_id, fields={"decides": "1"})
    deal.refresh_from_db()
    assert deal.knows_decider
    change_deal(by=alice, at=NOON, deal=deal.pk, fields={"contact": ""})
    deal.refresh_from_db()
    assert not deal.knows_decider


def test_what_the_client_answers_is_an_answer_and_what_we_send_is_none(house: House) -> None:
    deal, alice = deal_of(house, "Alice"), house.actor("Alice")
    note_call(by=alice, at=NOON, deal=deal.pk, started_at=NOON, seconds=0)
    sent = note_dispatch(
        by=alice,
        at=NOON,
        deal=deal.pk,
        what=Sendable.EMAIL,
        subject="Offer",
        sent_at=NOON,
        reached=Reached.SENT,
    )
    assert sent.pk
    assert heard(deal) is None
    note_call(by=alice, at=LATER, deal=deal.pk, started_at=LATER, seconds=60)
    assert heard(deal) == LATER
    assert ProblemKind.NO_ANSWER not in kinds(house, "Alice", LATER)


def test_an_answer_that_was_noted_by_mistake_is_none_again(house: House) -> None:
    deal, alice = deal_of(house, "Alice"), house.actor("Alice")
    note_call(by=alice, at=NOON, deal=deal.pk, started_at=NOON, seconds=60)
    note_payment(by=alice, at=LATER, deal=deal.pk, amount="10", currency="USD", paid_on=LATER.date())
    assert heard(deal) == LATER
    undo(by=alice, at=LATER, event=Event.objects.filter(kind="payment_noted").get().pk)
    assert heard(deal) == NOON


def heard(deal: Deal) -> datetime | None:
    deal.refresh_from_db()
    return deal.heard_at


def test_nobodys_is_the_teams_problem_and_no_sellers(house: House) -> None:
    unowned_deal(house)
    assert kinds(house, "Hana", NOON) == {}
    assert ProblemKind.NOBODYS in kinds(house, "Hana", LATER)
    assert kinds(house, "Alice", LATER) == {}
    Workspace.objects.update(free_hours=0)
    assert ProblemKind.NOBODYS not in kinds(house, "Hana", LATER)


def test_a_filter_narrows_the_list_and_its_counts(house: House) -> None:
    mine, other = deal_of(house, "Alice"), deal_of(house, "Bob")
    bob = house.people["Bob"].pk
    assert set(listed(house, "Hana", LATER)) == {mine.pk, other.pk}
    assert set(listed(house, "Hana", LATER, seller=bob)) == {other.pk}
    assert listed(house, "Hana", LATER, kind=ProblemKind.NOBODYS) == {}
    # A seller sees nobody else's, whatever is asked.
    assert set(listed(house, "Alice", LATER, seller=bob)) == {mine.pk}


@pytest.mark.parametrize("seed", range(3))
def test_the_seeks_find_what_the_definition_says(house: House, seed: int) -> None:
    """Deals in any state: the list, the counts and the sellers' tallies are those of a recount deal by deal."""
    chance, stages = Random(seed), [house.stage(name) for name in ("Qualify", "Propose", "Sign")]
    for number in range(40):
        who = chance.choice(["Alice", "Bob", "Charlie"])
        at = NOON - timedelta(days=chance.randint(0, 40))
        deal = unowned_deal(house, who, at=at) if number % 9 == 0 else deal_of(house, who, at=at)
        said = NOON - timedelta(days=chance.randint(0, 40))
        Deal.objects.filter(pk=deal.pk).update(
            heard_at=chance.choice([None, said]),
            knows_decider=chance.random() < 0.5,
            limit_at=chance.choice([None, NOON + timedelta(days=chance.randint(-3, 3))]),
            **({} if deal.owner_id is None else {"stage": chance.choice(stages)}),
        )
    rules = rules_at(NOON)
    for who in ("Alice", "Hana", "Ruth", "Zoe"):
        actor = house.actor(who)
        seen = {
            deal.pk: found
            for deal in Deal.objects.filter(is_open=True)
            if actor.policy.may_see(holding_of(deal)) and (who != "Alice" or deal.owner_id == actor.id)
            if (found := {kind_of(one) for one in recount(deal, rules)})
        }
        assert {
            d.id: {kind_of(p) for p in d.problems} for d in problem_deals(actor, rules, Wanted(), 100)
        } == seen
        told = counts(actor, rules, Wanted())
        assert {k: n for k, n in told.items() if n} == {
            kind: n for kind in ProblemKind if (n := sum(kind in found for found in seen.values()))
        }
    bob = house.people["Bob"].pk
    tally = by_seller(house.actor("Ruth"), rules, [bob])[bob]
    of_bob = [recount(deal, rules) for deal in Deal.objects.filter(owner=bob)]
    assert tally.deals == sum(bool(found) for found in of_bob)
    assert sum(tally.kinds.values()) == sum(len(found) for found in of_bob)


def recount(deal: Deal, rules: Rules) -> tuple[Any, ...]:
    assert deal.next_step_at is not None
    standing = Standing(
        created_at=deal.created_at,
        entered_at=deal.entered_at,
        next_step_at=deal.next_step_at,
        limit_at=deal.limit_at,
        heard_at=deal.heard_at,
        review_at=None,
        is_owned=deal.owner_id is not None,
        needs_decider=deal.stage_id in rules.past_decider,
        knows_decider=deal.knows_decider,
    )
    return problems_of(standing, rules.allowed, rules.now)


# -- days at zero -----------------------------------------------------------------------------------------------------


def at_close(day: int) -> datetime:
    """Around the clock the day ends at midnight, UTC."""
    return NOON.replace(hour=0) + timedelta(days=day)


def test_a_day_is_written_once_when_it_closes(house: House) -> None:
    assert record_zero_days(at=NOON) == 0
    # Three teams, four sellers.
    assert record_zero_days(at=at_close(1) + timedelta(minutes=5)) == 7
    assert record_zero_days(at=at_close(1) + timedelta(minutes=20)) == 0
    assert {row.day for row in ProblemDay.objects.all()} == {NOON.date()}


def test_days_at_zero_are_counted_until_a_problem_ends_them(house: House) -> None:
    deal_of(house, "Alice", at=NOON)
    for day in range(1, 6):
        record_zero_days(at=at_close(day))
    alice, bob = house.people["Alice"].pk, house.people["Bob"].pk
    # The step is due after a day: the second day ends with it overdue.
    assert [one.deals for one in zero_days_of(alice).days] == [0, 1, 1, 1, 1]
    assert (zero_days_of(alice).streak.current, zero_days_of(alice).streak.best) == (0, 1)
    assert zero_days_of(bob).streak.current == 5
    assert zero_days_of_teams(house.actor("Hana")).streak.current == 0
    assert zero_days_of_teams(house.actor("Hugo")).streak.current == 5


def test_long_after_the_close_nobody_knows_how_it_was(house: House) -> None:
    assert record_zero_days(at=at_close(1) + timedelta(hours=7)) == 0


def test_the_first_gate_that_asks_is_found(house: House) -> None:
    past = rules_at(NOON).past_decider
    assert {Stage.objects.get(pk=stage).name for stage in past} == {"Propose", "Sign"}
