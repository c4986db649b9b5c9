"""The pages of gates and versions: every number opens what it counts, and everybody sees their own."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from tests.factories import deal_of, make_house
from tests.web.visitor import Visitor
from voronka.commands.deals import change_deal
from voronka.commands.evidence import confirm_criterion
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move
from voronka.models import StageCriterion
from voronka.reports.gate_filter import GateQuery
from voronka.reports.passes import passes_behind

if TYPE_CHECKING:
    from lxml import html

    from tests.factories import House
    from tests.web.visitor import Answer

pytestmark = pytest.mark.django_db
CRITERIA = {
    "Qualify": [("field", "Need is known", {"field": "need"}), ("by_hand", "They fit us", {})],
    "Propose": [("field", "Budget is known", {"field": "budget"})],
}
# Pages count from their own day.
NOW = datetime.now(UTC) - timedelta(days=1)


@pytest.fixture
def house() -> House:
    """Alice's deal goes by her word and then by facts; Charlie's by his word, Bob's by an exception of Hana's."""
    house = make_house(CRITERIA)
    for who in ("Alice", "Charlie"):
        passed(house, who, judge=who, fields={"need": "Cold", "budget": "Enough"}, on=("Propose",))
    alice = passed(
        house, "Alice", judge="Alice", fields={"need": "Cold", "budget": "Enough"}, on=("Propose", "Sign")
    )
    assert alice
    passed(house, "Bob", exception="They insist, and pay ahead", by="Hana", on=("Propose",))
    return house


def passed(
    house: House,
    owner: str,
    *,
    on: tuple[str, ...],
    judge: str = "",
    by: str = "",
    exception: str = "",
    fields: Any = None,
) -> int:
    deal = deal_of(house, owner, at=NOW, title=f"Deal of {owner}")
    if fields:
        change_deal(by=house.actor(owner), at=NOW, deal=deal.pk, fields=fields)
    if judge:
        criterion = StageCriterion.objects.get(title="They fit us").pk
        confirm_criterion(
            by=house.actor(judge), at=NOW, deal=deal.pk, criterion=criterion, reason=f"{judge} says so"
        )
    for number, to in enumerate(on, 1):
        at, move = NOW + timedelta(hours=number), Move(house.stage(to), exception=exception)
        move_deal(by=house.actor(by or owner), at=at, deal=deal.pk, move=move)
    return deal.pk


def page(house: House, who: str, query: str = "") -> Answer:
    return Visitor(house, who).open(reverse("gates", args=[house.pipeline.pk]) + query)


def line(answer: Answer, stage: str) -> list[str]:
    """What stands in a stage's row, cell by cell."""
    for row in answer.all(".gates-table tbody tr"):
        if row.cssselect("th")[0].text_content().strip() == stage:
            return [" ".join(" ".join(cell.itertext()).split()) for cell in row.cssselect("td")]
    raise AssertionError(stage)


def links(answer: Answer) -> list[html.HtmlElement]:
    passes = "/gates/passes/"
    return [link for link in answer.all("table a") if passes in link.get("href")]


def test_a_stage_says_what_it_was_passed_by(house: House) -> None:
    told = line(page(house, "Zoe"), "Qualify")
    assert told[0] == "4"
    assert told[1].startswith("0 0%")
    assert told[2].startswith("3 75%")
    assert told[3].startswith("3 50%")
    assert told[4].startswith("1 25%")
    assert told[5] == "They fit us 3 of 4 by word 1 of 4 not met"
    assert line(page(house, "Zoe"), "Propose")[1].startswith("1 100%")


def test_few_are_grey_and_say_how_sure_they_are(house: House) -> None:
    answer = page(house, "Zoe")
    assert answer.all(".share.few .range")
    assert "30% to 95%" in line(answer, "Qualify")[2]


@pytest.mark.parametrize("who", ["Alice", "Bob", "Charlie", "Hana", "Hugo", "Zoe"])
def test_every_number_opens_as_many_passes(house: House, who: str) -> None:
    answer = page(house, who)
    numbers = [link for link in links(answer) if link.text_content().strip().isdigit()]
    assert numbers
    for link in numbers:
        behind = Visitor(house, who).open(link.get("href"))
        assert len(behind.all(".passes > li")) == int(link.text_content()), link.get("href")


def test_everybody_sees_the_passes_of_their_own_deals(house: House) -> None:
    told = {
        who: line(page(house, who), "Qualify")[0]
        for who in ("Alice", "Bob", "Charlie", "Hana", "Hugo", "Zoe")
    }
    assert told == {"Alice": "2", "Bob": "1", "Charlie": "1", "Hana": "3", "Hugo": "1", "Zoe": "4"}


def test_nobody_sees_a_line_that_is_not_theirs(house: House) -> None:
    def people(who: str) -> list[str]:
        return [name.text_content() for name in page(house, who).all(".people-counts tbody .who .ell")]

    assert people("Alice") == ["Alice"]
    # Hana let Bob's deal through: that is her line, not his.
    assert people("Bob") == []
    assert people("Hana") == ["Alice", "Hana"]
    assert people("Hugo") == ["Charlie"]
    assert people("Zoe") == ["Alice", "Charlie", "Hana"]


