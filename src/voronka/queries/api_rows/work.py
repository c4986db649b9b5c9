"""Tasks, notes and files of deals as the API tells them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Coalesce, Greatest

from voronka.domain.errors import NotFound
from voronka.domain.permissions import Actor
from voronka.models import Attachment, Note, Task
from voronka.queries.visibility import deal_condition

Row = dict[str, Any]
_TASK = (
    "id", "deal_id", "kind", "title", "due_at", "due_on", "assignee_id", "state", "question", "is_limiter", "outcome",
    "created_by_id", "created_at", "closed_at", "closed_by_id",
)  # fmt: skip
_NOTE = ("id", "deal_id", "kind", "text", "author_id", "created_at")
_FILE = ("id", "deal_id", "kind", "name", "size", "content_type", "sha256", "by_id", "created_at")


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """Which tasks; what is None says nothing. `updated_since`: those whose deal changed since, for a task changes with its deal."""

    deal: int | None = None
    assignee: int | None = None
    state: str | None = None
    due_before: datetime | None = None
    updated_since: datetime | None = None


def task_rows(actor: Actor, wanted: TaskFilter, *, after: int, most: int) -> list[Row]:
    """Tasks of the deals that the actor may see, by id. One query."""
    equal = {
        "deal": wanted.deal,
        "assignee": wanted.assignee,
        "state": wanted.state,
        "due_at__lt": wanted.due_before,
        "deal__changed_at__gte": wanted.updated_since,
    }
    condition = Q(**{name: value for name, value in equal.items() if value is not None})
    rows = Task.objects.filter(deal_condition(actor, "deal__"), condition, id__gt=after).order_by("id")
    return list(rows.values(*_TASK, changed_at=F("deal__changed_at"))[:most])


def task_told(actor: Actor, task: int) -> Row:
    """One task. One query.

    Raises:
        NotFound
    """
    rows = Task.objects.filter(deal_condition(actor, "deal__"), pk=task)
    found: Row | None = rows.values(*_TASK, changed_at=F("deal__changed_at")).first()
    if found is None:
        raise NotFound
    return found


def note_rows(
    actor: Actor, *, deal: int | None, updated_since: datetime | None, after: int, most: int
) -> list[Row]:
    """Notes of the deals that the actor may see, by id, without those that were removed. One query."""
    rows = Note.objects.filter(deal_condition(actor, "deal__"), removed_at=None, id__gt=after)
    if deal is not None:
        rows = rows.filter(deal=deal)
    changed = Greatest(F("created_at"), Coalesce(F("changed_at"), F("created_at")))
    told = rows.values(*_NOTE, updated_at=changed).order_by("id")
    return list((told if updated_since is None else told.filter(updated_at__gte=updated_since))[:most])


def note_told(actor: Actor, note: int) -> Row:
    """One note. One query.

    Raises:
        NotFound
    """
    rows = Note.objects.filter(deal_condition(actor, "deal__"), removed_at=None, pk=note)
    found: Row | None = rows.values(*_NOTE, updated_at=Coalesce(F("changed_at"), F("created_at"))).first()
    if found is None:
        raise NotFound
    return found


def file_rows(actor: Actor, *, deal: int | None, after: int, most: int) -> list[Row]:
    """Files of the deals that the actor may see, by id, without those that were taken off. One query."""
    rows = Attachment.objects.filter(deal_condition(actor, "deal__"), removed_at=None, id__gt=after)
    rows = rows if deal is None else rows.filter(deal=deal)
    return list(rows.values(*_FILE).order_by("id")[:most])


def file_told(actor: Actor, file: int) -> Row:
    """What is known of one file. One query.

    Raises:
        NotFound
    """
    rows = Attachment.objects.filter(deal_condition(actor, "deal__"), removed_at=None, pk=file)
    found: Row | None = rows.values(*_FILE).first()
    if found is None:
        raise NotFound
    return found
