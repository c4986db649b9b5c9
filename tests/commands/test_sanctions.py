"""The ledger of sanctions: entered once, by facts alone, never back, decided by people, and off unless switched on."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.db import DatabaseError, connection, transaction

from tests.commands.sanctioning import LATE, make_rule
from tests.factories import NOON, House, deal_of
from tests.management.soundness import assert_holds
from voronka.commands.assignments import assign_deal
from voronka.commands.explanations import answer_explanation, ask_explanation
from voronka.commands.sanction_round import enter_sanctions
from voronka.commands.sanctions import confirm_alike, take_step
from voronka.commands.setup.calendars import add_calendar
from voronka.commands.setup.sanctions import (
    add_rule,
    change_rule,
    remove_rule,
    switch_rule,
    switch_sanctions,
    unsaved_rule,
)
from voronka.commands.task_rows import NewTask
from voronka.commands.tasks import add_task, complete_task
from voronka.commands.teams import remove_team
from voronka.domain.errors import Invalid, NotAllowed, NotFound, Problem
from voronka.domain.notices import OF_SANCTIONS, NoticeKind
from voronka.domain.sanctions import State, Step
from voronka.domain.task import TaskKind
from voronka.models import Deal, Event, Notice, Sanction, SanctionRule, SanctionSpared, SanctionStep, User
from voronka.queries.deal_row import see_deal
from voronka.queries.notices import grid_of
from voronka.queries.sanction_trial import trial
from voronka.queries.sanctions import Wanted, alike, ledger, sums, to_decide
from voronka.queries.timeline import timeline

if TYPE_CHECKING:
    from datetime import datetime

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
# The step of `late_deal` is due a day after noon.
DUE = NOON + DAY


def late_deal(house: House, owner: str = "Alice", *, due: datetime = DUE, **new: Any) -> Deal:
    """A deal whose step is due at `due`."""
    return deal_of(house, owner, next_task=NewTask(TaskKind.CALL, "Call the director", due), **new)


def step(house: House, by: str, what: Step, at: datetime, words: str = "Because", **more: Any) -> Sanction:
    """Take a step with the only entry."""
    return take_step(
        by=house.actor(by), at=at, sanction=Sanction.objects.get().pk, step=what, words=words, **more
    )


def told(house: House, name: str) -> list[tuple[str, str]]:
    """What somebody was told of sanctions, in order."""
    rows = Notice.objects.filter(to=house.people[name].pk, kind__in=OF_SANCTIONS).order_by("id")
    return [(row.kind, row.payload["state"]) for row in rows]


# -- entering -------------------------------------------------------------------------------------------------------


def test_while_sanctions_are_off_nothing_is_entered_and_no_rule_is_made(house: House) -> None:
    late_deal(house)
    with pytest.raises(NotFound):
        add_rule(by=house.actor("Zoe"), at=NOON, fields=LATE)
    assert enter_sanctions(DUE + 10 * DAY) == 0
    assert not set(grid_of(house.actor("Alice"))) & OF_SANCTIONS


def test_switching_off_stops_the_round_and_on_again_counts_nothing_of_between(house: House) -> None:
    make_rule(house)
    late_deal(house)
    switch_sanctions(by=house.actor("Zoe"), at=NOON + HOUR, on=False)
    assert enter_sanctions(DUE + 5 * HOUR) == 0
    switch_sanctions(by=house.actor("Zoe"), at=DUE + 6 * HOUR, on=True, appeal_days="3")
    assert enter_sanctions(DUE + DAY) == 0


def test_a_step_that_is_late_for_longer_than_the_grace_is_entered_once(house: House) -> None:
    make_rule(house)
    deal = late_deal(house)
    assert enter_sanctions(DUE + 3 * HOUR) == 0
    assert enter_sanctions(DUE + 4 * HOUR + timedelta(minutes=1)) == 1
    assert enter_sanctions(DUE + 5 * DAY) == 0
    row = Sanction.objects.get()
    assert (row.deal_id, row.seller_id, row.since, row.passed_at) == (
        deal.pk, house.people["Alice"].pk, DUE, DUE + 4 * HOUR,
    )  # fmt: skip
    assert (row.amount, row.currency, row.state, row.subject) == (
        50,
        "USD",
        State.PROPOSED,
        "Call the director",
    )
    assert told(house, "Alice") == [(NoticeKind.SANCTION, State.PROPOSED)]
    assert told(house, "Hana") == [(NoticeKind.SANCTION_WAITS, State.PROPOSED)]
    assert told(house, "Bob") == told(house, "Ruth") == []


def test_a_second_stretch_of_the_same_deal_is_entered_anew(house: House) -> None:
    make_rule(house)
    deal = late_deal(house)
    enter_sanctions(DUE + 5 * HOUR)
    deal.refresh_from_db()
    following = NewTask(TaskKind.CALL, "Call again", DUE + 2 * DAY)
    complete_task(
        by=house.actor("Alice"), at=DUE + 6 * HOUR, task=deal.next_task_id or 0, outcome="Not there",
        next_task=following,
    )  # fmt: skip
    assert enter_sanctions(DUE + 2 * DAY + 5 * HOUR) == 1
    assert Sanction.objects.count() == 2


def test_a_step_that_was_late_beneath_another_is_the_same_stretch(house: House) -> None:
    make_rule(house)
    deal, alice = late_deal(house), house.actor("Alice")
    add_task(by=alice, at=NOON, deal=deal.pk, task=NewTask(TaskKind.EMAIL, "Write", DUE + HOUR))
    assert enter_sanctions(DUE + 9 * HOUR) == 1
    complete_task(by=alice, at=DUE + 10 * HOUR, task=deal.next_task_id or 0, outcome="Reached")
    assert enter_sanctions(DUE + 5 * DAY) == 0


def test_a_limit_that_a_changed_calendar_moves_is_charged_once(house: House) -> None:
    make_rule(house, fact="over_limit", grace="1", grace_unit="days")
    deal = deal_of(house, "Alice", next_task=NewTask(TaskKind.CALL, "Call", NOON + 90 * DAY))
    assert enter_sanctions(NOON + 4 * DAY + HOUR) == 1
    # As recounting the limits by another calendar does.
    Deal.objects.filter(pk=deal.pk).update(limit_at=NOON + 3 * DAY + 5 * HOUR)
    assert enter_sanctions(NOON + 9 * DAY) == 0


def test_nothing_counts_that_began_before_the_rule(house: House) -> None:
    late_deal(house)
    make_rule(house, at=DUE + HOUR)
    assert enter_sanctions(DUE + 9 * DAY) == 0


def test_a_rule_that_is_changed_or_switched_on_again_counts_from_then(house: House) -> None:
    rule = make_rule(house)
    late_deal(house)
    zoe = house.actor("Zoe")
    change_rule(by=zoe, at=DUE + HOUR, rule=rule.pk, fields=LATE | {"grace": "1"})
    assert enter_sanctions(DUE + DAY) == 0
    late_deal(house, due=DUE + 2 * DAY)
    switch_rule(by=zoe, at=DUE + 3 * DAY, rule=rule.pk, on=False)
    assert enter_sanctions(DUE + 3 * DAY) == 0
    switch_rule(by=zoe, at=DUE + 4 * DAY, rule=rule.pk, on=True)
    assert enter_sanctions(DUE + 9 * DAY) == 0


def test_saving_a_rule_as_it_is_changes_nothing(house: House) -> None:
    rule = make_rule(house, cap="200")
    change_rule(by=house.actor("Zoe"), at=DUE, rule=rule.pk, fields=LATE | {"cap": "200"})
    rule.refresh_from_db()
    assert rule.starts_at == NOON


def test_a_day_off_counts_for_nobody(house: House) -> None:
    week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "9:00-18:00")
    fields = {"name": "Office", "time_zone": "Europe/Kyiv", "default": "on", **week}
    add_calendar(by=house.actor("Zoe"), at=NOON, fields=fields)
    make_rule(house)
    # Friday 27 November, an hour before the office closes in Kyiv.
    friday = NOON + 3 * DAY + 3 * HOUR
    late_deal(house, due=friday)
    assert enter_sanctions(friday + 2 * DAY) == 0
    monday_noon = friday + 2 * DAY + 19 * HOUR
    assert enter_sanctions(monday_noon - timedelta(minutes=1)) == 0
    assert enter_sanctions(monday_noon + timedelta(minutes=1)) == 1
    assert Sanction.objects.get().passed_at == monday_noon


def test_who_gets_a_late_deal_has_the_whole_grace(house: House) -> None:
    make_rule(house)
    deal = late_deal(house)
    given = DUE + 3 * HOUR
    assign_deal(by=house.actor("Hana"), at=given, deal=deal.pk, owner=house.people["Bob"].pk)
    assert enter_sanctions(DUE + 5 * HOUR) == 0
    assert enter_sanctions(given + 5 * HOUR) == 1
    row = Sanction.objects.get()
    assert (row.seller_id, row.counted_from) == (house.people["Bob"].pk, given)


def test_rules_hold_for_sellers_of_their_teams_only(house: House) -> None:
    make_rule(house, teams=[str(house.teams["North"].pk)])
    late_deal(house, "Charlie")
    late_deal(house, "Hana")
    assert enter_sanctions(DUE + DAY) == 0


def test_a_rule_of_a_team_above_holds(house: House) -> None:
    make_rule(house, teams=[str(house.teams["Region"].pk)])
    late_deal(house, "Charlie")
    assert enter_sanctions(DUE + DAY) == 1


def test_a_limit_is_charged_for_only_while_nobody_has_explained(house: House) -> None:
    make_rule(house, fact="over_limit", grace="1", grace_unit="days")
    deal = deal_of(house, "Alice", next_task=NewTask(TaskKind.CALL, "Call", NOON + 90 * DAY))
    over = NOON + 3 * DAY
    asked = ask_explanation(
        by=house.actor("Hana"), at=over, deal=deal.pk, question="Why?", due_at=over + 2 * DAY
    )
    # The term to explain runs.
    assert enter_sanctions(over + DAY + HOUR) == 0
    answer_explanation(by=house.actor("Alice"), at=over + DAY, explanation=asked.pk, answer="They move house")
    assert enter_sanctions(over + 9 * DAY) == 0
    other = deal_of(house, "Bob", next_task=NewTask(TaskKind.CALL, "Call", NOON + 90 * DAY))
    assert enter_sanctions(over + DAY + HOUR) == 1
    assert Sanction.objects.get().deal_id == other.pk


def test_an_explanation_that_is_not_given_in_time_is_entered(house: House) -> None:
    make_rule(house, fact="not_explained", grace="1", grace_unit="days", unit="points", amount="2")
    deal = late_deal(house, due=NOON + 90 * DAY)
    ask_explanation(by=house.actor("Hana"), at=NOON, deal=deal.pk, question="Why so long?", due_at=NOON + DAY)
    assert enter_sanctions(NOON + DAY + HOUR) == 0
    assert enter_sanctions(NOON + 2 * DAY) == 1
    row = Sanction.objects.get()
    assert (row.subject, row.amount, row.unit, row.currency) == ("Why so long?", 2, "points", "")


def test_a_client_who_is_silent_for_too_long_is_entered(house: House) -> None:
    make_rule(house, fact="no_answer", grace="5", grace_unit="days")
    deal = late_deal(house, due=NOON + 90 * DAY)
    assert enter_sanctions(NOON + 4 * DAY) == 0
    assert enter_sanctions(NOON + 5 * DAY) == 1
    Deal.objects.filter(pk=deal.pk).update(heard_at=NOON + 6 * DAY)
    assert enter_sanctions(NOON + 10 * DAY) == 0
    assert enter_sanctions(NOON + 11 * DAY) == 1


def test_a_cap_cuts_the_last_entry_and_lets_the_others_go_for_good(house: House) -> None:
    make_rule(house, cap="120")
    for number in range(4):
        late_deal(house, due=DUE + number * HOUR)
    late_deal(house, "Bob")
    assert enter_sanctions(DUE + DAY) == 4
    amounts = Sanction.objects.filter(seller=house.people["Alice"]).order_by("id")
    assert [row.amount for row in amounts] == [50, 50, 20]
    assert SanctionSpared.objects.count() == 1
    assert enter_sanctions(DUE + 30 * DAY) == 0


def test_what_was_cancelled_counts_for_no_cap(house: House) -> None:
    make_rule(house, cap="50")
    late_deal(house)
    enter_sanctions(DUE + 5 * HOUR)
    step(house, "Hana", Step.CANCEL, DUE + 6 * HOUR)
    late_deal(house, due=DUE + DAY)
    assert enter_sanctions(DUE + 2 * DAY) == 1


def test_a_rule_that_acts_at_once_needs_nobodys_word_and_may_be_appealed(house: House) -> None:
    make_rule(house, at_once="on")
    late_deal(house)
    enter_sanctions(DUE + 5 * HOUR)
    row = Sanction.objects.get()
    assert row.state == State.CONFIRMED
    assert row.appeal_until is not None
    assert told(house, "Hana") == []
    step(house, "Alice", Step.APPEAL, DUE + DAY)
    assert told(house, "Hana") == [(NoticeKind.SANCTION_WAITS, State.APPEALED)]
    assert step(house, "Hana", Step.LIFT, DUE + DAY).state == State.LIFTED


def test_a_round_costs_one_query_while_sanctions_are_off(
    house: House, django_assert_num_queries: Any
) -> None:
    late_deal(house)
    with django_assert_num_queries(1):
        enter_sanctions(DUE + 9 * DAY)


# -- deciding -------------------------------------------------------------------------------------------------------


@pytest.fixture
def entered(house: House) -> House:
    """Alice's step was late, and her head is to decide."""
    make_rule(house)
    late_deal(house)
    enter_sanctions(DUE + 5 * HOUR)
    return house


