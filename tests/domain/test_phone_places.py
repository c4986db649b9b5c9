"""Where numbers are at home: the Russian plan, towns, other countries, and what is left open."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from voronka.domain.number_plan.mobiles import mobile_region, plan_share
from voronka.domain.number_plan.places import place_called, regions
from voronka.domain.phone_places import Extent, place_of

# How far the clocks of Russian regions are from UTC, all the year round; all others show Moscow's time.
HOURS = {
    2: "KGD",
    4: "AST SAM SAR UD ULY",
    5: "BA CHE KGN KHM ORE PER SVE TYU YAN",
    6: "OMS",
    7: "AL ALT KEM KK KYA NVS TOM TY",
    8: "BU IRK",
    9: "AMU SA ZAB",
    10: "KHA PRI YEV",
    11: "MAG SAK",
    12: "CHU KAM",
}
MOSCOW = 3


def test_nearly_every_russian_mobile_has_one_region_and_one_clock() -> None:
    share = plan_share()
    assert share.numbers > 700_000_000
    assert share.ratio >= 0.999


@pytest.mark.parametrize("month", [1, 7])
def test_the_clocks_of_all_russian_regions_are_right_in_winter_and_summer(month: int) -> None:
    at = datetime(2026, month, 15, tzinfo=UTC)
    expected = {f"RU-{code}": hours for hours, codes in HOURS.items() for code in codes.split()}
    for region in regions():
        if region.country == "RU":
            shown = at.astimezone(ZoneInfo(region.zone)).utcoffset()
            assert shown == timedelta(hours=expected.get(region.code, MOSCOW)), region


@pytest.mark.parametrize(
    ("number", "extent", "name", "zone"),
    [
        ("+79022641234", Extent.REGION, "Sverdlovsk Oblast", "Asia/Yekaterinburg"),
        ("+79062301234", Extent.REGION, "Kaliningrad Oblast", "Europe/Kaliningrad"),
        ("+79000700000", Extent.REGION, "Chelyabinsk Oblast", "Asia/Yekaterinburg"),
        ("+74012555014", Extent.CITY, "Kaliningrad", "Europe/Kaliningrad"),
        ("+78452555014", Extent.CITY, "Saratov", "Europe/Saratov"),
        ("+73432555014", Extent.CITY, "Yekaterinburg", "Asia/Yekaterinburg"),
        ("+74012", Extent.CITY, "Kaliningrad", "Europe/Kaliningrad"),
        ("+78002000142", Extent.COUNTRY, "Russia", ""),
        ("+77015550142", Extent.COUNTRY, "Kazakhstan", "Asia/Almaty"),
        ("+77172555014", Extent.CITY, "Astana", "Asia/Almaty"),
        ("+380675550142", Extent.COUNTRY, "Ukraine", "Europe/Kyiv"),
        ("+380322555014", Extent.CITY, "Lviv", "Europe/Kyiv"),
        ("+380325550142", Extent.REGION, "Lviv Oblast", "Europe/Kyiv"),
        ("+62215550142", Extent.CITY, "Jakarta", "Asia/Jakarta"),
        ("+624115550142", Extent.CITY, "Makassar", "Asia/Makassar"),
        ("+629675550142", Extent.CITY, "Jayapura", "Asia/Jayapura"),
        ("+6281255500142", Extent.COUNTRY, "Indonesia", ""),
        ("+442079460000", Extent.CITY, "London", "Europe/London"),
        ("+12135550142", Extent.CITY, "Los Angeles", "America/Los_Angeles"),
        ("+18005550142", Extent.COUNTRY, "United States", ""),
        ("+34612345678", Extent.COUNTRY, "Spain", ""),
        ("nothing", Extent.NOWHERE, "", ""),
    ],
)
def test_a_number_leads_as_near_as_is_certain(number: str, extent: Extent, name: str, zone: str) -> None:
    place = place_of(number)
    assert (place.extent, place.name, place.zone) == (extent, name, zone)


def test_numbers_that_the_plan_leaves_out_are_in_no_region() -> None:
    assert mobile_region("9000000000") == "RU-KDA"
    assert mobile_region("9350000000") is None
    assert mobile_region("900000000") is None


@pytest.mark.parametrize("name", ["Екатеринбург", "екатеринбург", "Yekaterinburg", "Єкатеринбург"])
def test_a_city_is_known_by_each_of_its_names(name: str) -> None:
    place = place_called(name)
    assert place is not None
    assert place.zone == "Asia/Yekaterinburg"
    assert place.name("uk") == "Єкатеринбург"


def test_the_seat_of_a_region_is_meant_before_a_village_of_the_same_name() -> None:
    kirov, zheleznogorsk = place_called("Киров"), place_called("Железногорск")
    assert kirov is not None
    assert kirov.zone == "Europe/Kirov"
    # One is near Kursk, another in Siberia: nobody can tell which.
    assert zheleznogorsk is None
