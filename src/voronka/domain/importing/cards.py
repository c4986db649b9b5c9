"""vCard 2.1, 3.0 and 4.0, and JSON lines: each card or object a row, several values of a kind in one cell."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from voronka.domain.importing.encodings import encoding_of
from voronka.domain.importing.table import SEVERAL, FileForm, Line, Table, Unreadable, UnreadableFile, titled
from voronka.domain.vcard import BEGIN, END, properties

CARD_TITLES = (
    "FN", "TEL", "EMAIL", "ORG", "TITLE", "BDAY", "NOTE", "ADR", "URL", "NICKNAME", "CATEGORIES",
)  # fmt: skip
# The name in parts is asked where the whole one is missing.
_PROPERTIES = frozenset({*CARD_TITLES, "N"})
_FIRST_OBJECTS = 1000


def open_cards(path: Path) -> Table:
    """The cards of a file. A fax is no number to reach anybody by, and is left out with what is no text at all."""
    content = path.read_bytes()
    encoding = encoding_of(content, is_whole=True)
    lines = content.decode(encoding, errors="replace").splitlines()
    return Table(FileForm.VCARD, CARD_TITLES, _cards(lines), encoding)


def _cards(lines: Iterable[str]) -> Iterator[Line]:
    number = 0
    card: dict[str, list[str]] = {}
    for name, said in properties(lines):
        if name == BEGIN:
            card = {}
        elif name == END:
            number += 1
            parts = card.pop("N", [])
            card.setdefault("FN", parts)
            if any(card.values()):
                yield Line(
                    number, tuple(SEVERAL.join(dict.fromkeys(card.get(key, ()))) for key in CARD_TITLES)
                )
            card = {}
        elif name in _PROPERTIES:
            card.setdefault(name, []).append(said)


def open_json_lines(path: Path) -> Table:
    """An object to a line. Its titles are the keys of the first thousand objects, in the order they come.

    Raises:
        UnreadableFile
    """
    keys: dict[str, None] = {}
    for count, (_, found) in enumerate(_objects(path)):
        keys.update(dict.fromkeys(found))
        if count == _FIRST_OBJECTS:
            break
    if not keys:
        raise UnreadableFile(Unreadable.EMPTY)
    titles = titled(tuple(keys))
    return Table(FileForm.JSON_LINES, titles, _object_lines(path, tuple(keys)), "utf-8")


def _object_lines(path: Path, keys: tuple[str, ...]) -> Iterator[Line]:
    for number, found in _objects(path):
        # What comes under a key that the first ones had not stands beyond the titles, and is told.
        late = [_value(value) for key, value in found.items() if key not in keys]
        cells = (*(_value(found.get(key)) for key in keys), *late)
        if any(cells):
            yield Line(number, cells)


def _objects(path: Path) -> Iterator[tuple[int, dict[str, object]]]:
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                found = json.loads(line)
            except ValueError as error:
                raise UnreadableFile(Unreadable.BROKEN) from error
            if not isinstance(found, dict):
                raise UnreadableFile(Unreadable.BROKEN)
            yield number, found


def _value(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return SEVERAL.join(filter(None, map(_value, value)))
    if isinstance(value, dict):
        return SEVERAL.join(f"{key}: {_value(one)}" for key, one in value.items())
    if isinstance(value, bool):
        return "1" if value else "0"
    return str(value)
