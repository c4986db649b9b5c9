"""Any change of a playbook's file, taken in and published, leaves the workspace as the file says, and no deal astray."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

import pytest

from tests.factories import NOON, make_house
from tests.published import publish
from tests.truths import assert_all_true
from voronka.commands.clients import ClientWords
from voronka.commands.deals import NewDeal, create_deal
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move
from voronka.commands.setup.next_version import NothingNew, take_playbook
from voronka.domain.ids import StageId
from voronka.domain.playbook.write import write_playbook
from voronka.models import Deal
from voronka.queries.drafts import as_it_will_be
from voronka.queries.pipelines import pipeline_for, pipeline_of
from voronka.queries.playbook_taking import taking
from voronka.queries.shipped_playbooks import shipped_playbook

if TYPE_CHECKING:
    from tests.factories import House
    from voronka.domain.playbook.model import Exit, Playbook, PlaybookStage, Rule

pytestmark = pytest.mark.django_db

PLAYBOOKS = [shipped_playbook(key).playbook for key in ("four-stages", "six-stages", "nine-statuses")]
# What other methods ask for and do: material for changes.
STAGES = [stage for one in PLAYBOOKS for stage in one.pipelines[0].stages]
RULES = [rule for stage in STAGES for rule in (*stage.enter, *stage.exit)]


def changed_rules(dice: Random, rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """Some of them and some others in any order, one in other words."""
    mixed = [rule for rule in rules if dice.random() < 0.8] + dice.sample(RULES, dice.randrange(3))
    dice.shuffle(mixed)
    if mixed and dice.random() < 0.5:
        words = dice.choice(["Agreed", "Done"])
        mixed[0] = replace(mixed[0], title=dict.fromkeys(mixed[0].title, words))
    return tuple(mixed)


def changed_stages(dice: Random, stages: tuple[PlaybookStage, ...]) -> list[PlaybookStage]:
    """Some of them and some new ones in any order; a way back leads only to what comes before."""
    kept = [stage for stage in stages if dice.random() < 0.75] or [stages[0]]
    new = {f"new-{one.key}": one for one in dice.sample(STAGES, dice.randrange(3))}
    mixed = kept + [replace(one, key=key) for key, one in new.items()]
    dice.shuffle(mixed)
    return [
        replace(
            stage,
            back_to=dice.choice([None, tuple(one.key for one in mixed[: dice.randint(0, place)])]),
            enter=changed_rules(dice, stage.enter),
            exit=changed_rules(dice, stage.exit),
            limit=dice.choice([stage.limit, None]),
        )
        for place, stage in enumerate(mixed)
    ]


def changed(dice: Random, playbook: Playbook) -> Playbook:
    """The next version of its first pipeline; what led to stages that are gone goes with them."""
    first, *rest = playbook.pipelines
    stages = tuple(changed_stages(dice, first.stages))
    known = {stage.key for stage in stages}
    hand_overs = [one for one in playbook.hand_overs if one.to_pipeline != first.key or one.to_stage in known]

    def still(way_out: Exit) -> Exit:
        leads_nowhere = not known.issuperset(way_out.returns_to or ())
        return replace(way_out, returns_to=None) if leads_nowhere else way_out

    now = replace(first, stages=stages, lost=still(first.lost), postponed=still(first.postponed))
    return replace(playbook, pipelines=(now, *rest), hand_overs=tuple(hand_overs))


def deal_at(house: House, pipeline: int, stage: int) -> None:
    """A deal that the head let through to the stage."""
    new = NewDeal(pipeline, title="Ice", client=ClientWords(company="PT Samudra Teduh"))
    deal = create_deal(by=house.actor("Alice"), at=NOON, new=new)
    if deal.stage_id != stage:
        move = Move(stage, reason="Go", exception="Go")
        move_deal(by=house.actor("Hana"), at=NOON, deal=deal.pk, move=move)


def onto_the_first(pipeline: int) -> dict[int, int]:
    """Deals of removed stages go to the first that there will be."""
    then = as_it_will_be(pipeline)
    if then is None:
        return {}
    removed = [stage for stage in pipeline_of(pipeline).columns if then.stage(stage.id) is None]
    return {stage.id: then.working[0].id for stage in removed}


@pytest.mark.parametrize("seed", range(12))
def test_it_is_as_the_file_says_and_no_deal_goes_astray(seed: int) -> None:
    dice, house = Random(seed), make_house()
    before, language = dice.choice(PLAYBOOKS), dice.choice(["en", "ru", "uk", "id"])
    after, hana = changed(dice, before), house.actor("Hana")
    made = take_playbook(by=hana, at=NOON, playbook=before, text="", language=language).made[0]
    for stage in pipeline_of(made.pk).working:
        deal_at(house, made.pk, stage.id)
    with suppress(NothingNew):
        take_playbook(by=hana, at=NOON, playbook=after, text=write_playbook(after), language=language)
    into = onto_the_first(made.pk)
    publish(hana, NOON, at_once=dice.random() < 0.5, into=into, reason="Version 2 has no such stage")
    left = taking(after, language)
    assert [(change.spot, change.what) for one in left.pipelines for change in one.changes] == []
    assert left.beside == ()
    for deal in Deal.objects.all():
        assert pipeline_for(deal).stage(StageId(deal.stage_id)) is not None
    assert_all_true()