def test_a_head_confirms_the_seller_appeals_and_another_head_lifts_it(entered: House) -> None:
    at = DUE + 6 * HOUR
    assert step(entered, "Hana", Step.CONFIRM, at, words="").appeal_until == at + 3 * DAY
    step(entered, "Alice", Step.APPEAL, at + DAY, words="The client asked to wait")
    with pytest.raises(NotAllowed):
        step(entered, "Hana", Step.UPHOLD, at + DAY)
    assert step(entered, "Ruth", Step.LIFT, at + 2 * DAY, words="So they did").state == State.LIFTED
    assert told(entered, "Alice") == [
        (NoticeKind.SANCTION, State.PROPOSED),
        (NoticeKind.SANCTION, State.CONFIRMED),
        (NoticeKind.SANCTION, State.LIFTED),
    ]
    assert told(entered, "Ruth") == [(NoticeKind.SANCTION_WAITS, State.APPEALED)]
    steps = SanctionStep.objects.order_by("id").values_list("state", "words")
    assert list(steps) == [
        ("proposed", ""), ("confirmed", ""), ("appealed", "The client asked to wait"), ("lifted", "So they did"),
    ]  # fmt: skip
    assert Event.objects.filter(kind__startswith="sanction_").count() == 4
    assert_holds()


