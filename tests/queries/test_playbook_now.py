"""The workspace's method as a file: complete, readable, and the same again when it is taken in elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.factories import NOON, House, make_house
from voronka.commands.setup.playbooks import install_playbook
from voronka.domain.playbook.read import read_playbook
from voronka.domain.playbook.write import write_playbook
from voronka.queries.playbook_now import playbook_now
from voronka.queries.shipped_playbooks import shipped_keys, shipped_playbook

if TYPE_CHECKING:
    from voronka.domain.playbook.model import Playbook

pytestmark = pytest.mark.django_db
SHIPPED = shipped_keys()


@pytest.fixture
def house() -> House:
    return make_house({"Qualify": [("field", "Need is known", {"field": "need"})]})


def take_in(house: House, key: str) -> Playbook:
    one = shipped_playbook(key)
    install_playbook(by=house.actor("Hana"), at=NOON, playbook=one.playbook, text=one.text, language="en")
    return one.playbook


def test_a_workspace_without_a_playbook_is_one(house: House) -> None:
    now = playbook_now()
    assert read_playbook(write_playbook(now)) == now
    (pipeline,) = now.pipelines
    assert [stage.name["en"] for stage in pipeline.stages] == ["Qualify", "Propose", "Sign"]
    assert pipeline.stages[0].exit[0].title == {"en": "Need is known"}


@pytest.mark.parametrize("key", SHIPPED)
def test_the_file_of_a_shipped_playbook_is_called_by_its_key(key: str) -> None:
    assert shipped_playbook(key).playbook.key == key


@pytest.mark.parametrize("key", SHIPPED)
def test_a_shipped_playbook_comes_out_as_it_went_in(house: House, key: str) -> None:
    shipped, now = take_in(house, key), playbook_now()
    assert read_playbook(write_playbook(now)) == now
    out = {pipeline.key: pipeline for pipeline in now.pipelines}
    for pipeline in shipped.pipelines:
        same = out[pipeline.key]
        assert [stage.key for stage in same.stages] == [stage.key for stage in pipeline.stages]
        for was, is_now in zip(pipeline.stages, same.stages, strict=True):
            for part in ("limit", "advance", "back_to", "buyer"):
                assert getattr(was, part) == getattr(is_now, part)
            assert [rule.criterion for rule in (*was.enter, *was.exit)] == [
                rule.criterion for rule in (*is_now.enter, *is_now.exit)
            ]
            assert [step.what["en"] for step in was.steps] == [step.what["en"] for step in is_now.steps]
        assert same.lost.wake_after == pipeline.lost.wake_after
        assert same.postponed.returns_to == pipeline.postponed.returns_to
    ways = {(one.from_pipeline, one.to_pipeline, one.to_stage) for one in now.hand_overs}
    assert ways == {(one.from_pipeline, one.to_pipeline, one.to_stage) for one in shipped.hand_overs}
