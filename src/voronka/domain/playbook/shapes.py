"""The kinds of values a playbook's file may hold. Each reads a value of its kind and knows what one looks like.

The tables of `format.py` are made of these; the reader follows them, and so does the published JSON Schema.
"""

import re
from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from difflib import get_close_matches
from enum import StrEnum
from typing import Generic, TypeVar, cast

from voronka.domain.playbook.faults import (
    BadDuration,
    BadKey,
    Fault,
    MissingKey,
    MissingLanguage,
    NoCriterion,
    NothingWritten,
    OutOfRange,
    Place,
    Repeated,
    SeveralCriteria,
    Sort,
    TextTooLong,
    TooFew,
    TooMany,
    UnknownChoice,
    UnknownKey,
    UnknownLanguage,
    Wanted,
    Wrong,
    WrongKind,
)
from voronka.domain.playbook.model import Text
from voronka.domain.playbook.nodes import Entry, Listing, Node, Scalar, ScalarKind, Table

T = TypeVar("T")
# What a shape reads only comes out of it, so a shape of texts is a shape of anything.
Read_co = TypeVar("Read_co", covariant=True)
Choice_co = TypeVar("Choice_co", bound=StrEnum, covariant=True)

MOST_HINTS = 200
KEY_PATTERN = "[a-z0-9]+(-[a-z0-9]+)*"
MOST_IN_KEY = 60
DURATION_PATTERN = "[1-9][0-9]{0,3}[mhdw]"
_UNITS = {
    "m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)
}  # fmt: skip
_PLAIN_NUMBER = re.compile(r"[0-9]{1,15}(\.[0-9]{1,2})?\Z")
_SHORT_WORD = 3
_DIGITS = re.compile(r"[-+]?[0-9]{1,15}\Z")


class Unread(Exception):
    """The value can't be had; why is among the faults."""


@dataclass(slots=True)
class Reading:
    """What is known while a file is read. `languages` is empty while they are not known: then any will do.

    `meant`: of the mapping at a place the keys that were only misspelt, so that they are not told as missing too.
    """

    languages: tuple[str, ...] = ()
    faults: list[Fault] = field(default_factory=list)
    meant: dict[Place, set[str | None]] = field(default_factory=dict)

    def note(self, place: Place, wrong: Wrong) -> None:
        """Keep one more fault."""
        self.faults.append(Fault(place, wrong))

    def nearest(self, word: str, known: tuple[str, ...]) -> str | None:
        """The known word that looks most like this one; who got so much wrong is served better by the list."""
        return nearest(word, known) if len(self.faults) < MOST_HINTS else None

    def refuse(self, place: Place, wrong: Wrong) -> Unread:
        """Keep a fault; to be raised."""
        self.note(place, wrong)
        return Unread()


class Shape(Generic[Read_co]):
    """A kind of value."""

    __slots__ = ()

    @abstractmethod
    def read(self, node: Node, reading: Reading) -> Read_co:
        """The value.

        Raises:
            Unread: it is of another kind; the faults are in `reading`.
        """

    def example(self) -> str:
        """What a value of this kind looks like."""
        return "…"


def nearest(word: str, known: tuple[str, ...]) -> str | None:
    """The known word that looks most like this one; - and _ are one."""
    alike = {one.replace("_", "-"): one for one in known}
    close = 0.5 if len(word) <= _SHORT_WORD else 0.6
    found = get_close_matches(word.lower().replace("_", "-"), alike, 1, close)
    return alike[found[0]] if found else None


def scalar_in(node: Node, wanted: Wanted, kinds: set[ScalarKind], example: str, reading: Reading) -> str:
    """The text of a plain value of one of these kinds.

    Raises:
        Unread: it is something else.
    """
    if isinstance(node, Scalar):
        if node.kind in kinds:
            return node.text
        if node.kind is ScalarKind.NOTHING:
            raise reading.refuse(node.place, NothingWritten(example))
    raise reading.refuse(node.place, WrongKind(wanted, example))


