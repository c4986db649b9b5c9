"""Webhooks in words: what they may be told of, what became of a delivery, and why one is off."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy, pgettext_lazy

from voronka.domain.webhooks import TEST, DeliveryState, HookType, OffWhy
from voronka.web.labels import Label

TYPES: Mapping[HookType, Label] = {
    HookType.DEAL_CREATED: gettext_lazy("A deal was made"),
    HookType.DEAL_CHANGED: gettext_lazy("A deal’s fields, tags or priority changed"),
    HookType.DEAL_MOVED: gettext_lazy("A deal moved to another stage"),
    HookType.DEAL_WON: gettext_lazy("A deal was won"),
    HookType.DEAL_LOST: gettext_lazy("A deal was lost"),
    HookType.DEAL_POSTPONED: gettext_lazy("A deal was postponed"),
    HookType.DEAL_ASSIGNED: gettext_lazy("A deal got another owner"),
    HookType.DEAL_HANDED_OVER: gettext_lazy("A colleague agreed to take a deal over"),
    HookType.DEAL_UNDONE: gettext_lazy("Something on a deal was undone"),
    HookType.TASK_ADDED: gettext_lazy("A task was added"),
    HookType.TASK_CHANGED: gettext_lazy("A task was changed"),
    HookType.TASK_DONE: gettext_lazy("A task was done"),
    HookType.TASK_CANCELLED: gettext_lazy("A task was cancelled"),
    HookType.NOTE_ADDED: gettext_lazy("A note was written"),
    HookType.NOTE_CHANGED: gettext_lazy("A note was changed"),
    HookType.NOTE_REMOVED: gettext_lazy("A note was removed"),
    HookType.FILE_ATTACHED: gettext_lazy("A file was attached"),
    HookType.FILE_REMOVED: gettext_lazy("A file was removed"),
    HookType.CONTACT_CREATED: gettext_lazy("A contact was made"),
    HookType.CONTACT_CHANGED: gettext_lazy("A contact was changed"),
    HookType.CONTACT_MERGED: gettext_lazy("Two contacts became one"),
    HookType.CONTACT_PARTED: gettext_lazy("Merged contacts were parted again"),
    HookType.CONTACT_ERASED: gettext_lazy("A person’s data was erased"),
    HookType.COMPANY_CREATED: gettext_lazy("A company was made"),
    HookType.COMPANY_CHANGED: gettext_lazy("A company was changed"),
    HookType.COMPANY_MERGED: gettext_lazy("Two companies became one"),
    HookType.COMPANY_PARTED: gettext_lazy("Merged companies were parted again"),
    HookType.REQUEST_RECEIVED: gettext_lazy("A request came in"),
}
SUBJECTS: Mapping[str, Label] = {
    "deal": gettext_lazy("Deals"),
    "task": gettext_lazy("Tasks"),
    "note": gettext_lazy("Notes"),
    "file": gettext_lazy("Files"),
    "contact": gettext_lazy("Contacts"),
    "company": gettext_lazy("Companies"),
    "request": gettext_lazy("Requests"),
}
STATES: Mapping[DeliveryState, Label] = {
    DeliveryState.WAITING: pgettext_lazy("a delivery", "waiting"),
    DeliveryState.DONE: pgettext_lazy("a delivery", "arrived"),
    DeliveryState.FAILED: pgettext_lazy("a delivery", "failed"),
}
TONES: Mapping[DeliveryState, str] = {
    DeliveryState.WAITING: "",
    DeliveryState.DONE: "ok",
    DeliveryState.FAILED: "bad",
}
WHY_OFF: Mapping[OffWhy, Label] = {
    OffWhy.GONE: gettext_lazy("It answered 410: it asks not to be told any more."),
    OffWhy.FAILING: gettext_lazy("Nothing arrived there for three days."),
}


def type_text(kind: str) -> str:
    """What a delivery tells of."""
    if kind == TEST:
        return str(_TEST)
    return str(TYPES[HookType(kind)]) if kind in set(HookType) else kind


_TEST = gettext_lazy("A test")


def grouped() -> list[tuple[Label, list[tuple[str, Label]]]]:
    """The choices: a subject and its types."""
    return [
        (label, [(kind.value, TYPES[kind]) for kind in HookType if kind.subject == subject])
        for subject, label in SUBJECTS.items()
    ]
