"""Lists of clients brought in: nobody twice, nothing lost, nothing taken twice, and all of it taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.factories import NOON, House, deal_of, make_house
from tests.truths import assert_all_true
from voronka.commands.clients import change_contact, create_contact
from voronka.commands.imports.portions import Run
from voronka.commands.imports.steering import back_to_columns, begin_run, begin_undo, cancel_run, say_columns
from voronka.commands.imports.taking import bring_file
from voronka.commands.imports.undoing import undo_portion
from voronka.domain.errors import Invalid, NotAllowed, NotFound, Problem
from voronka.domain.events import EventKind
from voronka.domain.importing.life import ImportState
from voronka.domain.importing.remarks import Remark, Verdict
from voronka.models import Company, Contact, Event, Import, ImportRow, Phone, SearchDocument

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST = 10_000_000
CLIENTS = """Name;Phone;Email;Company;Owner
Ika Wulandari;+62 812 5550 0142;ika@samudra.example;Samudra;Bob
Gleb Nikonorov;8 (423) 555-01-42;;Rybny Mys;
Ika W.;;IKA@samudra.example;Samudra;
,;;;;
Oksana;9.16123E+09;;;Nobody Known
"""


class File:
    """A file as the web hands it on."""

    def __init__(self, content: bytes, name: str = "clients.csv") -> None:
        self._content = content
        self.name: str | None = name
        self.size: int | None = len(content)

    def chunks(self) -> Iterator[bytes]:
        yield self._content


@pytest.fixture
def house(db: None) -> House:
    return make_house()


def brought(house: House, folder: Path, text: str = CLIENTS, *, by: str = "Hana") -> Import:
    """A file whose columns are said as guessed, and which was checked."""
    row = bring_file(by=house.actor(by), at=NOON, upload=File(text.encode()), folder=folder, most=MOST)
    said(house, row, by=by)
    while Run(row.pk, NOON, folder).check():
        pass
    row.refresh_from_db()
    return row


def said(house: House, row: Import, *, by: str = "Hana", **fields: str) -> None:
    given = {"owner": str(house.people["Alice"].pk), "country": "RU", "date_order": "open"} | fields
    say_columns(by=house.actor(by), at=NOON, id=row.pk, targets=dict(enumerate(row.targets)), fields=given)


def taken(house: House, folder: Path, text: str = CLIENTS, *, by: str = "Hana") -> Import:
    row = brought(house, folder, text, by=by)
    begin_run(by=house.actor(by), at=NOON, id=row.pk)
    while Run(row.pk, NOON, folder).take():
        pass
    row.refresh_from_db()
    return row


def undone(house: House, row: Import, *, by: str = "Hana") -> Import:
    begin_undo(by=house.actor(by), at=NOON, id=row.pk)
    while undo_portion(row.pk, at=NOON):
        pass
    row.refresh_from_db()
    return row


def verdicts(row: Import) -> list[tuple[int, str]]:
    return list(ImportRow.objects.filter(of=row).order_by("number").values_list("number", "verdict"))


def test_a_dry_run_tells_every_row_and_writes_nobody(house: House, tmp_path: Path) -> None:
    row = brought(house, tmp_path)
    assert row.state == ImportState.CHECKED
    assert {name: row.counts.get(name, 0) for name in Verdict if row.counts.get(name)} == {
        "new": 2, "merged": 1, "refused": 2,
    }  # fmt: skip
    assert not Contact.objects.exists()
    assert not Company.objects.exists()
    refused = ImportRow.objects.filter(of=row, verdict="refused").order_by("number")
    assert [line.number for line in refused] == [5, 6]
    remarks = {remark for _, remark, _ in refused[1].said}
    assert {Remark.LOST_DIGITS, Remark.NO_WAY_TO_REACH} <= remarks
    assert refused[1].cells == ["Oksana", "9.16123E+09", "", "", "Nobody Known"]


def test_rows_become_clients_with_their_numbers_companies_owners_and_history(
    house: House, tmp_path: Path
) -> None:
    row = taken(house, tmp_path)
    assert row.state == ImportState.DONE
    ika = Contact.objects.get(name="Ika Wulandari")
    assert (ika.owner_id, ika.team_id) == (house.people["Bob"].pk, house.teams["North"].pk)
    assert ika.company is not None
    assert ika.company.name == "Samudra"
    gleb = Contact.objects.get(name="Gleb Nikonorov")
    assert gleb.owner_id == house.people["Alice"].pk
    assert list(Phone.objects.filter(contact=gleb).values_list("e164", flat=True)) == ["+74235550142"]
    assert gleb.time_zone == "Asia/Vladivostok"
    assert Contact.objects.count() == Company.objects.count() == 2
    created = Event.objects.filter(kind=EventKind.CONTACT_CREATED).order_by("id")
    assert [event.payload["import"] for event in created] == [row.pk, row.pk]
    assert SearchDocument.objects.filter(text__contains="nikonorov").exists()
    assert_all_true()


def test_the_same_file_again_makes_nobody_twice(house: House, tmp_path: Path) -> None:
    taken(house, tmp_path)
    again = taken(house, tmp_path)
    assert again.counts["merged"] == 3
    assert Contact.objects.count() == Company.objects.count() == 2
    assert Event.objects.filter(kind=EventKind.CONTACT_CHANGED).count() == 0


def test_a_known_one_gets_only_what_was_empty_and_the_row_says_what_was_kept(
    house: House, tmp_path: Path
) -> None:
    fields = {"name": "Gleb", "phone": "+7 423 555 01 42", "position": "Buyer"}
    gleb = create_contact(by=house.actor("Alice"), at=NOON, fields=fields)
    text = "Name;Phone;Email;Position;City\nGleb Nikonorov;84235550142;g@mys.example;Director;Находка\n"
    row = taken(house, tmp_path, text)
    gleb.refresh_from_db()
    assert (gleb.name, gleb.position, gleb.city) == ("Gleb", "Buyer", "Находка")
    assert list(gleb.emails.values_list("address", flat=True)) == ["g@mys.example"]
    line = ImportRow.objects.get(of=row)
    assert (line.verdict, line.contact_id) == ("merged", gleb.pk)
    assert [-1, Remark.KEPT_AS_WAS, "Director"] in line.said
    undone(house, row)
    gleb.refresh_from_db()
    assert gleb.city != "Находка"
    assert not gleb.emails.exists()
    assert gleb.position == "Buyer"


def test_whom_another_team_holds_is_refused_and_untouched(house: House, tmp_path: Path) -> None:
    fields = {"name": "Gleb", "phone": "+7 423 555 01 42"}
    create_contact(by=house.actor("Charlie"), at=NOON, fields=fields)
    row = taken(house, tmp_path, "Name;Phone;City\nGleb;84235550142;Находка\n")
    line = ImportRow.objects.get(of=row)
    assert (line.verdict, line.contact_id) == ("refused", None)
    assert [-1, Remark.HELD_BY_OTHERS, ""] in line.said
    assert Contact.objects.get().city != "Находка"


def test_a_switchboard_makes_no_two_people_one(house: House, tmp_path: Path) -> None:
    text = "Name;Phone\nAnna Berg;+7 423 555 01 42\nBoris Orlov;+7 423 555 01 42\nBerg Anna;84235550142\n"
    taken(house, tmp_path, "Name;Phone\nAnna Berg;+7 423 555 01 42\n")
    create_contact(
        by=house.actor("Alice"), at=NOON, fields={"name": "Zhanna", "phone": "+74235550142", "shared": "on"}
    )
    row = taken(house, tmp_path, text)
    assert [verdict for _, verdict in verdicts(row)] == ["merged", "new", "merged"]


def test_a_portion_that_was_taken_is_not_taken_again(house: House, tmp_path: Path) -> None:
    row = brought(house, tmp_path)
    begin_run(by=house.actor("Hana"), at=NOON, id=row.pk)
    late = Run(row.pk, NOON, tmp_path)
    before = Import.objects.get(pk=row.pk)
    assert not Run(row.pk, NOON, tmp_path).take()
    assert not late._is_still(before, ImportState.RUNNING)  # noqa: SLF001 - two at once, without two processes
    assert not late.take()
    assert Contact.objects.count() == 2


def test_undo_takes_back_all_but_what_people_worked_on(house: House, tmp_path: Path) -> None:
    people = "".join(f"Person {n};+7 423 555 0{n:03d};Company {n}\n" for n in range(4))
    row = taken(house, tmp_path, f"Name;Phone;Company\n{people}")
    edited, dealt, *_ = Contact.objects.order_by("name")
    change_contact(by=house.actor("Hana"), at=NOON, contact=edited.pk, fields={"position": "Buyer"})
    deal = deal_of(house, "Alice")
    type(deal).objects.filter(pk=deal.pk).update(contact=dealt)
    undone(house, row)
    assert row.state == ImportState.UNDONE
    assert (row.counts["undone"], row.counts["kept"]) == (2, 2)
    left = Contact.objects.filter(name__startswith="Person").order_by("name")
    assert list(left) == [edited, dealt]
    assert set(Company.objects.filter(name__startswith="Company").values_list("name", flat=True)) == {
        "Company 0", "Company 1",
    }  # fmt: skip
    assert not SearchDocument.objects.filter(text__contains="person 3").exists()
    assert_all_true()


def test_stopped_half_way_it_says_so_and_can_be_taken_back(house: House, tmp_path: Path) -> None:
    many = "".join(f"Person {n};+7 423 55{n:05d}\n" for n in range(300))
    row = brought(house, tmp_path, f"Name;Phone\n{many}")
    begin_run(by=house.actor("Hana"), at=NOON, id=row.pk)
    assert Run(row.pk, NOON, tmp_path).take()
    cancel_run(by=house.actor("Hana"), at=NOON, id=row.pk)
    assert not Run(row.pk, NOON, tmp_path).take()
    assert Contact.objects.count() == 250
    row.refresh_from_db()
    undone(house, row)
    assert not Contact.objects.exists()


def test_a_layout_is_remembered_and_nonsense_refused(house: House, tmp_path: Path) -> None:
    row = brought(house, tmp_path)
    back_to_columns(by=house.actor("Hana"), id=row.pk)
    row.targets = ["name", "phone", "", "company", "owner"]
    said(house, row)
    again = bring_file(
        by=house.actor("Hana"), at=NOON, upload=File(CLIENTS.encode()), folder=tmp_path, most=MOST
    )
    assert again.targets == ["name", "phone", "", "company", "owner"]
    again.targets = ["name", "name", "", "", ""]
    with pytest.raises(Invalid) as refused:
        said(house, again)
    assert refused.value.problems == {"column-1": Problem.ALREADY_TAKEN}
    again.targets = [""] * 5
    with pytest.raises(Invalid) as refused:
        said(house, again)
    assert refused.value.problems == {"columns": Problem.REQUIRED}


def test_who_may_import(house: House, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        bring_file(by=house.actor("Alice"), at=NOON, upload=File(b"Name\nA\n"), folder=tmp_path, most=MOST)
    row = brought(house, tmp_path)
    with pytest.raises(NotFound):
        begin_run(by=house.actor("Hugo"), at=NOON, id=row.pk)
    row.refresh_from_db()
    with pytest.raises(Invalid):
        said(house, row, owner=str(house.people["Charlie"].pk))
