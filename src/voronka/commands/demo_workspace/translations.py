"""The demo's texts in the four languages: English is the source, the others are tables from it."""

from collections.abc import Callable, Mapping

from voronka.commands.demo_workspace import words_id, words_ru, words_uk

Say = Callable[[str], str]
TABLES: Mapping[str, Mapping[str, str]] = {
    "ru": words_ru.WORDS,
    "uk": words_uk.WORDS,
    "id": words_id.WORDS,
}


class Phrases:
    """The demo's texts in one language."""

    def __init__(self, language: str) -> None:
        self._table = None if language == "en" else TABLES[language]

    def say(self, text: str) -> str:
        """The text in the language.

        Raises:
            KeyError: nobody has translated it; never silently English.
        """
        return text if self._table is None else self._table[text]
