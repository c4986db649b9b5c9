"""vCard 2.1, 3.0 and 4.0, and JSON lines: each card or object a row, several values of a kind in one cell.

Cards are read line by line here: of what telephones write, a strict reader refuses half. Source: vCard 2.1 (Versit),
RFC 2426, RFC 6350.
"""

import json
import quopri
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from voronka.domain.importing.encodings import encoding_of
from voronka.domain.importing.table import SEVERAL, FileForm, Line, Table, Unreadable, UnreadableFile, titled

CARD_TITLES = (
    "FN", "TEL", "EMAIL", "ORG", "TITLE", "BDAY", "NOTE", "ADR", "URL", "NICKNAME", "CATEGORIES",
)  # fmt: skip
# The name in parts is asked where the whole one is missing.
_PROPERTIES = frozenset({*CARD_TITLES, "N"})
_FIRST_OBJECTS = 1000
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def open_cards(path: Path) -> Table:
    """The cards of a file. A fax is no number to reach anybody by, and is left out with what is no text at all."""
    content = path.read_bytes()
    encoding = encoding_of(content, is_whole=True)
    lines = unfolded(content.decode(encoding, errors="replace").splitlines())
    return Table(FileForm.VCARD, CARD_TITLES, _cards(lines), encoding)


def unfolded(lines: Iterable[str]) -> Iterator[str]:
    """Whole lines: one that begins with a space goes on, and so does quoted-printable after an equals sign."""
    whole = ""
    for line in lines:
        if whole.endswith("=") and "QUOTED-PRINTABLE" in whole.partition(":")[0].upper():
            whole = whole[:-1] + line
        elif line[:1] in {" ", "\t"}:
            whole += line[1:]
        else:
            if whole:
                yield whole
            whole = line
    if whole:
        yield whole


def _cards(lines: Iterable[str]) -> Iterator[Line]:
    number = 0
    card: dict[str, list[str]] = {}
    for line in lines:
        name, parameters, value = _property(line)
        if name == "BEGIN":
            card = {}
        elif name == "END":
            number += 1
            parts = card.pop("N", [])
            card.setdefault("FN", parts)
            if any(card.values()):
                yield Line(
                    number, tuple(SEVERAL.join(dict.fromkeys(card.get(key, ()))) for key in CARD_TITLES)
                )
            card = {}
        elif name in _PROPERTIES and "FAX" not in parameters and (text := _said(name, parameters, value)):
            card.setdefault(name, []).append(text)


def _property(line: str) -> tuple[str, str, str]:
    """Name without its group, parameters in capitals, value as it stands."""
    head, _, value = line.partition(":")
    name, _, parameters = head.partition(";")
    return name.rpartition(".")[2].upper().strip(), parameters.upper(), value


def _said(name: str, parameters: str, value: str) -> str:
    if "QUOTED-PRINTABLE" in parameters:
        charset = re.search(r"CHARSET=([\w-]+)", parameters)
        value = _decoded(quopri.decodestring(value.encode()), charset[1] if charset else "utf-8")
    if name == "N":
        parts = [_plain(part) for part in _parts(value)]
        family, given, middle = [*parts, "", "", ""][:3]
        return " ".join(filter(None, (given, middle, family)))
    if name in {"ORG", "ADR"}:
        parts = [_plain(part) for part in _parts(value)]
        return parts[0] if name == "ORG" else ", ".join(filter(None, parts))
    plain = _plain(value)
    return plain.removeprefix("tel:").removeprefix("mailto:") if name in {"TEL", "EMAIL"} else plain


def _decoded(content: bytes, charset: str) -> str:
    try:
        return content.decode(charset, errors="replace")
    except LookupError:
        return content.decode("utf-8", errors="replace")


def _parts(value: str) -> list[str]:
    return re.split(r"(?<!\\);", value)


def _plain(value: str) -> str:
    text = _ESCAPED.sub(lambda found: "\n" if found[1] in {"n", "N"} else found[1], value)
    return "\n".join(" ".join(line.split()) for line in text.splitlines()).strip()


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
