"""A robot as its form gives it: read into what it waits for, asks and does, or refused field by field.

A condition without a field and a step without a kind are not there: so one is taken out.
"""

from collections.abc import Callable, Mapping
from datetime import time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import urlsplit

from voronka.commands import values
from voronka.commands.setup.limit_fields import read_limit
from voronka.commands.values import Bad
from voronka.domain.errors import Invalid, Problem
from voronka.domain.robot import (
    ADDRESS_LENGTH,
    ADVICE_LENGTH,
    CHOICES,
    CONDITION_FIELDS,
    MESSAGE_LENGTH,
    MOST_OFFSET,
    NAME_LENGTH,
    QUESTION_LENGTH,
    REASON_LENGTH,
    SETTABLE_FIELDS,
    SUBJECT_LENGTH,
    TAG_LENGTH,
    TASK_LENGTH,
    VALUE_LENGTH,
    AddTag,
    AddTask,
    Advise,
    Arrived,
    Assign,
    CallWebhook,
    Channel,
    Choosing,
    Condition,
    DateField,
    Enrol,
    Entered,
    Fact,
    FieldType,
    Is,
    Left,
    MoveTo,
    OfferHandOver,
    OnDate,
    Priority,
    Robot,
    RobotStep,
    ScoreCrossed,
    SendMessage,
    SetField,
    SetPriority,
    Stayed,
    Trigger,
    Untouched,
    Whom,
    Woke,
)
from voronka.domain.task import TaskKind

MOST_CONDITIONS = 8
MOST_STEPS = 8

Fields = Mapping[str, str]
Read = Callable[[], Any]
Member = TypeVar("Member", bound=StrEnum)


class When(StrEnum):
    """The kinds of triggers as the form names them."""

    ENTERED = "entered"
    STAYED = "stayed"
    UNTOUCHED = "untouched"
    ARRIVED = "arrived"
    DAY = "day"
    LEFT = "left"
    WOKE = "woke"
    SCORE = "score"


class Do(StrEnum):
    """The kinds of steps as the form names them."""

    TASK = "task"
    ADVISE = "advise"
    PRIORITY = "priority"
    TAG = "tag"
    MESSAGE = "message"
    MOVE_TO = "move_to"
    ASSIGN = "assign"
    SET = "set"
    TRACK = "track"
    HAND_OVER = "hand_over"
    WEBHOOK = "webhook"


def read_robot(fields: Fields, *, is_on: bool = True) -> Robot:
    """What a form says.

    Raises:
        Invalid: by the names of its fields; `steps` REQUIRED when the robot would do nothing.
    """
    reader = _Reader(fields)
    trigger = reader.trigger()
    conditions = tuple(one for n in range(MOST_CONDITIONS) if (one := reader.condition(n)) is not None)
    steps = tuple(step for n in range(MOST_STEPS) if (step := reader.step(n)) is not None)
    name = reader.take("name", lambda: values.line(fields.get("name", ""), NAME_LENGTH, required=True))
    if not steps and not reader.problems:
        reader.problems["steps"] = Problem.REQUIRED
    if reader.problems or trigger is None:
        raise Invalid(reader.problems)
    return Robot("", str(name), trigger, steps, conditions, again=fields.get("again") == "on", is_on=is_on)


