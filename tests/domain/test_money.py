"""Amounts as people type them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voronka.domain.errors import Problem
from voronka.domain.money import LARGEST, NotMoney, convert, parse_amount


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("88000", "88000"),
        ("88 000", "88000"),
        ("88\u00a0000", "88000"),
        ("88\u202f000,50", "88000.50"),
        ("88,000", "88000"),
        ("88.000", "88000"),
        ("88k", "88000"),
        ("88,5k", "88500"),
        ("1.5m", "1500000"),
        ("286 тыс.", "286000"),
        ("286 тис", "286000"),
        ("4,6 jt", "4600000"),
        ("Rp 41.500.000", "41500000"),
        ("$41,500", "41500"),
        ("41 500 ₴", "41500"),
        ("1.234.567,89", "1234567.89"),
        ("1,234,567.89", "1234567.89"),
        ("12,5", "12.5"),
        ("12.50", "12.50"),
        ("0", "0"),
        ("1'000", "1000"),
    ],
)
def test_amounts_are_read_as_people_type_them(typed: str, meant: str) -> None:
    assert parse_amount(typed) == Decimal(meant)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("88,00x", Problem.NOT_A_NUMBER),
        ("", Problem.NOT_A_NUMBER),
        ("k", Problem.NOT_A_NUMBER),
        ("1e9", Problem.NOT_A_NUMBER),
        ("nan", Problem.NOT_A_NUMBER),
        ("٣٤", Problem.NOT_A_NUMBER),
        ("-5", Problem.NEGATIVE),
        ("−5", Problem.NEGATIVE),
        ("999 999 999 999 999", Problem.TOO_LARGE),
    ],
)
def test_what_is_no_amount_is_refused_with_its_problem(typed: str, problem: Problem) -> None:
    with pytest.raises(NotMoney) as refusal:
        parse_amount(typed)
    assert refusal.value.problem is problem


@given(st.decimals(min_value=0, max_value=LARGEST, places=2))
def test_every_amount_survives_being_typed_in_each_notation(amount: Decimal) -> None:
    english = f"{amount:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))
    spaced = german.replace(".", " ")
    assert {parse_amount(text) for text in (english, german, spaced, str(amount))} == {amount}


@given(st.text(max_size=30))
def test_any_text_is_an_amount_or_a_refusal(text: str) -> None:
    try:
        amount = parse_amount(text)
    except NotMoney:
        return
    assert 0 <= amount <= LARGEST


def test_conversion_rounds_halves_to_even() -> None:
    assert convert(Decimal("0.50"), Decimal("0.01")) == Decimal("0.00")
    assert convert(Decimal("1.50"), Decimal("0.01")) == Decimal("0.02")
