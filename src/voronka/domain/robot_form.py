"""Robots as JSON, for their rows and for what a run keeps of its robot: {"is": the kind, and its values}.

Lengths of time are whole seconds, numbers are texts, times of day are HH:MM.
"""

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields
from datetime import time, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from typing import Any, cast, get_args, get_type_hints

from voronka.domain.robot import Condition, RobotStep, Trigger

Json = dict[str, Any]


class UnknownForm(ValueError):
    """What stands in a row is no trigger, condition or step that this version knows."""


def form_of(value: Trigger | Condition | RobotStep) -> Json:
    """A trigger, condition or step as JSON."""
    told = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return told if isinstance(value, Condition) else {"is": name_of(type(value)), **told}


def trigger_of(form: Mapping[str, Any]) -> Trigger:
    """The trigger that was written so.

    Raises:
        UnknownForm
    """
    return cast("Trigger", _read(_kinds(Trigger), form))


def condition_of(form: Mapping[str, Any]) -> Condition:
    """The condition that was written so.

    Raises:
        UnknownForm
    """
    return cast("Condition", _made(Condition, form))


def step_of(form: Mapping[str, Any]) -> RobotStep:
    """The step that was written so.

    Raises:
        UnknownForm
    """
    return cast("RobotStep", _read(_kinds(RobotStep), form))


def name_of(kind: type) -> str:
    """What a trigger or step is called in JSON: AddTask is add_task."""
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in kind.__name__).lstrip("_")


@cache
def _kinds(union: Any) -> dict[str, type]:
    return {name_of(kind): kind for kind in get_args(union)}


def _read(kinds: Mapping[str, type], form: Mapping[str, Any]) -> object:
    kind = kinds.get(str(form.get("is")))
    if kind is None:
        raise UnknownForm(f"“{form.get('is')}” is unknown")
    return _made(kind, form)


def _made(kind: type, form: Mapping[str, Any]) -> object:
    types = get_type_hints(kind)
    needed = {field.name for field in fields(kind) if field.default is MISSING}
    given = set(form) - {"is"}
    if not needed <= given or not given <= set(types):
        raise UnknownForm(f"{kind.__name__} can't be made of {sorted(given)}")
    try:
        return kind(**{name: _value(types[name], form[name]) for name in given})
    except (ValueError, TypeError, ArithmeticError) as error:
        raise UnknownForm(f"{kind.__name__}: {error}") from error


def _plain(value: object) -> Any:
    match value:
        case timedelta():
            return int(value.total_seconds())
        case time():
            return value.isoformat("minutes")
        case Decimal():
            return str(value)
        case StrEnum():
            return value.value
        case tuple():
            return list(value)
        case _:
            return value


def _value(kind: Any, given: Any) -> Any:
    if kind is timedelta:
        return timedelta(seconds=int(given))
    if kind is time:
        return time.fromisoformat(given)
    if kind is Decimal:
        return _number(given)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(given)
    if kind in {str, bool, int}:
        return _exactly(kind, given)
    return tuple(_exactly(str, each) for each in _listed(given))


def _number(given: Any) -> Decimal:
    try:
        return Decimal(str(given))
    except InvalidOperation as error:
        raise ValueError(f"{given} is no number") from error


def _exactly(kind: type, given: Any) -> Any:
    if type(given) is not kind:
        raise ValueError(f"{given!r} is no {kind.__name__}")
    return given


def _listed(given: Any) -> Sequence[Any]:
    if not isinstance(given, list):
        raise TypeError(f"{given!r} is no list")
    return given
