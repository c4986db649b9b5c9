"""Everything that may stand in a criterion's brackets, each with the words of what counts."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import product

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
from voronka.domain.qualification import LeastFit
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
