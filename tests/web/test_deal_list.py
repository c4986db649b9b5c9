"""The list of deals: what it shows to whom, in any order and page by page; and acting on many at once."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories import deal_of, make_house, unowned_deal
from tests.truths import assert_all_true
from tests.web.visitor import Answer, Visitor
from voronka.commands import bulk as commands
from voronka.commands.clients import ClientWords
from voronka.commands.deals import change_deal
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move
from voronka.domain.spreadsheet_cells import neutral
from voronka.models import Deal, SavedView
from voronka.queries.deal_list import Wanted, list_page, totals
from voronka.queries.list_filter import Sort, Status, read_list
from voronka.queries.pipelines import pipeline_of
from voronka.web.deal_list.bulk_go import read_chosen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.factories import House

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.fixture
def house() -> House:
    return make_house(
        {"Qualify": [("field", "Need is known", {"field": "need"}), ("by_hand", "They fit us", {})]}
    )


def titles(answer: Answer) -> list[str]:
    return [link.text_content() for link in answer.all("tbody .title-cell a, .title-cell a")]


def listed(visitor: Visitor, house: House, **query: Any) -> list[str]:
    answer = visitor.get("deal-list", house.pipeline.pk, query=query)
    assert answer.status == 200
    return titles(answer)


def chosen(*deals: Deal) -> list[str]:
    return [f"{deal.pk}:{Deal.objects.get(pk=deal.pk).version}" for deal in deals]


def lose(house: House, deal: Deal, who: str = "Alice") -> None:
    move = Move(house.stage("Lost"), lost_reason=house.lost_reason)
    move_deal(by=house.actor(who), at=NOW, deal=deal.pk, move=move)


# -- what is shown -----------------------------------------------------------------------------------------------


def test_everybody_sees_their_own_with_counts_and_sums(house: House) -> None:
    for who, title, amount in (("Alice", "A", "100"), ("Bob", "B", "250"), ("Charlie", "C", "1000")):
        deal_of(house, who, title=title, amount=amount)
    unowned_deal(house, title="U")
    seen = {
        "Alice": ({"A", "U"}, "2 deals $100"),
        "Bob": ({"B", "U"}, "2 deals $250"),
        "Charlie": ({"C"}, "1 deal $1k"),
        "Hana": ({"A", "B", "U"}, "3 deals $350"),
        "Hugo": ({"C"}, "1 deal $1k"),
        "Zoe": ({"A", "B", "C", "U"}, "4 deals $1.4k"),
    }
    for who, (expected, sums) in seen.items():
        page = Visitor(house, who).get("deal-list", house.pipeline.pk)
        assert set(titles(page)) == expected
        assert " ".join(page.one("#list-totals").text_content().split()) == sums


def test_only_those_who_lead_see_owners(house: House) -> None:
    deal_of(house, "Alice")
    alice = Visitor(house, "Alice").get("deal-list", house.pipeline.pk, query={"cols": "owner,title"})
    assert "Owner" not in alice.one("thead").text_content()
    assert not alice.all("#filter-owner, #bulk-assign")
    hana = Visitor(house, "Hana").get("deal-list", house.pipeline.pk)
    assert "Owner" in hana.one("thead").text_content()
    assert [o.text for o in hana.all("#filter-owner option")] == [
        "Everyone", "Nobody’s", "Alice", "Bob", "Dan", "Hana",
    ]  # fmt: skip


def test_a_seller_can_t_ask_for_a_colleague_s_deals(house: House) -> None:
    deal_of(house, "Alice", title="A")
    deal_of(house, "Bob", title="B")
    bob = house.people["Bob"].pk
    assert listed(Visitor(house, "Alice"), house, owner=bob) == ["A"]
    assert listed(Visitor(house, "Hana"), house, owner=bob) == ["B"]


def test_statuses_part_the_deals(house: House) -> None:
    lost, _ = deal_of(house, "Alice", title="Lost one"), deal_of(house, "Alice", title="Open one")
    lose(house, lost)
    alice = Visitor(house, "Alice")
    assert listed(alice, house) == ["Open one"]
    assert listed(alice, house, status="lost") == ["Lost one"]
    assert listed(alice, house, status="won") == []
    assert set(listed(alice, house, status="all")) == {"Lost one", "Open one"}
    assert listed(alice, house, status="nonsense") == ["Open one"]
    page = alice.get("deal-list", house.pipeline.pk, query={"status": "lost"})
    assert "Too expensive" in page.words


def test_filters_are_the_board_s_and_can_be_taken_off(house: House) -> None:
    deal_of(house, "Alice", title="Freezer", amount="9000")
    deal_of(house, "Alice", title="Fridge", amount="100")
    alice = Visitor(house, "Alice")
    assert listed(alice, house, text="freez") == ["Freezer"]
    assert listed(alice, house, text="freez", status="all") == ["Freezer"]
    page = alice.get(
        "deal-list", house.pipeline.pk, query={"from": "5k", "text": "fr", "stage": house.stage("Qualify")}
    )
    assert titles(page) == ["Freezer"]
    off = {chip.text_content().strip(): chip.cssselect("a")[0].get("href") for chip in page.all(".chip.acc")}
    assert set(off) == {"Qualify", "From $5k", "“fr”"}
    assert "from=" not in off["From $5k"]
    assert "text=fr" in off["From $5k"]


def test_what_can_t_be_read_is_told_and_kept(house: House) -> None:
    deal_of(house, "Alice")
    page = Visitor(house, "Alice").get("deal-list", house.pipeline.pk, query={"from": "lots", "days": "x"})
    assert page.status == 200
    assert page.one("#filter-from").get("value") == "lots"
    assert page.one("#filter-from").get("aria-invalid") == "true"
    assert "whole number" in page.one("#filter-days-error").text_content()
    assert len(titles(page)) == 1


def test_an_empty_list_says_why(house: House) -> None:
    alice = Visitor(house, "Alice")
    assert "No open deals yet" in alice.get("deal-list", house.pipeline.pk).words
    assert "No deal matches" in alice.get("deal-list", house.pipeline.pk, query={"text": "zzz"}).words
    assert alice.get("deal-list", 999).status == 404


# -- orders and pages --------------------------------------------------------------------------------------------


def workload(house: House) -> list[Deal]:
    """Deals that differ, and that have gaps, in everything a list is sorted by."""
    deals = []
    for n in range(13):
        who = ("Alice", "Bob")[n % 2]
        client = (
            ClientWords(company=f"Company {n % 3}") if n % 4 else ClientWords(phone=f"+38067555014{n % 10}")
        )
        deal = deal_of(
            house, who, at=NOW - timedelta(hours=n % 5), title=f"Deal {n % 6}", client=client,
            amount="" if n % 5 == 0 else str(100 * (n % 4)), source=("", "Fair", "site")[n % 3],
            expected_close_on="" if n % 3 == 0 else f"2026-12-{10 + n % 4}",
        )  # fmt: skip
        if n % 6 == 1:
            lose(house, deal, who)
        deals.append(deal)
    return deals


def key(deal: Deal, sort: Sort) -> Any:
    """What a person would sort by, told without the product's code; None for no value."""
    stages = {"Unsorted": 0, "Qualify": 1, "Propose": 2, "Sign": 3, "Won": 4, "Lost": 5, "Postponed": 6}
    return {
        Sort.TITLE: deal.title.lower(),
        Sort.COMPANY: deal.company and deal.company.name.lower(),
        Sort.CONTACT: deal.contact and deal.contact.name.lower(),
        Sort.STAGE: stages[deal.stage.name],
        Sort.AMOUNT: deal.amount,
        Sort.OWNER: deal.owner and deal.owner.name.lower(),
        Sort.NEXT_STEP: deal.next_step_at,
        Sort.CREATED: deal.created_at,
        Sort.ENTERED: deal.entered_at,
        Sort.EXPECTED_CLOSE: deal.expected_close_on,
        Sort.CLOSED: deal.closed_at,
        Sort.SOURCE: deal.source.lower() or None,
    }[sort]


