"""The domain's values in words, for every page: kinds, fields, obstacles, ways. The domain itself builds no sentence.

Refusals and wrong values have their sentences in `errors/wording.py`.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import assert_never

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from voronka.domain.criteria import (
    AmountAtLeast,
    ConfirmedByHand,
    Criterion,
    CriterionKind,
    Field,
    FieldFilled,
    FileAttached,
    FileKind,
    NoteKind,
    NoteWritten,
    TaskDone,
)
from voronka.domain.events import MoveHow
from voronka.domain.gate import (
    AlreadyThere,
    CriterionOpen,
    LostReasonMissing,
    NotAColumn,
    Obstacle,
    PostponeDateMissing,
    PostponeReasonMissing,
    ReasonMissing,
    StageSkipped,
    WonOnlyFrom,
)
from voronka.domain.permissions import Role
from voronka.domain.pipeline import PipelineKind, StageKind
from voronka.domain.routes import Route, Way
from voronka.domain.task import TaskKind
from voronka.web.formatting import money

_TASK_KINDS: Mapping[StrEnum, Promise] = {
    TaskKind.CALL: pgettext_lazy("kind of task", "Call"),
    TaskKind.MEETING: pgettext_lazy("kind of task", "Meeting"),
    TaskKind.EMAIL: pgettext_lazy("kind of task", "E-mail"),
    TaskKind.OFFER: pgettext_lazy("kind of task", "Offer"),
    TaskKind.DOCUMENT: pgettext_lazy("kind of task", "Document"),
    TaskKind.VISIT: pgettext_lazy("kind of task", "Visit"),
    TaskKind.PAYMENT: pgettext_lazy("kind of task", "Payment"),
    TaskKind.RESEARCH: pgettext_lazy("kind of task", "Research"),
    TaskKind.OTHER: pgettext_lazy("kind of task", "Other"),
}
_TASK_ICONS: Mapping[TaskKind, str] = {
    TaskKind.CALL: "phone",
    TaskKind.MEETING: "users",
    TaskKind.EMAIL: "mail",
    TaskKind.OFFER: "file-text",
    TaskKind.DOCUMENT: "file-signature",
    TaskKind.VISIT: "map-pin",
    TaskKind.PAYMENT: "banknote",
    TaskKind.RESEARCH: "search",
    TaskKind.OTHER: "circle-check",
}
_FIELDS: Mapping[StrEnum, Promise] = {
    Field.AMOUNT: gettext_lazy("Amount"),
    Field.EXPECTED_CLOSE: gettext_lazy("Expected close"),
    Field.NEED: gettext_lazy("What the client needs"),
    Field.BUDGET: gettext_lazy("Budget"),
    Field.COMPETITOR: gettext_lazy("Competitor"),
    Field.SOURCE: gettext_lazy("Source"),
    Field.CONTACT: gettext_lazy("Contact"),
    Field.DECISION_MAKER: gettext_lazy("Decision maker"),
    Field.CONTACT_PHONE: gettext_lazy("Contact’s phone"),
    Field.CONTACT_EMAIL: gettext_lazy("Contact’s e-mail"),
    Field.COMPANY: gettext_lazy("Company"),
    Field.COMPANY_SITE: gettext_lazy("Company’s site"),
    Field.COMPANY_PHONE: gettext_lazy("Company’s phone"),
    Field.COMPANY_TAX_ID: gettext_lazy("Company’s tax ID"),
}
_FILE_KINDS: Mapping[StrEnum, Promise] = {
    FileKind.OFFER: pgettext_lazy("kind of file", "Offer"),
    FileKind.CONTRACT: pgettext_lazy("kind of file", "Contract"),
    FileKind.SIGNED_CONTRACT: pgettext_lazy("kind of file", "Signed contract"),
    FileKind.INVOICE: pgettext_lazy("kind of file", "Invoice"),
    FileKind.PAYMENT: pgettext_lazy("kind of file", "Proof of payment"),
    FileKind.BRIEF: pgettext_lazy("kind of file", "Brief"),
    FileKind.OTHER: pgettext_lazy("kind of file", "Other"),
}
_NOTE_KINDS: Mapping[StrEnum, Promise] = {
    NoteKind.PLAIN: pgettext_lazy("kind of note", "Note"),
    NoteKind.NEED: pgettext_lazy("kind of note", "Client’s need"),
    NoteKind.MEETING_RESULT: pgettext_lazy("kind of note", "Result of a meeting"),
    NoteKind.DECISION: pgettext_lazy("kind of note", "Client’s decision"),
    NoteKind.AGREEMENT: pgettext_lazy("kind of note", "Agreement"),
}
_CRITERION_KINDS: Mapping[StrEnum, Promise] = {
    CriterionKind.FIELD: gettext_lazy("A field is filled in"),
    CriterionKind.TASK: gettext_lazy("A task is done"),
    CriterionKind.FILE: gettext_lazy("A file is attached"),
    CriterionKind.AMOUNT: gettext_lazy("The amount is large enough"),
    CriterionKind.NOTE: gettext_lazy("A note is written"),
    CriterionKind.BY_HAND: gettext_lazy("Confirmed by hand, with a reason"),
}
_MOVE_WAYS: Mapping[StrEnum, Promise] = {
    MoveHow.FORWARD: gettext_lazy("Moved on"),
    MoveHow.BACK: gettext_lazy("Moved back"),
    MoveHow.WON: pgettext_lazy("how a deal left a stage", "Won"),
    MoveHow.LOST: pgettext_lazy("how a deal left a stage", "Lost"),
    MoveHow.POSTPONED: pgettext_lazy("how a deal left a stage", "Postponed"),
    MoveHow.REOPENED: gettext_lazy("Opened again"),
    MoveHow.REASSIGNED: gettext_lazy("Given to a colleague"),
}
_STAGE_KINDS: Mapping[StrEnum, Promise] = {
    StageKind.UNSORTED: pgettext_lazy("kind of stage", "Unsorted"),
    StageKind.WORKING: pgettext_lazy("kind of stage", "Working stage"),
    StageKind.WON: pgettext_lazy("kind of stage", "Won"),
    StageKind.LOST: pgettext_lazy("kind of stage", "Lost"),
    StageKind.POSTPONED: pgettext_lazy("kind of stage", "Postponed"),
}
_PIPELINE_KINDS: Mapping[StrEnum, Promise] = {
    PipelineKind.LEAD: pgettext_lazy("kind of pipeline", "Leads"),
    PipelineKind.SALE: pgettext_lazy("kind of pipeline", "Sales"),
    PipelineKind.FULFILMENT: pgettext_lazy("kind of pipeline", "Fulfilment"),
    PipelineKind.RETENTION: pgettext_lazy("kind of pipeline", "Retention"),
}
_CARD_NAMES: Mapping[StrEnum, Promise] = {
    PipelineKind.LEAD: pgettext_lazy("what a card is called", "Lead"),
    PipelineKind.SALE: pgettext_lazy("what a card is called", "Deal"),
    PipelineKind.FULFILMENT: pgettext_lazy("what a card is called", "Order"),
    PipelineKind.RETENTION: pgettext_lazy("what a card is called", "Renewal"),
}
_ROLES: Mapping[StrEnum, Promise] = {
    Role.SELLER: gettext_lazy("Seller"),
    Role.HEAD: gettext_lazy("Head of sales"),
    Role.ADMIN: gettext_lazy("Administrator"),
}


# -- names --------------------------------------------------------------------------------------------------------


def task_kind(kind: TaskKind) -> str:
    """Call, Meeting, E-mail."""
    return str(_TASK_KINDS[kind])


def task_icon(kind: TaskKind) -> str:
    """The icon's name, as in assets/icons.txt."""
    return _TASK_ICONS[kind]


