"""A playbook out of whatever file somebody brings: its YAML, or its table as a workbook, Markdown or PDF."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from voronka.domain.playbook.model import Playbook
from voronka.domain.playbook.read import UnreadablePlaybook, read_playbook
from voronka.domain.playbook.table.faults import UnreadableTable
from voronka.domain.playbook.table.read import read_table
from voronka.domain.playbook.write import write_playbook
from voronka.queries.playbook_from_tables import NoPipelineOfThatName, playbook_from_tables
from voronka.web.playbook_fault_words import fault_text
from voronka.web.playbook_table_fault_words import table_fault_text, table_place_text

# A row of a Markdown table, and the line of dashes below its heading.
_MARKDOWN = re.compile(rb"^[ \t]*\|.*\r?\n[ \t]*\|[ \t:|-]+$", re.MULTILINE)
_WORKBOOK, _PDF = b"PK\x03\x04", b"%PDF-"


@dataclass(frozen=True, slots=True)
class FaultShown:
    """One fault: `place` shortly, `said` in full for those who hear it, and what is wrong."""

    place: str
    said: str
    words: str


@dataclass(frozen=True, slots=True)
class Brought:
    """What the file says. `text` is the playbook's file, of a table the one that it makes of the workspace's."""

    playbook: Playbook
    text: str


class UnreadableFile(Exception):
    """The file is no playbook. `text` is what of it may be mended on the page, empty for what is no text."""

    def __init__(self, faults: list[FaultShown], text: str = "") -> None:
        super().__init__(faults)
        self.faults, self.text = faults, text


def read_file(content: bytes) -> Brought:
    """The playbook in a file, whatever it is called: its content tells what it is.

    Raises:
        UnreadableFile
    """
    is_table = content.startswith(_WORKBOOK) or _PDF in content[:1024] or _MARKDOWN.search(content)
    return _table(content) if is_table else _yaml(content)


def _yaml(content: bytes) -> Brought:
    text = content.decode(errors="replace").replace("\r\n", "\n")
    try:
        playbook = read_playbook(content.replace(b"\r\n", b"\n"))
    except UnreadablePlaybook as unreadable:
        raise UnreadableFile([_fault(fault.place.line, fault.place.column, fault_text(fault.wrong))
                              for fault in unreadable.faults], text) from unreadable  # fmt: skip
    return Brought(playbook, text)


def _fault(line: int, column: int, words: str) -> FaultShown:
    said = _("Line %(line)s, column %(column)s:") % {"line": line, "column": column}
    return FaultShown(f"{line}:{column}", said, words)


def _table(content: bytes) -> Brought:
    try:
        playbook = playbook_from_tables(read_table(content))
    except UnreadableTable as unreadable:
        places = [(table_place_text(fault.place), table_fault_text(fault)) for fault in unreadable.faults]
        faults = [FaultShown(place, f"{place}:" if place else "", words) for place, words in places]
        raise UnreadableFile(faults) from unreadable
    except NoPipelineOfThatName as unknown:
        words = _(
            "There is no pipeline “%(name)s” here. Write its name above the table as it is in the settings."
        )
        raise UnreadableFile([FaultShown("", "", words % {"name": unknown.name})]) from unknown
    return _yaml(write_playbook(playbook).encode())
