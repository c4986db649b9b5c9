"""The brackets of a cell's line: what stands in them is a mapping of a playbook's file on one line.

    Director's name is known [field: decision_maker]

Spreadsheets turn straight quotes into curly ones while one types; in brackets they mean the straight ones again.
"""

import re
from dataclasses import dataclass

# What opens brackets that are meant for us, and not a remark of somebody's.
_OPENING = re.compile(r"\[\s*[A-Za-z_]+\s*:")
_VALUE_BEGINS = frozenset("[{,:")
_QUOTES = {'"': '"', "'": "'", "“": '”“»"', "„": '”“"', "«": '»"'}
_CLOSES = {"[": "]", "{": "}"}


@dataclass(frozen=True, slots=True)
class Bracketed:
    """A line taken apart: what its last brackets hold (None: it has none), and the words before and behind them."""

    before: str
    inside: str | None
    behind: str = ""

    @property
    def words(self) -> str:
        """The words around the brackets."""
        return f"{self.before} {self.behind}".strip()


def bracketed(line: str, known: frozenset[str]) -> Bracketed:
    """The line taken apart. Brackets that are never closed count when they begin with a `known` key."""
    last = None
    place = 0
    while found := _OPENING.search(line, place):
        group = _group(line, found.start())
        if group is not None:
            last = found.start(), *group
        place = found.end() if group is None else group[0]
    if last is None:
        return _unclosed(line, known)
    start, end, inside = last
    return Bracketed(line[:start].strip(), inside, line[end:].lstrip(" .;,").rstrip())


def _unclosed(line: str, known: frozenset[str]) -> Bracketed:
    for found in _OPENING.finditer(line):
        if found[0].strip("[ :").lower() in known:
            return Bracketed(line[: found.start()].strip(), line[found.end() - len(found[0]) + 1 :])
    return Bracketed(line, None)


def _group(line: str, start: int) -> tuple[int, str] | None:
    """Where the brackets that open at `start` end, and what they hold with straight quotes; None: never closed."""
    open_ones: list[str] = []
    said: list[str] = []
    place, before = start, ""
    while place < len(line):
        character = line[place]
        if character in _QUOTES and before in _VALUE_BEGINS:
            end = _quote_end(line, place)
            if end is None:
                return None
            said.append(_straight(line[place : end + 1]))
            place, before = end + 1, '"'
            continue
        if character in _CLOSES:
            open_ones.append(_CLOSES[character])
        elif character in _CLOSES.values() and (not open_ones or open_ones.pop() != character):
            return None
        said.append(character)
        place, before = place + 1, character if character != " " else before
        if not open_ones:
            return place, "".join(said)[1:-1]
    return None


def _quote_end(line: str, start: int) -> int | None:
    closing, place = _QUOTES[line[start]], start + 1
    while place < len(line):
        if line[place] == "\\" and line[start] == '"':
            place += 2
            continue
        if line[place] in closing and (line[start] in "\"'" or _value_ends(line, place)):
            if line[start] == "'" and line[place + 1 : place + 2] == "'":
                place += 2
                continue
            return place
        place += 1
    return None


def _value_ends(line: str, place: int) -> bool:
    """Whether a curly quote closes the value: such ones stand within texts, too."""
    return re.match(r"\s*[],}]", line[place + 1 :]) is not None


def _straight(value: str) -> str:
    if value[0] in "\"'":
        return value
    inner = value[1:-1].replace("\\", "\\\\").replace('"', '\\"')
    return f'"{inner}"'
