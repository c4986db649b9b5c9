"""Taking a playbook into the workspace: pipelines, stages, criteria and reasons are made once, in one language."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.factories import NOON, House
from tests.truths import assert_all_true
from voronka.commands.clients import ClientWords
from voronka.commands.deals import NewDeal, create_deal
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move
from voronka.commands.setup.playbooks import PlaybookIsThere, install_playbook
from voronka.domain.criteria import Field, FieldFilled
from voronka.domain.errors import GateRefused, Invalid, NotAllowed, Problem
from voronka.domain.ids import CriterionId
from voronka.domain.pipeline import BuyerStage, PipelineKind
from voronka.domain.playbook.model import (
    Exit,
    NextStep,
    Playbook,
    PlaybookPipeline,
    PlaybookReason,
    PlaybookStage,
    Rule,
    Step,
    Text,
    Unsorted,
)
from voronka.domain.seller_steps import SellerStep
from voronka.domain.task import TaskKind
from voronka.models import Deal, Event, Pipeline, PlaybookVersion, Reason
from voronka.queries.pipelines import pipeline_of

pytestmark = pytest.mark.django_db


def both(en: str, ru: str) -> Text:
    return {"en": en, "ru": ru}


def next_step(title: str) -> NextStep:
    return NextStep(TaskKind.CALL, both(title, f"{title} по-русски"), timedelta(hours=2))


NEED = Rule(both("Need is known", "Потребность известна"), FieldFilled(CriterionId(0), "", Field.NEED))

PLAYBOOK = Playbook(
    key="two-steps",
    name=both("Two steps", "Два шага"),
    about=both("Ask, then sell.", "Спросить, потом продать."),
    fits=both("Anybody", "Всем"),
    languages=("en", "ru"),
    pipelines=(
        PlaybookPipeline(
            key="sales",
            name=both("Sales", "Продажи"),
            kind=PipelineKind.SALE,
            unsorted=Unsorted(both("Unsorted", "Неразобранное"), next_step("Sort"), timedelta(minutes=15)),
            stages=(
                PlaybookStage(
                    "ask", both("Ask", "Спросить"), both("Learn the need", "Узнать потребность"), next_step("Ask"),
                    buyer=BuyerStage.MOTIVATION, limit=timedelta(days=2),
                    question=both("What do you need?", "Что вам нужно?"),
                    steps=(Step(both("Call", "Позвонить"), (both("Dial", "Набрать"), both("Listen", "Слушать"))),),
                    exit=(NEED,),
                ),
                PlaybookStage("sell", both("Sell", "Продать"), both("Get a yes", "Получить да"), next_step("Sell")),
            ),
            won=Exit(both("Won", "Успех"), (Step(both("Thank", "Поблагодарить")),)),
            lost=Exit(both("Lost", "Отказ")),
            postponed=Exit(both("Later", "Позже")),
        ),
    ),
    lost_reasons=(
        PlaybookReason("price", both("Too dear", "Дорого")),
        PlaybookReason("rival", both("A rival", "Конкурент"), asks_competitor=True),
    ),
    postpone_reasons=(PlaybookReason("money", both("No money now", "Нет денег")),),
)  # fmt: skip


def install(house: House, who: str = "Hana", playbook: Playbook = PLAYBOOK, language: str = "en") -> Pipeline:
    made = install_playbook(
        by=house.actor(who), at=NOON, playbook=playbook, text="format: 1\n", language=language
    )
    return made.pipelines[0]


def test_its_stages_come_with_all_that_the_playbook_says_of_them(house: House) -> None:
    pipeline = pipeline_of(install(house).pk)
    assert pipeline.kind is PipelineKind.SALE
    assert [stage.name for stage in pipeline.stages] == ["Unsorted", "Ask", "Sell", "Won", "Lost", "Later"]
    unsorted, ask, *_ = pipeline.stages
    assert unsorted.limit == timedelta(minutes=15)
    assert ask.purpose == "Learn the need"
    assert ask.limit == timedelta(days=2)
    assert ask.buyer is BuyerStage.MOTIVATION
    assert ask.question == "What do you need?"
    assert ask.steps == (SellerStep("Call", ("Dial", "Listen")),)
    assert (ask.default_step.title, ask.default_step.after) == ("Ask", timedelta(hours=2))
    (criterion,) = ask.exit_criteria
    assert isinstance(criterion, FieldFilled)
    assert (criterion.title, criterion.field) == ("Need is known", Field.NEED)


def test_it_speaks_the_language_that_was_chosen(house: House) -> None:
    pipeline = pipeline_of(install(house, language="ru").pk)
    assert [stage.name for stage in pipeline.working] == ["Спросить", "Продать"]
    assert pipeline.working[0].exit_criteria[0].title == "Потребность известна"
    assert Reason.objects.filter(name="Конкурент", asks_competitor=True).exists()


def test_the_file_is_kept_and_stages_are_known_by_their_keys(house: House) -> None:
    row = install(house)
    row.refresh_from_db()
    kept = PlaybookVersion.objects.get()
    assert (kept.key, kept.number, kept.text, kept.language) == ("two-steps", 1, "format: 1\n", "en")
    assert kept.published_by_id == house.actor("Hana").id
    assert (row.playbook_id, row.key) == (kept.pk, "sales")
    keys = list(row.stages.order_by("position").values_list("key", flat=True))
    assert keys == ["unsorted", "ask", "sell", "won", "lost", "postponed"]
    assert Event.objects.order_by("-id")[0].payload["after"] == {"key": "two-steps", "number": 1}


def test_its_gates_hold_from_the_first_deal_on(house: House) -> None:
    pipeline = install(house)
    stages = {stage.key: stage.pk for stage in pipeline.stages.all()}
    alice = house.actor("Alice")
    client = ClientWords(company="PT Samudra Teduh")
    deal = create_deal(
        by=alice, at=NOON, new=NewDeal(pipeline.pk, title="Ice", client=client, stage=stages["ask"])
    )
    with pytest.raises(GateRefused):
        move_deal(by=alice, at=NOON, deal=deal.pk, move=Move(stages["sell"]))
    Deal.objects.filter(pk=deal.pk).update(need="Ice")
    assert move_deal(by=alice, at=NOON, deal=deal.pk, move=Move(stages["sell"])).stage.id == stages["sell"]
    assert_all_true()


def test_names_that_are_taken_get_the_playbooks_behind_them(house: House) -> None:
    Pipeline.objects.filter(pk=house.pipeline.pk).update(name="SALES")
    assert install(house).name == "Sales: Two steps"
    assert install(house, playbook=replace(PLAYBOOK, key="again")).name == "Sales 2"


def test_reasons_that_are_there_are_not_doubled(house: House) -> None:
    install(house)
    before = Reason.objects.count()
    install(house, playbook=replace(PLAYBOOK, key="again"))
    assert Reason.objects.count() == before


def test_the_same_playbook_is_not_taken_in_twice(house: House) -> None:
    install(house)
    pipelines = Pipeline.objects.count()
    with pytest.raises(PlaybookIsThere):
        install(house)
    assert Pipeline.objects.count() == pipelines


def test_a_language_that_it_does_not_speak_is_refused(house: House) -> None:
    with pytest.raises(Invalid) as refused:
        install(house, language="id")
    assert refused.value.problems == {"language": Problem.UNKNOWN_CHOICE}


def test_a_seller_takes_in_nothing(house: House) -> None:
    with pytest.raises(NotAllowed):
        install(house, who="Alice")