def test_the_administrator_decides_where_no_other_head_is(entered: House) -> None:
    User.objects.filter(name="Ruth").update(is_active=False)
    at = DUE + 6 * HOUR
    step(entered, "Hana", Step.CONFIRM, at)
    step(entered, "Alice", Step.APPEAL, at + DAY)
    assert told(entered, "Zoe") == [(NoticeKind.SANCTION_WAITS, State.APPEALED)]
    assert step(entered, "Zoe", Step.UPHOLD, at + DAY).state == State.UPHELD


def test_an_appeal_has_a_term_and_every_step_but_confirming_a_reason(entered: House) -> None:
    at = DUE + 6 * HOUR
    with pytest.raises(Invalid) as missing:
        step(entered, "Hana", Step.CANCEL, at, words="  ")
    assert missing.value.problems == {"words": Problem.REQUIRED}
    step(entered, "Hana", Step.CONFIRM, at)
    with pytest.raises(Invalid) as late:
        step(entered, "Alice", Step.APPEAL, at + 4 * DAY)
    assert late.value.problems == {"appeal": Problem.IN_THE_PAST}


def test_nobody_decides_who_does_not_lead_the_seller(entered: House) -> None:
    at = DUE + 6 * HOUR
    for name in ("Bob", "Charlie", "Hugo"):
        with pytest.raises(NotFound):
            step(entered, name, Step.CONFIRM, at)
    with pytest.raises(NotAllowed):
        step(entered, "Alice", Step.CONFIRM, at)
    with pytest.raises(NotFound):
        step(entered, "Alice", Step.APPEAL, at)
    step(entered, "Hana", Step.CONFIRM, at)
    with pytest.raises(NotAllowed):
        step(entered, "Hana", Step.APPEAL, at)
    with pytest.raises(NotFound):
        step(entered, "Ruth", Step.CONFIRM, at)


