"""The board's reads: who sees which cards, counts and sums; orders, pages and filters, against a recount in Python."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import NOON, deal_of, make_house, make_pipeline, unowned_deal
from voronka.commands.assignments import assign_deal
from voronka.commands.clients import ClientWords
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move
from voronka.commands.task_rows import NewTask
from voronka.domain.errors import Problem
from voronka.domain.search_text import fold
from voronka.domain.task import TaskKind
from voronka.models import Deal, Stage
from voronka.models import Pipeline as PipelineRow
from voronka.queries import board
from voronka.queries.board_filter import NOBODY, Asked, DealFilter, Sort, is_of_board, read_filter, read_query
from voronka.queries.board_sql import ORDERS
from voronka.queries.pipelines import pipeline_of
from voronka.queries.visibility import visible_deals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pytest_django import DjangoDbBlocker

    from tests.factories import House
    from voronka.domain.permissions import Actor
    from voronka.domain.pipeline import Pipeline
    from voronka.queries.board import CardRow

CAST = ("Alice", "Bob", "Dan", "Charlie", "Hana", "Hugo", "Ruth", "Zoe")
NOW = NOON + timedelta(days=10)


@pytest.fixture(scope="module")
def shared_house(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    """One house for all tests of this file, for making its deals takes seconds; each test rolls its own back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield _furnished()
        transaction.set_rollback(True)


@pytest.fixture
def house(shared_house: House, db: None) -> House:
    """The shared house, in a transaction of the test's own."""
    return shared_house


def _furnished() -> House:
    """Deals of everybody, in several stages, some of nobody, some closed; many keys are equal."""
    house = make_house()
    owners = ("Alice", "Alice", "Alice", "Bob", "Charlie", "Charlie")
    for number in range(24):
        owner = owners[number % len(owners)]
        made = deal_of(
            house,
            owner,
            at=NOON + timedelta(days=number % 5),
            title=f"Cold room {number % 4}",
            client=ClientWords(company=f"Client {number % 3}"),
            amount="" if number % 7 == 0 else str(1000 * (number % 6)),
            next_task=NewTask(TaskKind.CALL, "Call", NOW + timedelta(hours=6 * (number % 3) - 6)),
        )
        if number % 4 == 1:
            move(house, owner, made, "Propose", NOON + timedelta(days=6))
        if number % 8 == 5:
            move(house, owner, made, "Sign", NOON + timedelta(days=7 + number % 2))
        if number % 12 == 3:
            move(house, owner, made, "Lost", NOON + timedelta(days=8), lost_reason=house.lost_reason)
    for seller in ("Alice", "Charlie", "Charlie"):
        unowned_deal(house, seller, at=NOON + timedelta(days=9), amount="500")
    deal_of(house, "Bob", stage="Unsorted", at=NOON, amount="70")
    Stage.objects.filter(pk=house.stage("Sign")).update(limit=None)
    # As the settings do: whoever keeps the pipeline reads it anew.
    PipelineRow.objects.filter(pk=house.pipeline.pk).update(version=2, changed_at=NOW)
    return house


def move(house: House, who: str, deal: Deal, to: str, at: datetime, **said: Any) -> None:
    move_deal(by=house.actor(who), at=at, deal=deal.pk, move=Move(to=house.stage(to), **said))


def the(house: House) -> Pipeline:
    return pipeline_of(house.pipeline.pk)


def open_deals(actor: Actor) -> list[Deal]:
    """What the actor may see on a board, by the policy that everything else goes by."""
    rows = visible_deals(actor).filter(is_open=True).select_related("company", "contact")
    return list(rows)


def in_order(deals: Sequence[Deal], sort: Sort) -> list[int]:
    order = ORDERS[sort]
    keyed = sorted(((getattr(deal, order.key), deal.pk) for deal in deals), reverse=order.falling)
    return [id for _, id in keyed]


def every_card(actor: Actor, pipeline: Pipeline, asked: Asked) -> dict[int, list[CardRow]]:
    """All cards of each stage, page by page."""
    found: dict[int, list[CardRow]] = {}
    for stage, first in (
        (s, board.cards(actor, pipeline.columns, asked, NOW)[s.id]) for s in pipeline.columns
    ):
        shown, after = list(first.shown), first.after
        while after is not None:
            page = board.more_cards(actor, stage, asked, NOW, after)
            shown += page.shown
            after = page.after
        found[stage.id] = shown
    return found


