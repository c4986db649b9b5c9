"""The figures of use: by the keys of the playbook's pipelines, only recent, only theirs."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.factories import NOON, House, make_house
from voronka.commands.deals import NewDeal, create_deal
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move
from voronka.commands.setup.playbooks import install_playbook
from voronka.domain.playbook.lint.remark import PipelineUse
from voronka.domain.playbook.read import read_playbook
from voronka.models import HandOver
from voronka.queries.playbook_use import PERIOD, use_of

if TYPE_CHECKING:
    from voronka.models import Pipeline

GOOD = (Path(__file__).parent.parent / "domain" / "playbook" / "good.yaml").read_text()


@pytest.fixture
def house(db: None) -> House:
    return make_house()


@pytest.fixture
def sales(house: House) -> Pipeline:
    """A pipeline of two stages from a playbook, which asks for nothing."""
    free = GOOD.replace(
        GOOD[GOOD.index("        exit:\n          - field") : GOOD.index("      - key: make-offer")], ""
    )
    start, end = free.index("        exit:\n"), free.index("        back_to:")
    text = free[:start] + free[end:]
    installed = install_playbook(by=None, at=NOON, playbook=read_playbook(text), text=text, language="en")
    # Its won deals would begin anew in it, and be counted as well.
    HandOver.objects.all().delete()
    return installed.pipelines[0]


def won_after(house: House, sales: Pipeline, days: int, *, began: int = 30) -> None:
    """A deal that was sold after so many days, begun so many days ago."""
    alice = house.actor("Alice")
    at = NOON - timedelta(days=began)
    deal = create_deal(by=alice, at=at, new=NewDeal(sales.pk, title="Freezer"))
    offer, won = sales.stages.get(key="make-offer").pk, sales.stages.get(key="won").pk
    move_deal(by=alice, at=at, deal=deal.pk, move=Move(to=offer))
    move_deal(by=alice, at=at + timedelta(days=days), deal=deal.pk, move=Move(to=won))


def test_nothing_was_used_yet(sales: Pipeline) -> None:
    assert use_of("small", now=NOON) == {}


def test_deals_their_stops_and_the_median_way_to_the_sale(house: House, sales: Pipeline) -> None:
    for days in (2, 4, 9):
        won_after(house, sales, days)
    create_deal(
        by=house.actor("Bob"), at=NOON, new=NewDeal(sales.pk, title="Still at the first", source="Referral")
    )
    create_deal(by=house.actor("Bob"), at=NOON, new=NewDeal(house.pipeline.pk, title="Elsewhere"))
    assert use_of("small", now=NOON) == {
        "sales": PipelineUse(
            4, timedelta(days=4), {"learn-need": 4, "make-offer": 3}, sources=frozenset({"referral"})
        )
    }
    assert use_of("another", now=NOON) == {}


def test_a_deal_that_comes_back_stops_once(house: House, sales: Pipeline) -> None:
    alice = house.actor("Alice")
    deal = create_deal(by=alice, at=NOON, new=NewDeal(sales.pk, title="To and fro"))
    first, offer = (sales.stages.get(key=key).pk for key in ("learn-need", "make-offer"))
    move_deal(by=alice, at=NOON, deal=deal.pk, move=Move(to=offer))
    move_deal(by=alice, at=NOON, deal=deal.pk, move=Move(to=first, reason="Asked again"))
    assert use_of("small", now=NOON)["sales"].visits == {"learn-need": 1, "make-offer": 1}


def test_what_is_long_ago_says_nothing(house: House, sales: Pipeline) -> None:
    won_after(house, sales, 3, began=PERIOD.days + 10)
    assert use_of("small", now=NOON) == {}