def in_order(deals: Sequence[Deal], sort: Sort, *, falling: bool) -> list[int]:
    known = sorted(
        (d for d in deals if key(d, sort) is not None), key=lambda d: (key(d, sort), d.pk), reverse=falling
    )
    missing = sorted((d for d in deals if key(d, sort) is None), key=lambda d: d.pk, reverse=falling)
    return [deal.pk for deal in [*known, *missing]]


@pytest.mark.parametrize("falling", [False, True])
@pytest.mark.parametrize("sort", list(Sort))
def test_pages_of_any_order_neither_skip_nor_repeat(house: House, sort: Sort, *, falling: bool) -> None:
    workload(house)
    pipeline, hana = pipeline_of(house.pipeline.pk), house.actor("Hana")
    for status in (Status.OPEN, Status.ALL):
        order = f"{'-' if falling else ''}{sort}"
        query = read_list({"status": status.value, "order": order}, pipeline, owners=True)
        wanted = Wanted(hana, pipeline, query, NOW)
        found: list[int] = []
        after = ""
        while True:
            page = list_page(wanted, after, 4)
            found += [row.id for row in page.rows]
            after = page.after
            if not after:
                break
        rows = Deal.objects.select_related("company", "contact", "owner", "stage")
        deals = list(rows if status is Status.ALL else rows.filter(is_open=True))
        # Among open deals without an amount, and those of nothing, the board's order knows no difference.
        if (sort, falling, status) == (Sort.AMOUNT, True, Status.OPEN):
            expected = [d.pk for d in sorted(deals, key=lambda d: (d.amount_base, d.pk), reverse=True)]
        else:
            expected = in_order(deals, sort, falling=falling)
        assert found == expected
        counted = totals(wanted)
        assert (counted.deals, counted.amount) == (
            len(deals),
            sum((d.amount_base for d in deals), Decimal(0)),
        )