# -- who sees what ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("who", CAST)
def test_everybody_sees_what_the_policy_lets_them_see_in_every_order(
    house: House, who: str, sort: Sort
) -> None:
    actor, pipeline = house.actor(who), the(house)
    found = every_card(actor, pipeline, Asked(sort=sort))
    visible = open_deals(actor)
    for stage in pipeline.columns:
        mine = [deal for deal in visible if deal.stage_id == stage.id]
        assert [row.id for row in found[stage.id]] == in_order(mine, sort)


@pytest.mark.parametrize("who", CAST)
def test_counts_and_sums_are_of_what_the_person_sees(house: House, who: str) -> None:
    actor, pipeline = house.actor(who), the(house)
    visible = open_deals(actor)
    tallies = board.tallies(actor, pipeline.columns, DealFilter(), NOW)
    for stage in pipeline.columns:
        mine = [deal for deal in visible if deal.stage_id == stage.id]
        assert tallies[stage.id].deals == len(mine)
        assert tallies[stage.id].amount == sum((deal.amount_base for deal in mine), Decimal(0))


def test_a_seller_sees_only_their_own_and_what_their_team_has_free(house: House) -> None:
    pipeline = the(house)
    rows = [row for cards in every_card(house.actor("Alice"), pipeline, Asked()).values() for row in cards]
    assert {row.owner_name for row in rows} == {"Alice", None}
    free = [row for row in rows if row.owner is None]
    assert [Deal.objects.get(pk=row.id).team for row in free] == [house.teams["North"]]


def test_a_newcomer_without_deals_sees_what_is_free_only(house: House) -> None:
    tallies = board.tallies(house.actor("Dan"), the(house).columns, DealFilter(), NOW)
    assert [tally.deals for tally in tallies.values()] == [1, 0, 0, 0]


def test_a_head_of_heads_sees_all_teams_below(house: House) -> None:
    pipeline = the(house)
    region = board.tallies(house.actor("Ruth"), pipeline.columns, DealFilter(), NOW)
    every = board.tallies(house.actor("Zoe"), pipeline.columns, DealFilter(), NOW)
    assert region == every
    assert sum(tally.deals for tally in every.values()) == Deal.objects.filter(is_open=True).count()


def test_a_given_away_deal_leaves_the_giver_and_counts_for_the_taker(house: House) -> None:
    pipeline = the(house)
    deal = visible_deals(house.actor("Alice")).filter(owner__name="Alice", stage__name="Qualify").first()
    assert deal is not None
    before = board.tallies(house.actor("Bob"), pipeline.columns, DealFilter(), NOW)[pipeline.columns[1].id]
    assign_deal(by=house.actor("Hana"), at=NOW, deal=deal.pk, owner=house.people["Bob"].pk)
    assert board.placed_cards(house.actor("Alice"), pipeline, Asked(), NOW, [deal.pk]) == []
    assert [p.row.id for p in board.placed_cards(house.actor("Bob"), pipeline, Asked(), NOW, [deal.pk])] == [
        deal.pk
    ]
    after = board.tallies(house.actor("Bob"), pipeline.columns, DealFilter(), NOW)[pipeline.columns[1].id]
    assert (after.deals, after.amount) == (before.deals + 1, before.amount + deal.amount_base)


def test_another_pipelines_deals_are_not_on_this_board(house: House) -> None:
    other, stages = make_pipeline("Service")
    elsewhere = replace(house, pipeline=other, stages=stages)
    deal = deal_of(elsewhere, "Alice", title="Service visit")
    pipeline = the(house)
    rows = [row.id for cards in every_card(house.actor("Zoe"), pipeline, Asked()).values() for row in cards]
    assert deal.pk not in rows
    assert board.placed_cards(house.actor("Zoe"), pipeline, Asked(), NOW, [deal.pk]) == []


# -- pages --------------------------------------------------------------------------------------------------------


