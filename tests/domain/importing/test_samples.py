"""Every file that was collected in the wild is read right, or its cells are reported. What is expected, file by file."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from voronka.domain.importing.reading import open_table
from voronka.domain.importing.remarks import Remark
from voronka.domain.importing.rows import Brought, Plan, read_row
from voronka.domain.importing.survey import read_on, survey
from voronka.domain.importing.table import FileForm
from voronka.domain.importing.targets import Target, guess

R = Remark
SHARED = Path(os.environ.get("VORONKA_SHARED") or Path(__file__).resolve().parents[4] / "shared")
SAMPLES = SHARED / "data/import_samples"
PEOPLE = {"name", "phone", "email"}


@dataclass(frozen=True)
class Expected:
    """Of a file: its rows, the fields that its columns go to, how often each remark, and some rows in full."""

    rows: int
    fields: set[str]
    told: dict[Remark, int] = field(default_factory=dict)
    some: dict[int, tuple[str, list[str], list[str]]] = field(default_factory=dict)
    country: str = "US"


# Numbers like 555-0100 have no area code and lead to nobody: reported, kept in the description, never dialled.
LOCAL = R.NOT_A_PHONE
EXPECTED = {
    "01-facebook-leads-standard.csv": Expected(
        5, PEOPLE | {"known_since", "note_line"}, {LOCAL: 3, R.DOUBTFUL_PHONE: 1},
        {4: ("Carlos Mendez", ["+525512345678"], ["carlos.m@outlook.com"])},
    ),
    "02-facebook-leads-messy-headers.csv": Expected(
        3, PEOPLE | {"known_since", "note_line"},
        {LOCAL: 3, R.NOT_AN_EMAIL: 1, R.NO_WAY_TO_REACH: 1, R.NOBODY: 1},
        {2: ("John Doe", [], ["john@example.com"]), 4: ("", [], [])},
    ),
    "03-google-ads-leads.csv": Expected(
        3, {"phone", "email", "known_since", "note_line"}, {R.DOUBTFUL_PHONE: 1, LOCAL: 1, R.NOBODY: 1},
        {2: ("", ["+447700900123"], ["alex.turner@email.com"]), 3: ("", ["+33612345678"], ["sophie.martin@free.fr"])},
        country="FR",
    ),
    "04-google-ads-export-utf8.csv": Expected(
        3, PEOPLE | {"city", "country", "note_line"}, {},
        {2: ("Müller Hans", ["+493012345678"], ["hans.muller@web.de"]), 4: ("田中太郎", ["+819012345678"], ["tanaka@example.jp"])},
    ),
    "05-excel-export.csv": Expected(
        3, {"first_name", "last_name", "email", "phone", "company", "position", "known_since"}, {LOCAL: 3},
        {2: ("Alice Johnson", [], ["alice.j@corp.com"])},
    ),
    "06-agency-crm-export.csv": Expected(
        4, PEOPLE | {"owner", "note", "note_line"}, {R.DOUBTFUL_PHONE: 0},
        {2: ("Rajesh Kumar", ["+919876501234"], ["rajesh.k@domain.in"]), 4: ("Vikram Singh", ["+917654321098"], [])},
        country="IN",
    ),
    "07-real-estate-crm.csv": Expected(
        3, PEOPLE | {"owner", "city", "note_line"}, {}, {3: ("Vikram Desai", ["+919988776654"], ["vikram.d@gmail.com"])},
        country="IN",
    ),
    "08-broken-headers-typos.csv": Expected(
        3, PEOPLE | {"company", "note_line"}, {LOCAL: 3}, {4: ("", [], ["empty@test.com"])}
    ),
    "09-duplicate-headers.csv": Expected(
        2, PEOPLE | {"note", "note_line"}, {LOCAL: 2}, {2: ("John Doe", [], ["john@dup.com", "john.d@alt.com"])}
    ),
    "10-mixed-date-formats.csv": Expected(3, PEOPLE | {"known_since", "note_line"}, {LOCAL: 3}),
    "11-international-names.csv": Expected(
        4, PEOPLE | {"country", "note_line"}, {},
        {2: ("Nguyễn Văn An", ["+84912345678"], ["an.nguyen@email.vn"]), 4: ("Алексей Иванов", ["+79161234567"], ["alexey@mail.ru"])},
    ),
    "12-unicode-emoji.csv": Expected(
        3, PEOPLE | {"note", "note_line"}, {LOCAL: 3}, {3: ("Mike 🚀", [], ["mike@emoji.com"])}
    ),
    "13-mixed-languages.csv": Expected(
        3, PEOPLE | {"company", "note"}, {}, {3: ("Marie Dubois", ["+33612345678"], ["marie@email.fr"])}, country="FR"
    ),
    "14-blank-rows.csv": Expected(2, PEOPLE | {"company"}, {LOCAL: 2}, {7: ("Jane Smith", [], ["jane@blank.com"])}),
    "15-duplicate-rows.csv": Expected(5, PEOPLE | {"note_line"}, {LOCAL: 5}),
    "16-messy-formatting.csv": Expected(
        3, PEOPLE | {"company"}, {LOCAL: 3},
        {2: ('John "Johnny" Doe', [], ["john@messy.com"]), 4: ("", [], ["spaces@test.com"])},
    ),
    "17-formula-injection.csv": Expected(
        5, PEOPLE | {"note"}, {R.FORMULA: 4, R.NO_LETTERS: 2, LOCAL: 5}, {2: ("=SUM(A1:A10)", [], ["normal@test.com"])}
    ),
    "18-international-phones.csv": Expected(
        6, PEOPLE | {"country"}, {R.DOUBTFUL_PHONE: 2}, {4: ("India Contact", ["+919876543210"], ["in@test.com"])}
    ),
    "19-empty-columns.csv": Expected(3, PEOPLE | {"note_line", ""}, {LOCAL: 3}),
    "20-tiny-two-row.csv": Expected(2, {"name", "email"}, {}, {2: ("Alice", [], ["alice@tiny.com"])}),
    "21-tab-separated.csv": Expected(2, PEOPLE | {"company"}, {LOCAL: 2}, {2: ("Tab User One", [], ["tab1@test.com"])}),
    "22-trailing-commas.csv": Expected(2, PEOPLE | {"company"}, {LOCAL: 2}),
    "23-quoted-fields-multiline.csv": Expected(2, PEOPLE | {"note_line"}, {LOCAL: 2}),
    "24-salesforce-style.csv": Expected(
        3, {"first_name", "last_name", "email", "phone", "owner", "known_since", "note_line"}, {LOCAL: 3},
        {2: ("Thomas Anderson", [], ["t.anderson@matrix.com"])},
    ),
    "25-hubspot-export.csv": Expected(
        3, {"first_name", "last_name", "email", "phone", "note_line"}, {LOCAL: 2}, {4: ("Rupert Grint", [], ["rupert@hub.com"])}
    ),
    "26-large-dataset-200-rows.csv": Expected(200, PEOPLE | {"company", "city", "owner", "note_line"}, {LOCAL: 200}),
    "John_Doe_ANDROID.vcf": Expected(6, PEOPLE | {"company", "note", "note_line"}, {LOCAL: 7, R.NO_WAY_TO_REACH: 2, R.SPLIT: 2}),
    "John_Doe_GMAIL.vcf": Expected(
        1, PEOPLE | {"company", "position", "birthday", "note", "site", "note_line"}, {},
        {1: ("Mr. John Richter, James Doe Sr.", ["+19055551234", "+19056661234"], ["john.doe@ibm.com"])},
    ),
    "John_Doe_IPHONE.vcf": Expected(
        1, PEOPLE | {"company", "position", "birthday", "note", "site", "note_line"}, {R.DOUBTFUL_PHONE: 1}
    ),
    "John_Doe_MS_OUTLOOK.vcf": Expected(
        1, PEOPLE | {"company", "position", "birthday", "note", "site", "note_line"}, {},
        {1: ("Mr. John Richter James Doe Sr.", ["+19055551234", "+19056661234"], ["john.doe@ibm.cm"])},
    ),
    "gmail-list.vcf": Expected(3, {"name", "email"}, {}, {3: ("Doug White", [], ["dwhite@gmail.com"])}),
    "outlook-2003.vcf": Expected(
        1, PEOPLE | {"company", "position", "birthday", "note", "site", "note_line"}, {LOCAL: 3},
        {1: ("John Doe III", [], ["jdoe@hotmail.com"])},
    ),
}  # fmt: skip
# Layouts without rows: what each of these titles goes to.
LAYOUTS = {
    "google_contacts_export_2012_2023.csv": {
        "Given Name": "first_name", "Family Name": "last_name", "E-mail 3 - Value": "email", "Phone 4 - Value": "phone",
        "Phone 1 - Type": "", "Organization 1 - Name": "company", "Organization 1 - Yomi Name": "", "Birthday": "birthday",
    },
    "google_contacts_export_current.csv": {
        "First Name": "first_name", "Last Name": "last_name", "Organization Title": "position", "Phone 1 - Value": "phone",
        "E-mail 1 - Label": "", "Notes": "note",
    },
    "outlook_export_prefix.csv": {
        "First Name": "first_name", "Company": "company", "Business Phone 2": "phone", "Business Fax": "",
        "Mobile Phone": "phone", "Home Fax": "", "E-mail 2 Address": "email", "E-mail Type": "", "Business City": "city",
    },
}  # fmt: skip


def file(name: str) -> Path:
    found = next(iter(SAMPLES.rglob(name)), None)
    if found is None:
        pytest.skip(f"{name} is not here: VORONKA_SHARED names the folder that has data/import_samples.")
    return found


def read(path: Path, country: str) -> tuple[tuple[Target, ...], list[Brought]]:
    plain = BytesIO()
    found = survey(open_table(path), plain)
    titles = tuple(column.title for column in found.columns)
    targets = guess(titles, [column.samples for column in found.columns])
    orders = {place: column.order for place, column in enumerate(found.columns)}
    plan = Plan(titles, targets, country, orders, frozenset(), date(2026, 11, 24))
    plain.seek(0)
    return targets, [read_row(line, plan) for line in read_on(plain, found.rows)]


@pytest.mark.parametrize("name", EXPECTED)
def test_a_sample_is_read_right_or_its_cells_are_reported(name: str) -> None:
    expected = EXPECTED[name]
    targets, rows = read(file(name), expected.country)
    filled = {target.value for target in targets}
    assert expected.fields <= filled
    assert filled - expected.fields <= {
        "",
        "note_line",
        "site",
        "birthday",
        "note",
        "position",
        "phone",
        "company",
    }
    assert len(rows) == expected.rows
    told = Counter(said.remark for row in rows for said in row.said)
    told[R.PLUS_ADDED] = 0
    assert +told == +Counter(expected.told)
    by_number = {row.number: row for row in rows}
    for number, (person, phones, emails) in expected.some.items():
        row = by_number[number]
        assert (row.name, list(row.phones), row.emails) == (person, phones, emails)


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_without_rows_is_recognised(name: str) -> None:
    table = open_table(file(name))
    guessed = dict(zip(table.titles, guess(table.titles, [()] * len(table.titles)), strict=True))
    assert {title: guessed[title].value for title in LAYOUTS[name]} == LAYOUTS[name]


def test_no_sample_is_without_its_expectations() -> None:
    if not SAMPLES.exists():
        pytest.skip("The samples are not here: VORONKA_SHARED names the folder that has data/import_samples.")
    there = {path.name for path in SAMPLES.rglob("*") if path.suffix in {".csv", ".vcf"}}
    assert there == EXPECTED.keys() | LAYOUTS.keys()


def test_dates_of_a_column_are_read_by_what_all_of_it_says() -> None:
    _, rows = read(file("10-mixed-date-formats.csv"), "US")
    assert [row.dates[Target.KNOWN_SINCE] for row in rows] == [
        date(2024, 1, 15),
        date(2024, 1, 20),
        date(2024, 3, 20),
    ]


def test_a_cell_of_several_lines_stays_whole() -> None:
    _, rows = read(file("23-quoted-fields-multiline.csv"), "US")
    assert "Address: 123 Main St\nApt 4B" in rows[0].description


def test_what_came_as_html_or_tabs_under_another_name_is_read_as_what_it_is(tmp_path: Path) -> None:
    page = "<html><body><table><tr><th>Название компании</th><th>Рабочий телефон</th></tr><tr><td>Рыбный Мыс</td><td>8 423 555-01-42</td></tr></table></body></html>"
    path = tmp_path / "companies.xls"
    path.write_bytes(page.encode("cp1251"))
    assert open_table(path).form is FileForm.HTML
    targets, rows = read(path, "RU")
    assert targets == (Target.COMPANY, Target.PHONE)
    assert (rows[0].company, list(rows[0].phones)) == ("Рыбный Мыс", ["+74235550142"])


TEXT = "Имя;Телефон;Комментарий\nГлеб Никоноров;8 (423) 555-01-42;перезвонить после обеда, он просил\nОксана Гриценко;+380675550142;\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1251", "koi8-r", "mac_cyrillic", "cp866"]
)
def test_cyrillic_is_read_in_every_encoding_it_comes_in(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(TEXT.encode(encoding))
    targets, rows = read(path, "RU")
    assert targets == (Target.NAME, Target.PHONE, Target.NOTE)
    assert [row.name for row in rows] == ["Глеб Никоноров", "Оксана Гриценко"]
    assert list(rows[1].phones) == ["+380675550142"]


def test_western_letters_are_read_as_windows_writes_them(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("Name;Stadt\nJürgen Groß;Köln\n".encode("cp1252"))
    assert [row.name for row in read(path, "DE")[1]] == ["Jürgen Groß"]
