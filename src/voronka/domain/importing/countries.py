"""Countries by how lists write them: names in our four languages, codes, and `+44`."""

from collections.abc import Mapping
from functools import cache

import phonenumbers
from babel import Locale

from voronka.domain.search_text import fold

_LANGUAGES = ("en", "ru", "uk", "id", "es", "de")
_USUAL = {"usa": "US", "uk": "GB", "uae": "AE", "england": "GB", "рф": "RU", "оаэ": "AE", "сша": "US"}


def country_of(text: str) -> str:
    """The ISO 3166 code of a country; empty for what is none."""
    clean = text.strip()
    code = clean.removeprefix("+")
    if code.isascii() and code.isdigit() and len(code) < len("1000"):
        found = phonenumbers.region_code_for_country_code(int(code))
        return found if found.isalpha() and found != phonenumbers.UNKNOWN_REGION else ""
    return _by_name().get(fold(clean), "") if clean else ""


@cache
def _by_name() -> Mapping[str, str]:
    names: dict[str, str] = {}
    for language in _LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in {"EU", "EZ", "UN", "ZZ", "QO", "XA", "XB"}:
                names.setdefault(fold(name), code)
                names.setdefault(code.lower(), code)
    return names | {fold(name): code for name, code in _USUAL.items()}
