"""Everything that may stand in brackets: of a criterion with the words of what counts, of a robot with what it means."""

from collections.abc import Callable, Iterator
from datetime import time, timedelta
from decimal import Decimal
from itertools import cycle, product

from voronka.domain.criteria import (
    AmountAtLeast,
    CallHeld,
    ConfirmedByHand,
    ConsentLogged,
    ConsentTo,
    ContractSigned,
    Criterion,
    Field,
    FieldFilled,
    FileAttached,
    FileKind,
    HandOverAccepted,
    MeetingHeld,
    MeetingOutcome,
    NoteKind,
    NoteWritten,
    Party,
    PaymentReceived,
    Qualified,
    Reached,
    Sendable,
    Sent,
    TaskDone,
)
from voronka.domain.ids import CriterionId
from voronka.domain.playbook.table.criteria import notation
from voronka.domain.playbook.table.robots import (
    Explains,
    condition_notation,
    head_notation,
    step_notation,
)
from voronka.domain.qualification import LeastFit
from voronka.domain.robot import (
    CHOICES,
    CONDITION_FIELDS,
    SETTABLE_FIELDS,
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

_ID, _NO_TITLE = CriterionId(0), ""


def legend(evidence: Callable[[Criterion], str]) -> Iterator[tuple[str, str]]:
    """The brackets, and what counts in the words of `evidence`."""
    for criterion in _examples():
        yield f"[{notation(criterion)}]", evidence(criterion)


def _examples() -> Iterator[Criterion]:
    for field in Field:
        yield FieldFilled(_ID, _NO_TITLE, field)
    yield AmountAtLeast(_ID, _NO_TITLE, Decimal(1000))
    for kind in TaskKind:
        yield TaskDone(_ID, _NO_TITLE, kind, in_stage=False)
    for file in FileKind:
        yield FileAttached(_ID, _NO_TITLE, file)
    for note in NoteKind:
        yield NoteWritten(_ID, _NO_TITLE, note, in_stage=False)
    yield from _happenings()
    yield ContractSigned(_ID, _NO_TITLE)
    yield PaymentReceived(_ID, _NO_TITLE, Decimal(50))
    yield HandOverAccepted(_ID, _NO_TITLE)
    for least in LeastFit:
        yield Qualified(_ID, _NO_TITLE, least)
    yield ConfirmedByHand(_ID, _NO_TITLE)


def _happenings() -> Iterator[Criterion]:
    for party in Party:
        yield CallHeld(_ID, _NO_TITLE, party, 60, in_stage=False)
    yield MeetingHeld(_ID, _NO_TITLE, (), in_stage=False)
    for outcome in MeetingOutcome:
        yield MeetingHeld(_ID, _NO_TITLE, (outcome,), in_stage=False)
    for what, reached in product(Sendable, Reached):
        yield Sent(_ID, _NO_TITLE, what, reached, in_stage=False)
    for to in ConsentTo:
        yield ConsentLogged(_ID, _NO_TITLE, to, in_stage=False)


def robot_legend(explains: Explains) -> Iterator[tuple[str, str]]:
    """The brackets of robots' lines, and what they mean in the words of `explains`."""
    for trigger in _triggers():
        yield f"[{head_notation(Robot('', '', trigger, ()))}]", explains(trigger)
    for condition in _conditions():
        yield f"[{condition_notation(condition)}]", explains(condition)
    for step in _steps():
        yield f"[{step_notation(step)}]", explains(step)


def _triggers() -> Iterator[Trigger]:
    yield from (Entered(), Left(), Stayed(timedelta(days=3)), Untouched(timedelta(weeks=2)))
    yield from map(Arrived, Fact)
    for day, offset in zip(DateField, (-3, 0, -30, 180, 365, 0, -1), strict=True):
        yield OnDate(day, offset, time(10))
    yield from (Woke(), ScoreCrossed(Decimal("0.7")))


def _conditions() -> Iterator[Condition]:
    """Each field once, and each way to compare."""
    yield Condition("amount", Is.LEAST, ("100000",))
    yield Condition("amount", Is.MOST, ("5000",))
    yield Condition("expected_close_on", Is.MOST, ("2030-12-31",))
    for field, known in CHOICES.items():
        yield Condition(field, Is.EQUAL, known[:1])
    yield Condition("source", Is.ONE_OF, ("Referral", "Fair"))
    yield Condition("tag", Is.OTHER, ("VIP",))
    yield Condition("need", Is.CONTAINS, ("delivery",))
    shown = {"amount", "expected_close_on", *CHOICES, "source", "tag", "need"}
    ways = cycle((Is.FILLED, Is.EMPTY))
    for field, how in zip((one for one in CONDITION_FIELDS if one not in shown), ways, strict=False):
        yield Condition(field, how)


def _steps() -> Iterator[RobotStep]:
    a_day = timedelta(days=1)
    yield from (AddTask(kind, "…", a_day) for kind in TaskKind)
    yield AddTask(TaskKind.CALL, "…", a_day, Whom.HEAD)
    yield AddTask(TaskKind.CALL, "…", a_day, question="…")
    yield Advise("…", offers_lower=True)
    yield from (SetPriority(priority, "…") for priority in Priority)
    yield AddTag("VIP")
    yield SendMessage(Channel.EMAIL, "…", "…")
    yield from (MoveTo(), MoveTo("…"))
    yield from map(Assign, Choosing)
    yield from (SetField(field, "…") for field in SETTABLE_FIELDS)
    yield from (Enrol("…"), OfferHandOver("…"), CallWebhook("https://example.org/hook"))
