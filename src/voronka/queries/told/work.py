"""What was done on a deal, as its events tell it: fields, tasks, notes, files, confirmations."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from voronka.domain.criteria import FileKind, NoteKind
from voronka.domain.custom_fields import CustomField, Value, is_address, untold
from voronka.domain.events import Payload
from voronka.domain.task import TaskKind
from voronka.queries.timeline_names import Names


@dataclass(frozen=True, slots=True)
class FieldChanged:
    """A column of the deal or client before and after: the stored text, or the name of what it points at.

    Of a custom one `custom` is the field, and `values` are what it held before and after.
    """

    column: str
    before: str
    after: str
    custom: CustomField | None = None
    values: tuple[Value | None, Value | None] = (None, None)


@dataclass(frozen=True, slots=True)
class Changed:
    """Fields of the deal or of a client got other values. `currency` is the one amounts are in since."""

    fields: tuple[FieldChanged, ...]


@dataclass(frozen=True, slots=True)
class TaskTold:
    """A task as the event saw it; `was` before a change, `following` the step given with its end.

    `outcome` is what came of it, or why it was cancelled; `reason` why an overdue one was put off.
    """

    id: int
    kind: TaskKind
    title: str
    due_at: datetime
    due_on: date | None
    assignee: str
    outcome: str = ""
    reason: str = ""
    was: "TaskTold | None" = None
    following: "TaskTold | None" = None


@dataclass(frozen=True, slots=True)
class NoteTold:
    """A note as it stands now; `was` are the words before a change or removal."""

    id: int
    kind: NoteKind
    text: str
    author: int | None
    mentions: tuple[str, ...]
    is_changed: bool
    is_removed: bool
    was: str


@dataclass(frozen=True, slots=True)
class RequestTold:
    """A request came in by a source. `lines`: what it says; `is_more`: about a deal that was there already."""

    source: str
    lines: tuple[str, ...]
    is_more: bool


@dataclass(frozen=True, slots=True)
class FileTold:
    """A file; a removed one can't be fetched any more."""

    id: int
    name: str
    kind: FileKind
    size: int
    is_removed: bool


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A criterion was confirmed by hand, or the confirmation taken back (`reason` is then what it was)."""

    title: str
    reason: str


def changed(payload: Payload, names: Names) -> Changed:
    """Fields that are otherwise."""
    return Changed(
        tuple(
            _custom(column, before, after, names.custom[column])
            if is_address(column)
            else FieldChanged(column, _named(column, before, names), _named(column, after, names))
            for column, (before, after) in payload["changes"].items()
            if column != "amount_base" and (column in names.custom or not is_address(column))
        )
    )


def _custom(column: str, before: Any, after: Any, field: CustomField) -> FieldChanged:
    return FieldChanged(column, "", "", field, (untold(field.kind, before), untold(field.kind, after)))


def _named(column: str, value: Any, names: Names) -> str:
    if value is None:
        return ""
    match column:
        case "contact_id" | "referred_by_id":
            return names.contacts.get(value, "")
        case "company_id":
            return names.companies.get(value, "")
        case _:
            return ", ".join(str(part) for part in value) if isinstance(value, list) else str(value)


def task(payload: Payload, names: Names) -> TaskTold:
    """A task, and in it what it was before and which one follows."""
    was, following = payload.get("was"), payload.get("next")
    return TaskTold(
        id=payload["task"],
        kind=TaskKind(payload["kind"]),
        title=payload["title"],
        due_at=datetime.fromisoformat(payload["due_at"]),
        # What was told before there were such days has none.
        due_on=date.fromisoformat(on) if (on := payload.get("due_on")) else None,
        assignee=names.user(payload.get("assignee")),
        outcome=payload.get("outcome", ""),
        reason=payload.get("reason", ""),
        was=task(was, names) if was else None,
        following=task(following, names) if following else None,
    )


def note(payload: Payload, names: Names) -> NoteTold:
    """A note as it reads now."""
    now = names.notes.get(payload["note"])
    return NoteTold(
        id=payload["note"],
        kind=NoteKind.PLAIN if now is None else NoteKind(now.kind),
        text=payload.get("text", "") if now is None else now.text,
        author=None if now is None else now.author,
        mentions=() if now is None else now.mentions,
        is_changed=now is not None and now.is_changed,
        is_removed=now is None or now.is_removed,
        was=payload.get("was", ""),
    )


def file(payload: Payload, names: Names) -> FileTold:
    """A file as it is now."""
    now = names.files.get(payload["file"])
    return FileTold(
        id=payload["file"],
        name=payload["name"],
        kind=FileKind.OTHER if now is None else FileKind(now.kind),
        size=0 if now is None else now.size,
        is_removed=now is None or now.is_removed,
    )


def confirmed(payload: Payload) -> Confirmed:
    """A word given for a criterion, or taken back."""
    return Confirmed(payload["title"], payload.get("reason") or payload.get("was", ""))


def request(payload: Payload, names: Names) -> RequestTold:
    """What came in from outside."""
    return RequestTold(payload["name"], names.requests.get(payload["request"], ()), payload["is_more"])
