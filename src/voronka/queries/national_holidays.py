"""National holidays by country, year by year, as the `holidays` package knows them.

Ukraine's are workdays by law while martial law lasts; the package keeps them apart, and here a company that rests on
them all the same may say so.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

import holidays

from voronka.domain.client_hours import USUAL_WEEKEND

# Countries whose holidays the law has worked for the time being, and where the package keeps them.
_SUSPENDED: Mapping[str, str] = {"UA": "workday"}
_ENGLISH = "en_US"
# A wish for names far away makes no sense, and a year of nothing costs as much as another.
_FIRST_YEAR, _LAST_YEAR = 1990, 2100


def are_worked(country: str) -> bool:
    """Whether the law has a country's holidays worked for now."""
    return country in _SUSPENDED


def has_holidays(country: str) -> bool:
    """Whether the country is one whose holidays are known."""
    return country in _countries()


@lru_cache(maxsize=256)
def weekend(country: str) -> frozenset[int]:
    """The days of the week on which a country rests, Monday being 0; Saturday and Sunday where that is not known."""
    if not has_holidays(country):
        return USUAL_WEEKEND
    return frozenset(holidays.country_holidays(country).weekend)


def subdivisions(country: str) -> Mapping[str, str]:
    """Its parts that have holidays of their own: code -> what it is called besides, or the code."""
    codes = _countries().get(country, ())
    if not codes:
        return {}
    named = {code: name for name, code in _aliases(country).items()}
    return {code: named.get(code, code) for code in codes}


@lru_cache(maxsize=512)
def days_off(country: str, subdivision: str, year: int) -> frozenset[date]:
    """The holidays of a year."""
    return frozenset(_holidays(country, subdivision, year, ""))


@lru_cache(maxsize=64)
def named_holidays(country: str, subdivision: str, year: int, language: str) -> tuple[tuple[date, str], ...]:
    """The holidays of a year in order, by their names in the language where they are known in it, else in English."""
    return tuple(sorted(_holidays(country, subdivision, year, language).items()))


def _holidays(country: str, subdivision: str, year: int, language: str) -> dict[date, str]:
    if not has_holidays(country) or not _FIRST_YEAR <= year <= _LAST_YEAR:
        return {}
    found = holidays.country_holidays(
        country,
        subdiv=subdivision if subdivision in _countries()[country] else None,
        years=[year],
        language=_spoken(country, language),
        categories=("public", *((_SUSPENDED[country],) if country in _SUSPENDED else ())),
    )
    return {day: name for day, name in found.items() if day.year == year}


def _spoken(country: str, language: str) -> str | None:
    """The package's name of the language, also as it is spoken there (`ru_KG`), or of English; None: the country's own."""
    known = holidays.list_localized_countries().get(country, [])
    there = (one for one in known if language and one.startswith(f"{language}_"))
    return next((one for one in (language, *there, _ENGLISH) if one in known), None)


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, tuple[str, ...]]:
    return {country: tuple(parts) for country, parts in holidays.list_supported_countries().items()}


@lru_cache(maxsize=64)
def _aliases(country: str) -> Mapping[str, str]:
    found = holidays.country_holidays(country)
    return dict(getattr(found, "subdivisions_aliases", {}))
