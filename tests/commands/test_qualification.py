"""Answering the checklist and noting what the client looks for: what it opens, who may, what the log keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.factories import NOON, House, deal_of, make_house, question_of
from tests.truths import assert_all_true
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move
from voronka.commands.qualification import (
    NewAnswer,
    add_client_criterion,
    answer_questions,
    change_client_criterion,
    remove_client_criterion,
)
from voronka.commands.setup.qualification import (
    add_question,
    change_question,
    place_question,
    remove_question,
    take_over_questions,
)
from voronka.commands.transaction import writing
from voronka.domain.errors import GateRefused, Invalid, NotAllowed, NotFound, Problem
from voronka.domain.events import EventKind
from voronka.domain.playbook.lint.remark import NothingCanMeet
from voronka.domain.playbook.model import PlaybookQuestion
from voronka.domain.qualification import Fit, Match
from voronka.models import ClientCriterion, Event, QualificationAnswer, QualificationQuestion
from voronka.queries.deal_row import see_deal
from voronka.queries.pipelines import draft_of, pipeline_of
from voronka.queries.qualification import qualification_of, questions_of
from voronka.queries.remarks import remarks_on

if TYPE_CHECKING:
    from voronka.models import Deal

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return make_house({"Qualify": [("qualified", "They fit", {"fit": "fit"})]})


def ask(house: House, *texts: str) -> list[int]:
    return [question_of(house.pipeline, text).pk for text in texts]


def say(house: House, deal: Deal, question: int, fit: Fit, words: str | None = None) -> None:
    answers = (NewAnswer(question, fit, words),)
    answer_questions(by=house.actor("Alice"), at=NOON, deal=deal.pk, answers=answers)


def go_on(house: House, deal: Deal) -> None:
    move_deal(by=house.actor("Alice"), at=NOON, deal=deal.pk, move=Move(to=house.stage("Propose")))


def test_the_gate_opens_when_every_answer_is_fit(house: House) -> None:
    budget, time = ask(house, "They have a budget", "There is time")
    deal = deal_of(house, "Alice")
    say(house, deal, budget, Fit.FIT, "Told on the phone")
    with pytest.raises(GateRefused):
        go_on(house, deal)
    say(house, deal, time, Fit.FIT)
    go_on(house, deal)
    evidence = Event.objects.get(kind=EventKind.DEAL_MOVED).payload["evidence"][0]["evidence"]
    assert (evidence["label"], evidence["by"], evidence["measure"]) == ("2/2", "Alice", "fit")
    assert_all_true()


def test_a_pipeline_that_asks_nothing_lets_nobody_through(house: House) -> None:
    with pytest.raises(GateRefused):
        go_on(house, deal_of(house, "Alice"))


def test_an_answer_is_changed_by_another_and_the_log_keeps_what_it_was(house: House) -> None:
    (budget,) = ask(house, "They have a budget")
    deal = deal_of(house, "Alice")
    say(house, deal, budget, Fit.FIT, "Told on the phone")
    say(house, deal, budget, Fit.UNFIT)
    say(house, deal, budget, Fit.UNFIT)
    row = QualificationAnswer.objects.get()
    assert (row.fit, row.words) == ("unfit", "Told on the phone")
    told = Event.objects.filter(kind=EventKind.CHECKLIST_ANSWERED).order_by("id")
    assert [event.payload["was"] for event in told] == [None, {"fit": "fit", "words": "Told on the phone"}]


def test_an_unknown_that_was_never_answered_is_no_news(house: House) -> None:
    (budget,) = ask(house, "They have a budget")
    deal = deal_of(house, "Alice")
    say(house, deal, budget, Fit.UNKNOWN)
    assert not QualificationAnswer.objects.exists()


def test_only_who_may_change_the_deal_answers(house: House) -> None:
    (budget,) = ask(house, "They have a budget")
    deal = deal_of(house, "Alice")
    answers = (NewAnswer(budget, Fit.FIT),)
    with pytest.raises(NotFound):
        answer_questions(by=house.actor("Bob"), at=NOON, deal=deal.pk, answers=answers)
    with pytest.raises(NotFound):
        say(house, deal, 999_999, Fit.FIT)
    with pytest.raises(Invalid):
        say(house, deal, budget, Fit.FIT, "x" * 401)


def test_what_the_client_looks_for_is_noted_changed_and_removed(house: House) -> None:
    deal = deal_of(house, "Alice")
    alice = house.actor("Alice")
    made = add_client_criterion(by=alice, at=NOON, deal=deal.pk, text="Service within a day")
    with pytest.raises(Invalid) as refusal:
        add_client_criterion(by=alice, at=NOON, deal=deal.pk, text="service WITHIN a day")
    assert refusal.value.problems == {"text": Problem.ALREADY_TAKEN}
    change_client_criterion(by=alice, at=NOON, criterion=made.pk, match=Match.PARTLY, words="Two days so far")
    change_client_criterion(by=alice, at=NOON, criterion=made.pk, match=Match.PARTLY)
    found = qualification_of(see_deal(alice, deal.pk).row)
    assert [(one.match, one.words) for one in found.theirs] == [(Match.PARTLY, "Two days so far")]
    with pytest.raises(NotFound):
        remove_client_criterion(by=house.actor("Charlie"), at=NOON, criterion=made.pk)
    remove_client_criterion(by=alice, at=NOON, criterion=made.pk)
    assert ClientCriterion.objects.get().removed_at == NOON
    events = Event.objects.filter(deal_id=deal.pk, kind__startswith="client_").order_by("pk")
    assert list(events.values_list("kind", flat=True)) == [
        "client_criterion_set",
        "client_criterion_set",
        "client_criterion_gone",
    ]
    assert_all_true()


def test_the_head_writes_the_checklist_of_the_next_version(house: House) -> None:
    first, second, third = ask(house, "They have a budget", "There is time", "They like us")
    hana, pipeline = house.actor("Hana"), house.pipeline.pk
    place_question(by=hana, at=NOON, question=second, place=0)
    change_question(by=hana, at=NOON, question=first, text="Their budget is known")
    remove_question(by=hana, at=NOON, question=third)
    with pytest.raises(NotFound):
        remove_question(by=hana, at=NOON, question=third)
    add_question(by=hana, at=NOON, pipeline=pipeline, text="They decide")
    draft = draft_of(pipeline)
    assert draft is not None
    texts = [one.text for one in questions_of(draft.id)]
    assert texts == ["There is time", "Their budget is known", "They decide"]
    in_force = [one.text for one in questions_of(pipeline)]
    assert in_force == ["They have a budget", "There is time", "They like us"]
    with pytest.raises(Invalid):
        add_question(by=hana, at=NOON, pipeline=pipeline, text="there is TIME")
    with pytest.raises(NotAllowed):
        add_question(by=house.actor("Alice"), at=NOON, pipeline=pipeline, text="Mine")


def test_a_change_that_changes_nothing_begins_no_draft(house: House) -> None:
    (question,) = ask(house, "They have a budget")
    hana = house.actor("Hana")
    change_question(by=hana, at=NOON, question=question, text="They have a budget")
    place_question(by=hana, at=NOON, question=question, place=0)
    assert draft_of(house.pipeline.pk) is None


def test_a_playbooks_questions_are_known_by_their_keys(house: House) -> None:
    ask(house, "Asked by hand")

    def take_over(*questions: tuple[str, str]) -> list[str]:
        asked = [PlaybookQuestion(key, {"en": text}) for key, text in questions]
        with writing():
            take_over_questions(house.pipeline.pk, asked, "en")
        return [one.text for one in questions_of(house.pipeline.pk)]

    assert take_over(("a", "First"), ("b", "Second")) == ["First", "Second", "Asked by hand"]
    kept = QualificationQuestion.objects.get(key="b").pk
    assert take_over(("b", "Second, reworded"), ("c", "Third")) == [
        "Second, reworded",
        "Third",
        "Asked by hand",
    ]
    assert QualificationQuestion.objects.get(key="b").pk == kept


def test_the_linter_knows_that_the_pipeline_asks(house: House) -> None:
    def never_met() -> bool:
        pipeline = pipeline_of(house.pipeline.pk)
        found = remarks_on(pipeline, pipeline, NOON).of.values()
        return any(isinstance(one.finding, NothingCanMeet) for remarks in found for one in remarks)

    assert never_met()
    ask(house, "They have a budget")
    assert not never_met()