def test_a_card_knows_the_one_that_follows_it(house: House) -> None:
    pipeline = the(house)
    for who in ("Alice", "Hana", "Zoe"):
        actor = house.actor(who)
        for sort in Sort:
            asked = Asked(sort=sort)
            for rows in every_card(actor, pipeline, asked).values():
                ids = [row.id for row in rows]
                placed = board.placed_cards(actor, pipeline, asked, NOW, ids)
                assert [one.row for one in placed] == rows
                assert [one.before for one in placed] == [*ids[1:], None][: len(ids)]


def test_a_closed_or_unknown_deal_has_no_place(house: House) -> None:
    lost = Deal.objects.filter(is_open=False)[0]
    assert board.placed_cards(house.actor("Zoe"), the(house), Asked(), NOW, [lost.pk, 10**8]) == []


# -- filters ------------------------------------------------------------------------------------------------------

FILTERS: dict[str, tuple[DealFilter, Callable[[Deal], bool]]] = {
    "overdue": (DealFilter(overdue=True), lambda d: d.next_step_at is not None and d.next_step_at < NOW),
    "over the limit": (
        DealFilter(over_limit=True),
        lambda d: d.stage.limit is not None and d.entered_at <= NOW - d.stage.limit,
    ),
    "days in the stage": (DealFilter(stage_days=7), lambda d: d.entered_at <= NOW - timedelta(days=7)),
    "amount from": (
        DealFilter(amount_from=Decimal(3000)),
        lambda d: d.amount is not None and d.amount >= 3000,
    ),
    "amount from nothing": (DealFilter(amount_from=Decimal(0)), lambda d: True),
    "amount up to": (
        DealFilter(amount_to=Decimal(2000)),
        lambda d: d.amount is not None and d.amount <= 2000,
    ),
    "amount between": (
        DealFilter(amount_from=Decimal(1000), amount_to=Decimal(2000)),
        lambda d: d.amount is not None and 1000 <= d.amount <= 2000,
    ),
    "text in the title": (DealFilter(text="room 3"), lambda d: "3" in _document(d)),
    "text in the company": (DealFilter(text="client 1"), lambda d: "1" in _document(d)),
    "text of another layout": (DealFilter(text="сщдв"), lambda d: "cold" in d.title.lower()),
    "text that is nowhere": (DealFilter(text="quokka"), lambda d: False),
    "several at once": (
        DealFilter(text="cold", overdue=True, amount_from=Decimal(1000)),
        lambda d: (
            "cold" in d.title.lower()
            and d.next_step_at is not None
            and d.next_step_at < NOW
            and d.amount_base >= 1000
        ),
    ),
}


def _document(deal: Deal) -> str:
    return fold(f"{deal.title} {deal.company.name if deal.company else ''}")


@pytest.mark.parametrize("who", ["Alice", "Hana", "Zoe"])
@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_shows_counts_and_sums_what_passes_it(house: House, name: str, who: str) -> None:
    asked, passes = FILTERS[name]
    actor, pipeline = house.actor(who), the(house)
    passing = [deal for deal in open_deals(actor) if passes(deal)]
    found = every_card(actor, pipeline, Asked(asked))
    tallies = board.tallies(actor, pipeline.columns, asked, NOW)
    counts = board.counts(actor, pipeline.columns, asked, NOW)
    for stage in pipeline.columns:
        here = [deal for deal in passing if deal.stage_id == stage.id]
        assert [row.id for row in found[stage.id]] == in_order(here, Sort.NEXT_STEP)
        assert (tallies[stage.id].deals, counts[stage.id]) == (len(here), len(here))
        assert tallies[stage.id].amount == sum((deal.amount_base for deal in here), Decimal(0))


def test_some_filter_lets_some_pass_and_stops_others(house: House) -> None:
    """The test above would be empty if the filters let all or nothing pass."""
    deals = open_deals(house.actor("Zoe"))
    shares = {name: sum(map(passes, deals)) for name, (_, passes) in FILTERS.items()}
    assert shares["text that is nowhere"] == 0
    assert all(
        0 < share < len(deals)
        for name, share in shares.items()
        if "nowhere" not in name and "nothing" not in name
    )


