"""Languages of clients, called as the reader calls them."""

from babel import Locale
from django.utils.translation import get_language

from voronka.domain.spoken import SPOKEN

_OURS = 4


def spoken_name(code: str) -> str:
    """What the language is called in the reader's own; its code where that is not known."""
    name: str = Locale.parse(get_language() or "en").languages.get(code, code)
    return name[:1].upper() + name[1:]


def spoken_options() -> list[tuple[str, str]]:
    """Those of the product first, then the others by name."""
    named = [(code, spoken_name(code)) for code in SPOKEN]
    return [*named[:_OURS], *sorted(named[_OURS:], key=lambda one: one[1])]
