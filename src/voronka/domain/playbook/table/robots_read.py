"""Robots read out of their cell's lines, see robots.py: a line is known by what stands in its brackets."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from voronka.domain.playbook.faults import Place, TooMany, UnknownKey, Wrong
from voronka.domain.playbook.nodes import Entry, Scalar, ScalarKind, Table, parse
from voronka.domain.playbook.robot_format import (
    IF,
    MOST_PARTS,
    ROBOT,
    ROBOT_AGAIN,
    ROBOT_NAME,
    ROBOT_OFF,
    ROBOT_WHEN,
    steps_shape,
)
from voronka.domain.playbook.robot_references import condition_faults
from voronka.domain.playbook.robot_shapes import PlainShape
from voronka.domain.playbook.shapes import Fields, Reading, RecordShape, Shape, Unread, nearest
from voronka.domain.playbook.table.brackets import Bracketed, bracketed
from voronka.domain.playbook.table.faults import (
    NoBrackets,
    NoRobotYet,
    NoWords,
    RobotDoesNothing,
    TableFault,
    TableWrong,
)
from voronka.domain.playbook.table.lines import Line
from voronka.domain.playbook.table.model import TablePlace, TableRobot
from voronka.domain.robot import MOST_ROBOTS, VALUE_LENGTH, Condition, Robot, RobotStep, Trigger

Value = TypeVar("Value")

_START = Place(1, 1)
# A text in a table is in one language; which one does not matter here.
_ANY = "en"
_MARKS = ("-", "–", "—", "•", "·", "*")
_STEP = steps_shape(PlainShape(VALUE_LENGTH))
_WORDS = {"task": "title", "advise": "advise", "priority": "reason", "message": "subject"}
"""Which text of a step stands before its brackets."""


@dataclass(frozen=True, slots=True)
class _Head:
    trigger: Trigger
    again: bool
    is_on: bool


def _head(f: Fields) -> _Head:
    return _Head(f[ROBOT_WHEN], f[ROBOT_AGAIN], not f[ROBOT_OFF])


_HEAD = RecordShape("robot", ROBOT.about, (ROBOT_WHEN, ROBOT_AGAIN, ROBOT_OFF), _head)
_BEGINS = (ROBOT_WHEN.name,)
_ASKS = ("field", *(form.keys[0].name for form in IF.forms))
_DOES = tuple(form.keys[0].name for form in _STEP.forms)
_KNOWN = frozenset({*_BEGINS, *_ASKS, *_DOES})


def robots_read(lines: Iterable[Line], faults: list[TableFault]) -> tuple[TableRobot, ...]:
    """The robots of a cell; what is wrong is added to `faults`."""
    reader = _Reader(faults)
    for line in lines:
        reader.read(line)
    return reader.end()


@dataclass(slots=True)
class _Begun:
    """A robot whose lines are being read. `does`: a step was written, right or wrong."""

    name: str
    head: _Head | None
    place: TablePlace
    does: bool = False
    conditions: list[Condition] = field(default_factory=list)
    steps: list[RobotStep] = field(default_factory=list)
    steps_at: list[TablePlace] = field(default_factory=list)


@dataclass(slots=True)
class _Reader:
    """Reads one cell. What has a fault is left out: the table is refused anyway."""

    faults: list[TableFault]
    begun: list[_Begun] = field(default_factory=list)

    def read(self, line: Line) -> None:
        found = bracketed(line.text, _KNOWN)
        if found.inside is None:
            self._note(line, NoBrackets())
            return
        root, faults = parse(f"{{{found.inside}}}")
        if not isinstance(root, Table):
            for fault in faults:
                self._note(line, fault.wrong)
            return
        keys = {entry.key for entry in root.entries}
        if keys & {*_BEGINS}:
            self._begin(line, found, root)
        elif not keys & _KNOWN:
            self._unknown(line, root)
        elif not self.begun:
            self._note(line, NoRobotYet())
        elif keys & {*_ASKS}:
            self._ask(line, root)
        else:
            self._do(line, found, root)

    def end(self) -> tuple[TableRobot, ...]:
        """All that was read."""
        for one in self.begun:
            if not one.does:
                self.faults.append(TableFault(one.place, RobotDoesNothing(one.name)))
        self._count(len(self.begun), MOST_ROBOTS)
        for one in self.begun:
            self._count(len(one.conditions), MOST_PARTS, one.place)
            self._count(len(one.steps), MOST_PARTS, one.place)
        return tuple(_made(one, one.head) for one in self.begun if one.head is not None)

    def _begin(self, line: Line, found: Bracketed, root: Table) -> None:
        if not found.before:
            self._note(line, NoWords())
        name = Scalar(_START, found.before or "…", ScalarKind.TEXT)
        self._value(line, ROBOT_NAME.shape, name)
        self.begun.append(_Begun(found.before, self._value(line, _HEAD, root), line.place))

    def _ask(self, line: Line, root: Table) -> None:
        condition = self._value(line, IF, root)
        if condition is None:
            return
        for fault in condition_faults(root):
            self._note(line, fault.wrong)
        self.begun[-1].conditions.append(condition)

    def _do(self, line: Line, found: Bracketed, root: Table) -> None:
        robot = self.begun[-1]
        robot.does = True
        said = found.before[1:].lstrip() if found.before.startswith(_MARKS) else found.before
        whole = _with_words(root, said)
        if whole is None:
            self._note(line, NoWords())
            return
        deed = self._value(line, _STEP, whole)
        if deed is not None:
            robot.steps.append(deed.step_in(_ANY))
            robot.steps_at.append(line.place)

    def _unknown(self, line: Line, root: Table) -> None:
        first = next((entry.key for entry in root.entries), "")
        known = (*_BEGINS, "field", *_DOES)
        self._note(line, UnknownKey(first, nearest(first, known), known))

    def _value(self, line: Line, shape: Shape[Value], node: Table | Scalar) -> Value | None:
        reading = Reading((_ANY,))
        value = None
        try:
            value = shape.read(node, reading)
        except Unread:
            value = None
        for fault in reading.faults:
            self._note(line, fault.wrong)
        return value

    def _count(self, there: int, most: int, place: TablePlace | None = None) -> None:
        if there > most:
            self.faults.append(TableFault(place or self.begun[0].place, TooMany(most)))

    def _note(self, line: Line, wrong: TableWrong | Wrong) -> None:
        self.faults.append(TableFault(line.place, wrong))


def _with_words(root: Table, words: str) -> Table | None:
    """The words before the brackets in the step's text, unless it stands in them. None: it stands nowhere."""
    name = next((text for kind, text in _WORDS.items() if root.get(kind) is not None), None)
    if name is None:
        return root
    value = root.get(name)
    if value is not None and not (isinstance(value, Scalar) and value.kind is ScalarKind.YES_NO):
        return root
    if not words:
        return None
    said = Entry(name, _START, Scalar(_START, words, ScalarKind.TEXT))
    return replace(root, entries=(*(entry for entry in root.entries if entry.key != name), said))


def _made(one: _Begun, head: _Head) -> TableRobot:
    robot = Robot(
        key="",
        name=one.name,
        trigger=head.trigger,
        steps=tuple(one.steps),
        conditions=tuple(one.conditions),
        again=head.again,
        is_on=head.is_on,
    )
    return TableRobot(robot, one.place, tuple(one.steps_at))
