"""What people see of a playbook's versions on a deal and on the playbook's page."""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories import NOON, House, deal_of, make_house, make_pipeline, question_of
from tests.published import publish
from tests.web.visitor import Visitor
from voronka.commands.setup.criteria import add_criterion

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return make_house()


def ask_source(house: House) -> None:
    hana: dict[str, Any] = {"by": house.actor("Hana"), "at": NOON}
    fields = {"title": "The source is known", "kind": "field", "field": "source"}
    add_criterion(**hana, stage=house.stage("Qualify"), fields=fields)
    publish(**hana, at_once=False)


def test_a_deal_says_by_which_version_it_is_judged(house: House) -> None:
    deal = deal_of(house, "Alice")
    ask_source(house)
    page = Visitor(house, "Alice").get("deal", deal.pk)
    assert "Judged by version 1 of the playbook; by version 2 from the next stage on." in page.words
    assert "The source is known" not in page.words
    later = Visitor(house, "Alice").get("deal", deal_of(house, "Alice").pk)
    assert "Judged by version" not in later.words
    assert "The source is known" in later.words


def test_the_playbook_tells_the_number_of_the_version_in_force(house: House) -> None:
    ask_source(house)
    assert "version 2, in force since" in Visitor(house, "Alice").get("playbook", house.pipeline.pk).words


def test_what_changes_beside_the_stages_is_told_before_and_kept_with_the_version(house: House) -> None:
    hana, pipeline = Visitor(house, "Hana"), house.pipeline.pk
    gone = question_of(house.pipeline, "They have a budget")
    stage = make_pipeline("Delivery")[1]["Propose"].pk
    hana.post("settings-question-remove", gone.pk)
    hana.post("settings-question-new", pipeline, data={"text": "They decide"})
    hana.post("settings-hand-over-new", pipeline, data={"stage": stage, "carries": "All promises"})
    page = hana.get("settings-pipeline", pipeline).text
    assert "3 changes beside the stages" in page
    assert "They decide" in page
    told = (
        "Asked no longer: “They have a budget”",
        "New question: “They decide”",
        "Won deals go on in: Delivery, at Propose",
    )
    shown = hana.get("settings-draft-publish", pipeline)
    assert all(line in shown.text for line in told)
