"""Telephone numbers: one key for every way of writing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voronka.domain.phone import NotAPhone, digits_of, parse_phone


@pytest.mark.parametrize(
    ("typed", "country", "e164"),
    [
        ("+62 812 5550 0142", "UA", "+6281255500142"),
        ("0812-5550-0142", "ID", "+6281255500142"),
        ("8 (916) 555-01-42", "RU", "+79165550142"),
        ("067 555 01 42", "UA", "+380675550142"),
        ("380675550142", "UA", "+380675550142"),
        ("380565550115", "KZ", "+380565550115"),
        ("tel: +380 44 555 0142", "RU", "+380445550142"),
    ],
)
def test_every_way_of_writing_gives_one_key(typed: str, country: str, e164: str) -> None:
    assert parse_phone(typed, country) == e164


@pytest.mark.parametrize("typed", ["", "12", "phone", "+", "+999999999999999999", "555-CALL-NOW-PLEASE-SOON"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(NotAPhone):
        parse_phone(typed, "UA")


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_a_refusal(text: str) -> None:
    try:
        number = parse_phone(text, "ID")
    except NotAPhone:
        return
    assert number == f"+{digits_of(number)}"