@dataclass(frozen=True, slots=True)
class TextShape(Shape[Text]):
    """What people read: a text in each language, or a plain one in a file of one language."""

    most: int

    def read(self, node: Node, reading: Reading) -> Text:
        """The text by language, in the order of the playbook's languages."""
        example = example_of(self, reading.languages)
        if isinstance(node, Table):
            return self._each(node, reading)
        said = scalar_in(node, Wanted.TEXT, {ScalarKind.TEXT}, example, reading)
        if len(reading.languages) > 1:
            raise reading.refuse(node.place, MissingLanguage(reading.languages))
        return {language: self._checked(said, node.place, reading) for language in reading.languages}

    def _each(self, node: Table, reading: Reading) -> Text:
        known = reading.languages or LANGUAGES
        texts = {
            entry.key: text
            for entry in node.entries
            if (text := self._one(entry, known, reading)) is not None
        }
        missing = tuple(language for language in reading.languages if node.get(language) is None)
        if missing:
            reading.note(node.place, MissingLanguage(missing))
        if len(texts) < len(reading.languages):
            raise Unread
        return {language: texts[language] for language in reading.languages}

    def _one(self, entry: Entry, known: tuple[str, ...], reading: Reading) -> str | None:
        if entry.key not in known:
            reading.note(entry.place, UnknownLanguage(entry.key, known))
            return None
        try:
            said = scalar_in(entry.value, Wanted.TEXT, {ScalarKind.TEXT}, '"…"', reading)
            return self._checked(said, entry.value.place, reading)
        except Unread:
            return None

    def _checked(self, said: str, place: Place, reading: Reading) -> str:
        if not said.strip():
            raise reading.refuse(place, NothingWritten('"…"'))
        if len(said) > self.most:
            raise reading.refuse(place, TextTooLong(len(said), self.most))
        return said


LANGUAGES = ("en", "ru", "uk", "id")


@dataclass(frozen=True, slots=True)
class KeyShape(Shape[str]):
    """What something is known by for ever: small letters, digits, hyphens."""

    def read(self, node: Node, reading: Reading) -> str:
        """The key."""
        key = scalar_in(node, Wanted.KEY, {ScalarKind.TEXT}, example_of(self), reading)
        if len(key) > MOST_IN_KEY or not re.fullmatch(KEY_PATTERN, key):
            raise reading.refuse(node.place, BadKey(key, MOST_IN_KEY))
        return key


@dataclass(frozen=True, slots=True)
class CodeShape(Shape[str]):
    """One of some words."""

    known: tuple[str, ...]

    def read(self, node: Node, reading: Reading) -> str:
        """The word."""
        if not isinstance(node, Scalar):
            raise reading.refuse(node.place, WrongKind(Wanted.TEXT, example_of(self)))
        if node.kind is ScalarKind.NOTHING:
            raise reading.refuse(node.place, NothingWritten(example_of(self)))
        if node.text not in self.known:
            found = UnknownChoice(node.text, reading.nearest(node.text, self.known), self.known)
            raise reading.refuse(node.place, found)
        return node.text


@dataclass(frozen=True, slots=True)
class ChoiceShape(Shape[Choice_co]):
    """One of an enumeration's values."""

    among: type[Choice_co]

    @property
    def codes(self) -> CodeShape:
        """The same as words."""
        return CodeShape(tuple(one.value for one in self.among))

    def read(self, node: Node, reading: Reading) -> Choice_co:
        """The member."""
        return self.among(self.codes.read(node, reading))


@dataclass(frozen=True, slots=True)
class DurationShape(Shape[timedelta]):
    """A length of time: `30m`, `4h`, `3d`, `2w`."""

    def read(self, node: Node, reading: Reading) -> timedelta:
        """The length."""
        kinds = {ScalarKind.TEXT, ScalarKind.WHOLE, ScalarKind.NUMBER}
        said = scalar_in(node, Wanted.DURATION, kinds, example_of(self), reading)
        if not re.fullmatch(DURATION_PATTERN, said):
            raise reading.refuse(node.place, BadDuration(said))
        return int(said[:-1]) * _UNITS[said[-1]]


@dataclass(frozen=True, slots=True)
class WholeShape(Shape[int]):
    """A whole number in a range, ends included."""

    least: int
    most: int

    def read(self, node: Node, reading: Reading) -> int:
        """The number."""
        said = scalar_in(node, Wanted.WHOLE, {ScalarKind.WHOLE}, example_of(self), reading)
        number = int(said) if _DIGITS.match(said) else None
        if number is None or not self.least <= number <= self.most:
            raise reading.refuse(node.place, OutOfRange(said, str(self.least), str(self.most)))
        return number


