"""The playbook as a table: what everybody reads, and who may change it."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from django.db.models import F
from django.urls import reverse
from pypdf import PdfReader

from tests.factories import NOON, make_house
from tests.published import change_stage
from tests.web.visitor import Visitor
from voronka.commands.setup import stages
from voronka.commands.setup.robots import add_robot
from voronka.domain.playbook.as_written import pipeline_as_written
from voronka.domain.playbook.read import read_playbook
from voronka.domain.playbook.table.join import with_table
from voronka.domain.playbook.table.read import read_table
from voronka.domain.playbook.table.show import table_of
from voronka.domain.robot import AddTask, Arrived, Condition, Fact, Is, MoveTo, Robot
from voronka.domain.task import TaskKind
from voronka.models import Pipeline, User
from voronka.queries.pipelines import pipeline_of

if TYPE_CHECKING:
    from tests.factories import House

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return make_house(
        {
            "Qualify": [
                ("field", "Need is known", {"field": "need"}),
                ("task", "Client was met", {"task": "meeting", "in_stage": True}),
                ("amount", "Worth the work", {"amount": "5000"}),
                ("by_hand", "They fit us", {}),
            ]
        }
    )


def rows(visitor: Visitor, pipeline: int) -> dict[str, str]:
    """Stage -> what stands in its row."""
    page = visitor.get("playbook", pipeline)
    return {
        row.cssselect(".stage-name > span:last-child")[0].text_content(): " ".join(row.text_content().split())
        for row in page.all("tbody tr")
    }


def test_each_stage_says_who_does_what_and_what_counts(house: House) -> None:
    change_stage(
        by=house.actor("Hana"),
        at=house.pipeline.changed_at,
        stage=house.stage("Qualify"),
        fields={
            "purpose": "They tell us the problem",
            "steps": "Ask\n+ First five questions\nListen",
        },
    )
    told = rows(Visitor(house, "Alice"), house.pipeline.pk)
    assert list(told) == ["Unsorted", "Qualify", "Propose", "Sign", "Won", "Lost", "Postponed"]
    for words in (
        "They tell us the problem", "Limit: 3 working days", "Ask", "Listen", "First five questions",
        "Need is known field: Need", "Client was met task done: Meeting", "amount from $5,000", "They fit us judgement",
    ):  # fmt: skip
        assert words in told["Qualify"]
    assert "a deal may go on at any time" in told["Propose"]
    assert "Everything that “Sign” asks for is met." in told["Won"]
    assert "Too expensive" in told["Lost"]
    assert "Can’t pay now" in told["Postponed"]


def test_judgement_is_marked_and_nothing_else_is(house: House) -> None:
    page = Visitor(house, "Alice").get("playbook", house.pipeline.pk)
    assert [chip.text_content() for chip in page.all("tbody .chip.warn")] == ["judgement"]


def test_a_seller_reads_and_a_head_may_edit(house: House) -> None:
    edit = reverse("playbook-edit", args=[house.pipeline.pk])
    assert not Visitor(house, "Alice").get("playbook", house.pipeline.pk).all(f'a[href="{edit}"]')
    link = Visitor(house, "Hana").get("playbook", house.pipeline.pk).one(f'a[href="{edit}"]')
    assert link.text_content() == "Edit"


def test_a_head_sees_that_there_is_a_draft(house: House) -> None:
    stages.change_stage(by=house.actor("Hana"), at=NOON, stage=house.stage("Qualify"), fields={"name": "Ask"})
    edit = reverse("playbook-edit", args=[house.pipeline.pk])
    page = Visitor(house, "Hana").get("playbook", house.pipeline.pk)
    assert page.one(f'a[href="{edit}"]').text_content() == "Edit draft"
    assert "Qualify" in page.words


def test_the_printed_page_names_company_version_and_day(house: House) -> None:
    Pipeline.objects.update(changed_at=NOON)
    page = Visitor(house, "Alice").get("playbook", house.pipeline.pk)
    title = " ".join(page.one(".print-title").text_content().split())
    assert title == "Sales playbook: New equipment — Stuzha Cold Systems, version 1 of 24 November 2026"


def test_the_first_playbook_opens_and_none_is_told(house: House) -> None:
    alice = Visitor(house, "Alice")
    assert alice.get("playbook-first").headers["Location"] == reverse("playbook", args=[house.pipeline.pk])
    assert alice.get("playbook", 999).status == 404
    house.pipeline.stages.all().delete()
    Pipeline.objects.filter(pk=house.pipeline.pk).delete()
    assert "There is no pipeline yet" in alice.get("playbook-first").words


def change_qualify(house: House) -> None:
    change_stage(
        by=house.actor("Hana"),
        at=house.pipeline.changed_at,
        stage=house.stage("Qualify"),
        fields={"purpose": "Ask | listen", "steps": "Call *them*\n- Dial\n+ =1+1"},
    )


def handed_out(house: House, suffix: str) -> Any:
    return Visitor(house, "Alice").client.get(reverse("playbook-table", args=[house.pipeline.pk, suffix]))


def test_the_table_is_handed_out_as_markdown(house: House) -> None:
    change_qualify(house)
    answer = handed_out(house, "md")
    assert answer.headers["Content-Type"] == "text/markdown; charset=utf-8"
    text = answer.content.decode()
    assert text.startswith("# Sales playbook: New equipment\n\nStuzha Cold Systems, version 2 of ")
    (qualify,) = (row for row in text.splitlines() if "**Qualify**" in row)
    assert "Ask \\| listen" in qualify
    assert "1. Call \\*them\\*" in qualify
    assert "☐ Need is known `[field: need]`" in qualify


@pytest.mark.parametrize("suffix", ["xlsx", "pdf", "md"])
def test_what_is_handed_out_says_what_is_in_force_and_changes_nothing(house: House, suffix: str) -> None:
    change_qualify(house)
    written = pipeline_as_written(pipeline_of(house.pipeline.pk), "en")
    [table] = read_table(handed_out(house, suffix).content)
    assert table == table_of(written, "en")
    assert with_table(written, table) == written


def test_a_file_is_named_after_its_pipeline(house: House) -> None:
    kinds = {suffix: handed_out(house, suffix).headers["Content-Type"] for suffix in ("xlsx", "pdf")}
    assert kinds == {
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pdf": "application/pdf",
    }
    Pipeline.objects.update(name='Продажи: "новое"/старое', version=F("version") + 1)
    named = handed_out(house, "md").headers["Content-Disposition"]
    assert named.startswith(
        "attachment; filename*=utf-8''%D0%9F%D1%80%D0%BE%D0%B4%D0%B0%D0%B6%D0%B8%20%D0%BD"
    )
    assert named.endswith(".md")
    assert handed_out(house, "exe").status_code == 404


def test_the_printed_page_says_what_counts_in_the_readers_words(house: House) -> None:
    User.objects.filter(name="Alice").update(language="ru")
    page = PdfReader(BytesIO(handed_out(house, "pdf").content)).pages[0]
    words = " ".join(page.extract_text().split())
    for said in ("Qualify", "Need is known", "поле: Потребность", "Страница 1 из 1", "Too expensive"):
        assert said in words, words


def test_what_happens_by_itself_is_said_on_the_page_and_on_paper_while_it_is_on(house: House) -> None:
    hana, at, propose = house.actor("Hana"), house.pipeline.changed_at, house.stage("Propose")
    steps = (AddTask(TaskKind.CALL, "Call back", timedelta(days=1)), MoveTo())
    for name, is_on in (("Ask", True), ("Sleeps", False)):
        asks = Robot(
            "", name, Arrived(Fact.OPENED), steps, (Condition("amount", Is.LEAST, ("1000",)),), is_on=is_on
        )
        add_robot(by=hana, at=at, stage=propose, robot=asks)
    told = (
        "While a deal is here: the client opened what was sent; Amount: at least 1,000",
        "Task: Call back (Call), due in 1 working day",
        "Moves the deal on to the next stage, through the gate",
    )
    shown = rows(Visitor(house, "Alice"), house.pipeline.pk)["Propose"]
    paper = PdfReader(BytesIO(handed_out(house, "pdf").content))
    printed = " ".join(" ".join(page.extract_text() for page in paper.pages).split())
    for words in told:
        assert shown.count(words) == printed.count(words) == 1, words
    source = paper.attachments["playbook.md"][0].decode()
    assert "**Sleeps** `[when: {arrived: opened}, off: true]`" in source


def test_the_menu_hands_out_every_kind_of_file(house: House) -> None:
    page = Visitor(house, "Alice").get("playbook", house.pipeline.pk)
    addresses = {link.get("href") for link in page.all("#exports a")}
    tables = {reverse("playbook-table", args=[house.pipeline.pk, suffix]) for suffix in ("xlsx", "pdf", "md")}
    assert addresses == {*tables, reverse("playbook-file")}


def test_the_method_is_handed_out_as_a_file(house: House) -> None:
    answer = Visitor(house, "Alice").client.get(reverse("playbook-file"))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="playbook.yaml"'
    assert [one.name["en"] for one in read_playbook(answer.content.decode()).pipelines] == ["New equipment"]
