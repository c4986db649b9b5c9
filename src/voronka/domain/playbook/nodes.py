"""A YAML text as a tree of values that know their places. Nothing is constructed: a value is a text, a list or a mapping.

Only the parser's events are used, so that limits hold before anything grows, and every place is known. Plain values
mean what YAML 1.2's core schema says (`yes` is a text, `true` is not).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from ruamel.yaml import YAML
from ruamel.yaml.error import FileMark, MarkedYAMLError, StringMark
from ruamel.yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from ruamel.yaml.reader import ReaderError

from voronka.domain.playbook.faults import (
    DuplicateAnchor,
    Fault,
    KeyIsNoText,
    NothingInIt,
    NotUtf8,
    NotYaml,
    Place,
    RepeatedKey,
    SeveralDocuments,
    SyntaxProblem,
    TagRefused,
    TooDeep,
    TooLarge,
    TooManyValues,
    UnknownAnchor,
)

MOST_CHARACTERS = 500_000
MOST_LEVELS = 20
MOST_VALUES = 50_000


class ScalarKind(StrEnum):
    """What a value means by YAML's core schema."""

    TEXT = "text"
    WHOLE = "whole"
    NUMBER = "number"
    YES_NO = "yes_no"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value, as it is written."""

    place: Place
    text: str
    kind: ScalarKind
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Listing:
    """A list. `weight` counts it with everything in it, repeats included."""

    place: Place
    items: tuple["Node", ...]
    weight: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A key with its value."""

    key: str
    place: Place
    value: "Node"


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping. Of a key that stands twice the first entry counts."""

    place: Place
    entries: tuple[Entry, ...]
    weight: int

    def entry(self, key: str) -> Entry | None:
        """The entry with this key."""
        return next((entry for entry in self.entries if entry.key == key), None)

    def get(self, key: str) -> "Node | None":
        """The value of this key."""
        entry = self.entry(key)
        return None if entry is None else entry.value


Node = Scalar | Listing | Table

_KINDS = (
    (ScalarKind.NOTHING, re.compile(r"(?:~|null|Null|NULL|)\Z")),
    (ScalarKind.YES_NO, re.compile(r"(?:true|True|TRUE|false|False|FALSE)\Z")),
    (ScalarKind.WHOLE, re.compile(r"(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)\Z")),
    (
        ScalarKind.NUMBER,
        re.compile(
            r"(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\Z"
        ),
    ),
)


def plain_kind(text: str) -> ScalarKind:
    """What a value means that stands without quotes."""
    return next((kind for kind, pattern in _KINDS if pattern.match(text)), ScalarKind.TEXT)


class CannotGoOnError(Exception):
    """Nothing after this fault can be read."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


def parse(source: str | bytes) -> tuple[Node | None, list[Fault]]:
    """The tree, None when there is none, and what is wrong with the text itself."""
    try:
        text = _decoded(source)
        composer = _Composer(_events(text))
        return composer.document(), composer.faults
    except CannotGoOnError as error:
        return None, [error.fault]


def _decoded(source: str | bytes) -> str:
    text = (source if isinstance(source, str) else _as_text(source)).removeprefix("\ufeff")
    if len(text) > MOST_CHARACTERS:
        raise CannotGoOnError(Fault(Place(1, 1), TooLarge(MOST_CHARACTERS)))
    return text


def _as_text(source: bytes) -> str:
    try:
        return source.decode("utf-8")
    except UnicodeDecodeError as error:
        before = source[: error.start].decode("utf-8", "replace")
        raise CannotGoOnError(Fault(_place_after(before), NotUtf8())) from error


def _place_after(before: str) -> Place:
    return Place(before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)


def _events(text: str) -> Iterator[Event]:
    try:
        yield from YAML(typ="safe", pure=True).parse(text)
    except ReaderError as error:
        found = Fault(_place_after(text[: error.position]), NotYaml(SyntaxProblem.CHARACTER))
        raise CannotGoOnError(found) from error
    except MarkedYAMLError as error:
        raise CannotGoOnError(_syntax_fault(error)) from error


_PROBLEMS = (
    (r"'\t' that cannot start|'\\t' that cannot start|found a tab", SyntaxProblem.TAB),
    ("mapping values are not allowed", SyntaxProblem.COLON),
    ("that cannot start any token", SyntaxProblem.START),
    ("unknown escape", SyntaxProblem.ESCAPE),
    ("unexpected end of stream|expected ',' or", SyntaxProblem.UNCLOSED),
    ("expected <block end>|could not find expected ':'", SyntaxProblem.INDENTATION),
)