@pytest.mark.parametrize("who", ["Hana", "Zoe"])
def test_the_owner_filter_shows_one_colleague_or_what_nobody_owns(house: House, who: str) -> None:
    actor, pipeline = house.actor(who), the(house)
    for name, owner in (
        ("Alice", house.people["Alice"].pk),
        ("Charlie", house.people["Charlie"].pk),
        (None, NOBODY),
    ):
        asked = DealFilter(owner=owner)
        mine = [d for d in open_deals(actor) if (d.owner.name if d.owner else None) == name]
        found = every_card(actor, pipeline, Asked(asked))
        assert sorted(row.id for rows in found.values() for row in rows) == sorted(d.pk for d in mine)
        tallies = board.tallies(actor, pipeline.columns, asked, NOW)
        assert sum(tally.deals for tally in tallies.values()) == len(mine)
        assert sum(tally.amount for tally in tallies.values()) == sum(d.amount_base for d in mine)


def test_owners_to_choose_from_are_those_with_open_deals_that_one_sees(house: House) -> None:
    pipeline = the(house)
    named = [(one.name, one.deals) for one in board.owners(house.actor("Hana"), pipeline)]
    mine = open_deals(house.actor("Hana"))
    expected = [("", sum(d.owner is None for d in mine))]
    expected += [
        (name, sum(d.owner is not None and d.owner.name == name for d in mine)) for name in ("Alice", "Bob")
    ]
    assert named == expected


def test_only_who_leads_a_colleague_is_told_their_name(house: House) -> None:
    charlie = house.people["Charlie"].pk
    assert board.owner_name(house.actor("Hugo"), charlie) == "Charlie"
    assert board.owner_name(house.actor("Zoe"), charlie) == "Charlie"
    assert board.owner_name(house.actor("Hana"), charlie) is None


# -- the cost -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["Alice", "Hana", "Ruth", "Zoe"])
def test_cards_cost_one_query_sums_one_and_a_change_two(house: House, who: str) -> None:
    actor, pipeline = house.actor(who), the(house)
    for asked in (Asked(), Asked(DealFilter(text="cold", over_limit=True))):
        with CaptureQueriesContext(connection) as queries:
            board.cards(actor, pipeline.columns, asked, NOW)
        assert len(queries) == 1
        with CaptureQueriesContext(connection) as queries:
            board.tallies(actor, pipeline.columns, asked.filter, NOW)
        assert len(queries) == 1
    deals = [deal.pk for deal in open_deals(actor)]
    with CaptureQueriesContext(connection) as queries:
        board.placed_cards(actor, pipeline, Asked(), NOW, deals)
    assert len(queries) == 2


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("who", ["Alice", "Hana", "Ruth", "Zoe"])
def test_columns_are_read_by_seeks_in_the_boards_own_indexes(house: House, who: str, sort: Sort) -> None:
    actor, pipeline = house.actor(who), the(house)
    with CaptureQueriesContext(connection) as queries:
        board.cards(actor, pipeline.columns, Asked(sort=sort), NOW)
    used = _indexes(queries[0]["sql"])
    assert used
    assert all(name.startswith(f"board_{ORDERS[sort].index}") for name in used), used
    ways = {"Alice": {"_owner", "_free"}, "Hana": {"_team"}, "Ruth": {"_team"}, "Zoe": {""}}[who]
    assert {name.removeprefix(f"board_{ORDERS[sort].index}") for name in used} == ways


@pytest.mark.parametrize(
    ("asked", "index"),
    [(DealFilter(overdue=True), "board_next"), (DealFilter(over_limit=True), "board_limit")],
)
@pytest.mark.parametrize("who", ["Alice", "Hana", "Zoe"])
def test_counts_of_views_are_read_from_an_index(
    house: House, who: str, asked: DealFilter, index: str
) -> None:
    actor, pipeline = house.actor(who), the(house)
    with CaptureQueriesContext(connection) as queries:
        board.counts(actor, pipeline.columns, asked, NOW)
    used = _indexes(queries[0]["sql"])
    assert used
    # What nobody owns is so little that PostgreSQL may take any of the indexes of just that.
    assert all(name.startswith(index) or name.endswith("_free") for name in used), used


def _indexes(sql: str) -> set[str]:
    """The indexes by which a query finds deals other than by their id.

    Fails when a table of deals is read through, or sorted where an index has the order.
    """
    return _indexes_sqlite(sql) if connection.vendor == "sqlite" else _indexes_postgres(sql)