class _Reader:
    """Reads one form; what is wrong is gathered by field."""

    def __init__(self, fields: Fields) -> None:
        self.fields = fields
        self.problems: dict[str, Problem] = {}

    def take(self, name: str, read: Read) -> Any:
        """What a field says; None when it is wrong."""
        try:
            return read()
        except Bad as bad:
            self.problems[name] = bad.problem
            return None

    def said(self, name: str) -> str:
        """What was typed."""
        return self.fields.get(name, "").strip()

    def line(self, name: str, length: int, *, required: bool = True) -> str:
        """A line of text."""
        return str(self.take(name, lambda: values.line(self.said(name), length, required=required)) or "")

    def one_of(self, name: str, kinds: type[Member]) -> Member | None:
        """A member of an enumeration."""
        found: Member | None = self.take(name, lambda: _member(kinds, self.said(name)))
        return found

    def length(self, name: str) -> timedelta:
        """A length of time."""
        return self.take(name, lambda: _length(self.said(name), self.said(f"{name}_unit"))) or timedelta(0)

    # -- when ------------------------------------------------------------------------------------------------------

    def trigger(self) -> Trigger | None:  # noqa: PLR0911 - a line for each kind
        """What the robot waits for; None when that is wrong."""
        match self.one_of("when", When):
            case When.ENTERED:
                return Entered()
            case When.LEFT:
                return Left()
            case When.WOKE:
                return Woke()
            case When.STAYED:
                return Stayed(self.length("length"))
            case When.UNTOUCHED:
                return Untouched(self.length("length"))
            case When.ARRIVED:
                fact = self.one_of("fact", Fact)
                return None if fact is None else Arrived(fact)
            case When.DAY:
                return self._day()
            case When.SCORE:
                share = self.take("score", lambda: _whole(self.said("score"), 1, 100))
                return ScoreCrossed(Decimal(share or 0) / 100)
            case None:
                return None

    def _day(self) -> Trigger | None:
        field = self.one_of("day", DateField)
        days = self.take("days", lambda: _whole(self.said("days") or "0", 0, MOST_OFFSET)) or 0
        at = self.take("clock", lambda: _clock(self.said("clock") or "09:00"))
        if field is None or at is None:
            return None
        return OnDate(field, -days if self.said("side") == "before" else days, at)

    # -- if --------------------------------------------------------------------------------------------------------

    def condition(self, n: int) -> Condition | None:
        """One of the conditions; None when it is not there or wrong."""
        field, name = self.said(f"if-{n}-field"), f"if-{n}-value"
        if not field:
            return None
        if field not in CONDITION_FIELDS:
            self.problems[f"if-{n}-field"] = Problem.UNKNOWN_CHOICE
            return None
        how = self.one_of(f"if-{n}-how", Is)
        if how is None:
            return None
        if how in {Is.FILLED, Is.EMPTY}:
            return Condition(field, how)
        text = self.said(name)
        found = self.take(name, lambda: _values(field, how, text))
        return None if found is None else Condition(field, how, found)

    # -- do --------------------------------------------------------------------------------------------------------

    def step(self, n: int) -> RobotStep | None:  # noqa: C901, PLR0911, PLR0912 - a line for each kind
        """One of the steps; None when it is not there or wrong."""
        if not self.said(f"do-{n}-kind"):
            return None
        match self.one_of(f"do-{n}-kind", Do):
            case Do.TASK:
                return self._task(n)
            case Do.ADVISE:
                offers = self.said(f"do-{n}-offers") == "on"
                return Advise(self.line(f"do-{n}-advice", ADVICE_LENGTH), self._whom(n), offers)
            case Do.PRIORITY:
                priority = self.one_of(f"do-{n}-priority", Priority)
                reason = self.line(f"do-{n}-reason", REASON_LENGTH)
                return None if priority is None else SetPriority(priority, reason)
            case Do.TAG:
                return AddTag(self.line(f"do-{n}-tag", TAG_LENGTH))
            case Do.MESSAGE:
                return self._message(n)
            case Do.MOVE_TO:
                return MoveTo(self.said(f"do-{n}-stage"))
            case Do.ASSIGN:
                choosing = self.one_of(f"do-{n}-choosing", Choosing)
                return None if choosing is None else Assign(choosing)
            case Do.SET:
                field = self.take(
                    f"do-{n}-field", lambda: _among(SETTABLE_FIELDS, self.said(f"do-{n}-field"))
                )
                return SetField(str(field), self.line(f"do-{n}-value", VALUE_LENGTH))
            case Do.TRACK:
                return Enrol(self.line(f"do-{n}-track", NAME_LENGTH))
            case Do.HAND_OVER:
                return OfferHandOver(self.line(f"do-{n}-hand_over", NAME_LENGTH))
            case Do.WEBHOOK:
                url = self.take(f"do-{n}-url", lambda: _address(self.said(f"do-{n}-url")))
                return CallWebhook(str(url))
            case None:
                return None

    def _task(self, n: int) -> RobotStep | None:
        kind = self.one_of(f"do-{n}-task", TaskKind)
        title = self.line(f"do-{n}-title", TASK_LENGTH)
        question = self.line(f"do-{n}-question", QUESTION_LENGTH, required=False)
        after = self.length(f"do-{n}-after")
        return None if kind is None else AddTask(kind, title, after, self._whom(n), question)

    def _message(self, n: int) -> RobotStep:
        text = self.take(
            f"do-{n}-text", lambda: values.prose(self.said(f"do-{n}-text"), MESSAGE_LENGTH, required=True)
        )
        return SendMessage(Channel.EMAIL, self.line(f"do-{n}-subject", SUBJECT_LENGTH), str(text))

    def _whom(self, n: int) -> Whom:
        return Whom.HEAD if self.said(f"do-{n}-to") == Whom.HEAD else Whom.OWNER