def _syntax_fault(error: MarkedYAMLError) -> Fault:
    said = error.problem or ""
    problem = next((p for pattern, p in _PROBLEMS if re.search(pattern, said)), SyntaxProblem.OTHER)
    # What is never closed is told where it was opened: its end is the end of the file.
    opened = problem is SyntaxProblem.UNCLOSED and error.context_mark is not None
    mark = error.context_mark if opened else error.problem_mark
    return Fault(Place(1, 1) if mark is None else _place(mark), NotYaml(problem))


def _place(mark: StringMark | FileMark) -> Place:
    return Place(mark.line + 1, mark.column + 1)


@dataclass(slots=True)
class _Composer:
    """Puts the parser's events together to a tree."""

    events: Iterator[Event]
    faults: list[Fault] = field(default_factory=list)
    anchors: dict[str, Node] = field(default_factory=dict)
    weight: int = 0

    def document(self) -> Node | None:
        """The only document, None when it is empty."""
        event = self._next()
        while not isinstance(event, DocumentStartEvent):
            if isinstance(event, StreamEndEvent):
                raise CannotGoOnError(Fault(Place(1, 1), NothingInIt()))
            event = self._next()
        root = self._node(self._next(), MOST_LEVELS)
        for event in self.events:
            if isinstance(event, DocumentStartEvent):
                self.faults.append(Fault(_place(event.start_mark), SeveralDocuments()))
                break
            assert isinstance(event, DocumentEndEvent | StreamEndEvent), event  # noqa: S101 - the parser's grammar
        return root

    def _next(self) -> Event:
        return next(self.events)

    def _node(self, event: Event, levels: int) -> Node:
        place = _place(event.start_mark)
        if isinstance(event, AliasEvent):
            return self._alias(event, place)
        self._refuse_tag(event, place)
        self._weigh(1, place)
        if levels == 0 and not isinstance(event, ScalarEvent):
            raise CannotGoOnError(Fault(place, TooDeep(MOST_LEVELS)))
        match event:
            case ScalarEvent():
                kind = plain_kind(event.value) if event.implicit[0] else ScalarKind.TEXT
                node: Node = Scalar(place, event.value, kind)
            case SequenceStartEvent():
                items = tuple(self._items(levels - 1))
                node = Listing(place, items, 1 + sum(item.weight for item in items))
            case MappingStartEvent():
                entries = tuple(self._entries(levels - 1))
                node = Table(place, entries, 1 + sum(1 + entry.value.weight for entry in entries))
            case _:
                raise AssertionError(event)
        if event.anchor is not None:
            self._name(event.anchor, node)
        return node

    def _items(self, levels: int) -> Iterator[Node]:
        while not isinstance(event := self._next(), SequenceEndEvent):
            yield self._node(event, levels)

    def _entries(self, levels: int) -> Iterator[Entry]:
        seen: dict[str, Place] = {}
        while not isinstance(event := self._next(), MappingEndEvent):
            key = self._node(event, levels)
            value = self._node(self._next(), levels)
            if isinstance(value, Scalar) and not value.text and value.kind is ScalarKind.NOTHING:
                # The parser finds nothing only at what comes after it.
                value = replace(value, place=key.place)
            if not isinstance(key, Scalar):
                self.faults.append(Fault(key.place, KeyIsNoText()))
                continue
            if key.text in seen:
                self.faults.append(Fault(key.place, RepeatedKey(key.text, seen[key.text])))
                continue
            seen[key.text] = key.place
            yield Entry(key.text, key.place, value)

    def _alias(self, event: AliasEvent, place: Place) -> Node:
        node = self.anchors.get(event.anchor)
        if node is None:
            raise CannotGoOnError(Fault(place, UnknownAnchor(event.anchor)))
        self._weigh(node.weight, place)
        return node

    def _name(self, anchor: str, node: Node) -> None:
        if anchor in self.anchors:
            self.faults.append(Fault(node.place, DuplicateAnchor(anchor, self.anchors[anchor].place)))
        self.anchors[anchor] = node

    def _weigh(self, more: int, place: Place) -> None:
        self.weight += more
        if self.weight > MOST_VALUES:
            raise CannotGoOnError(Fault(place, TooManyValues(MOST_VALUES)))

    def _refuse_tag(self, event: Event, place: Place) -> None:
        tag = getattr(event, "ctag", None)
        if tag is not None:
            self.faults.append(Fault(place, TagRefused(str(tag))))
