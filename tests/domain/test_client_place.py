"""By whose word a client is where it is: the seller's counts before the number plan's."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from voronka.domain.client_hours import is_at_work
from voronka.domain.client_place import PlaceBy, Whereabouts, city_only, placed
from voronka.domain.phone_places import place_of

URAL, KALININGRAD = place_of("+79022641234"), place_of("+74012555014")
BY_NUMBER = placed(Whereabouts(), {}, URAL)


def test_a_number_alone_gives_region_and_clock() -> None:
    given = placed(Whereabouts(), {}, URAL)
    assert given == Whereabouts("Sverdlovsk Oblast", "Asia/Yekaterinburg", PlaceBy.NUMBER, PlaceBy.NUMBER)


def test_another_number_moves_what_the_first_one_said() -> None:
    assert placed(BY_NUMBER, {}, KALININGRAD).city == "Kaliningrad"
    assert placed(BY_NUMBER, {}).zone == ""


def test_a_city_that_a_person_typed_stays_and_brings_its_clock() -> None:
    corrected = placed(BY_NUMBER, {"city": "Саратов"}, URAL)
    assert corrected == Whereabouts("Саратов", "Europe/Saratov", PlaceBy.HAND, PlaceBy.CITY)
    assert placed(corrected, {}, KALININGRAD) == corrected


def test_a_zone_that_a_person_chose_stays_whatever_the_city() -> None:
    chosen = placed(BY_NUMBER, {"time_zone": "Asia/Dubai"}, URAL)
    assert chosen.zone_by is PlaceBy.HAND
    assert placed(chosen, {"city": "Саратов"}, URAL).zone == "Asia/Dubai"


def test_a_city_that_nobody_knows_keeps_the_clock_of_the_number() -> None:
    assert placed(BY_NUMBER, {"city": "Atlantis"}, URAL) == Whereabouts(
        "Atlantis", "Asia/Yekaterinburg", PlaceBy.HAND, PlaceBy.NUMBER
    )


def test_a_correction_taken_back_leaves_the_number_s_word() -> None:
    corrected = placed(BY_NUMBER, {"city": "Саратов", "time_zone": "Asia/Dubai"}, URAL)
    assert placed(corrected, {"city": "", "time_zone": ""}, URAL) == BY_NUMBER


def test_a_region_is_no_city() -> None:
    assert city_only("Sverdlovsk Oblast", PlaceBy.NUMBER) == ""
    assert city_only("Kaliningrad", PlaceBy.NUMBER) == "Kaliningrad"
    assert city_only("Sverdlovsk Oblast", PlaceBy.HAND) == "Sverdlovsk Oblast"


FRIDAY = datetime(2026, 11, 27, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "weekend", "off", "works"),
    [
        (FRIDAY, {5, 6}, (), True),
        (FRIDAY, {4, 5}, (), False),
        (FRIDAY, {5, 6}, (date(2026, 11, 27),), False),
        (FRIDAY.replace(hour=5), {5, 6}, (), False),
        (FRIDAY.replace(hour=15), {5, 6}, (), False),
    ],
)
def test_clients_work_from_nine_to_six_on_the_days_of_their_country(
    at: datetime, weekend: set[int], off: tuple[date, ...], *, works: bool
) -> None:
    assert is_at_work(at, ZoneInfo("Asia/Riyadh"), weekend=weekend, days_off=off) is works