def _indexes_sqlite(sql: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql.replace('%', '%%')}")
        lines = [line for *_, line in cursor.fetchall()]
    assert not [line for line in lines if line.startswith("SCAN voronka_deal")]
    found = [
        line.split(" INDEX ")[1].split(" ")[0]
        for line in lines
        if line.startswith("SEARCH voronka_deal USING")
    ]
    return set(found)


def _indexes_postgres(sql: str) -> set[str]:
    with connection.cursor() as cursor:
        # A handful of rows on one page is quicker read through, or by a bitmap; the planner is told that there
        # are a million, and kept from what only a single page makes cheap.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        cursor.execute(
            "UPDATE pg_class SET reltuples = 1000000, relpages = 1 WHERE oid = 'voronka_deal'::regclass"
            " OR oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = 'voronka_deal'::regclass)"
        )
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql.replace('%', '%%')}")
        (answer,) = cursor.fetchone()
    plan = json.loads(answer) if isinstance(answer, str) else answer
    return {
        node.get("Index Name", f"none: {node['Node Type']}")
        for node in _nodes(plan[0]["Plan"])
        if node.get("Relation Name") == "voronka_deal" and node.get("Alias") != "d"
    }


def _nodes(node: dict[str, Any]) -> list[dict[str, Any]]:
    return [node, *(each for child in node.get("Plans", []) for each in _nodes(child))]


# -- addresses ----------------------------------------------------------------------------------------------------


def test_a_filter_goes_into_an_address_and_comes_back() -> None:
    asked = Asked(
        DealFilter(
            owner=7,
            stage_days=3,
            amount_from=Decimal("1000.50"),
            amount_to=Decimal(90000),
            text="cold room & more",
            overdue=True,
            over_limit=True,
        ),
        Sort.AMOUNT,
    )
    again = read_query(asked.address(), owners=True)
    assert (again.filter, again.sort) == (asked.filter, asked.sort)


def test_an_address_may_change_one_part_and_keep_the_rest() -> None:
    asked = Asked(DealFilter(owner=7, text="cold"), Sort.CREATED)
    assert asked.address(owner=None) == "?text=cold&sort=created"
    assert asked.address(sort=None, late="1") == "?owner=7&text=cold&late=1"
    assert Asked().address() == ""


def test_what_cant_be_read_filters_nothing_and_is_told() -> None:
    asked = read_filter(
        {"days": "soon", "from": "much", "to": "-5", "owner": "me", "sort": "luck"}, owners=True
    )
    assert not asked.filter
    assert asked.sort is Sort.NEXT_STEP
    assert asked.problems == {
        "owner": Problem.NOT_A_NUMBER,
        "days": Problem.NOT_A_NUMBER,
        "from": Problem.NOT_A_NUMBER,
        "to": Problem.NEGATIVE,
    }
    assert asked.typed["from"] == "much"


def test_a_seller_can_not_ask_for_a_colleagues_deals() -> None:
    assert read_filter({"owner": "7"}, owners=False).filter == DealFilter()


@given(
    st.dictionaries(
        st.sampled_from(["owner", "days", "from", "to", "text", "late", "over", "sort"]), st.text()
    )
)
def test_no_address_is_too_strange_to_read(given_: dict[str, str]) -> None:
    asked = read_filter(given_, owners=True)
    again = read_query(asked.address(), owners=True)
    assert (again.filter, again.sort) == (asked.filter, asked.sort)


@pytest.mark.parametrize(
    "text", ["%", "_", "*", "[a-z]", "'; DROP TABLE", '"', "\\", "ё", "🙂", "a" * 80, "- -"]
)
def test_text_is_never_a_pattern(house: House, text: str) -> None:
    found = every_card(house.actor("Zoe"), the(house), Asked(DealFilter(text=text)))
    assert all(
        fold(text) in _document(Deal.objects.get(pk=row.id)) for rows in found.values() for row in rows
    )


def test_views_of_the_list_say_nothing_to_the_board() -> None:
    assert is_of_board("text=cold&sort=amount")
    assert not is_of_board("text=cold&status=lost")
    assert not is_of_board("sort=amount")
    assert not is_of_board("")
