"""How numbers, money, dates, names and phones look in the language of the person reading.

Pure but for the active language, which Django knows. Rules: Unicode CLDR through Babel, and DESIGN 7 where
it differs (day before month in English, no zero cents, $ for dollars in every language that has one dollar).
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

import phonenumbers
from babel import Locale
from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import (
    format_compact_currency,
    format_currency,
    format_decimal,
    format_percent,
    get_currency_symbol,
    parse_pattern,
)
from babel.units import format_unit
from django.utils.timezone import localtime
from django.utils.translation import get_language

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime, tzinfo

    from babel.numbers import NumberPattern

HUES = 12
# 5 and 12 share no divisor: all hues come up, and neighbours in age of account differ much.
HUE_STEP = 5

# Signs for currencies that CLDR writes as a code in some of our languages. Where CLDR has a sign (US$ in
# Indonesian, $ in Russian) it stays. Source: CLDR narrow symbols.
SIGNS: Mapping[str, str] = {
    "AMD": "֏", "AZN": "₼", "BYN": "Br", "CZK": "Kč", "EUR": "€", "GBP": "£", "GEL": "₾", "IDR": "Rp", "INR": "₹",
    "KZT": "₸", "MYR": "RM", "PLN": "zł", "RUB": "₽", "SGD": "S$", "THB": "฿", "TRY": "₺", "UAH": "₴", "USD": "$",
    "VND": "₫",
}  # fmt: skip
NBSP = "\u00a0"
THOUSAND, MILLION = 1000, 1_000_000
SIGNIFICANT_DIGITS = 3
# What a person has before a unit grows: 999 B, then 1 KB. Decimal units, as CLDR means them.
FILE_UNITS = ("digital-byte", "digital-kilobyte", "digital-megabyte", "digital-gigabyte")


def money(amount: Decimal, currency: str) -> str:
    """`$41,500`, `41 500 $`, `Rp41.500.000`; cents only where there are any."""
    locale = _locale()
    whole = amount == amount.to_integral_value()
    text = format_currency(
        amount, currency, _money_pattern(locale, whole=whole), locale, currency_digits=not whole
    )
    return _with_sign(text, currency, locale)


def money_short(amount: Decimal, currency: str) -> str:
    """`$286k`, `286 тыс. $`, `286 тис. $`, `Rp4,6 M`: two or three digits that matter, for sums in heads."""
    locale = _locale()
    rounded = _significant(amount)
    text = format_compact_currency(
        rounded, currency, locale=locale, fraction_digits=_short_fraction(abs(rounded))
    )
    if locale.language == "en":
        text = text.replace("K", "k", 1) if text.endswith("K") else text
    return _with_sign(text, currency, locale)


def number(value: Decimal | float) -> str:
    """`41,500.5`, `41 500,5`, `41.500,5`."""
    return _number(value, _locale())


# Counts repeat: every column's head, every button that says how many are left.
@lru_cache(maxsize=4096)
def _number(value: Decimal | float, locale: Locale) -> str:
    return format_decimal(value, locale=locale)


def percent(share: Decimal | float) -> str:
    """A share of 0 to 1 as whole percents: `36%`, in Russian with a space before the sign."""
    return _percent(share, _locale())


@lru_cache(maxsize=1024)
def _percent(share: Decimal | float, locale: Locale) -> str:
    return format_percent(share, locale=locale)


def date_short(on: date) -> str:
    """`24 Nov`, `24 нояб.`; the reader knows the year."""
    return format_skeleton("MMMd", on, locale=_date_locale())


def date_medium(on: date) -> str:
    """`24 Nov 2026`, for days of another year and for print."""
    return format_date(on, "medium", locale=_date_locale())


def local_date(at: datetime) -> str:
    """The reader's day of an instant, as `date_medium`."""
    return date_medium(localtime(at).date())


def date_long(on: date) -> str:
    """`24 November 2026`, `24 ноября 2026 г.`."""
    return format_date(on, "long", locale=_date_locale())


def month_year(on: date) -> str:
    """`Nov 2026`, `нояб. 2026 г.`, the heading of a column."""
    return format_skeleton("yMMM", on, locale=_date_locale())


