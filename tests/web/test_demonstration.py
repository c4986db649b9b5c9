"""Demo data by the pages: begun with one click, told how far it is, said on the board, and cleared after a count."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from tests.factories import deal_of, make_house
from tests.web.visitor import Visitor
from voronka.models import Company, Deal, Demonstration, Pipeline, PlaybookVersion, Stage

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import Settings

    from tests.factories import House
    from tests.web.visitor import Answer

# Laying and clearing are tried on both databases by the commands' own tests.
pytestmark = [pytest.mark.django_db, pytest.mark.once]
KEY = "four-stages"


@pytest.fixture
def house(tmp_path: Path, settings: Settings) -> House:
    settings.FILES_DIR = tmp_path
    made = make_house()
    Stage.objects.all().delete()
    Pipeline.objects.all().delete()
    return made


def begun(who: Visitor, key: str = KEY) -> Answer:
    return who.post("settings-playbook-use", key, data={"demo": "1", "language": "en"})


def laid(who: Visitor) -> Answer:
    answer = begun(who)
    for _ in range(40):
        answer = who.post("settings-demonstration")
        if "HX-Redirect" in answer.headers:
            return answer
    raise AssertionError


@pytest.mark.parametrize("page", ["board-first", "playbook-first", "day"])
def test_where_no_pipeline_is_one_button_leads_to_the_choice(house: House, page: str) -> None:
    address = reverse("settings-playbooks")
    for who in ("Zoe", "Hana"):
        assert Visitor(house, who).get(page).all(f"main a.btn[href='{address}']"), who
    assert not Visitor(house, "Alice").get(page).all(f"main a[href='{address}']")


def test_one_click_takes_it_in_and_tells_how_far_it_is(house: House) -> None:
    zoe = Visitor(house, "Zoe")
    assert begun(zoe).headers["HX-Redirect"] == reverse("settings-demonstration")
    planned = Demonstration.objects.get().planned
    page = zoe.get("settings-demonstration")
    assert f"0 of {planned} requests" in page.words
    part = zoe.post("settings-demonstration")
    laid_now = Demonstration.objects.get().laid
    assert 0 < laid_now < planned
    assert f"{laid_now} of {planned} requests" in part.words
    board = zoe.get("board", Pipeline.objects.get().pk)
    assert f"{planned - laid_now} requests are still to be told." in board.words


def test_the_board_says_so_to_who_may_clear_it_until_it_is_cleared(house: House) -> None:
    zoe = Visitor(house, "Zoe")
    pipeline = Pipeline.objects.get
    assert laid(zoe).headers["HX-Redirect"] == reverse("board", args=[pipeline().pk])
    board = zoe.get("board", pipeline().pk)
    assert "Demo data." in board.words
    assert len(board.all(".card")) > 20
    assert not Visitor(house, "Alice").get("board", pipeline().pk).all(".demonstration-bar")
    told = zoe.get("settings-demonstration-clear")
    assert f"Deals {Deal.objects.count()}" in told.words
    assert "added by people" not in told.words
    assert zoe.post("settings-demonstration-clear").headers["HX-Redirect"] == reverse("board-first")
    after = zoe.get("board", pipeline().pk)
    assert not after.all(".card, .demonstration-bar")
    assert zoe.get("settings-demonstration-clear").status == 404
    assert zoe.post("settings-demonstration").status == 404


def test_what_people_have_added_is_told_before_it_goes(house: House) -> None:
    zoe = Visitor(house, "Zoe")
    laid(zoe)
    house.pipeline = Pipeline.objects.get()
    house.stages = {"Qualify": Stage.objects.filter(kind="working").order_by("position")[0]}
    deal_of(house, "Alice")
    Demonstration.objects.update(began_at=Deal.objects.latest("id").created_at)
    Deal.objects.filter(pk=Deal.objects.latest("id").pk).update(created_at="2027-01-01T00:00:00Z")
    told = zoe.get("settings-demonstration-clear").words
    assert "1 added by people" in told
    assert "What people have added goes as well." in told


def test_a_head_who_does_not_see_all_of_it_is_sent_to_an_administrator(house: House) -> None:
    laid(Visitor(house, "Zoe"))
    told = Visitor(house, "Hana").get("settings-demonstration-clear")
    assert "Ask an administrator to clear it." in told.words
    assert Visitor(house, "Hana").post("settings-demonstration-clear").status == 403
    assert Deal.objects.exists()


def test_it_is_not_offered_beside_deals_and_clients_of_ones_own(house: House) -> None:
    zoe = Visitor(house, "Zoe")

    def offered() -> tuple[int, str]:
        page = zoe.get("settings-playbooks", query={"method": KEY})
        return len(page.all("button[name=demo]")), page.words

    assert offered()[0] == 1
    company = Company.objects.create(name="PT Samudra Teduh", created_at="2026-01-01T00:00:00Z")
    count, words = offered()
    assert count == 0
    assert f"voronka demo --playbook {KEY}" in words
    refused = begun(zoe)
    assert refused.status == 409
    assert "clients of your own" in refused.toast["text"]
    assert not PlaybookVersion.objects.exists()
    company.delete()
    begun(zoe)
    assert "There is demo data already." in offered()[1]
