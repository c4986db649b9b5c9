"""Fields of a short form that is made in code, drawn by `components/_asked.html`."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, slots=True)
class Asked:
    """One field: `kind` is an input's type, or area, choose, radios, tick, file. `options`: values with their names.

    `blank` names the empty choice of a `choose`; `after` stands behind an input.
    """

    name: str
    label: str
    kind: str = "text"
    value: str = ""
    hint: str = ""
    required: bool = True
    options: tuple[tuple[str, str], ...] = ()
    blank: str = ""
    after: str = ""


def options(kinds: Mapping[Any, Any]) -> tuple[tuple[str, str], ...]:
    """The members of an enumeration with their names, in its own order, as options."""
    return tuple((_value(kind), str(name)) for kind, name in kinds.items())


def _value(kind: StrEnum) -> str:
    return kind.value