def weekday(on: date) -> str:
    """`Tuesday, 24 November`, the heading of a day."""
    # A skeleton would do, but Babel falls back to short names where CLDR leaves the long form to be composed.
    return format_date(on, "EEEE, d MMMM", locale=_date_locale())


def date_in_week(on: date) -> str:
    """`Fri 27 Nov`, `пт, 27 нояб.`, for days not far off."""
    return format_skeleton("MMMEd", on, locale=_date_locale())


def time_of(at: datetime, zone: tzinfo) -> str:
    """`15:20` by the clocks of `zone`; `at` is aware."""
    return format_time(at.astimezone(zone).time(), "short", locale=_date_locale())


def datetime_in(at: datetime, zone: tzinfo) -> str:
    """`24 Nov 2026, 15:20` by the clocks of `zone`; `at` is aware."""
    local = at.astimezone(zone)
    return f"{date_medium(local.date())}, {format_time(local.time(), 'short', locale=_date_locale())}"


def filesize(size_bytes: int) -> str:
    """`1.2 MB`, `1,2 МБ`."""
    size, unit = Decimal(size_bytes), 0
    while size >= THOUSAND and unit < len(FILE_UNITS) - 1:
        size, unit = size / THOUSAND, unit + 1
    digits = Decimal("0.1") if unit and size < 10 else Decimal(1)
    # The short form of the smallest unit knows no plural: "605 byte". Indonesian needs none, and says "digital-byte" at length.
    width: Literal["short", "long"] = "short" if unit or _locale().language == "id" else "long"
    return format_unit(
        size.quantize(digits, ROUND_HALF_UP).normalize(), FILE_UNITS[unit], width, locale=_locale()
    )


def phone_display(e164: str) -> str:
    """`+62 812-5550-0142` from `+6281255500142`; what is no number is shown as it is."""
    try:
        parsed = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return e164
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL))


def initials(name: str) -> str:
    """One or two capitals for an avatar: Bagus Hartanto BH, María de la Cruz MC, Sari SA."""
    words: list[str] = re.findall(r"[^\W\d_][\w'’-]*", name)
    # Particles (de, van, al-) start small; a name written wholly small keeps all its words.
    capitalised = [word for word in words if word[0].isupper()] or words
    if not capitalised:
        return "?"
    if len(capitalised) == 1:
        return capitalised[0][:2].upper()
    return (capitalised[0][0] + capitalised[1][0]).upper()


def hue(id_: int) -> int:
    """Which of the twelve avatar hues belongs to this id."""
    return id_ * HUE_STEP % HUES


@lru_cache(maxsize=16)
def _parsed(language: str) -> Locale:
    return Locale.parse(language, sep="-")


def _locale() -> Locale:
    return _parsed(get_language() or "en")


def _date_locale() -> Locale:
    """British order in English: day, month, 24 hours."""
    locale = _locale()
    return _parsed("en-GB") if locale.language == "en" else locale


@lru_cache(maxsize=32)
def _money_pattern(locale: Locale, *, whole: bool) -> NumberPattern:
    pattern = locale.currency_formats["standard"].pattern
    return parse_pattern(pattern.replace(".00", "") if whole else pattern)


def _with_sign(text: str, currency: str, locale: Locale) -> str:
    """Put the currency's sign for its code; a code that must stay is set off from the digits."""
    if get_currency_symbol(currency, locale) != currency:
        return text
    if currency in SIGNS:
        return text.replace(currency, SIGNS[currency])
    return re.sub(rf"{currency}(?=\d)", f"{currency}{NBSP}", text)


def _significant(amount: Decimal) -> Decimal:
    """Round to three digits first, so that 999,600 becomes 1M and not 1000k."""
    if not amount:
        return Decimal(0)
    unit = Decimal(1).scaleb(amount.adjusted() - SIGNIFICANT_DIGITS + 1)
    rounded = amount.quantize(unit, ROUND_HALF_UP)
    return Decimal(f"{rounded:f}")


def _short_fraction(amount: Decimal) -> int:
    """One digit after the point where it says something: $6.9k, $12.3M; not $71.4k, not $950.5."""
    if amount < THOUSAND:
        return 0
    group = Decimal(amount.adjusted() // 3 * 3)
    scaled = amount.scaleb(-int(group))
    return 1 if scaled < (100 if amount >= MILLION else 10) else 0
