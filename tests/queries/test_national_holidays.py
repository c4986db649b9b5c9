"""Holidays by their names: in the reader's language where they are known in it, else in English."""

from __future__ import annotations

from datetime import date

import pytest

from voronka.queries.national_holidays import named_holidays


@pytest.mark.parametrize(
    ("country", "language", "name"),
    [
        ("BY", "ru", "Новый год"),
        # The package has it as it is spoken there.
        ("KG", "ru", "Новый год"),
        ("KZ", "uk", "Новий рік"),
        ("KZ", "ru", "New Year's Day"),
        ("KZ", "id", "New Year's Day"),
        ("ID", "id", "Tahun Baru Masehi"),
    ],
)
def test_a_holiday_has_its_name_in_the_reader_s_language_or_in_english(
    country: str, language: str, name: str
) -> None:
    assert dict(named_holidays(country, "", 2026, language))[date(2026, 1, 1)] == name