def field_name(field: Field) -> str:
    """What a field is called beside its value."""
    return str(_FIELDS[field])


def file_kind(kind: FileKind) -> str:
    """Offer, Signed contract, Proof of payment."""
    return str(_FILE_KINDS[kind])


def note_kind(kind: NoteKind) -> str:
    """Note, Client's need, Result of a meeting."""
    return str(_NOTE_KINDS[kind])


def criterion_kind(kind: CriterionKind) -> str:
    """What an exit criterion asks for, for a list to choose from."""
    return str(_CRITERION_KINDS[kind])


def move_way(how: MoveHow) -> str:
    """How a deal left a stage."""
    return str(_MOVE_WAYS[how])


def stage_kind(kind: StageKind) -> str:
    """Unsorted, Working stage, and the exits."""
    return str(_STAGE_KINDS[kind])


def pipeline_kind(kind: PipelineKind) -> str:
    """Leads, Sales, Fulfilment, Retention."""
    return str(_PIPELINE_KINDS[kind])


def card_name(kind: PipelineKind) -> str:
    """What one card of such a pipeline is called: Lead, Deal, Order, Renewal."""
    return str(_CARD_NAMES[kind])


def role_name(role: Role) -> str:
    """Seller, Head of sales, Administrator."""
    return str(_ROLES[role])


_CHOICES: Mapping[type[StrEnum], Mapping[StrEnum, Promise]] = {
    TaskKind: _TASK_KINDS,
    Field: _FIELDS,
    FileKind: _FILE_KINDS,
    NoteKind: _NOTE_KINDS,
    CriterionKind: _CRITERION_KINDS,
    StageKind: _STAGE_KINDS,
    PipelineKind: _PIPELINE_KINDS,
    Role: _ROLES,
}


def choices(kinds: type[StrEnum]) -> list[tuple[str, str]]:
    """Every member of an enumeration with its name, in its own order, as the options of a field."""
    return [(kind.value, str(_CHOICES[kinds][kind])) for kind in kinds]


# -- the gate -----------------------------------------------------------------------------------------------------


