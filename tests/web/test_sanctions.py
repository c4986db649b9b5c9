"""Sanctions in the browser: nothing of them while they are off; the ledger, its steps, the rules and their preview."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.access.sanctioned import sanctioned
from tests.commands.sanctioning import LATE, make_rule
from tests.factories import NOON, House, deal_of, make_house
from tests.web.visitor import Visitor
from voronka.commands.rounds import begin_round
from voronka.commands.sanction_round import enter_sanctions
from voronka.commands.setup.sanctions import switch_sanctions
from voronka.commands.task_rows import NewTask
from voronka.domain.task import TaskKind
from voronka.models import Deal, Sanction, SanctionRule, Workspace

PAGES = ("sanctions", "sanctions-table", "settings-sanctions", "settings-sanction-rule-new")


@pytest.fixture
def house(db: None) -> House:
    return make_house()


@pytest.fixture
def deal(house: House) -> Deal:
    """Alice's, with three entries in the ledger."""
    made = deal_of(house, "Alice")
    sanctioned(house, made)
    return made


def ids(state: str) -> int:
    return Sanction.objects.get(state=state).pk


def test_while_they_are_off_nothing_of_them_shows_but_the_switch(house: House, deal: Deal) -> None:
    proposed, rule = ids("proposed"), SanctionRule.objects.order_by("id")[0].pk
    switch_sanctions(by=house.actor("Zoe"), at=NOON, on=False)
    for name in ("Alice", "Bob", "Hana", "Ruth", "Zoe"):
        visitor = Visitor(house, name)
        statuses = {page: visitor.get(page).status for page in PAGES}
        assert statuses == dict.fromkeys(PAGES, 404), name
        assert visitor.get("sanction-step", proposed, "confirm").status == 404
        assert visitor.get("settings-sanction-rule", rule).status == 404
        assert visitor.post("settings-sanction-rule-switch", rule, data={"on": "1"}).status == 404
        assert "anction" not in visitor.outside("day").text
        assert "anction" not in visitor.outside("notice-choices").text
        assert "anction" not in visitor.outside("deal", deal.pk).text
    begin_round("sanctions", timedelta(minutes=5), at=NOON)
    assert "anction" not in Visitor(house, "Zoe").outside("settings-jobs").text
    assert "Switch sanctions on" in Visitor(house, "Hana").outside("settings-discipline").text
    assert Visitor(house, "Alice").outside("settings-discipline").status == 403


def test_a_head_switches_them_on_and_off(house: House) -> None:
    hana = Visitor(house, "Hana")
    wrong = hana.post("settings-sanctions-switch", data={"on": "1", "appeal_days": "0"})
    assert "appeal=wrong" in wrong.headers["Location"]
    assert "from 1 to 60" in hana.open(wrong.headers["Location"]).text
    hana.post("settings-sanctions-switch", data={"on": "1", "appeal_days": "5"})
    assert Workspace.objects.values_list("sanctions_on", "appeal_days").get() == (True, 5)
    page = hana.outside("settings-sanctions")
    assert "There is no rule yet" in page.text
    assert "A sanction waits for my decision" in hana.outside("notice-choices").text
    hana.post("settings-sanctions-switch", data={"on": "0"})
    assert hana.get("sanctions").status == 404


def test_a_seller_sees_their_own_with_its_facts_and_appeals(house: House, deal: Deal) -> None:
    alice = Visitor(house, "Alice")
    page = alice.outside("sanctions")
    assert "The step “Call” was due on" in page.text
    assert f'href="/deals/{deal.pk}/#deal-timeline"' in page.text
    assert "Yours to decide" not in page.text
    charged = ids("confirmed")
    assert f'id="sanction-{charged}-appeal"' in page.text
    proposed = ids("proposed")
    assert f'id="sanction-{proposed}-confirm"' not in page.text
    missing = alice.post("sanction-step", charged, "appeal", data={"words": " "})
    assert missing.status == 422
    assert missing.all("#words-error")
    done = alice.post("sanction-step", charged, "appeal", data={"words": "The client was abroad"})
    assert done.status == 204
    assert "voronka:sanctions-changed" in done.events
    assert "“The client was abroad”" in alice.outside("sanctions").text
    assert alice.get("sanction-step", charged, "appeal").status == 404


def test_an_appeal_after_its_term_is_told(house: House, deal: Deal) -> None:
    del deal
    Sanction.objects.filter(state="confirmed").update(appeal_until=NOON - timedelta(days=900))
    late = Visitor(house, "Alice").post(
        "sanction-step", ids("confirmed"), "appeal", data={"words": "I was ill"}
    )
    assert late.status == 422
    assert "The term to appeal has passed." in late.words
    assert late.value("words") == "I was ill"


def test_a_head_decides_what_waits_and_filters_the_ledger(house: House, deal: Deal) -> None:
    del deal
    hana = Visitor(house, "Hana")
    page = hana.outside("sanctions")
    for state, step in (
        ("proposed", "confirm"),
        ("proposed", "cancel"),
        ("appealed", "uphold"),
        ("appealed", "lift"),
    ):
        assert f'id="sanction-{ids(state)}-{step}"' in page.text
    assert hana.post("sanction-step", ids("proposed"), "confirm").status == 204
    assert (
        hana.post("sanction-step", ids("appealed"), "lift", data={"words": "The fair was on"}).status == 204
    )
    lifted = hana.get("sanctions", query={"state": "lifted"})
    assert len(lifted.all("li.sanction")) == 1
    assert not hana.get("sanctions", query={"month": "2020-01"}).all("li.sanction")
    assert (
        len(
            hana.get("sanctions", query={"seller": house.people["Alice"].pk, "month": "2026-11"}).all(
                "li.sanction"
            )
        )
        == 3
    )
    assert hana.get("sanctions", query={"month": "x", "state": "y", "seller": "z"}).status == 200


