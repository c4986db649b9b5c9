"""Whether a robot acts: what happened against its trigger, and what is known of the deal against its conditions. Pure.

The runner asks here when something happens, the dry run when it looks back.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from voronka.domain.criteria import Reached
from voronka.domain.events import EventKind
from voronka.domain.evidence import CallDirection
from voronka.domain.intake import SourceKind
from voronka.domain.robot import (
    CONDITION_FIELDS,
    Arrived,
    Condition,
    Entered,
    Fact,
    FieldType,
    Is,
    Left,
    OnDate,
    Stayed,
    Trigger,
    Untouched,
    Woke,
)

# What each kind of event says has arrived.
_FACTS = {
    EventKind.MEETING_NOTED: Fact.MEETING,
    EventKind.DISPATCH_NOTED: Fact.SENT,
    EventKind.CONTRACT_NOTED: Fact.CONTRACT,
    EventKind.PAYMENT_NOTED: Fact.PAYMENT,
    EventKind.CONSENT_NOTED: Fact.CONSENT,
    EventKind.FILE_ATTACHED: Fact.FILE,
    EventKind.NOTE_ADDED: Fact.NOTE,
    EventKind.OBJECTION_NOTED: Fact.OBJECTION,
    EventKind.TASK_DONE: Fact.TASK_DONE,
}
# Of what was sent: how far it came by this event.
_CAME = {Reached.OPENED.value: Fact.OPENED, Reached.ACKNOWLEDGED.value: Fact.ACKNOWLEDGED}
_TURNS = frozenset({EventKind.DEAL_CREATED, EventKind.DEAL_MOVED})
# Every event that some trigger may wait for, or that may set an alarm anew.
WATCHED = frozenset(
    {
        *_TURNS,
        *_FACTS,
        EventKind.CALL_NOTED,
        EventKind.REQUEST_CAME,
        EventKind.DISPATCH_CAME_FURTHER,
        EventKind.DEAL_ASSIGNED,
        EventKind.DEAL_CHANGED,
        EventKind.NEXT_STEP_CHANGED,
        EventKind.TASK_ADDED,
        EventKind.TASK_CHANGED,
        EventKind.TASK_CANCELLED,
        EventKind.TERM_SET,
        EventKind.UNDONE,
    }
)


@dataclass(frozen=True, slots=True)
class Happened:
    """An event of the log as far as triggers ask. `stage`: where the deal stood after it, `stage_before` before it."""

    id: int
    kind: EventKind
    at: datetime
    deal: int
    stage: int
    stage_before: int
    payload: Mapping[str, Any] = field(default_factory=dict)


def is_asked_of_time(trigger: Trigger) -> bool:
    """Whether the trigger waits for an instant, and not for an event."""
    return isinstance(trigger, Stayed | Untouched | OnDate | Woke)


def turns(happened: Happened) -> bool:
    """Whether the deal came to its stage by this event."""
    return happened.kind in _TURNS and (
        happened.stage != happened.stage_before or happened.kind is EventKind.DEAL_CREATED
    )


def fires(trigger: Trigger, stage: int, happened: Happened) -> bool:
    """Whether this is what a robot of `stage` waits for. Triggers that wait for an instant never fire so."""
    match trigger:
        case Entered():
            return turns(happened) and happened.stage == stage
        case Left():
            left = happened.kind is EventKind.DEAL_MOVED and happened.stage_before == stage
            return left and happened.stage != stage
        case Arrived(fact):
            return happened.stage == stage and fact in facts_in(happened)
        case _:
            return False


def facts_in(happened: Happened) -> frozenset[Fact]:
    """What arrived by this event."""
    if happened.kind is EventKind.DISPATCH_CAME_FURTHER:
        came = _CAME.get(happened.payload.get("reached", ""))
        return frozenset() if came is None else frozenset({came})
    if happened.kind is EventKind.REQUEST_CAME:
        came_by_form = happened.payload.get("source_kind") == SourceKind.FORM
        return frozenset({Fact.FORM}) if came_by_form else frozenset()
    if happened.kind is EventKind.CALL_NOTED:
        return _facts_of_call(happened.payload)
    fact = _FACTS.get(happened.kind)
    return frozenset() if fact is None else frozenset({fact})


def _facts_of_call(told: Mapping[str, Any]) -> frozenset[Fact]:
    """A call that nobody answered is no talk; theirs was missed, ours has brought nothing."""
    if told.get("seconds"):
        return frozenset({Fact.CALL})
    return frozenset({Fact.CALL_MISSED}) if told.get("direction") == CallDirection.IN else frozenset()


def stay_key(deal: int, entered_at: datetime) -> str:
    """What tells one stay at a stage from every other; a change of owner does not end it."""
    return f"{deal}@{int(entered_at.timestamp() * 1_000_000)}"


# -- conditions ----------------------------------------------------------------------------------------------------


def hold(conditions: Iterable[Condition], known: Mapping[str, str]) -> bool:
    """Whether all conditions hold of a deal. `known`: field -> its text; an amount as a number, a day as ISO, empty: nothing."""
    return all(holds(each, known) for each in conditions)


def holds(condition: Condition, known: Mapping[str, str]) -> bool:
    """Whether a condition holds. Words are compared whatever their case."""
    found = known.get(condition.field, "").strip()
    match condition.how:
        case Is.FILLED:
            return bool(found)
        case Is.EMPTY:
            return not found
        case Is.EQUAL:
            return _same(condition, found, condition.values[0])
        case Is.OTHER:
            return not _same(condition, found, condition.values[0])
        case Is.ONE_OF:
            return any(_same(condition, found, value) for value in condition.values)
        case Is.CONTAINS:
            return condition.values[0].strip().casefold() in found.casefold()
        case Is.LEAST:
            return _compared(condition, found) >= 0
        case Is.MOST:
            return bool(found) and _compared(condition, found) <= 0


def _same(condition: Condition, found: str, value: str) -> bool:
    if CONDITION_FIELDS.get(condition.field) is FieldType.AMOUNT:
        return _number(found) == _number(value)
    return found.casefold() == value.strip().casefold()


def _compared(condition: Condition, found: str) -> int:
    """-1, 0 or 1; what is not known is less than anything."""
    if not found:
        return -1
    value = condition.values[0].strip()
    if CONDITION_FIELDS.get(condition.field) is FieldType.AMOUNT:
        mine, least = _number(found), _number(value)
        return -1 if mine is None or least is None else (mine > least) - (mine < least)
    return (found > value) - (found < value)


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
