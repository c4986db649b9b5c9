"""What sources cost and how many buyers there are: typed once, with its days, and counted anew without loss."""

from __future__ import annotations

import pytest

from tests.factories import House, make_house
from tests.intaking import make_source
from tests.web.visitor import Visitor
from voronka.models import CampaignCost, MarketCapacity
from voronka.queries.settings import known_sources

pytestmark = pytest.mark.django_db

COST = {"campaign": "Spring", "first_on": "2026-11-01", "last_on": "2026-11-30", "amount": "1 200"}
MARKET = {
    "geography": "Bali",
    "segment": "Hotels",
    "buyers": "2,400",
    "counted_on": "2026-10-01",
    "note": "Register",
}


@pytest.fixture
def house() -> House:
    return make_house()


def test_a_cost_has_its_days_and_stands_once(house: House) -> None:
    source, hana = make_source(house).pk, Visitor(house, "Hana")
    assert hana.post("settings-source-cost", source, data=COST).status == 204
    row = CampaignCost.objects.get()
    assert (row.campaign, row.amount) == ("spring", 1200)
    assert "$1,200" in hana.get("settings-source", source).words
    wrong = [COST, COST | {"first_on": "2026-12-01"}, COST | {"amount": ""}, COST | {"last_on": "soon"}]
    assert [hana.post("settings-source-cost", source, data=one).status for one in wrong] == [422] * 4
    assert hana.post("settings-cost-remove", row.pk).status == 204
    assert not CampaignCost.objects.exists()


def test_another_count_of_a_market_keeps_the_one_before(house: House) -> None:
    hana = Visitor(house, "Hana")
    for given in (MARKET, MARKET | {"buyers": "2600", "counted_on": "2026-11-01"}):
        assert hana.post("settings-market-new", data=given).status == 204
    page = hana.get("settings-market").words
    assert "2,600" in page
    assert "before: 2,400" in page
    assert hana.post("settings-market-new", data=MARKET | {"buyers": "many"}).status == 422
    assert hana.post("settings-market-remove", MarketCapacity.objects.get(buyers=2600).pk).status == 204
    assert "2,400" in hana.get("settings-market").words


def test_the_dictionary_is_proposed_where_a_source_is_asked_for(house: House) -> None:
    make_source(house, name="Exhibition")
    assert known_sources() == ["Exhibition"]