def test_further_rows_follow_and_a_made_up_place_is_no_page(house: House) -> None:
    for n in range(52):
        deal_of(house, "Alice", title=f"Deal {n:02}")
    alice = Visitor(house, "Alice")
    page = alice.get("deal-list", house.pipeline.pk, query={"order": "title"})
    assert len(titles(page)) == 50
    more = page.one("#show-more").get("hx-get")
    rest = alice.client.get(more)
    assert [f"Deal {n}" in rest.content.decode() for n in (49, 50, 51)] == [False, True, True]
    assert "show-more" not in rest.content.decode()
    for place in ("x", "W10", "IiI", more.split("after=")[1] + "&order=-title"):
        address = reverse("deal-list-rows", args=[house.pipeline.pk])
        assert alice.client.get(f"{address}?after={place}").status_code == 404


def test_a_page_costs_few_queries_whatever_it_shows(house: House) -> None:
    workload(house)
    hana = Visitor(house, "Hana")
    hana.get("deal-list", house.pipeline.pk)
    with CaptureQueriesContext(connection) as queries:
        hana.get("deal-list", house.pipeline.pk)
    few = len(queries)
    for n in range(20):
        deal_of(house, "Alice", title=f"More {n}")
    with CaptureQueriesContext(connection) as queries:
        hana.get("deal-list", house.pipeline.pk)
    assert len(queries) == few <= 15


# -- columns, views, export --------------------------------------------------------------------------------------


def test_columns_are_chosen_kept_in_the_address_and_remembered(house: House) -> None:
    deal_of(house, "Alice", source="Fair")
    alice = Visitor(house, "Alice")
    page = alice.get("deal-list", house.pipeline.pk, query={"cols": ["title", "source"]})
    heads = [" ".join(th.text_content().split()) for th in page.all("thead th")]
    assert heads == ["", "Deal", "Source"]
    assert all("cols=title%2Csource" in a.get("href") for a in page.all("thead a"))
    again = alice.get("deal-list", house.pipeline.pk)
    assert [" ".join(th.text_content().split()) for th in again.all("thead th")] == heads
    lost = alice.get("deal-list", house.pipeline.pk, query={"cols": "nonsense,%,title"})
    assert [" ".join(th.text_content().split()) for th in lost.all("thead th")] == ["", "Deal"]


