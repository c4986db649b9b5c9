"""Countries to choose from, by their names in the reader's language."""

from functools import lru_cache

import phonenumbers
from babel import Locale
from django.utils.translation import get_language


def countries() -> list[tuple[str, str]]:
    """Codes and names of all that have telephone numbers, by name."""
    return _named(get_language() or "en")


@lru_cache(maxsize=8)
def _named(language: str) -> list[tuple[str, str]]:
    names = Locale.parse(language, sep="-").territories
    found = [(code, names.get(code, code)) for code in phonenumbers.SUPPORTED_REGIONS]
    return sorted(found, key=lambda pair: pair[1])
