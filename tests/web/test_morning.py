"""The head's morning, the problem deals, advice, the plan: each sees their own, and every number leads to its deals."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from math import ceil

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import House, deal_of, make_house, unowned_deal
from tests.web.visitor import Visitor
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move
from voronka.commands.past_deals import PastDeal, PastExit, PastStay, write_past_deals
from voronka.commands.setup.plan import set_plan
from voronka.commands.task_rows import NewTask
from voronka.domain.advice import RunningDry, TooFewNew
from voronka.domain.task import TaskKind
from voronka.models import Deal, PlannedMonth, User, Workspace
from voronka.queries import stage_times
from voronka.queries.advice import advice_on
from voronka.queries.capacity import capacities
from voronka.queries.pipelines import pipeline_of
from voronka.queries.plan import months_from, plan_grid, planned

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    stage_times.CACHE.clear()
    return make_house()


def old_deal(house: House, owner: str, title: str) -> Deal:
    """Due, over its limit and unanswered since long."""
    return deal_of(house, owner, at=timezone.now() - timedelta(days=40), title=title)


# -- the morning ------------------------------------------------------------------------------------------------------


def test_the_morning_names_who_is_late_and_leads_to_the_deals(house: House) -> None:
    old_deal(house, "Alice", "Waits for long")
    hana = Visitor(house, "Hana")
    morning = hana.get("morning")
    alice = house.people["Alice"].pk
    hrefs = [link.get("href") for link in morning.all(".morning-sellers td a")]
    assert f"/problems/?seller={alice}&kind=overdue" in hrefs
    found = hana.get("problems", query={"seller": alice, "kind": "overdue"})
    assert [one.text_content() for one in found.all(".problem .title > :first-child")] == ["Waits for long"]


def test_a_head_sees_their_sellers_and_nobody_elses(house: House) -> None:
    old_deal(house, "Charlie", "Of the other team")
    words = Visitor(house, "Hana").get("morning").words
    assert "Alice" in words
    assert "Charlie" not in words
    assert "Of the other team" not in words
    assert "Of the other team" in Visitor(house, "Ruth").get("morning").words


def test_what_nobody_owns_can_be_given_away_at_once(house: House) -> None:
    deal = unowned_deal(house)
    morning = Visitor(house, "Hana").get("morning")
    assert morning.one(f"#give-{deal.pk}").get("data-dialog") == f"/deals/{deal.pk}/assign/"


def test_yesterdays_wins_stand_with_their_sum(house: House) -> None:
    deal = deal_of(
        house,
        "Alice",
        title="Won in time",
        amount="1200",
        currency="USD",
        at=timezone.now() - timedelta(days=4),
    )
    Deal.objects.filter(pk=deal.pk).update(stage=house.stage("Sign"))
    won_at = timezone.now() - timedelta(days=1)
    move_deal(by=house.actor("Alice"), at=won_at, deal=deal.pk, move=Move(house.stage("Won")))
    words = Visitor(house, "Hana").get("morning").words
    assert "Won in time" in words
    assert "$1.2k" in words


def test_more_deals_cost_no_more_queries(house: House) -> None:
    hana = Visitor(house, "Hana")
    for number in range(3):
        old_deal(house, "Alice", f"Deal {number}")
    hana.get("morning")

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert hana.get("morning").status == 200
        return len(seen)

    few = asked()
    for number in range(12):
        old_deal(house, "Bob", f"More {number}")
    assert asked() <= few + 1


# -- problem deals ----------------------------------------------------------------------------------------------------


def test_a_seller_sees_their_own_problems(house: House) -> None:
    old_deal(house, "Alice", "Mine")
    old_deal(house, "Bob", "Of a colleague")
    words = Visitor(house, "Alice").get("problems").words
    assert "Mine" in words
    assert "Of a colleague" not in words


@pytest.mark.parametrize("query", [{"seller": "x"}, {"kind": "gone"}, {"pipeline": "999999"}])
def test_what_makes_no_sense_is_not_there(house: House, query: dict[str, str]) -> None:
    assert Visitor(house, "Hana").get("problems", query=query).status == 404


def test_a_stranger_among_the_sellers_is_not_there(house: House) -> None:
    charlie = house.people["Charlie"].pk
    assert Visitor(house, "Hana").get("problems", query={"seller": charlie}).status == 404


# -- the plan ---------------------------------------------------------------------------------------------------------


def test_a_plan_is_typed_summed_and_taken_away(house: House) -> None:
    alice, bob = house.people["Alice"].pk, house.people["Bob"].pk
    hana = Visitor(house, "Hana")
    cells = {f"u{alice}:2026-11": "70 000", f"u{bob}:2026-11": "30000"}
    assert hana.post("settings-plan", data=cells).status == 204
    months = months_from(timezone.now().date().replace(year=2026, month=11, day=1), 1)
    assert planned(house.actor("Hana"), months) == {months[0]: Decimal(100_000)}
    assert planned(house.actor("Alice"), months) == {months[0]: Decimal(70_000)}
    assert planned(house.actor("Bob"), months) == {months[0]: Decimal(30_000)}
    north = house.teams["North"].pk
    assert (
        hana.post("settings-plan", data={f"t{north}:2026-11": "90000", f"u{bob}:2026-11": ""}).status == 204
    )
    # A team's own amount counts instead of the sum of its sellers.
    assert planned(house.actor("Ruth"), months) == {months[0]: Decimal(90_000)}
    assert PlannedMonth.objects.count() == 2


def test_a_wrong_amount_is_said_beside_its_cell_and_nothing_is_lost(house: House) -> None:
    alice = house.people["Alice"].pk
    answer = Visitor(house, "Hana").post("settings-plan", data={f"u{alice}:2026-11": "much"})
    assert answer.status == 422
    assert not PlannedMonth.objects.exists()


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", ["1,234,567.5", "1,234", "0.25"]),
        ("ru", ["1\u00a0234\u00a0567,5", "1\u00a0234", "0,25"]),
        ("uk", ["1\u00a0234\u00a0567,5", "1\u00a0234", "0,25"]),
        ("id", ["1.234.567,5", "1.234", "0,25"]),
    ],
)
def test_amounts_stand_as_the_reader_writes_them_and_are_read_back_as_they_were(
    house: House, language: str, shown: list[str]
) -> None:
    User.objects.filter(name="Hana").update(language=language)
    hana, months = Visitor(house, "Hana"), months_from(timezone.now().date())
    amounts = ("1234567.50", "1234", "0.25")
    alice = house.people["Alice"].pk
    names = [f"u{alice}:{month:%Y-%m}" for month in months[: len(amounts)]]
    hana.post("settings-plan", data=dict(zip(names, amounts, strict=True)))
    page = hana.get("settings-plan")
    stand = {name: page.value(name) for name in names}
    assert list(stand.values()) == shown
    assert hana.post("settings-plan", data=stand).status == 204
    kept = PlannedMonth.objects.order_by("month").values_list("amount", flat=True)
    assert list(kept) == [Decimal(amount) for amount in amounts]


def test_nobody_plans_for_another_team(house: House) -> None:
    charlie = house.people["Charlie"].pk
    assert Visitor(house, "Hana").post("settings-plan", data={f"u{charlie}:2026-11": "1"}).status == 403


def test_the_grid_is_the_readers_tree(house: House) -> None:
    months = months_from(timezone.now().date())
    names = [line.name for line in plan_grid(house.actor("Hana"), months).lines]
    assert names == ["North", "Alice", "Bob", "Dan", "Hana"]
    assert plan_grid(house.actor("Zoe"), months).lines[0].name == "Region"


# -- capacity ---------------------------------------------------------------------------------------------------------


def test_capacity_counts_open_deals_against_the_week(house: House) -> None:
    now = timezone.now()
    alice, bob = house.people["Alice"].pk, house.people["Bob"].pk
    for number in range(6):
        deal_of(house, "Alice", title=f"Deal {number}", at=now)
    found = capacities([alice, bob], now)
    # The stage allows 3 days, one touch a stay: 7 / 3 touches a week for each.
    assert found[alice].deals == 6
    assert found[alice].needed == pytest.approx(14)
    assert found[bob].needed == 0


def test_longer_touches_are_saved_and_leave_room_for_fewer(house: House) -> None:
    alice, now = house.people["Alice"].pk, timezone.now()
    before = capacities([alice], now)[alice].possible
    form = {
        "answer_days": "7",
        "free_hours": "",
        "call": "60",
        "meeting": "240",
        "message": "60",
        "task": "60",
    }
    assert Visitor(house, "Hana").post("settings-discipline", data=form).status == 204
    assert capacities([alice], now)[alice].possible < before
    assert Workspace.objects.values_list("answer_days", "free_hours").get() == (7, 0)


# -- advice -----------------------------------------------------------------------------------------------------------


def run_through(house: House, at: datetime) -> None:
    """Sixty deals went the pipeline in the last weeks, twenty were lost at its first stage; ten days a stage."""
    ways = [("Qualify", "Propose", "Sign", "Won")] * 60 + [("Qualify", "Lost")] * 20
    write_past_deals([went(house, at, way, number) for number, way in enumerate(ways)], at=at)


def stands(house: House, at: datetime, stage: str, deals: int) -> None:
    """So many open deals have come as far as a stage; their step is due tomorrow."""
    write_past_deals([went(house, at, (stage,), number) for number in range(deals)], at=at)


def went(house: House, at: datetime, way: tuple[str, ...], number: int) -> PastDeal:
    pipeline, alice = pipeline_of(house.pipeline.pk), house.people["Alice"]
    stages = {stage.name: stage for stage in pipeline.stages}
    ended = at - timedelta(days=1, minutes=number)
    stays = [
        PastStay(stages[name], ended - timedelta(days=10 * back)) for back, name in enumerate(reversed(way))
    ]
    is_open = stages[way[-1]].kind.is_open
    return PastDeal(
        pipeline=pipeline, title=f"Deal {number}", owner=alice.pk, team=house.teams["North"].pk, by=alice.pk,
        stays=tuple(reversed(stays)), amount=Decimal(1000), currency="USD",
        next_task=NewTask(TaskKind.CALL, "Call", at + timedelta(days=1)) if is_open else None,
        exit=PastExit(reason=house.lost_reason if way[-1] == "Lost" else None),
    )  # fmt: skip


def test_a_board_without_history_gets_no_advice(house: House) -> None:
    stands(house, timezone.now(), "Propose", 12)
    assert not Visitor(house, "Alice").get("board-counts", house.pipeline.pk).all(".balance")


def test_a_closing_stage_that_runs_dry_sends_to_the_one_before(house: House) -> None:
    now = timezone.now()
    run_through(house, now)
    stands(house, now, "Qualify", 9)
    stands(house, now, "Propose", 9)
    pipeline = house.pipeline.pk
    advised = advice_on(house.actor("Alice"), pipeline_of(pipeline), now, now.date())
    assert advised is not None
    assert isinstance(advised.advice, RunningDry)
    hint = Visitor(house, "Alice").get("board-counts", pipeline).one(".balance")
    assert "Sign is running dry: 0 deals" in hint.text_content()
    assert "Work Propose today: 9 deals" in hint.text_content()
    assert hint.cssselect("a")[0].get("href") == f"/list/{pipeline}/?stage={house.stage('Propose')}"


def test_a_plan_out_of_reach_says_how_many_deals_are_missing(house: House) -> None:
    now = timezone.now()
    run_through(house, now)
    for stage in ("Qualify", "Propose", "Sign"):
        stands(house, now, stage, 5)
    alice, months = house.people["Alice"].pk, months_from(now.date())
    set_plan(by=house.actor("Hana"), at=now, cells={f"u{alice}:{month:%Y-%m}": "100000" for month in months})
    advised = advice_on(house.actor("Alice"), pipeline_of(house.pipeline.pk), now, now.date())
    assert advised is not None
    assert isinstance(advised.advice, TooFewNew)
    short = advised.advice.short
    # Of each new deal three quarters go on to be won: 750 of the rest.
    assert short.new_deals == ceil((short.left - short.expected) / 750)
    assert short.until >= now.date() + timedelta(days=29)


def test_advice_put_aside_is_silent_for_the_day_and_for_that_person(house: House) -> None:
    now = timezone.now()
    run_through(house, now)
    stands(house, now, "Propose", 12)
    stands(house, now, "Qualify", 9)
    alice, pipeline = Visitor(house, "Alice"), house.pipeline.pk
    assert alice.get("board-counts", pipeline).all(".balance")
    assert alice.post("advice-aside", pipeline).status == 200
    assert not alice.get("board-counts", pipeline).all(".balance")
    assert Visitor(house, "Hana").get("board-counts", pipeline).all(".balance")
    later = now + timedelta(days=2)
    assert advice_on(house.actor("Alice"), pipeline_of(pipeline), later, later.date()) is not None
