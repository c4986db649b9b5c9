"""The demo's tags: a few words by which its people find deals again."""

from datetime import datetime

from voronka.commands.demo_workspace.translations import Say
from voronka.commands.tags import add_tag
from voronka.domain.permissions import Actor
from voronka.models import Deal

_TAGS = {
    "key account": ("Display fridges, 14 shops", "Fish port ice plant", "Blast freezer line, 12 t/day"),
    "autumn fair": (
        "Bakery blast chillers",
        "Apple storage, 400 t",
        "Cold room 240 m³",
        "Wine cellar cooling",
    ),
}


def make_tags(*, actors: dict[str, Actor], at: datetime, say: Say) -> None:
    """Each seller puts them on their own deals."""
    by_id = {int(actor.id): actor for actor in actors.values()}
    wanted = {say(title): say(tag) for tag, titles in _TAGS.items() for title in titles}
    for deal in Deal.objects.filter(title__in=wanted, is_open=True).exclude(owner=None).order_by("id"):
        add_tag(by=by_id[deal.owner_id or 0], at=at, deal=deal.pk, tag=wanted[deal.title])
