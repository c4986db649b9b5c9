"""The history of a client in words."""

from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localtime

from voronka.domain.events import EventKind
from voronka.queries.client_history import ClientEntry, ClientHistory
from voronka.queries.told.work import FileTold, NoteTold
from voronka.web.event_words import told_words
from voronka.web.telling import Words


@dataclass(frozen=True, slots=True)
class Line:
    """An event with its words."""

    entry: ClientEntry
    words: Words

    @property
    def note(self) -> str:
        """What was written, where the event is a note that stands."""
        told, is_new = self.entry.told, self.entry.kind is EventKind.NOTE_ADDED
        return told.text if is_new and isinstance(told, NoteTold) and not told.is_removed else ""

    @property
    def file(self) -> str:
        """The name of the file that the event is about; empty for other events."""
        told = self.entry.told
        return told.name if isinstance(told, FileTold) else ""


@dataclass(frozen=True, slots=True)
class HistoryDay:
    """The events of one day of the reader."""

    on: date
    lines: tuple[Line, ...]


def history_days(history: ClientHistory) -> list[HistoryDay]:
    """The events under the headings of their days, newest first."""
    days: dict[date, list[Line]] = {}
    for entry in history.entries:
        days.setdefault(localtime(entry.at).date(), []).append(
            Line(entry, told_words(entry.kind, entry.told))
        )
    return [HistoryDay(on, tuple(lines)) for on, lines in days.items()]
