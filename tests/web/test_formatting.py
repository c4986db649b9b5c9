"""How numbers, money, dates, names and phones look, in all four languages."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from voronka.web import formatting

pytestmark = pytest.mark.once

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("language", "amount", "currency", "shown"),
    [
        ("en", "41500", "USD", "$41,500"),
        ("ru", "41500", "USD", f"41{NBSP}500{NBSP}$"),
        ("uk", "41500", "USD", f"41{NBSP}500{NBSP}$"),
        ("uk", "41500", "UAH", f"41{NBSP}500{NBSP}₴"),
        ("en", "41500", "UAH", "₴41,500"),
        ("id", "41500000", "IDR", "Rp41.500.000"),
        ("en", "41500000", "IDR", "Rp41,500,000"),
        ("en", "41500.5", "USD", "$41,500.50"),
        ("ru", "41500.5", "EUR", f"41{NBSP}500,50{NBSP}€"),
        ("en", "0", "USD", "$0"),
        ("en", "1200", "CHF", f"CHF{NBSP}1,200"),
    ],
)
def test_money_is_written_as_the_language_writes_it(
    language: str, amount: str, currency: str, shown: str
) -> None:
    with translation.override(language):
        assert formatting.money(Decimal(amount), currency) == shown


@pytest.mark.parametrize(
    ("language", "amount", "currency", "shown"),
    [
        ("en", "286400", "USD", "$286k"),
        ("en", "71449", "USD", "$71k"),
        ("en", "6900", "USD", "$6.9k"),
        ("en", "9000", "USD", "$9k"),
        ("en", "950.49", "USD", "$950"),
        ("en", "999600", "USD", "$1M"),
        ("en", "12345678", "USD", "$12.3M"),
        ("en", "123456789", "USD", "$123M"),
        ("en", "0", "USD", "$0"),
        ("ru", "286400", "USD", f"286{NBSP}тыс.{NBSP}$"),
        ("uk", "286400", "USD", f"286{NBSP}тис.{NBSP}$"),
        ("uk", "4600000", "UAH", f"4,6{NBSP}млн{NBSP}₴"),
        ("id", "4600000000", "IDR", f"Rp4,6{NBSP}M"),
        ("id", "4600000", "IDR", f"Rp4,6{NBSP}jt"),
    ],
)
def test_short_money_keeps_the_digits_that_matter(
    language: str, amount: str, currency: str, shown: str
) -> None:
    with translation.override(language):
        assert formatting.money_short(Decimal(amount), currency) == shown


@pytest.mark.parametrize(
    ("language", "shown"),
    [("en", "41,500.5"), ("ru", f"41{NBSP}500,5"), ("uk", f"41{NBSP}500,5"), ("id", "41.500,5")],
)
def test_numbers_have_the_separators_of_the_language(language: str, shown: str) -> None:
    with translation.override(language):
        assert formatting.number(Decimal("41500.5")) == shown


@pytest.mark.parametrize(
    ("language", "shown"), [("en", "36%"), ("ru", f"36{NBSP}%"), ("uk", "36%"), ("id", "36%")]
)
def test_a_share_becomes_whole_percents(language: str, shown: str) -> None:
    with translation.override(language):
        assert formatting.percent(Decimal("0.364")) == shown


@pytest.mark.parametrize(
    ("language", "short", "medium", "long"),
    [
        ("en", "24 Nov", "24 Nov 2026", "24 November 2026"),
        ("ru", "24 нояб.", "24 нояб. 2026\u202fг.", "24 ноября 2026\u202fг."),
        ("uk", "24 лист.", "24 лист. 2026\u202fр.", "24 листопада 2026\u202fр."),
        ("id", "24 Nov", "24 Nov 2026", "24 November 2026"),
    ],
)
def test_dates_have_the_day_before_the_month(language: str, short: str, medium: str, long: str) -> None:
    on = date(2026, 11, 24)
    with translation.override(language):
        shown = (formatting.date_short(on), formatting.date_medium(on), formatting.date_long(on))
    assert tuple(text.replace(NBSP, "\u202f") for text in shown) == (short, medium, long)


@pytest.mark.parametrize(
    ("language", "shown"),
    [("en", "Tuesday, 24 November"), ("ru", "вторник, 24 ноября"), ("uk", "вівторок, 24 листопада"),
     ("id", "Selasa, 24 November")],
)  # fmt: skip
def test_the_heading_of_a_day_names_the_weekday(language: str, shown: str) -> None:
    with translation.override(language):
        assert formatting.weekday(date(2026, 11, 24)) == shown


def test_an_instant_is_shown_by_the_clocks_of_the_given_zone() -> None:
    at = datetime(2026, 11, 23, 22, 20, tzinfo=UTC)
    with translation.override("en"):
        assert formatting.datetime_in(at, ZoneInfo("Europe/Kyiv")) == "24 Nov 2026, 00:20"
        assert formatting.datetime_in(at, ZoneInfo("Asia/Jakarta")) == "24 Nov 2026, 05:20"


@pytest.mark.parametrize(
    ("language", "size", "shown"),
    [
        ("en", 0, "0 bytes"),
        ("en", 999, "999 bytes"),
        ("en", 1_234_567, "1.2 MB"),
        ("en", 12_345_678, "12 MB"),
        ("en", 100_000, "100 kB"),
        ("ru", 1_234_567, "1,2 МБ"),
        ("uk", 1_234_567, "1,2 МБ"),
        ("id", 1_234_567, "1,2 MB"),
        ("id", 605, "605 byte"),
    ],
)
def test_file_sizes_are_short(language: str, size: int, shown: str) -> None:
    with translation.override(language):
        assert formatting.filesize(size).replace(NBSP, " ") == shown


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("+6281255500142", "+62 812-5550-0142"),
        ("+380675550164", "+380 67 555 0164"),
        ("+74235550142", "+7 423 555-01-42"),
        ("extension 104", "extension 104"),
    ],
)
def test_a_phone_is_grouped_and_what_is_none_stays_as_it_is(stored: str, shown: str) -> None:
    assert formatting.phone_display(stored) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Bagus Hartanto", "BH"),
        ("Никоноров Глеб Петрович", "НГ"),
        ("Єва", "ЄВ"),
        ("Sari", "SA"),
        ("María de la Cruz", "MC"),
        ("alice smith", "AS"),
        ("O’Neil, Shaun", "OS"),
        ("Li", "LI"),
        ("J", "J"),
        ("42", "?"),
        ("", "?"),
    ],
)
def test_initials_are_one_or_two_capitals(name: str, shown: str) -> None:
    assert formatting.initials(name) == shown


def test_twelve_accounts_made_in_a_row_have_twelve_hues() -> None:
    assert {formatting.hue(id_) for id_ in range(100, 112)} == set(range(12))