def _member(kinds: type[Member], said: str) -> Member:
    if not said:
        raise Bad(Problem.REQUIRED)
    if said not in {kind.value for kind in kinds}:
        raise Bad(Problem.UNKNOWN_CHOICE)
    return kinds(said)


def _among(known: tuple[str, ...], said: str) -> str:
    if said not in known:
        raise Bad(Problem.UNKNOWN_CHOICE if said else Problem.REQUIRED)
    return said


def _length(said: str, unit: str) -> timedelta:
    found = read_limit(said, unit)
    if found is None:
        raise Bad(Problem.REQUIRED)
    return found


def _whole(said: str, least: int, most: int) -> int:
    found = values.whole(said, least, most)
    if found is None:
        raise Bad(Problem.REQUIRED)
    return found


def _clock(said: str) -> time:
    try:
        return time.fromisoformat(said).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        raise Bad(Problem.NOT_A_TIME) from None


def _address(said: str) -> str:
    if not said:
        raise Bad(Problem.REQUIRED)
    if len(said) > ADDRESS_LENGTH:
        raise Bad(Problem.TOO_LONG)
    try:
        parts = urlsplit(said)
    except ValueError:
        raise Bad(Problem.NOT_A_URL) from None
    if parts.scheme not in {"http", "https"} or not parts.hostname or any(c.isspace() for c in said):
        raise Bad(Problem.NOT_A_URL)
    return said


def _values(field: str, how: Is, said: str) -> tuple[str, ...]:
    """What the field is held against, of the field's type."""
    if not said:
        raise Bad(Problem.REQUIRED)
    if how is Is.ONE_OF:
        several = tuple(dict.fromkeys(part for one in said.split(",") if (part := one.strip())))
        return tuple(_value(field, how, one) for one in several) or (_value(field, how, ""),)
    return (_value(field, how, said),)


def _value(field: str, how: Is, said: str) -> str:
    type_ = CONDITION_FIELDS[field]
    if how in {Is.LEAST, Is.MOST} and type_ not in {FieldType.AMOUNT, FieldType.DATE}:
        raise Bad(Problem.UNKNOWN_CHOICE)
    if type_ is FieldType.AMOUNT:
        found = values.amount(said)
        return "" if found is None else format(found.normalize(), "f")
    if type_ is FieldType.DATE:
        day = values.day(said)
        return "" if day is None else day.isoformat()
    if field in CHOICES:
        return _among(CHOICES[field], said)
    return values.line(said, VALUE_LENGTH, required=True)
