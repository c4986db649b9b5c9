"""The demo's texts in the four languages: English is the source, the others are tables from it."""

from collections.abc import Callable, Mapping

Say = Callable[[str], str]
_TABLES: Mapping[str, Mapping[str, str]] = {}


class Phrases:
    """The demo's texts in one language."""

    def __init__(self, language: str) -> None:
        self._table = _TABLES.get(language, {})

    def say(self, text: str) -> str:
        """The text in the language."""
        return self._table.get(text, text)
