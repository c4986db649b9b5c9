"""Shipped playbooks in the settings: shown in the reader's language, taken in once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from tests.factories import make_house
from tests.truths import assert_all_true
from tests.web.visitor import Visitor
from voronka.models import Pipeline, User, Workspace
from voronka.queries.shipped_playbooks import shipped_playbooks

if TYPE_CHECKING:
    from tests.factories import House

pytestmark = pytest.mark.django_db
KEYS = [one.playbook.key for one in shipped_playbooks()]


@pytest.fixture
def house() -> House:
    return make_house()


def test_each_is_shown_with_its_stages_in_the_readers_language(house: House) -> None:
    User.objects.filter(pk=house.people["Hana"].pk).update(language="ru")
    page = Visitor(house, "Hana").get("settings-playbooks")
    assert page.status == 200
    for one in shipped_playbooks():
        assert one.playbook.name["ru"] in page.words
        assert one.playbook.pipelines[0].stages[-1].name["ru"] in page.words


@pytest.mark.parametrize("key", KEYS)
def test_each_can_be_taken_in_and_worked_with_at_once(house: House, key: str) -> None:
    Workspace.objects.update(language="uk")
    hana = Visitor(house, "Hana")
    answer = hana.post("settings-playbook-use", key)
    made = Pipeline.objects.filter(playbook__key=key).order_by("position")
    assert answer.headers["HX-Redirect"] == reverse("settings-pipeline", args=[made[0].pk])
    (playbook,) = (one.playbook for one in shipped_playbooks() if one.playbook.key == key)
    assert [row.key for row in made] == [pipeline.key for pipeline in playbook.pipelines]
    assert hana.get("playbook", made[0].pk).status == 200
    assert playbook.pipelines[0].stages[0].name["uk"] in hana.get("board", made[0].pk).words
    assert_all_true()


def test_what_is_in_use_is_marked_and_not_taken_twice(house: House) -> None:
    hana = Visitor(house, "Hana")
    hana.post("settings-playbook-use", "four-stages")
    pipelines = Pipeline.objects.count()
    page = hana.get("settings-playbooks")
    assert page.words.count("in use") == 1
    again = hana.post("settings-playbook-use", "four-stages")
    assert again.status == 409
    assert Pipeline.objects.count() == pipelines


def test_an_unknown_one_is_not_found(house: House) -> None:
    assert Visitor(house, "Hana").post("settings-playbook-use", "best").status == 404
