"""A person is recognised in a text however their name is declined and their number is written."""

import pytest

from voronka.domain.personal_data import MASK, Naming

OLGA = Naming.of(
    ["Ольга Фёдоровна Иванова-Ли"], ["+7 912 345-67-89", "+380441234567"], ["Olga.F@bumi.example"]
)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Позвонить Ольге Фёдоровне", f"Позвонить {MASK} {MASK}"),
        ("с Ольгой Ивановой-Ли в среду", f"с {MASK} {MASK}-{MASK} в среду"),
        ("ОЛЬГА ФЕДОРОВНА", f"{MASK} {MASK}"),
        ("8 (912) 345 67 89, лучше утром", f"{MASK}, лучше утром"),
        ("044 123-45-67", MASK),
        ("Пишите на olga.f@BUMI.example.", f"Пишите на {MASK}."),
        ("Если ли ответ будет", "Если ли ответ будет"),
        ("Счёт 45 на 1 250 000, договор 2026-118", "Счёт 45 на 1 250 000, договор 2026-118"),
    ],
)
def test_what_names_the_person_is_masked_and_nothing_else(text: str, left: str) -> None:
    assert OLGA.masked(text) == left


def test_names_of_other_languages() -> None:
    dewi = Naming.of(["Dewi O'Hara"], [], [])
    assert dewi.masked("Dewi's offer: ask O'Hara, not Dewanti") == f"{MASK} offer: ask {MASK}, not Dewanti"


def test_json_is_gone_through_and_its_keys_stay() -> None:
    told = {"changes": {"Ольга": [None, "Ольга"]}, "sizes": [1, True, None]}
    assert OLGA.masked_in(told) == {"changes": {"Ольга": [None, MASK]}, "sizes": [1, True, None]}


def test_nobody_is_in_no_text() -> None:
    assert Naming.of([], [], []).masked("Olga, 8 912 345 67 89") == "Olga, 8 912 345 67 89"
