"""Rows read out of their cells' lines, however people left them: without numbers, on two rows, with stray spaces."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from voronka.domain.criteria import ConfirmedByHand, Criterion
from voronka.domain.pipeline import MOST_LIMITS, Gate, StageKind, StageLimit
from voronka.domain.playbook.faults import Place, TooMany, Wrong
from voronka.domain.playbook.format import (
    LIMIT_FROM,
    LIMIT_LENGTH,
    LIMIT_SOURCE,
    STAGE_LIMIT,
    STAGE_NAME,
    STAGE_PURPOSE,
    STEP_WHAT,
)
from voronka.domain.playbook.model import PlaybookLimit, Text
from voronka.domain.playbook.nodes import Scalar, ScalarKind, parse
from voronka.domain.playbook.shapes import ListShape, Reading, RecordShape, Shape, Unread
from voronka.domain.playbook.table.brackets import bracketed
from voronka.domain.playbook.table.cells import FROM, LIMIT, SOURCE
from voronka.domain.playbook.table.criteria import criterion_read
from voronka.domain.playbook.table.faults import NoName, NoSuchStep, TableFault, TableWrong
from voronka.domain.playbook.table.lines import Line
from voronka.domain.playbook.table.model import Column, Row, TablePlace, TableRobot
from voronka.domain.playbook.table.robots_read import robots_read
from voronka.domain.seller_steps import ACTION, TOOL, SellerStep

MOST_ROWS = 300
"""So many rows may a table have: more stages than in any file."""

MOST_ENTRIES = ListShape(STEP_WHAT.shape).most
"""So many steps, actions of a step, or criteria may a row have: as many as in a playbook's file."""

_NUMBERED = re.compile(r"([0-9]{1,3})[.)](?:\s+|\Z)")
_ACTIONS = (ACTION, "–", "—", "•", "·", "*")
_WAITS = RecordShape(
    LIMIT, STAGE_LIMIT.about, (LIMIT_LENGTH, LIMIT_FROM, LIMIT_SOURCE),
    lambda f: PlaybookLimit(f[LIMIT_LENGTH], f[LIMIT_FROM], f[LIMIT_SOURCE]).limit_in(_ANY),
)  # fmt: skip
_IN_STATUS = frozenset({LIMIT, FROM, SOURCE})
_SINGLE = frozenset(kind.value for kind in StageKind if kind is not StageKind.WORKING)
_START = Place(1, 1)
_ANY = "en"


@dataclass(frozen=True, slots=True)
class Written:
    """A row as it is written: `key` from where keys are kept, the lines of the columns that there are."""

    key: str | None
    cells: Mapping[Column, tuple[Line, ...]]
    place: TablePlace

    def lines(self, column: Column) -> tuple[Line, ...]:
        """The lines of a cell."""
        return self.cells.get(column, ())

    def with_more(self, other: "Written") -> "Written":
        """This row, with what the one under it says as well."""
        there = {**self.cells, **other.cells}
        return replace(self, cells={one: self.lines(one) + other.lines(one) for one in there})


def rows_read(written: Iterable[Written], faults: list[TableFault]) -> tuple[Row, ...]:
    """The rows; what is wrong is added to `faults`. A row without a status goes on with the one above it."""
    whole: list[Written] = []
    for row in written:
        if not any(row.cells.values()):
            continue
        if whole and row.key is None and not row.lines(Column.STATUS):
            whole[-1] = whole[-1].with_more(row)
        else:
            whole.append(row)
    return tuple(_Reader(row, faults).row() for row in whole)