def test_the_order_is_told_and_a_second_press_turns_it(house: House) -> None:
    deal_of(house, "Alice")
    alice = Visitor(house, "Alice")
    page = alice.get("deal-list", house.pipeline.pk, query={"order": "-amount"})
    (head,) = page.all("th[aria-sort]")
    assert (head.get("aria-sort"), head.cssselect("a")[0].get("href").split("order=")[1]) == (
        "descending",
        "amount",
    )


def test_filters_order_and_columns_are_saved_as_a_view(house: House) -> None:
    alice = Visitor(house, "Alice")
    query = "?text=fridge&order=-amount&cols=title,amount&junk=1"
    given = {"on": "list", "pipeline": house.pipeline.pk, "query": query}
    refused = alice.post("view-save", data=given | {"name": ""})
    assert (refused.status, "text=fridge" in refused.value("query")) == (422, True)
    saved = alice.post("view-save", data=given | {"name": "Fridges", "shared": "on"})
    view = SavedView.objects.get()
    assert (view.name, view.is_shared) == ("Fridges", False)
    assert "junk" not in view.query
    assert saved.headers["HX-Redirect"].endswith(view.query)
    page = alice.get("deal-list", house.pipeline.pk)
    (pill,) = [a for a in page.all(".pill") if a.text_content() == "Fridges"]
    assert "cols=title%2Camount" in pill.get("href")
    (remove,) = alice.get("deal-list", house.pipeline.pk, query=dict(parse_qsl(view.query))).all(
        "[hx-post*=remove]"
    )
    removed = alice.follow(remove.get("hx-post"))
    assert (removed.status, removed.headers["HX-Redirect"]) == (204, f"/list/{house.pipeline.pk}/")
    assert not SavedView.objects.exists()


def exported(visitor: Visitor, house: House, **query: Any) -> list[list[str]]:
    response = visitor.client.get(reverse("deal-list-export", args=[house.pipeline.pk]), query)
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    body = b"".join(response).decode()
    assert body.startswith("\ufeff")
    return list(csv.reader(io.StringIO(body.removeprefix("\ufeff"))))


def test_the_file_holds_what_the_person_sees_and_nothing_that_runs(house: House) -> None:
    deal = deal_of(house, "Alice", title='=HYPERLINK("http://x","y")', amount="1234,50", source="@site")
    deal_of(house, "Bob", title="Bob’s")
    head, row = exported(Visitor(house, "Alice"), house, cols="title,amount,source,stage")
    assert head == ["Number", "Deal", "Stage", "Amount", "Currency", "Source"]
    assert row == [str(deal.pk), '\'=HYPERLINK("http://x","y")', "Qualify", "1234.50", "USD", "'@site"]
    assert len(exported(Visitor(house, "Hana"), house)) == 3
    assert len(exported(Visitor(house, "Hugo"), house)) == 1


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_a_formula_is_neutral_in_a_cell(cell: str) -> None:
    assert neutral(cell) == f"'{cell}"
    assert neutral(f"x{cell}") == f"x{cell}"


# -- bulk --------------------------------------------------------------------------------------------------------


def fields(answer: Answer) -> dict[str, str]:
    """The hidden fields that the next request brings."""
    return {field.get("name"): field.get("value") or "" for field in answer.all('input[type="hidden"]')}


def go(visitor: Visitor, action: str, house: House, deals: Sequence[Deal], said: Mapping[str, Any]) -> Answer:
    """Ask, answer, and follow the batches to the result."""
    asked = visitor.post("bulk", action, data={"pipeline": house.pipeline.pk, "deal": chosen(*deals)})
    assert asked.status == 200
    answer = visitor.post("bulk", action, data={**fields(asked), **said})
    while answer.all("progress"):
        answer = visitor.post("bulk", action, data=fields(answer))
    return answer


