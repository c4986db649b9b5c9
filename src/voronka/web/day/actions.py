"""The one next action of an item in the queue: what its kind asks for, done in place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy, pgettext_lazy

from voronka.domain.evidence import RecordKind
from voronka.domain.task import TaskKind
from voronka.web.addresses import address

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voronka.queries.queue import QueueTask
    from voronka.web.labels import Label


@dataclass(frozen=True, slots=True)
class Action:
    """A button. `href` opens the telephone or the mail, empty where nobody's number is known; `dialog` notes what came of it."""

    label: Label
    icon: str
    key: str
    href: str
    dialog: str


@dataclass(frozen=True, slots=True)
class _Way:
    """How items of a kind are done: by which scheme, with what noted. `bare`: the label where no address is known."""

    label: Label
    bare: Label
    icon: str
    key: str
    scheme: str
    record: RecordKind


_RESULT = pgettext_lazy("what a meeting ended with", "Result")
_NOTE = gettext_lazy("Note it")
_CALL = _Way(pgettext_lazy("verb", "Call"), _NOTE, "phone", "c", "tel", RecordKind.CALL)
_WRITE = _Way(pgettext_lazy("verb", "Write"), _NOTE, "mail", "r", "mailto", RecordKind.SENT)
_MEET = _Way(_RESULT, _RESULT, "clipboard-check", "r", "", RecordKind.MEETING)
_PAID = _Way(_NOTE, _NOTE, "banknote", "r", "", RecordKind.PAYMENT)

_WAYS: Mapping[TaskKind, _Way] = {
    TaskKind.CALL: _CALL,
    TaskKind.MEETING: _MEET,
    TaskKind.VISIT: _MEET,
    TaskKind.EMAIL: _WRITE,
    TaskKind.OFFER: _WRITE,
    TaskKind.DOCUMENT: _WRITE,
    TaskKind.PAYMENT: _PAID,
}


def action_of(task: QueueTask) -> Action | None:
    """What is done with the item, None where nothing but its being done is to be told."""
    way = _WAYS.get(task.kind)
    if way is None or not task.may_edit:
        return None
    known = {"tel": task.phone, "mailto": task.email}.get(way.scheme, "")
    dialog = f"{address('record-new', task.deal, way.record.value)}?task={task.id}"
    return Action(
        label=way.label if known else way.bare,
        icon=way.icon if known or not way.scheme else "clipboard-check",
        key=way.key,
        href=f"{way.scheme}:{known}" if known else "",
        dialog=dialog,
    )