def test_nothing_can_be_done_while_sanctions_are_off(entered: House) -> None:
    switch_sanctions(by=entered.actor("Hana"), at=DUE + 6 * HOUR, on=False)
    with pytest.raises(NotFound):
        step(entered, "Hana", Step.CONFIRM, DUE + 6 * HOUR)


# -- reading --------------------------------------------------------------------------------------------------------


def test_sellers_see_their_own_and_heads_those_of_their_teams(entered: House) -> None:
    at = DUE + 6 * HOUR

    def seen(name: str) -> int:
        return len(ledger(entered.actor(name), Wanted(), at).entries)

    assert {name: seen(name) for name in ("Alice", "Bob", "Charlie", "Hana", "Hugo", "Ruth", "Zoe")} == {
        "Alice": 1, "Bob": 0, "Charlie": 0, "Hana": 1, "Hugo": 0, "Ruth": 1, "Zoe": 1,
    }  # fmt: skip
    assert [entry.may for entry in to_decide(entered.actor("Hana"), at)] == [{Step.CONFIRM, Step.CANCEL}]
    assert to_decide(entered.actor("Alice"), at) == ()
    assert len(ledger(entered.actor("Hana"), Wanted(state=State.LIFTED), at).entries) == 0
    assert len(ledger(entered.actor("Hana"), Wanted(month=NOON.date()), at).entries) == 1