def what_counts(criterion: Criterion, currency: str) -> str:
    """What will meet an open criterion. `currency` is the workspace's, in which amounts are compared."""
    match criterion:
        case FieldFilled():
            return _("Counts when “%(field)s” is filled in.") % {"field": field_name(criterion.field)}
        case AmountAtLeast():
            amount = money(criterion.amount, currency)
            return _("Counts when the amount is %(amount)s or more.") % {"amount": amount}
        case TaskDone():
            return _task_counts(criterion)
        case FileAttached():
            kind = file_kind(criterion.kind)
            return _("Counts when a file of the kind “%(kind)s” is attached.") % {"kind": kind}
        case NoteWritten():
            return _note_counts(criterion)
        case ConfirmedByHand():
            return _("Counts when somebody confirms it and writes why.")
        case _:
            assert_never(criterion)


def _task_counts(criterion: TaskDone) -> str:
    kind = {"kind": task_kind(criterion.kind)}
    if criterion.in_stage:
        return _("Counts when a task of the kind “%(kind)s” is done at this stage.") % kind
    return _("Counts when a task of the kind “%(kind)s” is done.") % kind


def _note_counts(criterion: NoteWritten) -> str:
    kind = {"kind": note_kind(criterion.kind)}
    if criterion.in_stage:
        return _("Counts when a note of the kind “%(kind)s” is written at this stage.") % kind
    return _("Counts when a note of the kind “%(kind)s” is written.") % kind


_ASKED: Mapping[type[Obstacle], Promise] = {
    ReasonMissing: gettext_lazy("Say why."),
    LostReasonMissing: gettext_lazy("Choose why it was lost."),
    PostponeReasonMissing: gettext_lazy("Choose why it is postponed."),
    PostponeDateMissing: gettext_lazy("Choose a day to return, later than today."),
    AlreadyThere: gettext_lazy("The deal is there already."),
    NotAColumn: gettext_lazy("A deal can’t go there from where it is."),
}


def obstacle_text(obstacle: Obstacle) -> str:
    """One obstacle as a sentence of its own."""
    match obstacle:
        case CriterionOpen():
            return _("Not met yet: %(criterion)s.") % {"criterion": obstacle.criterion.title}
        case StageSkipped():
            return _("The way is through %(stage)s.") % {"stage": obstacle.through.name}
        case WonOnlyFrom():
            return _("A deal is won from %(stage)s only.") % {"stage": obstacle.stage.name}
        case _:
            return str(_ASKED[type(obstacle)])


def criteria_left(count: int) -> str:
    """Shown beside a stage: how much stands in the way."""
    return ngettext("%(num)s criterion left", "%(num)s criteria left", count) % {"num": count}


def route_label(route: Route) -> str:
    """The few words beside a stage in the move menu; empty where nothing need be said."""
    match route.way:
        case Way.CURRENT:
            return pgettext("where the deal is", "current")
        case Way.BACK:
            return pgettext("the way to a stage", "back")
        case Way.BLOCKED:
            return criteria_left(route.open)
        case Way.THROUGH:
            return _through(route)
        case Way.OPEN | Way.EXIT | Way.CLOSED:
            return ""
        case _:
            assert_never(route.way)


def _through(route: Route) -> str:
    stage = route.through.name if route.through is not None else ""
    if route.stage.kind is StageKind.WON:
        return pgettext("where a deal is won", "from %(stage)s") % {"stage": stage}
    return pgettext("the way to a stage", "through %(stage)s") % {"stage": stage}


def slot_text(route: Route, here: str) -> str:
    """What a column says while a card of the stage `here` is held over it."""
    match route.way:
        case Way.CURRENT:
            return _("Put it back")
        case Way.OPEN:
            return _("Move to %(stage)s") % {"stage": route.stage.name}
        case Way.BACK:
            return _("Back to %(stage)s, with a reason") % {"stage": route.stage.name}
        case Way.BLOCKED:
            words = ngettext(
                "%(num)s criterion of %(stage)s is not met",
                "%(num)s criteria of %(stage)s are not met",
                route.open,
            )
            return words % {"num": route.open, "stage": here}
        case Way.THROUGH:
            return _the_way(route)
        case Way.EXIT:
            return exit_label(route.stage.kind)
        case Way.CLOSED:
            return _("Deals don’t go back here")
        case _:
            assert_never(route.way)


def _the_way(route: Route) -> str:
    stage = {"stage": route.through.name if route.through is not None else ""}
    if route.stage.kind is StageKind.WON:
        return _("Won, from %(stage)s only") % stage
    return _("The way is through %(stage)s") % stage


def exit_label(kind: StageKind) -> str:
    """What choosing an exit does; the dots say that something will be asked."""
    match kind:
        case StageKind.LOST:
            return _("Lost, with a reason…")
        case StageKind.POSTPONED:
            return _("Postpone to a date…")
        case _:
            return stage_kind(kind)