def test_nobody_else_sees_them(house: House, deal: Deal) -> None:
    del deal
    for name in ("Bob", "Charlie", "Hugo"):
        assert not Visitor(house, name).get("sanctions").all("li.sanction")
        assert "Alice" not in Visitor(house, name).get("sanctions").text
    bob = Visitor(house, "Bob").get("sanctions", query={"seller": house.people["Alice"].pk})
    assert not bob.all("li.sanction")


def test_the_ledger_leaves_as_a_table(house: House, deal: Deal) -> None:
    Deal.objects.filter(pk=deal.pk).update(title="Anything")
    client = Visitor(house, "Hana").client
    lines = client.get("/sanctions/table/").content.decode().splitlines()
    assert len(lines) == 4
    assert "Late step" in lines[1]
    assert "50.00,USD" in lines[1]
    own = Visitor(house, "Bob").client.get("/sanctions/table/").content.decode().splitlines()
    assert len(own) == 1


def test_a_rule_is_added_seen_before_it_is_switched_on_and_changed(house: House) -> None:
    zoe = Visitor(house, "Zoe")
    zoe.post("settings-sanctions-switch", data={"on": "1", "appeal_days": "3"})
    assert zoe.post("settings-sanction-rule-new", data=LATE | {"amount": ""}).all("#amount-error")
    assert zoe.post("settings-sanction-rule-new", data=LATE | {"cap": "200"}).status == 204
    rule = SanctionRule.objects.get()
    assert not rule.is_on
    now = datetime.now(UTC)
    # A day late by now, on a calendar around the clock.
    made = deal_of(house, "Alice", at=now - timedelta(days=20))
    late = now - timedelta(days=1)
    Deal.objects.filter(pk=made.pk).update(is_open=False, closed_at=now, next_task=None, next_step_at=None)
    made.tasks.update(due_at=late)
    task = made.tasks.get()
    Deal.objects.filter(pk=made.pk).update(is_open=True, closed_at=None, next_task=task, next_step_at=late)
    dialog = zoe.get("settings-sanction-rule-switch", rule.pk)
    assert "1 entry · 1 deal · 1 seller · $50" in dialog.words
    preview = zoe.get("settings-sanction-preview", query=LATE | {"grace": "9", "grace_unit": "days"})
    assert "would have entered nothing" in preview.words
    assert zoe.get("settings-sanction-preview", query={"fact": "overdue"}).words == ""
    past = zoe.post("settings-sanction-rule-switch", rule.pk, data={"on": "1", "starts_on": "2020-01-01"})
    assert past.status == 422
    assert "never counts for what was before" in past.words
    assert zoe.post("settings-sanction-rule-switch", rule.pk, data={"on": "1"}).status == 204
    page = zoe.outside("settings-sanctions")
    assert "A step is overdue; allowed: 4 working hours" in page.text
    assert "at most $200 a month" in page.text
    form = zoe.get("settings-sanction-rule", rule.pk)
    assert (form.value("amount"), form.value("cap"), form.value("grace")) == ("50", "200", "4")
    assert (
        zoe.post("settings-sanction-rule", rule.pk, data=LATE | {"unit": "points", "amount": "3"}).status
        == 204
    )
    assert "3 points" in zoe.outside("settings-sanctions").text


def test_a_head_names_their_own_teams_and_reads_the_rules_of_all(house: House) -> None:
    make_rule(house)
    hana = Visitor(house, "Hana")
    page = hana.outside("settings-sanctions")
    assert "Late step" in page.text
    assert "rule-" not in " ".join(one.get("id") or "" for one in page.all("button[role=switch]"))
    refused = hana.post("settings-sanction-rule-new", data=LATE | {"name": "Ours"})
    assert "Choose teams that you lead." in refused.words
    teams = {"teams": str(house.teams["North"].pk)}
    assert hana.post("settings-sanction-rule-new", data=LATE | teams | {"name": "Ours"}).status == 204


def test_the_dialog_of_a_step_is_a_page_without_htmx(house: House, deal: Deal) -> None:
    del deal
    away = Visitor(house, "Hana").outside("sanction-step", ids("proposed"), "confirm")
    assert away.headers["Location"] == "/sanctions/"
    assert Visitor(house, "Hana").get("sanction-step", ids("proposed"), "burn").status == 404


def test_all_of_one_seller_by_one_rule_are_listed_and_confirmed_at_once(house: House) -> None:
    make_rule(house)
    due = NOON + timedelta(days=1)
    for title in ("Cold room", "Ice machine"):
        deal_of(house, "Alice", title=title, next_task=NewTask(TaskKind.CALL, "Call", due))
    enter_sanctions(due + timedelta(hours=5))
    hana, first = Visitor(house, "Hana"), Sanction.objects.order_by("id")[0].pk
    assert "Confirm all 2 of Alice by this rule" in hana.outside("sanctions").text
    dialog = hana.get("sanctions-alike", first)
    assert "Cold room" in dialog.words
    assert "Ice machine" in dialog.words
    ids = [field.get("value") or "" for field in dialog.all("input[name=ids]")]
    done = hana.post("sanctions-alike", first, data={"ids": ids})
    assert done.status == 204
    assert "2 sanctions are confirmed" in done.headers["HX-Trigger"]
    assert set(Sanction.objects.values_list("state", flat=True)) == {"confirmed"}
    assert "Confirm all" not in hana.outside("sanctions").text
    assert hana.get("sanctions-alike", first).status == 404
