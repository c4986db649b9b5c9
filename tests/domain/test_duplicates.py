"""Names and addresses as they are compared, whatever the script, order and form they were written in."""

import pytest

from voronka.domain.duplicates.groups import groups
from voronka.domain.duplicates.organisations import Organisation, organisation_keys
from voronka.domain.duplicates.organisations import blocking_keys as organisation_blocks
from voronka.domain.duplicates.person_names import parts_of
from voronka.domain.duplicates.persons import Person, person_keys
from voronka.domain.duplicates.persons import blocking_keys as person_blocks
from voronka.domain.duplicates.places import place_keys, postcode_key
from voronka.domain.duplicates.spelling import sound


@pytest.mark.parametrize(
    "spellings",
    [
        ("Алексей", "Aleksey", "Alexei", "Aleksej"),
        ("Юрий", "Юрій", "Yuri", "Yuriy", "Jurij"),
        ("Шевченко", "Shevchenko"),
        ("Харитонов", "Kharitonov", "Haritonov"),
    ],
)
def test_a_name_sounds_the_same_however_it_is_romanised(spellings: tuple[str, ...]) -> None:
    assert len({sound(one) for one in spellings}) == 1


def test_order_patronymic_and_script_make_no_other_name() -> None:
    names = (
        "Иван Петрович Сидоров",
        "Сидоров Иван Петрович",
        "Ivan Sidorov",
        "Sidorov Ivan",
        "Dr. Ivan Sidorov",
    )
    found = {(parts.given, parts.surname) for parts in map(parts_of, names)}
    assert found == {("ivan", "sidorov")}


@pytest.mark.parametrize(
    ("short", "full"),
    [("Саша", "Александр"), ("Sasha", "Олександра"), ("Bob", "Robert"), ("Wawan", "Setiawan")],
)
def test_a_short_form_may_stand_for_the_full_one(short: str, full: str) -> None:
    assert set(parts_of(f"{short} Kim").given_forms) & set(parts_of(f"{full} Kim").given_forms)


def test_a_single_word_is_a_surname_unless_it_is_a_known_given_name() -> None:
    assert parts_of("Watts").surname == sound("Watts")
    assert parts_of("William").given == sound("William")
    assert parts_of("").words == ()


def test_the_kind_of_street_tells_no_address_from_another() -> None:
    assert place_keys("ул. Ленина, д. 5") == place_keys("Lenina 5")
    assert place_keys("2710 S.Dearborn") == place_keys("2710 South Dearborn Street")
    assert postcode_key("606121234") == "60612"


def test_legal_forms_are_no_part_of_a_name() -> None:
    names = ("ООО «Кафе Утро»", "Kafe Utro", "PT Kafe Utro Tbk", "Kafe Utro LLC", "ТОВ Кафе Утро")
    assert len({organisation_keys(Organisation(1, name)).name for name in names}) == 1


def test_two_who_share_something_telling_are_looked_at() -> None:
    one = Person(1, name="Пётр Ковальчук", born="1980-02-01", phones=("+79990000001",))
    misspelt = Person(2, name="Ковальчук Петр", born="1980-02-01", phones=("+79990000002",))
    assert set(person_blocks(person_keys(one))) & set(person_blocks(person_keys(misspelt)))
    acme = Organisation(1, name="Acme", site="https://www.acme.test/contact")
    other = Organisation(2, name="Akme Trading", emails=("info@acme.test",))
    assert set(organisation_blocks(organisation_keys(acme))) & set(
        organisation_blocks(organisation_keys(other))
    )


def test_one_mistaken_pair_makes_no_chain() -> None:
    pairs = [(1, 2, 0.9), (2, 3, 0.9), (1, 3, 0.9), (3, 4, 0.8), (4, 5, 0.9), (5, 6, 0.9), (4, 6, 0.9)]
    assert groups(pairs, 0.5) == [(1, 2, 3), (4, 5, 6)]
    assert groups(reversed(pairs), 0.5) == [(1, 2, 3), (4, 5, 6)]
    assert groups([(1, 2, 0.4)], 0.5) == []