@dataclass(frozen=True, slots=True)
class NumberShape(Shape[Decimal]):
    """A number above nothing, with two places after the point at most."""

    most: int
    shown: str

    def read(self, node: Node, reading: Reading) -> Decimal:
        """The number."""
        kinds = {ScalarKind.WHOLE, ScalarKind.NUMBER}
        said = scalar_in(node, Wanted.NUMBER, kinds, self.shown, reading)
        if not _PLAIN_NUMBER.match(said) or not 0 < Decimal(said) <= self.most:
            raise reading.refuse(node.place, OutOfRange(said, "0.01", str(self.most)))
        return Decimal(said)


@dataclass(frozen=True, slots=True)
class FlagShape(Shape[bool]):
    """`true` or `false`; only `true` where false would say nothing."""

    only_true: bool = False

    def read(self, node: Node, reading: Reading) -> bool:
        """Whether it is `true`."""
        wanted = Wanted.YES if self.only_true else Wanted.YES_OR_NO
        said = scalar_in(node, wanted, {ScalarKind.YES_NO}, "true", reading).lower() == "true"
        if self.only_true and not said:
            raise reading.refuse(node.place, WrongKind(wanted, "true"))
        return said


@dataclass(frozen=True, slots=True)
class FormatShape(Shape[int]):
    """The number of the format that this reader knows."""

    number: int

    def read(self, node: Node, reading: Reading) -> int:
        """The number."""
        said = scalar_in(node, Wanted.WHOLE, {ScalarKind.WHOLE}, str(self.number), reading)
        if said != str(self.number):
            known = (str(self.number),)
            raise reading.refuse(node.place, UnknownChoice(said, None, known))
        return self.number


@dataclass(frozen=True, slots=True)
class ListShape(Shape[tuple[Read_co, ...]]):
    """A list of one kind. `distinct`: nothing stands in it twice."""

    of: Shape[Read_co]
    least: int = 0
    most: int = 200
    distinct: bool = False

    def read(self, node: Node, reading: Reading) -> tuple[Read_co, ...]:
        """The values."""
        if not isinstance(node, Listing):
            example = example_of(self, reading.languages)
            empty = isinstance(node, Scalar) and node.kind is ScalarKind.NOTHING
            wrong = NothingWritten(example) if empty else WrongKind(Wanted.LIST, example)
            raise reading.refuse(node.place, wrong)
        self._count(node, reading)
        values = [value for item in node.items for value in self._one(item, reading)]
        if len(values) < max(len(node.items), self.least) or len(values) > self.most:
            raise Unread
        if self.distinct:
            self._refuse_repeats(node, values, reading)
        return tuple(values)

    def _count(self, node: Listing, reading: Reading) -> None:
        if len(node.items) < self.least:
            reading.note(node.place, TooFew(self.least))
        if len(node.items) > self.most:
            reading.note(node.place, TooMany(self.most))

    def _one(self, item: Node, reading: Reading) -> Iterator[Read_co]:
        try:
            yield self.of.read(item, reading)
        except Unread:
            return

    def _refuse_repeats(self, node: Listing, values: Sequence[object], reading: Reading) -> None:
        seen: dict[object, Place] = {}
        for item, value in zip(node.items, values, strict=True):
            if value in seen:
                raise reading.refuse(item.place, Repeated(str(value), seen[value]))
            seen[value] = item.place


@dataclass(frozen=True, slots=True)
class Key(Generic[Read_co]):
    """A key of a mapping. What is not `required` has `absent` where it is not written."""

    name: str
    shape: Shape[Read_co]
    about: str
    required: bool
    absent: Read_co | None


def required(name: str, shape: Shape[T], about: str) -> Key[T]:
    """A key that must be there."""
    return Key(name, shape, about, required=True, absent=None)


def optional(name: str, shape: Shape[T], about: str) -> Key[T | None]:
    """A key that is None when not there."""
    return Key(name, cast("Shape[T | None]", shape), about, required=False, absent=None)


def defaulted(name: str, shape: Shape[T], about: str, *, absent: T) -> Key[T]:
    """A key with a value of its own when not there."""
    return Key(name, shape, about, required=False, absent=absent)


