"""Opening a file by what is in it. Its name says little: there are HTML tables called .xls, and tabs called .csv."""

from pathlib import Path

from voronka.domain.importing.cards import open_cards, open_json_lines
from voronka.domain.importing.delimited import open_delimited
from voronka.domain.importing.encodings import encoding_of
from voronka.domain.importing.table import FileForm, Table, Unreadable, UnreadableFile
from voronka.domain.importing.workbooks import open_html, open_workbook

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 8192
# What no text has.
_CONTROL = frozenset(range(32)) - {9, 10, 12, 13, 27}


def open_table(path: Path) -> Table:
    """The file's titles and rows.

    Raises:
        UnreadableFile: at once, or while its lines are read.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    match form_of(head):
        case FileForm.XLSX | FileForm.XLS as form:
            return open_workbook(path, form)
        case FileForm.HTML:
            return open_html(path)
        case FileForm.VCARD:
            return open_cards(path)
        case FileForm.JSON_LINES:
            return open_json_lines(path)
        case FileForm.CSV:
            return open_delimited(path)


def form_of(head: bytes) -> FileForm:
    """What a file is that begins so.

    Raises:
        UnreadableFile: nothing, or no list of anything.
    """
    if not head.strip():
        raise UnreadableFile(Unreadable.EMPTY)
    if head.startswith(_ZIP):
        return FileForm.XLSX
    if head.startswith(_OLE):
        return FileForm.XLS
    encoding = encoding_of(head, is_whole=False)
    if not encoding.startswith("utf-") and any(byte in _CONTROL for byte in head):
        raise UnreadableFile(Unreadable.BROKEN)
    begins = head.decode(encoding, errors="replace").lstrip("\ufeff \t\r\n")[:2000].lower()
    if begins.startswith("begin:vcard"):
        return FileForm.VCARD
    if begins.startswith("{"):
        return FileForm.JSON_LINES
    return (
        FileForm.HTML
        if begins.startswith("<") and "<t" in head.decode(encoding, "replace").lower()
        else FileForm.CSV
    )
