"""The kinds of values that only robots have in a playbook's file."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Generic

from voronka.domain.playbook.faults import OutOfRange, TextTooLong, UnknownChoice, Wanted, WrongKind
from voronka.domain.playbook.nodes import Node, Scalar, ScalarKind
from voronka.domain.playbook.shapes import OneOfShape, Read_co, Reading, Shape, example_of, scalar_in

ADDRESS_PATTERN = r"https?://[^\s/]+\S*"
CLOCK_PATTERN = "([01][0-9]|2[0-3]):[0-5][0-9]"
GREATEST = Decimal(10) ** 12
_NUMBER = re.compile(r"[0-9]{1,15}(\.[0-9]{1,2})?\Z")
_NUMBERS = {ScalarKind.WHOLE, ScalarKind.NUMBER}


@dataclass(frozen=True, slots=True)
class PlainShape(Shape[str]):
    """A text that is the same in each language: a value that a field is compared with, or gets."""

    most: int

    def read(self, node: Node, reading: Reading) -> str:
        """The text; a number as it is written."""
        said = scalar_in(node, Wanted.TEXT, {ScalarKind.TEXT, *_NUMBERS}, self.example(), reading)
        if not said.strip():
            raise reading.refuse(node.place, WrongKind(Wanted.TEXT, self.example()))
        if len(said) > self.most:
            raise reading.refuse(node.place, TextTooLong(len(said), self.most))
        return said

    def example(self) -> str:
        """Some text."""
        return "VIP"


@dataclass(frozen=True, slots=True)
class MeasureShape(Shape[str]):
    """What an amount or a day is held against: `1000` or `2026-12-31`."""

    def read(self, node: Node, reading: Reading) -> str:
        """The number or the day as it is written."""
        said = scalar_in(node, Wanted.NUMBER, {ScalarKind.TEXT, *_NUMBERS}, self.example(), reading)
        if isinstance(node, Scalar) and node.kind in _NUMBERS:
            if not _NUMBER.match(said) or Decimal(said) > GREATEST:
                raise reading.refuse(node.place, OutOfRange(said, "0", str(GREATEST)))
        elif not is_day(said):
            raise reading.refuse(node.place, WrongKind(Wanted.NUMBER, self.example()))
        return said

    def example(self) -> str:
        """A number."""
        return "1000"


def is_day(said: str) -> bool:
    """Whether it is a day as `2026-12-31`."""
    try:
        return date.fromisoformat(said).isoformat() == said
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class ClockShape(Shape[time]):
    """A time of day: `"09:30"`."""

    def read(self, node: Node, reading: Reading) -> time:
        """The time."""
        said = scalar_in(node, Wanted.CLOCK, {ScalarKind.TEXT}, self.example(), reading)
        if not re.fullmatch(CLOCK_PATTERN, said):
            raise reading.refuse(node.place, WrongKind(Wanted.CLOCK, self.example()))
        return time.fromisoformat(said)

    def example(self) -> str:
        """A time."""
        return '"09:30"'


@dataclass(frozen=True, slots=True)
class AddressShape(Shape[str]):
    """An address of the web."""

    most: int

    def read(self, node: Node, reading: Reading) -> str:
        """The address."""
        said = scalar_in(node, Wanted.ADDRESS, {ScalarKind.TEXT}, self.example(), reading)
        if not re.fullmatch(ADDRESS_PATTERN, said):
            raise reading.refuse(node.place, WrongKind(Wanted.ADDRESS, self.example()))
        if len(said) > self.most:
            raise reading.refuse(node.place, TextTooLong(len(said), self.most))
        return said

    def example(self) -> str:
        """An address that nobody has."""
        return "https://example.org/hook"


@dataclass(frozen=True, slots=True)
class WordOrShape(Shape[Read_co], Generic[Read_co]):
    """A word where it says all, else a mapping."""

    words: Mapping[str, Read_co]
    or_: OneOfShape[Read_co]

    def read(self, node: Node, reading: Reading) -> Read_co:
        """What the word means, or what the mapping makes."""
        if not isinstance(node, Scalar) or node.kind is ScalarKind.NOTHING:
            return self.or_.read(node, reading)
        if node.text not in self.words:
            known = (*self.words, *(f"{form.keys[0].name}: …" for form in self.or_.forms))
            found = UnknownChoice(node.text, reading.nearest(node.text, tuple(self.words)), known)
            raise reading.refuse(node.place, found)
        return self.words[node.text]

    def example(self) -> str:
        """One of the mappings."""
        return example_of(self.or_)
