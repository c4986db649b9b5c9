"""What the demo's people were told: the latest still waits to be read."""

from collections.abc import Mapping
from datetime import timedelta

from voronka.commands.demo_workspace.stories import World
from voronka.commands.evidence import add_note
from voronka.domain.permissions import Actor
from voronka.models import Deal, Notice

ASKED_ON = "Display fridges, 14 shops"
ANSWER = "@Olena Kravchuk, yes: the third-order price, if they take all 14 at once. Tell me what they say."
# Whoever comes to work every day has read what is older.
READ_WITHIN = timedelta(days=2)


def tell_people(world: World, actors: Mapping[str, Actor]) -> None:
    """The head answers what she was asked in a note, which its seller is told of."""
    deal = Deal.objects.get(title=world.say(ASKED_ON), owner=actors["OK"].id)
    add_note(by=actors["MZ"], at=world.now, deal=deal.pk, text=world.say(ANSWER))
    Notice.objects.filter(at__lt=world.now - READ_WITHIN).update(read_at=world.now)