def test_the_question_counts_what_is_chosen(house: House) -> None:
    deals = [deal_of(house, "Alice") for _ in range(2)]
    hana = Visitor(house, "Hana")
    asked = hana.post(
        "bulk", "assign", data={"pipeline": house.pipeline.pk, "deal": [*chosen(*deals), "x:2", ":3"]}
    )
    assert "2 deals are chosen." in asked.words
    nothing = hana.post("bulk", "assign", data={"pipeline": house.pipeline.pk})
    assert (nothing.status, nothing.toast["text"]) == (422, "No deal is chosen.")


def test_all_that_match_are_chosen_by_the_filters_of_the_list(house: House) -> None:
    deal_of(house, "Alice", title="Freezer")
    deal_of(house, "Charlie", title="Freezer too")
    deal_of(house, "Alice", title="Fridge")
    data = {"pipeline": house.pipeline.pk, "all": "1", "query": "?text=freezer"}
    assert "1 deal is chosen." in Visitor(house, "Hana").post("bulk", "move", data=data).words
    assert "2 deals are chosen." in Visitor(house, "Zoe").post("bulk", "move", data=data).words


def test_each_deal_is_judged_and_the_refused_are_told_by_reason(house: House) -> None:
    ready, half, bare = (deal_of(house, "Alice", title=t) for t in ("Ready", "Half", "Bare"))
    alice = house.actor("Alice")
    change_deal(by=alice, at=NOW, deal=half.pk, fields={"need": "Minus twenty"})
    move_deal(
        by=house.actor("Hana"), at=NOW, deal=ready.pk, move=Move(house.stage("Propose"), exception="They pay")
    )
    result = go(
        Visitor(house, "Alice"), "move", house, [ready, half, bare], {"to": house.stage("Sign"), "asked": "1"}
    )
    assert "1 deal moved" in result.words
    assert "2 deals stayed as they were" in result.words
    groups = {
        s.cssselect("h3 span")[0].text: s.cssselect("li")[0].text_content() for s in result.all(".refusal")
    }
    assert groups == {
        "Not met yet: They fit us.": "Half and 1 more thing is missing",
        "Not met yet: Need is known.": "Bare and 2 more things are missing",
    }
    assert [a.get("href") for a in result.all(".refusal a")] == [
        reverse("deal", args=[pk]) for pk in (bare.pk, half.pk)
    ]
    assert "voronka:deals-changed" in result.events
    assert_all_true()


def test_what_is_missing_for_all_is_asked_once(house: House) -> None:
    deal = deal_of(house, "Alice")
    alice = Visitor(house, "Alice")
    asked = alice.post("bulk", "move", data={"pipeline": house.pipeline.pk, "deal": chosen(deal)})
    nowhere = alice.post("bulk", "move", data=fields(asked))
    assert (nowhere.status, nowhere.one("#to-error").text_content()) == (422, "Choose a stage.")
    lost = {**fields(asked), "to": house.stage("Lost"), "reason": "They went silent"}
    refused = alice.post("bulk", "move", data=lost)
    assert (refused.status, refused.value("reason"), refused.value("to")) == (
        422, "They went silent", str(house.stage("Lost")),
    )  # fmt: skip
    assert refused.one("#lost_reason-error").text_content() == "Choose a reason."
    asked = alice.post("bulk", "postpone", data={"pipeline": house.pipeline.pk, "deal": chosen(deal)})
    today = {**fields(asked), "postpone_reason": house.postpone_reason, "until": "own"}
    refused = alice.post("bulk", "postpone", data={**today, "until_own": NOW.date().isoformat()})
    assert "Choose a day later than today." in refused.one("#until-error").text_content()
    assert Deal.objects.get().stage_id == house.stage("Qualify")


