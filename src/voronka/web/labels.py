"""Names of the fixed kinds (tasks, notes, files, fields) in the reader's language, for every page.

The domain knows them by their values; what people read stands here, once.
"""

from collections.abc import Mapping
from typing import assert_never

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from voronka.domain.criteria import (
    AmountAtLeast,
    ConfirmedByHand,
    Criterion,
    Field,
    FieldFilled,
    FileAttached,
    FileKind,
    NoteKind,
    NoteWritten,
    TaskDone,
)
from voronka.domain.task import TaskKind

Label = str | Promise

TASK_KINDS: Mapping[TaskKind, Label] = {
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

TASK_ICONS: Mapping[TaskKind, str] = {
    TaskKind.CALL: "phone",
    TaskKind.MEETING: "handshake",
    TaskKind.EMAIL: "mail",
    TaskKind.OFFER: "file-text",
    TaskKind.DOCUMENT: "file-signature",
    TaskKind.VISIT: "map-pin",
    TaskKind.PAYMENT: "banknote",
    TaskKind.RESEARCH: "search",
    TaskKind.OTHER: "square-check",
}

NOTE_KINDS: Mapping[NoteKind, Label] = {
    NoteKind.PLAIN: pgettext_lazy("kind of note", "Note"),
    NoteKind.NEED: pgettext_lazy("kind of note", "Client’s need"),
    NoteKind.MEETING_RESULT: pgettext_lazy("kind of note", "Result of a meeting"),
    NoteKind.DECISION: pgettext_lazy("kind of note", "Decision"),
    NoteKind.AGREEMENT: pgettext_lazy("kind of note", "Agreement"),
}

FILE_KINDS: Mapping[FileKind, Label] = {
    FileKind.OFFER: pgettext_lazy("kind of file", "Offer"),
    FileKind.CONTRACT: pgettext_lazy("kind of file", "Contract"),
    FileKind.SIGNED_CONTRACT: pgettext_lazy("kind of file", "Signed contract"),
    FileKind.INVOICE: pgettext_lazy("kind of file", "Invoice"),
    FileKind.PAYMENT: pgettext_lazy("kind of file", "Proof of payment"),
    FileKind.BRIEF: pgettext_lazy("kind of file", "Brief"),
    FileKind.OTHER: pgettext_lazy("kind of file", "Other file"),
}

FIELDS: Mapping[Field, Label] = {
    Field.AMOUNT: gettext_lazy("Amount"),
    Field.EXPECTED_CLOSE: gettext_lazy("Expected close"),
    Field.NEED: gettext_lazy("Need"),
    Field.BUDGET: gettext_lazy("Budget"),
    Field.COMPETITOR: gettext_lazy("Competitor"),
    Field.SOURCE: gettext_lazy("Source"),
    Field.CONTACT: gettext_lazy("Contact"),
    Field.DECISION_MAKER: gettext_lazy("Decision-maker"),
    Field.CONTACT_PHONE: gettext_lazy("Contact’s phone"),
    Field.CONTACT_EMAIL: gettext_lazy("Contact’s e-mail"),
    Field.COMPANY: gettext_lazy("Company"),
    Field.COMPANY_SITE: gettext_lazy("Company’s site"),
    Field.COMPANY_PHONE: gettext_lazy("Company’s phone"),
    Field.COMPANY_TAX_ID: gettext_lazy("Company’s tax ID"),
}


def what_counts(criterion: Criterion, money: str = "") -> str:
    """What will meet an open criterion. `money` is the asked amount as the reader writes it."""
    match criterion:
        case FieldFilled():
            return _("Counts when “%(field)s” is filled in") % {"field": FIELDS[criterion.field]}
        case AmountAtLeast():
            return _("Counts from an amount of %(money)s") % {"money": money or criterion.amount}
        case TaskDone():
            return _task_counts(criterion)
        case FileAttached():
            return _("Counts when a file is attached: %(kind)s") % {"kind": FILE_KINDS[criterion.kind]}
        case NoteWritten():
            return _note_counts(criterion)
        case ConfirmedByHand():
            return _("Counts when somebody confirms it with a reason")
        case _:
            assert_never(criterion)


def _task_counts(criterion: TaskDone) -> str:
    kind = {"kind": TASK_KINDS[criterion.kind]}
    if criterion.in_stage:
        return _("Counts when a task is done at this stage: %(kind)s") % kind
    return _("Counts when a task is done: %(kind)s") % kind


def _note_counts(criterion: NoteWritten) -> str:
    kind = {"kind": NOTE_KINDS[criterion.kind]}
    if criterion.in_stage:
        return _("Counts when a note is written at this stage: %(kind)s") % kind
    return _("Counts when a note is written: %(kind)s") % kind


def evidence_words(criterion: Criterion, money: str = "") -> str:
    """What counts as evidence of a criterion in two or three words, to stand behind its title."""
    match criterion:
        case FieldFilled():
            return _("field: %(field)s") % {"field": FIELDS[criterion.field]}
        case AmountAtLeast():
            return _("amount from %(money)s") % {"money": money or criterion.amount}
        case TaskDone():
            return _("task done: %(kind)s") % {"kind": TASK_KINDS[criterion.kind]}
        case FileAttached():
            return _("file: %(kind)s") % {"kind": FILE_KINDS[criterion.kind]}
        case NoteWritten():
            return _("note: %(kind)s") % {"kind": NOTE_KINDS[criterion.kind]}
        case ConfirmedByHand():
            return pgettext("evidence given by a person", "judgement")
        case _:
            assert_never(criterion)