class Fields:
    """What was read of a mapping, asked for by key."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, object]) -> None:
        self._values = values

    def __getitem__(self, key: Key[T]) -> T:
        # The reader put there what the key's own shape made.
        return cast("T", self._values[key.name])


@dataclass(frozen=True, slots=True)
class RecordShape(Shape[Read_co]):
    """A mapping with known keys."""

    name: str
    about: str
    keys: tuple[Key[object], ...]
    build: Callable[[Fields], Read_co]

    def read(self, node: Node, reading: Reading) -> Read_co:
        """What is built of the values."""
        table = _table(node, example_of(self, reading.languages), reading)
        names = tuple(key.name for key in self.keys)
        for entry in table.entries:
            if entry.key not in names:
                found = UnknownKey(entry.key, reading.nearest(entry.key, names), names)
                reading.note(entry.place, found)
                reading.meant.setdefault(table.place, set()).add(found.nearest)
        return self.build(_fields(table, self.keys, reading))


@dataclass(frozen=True, slots=True)
class OneOfShape(Shape[Read_co]):
    """A mapping that is told by which of the first keys of `forms` it has."""

    name: str
    about: str
    forms: tuple[RecordShape[Read_co], ...]
    sort: Sort = Sort.CRITERION

    def read(self, node: Node, reading: Reading) -> Read_co:
        """What the form makes of it."""
        table = _table(node, example_of(self, reading.languages), reading)
        kinds = tuple(form.keys[0].name for form in self.forms)
        there = tuple(entry for entry in table.entries if entry.key in kinds)
        if len(there) > 1:
            names = tuple(entry.key for entry in there)
            raise reading.refuse(there[1].place, SeveralCriteria(names, self.sort))
        if not there:
            raise self._none(table, kinds, reading)
        form = next(form for form in self.forms if form.keys[0].name == there[0].key)
        return form.read(table, reading)

    def _none(self, table: Table, kinds: tuple[str, ...], reading: Reading) -> Unread:
        """The unknown key that was meant to be the kind is told at its place."""
        usual = {key.name for form in self.forms for key in form.keys[1:]}
        unknown = [entry for entry in table.entries if entry.key not in usual]
        place = unknown[0].place if unknown else table.place
        meant = reading.nearest(unknown[0].key, kinds) if unknown else None
        return reading.refuse(place, NoCriterion(meant, kinds, self.sort))


def _table(node: Node, example: str, reading: Reading) -> Table:
    if isinstance(node, Table):
        return node
    empty = isinstance(node, Scalar) and node.kind is ScalarKind.NOTHING
    wrong = NothingWritten(example) if empty else WrongKind(Wanted.MAPPING, example)
    raise reading.refuse(node.place, wrong)


def _fields(table: Table, keys: tuple[Key[object], ...], reading: Reading) -> Fields:
    """Every key's value; all are tried before the mapping is given up."""
    values: dict[str, object] = {}
    for key in keys:
        try:
            values[key.name] = _value(table, key, reading)
        except Unread:
            continue
    if len(values) < len(keys):
        raise Unread
    return Fields(values)


def _value(table: Table, key: Key[object], reading: Reading) -> object:
    node = table.get(key.name)
    if node is not None:
        return key.shape.read(node, reading)
    if not key.required:
        return key.absent
    if key.name in reading.meant.get(table.place, ()):
        raise Unread
    raise reading.refuse(table.place, MissingKey(key.name, example_of(key.shape, reading.languages)))


def example_of(shape: Shape[object], languages: tuple[str, ...] = (), levels: int = 2) -> str:
    """What a value of this kind looks like, in YAML on one line; what lies deeper than `levels` is left out."""
    match shape:
        case TextShape():
            each = ", ".join(f"{language}: …" for language in languages)
            return f"{{{each}}}" if len(languages) > 1 else "…"
        case CodeShape(known) | ChoiceShape(codes=CodeShape(known)):
            return known[0]
        case WholeShape(number) | FormatShape(number):
            return str(max(number, 1))
        case NumberShape():
            return shape.shown
        case ListShape():
            return f"[{example_of(shape.of, languages, levels)}]"
        case RecordShape():
            return _record_example(shape, languages, levels)
        case OneOfShape():
            return _record_example(shape.forms[0], languages, levels)
        case _:
            return _SIMPLE.get(type(shape)) or shape.example()


def _record_example(shape: RecordShape[object], languages: tuple[str, ...], levels: int) -> str:
    if levels == 0:
        return "{…}"
    there = [key for key in shape.keys if key.required]
    return f"{{{', '.join(f'{k.name}: {example_of(k.shape, languages, levels - 1)}' for k in there)}}}"


_SIMPLE: Mapping[type[Shape[object]], str] = {
    KeyShape: "first-contact",
    DurationShape: "3d",
    FlagShape: "true",
}
