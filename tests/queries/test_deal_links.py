"""Linked deals: told on both, without a name where the reader may not see the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, transaction

from tests.factories import NOON, House, deal_of, make_house
from voronka.commands.deal_links import link_deals
from voronka.commands.transaction import writing
from voronka.domain.deal_links import LinkKind
from voronka.domain.events import EventKind
from voronka.models import DealLink, Event
from voronka.queries.deal_links import links_of
from voronka.queries.deal_row import see_deal
from voronka.queries.timeline import timeline
from voronka.queries.told.moves import LinkTold

if TYPE_CHECKING:
    from voronka.models import Deal

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return make_house()


def linked(house: House, owner: str = "Alice", kind: LinkKind = LinkKind.REPEAT) -> tuple[Deal, Deal]:
    """A deal of Alice's, and one of `owner` that came from it."""
    origin, deal = deal_of(house, "Alice", title="First room"), deal_of(house, owner, title="Second room")
    with writing():
        link_deals(origin, deal, kind, by=house.actor("Alice"), at=NOON)
    return origin, deal


def test_both_deals_show_each_other(house: House) -> None:
    origin, deal = linked(house)
    alice = house.actor("Alice")
    (led,) = links_of(see_deal(alice, origin.pk))
    (came,) = links_of(see_deal(alice, deal.pk))
    assert led.is_origin
    assert not came.is_origin
    assert led.other is not None
    assert came.other is not None
    assert (led.other.title, led.other.stage, came.other.title) == ("Second room", "Qualify", "First room")
    assert came.other.owner is not None
    assert came.other.owner.name == "Alice"


def test_another_persons_deal_is_told_without_its_name(house: House) -> None:
    origin, deal = linked(house, "Charlie")
    (led,) = links_of(see_deal(house.actor("Alice"), origin.pk))
    (came,) = links_of(see_deal(house.actor("Charlie"), deal.pk))
    assert (led.other, came.other) == (None, None)
    told = timeline(see_deal(house.actor("Alice"), origin.pk), at=NOON).entries[0].told
    assert told == LinkTold(LinkKind.REPEAT, "", is_origin=True)
    seen = timeline(see_deal(house.actor("Ruth"), origin.pk), at=NOON).entries[0].told
    assert seen == LinkTold(LinkKind.REPEAT, "Second room", is_origin=True)


def test_where_it_came_from_stands_first(house: House) -> None:
    _, middle = linked(house)
    last = deal_of(house, "Alice", title="Third room")
    with writing():
        link_deals(middle, last, LinkKind.SERVICE, by=None, at=NOON)
    found = links_of(see_deal(house.actor("Alice"), middle.pk))
    assert [(link.kind, link.is_origin) for link in found] == [
        (LinkKind.REPEAT, False),
        (LinkKind.SERVICE, True),
    ]
    assert Event.objects.filter(kind=EventKind.DEAL_LINKED).count() == 4


def test_a_deal_has_one_origin_and_is_never_its_own(house: House) -> None:
    origin, deal = linked(house)
    for start, end in ((deal_of(house, "Alice"), deal), (origin, origin)):
        with pytest.raises(IntegrityError), transaction.atomic():
            DealLink.objects.create(kind=LinkKind.REPEAT, origin=start, deal=end, at=NOON)
