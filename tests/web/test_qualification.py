"""Qualifying through the real views: answers by a tap, the checklist at the gate, what the client looks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from tests.factories import deal_of, make_house, question_of
from tests.web.visitor import Visitor
from voronka.models import ClientCriterion, QualificationAnswer, QualificationQuestion

if TYPE_CHECKING:
    from tests.factories import House
    from voronka.models import Deal

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return make_house({"Qualify": [("qualified", "They fit", {"fit": "fit"})]})


@pytest.fixture
def question(house: House) -> int:
    return question_of(house.pipeline, "They have a budget").pk


@pytest.fixture
def deal(house: House) -> Deal:
    return deal_of(house, "Alice")


def test_an_answer_is_one_tap_and_the_page_shows_the_verdict(house: House, deal: Deal, question: int) -> None:
    alice = Visitor(house, "Alice")
    assert "Do they fit us?" in alice.get("deal", deal.pk).text
    answer = alice.post("qualification-answer", deal.pk, question, data={"fit": "fit"})
    assert answer.status == 204
    assert answer.change["deal"] == deal.pk
    part = alice.get("deal-part", deal.pk, "playbook").text
    assert 'id="fit-' in part
    assert "1/1" in part


def test_the_gate_asks_the_checklist_and_comes_back(house: House, deal: Deal, question: int) -> None:
    alice, to = Visitor(house, "Alice"), house.stage("Propose")
    why = alice.get("move-dialog", deal.pk, to).text
    address = f"{reverse('qualification', args=[deal.pk])}?to={to}"
    assert address in why
    assert "They have a budget" in alice.get("qualification", deal.pk, query={"to": to}).text
    said = {"to": to, f"fit-{question}": "fit", f"words-{question}": "Told at the meeting"}
    taken = alice.post("qualification", deal.pk, data=said)
    assert reverse("move-dialog", args=[deal.pk, to]) in taken.headers["HX-Trigger"]
    assert QualificationAnswer.objects.get().words == "Told at the meeting"


def test_words_too_long_are_told_and_kept(house: House, deal: Deal, question: int) -> None:
    alice = Visitor(house, "Alice")
    said = {f"fit-{question}": "unfit", f"words-{question}": "x" * 401}
    answer = alice.post("qualification", deal.pk, data=said)
    assert answer.status == 422
    assert "x" * 401 in answer.text
    assert not QualificationAnswer.objects.exists()


def test_what_the_client_looks_for_stands_beside_ours(house: House, deal: Deal) -> None:
    alice = Visitor(house, "Alice")
    assert alice.post("client-criterion-new", deal.pk, data={"text": ""}).status == 422
    assert (
        alice.post(
            "client-criterion-new", deal.pk, data={"text": "Service within a day", "match": "partly"}
        ).status
        == 204
    )
    made = ClientCriterion.objects.get()
    assert "Service within a day" in alice.get("deal", deal.pk).text
    alice.post("client-criterion-match", made.pk, data={"match": "match"})
    made.refresh_from_db()
    assert made.match == "match"
    assert "Service within a day" in alice.get("client-criterion", made.pk).text
    assert (
        alice.post("client-criterion", made.pk, data={"text": "Service within hours", "match": "no"}).status
        == 204
    )
    assert alice.post("client-criterion-remove", made.pk, data={}).status == 204
    assert "Service within hours" not in alice.get("deal-part", deal.pk, "playbook").text


def test_the_head_sets_the_checklist_up(house: House) -> None:
    hana, pipeline = Visitor(house, "Hana"), house.pipeline.pk
    assert hana.post("settings-question-new", pipeline, data={"text": ""}).status == 422
    assert hana.post("settings-question-new", pipeline, data={"text": "They have a budget"}).status == 204
    made = QualificationQuestion.objects.get()
    assert "They have a budget" in hana.get("settings-pipeline", pipeline).text
    assert hana.post("settings-question", made.pk, data={"text": "Budget known"}).status == 204
    assert "Budget known" in hana.get("settings-pipeline", pipeline).text
    assert hana.post("settings-question-remove", made.pk, data={}).status == 204
    assert "Budget known" not in hana.get("settings-pipeline", pipeline).text
