"""The dialogs of a move: what is asked, what stands in the way, and what helps."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from voronka.domain.criteria import PaymentReceived
from voronka.domain.gate import Obstacle, StageSkipped, WonOnlyFrom
from voronka.domain.pipeline import Stage, StageKind
from voronka.domain.routes import Way
from voronka.queries.deal_playbook import (
    AnswerChecklist,
    AttachFile,
    ConfirmByHand,
    CriterionView,
    FillField,
    FinishTask,
    HandItOver,
    MeetSome,
    NoteRecord,
    PlanTask,
    Remedy,
    WriteNote,
)
from voronka.queries.moves import WhyNot, reasons
from voronka.queries.refusal_words import obstacle_text
from voronka.queries.workspace import workspace
from voronka.web.due_times import due_label, reader_zone
from voronka.web.evidence_words import amount_first, asked_over, what_counts
from voronka.web.formatting import datetime_in, money
from voronka.web.move_form import NAMES, MoveForm, day_options, nurture_options
from voronka.web.moves.winning import going_on

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse

    from voronka.domain.evidence import RecordKind
    from voronka.queries.deal_brief import DealBrief
    from voronka.queries.exceptions import Asked
    from voronka.web.request import AppRequest


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the why-not list. `attrs` is what its button does; no action: nothing to press."""

    title: str
    counts: str
    action: str = ""
    attrs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Said:
    """What a dialog shows again: what was typed, what is wrong with it, and what is wrong with the whole."""

    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    whole: tuple[str, ...] = ()

    def context(self) -> dict[str, Any]:
        """For a template; what is not there is empty."""
        return {
            "typed": defaultdict(str, self.typed),
            "errors": defaultdict(str, self.errors),
            "form_errors": self.whole,
        }


NOTHING_SAID = Said()


def said_by(form: MoveForm, errors: Mapping[str, str], *whole: str) -> Said:
    """What a submitted move shows again."""
    return Said({name: form.typed[name] for name in NAMES}, errors, whole)


# -- asking -------------------------------------------------------------------------------------------------------


def ask(
    request: AppRequest, deal: DealBrief, to: Stage, way: Way, said: Said = NOTHING_SAID, *, status: int = 200
) -> HttpResponse:
    """The dialog that asks what a move needs."""
    context = {"deal": deal, "to": to} | said.context()
    match to.kind:
        case StageKind.LOST:
            context["reasons"] = reasons(StageKind.LOST)
            return render(request, "moves/lost.html", context, status=status)
        case StageKind.POSTPONED:
            context |= {
                "reasons": reasons(StageKind.POSTPONED),
                "days": day_options(request.now),
                "nurture": nurture_options(deal.pipeline),
            }
            return render(request, "moves/postponed.html", context, status=status)
        case StageKind.WON:
            context |= _move_words(deal, to, way) | going_on(request, deal.id)
            template = "moves/won.html" if context["choices"] else "moves/move.html"
            return render(request, template, context, status=status)
        case _:
            context |= _move_words(deal, to, way)
            return render(request, "moves/move.html", context, status=status)


def _move_words(deal: DealBrief, to: Stage, way: Way) -> dict[str, Any]:
    stage = {"stage": to.name}
    if way is Way.BACK and not deal.is_open:
        return {
            "title": _("Open again in %(stage)s") % stage,
            "submit": _("Open again"),
            "question": _("Why is it opened again?"),
            "needs_reason": True,
            "met": "",
        }
    if way is Way.BACK:
        return {
            "title": _("Back to %(stage)s") % stage,
            "submit": _("Move back"),
            "question": _("Why does it go back?"),
            "needs_reason": True,
            "met": "",
        }
    return {
        "title": _("Move to %(stage)s") % stage,
        "submit": _("Mark as won") if to.kind is StageKind.WON else _("Move"),
        "question": _("A word for the timeline (optional)"),
        "needs_reason": False,
        "met": _met(deal),
    }


def _met(deal: DealBrief) -> str:
    count = len(deal.pipeline.gate_of(deal.stage))
    if not count:
        return ""
    words = ngettext(
        "%(num)s criterion of %(stage)s is met.", "All %(num)s criteria of %(stage)s are met.", count
    )
    return words % {"num": count, "stage": deal.stage.name}


# -- refusing -----------------------------------------------------------------------------------------------------


def explain(
    request: AppRequest, why: WhyNot, said: Said = NOTHING_SAID, *, status: int = 200
) -> HttpResponse:
    """Why not: what is missing, what helps, and whom to ask for an exception."""
    rights = why.deal.rights
    context = said.context() | {
        "deal": why.deal,
        "to": why.to,
        "title": why_title(why),
        "stays": _("The deal stays in %(stage)s.") % {"stage": why.deal.stage.name},
        "rows": _rows(request, why),
        "may_let_through": rights.let_through and why.may_be_waived,
        "may_ask": rights.edit and not rights.let_through and why.may_be_waived,
        "ask": _ask_words(why),
        "asked": "" if why.asked is None else _asked_words(why.asked),
        "asked_reason": "" if why.asked is None else why.asked.reason,
    }
    return render(request, "moves/why_not.html", context, status=status)