def test_sums_tell_what_takes_effect_from_what_waits(entered: House) -> None:
    late_deal(entered, "Alice", due=DUE + DAY)
    enter_sanctions(DUE + 2 * DAY)
    first = Sanction.objects.order_by("id")[0]
    take_step(by=entered.actor("Hana"), at=DUE + 2 * DAY, sanction=first.pk, step=Step.CONFIRM)
    (line,) = sums(entered.actor("Hana"), Wanted())
    assert (line.in_effect, line.waiting, line.month) == (
        Decimal(50),
        Decimal(50),
        NOON.date().replace(day=1),
    )


def test_a_colleague_who_has_the_deal_now_reads_nothing_of_it_and_its_seller_still_does(
    entered: House,
) -> None:
    at = DUE + 6 * HOUR
    deal = Deal.objects.get()
    assign_deal(by=entered.actor("Hana"), at=at, deal=deal.pk, owner=entered.people["Bob"].pk)

    def told_on_timeline(name: str) -> int:
        entries = timeline(see_deal(entered.actor(name), deal.pk), at=at).entries
        return sum(entry.kind.startswith("sanction_") for entry in entries)

    assert told_on_timeline("Bob") == 0
    assert told_on_timeline("Hana") == 1
    (entry,) = ledger(entered.actor("Alice"), Wanted(), at).entries
    assert entry.deal is None
    assert entry.deal_title == deal.title
    step(entered, "Hana", Step.CONFIRM, at)
    assert step(entered, "Alice", Step.APPEAL, at).state == State.APPEALED
    switch_sanctions(by=entered.actor("Hana"), at=at, on=False)
    assert told_on_timeline("Hana") == 0


# -- rules ----------------------------------------------------------------------------------------------------------


def test_what_an_entry_says_never_changes(entered: House) -> None:
    row = Sanction.objects.get()
    rule = SanctionRule.objects.get()
    fields = LATE | {"name": "Very late step", "amount": "70"}
    change_rule(by=entered.actor("Zoe"), at=DUE + DAY, rule=rule.pk, fields=fields)
    row.refresh_from_db()
    assert (row.rule_name, row.amount) == ("Late step", 50)
    for statement in (
        "UPDATE voronka_sanction SET amount = 1",
        "UPDATE voronka_sanctionstep SET words = 'x'",
        "DELETE FROM voronka_sanctionstep",
        "DELETE FROM voronka_sanction",
    ):
        with (
            pytest.raises(DatabaseError, match="only grows"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_a_rule_that_was_used_is_not_removed(entered: House) -> None:
    rule = SanctionRule.objects.get()
    with pytest.raises(Invalid):
        remove_rule(by=entered.actor("Zoe"), at=DUE + DAY, rule=rule.pk)
    unused = make_rule(entered, name="Another", on=False)
    remove_rule(by=entered.actor("Zoe"), at=DUE + DAY, rule=unused.pk)
    assert not SanctionRule.objects.filter(name="Another").exists()


def test_a_head_sets_rules_of_their_own_teams(house: House) -> None:
    make_rule(house)
    north, hana = str(house.teams["North"].pk), house.actor("Hana")
    own = add_rule(by=hana, at=NOON, fields=LATE | {"name": "Ours"}, teams=[north])
    switch_rule(by=hana, at=NOON, rule=own.pk, on=True)
    for teams in ([], [str(house.teams["South"].pk)]):
        with pytest.raises(Invalid):
            add_rule(by=hana, at=NOON, fields=LATE | {"name": "Theirs"}, teams=teams)
    with pytest.raises(NotAllowed):
        switch_rule(by=hana, at=NOON, rule=SanctionRule.objects.get(name="Late step").pk, on=False)
    with pytest.raises(NotAllowed):
        add_rule(by=house.actor("Alice"), at=NOON, fields=LATE | {"name": "Mine"}, teams=[north])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""), ("name", "late STEP"), ("fact", ""), ("fact", "lost"), ("grace", ""), ("grace", "x"),
        ("grace_unit", "weeks"), ("amount", ""), ("amount", "0"), ("amount", "-3"), ("cap", "40"),
    ],
)  # fmt: skip
def test_what_a_rule_can_not_be_is_said_by_its_field(house: House, field: str, value: str) -> None:
    make_rule(house)
    with pytest.raises(Invalid) as refused:
        add_rule(by=house.actor("Zoe"), at=NOON, fields=LATE | {"name": "New", field: value})
    assert set(refused.value.problems) == {"grace" if field == "grace_unit" else field}


