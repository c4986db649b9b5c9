"""Limits of some deals in a stage's form: rows added and taken away, refused without loss, said back, and shown."""

from __future__ import annotations

import pytest

from tests.factories import House, deal_of, make_house
from tests.web.visitor import Answer, Visitor
from voronka.models import Pipeline, Stage

pytestmark = pytest.mark.django_db

LARGE = {"limit-0-from": "10,000", "limit-0-source": "", "limit-0-length": "5", "limit-0-length_unit": "days"}
FAIR = {"limit-1-source": "Fair", "limit-1-length": "4", "limit-1-length_unit": "hours"}


@pytest.fixture
def house() -> House:
    return make_house()


@pytest.fixture
def hana(house: House) -> Visitor:
    return Visitor(house, "Hana")


def lines(answer: Answer) -> list[str]:
    return [" ".join(line.text_content().split()) for line in answer.all(".limit-lines > li")]


def test_a_row_more_and_a_row_less_lose_nothing_that_is_typed(house: House, hana: Visitor) -> None:
    stage = house.stage("Qualify")
    page = hana.get("settings-stage", stage)
    assert (page.value("limits"), page.all(".limit-row")) == ("0", [])
    typed = {"limit": "3", "limit_unit": "days", **LARGE, "limit-0-length": "soon", "limit-1-source": "Fair"}
    more = hana.post("settings-stage-limit-rows", stage, data={"limits": "2", "more": "limits", **typed})
    assert (more.value("limits"), more.value("limit-0-length"), more.value("limit-1-source")) == (
        "3",
        "soon",
        "Fair",
    )
    assert more.one("[autofocus]").get("name") == "limit-2-from"
    less = hana.post(
        "settings-stage-limit-rows", stage, data={"limits": "2", "less": "0", **typed, "at": "cell-"}
    )
    assert (less.value("limits"), less.value("limit-0-source")) == ("1", "Fair")
    assert less.one("[autofocus]").get("id") == "cell-more-limits"
    assert not Pipeline.objects.exclude(draft_of=None).exists()


def test_rows_are_saved_and_say_which_limit_counts_for_whom(house: House, hana: Visitor) -> None:
    stage = house.stage("Qualify")
    form = {"name": "Qualify", "limit": "3", "limit_unit": "days", "limits": "2", **LARGE, **FAIR}
    saved = hana.post("settings-stage", stage, data=form)
    assert saved.status == 200
    said = [
        "From “Fair” 4 working hours",
        "$10,000 and more 5 working days",
        "All other deals 3 working days",
    ]
    assert lines(saved) == said
    again = hana.get("settings-stage", stage)
    assert (
        again.value("limit-0-from"),
        again.value("limit-1-source"),
        again.value("limit-1-length_unit"),
    ) == (
        "10,000",
        "Fair",
        "hours",
    )
    assert (
        "Limit ($10,000 and more): as all others → 5 working days"
        in hana.get("settings-draft-publish", house.pipeline.pk).words
    )
    one_less = {**form, "limits": "1", "seen": again.value("seen")}
    assert lines(hana.post("settings-stage", stage, data=one_less)) == said[1:]


def test_what_is_wrong_in_a_row_stands_beside_it(house: House, hana: Visitor) -> None:
    form = {
        "name": "Qualify",
        "limit": "3",
        "limit_unit": "days",
        "limits": "2",
        **LARGE,
        "limit-1-length": "x",
    }
    refused = hana.post("settings-stage", house.stage("Qualify"), data=form)
    assert (refused.status, refused.value("limit-0-from"), refused.value("limit-1-length")) == (
        422,
        "10,000",
        "x",
    )
    assert "from which amount" in refused.one("#limit-1-from-error").text_content()
    assert "whole number" in refused.one("#limit-1-length-error").text_content()
    assert not refused.all("#limit-0-from-error")


def test_other_limits_of_some_are_foretold(house: House, hana: Visitor) -> None:
    deal_of(house, "Alice", amount="20000")
    stage = house.stage("Qualify")
    typed = {"limit": "3", "limit_unit": "days", "limits": "1", **LARGE}
    told = hana.get("settings-stage-preview", stage, query=typed)
    assert "1 open deal stands here." in told.words
    assert lines(told) == ["$10,000 and more 5 working days", "All other deals 3 working days"]
    assert hana.get("settings-stage-preview", stage, query={**typed, "limit-0-length": "x"}).words == ""


def test_rows_stay_with_their_cell_in_the_playbook_s_table(house: House, hana: Visitor) -> None:
    stage = house.stage("Qualify")
    form = {"name": "Qualify", "limit": "3", "limit_unit": "days", "limits": "1", **LARGE}
    table = hana.post("playbook-edit-cell", house.pipeline.pk, stage, "status", data=form)
    assert table.status == 200
    assert "$10,000 and more: 5 working days" in table.words
    cell = hana.get("playbook-edit-cell", house.pipeline.pk, stage, "status")
    assert cell.value("limit-0-from") == "10,000"
    hana.post("playbook-edit-cell", house.pipeline.pk, stage, "steps", data={"steps": "Ask"})
    assert len(Stage.objects.get(draft_of=stage).limits) == 1


def test_each_deal_shows_its_own_limit_and_the_head_of_the_column_all_of_them(house: House) -> None:
    rows = [{"seconds": 5 * 86400, "amount_from": "10000", "source": ""}]
    Stage.objects.filter(pk__in=[house.stage("Qualify"), house.stage("Propose")]).update(limits=rows)
    Pipeline.objects.update(version=2)
    large = deal_of(house, "Alice", amount="20000")
    alice = Visitor(house, "Alice")
    facts = alice.get("board", house.pipeline.pk).one(f"#head-{house.stage('Qualify')} .col-facts")
    assert "limit 3–5 d" in facts.text_content()
    assert "$10,000 and more: 5 working days; All other deals: 3 working days" in facts.text_content()
    chevrons = alice.get("deal", large.pk).one(".chevrons").text_content()
    assert "0 of 5 d" in chevrons
    assert "limit 5 d" in chevrons