def test_a_seller_asks_for_nobody_but_themselves(house: House) -> None:
    """Another's name in the address is as if it were not there."""
    passes = reverse("gate-passes", args=[house.pipeline.pk])
    charlie, bob = (house.people[name].pk for name in ("Charlie", "Bob"))

    def shown(who: str, person: int) -> int:
        return len(Visitor(house, who).open(f"{passes}?rested=exception&person={person}").all(".passes > li"))

    assert shown("Bob", charlie) == 1
    assert shown("Bob", bob) == 0
    assert shown("Hana", bob) == 0
    assert shown("Hana", house.people["Hana"].pk) == 1


def test_a_pass_says_whose_word_it_was_and_why_a_deal_was_let_through(house: House) -> None:
    passes = reverse("gate-passes", args=[house.pipeline.pk])
    words = Visitor(house, "Hana").open(f"{passes}?rested=word").words
    assert "They fit us “Alice says so” Alice" in words
    let = Visitor(house, "Hana").open(f"{passes}?rested=exception")
    assert "“They insist, and pay ahead”" in let.words
    assert "Not met: Need is known; They fit us" in let.words
    assert let.one(".passes a").get("href") == reverse("deal", args=[deal_id(let)])


def deal_id(answer: Answer) -> int:
    return int(answer.one(".passes a").get("href").rstrip("/").rpartition("/")[2])


def test_long_lists_come_in_pages(house: House) -> None:
    zoe, every, after = house.actor("Zoe"), [], ""
    for expected in (2, 2, 1):
        some = passes_behind(zoe, house.pipeline.pk, GateQuery(), after, limit=2)
        assert len(some.rows) == expected
        every += [(row.at, row.deal, row.stage) for row in some.rows]
        after = some.further
    assert not after
    assert len(set(every)) == 5
    assert [at for at, _, _ in every] == sorted((at for at, _, _ in every), reverse=True)


def test_time_and_version_narrow_the_figures(house: House) -> None:
    yesterday = NOW.date()
    assert line(page(house, "Zoe", "?period=30"), "Qualify")[0] == "4"
    assert line(page(house, "Zoe", "?version=1"), "Qualify")[0] == "4"
    assert "No gate was passed" in page(house, "Zoe", "?version=2").words
    early = f"?period=dates&to={yesterday - timedelta(days=9)}"
    assert "No gate was passed" in page(house, "Zoe", early).words


def test_a_day_that_is_none_is_told_and_kept(house: House) -> None:
    answer = page(house, "Zoe", "?period=dates&from=2026-02-31")
    assert "This is no date." in answer.words
    assert answer.value("from") == "2026-02-31"
    assert line(answer, "Qualify")[0] == "4"


@pytest.mark.parametrize(
    "query", ["?period=x&version=99999999999&stage=-1&rested=y&person=a&criterion=0", "?after=%00"]
)
def test_junk_asks_for_nothing(house: House, query: str) -> None:
    passes = reverse("gate-passes", args=[house.pipeline.pk])
    assert page(house, "Zoe", query).status == 200
    assert Visitor(house, "Zoe").open(passes + query).status in {200, 404}
    versions = reverse("playbook-versions", args=[house.pipeline.pk])
    assert Visitor(house, "Zoe").open(versions + query + "&version=abc&version=7").status == 200


def test_the_table_is_handed_out_for_a_spreadsheet(house: House) -> None:
    answer = Visitor(house, "Hana").client.get(reverse("gates-csv", args=[house.pipeline.pk]))
    text = answer.content.decode("utf-8-sig")
    rows = {row[0]: row for row in csv.reader(StringIO(text))}
    assert rows["Qualify"][1:4] == ["3", "0", "0.000"]
    assert rows["Qualify"][4:6] == ["2", "0.667"]
    assert rows["Qualify"][11:] == ["They fit us", "2", "1"]
    assert rows["All gates"][1] == "4"


def test_the_playbook_marks_what_rests_on_words_for_those_who_lead(house: House) -> None:
    def marks(who: str) -> list[str]:
        answer = Visitor(house, who).get("playbook", house.pipeline.pk)
        return [" ".join(mark.text_content().split()) for mark in answer.all(".playbook-table .gate-mark")]

    assert marks("Zoe") == ["1 let through in 90 days", "by word, 75%"]
    assert marks("Hugo") == ["by word, 100%"]
    assert marks("Alice") == []


def test_the_marks_are_not_printed(house: House) -> None:
    answer = Visitor(house, "Zoe").get("playbook", house.pipeline.pk)
    for mark in answer.all(".gate-mark"):
        assert any("no-print" in (each.get("class") or "") for each in (mark, mark.getparent()))


def test_versions_stand_side_by_side(house: House) -> None:
    answer = Visitor(house, "Zoe").get("playbook-versions", house.pipeline.pk)
    told = {
        row.cssselect("th")[0].text_content().strip(): " ".join(row.cssselect("td")[0].text_content().split())
        for row in answer.all(".versions-table tbody tr")
        if row.cssselect("td")
    }
    assert told["Came in"] == "4"
    assert told["Deals judged"] == "4"
    assert told["Passes"] == "5"
    assert told["Qualify"] == "1 h"
    assert told["Let through"].startswith("1 20%")
