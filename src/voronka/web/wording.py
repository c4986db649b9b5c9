"""The domain's values in words, for every page: stages, exits, obstacles, ways. The domain itself builds no sentence.

The names of tasks, notes, files and fields stand in `labels.py`, the sentences for refusals and wrong values in
`errors/wording.py`.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, assert_never

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from voronka.domain.criteria import CriterionKind, Field, FileKind, NoteKind
from voronka.domain.events import MoveHow
from voronka.domain.permissions import Role
from voronka.domain.pipeline import PipelineKind, StageKind
from voronka.domain.routes import Route, Way
from voronka.domain.task import TaskKind
from voronka.queries.refusal_words import not_back_text
from voronka.web.labels import FIELDS, FILE_KINDS, NOTE_KINDS, TASK_KINDS, Label

_CRITERION_KINDS: Mapping[StrEnum, Promise] = {
    CriterionKind.FIELD: gettext_lazy("A field is filled in"),
    CriterionKind.TASK: gettext_lazy("A task is done"),
    CriterionKind.FILE: gettext_lazy("A file is attached"),
    CriterionKind.AMOUNT: gettext_lazy("The amount is large enough"),
    CriterionKind.NOTE: gettext_lazy("A note is written"),
    CriterionKind.BY_HAND: gettext_lazy("Confirmed by hand, with a reason"),
    CriterionKind.CALL: gettext_lazy("A call is held"),
    CriterionKind.MEETING: gettext_lazy("A meeting is held, with its outcome"),
    CriterionKind.SENT: gettext_lazy("Something is sent"),
    CriterionKind.CONTRACT: gettext_lazy("The contract is signed"),
    CriterionKind.PAYMENT: gettext_lazy("A part is paid"),
    CriterionKind.CONSENT: gettext_lazy("The client has agreed"),
    CriterionKind.HAND_OVER: gettext_lazy("The hand-over is accepted"),
    CriterionKind.QUALIFIED: gettext_lazy("Our checklist says so"),
    CriterionKind.SOME: gettext_lazy("Some of several are met"),
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


_CHOICES: Mapping[type[StrEnum], Mapping[Any, Label]] = {
    TaskKind: TASK_KINDS,
    Field: FIELDS,
    FileKind: FILE_KINDS,
    NoteKind: NOTE_KINDS,
    CriterionKind: _CRITERION_KINDS,
    StageKind: _STAGE_KINDS,
    PipelineKind: _PIPELINE_KINDS,
    Role: _ROLES,
}


def choices(kinds: type[StrEnum]) -> list[tuple[str, str]]:
    """Every member of an enumeration that people may choose, with its name, in its own order, as the options of a field."""
    names = _CHOICES[kinds]
    return [(kind.value, str(names[kind])) for kind in kinds if kind in names]


# -- the gate -----------------------------------------------------------------------------------------------------


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
        case Way.BARRED:
            return pgettext("the way to a stage", "not back here")
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
        case Way.BARRED:
            return not_back_text(route.allowed)
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
