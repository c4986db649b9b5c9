"""Deals written in bulk are what the commands would have left."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.factories import NOON, House, deal_of, make_house
from tests.management.soundness import assert_sound
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move
from voronka.commands.past_deals import PastDeal, PastExit, PastStay, write_past_deals
from voronka.commands.task_rows import NewTask
from voronka.domain.pipeline import Pipeline, Stage, StageKind
from voronka.domain.task import TaskKind
from voronka.models import Deal, Event, Task
from voronka.queries.pipelines import pipeline_of

CRITERIA = {"Qualify": [("field", "Need known", {"field": "need"})]}
BEGAN = NOON - timedelta(days=40)


@pytest.fixture
def strict(db: None) -> House:
    """A pipeline with a gate."""
    return make_house(CRITERIA)


def past(house: House, pipeline: Pipeline, *names: str, said: PastExit | None = None) -> PastDeal:
    """A deal of Alice that stayed ten days at each of these stages."""
    stays = tuple(
        PastStay(stage(pipeline, name), BEGAN + timedelta(days=10 * n)) for n, name in enumerate(names)
    )
    alice = house.people["Alice"]
    is_open = stays[-1].stage.kind.is_open
    return PastDeal(
        pipeline=pipeline, title="Old base", owner=alice.pk, team=alice.team_id or 0, by=house.people["Hana"].pk,
        stays=stays, amount=Decimal(1200), currency="USD", exception="From the old base", exit=said or PastExit(),
        next_task=NewTask(TaskKind.CALL, "Call", NOON + timedelta(days=1)) if is_open else None,
    )  # fmt: skip


def stage(pipeline: Pipeline, name: str) -> Stage:
    return next(stage for stage in pipeline.stages if stage.name == name)


def shape(told: object) -> object:
    """The keys of what the log says, all the way down."""
    if isinstance(told, dict):
        return {key: shape(value) if key in {"before", "evidence"} else None for key, value in told.items()}
    return [shape(inner) for inner in told] if isinstance(told, list) else None


def test_open_won_lost_and_postponed_deals_are_sound(strict: House) -> None:
    pipeline = pipeline_of(strict.pipeline.pk)
    lost = PastExit(strict.lost_reason, "Too dear")
    back = PastExit(strict.postpone_reason, "In spring", until=date(2027, 3, 1))
    ids = write_past_deals(
        [
            past(strict, pipeline, "Qualify"),
            past(strict, pipeline, "Unsorted", "Qualify", "Propose"),
            past(strict, pipeline, "Qualify", "Propose", "Sign", "Won"),
            past(strict, pipeline, "Qualify", "Lost", said=lost),
            past(strict, pipeline, "Qualify", "Postponed", said=back),
        ],
        at=NOON,
    )
    assert_sound()
    kinds = [Deal.objects.get(pk=id).stage.kind for id in ids]
    assert kinds == [StageKind.WORKING, StageKind.WORKING, StageKind.WON, StageKind.LOST, StageKind.POSTPONED]
    assert Task.objects.count() == 2


def test_the_log_says_it_in_the_words_of_the_commands(strict: House) -> None:
    pipeline = pipeline_of(strict.pipeline.pk)
    (old,) = write_past_deals([past(strict, pipeline, "Qualify", "Propose")], at=NOON)
    new = deal_of(strict, "Alice", amount="1200")
    wanted = Move(to=strict.stage("Propose"), exception="From the old base")
    move_deal(by=strict.actor("Hana"), at=NOON, deal=new.pk, move=wanted)
    for kind in ("deal_created", "deal_moved"):
        told, model = (Event.objects.get(deal_id=deal, kind=kind) for deal in (old, new.pk))
        assert shape(told.payload) == shape(model.payload)
        assert told.version == model.version
    moved = Event.objects.get(deal_id=old, kind="deal_moved").payload
    assert moved["waived"] == ["Need known"]
    assert moved["exception"] == "From the old base"
    assert moved["seconds_at_stage"] == 10 * 24 * 3600


def test_work_goes_on_from_there(strict: House) -> None:
    pipeline = pipeline_of(strict.pipeline.pk)
    (old,) = write_past_deals([past(strict, pipeline, "Qualify", "Propose")], at=NOON)
    move_deal(by=strict.actor("Alice"), at=NOON, deal=old, move=Move(to=strict.stage("Sign")))
    assert_sound()
    assert Deal.objects.get(pk=old).version == 3
