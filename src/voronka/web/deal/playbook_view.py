"""The playbook and the chevrons as their templates take them: each criterion with its evidence or its remedy in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import assert_never
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from voronka.domain.criteria import AmountAtLeast, Criterion, Field, FieldFilled, PaymentReceived
from voronka.domain.evidence import Evidence
from voronka.queries.deal_page import DealPage, DealView, StageMark, Standing
from voronka.queries.deal_playbook import (
    AnswerChecklist,
    AttachFile,
    CompleteCompany,
    CompleteContact,
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
from voronka.queries.workspace import workspace
from voronka.web.evidence_words import amount_first, asked_over, measure_text, what_counts
from voronka.web.formatting import date_medium, money, number, phone_display
from voronka.web.moves.dialogs import record_address
from voronka.web.stay_words import is_over, limit_text, of_limit
from voronka.web.telling import due_text, moment_text, money_text
from voronka.web.wording import criteria_left

LABEL_LENGTH = 90
# Evidence that is found in the timeline.
ANCHORED = frozenset({"note", "task", "call", "meeting", "dispatch", "contract", "payment", "consent"})
_LINKED = frozenset({Field.CONTACT, Field.COMPANY})
_ICONS: Mapping[str, str] = {
    "task": "circle-check",
    "file": "paperclip",
    "note": "notebook-pen",
    "confirmation": "scale",
    "amount": "banknote",
    "call": "phone-call",
    "meeting": "handshake",
    "dispatch": "mail",
    "contract": "file-signature",
    "payment": "wallet",
    "consent": "message-circle",
    "hand_over": "user-check",
    "qualification": "clipboard-check",
    "some": "list-checks",
}


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """What met a criterion: a label, perhaps a link to the thing, and who and when."""

    icon: str
    label: str
    href: str
    anchor: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RemedyButton:
    """The one thing that meets an open criterion: a button and what it does."""

    label: str
    attrs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A criterion as a row. `note` says what will count while it is open."""

    id: int
    title: str
    is_met: bool
    is_by_hand: bool
    evidence: EvidenceLine | None
    note: str
    remedy: RemedyButton | None
    may_withdraw: bool


@dataclass(frozen=True, slots=True)
class Chevron:
    """A stage as an arrow. `state` is its CSS class, `may_move` whether it is a way to move there."""

    stage: int
    name: str
    state: str
    icon: str
    note: str
    is_current: bool
    is_over: bool
    may_move: bool


def criterion_rows(page: DealPage) -> tuple[CriterionRow, ...]:
    """The criteria of the deal's stage."""
    return tuple(_row(view, page) for view in page.playbook.criteria)


def _row(view: CriterionView, page: DealPage) -> CriterionRow:
    may_edit = page.rights.edit
    return CriterionRow(
        id=view.criterion.id,
        title=view.criterion.title,
        is_met=view.is_met,
        is_by_hand=view.is_by_hand,
        evidence=None if view.evidence is None else evidence_line(view.criterion, view.evidence, page.deal),
        note="" if view.is_met else _what_counts(view),
        remedy=_button(view.remedy, view.criterion.id, page.deal.id)
        if view.remedy is not None and may_edit
        else None,
        may_withdraw=view.is_met and view.is_by_hand and may_edit,
    )


def _what_counts(view: CriterionView) -> str:
    if isinstance(view.remedy, FinishTask):
        words = _("Counts when “%(task)s”, %(when)s, is done")
        return words % {"task": view.remedy.title, "when": due_text(view.remedy.due_at, view.remedy.due_on)}
    if isinstance(view.remedy, HandItOver) and view.remedy.asked:
        return asked_over(view.remedy.asked)
    if isinstance(view.criterion, PaymentReceived) and isinstance(view.remedy, FillField):
        return amount_first(view.criterion)
    if isinstance(view.criterion, AmountAtLeast):
        return what_counts(view.criterion, money(view.criterion.amount, workspace().currency))
    return what_counts(view.criterion)


def evidence_line(criterion: Criterion, evidence: Evidence, deal: DealView) -> EvidenceLine:
    """The evidence in words. A file is fetched by its link; notes and tasks are found in the timeline."""
    source, id = evidence.source, evidence.source_id
    measure = measure_text(source, evidence.measure)
    return EvidenceLine(
        icon=_ICONS.get(source, "check"),
        label=_label(criterion, evidence, deal) or measure or _("Accepted"),
        href=reverse("file", args=[id]) if source == "file" and id is not None else "",
        anchor=f"{source}-{id}" if source in ANCHORED and id is not None else "",
        facts=_facts(measure if evidence.label else "", evidence.by, evidence.at),
    )


def _facts(measure: str, by: str | None, at: datetime | None) -> tuple[str, ...]:
    return tuple(fact for fact in (measure, by, None if at is None else moment_text(at)) if fact)


