"""An import by the pages: a file, its columns, the dry run, the run, refused rows handed back, and the undo."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from tests.factories import House, make_house
from tests.web.visitor import Answer, Visitor
from voronka.domain.importing.life import ImportState
from voronka.models import Contact, Import
from voronka.worker.imports import carry_import

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import Settings

pytestmark = pytest.mark.django_db
CLIENTS = """Имя;Телефон;Почта;Ответственный
Глеб Никоноров;8 (423) 555-01-42;g@mys.example;Bob
=СУММ(A1);+7 423 555 01 43;;
Пётр;9.16123E+09;;
"""


@pytest.fixture
def house(settings: Settings, tmp_path: Path) -> House:
    settings.FILES_DIR = tmp_path
    return make_house()


def brought(hana: Visitor, content: bytes, name: str = "clients.csv") -> Import:
    answer = hana.post("imports", data={"file": SimpleUploadedFile(name, content)})
    assert answer.status == 302, answer.words
    return Import.objects.order_by("-id")[0]


def columns(hana: Visitor, row: Import, **said: str) -> Answer:
    data = {f"column-{place}": target for place, target in enumerate(row.targets)}
    data |= {"owner": str(row.owner_id), "country": "RU", "date_order": "open"} | said
    return hana.post("import-columns", row.pk, data=data)


def refused(hana: Visitor, row: Import) -> bytes:
    answer: Any = hana.client.get(reverse("import-refused", args=[row.pk]))
    return b"".join(answer.streaming_content)


def worked(row: Import) -> Import:
    carry_import({"import": row.pk}, row.created_at)
    row.refresh_from_db()
    return row


def test_a_list_is_brought_in_and_taken_back_by_the_pages(house: House, tmp_path: Path) -> None:
    hana = Visitor(house, "Hana")
    row = brought(hana, CLIENTS.encode("cp1251"))
    shown = hana.get("import", row.pk)
    assert "4 of 4 recognised by title and content" in shown.words
    assert [shown.value(f"column-{place}") for place in range(4)] == ["name", "phone", "email", "owner"]
    assert columns(hana, row).status == 302
    assert "The dry run goes through the rows…" in hana.get("import", row.pk).words
    worked(row)
    checked = hana.get("import", row.pk).words
    assert "2 new, 0 known already, 1 refused. Nothing is written yet." in checked
    assert "reads like a formula; taken as plain text" in checked
    assert not Contact.objects.exists()
    hana.post("import-run", row.pk)
    assert worked(row).state == ImportState.DONE
    assert set(Contact.objects.values_list("name", flat=True)) == {"Глеб Никоноров", "=СУММ(A1)"}
    assert not list((tmp_path / "imports").rglob("*.*"))
    mended = refused(hana, row).decode("cp1251")
    assert mended.splitlines()[1].startswith("Пётр;9.16123E+09;;;")
    assert "Телефон: 9.16123E+09: a spreadsheet has dropped the last digits" in mended
    hana.post("import-undo", row.pk)
    assert worked(row).state == ImportState.UNDONE
    assert not Contact.objects.exists()
    assert "2 rows are undone. 0 stay" in hana.get("import", row.pk).words


def test_a_workbook_comes_back_as_a_workbook_and_runs_nothing(house: House) -> None:
    hana = Visitor(house, "Hana")
    book = Workbook(write_only=True)
    sheet = book.create_sheet("1")
    for line in (("Name", "Phone"), ("@SUM(A1)", "9.16123E+09")):
        sheet.append(line)
    out = io.BytesIO()
    book.save(out)
    row = brought(hana, out.getvalue(), "clients.xls")
    columns(hana, row)
    worked(row)
    mended = load_workbook(io.BytesIO(refused(hana, row))).worksheets[0]
    cells = [[cell.value for cell in line] for line in mended.iter_rows()]
    assert cells[1][:2] == ["'@SUM(A1)", "9.16123E+09"]
    assert cells[0] == ["Name", "Phone", "Why it was not taken"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"  \n", "There is nothing in the file."),
        (b"Name,Phone\n", "There are titles in the file, but no rows below them."),
        (b"\x89PNG\r\n\x1a\n\x00\x01\x02", "This is no list that can be read."),
        (b"PK\x03\x04 and nothing more", "This is no list that can be read."),
        (b'{"name": "A"}\n{broken\n', "This is no list that can be read."),
    ],
)
def test_what_is_no_list_is_refused_with_what_to_do(house: House, content: bytes, sentence: str) -> None:
    answer = Visitor(house, "Hana").post("imports", data={"file": SimpleUploadedFile("list.csv", content)})
    assert answer.status == 422
    assert sentence in answer.words
    assert not Import.objects.exists()


def test_columns_that_lead_to_nobody_are_asked_for_again_and_nothing_said_is_lost(house: House) -> None:
    hana = Visitor(house, "Hana")
    row = brought(hana, CLIENTS.encode())
    none = {f"column-{place}": "note" for place in range(4)}
    answer = columns(hana, row, country="UA", **none)
    assert answer.status == 422
    assert "Say which column holds a name, a phone, an e-mail or a company." in answer.words
    assert answer.value("country") == "UA"
    assert answer.value("column-3") == "note"
