"""Texts of the table's language taken into a playbook of several: what the others say stays."""

from collections.abc import Callable
from dataclasses import dataclass

from voronka.domain.playbook.model import Text
from voronka.domain.playbook.table.model import cleaned


@dataclass(frozen=True, slots=True)
class Texts:
    """`languages` are the playbook's, `language` is the table's."""

    languages: tuple[str, ...]
    language: str

    def now(self, was: Text, said: str, shown: Callable[[str], str] = cleaned) -> Text:
        """The text as the table says it; as it was where the table shows (by `shown`) what it said before."""
        if shown(was[self.language]) == said:
            return was
        return {**was, self.language: said}

    def everywhere(self, said: str) -> Text:
        """A new text: nothing better is known in the other languages."""
        return dict.fromkeys(self.languages, said)
