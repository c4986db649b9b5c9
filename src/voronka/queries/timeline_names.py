"""The names behind the ids in a page of events, read in one batch a table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from voronka.domain.custom_fields import CustomField, by_address, is_address
from voronka.domain.merging import ClientKind
from voronka.domain.objections import Outcome
from voronka.domain.permissions import Actor
from voronka.models import Attachment, Company, Contact, Event, Note, Objection, Reason, Task
from voronka.queries.custom_fields import every_field
from voronka.queries.intake import request_lines
from voronka.queries.merges import merged_names
from voronka.queries.persons import Person, persons
from voronka.queries.visibility import readable_deals


@dataclass(frozen=True, slots=True)
class NoteNow:
    """A note as it stands now; an event keeps only its beginning."""

    text: str
    author: int | None
    kind: str
    mentions: tuple[str, ...]
    is_changed: bool
    is_removed: bool


@dataclass(frozen=True, slots=True)
class FileNow:
    """A file as it stands now."""

    kind: str
    size: int
    is_removed: bool


@dataclass(frozen=True, slots=True)
class ObjectionNow:
    """An objection as it stands now."""

    kind: str
    stage: str
    words: str
    answer: str
    outcome: Outcome
    is_removed: bool


@dataclass(frozen=True, slots=True)
class Names:
    """Everything looked up for a page of events, by id."""

    persons: dict[int | None, Person] = field(default_factory=dict)
    notes: Mapping[int, NoteNow] = field(default_factory=dict)
    files: Mapping[int, FileNow] = field(default_factory=dict)
    tasks: Mapping[int, str] = field(default_factory=dict)
    reasons: Mapping[int, str] = field(default_factory=dict)
    contacts: Mapping[int, str] = field(default_factory=dict)
    companies: Mapping[int, str] = field(default_factory=dict)
    deals: Mapping[int, str] = field(default_factory=dict)
    objections: Mapping[int, ObjectionNow] = field(default_factory=dict)
    requests: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    # By address, those that the reader sees; of others nothing is told.
    custom: Mapping[str, CustomField] = field(default_factory=dict)

    def person(self, id: int | None) -> Person | None:
        """The user with this id; None for nobody."""
        return self.persons.get(id)

    def user(self, id: int | None) -> str:
        """A user's name; empty for nobody."""
        found = self.persons.get(id)
        return "" if found is None else found.name


def names_in(events: Iterable[Event], actor: Actor, extra: Iterable[int | None] = ()) -> Names:
    """Read all that the events speak of, and the users `extra`; of other deals those that the actor may read.

    At most fifteen queries, none for what is not spoken of.
    """
    asked = _Asked()
    for event in events:
        asked.users.add(event.actor_id)
        asked.take(event.payload)
    asked.users.update(extra)
    return Names(
        persons=persons(asked.users),
        notes=_notes(asked.notes),
        files=_files(asked.files),
        tasks=_column(Task, "title", asked.tasks),
        reasons=_column(Reason, "name", asked.reasons),
        contacts=_clients(Contact, ClientKind.CONTACT, asked.contacts),
        companies=_clients(Company, ClientKind.COMPANY, asked.companies),
        deals=_deals(actor, asked.deals),
        objections=_objections(asked.objections),
        requests=request_lines(asked.requests),
        custom=_custom(actor) if asked.custom else {},
    )


def _custom(actor: Actor) -> dict[str, CustomField]:
    """Retired ones too: they were said."""
    return by_address(one for one in every_field() if actor.policy.sees_field(one.seen_by))


@dataclass(slots=True)
class _Asked:
    """The ids that a page of events names."""

    users: set[int | None] = field(default_factory=set)
    notes: set[int] = field(default_factory=set)
    files: set[int] = field(default_factory=set)
    tasks: set[int] = field(default_factory=set)
    reasons: set[int] = field(default_factory=set)
    contacts: set[int] = field(default_factory=set)
    companies: set[int] = field(default_factory=set)
    deals: set[int] = field(default_factory=set)
    objections: set[int] = field(default_factory=set)
    requests: set[int] = field(default_factory=set)
    custom: bool = False

    def take(self, payload: Mapping[str, Any]) -> None:
        """Note every id in a payload, and in the payloads it quotes."""
        self.users |= {payload.get(key) for key in ("owner", "from_owner", "to_owner", "assignee")}
        _add(self.notes, payload.get("note"))
        _add(self.files, payload.get("file"))
        _add(self.reasons, payload.get("lost_reason"), payload.get("postpone_reason"))
        _add(self.tasks, *payload.get("made", ()))
        _add(self.deals, payload.get("other"))
        _add(self.objections, payload.get("objection"))
        _add(self.requests, payload.get("request"))
        changes = payload.get("changes", {})
        _add(self.contacts, *changes.get("contact_id", ()), *changes.get("referred_by_id", ()))
        _add(self.companies, *changes.get("company_id", ()))
        self.custom = self.custom or any(map(is_address, changes))
        # An undoing keeps what was undone, a changed task what it was.
        for within in (payload.get("told"), payload.get("was"), payload.get("next")):
            if isinstance(within, dict):
                self.take(within)


def _add(ids: set[int], *found: int | None) -> None:
    ids.update(id for id in found if id is not None)


def _column(table: Any, column: str, ids: set[int]) -> dict[int, str]:
    return dict(table.objects.filter(pk__in=ids).values_list("pk", column)) if ids else {}


def _clients(table: Any, kind: ClientKind, ids: set[int]) -> dict[int, str]:
    """Names of clients; of those that are part of others now, as they were called."""
    found = _column(table, "name", ids)
    return found | merged_names(kind, ids - found.keys())


def _deals(actor: Actor, ids: set[int]) -> dict[int, str]:
    return dict(readable_deals(actor).filter(pk__in=ids).values_list("pk", "title")) if ids else {}


def _notes(ids: set[int]) -> dict[int, NoteNow]:
    if not ids:
        return {}
    rows = Note.objects.filter(pk__in=ids).prefetch_related("mentions")
    return {
        row.pk: NoteNow(
            text=row.text,
            author=row.author_id,
            kind=row.kind,
            mentions=tuple(user.name for user in row.mentions.all()),
            is_changed=row.changed_at is not None,
            is_removed=row.removed_at is not None,
        )
        for row in rows
    }


def _objections(ids: set[int]) -> dict[int, ObjectionNow]:
    rows = (
        Objection.objects.filter(pk__in=ids).select_related("kind", "stage")
        if ids
        else Objection.objects.none()
    )
    return {
        row.pk: ObjectionNow(
            row.kind.name,
            row.stage.name,
            row.words,
            row.answer,
            Outcome(row.outcome),
            row.removed_at is not None,
        )
        for row in rows
    }


def _files(ids: set[int]) -> dict[int, FileNow]:
    rows = Attachment.objects.filter(pk__in=ids) if ids else Attachment.objects.none()
    return {row.pk: FileNow(row.kind, row.size, row.removed_at is not None) for row in rows}
