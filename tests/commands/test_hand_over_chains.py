"""Every shipped playbook with hand-overs is walked: from the first stage to Won, and on in the next pipeline."""

from __future__ import annotations

import pytest

from tests.factories import NOON, House
from tests.truths import assert_all_true
from voronka.commands.clients import ClientWords
from voronka.commands.deals import NewDeal, create_deal
from voronka.commands.hand_overs import accept_hand_over, offer_hand_over
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move
from voronka.commands.setup.playbooks import install_playbook
from voronka.domain.pipeline import StageKind
from voronka.models import Deal, HandOver, Pipeline, Stage
from voronka.queries.pipelines import pipeline_of
from voronka.queries.shipped_playbooks import Shipped, shipped_playbooks

pytestmark = pytest.mark.django_db
WITH_HAND_OVERS = [one for one in shipped_playbooks() if one.playbook.hand_overs]


def walk_to_the_end(house: House, deal: Deal) -> None:
    """As a head who lets it through every gate of its pipeline but the last."""
    ruth = house.actor("Ruth")
    while True:
        deal.refresh_from_db()
        pipeline = pipeline_of(deal.pipeline_id)
        here = next(stage for stage in pipeline.columns if stage.id == deal.stage_id)
        to = pipeline.after(here)
        if to.kind is StageKind.WON:
            return
        move_deal(by=ruth, at=NOON, deal=deal.pk, move=Move(to.id, exception="Walking it"))


@pytest.mark.parametrize("shipped", WITH_HAND_OVERS, ids=lambda one: one.playbook.key)
def test_it_goes_on_where_the_playbook_says_with_who_said_yes(house: House, shipped: Shipped) -> None:
    playbook = shipped.playbook
    made = install_playbook(
        by=house.actor("Ruth"), at=NOON, playbook=playbook, text=shipped.text, language="en"
    )  # fmt: skip
    rows = dict(zip((pipeline.key for pipeline in playbook.pipelines), made.pipelines, strict=True))
    assert HandOver.objects.count() == len(playbook.hand_overs)
    first = playbook.hand_overs[0].from_pipeline
    client = ClientWords(company="PT Samudra Teduh")
    deal = create_deal(
        by=house.actor("Alice"), at=NOON, new=NewDeal(rows[first].pk, title="Cold room", client=client)
    )
    for number, hand_over in enumerate(playbook.hand_overs):
        assert deal.pipeline_id == rows[hand_over.from_pipeline].pk
        walk_to_the_end(house, deal)
        receiver = ("Charlie", "Dan", "Bob")[number]
        way = HandOver.objects.get(key=hand_over.key)
        asked = offer_hand_over(
            by=house.actor("Ruth"), at=NOON, deal=deal.pk, to=house.people[receiver].pk, hand_over=way.pk,
            words=way.carries,
        )  # fmt: skip
        accept_hand_over(by=house.actor(receiver), at=NOON, offer=asked.pk)
        won = Stage.objects.get(pipeline=deal.pipeline_id, kind=StageKind.WON)
        move = Move(won.pk, exception="Walking it")
        (id,) = move_deal(by=house.actor("Ruth"), at=NOON, deal=deal.pk, move=move).made
        deal = Deal.objects.get(pk=id)
        assert deal.owner_id == house.people[receiver].pk
        assert (Pipeline.objects.get(pk=deal.pipeline_id).key, deal.stage.key) == (
            hand_over.to_pipeline, hand_over.to_stage,
        )  # fmt: skip
    assert_all_true()
