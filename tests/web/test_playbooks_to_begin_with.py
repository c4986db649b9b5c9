"""Shipped playbooks in the settings: shown in the reader's language, taken in once."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from tests.factories import make_house
from tests.truths import assert_all_true
from tests.web.visitor import Visitor
from voronka.models import Pipeline, User, Workspace
from voronka.queries.shipped_playbooks import shipped_keys, shipped_playbook

if TYPE_CHECKING:
    from tests.factories import House

pytestmark = pytest.mark.django_db
KEYS = shipped_keys()


@pytest.fixture
def house() -> House:
    return make_house()


def test_each_method_is_offered_by_kind_of_business_in_the_readers_language(house: House) -> None:
    User.objects.filter(pk=house.people["Hana"].pk).update(language="ru")
    page = Visitor(house, "Hana").get("settings-playbooks")
    assert page.status == 200
    for method in ("nine-statuses", "six-stages", "four-stages", "lead-customer-client"):
        assert shipped_playbook(method).playbook.fits["ru"] in page.words
        assert shipped_playbook(method).playbook.name["ru"] in page.words
    assert not page.all("#one-or-two")


@pytest.mark.parametrize("key", KEYS)
def test_each_form_is_drawn_with_its_stages_and_what_goes_from_one_to_the_other(
    house: House, key: str
) -> None:
    playbook = shipped_playbook(key).playbook
    assert playbook.form is not None
    asked = {"method": playbook.form.method, "leads": playbook.form.leads.value, "language": "id"}
    page = Visitor(house, "Hana").get("settings-playbooks", query=asked)
    drawn = page.all(".small-board")
    assert len(drawn) == len(playbook.pipelines)
    for board, pipeline in zip(drawn, playbook.pipelines, strict=True):
        assert [one.text for one in board.cssselect("li > b")] == [one.name["id"] for one in pipeline.stages]
    for way in playbook.hand_overs:
        assert way.carries["id"] in page.words
    for reason in (*playbook.lost_reasons, *playbook.postpone_reasons):
        assert reason.name["id"] in page.words
    # What was chosen is marked: the method, the form, the language.
    assert len(page.all(".methods [aria-current], .segmented [aria-current]")) == 3
    assert page.one(".take-in").get("action") == reverse("settings-playbook-use", args=[key])
    assert page.one("input[name=language]").get("value") == "id"


@pytest.mark.parametrize(
    "junk", [{"method": "best"}, {"method": "six-stages", "leads": "x", "language": "x"}]
)
def test_junk_in_the_address_is_as_if_nothing_was_said(house: House, junk: dict[str, str]) -> None:
    page = Visitor(house, "Hana").get("settings-playbooks", query=junk)
    assert page.status == 200
    assert bool(page.all("#one-or-two")) == (junk["method"] == "six-stages")


def test_what_was_chosen_stays_chosen_with_another_choice(house: House) -> None:
    asked = {"method": "six-stages", "leads": "apart", "language": "uk"}
    page = Visitor(house, "Hana").get("settings-playbooks", query=asked)
    for link in page.all(".methods a, .segmented a"):
        said = parse_qs(urlsplit(link.get("href")).query)
        same = [name for name, value in asked.items() if said.get(name) == [value]]
        assert len(same) >= 2


def test_it_is_taken_in_in_the_chosen_language(house: House) -> None:
    Visitor(house, "Hana").post("settings-playbook-use", "four-stages", data={"language": "ru"})
    assert Pipeline.objects.get(playbook__key="four-stages").name == "Продажи"


@pytest.mark.parametrize("key", KEYS)
def test_each_can_be_taken_in_and_worked_with_at_once(house: House, key: str) -> None:
    Workspace.objects.update(language="uk")
    hana = Visitor(house, "Hana")
    answer = hana.post("settings-playbook-use", key)
    made = Pipeline.objects.filter(playbook__key=key).order_by("position")
    assert answer.headers["HX-Redirect"] == reverse("settings-pipeline", args=[made[0].pk])
    playbook = shipped_playbook(key).playbook
    assert [row.key for row in made] == [pipeline.key for pipeline in playbook.pipelines]
    assert hana.get("playbook", made[0].pk).status == 200
    assert playbook.pipelines[0].stages[0].name["uk"] in hana.get("board", made[0].pk).words
    assert_all_true()


def test_what_is_in_use_is_marked_and_not_taken_twice(house: House) -> None:
    hana = Visitor(house, "Hana")
    hana.post("settings-playbook-use", "four-stages")
    pipelines = Pipeline.objects.count()
    page = hana.get("settings-playbooks", query={"method": "four-stages"})
    assert page.words.count("in use") == 1
    assert "You work by it already." in page.words
    again = hana.post("settings-playbook-use", "four-stages")
    assert again.status == 409
    assert Pipeline.objects.count() == pipelines


def test_an_unknown_one_is_not_found(house: House) -> None:
    assert Visitor(house, "Hana").post("settings-playbook-use", "best").status == 404
