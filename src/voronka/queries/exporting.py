"""Rows for files: what a list's filter and the reader's rights show, whole, read in portions of which one is in memory."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from voronka.domain.columns import Rows
from voronka.domain.custom_fields import CustomField, Of
from voronka.domain.events import EventKind
from voronka.domain.permissions import Actor, Everything, OfTeams
from voronka.domain.task import TaskState
from voronka.models import Company, Contact, Deal, DealTag, Email, Event, Phone, Task
from voronka.queries.custom_fields import fields_of, values_of
from voronka.queries.persons import Person, persons
from voronka.queries.visibility import (
    visible_companies,
    visible_contacts,
    visible_deals,
    visible_tasks,
)

_PORTION = 500
OWNERS: Mapping[Rows, Of] = {Rows.DEALS: Of.DEAL, Rows.CONTACTS: Of.CONTACT, Rows.COMPANIES: Of.COMPANY}
# A row by the keys of domain/columns.py; values of custom fields as such.
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Export:
    """What is written: which rows, their ids in the order of the list, and the custom fields that the reader sees."""

    actor: Actor
    rows: Rows
    ids: Sequence[int]
    fields: tuple[CustomField, ...]


def export_of(actor: Actor, rows: Rows, ids: Sequence[int]) -> Export:
    """The export of these rows. Two queries."""
    return Export(actor, rows, ids, fields_of(actor, OWNERS[rows]) if rows in OWNERS else ())


def task_ids(actor: Actor) -> list[int]:
    """The actor's own open tasks, the earliest due first."""
    mine = visible_tasks(actor).filter(assignee=actor.id, state=TaskState.OPEN)
    return list(mine.order_by("due_at", "id").values_list("id", flat=True))


def exported_rows(export: Export) -> Iterator[Row]:
    """The rows in their order; one that was taken away meanwhile, or is no longer to be seen, is left out.

    Four to six queries a portion.
    """
    for begin in range(0, len(export.ids), _PORTION):
        ids = export.ids[begin : begin + _PORTION]
        found = _READERS[export.rows](export.actor, ids)
        of = OWNERS.get(export.rows)
        custom = values_of(of, found, export.fields) if of is not None else {}
        for id in ids:
            if id in found:
                yield {**found[id], **custom.get(id, {})}


def _deals(actor: Actor, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    rows = (
        visible_deals(actor)
        .filter(pk__in=ids)
        .select_related(
            "pipeline", "stage", "owner", "contact", "company", "next_task", "lost_reason", "postpone_reason",
            "referred_by",
        )
    )  # fmt: skip
    tags: dict[int, list[str]] = {}
    for deal, tag in DealTag.objects.filter(deal__in=ids).order_by("name").values_list("deal_id", "name"):
        tags.setdefault(deal, []).append(tag)
    return {row.pk: _deal(row, tags.get(row.pk, [])) for row in rows}


def _deal(row: Deal, tags: list[str]) -> dict[str, Any]:
    step, reason = row.next_task, row.lost_reason or row.postpone_reason
    return {
        "id": row.pk,
        "title": row.title,
        "pipeline": row.pipeline.name,
        "stage": row.stage.name,
        "status": "open" if row.is_open else row.stage.kind,
        "amount": row.amount,
        "currency": row.currency,
        "owner": _name(row.owner),
        "contact": _name(row.contact),
        "company": _name(row.company),
        "source": row.source,
        "need": row.need,
        "budget": row.budget,
        "competitor": row.competitor,
        "description": row.description,
        "expected_close_on": row.expected_close_on,
        "tags": tags,
        "priority": row.priority,
        "next_step": "" if step is None else step.title,
        "next_step_at": row.next_step_at,
        "created_at": row.created_at,
        "entered_at": row.entered_at,
        "closed_at": row.closed_at,
        "reason": _name(reason),
        "referred_by": _name(row.referred_by),
    }


def _contacts(actor: Actor, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    rows = visible_contacts(actor).filter(pk__in=ids).select_related("company", "owner")
    phones, emails = _reach("contact", ids)
    return {
        row.pk: {
            **_client(row, phones, emails),
            "position": row.position,
            "company": _name(row.company),
            "language": row.language,
            "birthday": row.birthday,
            "decides": row.decides,
        }
        for row in rows
    }


def _companies(actor: Actor, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    rows = visible_companies(actor).filter(pk__in=ids).select_related("parent", "owner")
    phones, emails = _reach("company", ids)
    plain = (
        "legal_name", "tax_id", "site", "sector", "country", "address", "employees", "founded_year", "annual_revenue",
    )  # fmt: skip
    return {
        row.pk: {
            **_client(row, phones, emails),
            **{name: getattr(row, name) for name in plain},
            "parent": _name(row.parent),
        }
        for row in rows
    }


def _client(
    row: Contact | Company, phones: Mapping[int, list[str]], emails: Mapping[int, list[str]]
) -> dict[str, Any]:
    return {
        "id": row.pk,
        "name": row.name,
        "phones": phones.get(row.pk, []),
        "emails": emails.get(row.pk, []),
        "city": row.city,
        "time_zone": row.time_zone,
        "description": row.description,
        "care_days": row.care_days,
        "owner": _name(row.owner),
        "created_at": row.created_at,
    }


def _reach(link: str, ids: Sequence[int]) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    of_these = {f"{link}__in": ids}
    phones = Phone.objects.filter(**of_these).order_by("id").values_list(f"{link}_id", "e164")
    emails = Email.objects.filter(**of_these).order_by("id").values_list(f"{link}_id", "address")
    return _grouped(phones), _grouped(emails)


def _grouped(pairs: Any) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for id, value in pairs:
        found.setdefault(id, []).append(value)
    return found


def _tasks(actor: Actor, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    rows = visible_tasks(actor).filter(pk__in=ids).select_related("deal", "assignee")
    return {row.pk: _task(row) for row in rows}


def _task(row: Task) -> dict[str, Any]:
    return {
        "id": row.pk,
        "kind": row.kind,
        "title": row.title,
        "due_at": row.due_at if row.due_on is None else None,
        "due_on": row.due_on,
        "state": row.state,
        "deal": row.deal.title,
        "deal_id": row.deal_id,
        "owner": _name(row.assignee),
        "created_at": row.created_at,
        "closed_at": row.closed_at,
        "result": row.outcome,
    }


def _name(row: Any) -> str:
    return "" if row is None else str(row.name)


_READERS: Mapping[Rows, Callable[[Actor, Sequence[int]], dict[int, dict[str, Any]]]] = {
    Rows.DEALS: _deals,
    Rows.CONTACTS: _contacts,
    Rows.COMPANIES: _companies,
    Rows.TASKS: _tasks,
}


# -- who exported ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that somebody took: of how many rows of what, in which format."""

    by: Person | None
    at: Any
    rows: Rows
    count: int
    form: str


def newest_exports(actor: Actor, most: int = 10) -> tuple[Exported, ...]:
    """The newest exports of those whom the actor leads; none for who leads nobody. Two queries."""
    if not actor.policy.leads:
        return ()
    events = Event.objects.filter(kind=EventKind.LIST_EXPORTED)
    match actor.policy.scope:
        case Everything():
            pass
        case OfTeams(teams):
            events = events.filter(team_id__in=teams)
        case _:
            return ()
    rows = list(events.order_by("-id").values_list("actor_id", "at", "payload")[:most])
    who = persons({actor_id for actor_id, _, _ in rows})
    return tuple(
        Exported(who.get(by), at, Rows(told["rows"]), told["count"], told["form"]) for by, at, told in rows
    )