def why_title(why: WhyNot) -> str:
    """The heading: how much is open, or the first rule that is in the way."""
    if why.open:
        words = ngettext(
            "Not yet: %(open)s of %(num)s criterion is open",
            "Not yet: %(open)s of %(num)s criteria are open",
            len(why.criteria),
        )
        return words % {"open": len(why.open), "num": len(why.criteria)}
    if why.others:
        return obstacle_text(why.others[0])
    return _("Nothing stands in the way any more")


def _rows(request: AppRequest, why: WhyNot) -> list[Row]:
    if not why.deal.rights.edit:
        return [_take_row(why.deal)]
    currency = workspace().currency
    criteria = [criterion_row(request, why.deal.id, why.to.id, view, currency) for view in why.open]
    return criteria + [_rule_row(why, obstacle) for obstacle in why.others]


def _take_row(deal: DealBrief) -> Row:
    attrs = {"hx-post": reverse("take", args=[deal.id]), "hx-swap": "none"}
    return Row(
        _("Nobody owns this deal yet"), _("Take it, then work on what is missing."), _("Take it"), attrs
    )


def criterion_row(
    request: AppRequest,
    deal: int,
    to: int | None,
    view: CriterionView,
    currency: str,
    part: int | None = None,
) -> Row:
    """An open criterion with what counts and the one thing that helps; `part` where it is one of several."""
    criterion = view.criterion
    counts = what_counts(criterion, _asked_amount(criterion, currency))
    on = ({} if to is None else {"to": to}) | ({} if part is None else {"part": part})
    meet = {"data-dialog": _with(reverse("meet", args=[deal, criterion.id]), on)}
    match view.remedy:
        case FinishTask(task=task, title=title, due_at=due_at, due_on=due_on):
            planned = {"task": title, "when": due_label(due_at, request.now, reader_zone(), on=due_on)}
            done = {
                "hx-post": reverse("task-done", args=[task]),
                "hx-target": "#dialog-body",
                "hx-swap": "innerHTML",
            } | ({} if to is None else {"hx-vals": f'{{"to": {to}}}'})
            return Row(criterion.title, _("Planned: %(task)s, %(when)s") % planned, _("Mark done"), done)
        case PlanTask(kind=kind):
            plan = _with(reverse("task-new", args=[deal]), {"kind": kind.value} | on)
            return Row(criterion.title, counts, _("Plan it"), {"data-dialog": plan})
        case NoteRecord(kind=record):
            address = record_address(deal, record, criterion.id, on)
            return Row(criterion.title, counts, _("Note it"), {"data-dialog": address})
        case FillField() if isinstance(criterion, PaymentReceived):
            return Row(criterion.title, amount_first(criterion), _("Fill in"), meet)
        case AnswerChecklist():
            answer = _with(reverse("qualification", args=[deal]), on)
            return Row(criterion.title, counts, _("Answer"), {"data-dialog": answer})
        case HandItOver(asked=asked):
            ask = {"data-dialog": _with(reverse("hand-over", args=[deal]), {} if to is None else {"to": to})}
            words, action = (asked_over(asked), _("Choose another…")) if asked else (counts, _("Hand over…"))
            return Row(criterion.title, words, action, ask)
        case None:
            return Row(criterion.title, counts)
        case _:
            return Row(criterion.title, counts, _short_action(view.remedy), meet)


def _short_action(remedy: Remedy) -> str:
    match remedy:
        case AttachFile():
            return _("Attach")
        case WriteNote():
            return _("Write")
        case ConfirmByHand():
            return _("Confirm")
        case MeetSome():
            return _("Show…")
        case _:
            return _("Fill in")


def record_address(deal: int, kind: RecordKind, criterion: int, on: Mapping[str, Any]) -> str:
    """Where the record is noted that a criterion asks for; `on`: where the deal is to go, which part it is."""
    return _with(reverse("record-new", args=[deal, kind.value]), {"criterion": criterion, **on})


def _with(address: str, query: Mapping[str, Any]) -> str:
    return f"{address}?{urlencode(query)}" if query else address


def _asked_amount(criterion: object, currency: str) -> str:
    amount = getattr(criterion, "amount", None)
    return "" if amount is None else money(amount, currency)


def _rule_row(why: WhyNot, obstacle: Obstacle) -> Row:
    match obstacle:
        case StageSkipped(through=stage) | WonOnlyFrom(stage=stage):
            url = reverse("move-dialog", args=[why.deal.id, stage.id])
            return Row(
                obstacle_text(obstacle),
                _("Stages are passed one by one."),
                _("Move to %(stage)s") % {"stage": stage.name},
                {"data-dialog": url},
            )
        case _:
            return Row(obstacle_text(obstacle), "")


def _ask_words(why: WhyNot) -> str:
    if why.head is None:
        return _("Ask for an exception")
    return _("Ask %(name)s for an exception") % {"name": why.head.name}


def _asked_words(asked: Asked) -> str:
    when = datetime_in(asked.at, get_current_timezone())
    if asked.by is None:
        return _("An exception was asked for on %(when)s") % {"when": when}
    return _("%(name)s asked for an exception on %(when)s") % {"name": asked.by.name, "when": when}