@dataclass(slots=True)
class _Reader:
    """Reads one row."""

    written: Written
    faults: list[TableFault]
    steps: list[SellerStep] = field(default_factory=list)

    def row(self) -> Row:
        name, purpose = self._status()
        limit, limits = self._limits()
        self._steps()
        self._actions()
        gates = tuple(self._criteria())
        enter = tuple(one for gate, one in gates if gate is Gate.ENTER)
        leave = tuple(one for gate, one in gates if gate is Gate.EXIT)
        self._count(Column.STEPS, len(self.steps))
        self._count(Column.ACTIONS, *(max(len(one.actions), len(one.tools)) for one in self.steps))
        self._count(Column.CRITERIA, len(enter), len(leave))
        return Row(
            self.written.key,
            name,
            purpose,
            limit,
            tuple(self.steps),
            enter,
            leave,
            limits,
            self._robots(),
            self.written.place,
        )

    # -- status ----------------------------------------------------------------------------------------------------

    def _status(self) -> tuple[str, str]:
        words = []
        for line in self.written.lines(Column.STATUS):
            found = bracketed(line.text, _IN_STATUS)
            words += [replace(line, text=found.words)] if found.words else []
        if not words:
            self._note(replace(self.written.place, column=Column.STATUS), NoName())
            return "", ""
        name, *rest = words
        purpose = " ".join(line.text for line in rest)
        return (
            self._said(STAGE_NAME.shape, name),
            self._said(STAGE_PURPOSE.shape, replace(rest[0], text=purpose)) if rest else "",
        )

    def _limits(self) -> tuple[timedelta | None, tuple[StageLimit, ...]]:
        """The limit of most deals, of several the last; and those of some deals."""
        limit, limits = None, []
        for line in self.written.lines(Column.STATUS):
            inside = bracketed(line.text, _IN_STATUS).inside
            found = None if inside is None else self._limit(line, inside)
            if found is not None and found.source == "" and found.amount_from is None:
                limit = found.limit
            elif found is not None:
                limits.append(found)
        self._count(Column.STATUS, len(limits), most=MOST_LIMITS)
        return limit, tuple(limits)

    def _limit(self, line: Line, inside: str) -> StageLimit | None:
        root, faults = parse(f"{{{inside}}}")
        reading = Reading((_ANY,), faults)
        limit = None
        if root is not None:
            try:
                limit = _WAITS.read(root, reading)
            except Unread:
                limit = None
        for fault in reading.faults:
            self._note(line.place, fault.wrong)
        return limit

    # -- steps -----------------------------------------------------------------------------------------------------

    def _steps(self) -> None:
        """The steps, each with the number that it is written with."""
        for line in self.written.lines(Column.STEPS):
            found = _NUMBERED.match(line.text)
            text = line.text[found.end() :] if found else line.text
            if text:
                self.steps.append(SellerStep(self._said(STEP_WHAT.shape, replace(line, text=text))))

    def _numbers(self) -> Mapping[int, int]:
        """Which step a number means: the one that has it, if each has one of its own, else the one at its place."""
        lines = self.written.lines(Column.STEPS)
        given = [int(found[1]) for line in lines if (found := _NUMBERED.match(line.text))]
        own = len(set(given)) == len(given) == len(self.steps)
        return {number: at for at, number in enumerate(given if own else range(1, len(self.steps) + 1))}

    def _actions(self) -> None:
        """What stands before the first number belongs to the first step."""
        numbers, at = self._numbers(), 0
        for line in self.written.lines(Column.ACTIONS):
            text, found = line.text, _NUMBERED.match(line.text)
            if found:
                at = numbers.get(int(found[1]), -1)
                text = text[found.end() :]
                if at < 0:
                    self._note(line.place, NoSuchStep(int(found[1])))
            if text and at >= 0:
                self._add(at, replace(line, text=text))

    def _add(self, at: int, line: Line) -> None:
        """An action where no step is written is a step itself."""
        mark, words = line.text[:1], line.text[1:].strip()
        tool, marked = mark == TOOL, mark in {*_ACTIONS, TOOL}
        text = self._said(STEP_WHAT.shape, replace(line, text=words if marked else line.text))
        if not text:
            return
        if at >= len(self.steps):
            self.steps.append(SellerStep(text))
        elif tool:
            self.steps[at] = replace(self.steps[at], tools=(*self.steps[at].tools, text))
        else:
            self.steps[at] = replace(self.steps[at], actions=(*self.steps[at].actions, text))

    # -- criteria --------------------------------------------------------------------------------------------------

    def _criteria(self) -> Iterator[tuple[Gate, Criterion]]:
        """What stands without brackets at Unsorted and the exits was told by us, as the reasons are."""
        told = self.written.key in _SINGLE
        for line in self.written.lines(Column.CRITERIA):
            gate, criterion, wrongs = criterion_read(line.text)
            for wrong in wrongs:
                self._note(line.place, wrong)
            if criterion is not None and not (told and isinstance(criterion, ConfirmedByHand)):
                yield gate, criterion

    def _robots(self) -> tuple[TableRobot, ...] | None:
        if Column.ROBOTS not in self.written.cells:
            return None
        return robots_read(self.written.lines(Column.ROBOTS), self.faults)

    # -- both ------------------------------------------------------------------------------------------------------

    def _said(self, shape: Shape[Text], line: Line) -> str:
        """The text, if it is not longer than the file allows."""
        reading = Reading((_ANY,))
        try:
            shape.read(Scalar(_START, line.text, ScalarKind.TEXT), reading)
        except Unread:
            for fault in reading.faults:
                self._note(line.place, fault.wrong)
        return line.text

    def _count(self, column: Column, *counts: int, most: int = MOST_ENTRIES) -> None:
        if max(counts, default=0) > most:
            self._note(replace(self.written.place, column=column), TooMany(most))

    def _note(self, place: TablePlace, wrong: TableWrong | Wrong) -> None:
        self.faults.append(TableFault(place, wrong))