def test_many_go_in_batches_and_all_are_undone(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voronka.web.deal_list.bulk.BATCH", 2)
    deals = [deal_of(house, "Alice", title=f"Deal {n}") for n in range(5)]
    hana = Visitor(house, "Hana")
    asked = hana.post("bulk", "postpone", data={"pipeline": house.pipeline.pk, "deal": chosen(*deals)})
    until = (NOW + timedelta(days=40)).date().isoformat()
    said = {"postpone_reason": house.postpone_reason, "until": until, "reason": "After the season"}
    first = hana.post("bulk", "postpone", data={**fields(asked), **said})
    assert "2 of 5" in first.words
    bar = first.one("progress")
    assert (bar.get("value"), bar.get("max")) == ("2", "5")
    second = hana.post("bulk", "postpone", data=fields(first))
    result = hana.post("bulk", "postpone", data=fields(second))
    assert "5 deals postponed" in result.words
    assert {(d.stage_id, d.exit_note) for d in Deal.objects.all()} == {
        (house.stage("Postponed"), "After the season")
    }
    answer = hana.post("bulk", "undo", data=fields(result))
    while answer.all("progress"):
        answer = hana.post("bulk", "undo", data=fields(answer))
    assert "Undone for 5 deals" in answer.words
    assert set(Deal.objects.values_list("stage_id", flat=True)) == {house.stage("Qualify")}
    assert_all_true()


def test_deals_are_given_only_by_those_who_may_to_those_who_can(house: House) -> None:
    mine, far = deal_of(house, "Alice"), deal_of(house, "Charlie", title="Far")
    hana, alice = Visitor(house, "Hana"), Visitor(house, "Alice")
    assert (
        alice.post("bulk", "assign", data={"pipeline": house.pipeline.pk, "deal": chosen(mine)}).status == 403
    )
    asked = hana.post("bulk", "assign", data={"pipeline": house.pipeline.pk, "deal": chosen(mine, far)})
    refused = hana.post("bulk", "assign", data={**fields(asked), "owner": house.people["Charlie"].pk})
    assert refused.status == 422
    result = hana.post("bulk", "assign", data={**fields(asked), "owner": house.people["Bob"].pk})
    assert "1 deal assigned" in result.words
    # Of what Hana does not see not even the title is told.
    assert "not yours to see" in result.words
    assert "Far" not in result.words
    assert Deal.objects.get(pk=mine.pk).owner_id == house.people["Bob"].pk
    assert Deal.objects.get(pk=far.pk).owner_id == house.people["Charlie"].pk


def test_a_deal_that_was_moved_meanwhile_is_left_and_named(house: House) -> None:
    deal = deal_of(house, "Alice")
    stale = chosen(deal)
    hana = Visitor(house, "Hana")
    asked = hana.post("bulk", "assign", data={"pipeline": house.pipeline.pk, "deal": stale})
    lose(house, deal)
    result = hana.post("bulk", "assign", data={**fields(asked), "owner": house.people["Bob"].pk})
    assert "Alice changed this deal at" in result.words
    assert Deal.objects.get().owner_id == house.people["Alice"].pk


@pytest.mark.parametrize(
    "junk", ["[[1,2", "{}", "[[1]]", '[["a", 2]]', "[[-1, 99999999999999999999]]", "7", "[null]"]
)
def test_tampered_fields_do_nothing(house: House, junk: str) -> None:
    deal = deal_of(house, "Alice")
    data = {"pipeline": house.pipeline.pk, "left": "", "todo": junk, "done": junk, "refused": junk}
    hana = Visitor(house, "Hana")
    for action in ("undo", "assign"):
        answer = hana.post("bulk", action, data={**data, "owner": house.people["Bob"].pk})
        assert answer.status == 200
    assert Deal.objects.get(pk=deal.pk).owner_id == house.people["Alice"].pk


def test_nobody_undoes_what_another_did(house: House) -> None:
    deal = deal_of(house, "Alice")
    given = go(Visitor(house, "Hana"), "assign", house, [deal], {"owner": house.people["Bob"].pk})
    refused = Visitor(house, "Bob").post("bulk", "undo", data=fields(given))
    assert "1 deal stayed as it was" in refused.words
    assert Deal.objects.get().owner_id == house.people["Bob"].pk


def test_a_go_takes_a_thousand_and_each_once() -> None:
    text = " ".join(f"{n}:1" for n in [*range(1, 1501), *range(1, 1501)])
    found = read_chosen(text)
    assert len(found) == commands.MOST == 1000
    assert len({each.deal for each in found}) == 1000
