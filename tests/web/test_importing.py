"""A playbook's file over the web: faults with their places, what it would change, then the deed."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from tests.factories import make_house, make_pipeline, way_of
from tests.truths import assert_all_true
from tests.web.visitor import Visitor
from voronka.commands.setup.robots import add_robot
from voronka.domain.robot import Entered, OfferHandOver, Stayed
from voronka.domain.robot import Robot as SaidRobot
from voronka.domain.robot_form import trigger_of
from voronka.models import Pipeline, PlaybookVersion, Robot, Stage
from voronka.queries.shipped_playbooks import shipped_playbook
from voronka.queries.stage_robots import hand_over_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from openpyxl.worksheet.worksheet import Worksheet

pytestmark = pytest.mark.django_db
PAGE = "settings-playbook-import"


@pytest.fixture
def hana() -> Visitor:
    return Visitor(make_house(), "Hana")


@pytest.fixture
def four() -> str:
    return shipped_playbook("four-stages").text


def test_a_broken_file_is_refused_with_every_place_and_nothing_is_lost(hana: Visitor, four: str) -> None:
    broken = four.replace("kind: sale", "kind: sails").replace("limit: ", "limt: ", 1)
    before = Pipeline.objects.count()
    answer = hana.post(PAGE, data={"file": SimpleUploadedFile("four.yaml", broken.encode())})
    assert answer.status == 422
    assert "2 faults in the file" in answer.words
    assert "“sails” is not known here. Write “sale”." in answer.words
    assert "“limt” has no place here. Write “limit”." in answer.words
    assert "kind: sails" in answer.words
    assert Pipeline.objects.count() == before


@pytest.mark.parametrize("given", [{}, {"text": "  \n"}])
def test_without_a_file_the_page_says_what_to_do(hana: Visitor, given: dict[str, str]) -> None:
    answer = hana.post(PAGE, data=given)
    assert answer.status == 422
    assert "Choose a file, or paste the text of one." in answer.words


def test_a_file_that_is_no_text_is_told_so(hana: Visitor) -> None:
    answer = hana.post(PAGE, data={"file": SimpleUploadedFile("x.yaml", bytes(range(256)))})
    assert answer.status == 422
    assert "not in UTF-8" in answer.words


def test_a_new_playbook_is_looked_through_in_each_language_and_taken_in(hana: Visitor, four: str) -> None:
    looked = hana.post(PAGE, data={"file": SimpleUploadedFile("four.yaml", four.encode())})
    assert looked.status == 200
    assert "New pipelines" in looked.words
    assert "Первичный интерес" in hana.post(PAGE, data={"text": four, "language": "ru"}).words
    assert not PlaybookVersion.objects.exists(), "looking through takes nothing in"
    taken = hana.post(PAGE, data={"text": four, "language": "uk", "take": "1"})
    assert taken.headers["Location"] == reverse("settings-pipelines")
    made = Pipeline.objects.get(playbook__key="four-stages")
    assert made.name == "Продажі"
    assert PlaybookVersion.objects.get().text == four
    assert (
        "Everything is here as the file says it"
        in hana.post(PAGE, data={"text": four, "language": "uk"}).words
    )
    assert_all_true()


def test_a_changed_file_leads_to_the_publishing_of_the_next_version(hana: Visitor, four: str) -> None:
    hana.post(PAGE, data={"text": four, "take": "1"})
    row = Pipeline.objects.get(playbook__key="four-stages")
    changed = four.replace("Waiting for the decision", "Hearing the decision")
    assert changed != four
    looked = hana.post(PAGE, data={"text": changed})
    assert "draft of version 2" in looked.words
    assert "Renamed: “Waiting for the decision” → “Hearing the decision”" in looked.words
    taken = hana.post(PAGE, data={"text": changed, "take": "1"})
    assert taken.headers["Location"] == reverse("settings-draft-publish", args=[row.pk])
    assert "Hearing the decision" in hana.get("settings-draft-publish", row.pk).words
    assert "draft of version 2" in hana.get("settings-pipelines").words
    again = hana.post(PAGE, data={"text": changed})
    assert "A draft of this pipeline is begun already." in again.words
    assert_all_true()


@pytest.fixture
def taken(hana: Visitor, four: str) -> Pipeline:
    """The pipeline of a playbook that was taken in."""
    hana.post(PAGE, data={"text": four, "take": "1"})
    return Pipeline.objects.get(playbook__key="four-stages")


def downloaded(hana: Visitor, pipeline: Pipeline, suffix: str) -> bytes:
    response = hana.client.get(reverse("playbook-table", args=[pipeline.pk, suffix]))
    assert response.status_code == 200
    return bytes(response.content)


@pytest.mark.parametrize("suffix", ["xlsx", "md", "pdf"])
def test_a_table_that_nobody_changed_changes_nothing(hana: Visitor, taken: Pipeline, suffix: str) -> None:
    content = downloaded(hana, taken, suffix)
    looked = hana.post(PAGE, data={"file": SimpleUploadedFile(f"x.{suffix}", content)})
    assert looked.status == 200
    assert "Everything is here as the file says it" in looked.words


def test_a_changed_workbook_is_the_draft_of_the_next_version(hana: Visitor, taken: Pipeline) -> None:
    book = load_workbook(BytesIO(downloaded(hana, taken, "xlsx")))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    name = next(cell for cell in cells if str(cell.value).startswith("Waiting for the decision"))
    name.value = str(name.value).replace("Waiting for the decision", "Hearing the decision")
    asked = book.worksheets[0][f"E{name.row}"]
    asked.value = f"{asked.value}\nTheir budget is known [field: budget]\nThey like us"
    saved = BytesIO()
    book.save(saved)
    looked = hana.post(PAGE, data={"file": SimpleUploadedFile("x.xlsx", saved.getvalue())})
    assert "Renamed: “Waiting for the decision” → “Hearing the decision”" in looked.words
    assert "New at the exit: “Their budget is known”" in looked.words
    answer = hana.post(PAGE, data={"text": looked.one("textarea[name=text]").text or "", "take": "1"})
    assert answer.headers["Location"] == reverse("settings-draft-publish", args=[taken.pk])
    draft = Stage.objects.get(pipeline__draft_of=taken, name="Hearing the decision")
    kinds = dict(draft.criteria.values_list("title", "kind"))
    assert (kinds["Their budget is known"], kinds["They like us"]) == ("field", "by_hand")
    assert_all_true()


def edited(content: bytes, change: Callable[[Worksheet], object]) -> SimpleUploadedFile:
    """The workbook as a spreadsheet saves it after the change."""
    book = load_workbook(BytesIO(content))
    change(book.worksheets[0])
    saved = BytesIO()
    book.save(saved)
    return SimpleUploadedFile("x.xlsx", saved.getvalue())


def test_robots_changed_in_a_workbook_count_at_once_and_stay_themselves(
    hana: Visitor, taken: Pipeline
) -> None:
    was = {robot.pk: robot.key for robot in Robot.objects.filter(retired_at=None)}
    slow = Robot.objects.filter(trigger__is="stayed").select_related("stage").order_by("id")[0]

    def change(page: Worksheet) -> None:
        cells = {str(row[1].value).split("\n")[0]: row[5] for row in page.iter_rows()}
        here = cells[slow.stage.name]
        here.value = re.sub(r"(stayed: )\w+", r"\g<1>60d", str(here.value))
        last = cells["Waiting for the decision"]
        last.value = (
            f"{last.value or ''}\nСпасибо [when: {{arrived: contract}}]\n- Thank them [task: call, after: 1d]"
        )

    looked = hana.post(PAGE, data={"file": edited(downloaded(hana, taken, "xlsx"), change)})
    assert f"Robot “{slow.name}” changed: when it acts" in looked.words
    assert "New robot: “Спасибо”" in looked.words
    assert f"The robot “{slow.name}” waits" in looked.words
    hana.post(PAGE, data={"text": looked.one("textarea[name=text]").text or "", "take": "1"})
    here = {robot.pk: robot for robot in Robot.objects.filter(retired_at=None)}
    [new] = here.keys() - was.keys()
    assert was.keys() - here.keys() == set()
    assert {pk: here[pk].key for pk in was} == was
    assert trigger_of(here[slow.pk].trigger) == Stayed(timedelta(days=60))
    assert (here[new].key, here[new].stage.name) == ("new", "Waiting for the decision")
    assert not Pipeline.objects.filter(draft_of=taken).exists()
    again = hana.post(PAGE, data={"file": edited(downloaded(hana, taken, "xlsx"), lambda page: None)})
    assert "Everything is here as the file says it" in again.words


def test_a_table_without_the_robots_column_leaves_them_as_they_are(hana: Visitor, taken: Pipeline) -> None:
    content = edited(downloaded(hana, taken, "xlsx"), lambda page: page.delete_cols(6))
    assert "Everything is here as the file says it" in hana.post(PAGE, data={"file": content}).words


def test_a_robot_with_a_fault_is_told_with_its_cell_and_line(hana: Visitor, taken: Pipeline) -> None:
    def change(page: Worksheet) -> None:
        page["F5"].value = "Remind [when: {stayed: 3 days}]\n- [task: call, after: 1d]\nand so on"

    answer = hana.post(PAGE, data={"file": edited(downloaded(hana, taken, "xlsx"), change)})
    assert answer.status == 422
    for words in (
        "cell F5, line 1", "cell F5, line 2", "cell F5, line 3", "Before the brackets stands",
        "Nothing tells what happens here.",
    ):  # fmt: skip
        assert words in answer.words


def test_a_robot_that_offers_a_hand_over_comes_back_with_one_table() -> None:
    house = make_house()
    hana, at = Visitor(house, "Hana"), timezone.now()
    way = way_of(house.pipeline, make_pipeline("Delivery")[1]["Propose"], "All promises")
    offer = SaidRobot("", "Offer it", Entered(), (OfferHandOver(hand_over_key(way)),))
    add_robot(by=house.actor("Hana"), at=at, stage=house.stage("Sign"), robot=offer)
    content = downloaded(hana, house.pipeline, "md")
    assert "`[hand_over: Delivery]`" in content.decode()
    looked = hana.post(PAGE, data={"file": SimpleUploadedFile("x.md", content)})
    assert "Everything is here as the file says it" in looked.words


def test_a_table_with_faults_says_where(hana: Visitor, taken: Pipeline) -> None:
    text = downloaded(hana, taken, "md").decode().replace("field: need", "field: ned", 1)
    answer = hana.post(PAGE, data={"file": SimpleUploadedFile("x.md", text.encode())})
    assert answer.status == 422
    assert "“ned” is not known here. Write “need”." in answer.words
    assert "of the file" in answer.one(".fault-rows .place").text_content()


def test_a_table_of_no_pipeline_here_says_so(hana: Visitor, taken: Pipeline) -> None:
    content = downloaded(hana, taken, "xlsx")
    Pipeline.objects.filter(pk=taken.pk).update(name="Other", key="other", version=F("version") + 1)
    answer = hana.post(PAGE, data={"file": SimpleUploadedFile("x.xlsx", content)})
    assert answer.status == 422
    assert "There is no pipeline “Sales” here." in answer.words


def test_a_foreign_pdf_is_refused(hana: Visitor) -> None:
    answer = hana.post(PAGE, data={"file": SimpleUploadedFile("x.pdf", b"%PDF-1.7\nnothing of ours")})
    assert answer.status == 422
    assert "Nothing was taken in." in answer.words


def test_a_new_playbook_without_an_objective_entry_can_t_be_taken_in(hana: Visitor) -> None:
    bad = Path(__file__).parent.parent / "domain" / "playbook" / "bad_playbooks" / "no-objective-entry.yaml"
    text = bad.read_text()
    looked = hana.post(PAGE, data={"text": text})
    assert "It can’t be taken in yet: a stage has no objective entry." in looked.words
    assert not looked.all("#take-in")
    before = Pipeline.objects.count()
    hana.post(PAGE, data={"text": text, "take": "1"})
    assert Pipeline.objects.count() == before