def test_a_rule_begins_on_a_day_to_come_or_now(house: House) -> None:
    rule, zoe = make_rule(house, on=False), house.actor("Zoe")
    with pytest.raises(Invalid):
        switch_rule(by=zoe, at=NOON, rule=rule.pk, on=True, starts_on="2026-11-23")
    switch_rule(by=zoe, at=NOON, rule=rule.pk, on=True, starts_on="2026-12-01")
    rule.refresh_from_db()
    assert rule.starts_at is not None
    assert rule.starts_at.isoformat() == "2026-11-30T22:00:00+00:00"
    late_deal(house)
    assert enter_sanctions(NOON + 20 * DAY) == 0


def test_a_team_that_a_rule_names_is_not_removed(house: House) -> None:
    empty = house.teams["South"].pk
    User.objects.filter(team=empty).update(team=house.teams["North"].pk)
    make_rule(house, teams=[str(empty)])
    with pytest.raises(Invalid):
        remove_team(by=house.actor("Zoe"), at=NOON, team=empty)


def test_a_trial_tells_what_a_rule_would_have_entered(house: House) -> None:
    zoe = house.actor("Zoe")
    make_rule(house, on=False)
    late_deal(house)
    late_deal(house)
    late_deal(house, "Bob")
    done = late_deal(house, "Charlie")
    complete_task(
        by=house.actor("Charlie"), at=DUE + 9 * HOUR, task=done.next_task_id or 0, outcome="Done late",
        next_task=NewTask(TaskKind.CALL, "Next", NOON + 90 * DAY),
    )  # fmt: skip
    rule = unsaved_rule(by=zoe, at=DUE + DAY, fields=LATE)
    found = trial(rule, DUE + DAY)
    assert (found.entries, found.deals, found.sellers, found.total) == (4, 4, 3, Decimal(200))
    capped = unsaved_rule(by=zoe, at=DUE + DAY, fields=LATE | {"cap": "60"})
    assert trial(capped, DUE + DAY).total == 160
    patient = unsaved_rule(by=zoe, at=DUE + DAY, fields=LATE | {"grace": "10"})
    assert trial(patient, DUE + DAY).entries == 3
    assert Sanction.objects.count() == 0


# -- several at once --------------------------------------------------------------------------------------------------


def test_what_a_rule_entered_for_one_seller_is_confirmed_together(house: House) -> None:
    make_rule(house)
    for owner in ("Alice", "Alice", "Alice", "Bob"):
        late_deal(house, owner)
    enter_sanctions(DUE + 5 * HOUR)
    first, second, third, bobs = Sanction.objects.order_by("id").values_list("pk", flat=True)
    hana, later = house.actor("Hana"), DUE + 6 * HOUR
    assert [entry.id for entry in alike(hana, second)] == [first, second, third]
    for ids, error in (([first, bobs], NotFound), ([], NotFound)):
        with pytest.raises(error):
            confirm_alike(by=hana, at=later, sanctions=ids)
    for name, refused in (("Alice", NotAllowed), ("Hugo", NotFound)):
        with pytest.raises(refused):
            confirm_alike(by=house.actor(name), at=later, sanctions=[first, second])
    take_step(by=hana, at=later, sanction=second, step=Step.CANCEL, words="Was ill")
    assert confirm_alike(by=hana, at=later, sanctions=[first, second, third], words="All day") == 2
    states = dict(Sanction.objects.values_list("pk", "state"))
    assert states == {first: "confirmed", second: "cancelled", third: "confirmed", bobs: "proposed"}
    assert {row.words for row in SanctionStep.objects.filter(state="confirmed")} == {"All day"}
    assert Event.objects.filter(kind="sanction_confirmed").count() == 2
    with pytest.raises(NotFound):
        confirm_alike(by=hana, at=later, sanctions=[first, second, third])
    assert_holds()
