"""The demo's hand-over from the sale to the installation: what goes on there, and who is asked to take what over."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from voronka.commands.deal_links import link_deals
from voronka.commands.demo_workspace.stories import World
from voronka.commands.hand_overs import accept_hand_over, offer_hand_over
from voronka.domain.deal_links import LinkKind
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import Pipeline, StageKind
from voronka.models import Deal, HandOver

CARRIES = "The room and its power, the agreed day, and who lets us in"
# Won, and installed now.
_GOES_ON = "Pastry chillers"
_ACCEPTED = "Gelato display ×11"
_ACCEPTED_WORDS = (
    "Eleven points, the first one opens on Monday. They take deliveries before nine in the morning only."
)
_ASKED = "Salad-line chiller"
_ASKED_WORDS = "The roof supports are measured. The hall has one phase only: bring the converter."
_INSTALLER = "BL"


def hand_over_story(
    world: World, equipment: Pipeline, installation: Pipeline, actors: Mapping[str, Actor]
) -> Iterator[datetime]:
    """The hand-over is set up when the last of the past was won: that went on by word of mouth."""
    yield world.now - timedelta(hours=2.5)
    HandOver.objects.create(
        pipeline_id=equipment.id,
        to_pipeline_id=installation.id,
        stage_id=installation.working[0].id,
        carries=world.say(CARRIES),
    )
    _link(world, equipment, installation, world.now - timedelta(hours=2.5))
    asked_at = world.now - timedelta(hours=2.2)
    yield asked_at
    accepted = _offer(world, equipment, actors, _ACCEPTED, _ACCEPTED_WORDS, asked_at)
    asked_at = world.now - timedelta(hours=2)
    yield asked_at
    _offer(world, equipment, actors, _ASKED, _ASKED_WORDS, asked_at)
    answered_at = world.now - timedelta(hours=1)
    yield answered_at
    accept_hand_over(by=actors[_INSTALLER], at=answered_at, offer=accepted)


def _link(world: World, equipment: Pipeline, installation: Pipeline, at: datetime) -> None:
    title = world.say(_GOES_ON)
    won = Deal.objects.get(pipeline=equipment.id, title=title, stage__kind=StageKind.WON)
    order = Deal.objects.get(pipeline=installation.id, title=title)
    link_deals(won, order, LinkKind.HAND_OVER, by=None, at=at)


def _offer(
    world: World, equipment: Pipeline, actors: Mapping[str, Actor], title: str, words: str, at: datetime
) -> int:
    deal = Deal.objects.get(pipeline=equipment.id, title=world.say(title), is_open=True)
    by = next(actor for actor in actors.values() if actor.id == deal.owner_id)
    made = offer_hand_over(
        by=by, at=at, deal=deal.pk, to=actors[_INSTALLER].id, words=world.say(words)
    )  # fmt: skip
    return made.pk
