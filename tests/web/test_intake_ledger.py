"""The ledger of requests: its numbers are its rows, each says why, and a press lets in what was no spam."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import timezone

from tests.factories import House, make_house
from tests.intaking import arrival, make_source
from tests.web.visitor import Visitor
from voronka.commands.intake import take_in
from voronka.domain.intake import Spam
from voronka.models import Deal, IntakeRequest, Workspace

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    house = make_house()
    source, now = make_source(house), timezone.now()
    take_in(source=source.pk, arrival=arrival(name="Ika", phone="+6281255500142"), at=now)
    spam = replace(arrival(name="=Bot()", text="Buy"), spam=Spam.HONEYPOT, is_trusted=False)
    take_in(source=source.pk, arrival=spam, at=now)
    return house


def test_the_numbers_are_the_rows(house: House) -> None:
    page = Visitor(house, "Hana").get("settings-intake")
    numbers = {name: page.one(f"#intake-{name}").text for name in ("all", "made", "rejected", "failed")}
    assert numbers == {"all": "2", "made": "1", "rejected": "1", "failed": "0"}
    assert "A field was filled in that people don’t see." in page.words
    only = Visitor(house, "Hana").get("settings-intake", query={"state": "rejected"})
    assert only.one("#intake-all").text == "1"
    assert "Ika" not in only.words


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_its_last_day_is_the_company_s_today_wherever_its_reader_is(house: House, zone: str) -> None:
    Workspace.objects.update(time_zone=zone)
    assert Visitor(house, "Hana").get("settings-intake").one("#intake-all").text == "2"


def test_a_press_makes_the_card_of_what_was_no_spam(house: House) -> None:
    hana = Visitor(house, "Hana")
    row = IntakeRequest.objects.get(state="rejected")
    assert "=Bot()" in hana.get("settings-intake-request", row.pk).one("pre").text_content()
    assert hana.post("settings-intake-make", row.pk).toast["text"] == "The card is made."
    assert Deal.objects.filter(title="=Bot()").exists()


def test_another_head_sees_neither_number_nor_row(house: House) -> None:
    page = Visitor(house, "Hugo").get("settings-intake")
    assert page.one("#intake-all").text == "0"


def test_the_file_has_every_row_and_no_cell_that_a_spreadsheet_runs(house: House) -> None:
    visitor = Visitor(house, "Hana")
    file = visitor.client.get("/settings/intake/requests.csv").content.decode()
    assert "Ika" in file
    assert "'=Bot()" in file
    assert len(file.splitlines()) >= 3


def test_a_source_is_made_set_up_and_its_key_shown_once(house: House) -> None:
    hana, north = Visitor(house, "Hana"), str(house.teams["North"].pk)
    given = {"name": "Shop", "kind": "endpoint", "pipeline": str(house.pipeline.pk), "team": north}
    made = hana.post("settings-source-new", data=given)
    source = int(made.headers["HX-Redirect"].rstrip("/").rpartition("/")[2])
    assert hana.post("settings-source-new", data=given).status == 422
    page = hana.post("settings-source-key", source)
    key = page.one("#source-new-key").text.strip()
    assert key.startswith("vk_")
    assert key in page.one("#source-curl").text
    assert "vk_" not in hana.get("settings-source", source).text
