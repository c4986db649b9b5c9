"""Webhooks: what is told to programs outside, in names that stay, and when it is told again. Pure. docs/webhooks.md, ADR 0044."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Any

from voronka.domain.events import EventKind, MoveHow


class HookType(StrEnum):
    """What happened, as receivers know it. A name never changes; the log's own words may."""

    DEAL_CREATED = "deal.created"
    DEAL_CHANGED = "deal.changed"
    DEAL_MOVED = "deal.moved"
    DEAL_WON = "deal.won"
    DEAL_LOST = "deal.lost"
    DEAL_POSTPONED = "deal.postponed"
    DEAL_ASSIGNED = "deal.assigned"
    DEAL_HANDED_OVER = "deal.handed_over"
    DEAL_UNDONE = "deal.undone"
    TASK_ADDED = "task.added"
    TASK_CHANGED = "task.changed"
    TASK_DONE = "task.done"
    TASK_CANCELLED = "task.cancelled"
    NOTE_ADDED = "note.added"
    NOTE_CHANGED = "note.changed"
    NOTE_REMOVED = "note.removed"
    FILE_ATTACHED = "file.attached"
    FILE_REMOVED = "file.removed"
    CONTACT_CREATED = "contact.created"
    CONTACT_CHANGED = "contact.changed"
    CONTACT_MERGED = "contact.merged"
    CONTACT_PARTED = "contact.parted"
    CONTACT_ERASED = "contact.erased"
    COMPANY_CREATED = "company.created"
    COMPANY_CHANGED = "company.changed"
    COMPANY_MERGED = "company.merged"
    COMPANY_PARTED = "company.parted"
    REQUEST_RECEIVED = "request.received"

    @property
    def subject(self) -> str:
        """What it is about: deal, task, note, file, contact, company, request."""
        return self.value.partition(".")[0]


# Sent when somebody presses the button, whatever the webhook is told of; no choice.
TEST = "webhook.test"

_PLAIN: Mapping[EventKind, HookType] = {
    EventKind.DEAL_CREATED: HookType.DEAL_CREATED,
    EventKind.DEAL_CHANGED: HookType.DEAL_CHANGED,
    EventKind.TAGS_CHANGED: HookType.DEAL_CHANGED,
    EventKind.PRIORITY_SET: HookType.DEAL_CHANGED,
    EventKind.DEAL_ASSIGNED: HookType.DEAL_ASSIGNED,
    EventKind.HAND_OVER_ACCEPTED: HookType.DEAL_HANDED_OVER,
    EventKind.UNDONE: HookType.DEAL_UNDONE,
    EventKind.DEAL_TAKEN_BACK: HookType.DEAL_UNDONE,
    EventKind.TASK_ADDED: HookType.TASK_ADDED,
    EventKind.TASK_CHANGED: HookType.TASK_CHANGED,
    EventKind.TASK_DONE: HookType.TASK_DONE,
    EventKind.TASK_CANCELLED: HookType.TASK_CANCELLED,
    EventKind.NOTE_ADDED: HookType.NOTE_ADDED,
    EventKind.NOTE_CHANGED: HookType.NOTE_CHANGED,
    EventKind.NOTE_REMOVED: HookType.NOTE_REMOVED,
    EventKind.FILE_ATTACHED: HookType.FILE_ATTACHED,
    EventKind.FILE_REMOVED: HookType.FILE_REMOVED,
    EventKind.CONTACT_CREATED: HookType.CONTACT_CREATED,
    EventKind.CONTACT_CHANGED: HookType.CONTACT_CHANGED,
    EventKind.CONTACT_ERASED: HookType.CONTACT_ERASED,
    EventKind.COMPANY_CREATED: HookType.COMPANY_CREATED,
    EventKind.COMPANY_CHANGED: HookType.COMPANY_CHANGED,
    EventKind.REQUEST_CAME: HookType.REQUEST_RECEIVED,
}
_ENDS = {
    MoveHow.WON: HookType.DEAL_WON,
    MoveHow.LOST: HookType.DEAL_LOST,
    MoveHow.POSTPONED: HookType.DEAL_POSTPONED,
}
# Of these the log says the same for contacts and companies.
_OF_CLIENTS = {
    EventKind.CLIENT_MERGED: (HookType.CONTACT_MERGED, HookType.COMPANY_MERGED),
    EventKind.CLIENT_PARTED: (HookType.CONTACT_PARTED, HookType.COMPANY_PARTED),
}
# What the log has that anybody outside can be told of.
TOLD = frozenset(_PLAIN) | {EventKind.DEAL_MOVED} | frozenset(_OF_CLIENTS)


def hook_type(kind: EventKind, payload: Mapping[str, Any], *, is_company: bool) -> HookType | None:
    """What an entry of the log is called outside; None: nobody is told of it. `is_company`: of what is told of clients, which it is."""
    if kind is EventKind.DEAL_MOVED:
        return _ENDS.get(payload.get("how", ""), HookType.DEAL_MOVED)
    if kind in _OF_CLIENTS:
        return _OF_CLIENTS[kind][is_company]
    return _PLAIN.get(kind)


def is_wanted(told: HookType, wanted: Collection[str]) -> bool:
    """Whether a webhook is told of it; one that names nothing is told of everything."""
    return not wanted or told.value in wanted


class DeliveryState(StrEnum):
    """Where a delivery is. A failed one may be sent again by hand."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


class OffWhy(StrEnum):
    """Why a webhook was switched off by itself."""

    GONE = "gone"
    """It answered 410: nobody wants to be told here any more."""
    FAILING = "failing"
    """Nothing arrived for days."""


# After the first, second, ... failed attempt: eight in some 28 hours.
WAITS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=10),
)
# Two that failed together do not come again together.
_SPREAD = 0.1
# An address at which nothing arrived for so long is switched off.
OFF_AFTER = timedelta(days=3)
# Both secrets sign for so long, so that a receiver may change over when it likes.
OVERLAP = timedelta(hours=24)
# Deliveries and what was answered are kept for so long.
KEPT = timedelta(days=30)
ANSWER_LENGTH = 1000
_SHORTEST_REST, _LONGEST_REST = timedelta(minutes=1), timedelta(minutes=30)
_GONE = 410
_LATER = frozenset({408, 425, 429})


def wait_after(attempts: int, chance: float) -> timedelta | None:
    """How long to wait after so many failed attempts; None: that was the last. `chance` from 0 to 1 spreads it."""
    if attempts > len(WAITS):
        return None
    return WAITS[attempts - 1] * (1 + _SPREAD * (2 * chance - 1))


def has_arrived(status: int | None) -> bool:
    """Whether the receiver has it. A redirect leads elsewhere than where somebody looked, so it is no yes."""
    return status is not None and 200 <= status < 300


def is_gone(status: int | None) -> bool:
    """Whether the receiver asks never to be told again."""
    return status == _GONE


def is_down(status: int | None) -> bool:
    """Whether the receiver as a whole did not do its work, so that other deliveries would fail as well."""
    return status is None or status >= 500 or status in _LATER


def rest(failing_for: timedelta) -> timedelta:
    """How long an address that is down is left alone: the longer it has been, the longer. One thread serves all."""
    return max(_SHORTEST_REST, min(failing_for, _LONGEST_REST))