def _label(criterion: Criterion, evidence: Evidence, deal: DealView) -> str:
    match criterion:
        case AmountAtLeast() | FieldFilled(field=Field.AMOUNT):
            return money_text(deal.money)
        case FieldFilled(field=Field.EXPECTED_CLOSE):
            return date_medium(date.fromisoformat(evidence.label))
        case FieldFilled(field=Field.CONTACT_PHONE | Field.COMPANY_PHONE):
            return phone_display(evidence.label)
        case _:
            return _short(evidence.label)


def _short(text: str) -> str:
    """One line of it. Who and when follow after a comma, so that a full stop at its end would be in the way."""
    line = " ".join(text.split()).rstrip(".")
    return line if len(line) <= LABEL_LENGTH else f"{line[: LABEL_LENGTH - 1].rstrip()}…"


def _button(remedy: Remedy, criterion: int, deal: int) -> RemedyButton:  # noqa: C901, PLR0911 - a kind each
    match remedy:
        case FillField(field=field):
            return _fill(field, deal)
        case CompleteContact() | CompleteCompany():
            return RemedyButton(_("Fill in…"), {"data-dialog": reverse("meet", args=[deal, criterion])})
        case FinishTask(task=task):
            return RemedyButton(
                _("Mark done"),
                {"hx-post": reverse("task-done", args=[task]), "hx-target": "#dialog-body"},
            )
        case PlanTask(kind=kind):
            address = f"{reverse('task-new', args=[deal])}?{urlencode({'kind': kind.value})}"
            return RemedyButton(_("Plan it"), {"data-dialog": address})
        case AttachFile(kind=file_kind):
            return RemedyButton(_("Attach"), _compose("file", file_kind.value))
        case WriteNote(kind=note_kind):
            return RemedyButton(_("Write it"), _compose("note", note_kind.value))
        case ConfirmByHand():
            return RemedyButton(
                _("Confirm…"), {"data-dialog": reverse("criterion-confirm", args=[deal, criterion])}
            )
        case NoteRecord(kind=record):
            return RemedyButton(_("Note it…"), {"data-dialog": record_address(deal, record, criterion, {})})
        case AnswerChecklist():
            return RemedyButton(_("Answer…"), {"data-dialog": reverse("qualification", args=[deal])})
        case MeetSome():
            return RemedyButton(_("Show…"), {"data-dialog": reverse("meet", args=[deal, criterion])})
        case HandItOver(asked=asked):
            label = _("Choose another…") if asked else _("Hand over…")
            return RemedyButton(label, {"data-dialog": reverse("hand-over", args=[deal])})
        case _:
            assert_never(remedy)


def _fill(field: Field, deal: int) -> RemedyButton:
    if field in _LINKED:
        return RemedyButton(_("Choose…"), {"data-dialog": reverse("deal-field", args=[deal, field.value])})
    return RemedyButton(
        _("Fill in"), {"data-action": "deal#edit", "data-deal-field-param": f"field-panel-{field.value}"}
    )


def _compose(tab: str, kind: str) -> dict[str, str]:
    return {"data-action": "deal#compose", "data-deal-tab-param": tab, "data-deal-kind-param": kind}


def chevrons(page: DealPage) -> tuple[Chevron, ...]:
    """The deal's way through the working stages; for who may change it each one is a way to move there."""
    return tuple(_chevron(mark, page, may_move=page.rights.edit) for mark in page.stages)


_STATES: Mapping[Standing, tuple[str, str]] = {
    Standing.DONE: ("done", "check"),
    Standing.SKIPPED: ("", ""),
    Standing.CURRENT: ("cur", ""),
    Standing.LEFT: ("left", ""),
    Standing.NEXT: ("next", "lock-open"),
    Standing.LOCKED: ("locked", "lock"),
    Standing.FUTURE: ("", ""),
}


def _chevron(mark: StageMark, page: DealPage, *, may_move: bool) -> Chevron:
    state, icon = _STATES[mark.standing]
    current = mark.standing is Standing.CURRENT
    return Chevron(
        stage=mark.stage.id,
        name=mark.stage.name,
        state=state,
        icon=icon,
        note=_chevron_note(mark, page),
        is_current=current,
        is_over=current and mark.used is not None and is_over(mark.used, page.deal.limit),
        may_move=may_move and not current,
    )


def _chevron_note(mark: StageMark, page: DealPage) -> str:
    limit = mark.limit
    used = "" if mark.used is None else of_limit(mark.used, limit)
    match mark.standing:
        case Standing.CURRENT:
            return ", ".join(text for text in (used, _met(page)) if text)
        case Standing.DONE | Standing.LEFT:
            return used
        case Standing.SKIPPED:
            return _("skipped")
        case Standing.LOCKED:
            return criteria_left(page.playbook.left)
        case Standing.NEXT:
            return _("all criteria met") if page.playbook.criteria else limit_text(limit)
        case Standing.FUTURE:
            return limit_text(limit)
        case _:
            assert_never(mark.standing)


def _met(page: DealPage) -> str:
    total = len(page.playbook.criteria)
    if not total:
        return ""
    words = ngettext("%(met)s of %(num)s criterion", "%(met)s of %(num)s criteria", total)
    return words % {"met": number(page.playbook.met), "num": number(total)}
