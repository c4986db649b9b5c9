"""What can be chosen in the forms of the settings, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

import phonenumbers
from babel import Locale
from babel.numbers import format_decimal, get_currency_name, list_currencies
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from decimal import Decimal

    from voronka.queries.accounts import TeamView

Options = list[tuple[str, str]]

# What people trade in comes first; the rest of ISO 4217 follows by name.
_COMMON = (
    "USD",
    "EUR",
    "UAH",
    "IDR",
    "RUB",
    "GBP",
    "PLN",
    "KZT",
    "TRY",
    "CNY",
    "INR",
    "SGD",
    "MYR",
    "AED",
    "CHF",
)
_CONTINENTS = (
    "Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/",
)  # fmt: skip


def languages() -> Options:
    """The languages of the product, each in its own words."""
    return [(code, str(name)) for code, name in settings.LANGUAGES]


def time_zones(now: datetime) -> Options:
    """Zones that people live in, with their present distance from UTC."""
    names = sorted(name for name in available_timezones() if name.startswith(_CONTINENTS))
    return [(name, f"{name.replace('_', ' ')} ({_offset(name, now)})") for name in [*names, "UTC"]]


def countries() -> Options:
    """Countries whose phone numbers are known, by name."""
    names: Mapping[str, str] = _locale().territories
    known = [(code, names.get(code, code)) for code in phonenumbers.SUPPORTED_REGIONS]
    return sorted(known, key=lambda pair: pair[1])


def currencies(*, without: str = "") -> Options:
    """Currencies in use, the common ones first."""
    language = _locale()
    present = list_currencies(language)
    codes = [code for code in _COMMON if code in present]
    rest = sorted(
        (code for code in present - set(_COMMON) if _is_in_use(code)),
        key=lambda code: get_currency_name(code, locale=language),
    )
    return [
        (code, f"{code} — {get_currency_name(code, locale=language)}")
        for code in [*codes, *rest]
        if code != without
    ]


def team_options(tree: list[TeamView]) -> Options:
    """The tree of teams, each set in by its depth."""
    return [(str(team.id), "\u2003" * team.depth + team.name) for team in tree]


def duration_units() -> Options:
    """The units that limits and first steps are set in."""
    return [("minutes", _("minutes")), ("hours", _("hours")), ("days", _("days")), ("weeks", _("weeks"))]


def rate_text(rate: Decimal) -> str:
    """A rate with all the digits it has, `41.35`, `41,35`."""
    return format_decimal(rate, format="#,##0.########", locale=_locale())


def _is_in_use(code: str) -> bool:
    # CLDR also lists what is out of use ("German Mark (1948-...)"), and metals and test codes that begin with X.
    name = get_currency_name(code, locale="en")
    return not code.startswith("X") and not any(sign.isdigit() for sign in name)


def _offset(zone: str, now: datetime) -> str:
    text = now.astimezone(ZoneInfo(zone)).strftime("%z")
    return f"UTC{text[:3].replace('-', '−')}:{text[3:]}"


def _locale() -> Locale:
    return Locale.parse(get_language() or "en", sep="-")
