"""What is kept of one person: how much of it, all of it, and by what they are recognised in a text.

Where it is kept says `domain.personal_data.HELD`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from voronka.domain.errors import NotAllowed, NotFound
from voronka.domain.merging import ClientKind
from voronka.domain.permissions import Actor
from voronka.domain.personal_data import HELD, INTERNAL, Naming
from voronka.models import Attachment, ClientMerge, Contact, Deal, Email, Erasure, Event, IntakeRequest, Phone
from voronka.queries.merge_record import plain
from voronka.queries.persons import Person, person
from voronka.queries.visibility import visible_contacts


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file of one of the person's deals."""

    id: int
    name: str
    size: int
    deal: str
    path: str


@dataclass(frozen=True, slots=True)
class PersonalData:
    """How much is kept of a person: table -> rows, tables of nothing left out. `events`: in the log."""

    id: int
    name: str
    counts: Mapping[str, int]
    events: int
    files: tuple[HeldFile, ...]
    may_erase: bool


@dataclass(frozen=True, slots=True)
class Erased:
    """That a person was erased."""

    at: datetime
    by: Person | None
    reason: str


def personal_data(actor: Actor, contact: int) -> PersonalData:
    """What is kept of a person.

    Raises:
        NotFound
        NotAllowed: whoever is no administrator.
    """
    row = person_row(actor, contact)
    counts = {table: rows_of(table, row.pk).count() for table in HELD if table != "contact"}
    return PersonalData(
        id=row.pk,
        name=row.name,
        counts={table: count for table, count in counts.items() if count},
        events=events_of(row.pk).count(),
        files=files_of(row.pk),
        may_erase=actor.policy.may_erase and erased(row.pk) is None,
    )


def handed_out(row: Contact) -> dict[str, Any]:
    """All that is kept of the person, as JSON values: table -> rows, and the log as `history`."""
    tables = [table for table in HELD if table not in INTERNAL]
    told: dict[str, Any] = {table: [_told(one) for one in rows_of(table, row.pk)] for table in tables}
    history = events_of(row.pk).values("at", "kind", "deal_id", "payload")
    told["history"] = [one | {"at": one["at"].isoformat()} for one in history]
    return told


def _told(row: Model) -> dict[str, Any]:
    return plain(row) | (
        {"raw": bytes(row.raw).decode("utf-8", "replace")} if isinstance(row, IntakeRequest) else {}
    )


def person_row(actor: Actor, contact: int) -> Contact:
    """The person, for who may see all that is kept of them."""
    row = visible_contacts(actor).filter(pk=contact).first()
    if row is None:
        raise NotFound
    if not actor.policy.may_see_personal_data:
        raise NotAllowed
    return row


def rows_of(table: str, contact: int) -> QuerySet[Model]:
    """The rows of a table that are the person's, by their number."""
    model = cast("type[Model]", apps.get_model("voronka", table))
    found = Q()
    for way in HELD[table].by:
        found |= Q(**{way: contact})
    return model._default_manager.filter(found).order_by("pk")  # noqa: SLF001 - Django's documented name for it


def events_of(contact: int) -> QuerySet[Event]:
    """What the log says of the person and of their deals."""
    deals = list(Deal.objects.filter(contact_id=contact).values_list("pk", flat=True))
    them = Q(contact_id__in=_one_and_all(contact)) | Q(deal_id__in=deals)
    return Event.objects.filter(them).order_by("pk")


def merges_into(contact: int) -> list[ClientMerge]:
    """What made others part of the person, and others part of those before."""
    found: list[ClientMerge] = []
    fresh = {contact}
    while fresh:
        rows = list(ClientMerge.objects.filter(kind=ClientKind.CONTACT, into__in=fresh).order_by("pk"))
        fresh = {row.merged for row in rows} - {row.merged for row in found}
        found += rows
    return found


def _one_and_all(contact: int) -> set[int]:
    """The person, and all who are part of them: the log speaks of those as well."""
    return {contact} | {row.merged for row in merges_into(contact) if row.parted_at is None}


def files_of(contact: int) -> tuple[HeldFile, ...]:
    """The files of the person's deals whose content is there, those taken off as well."""
    rows = Attachment.objects.filter(deal__contact=contact).exclude(path="").order_by("pk")
    return tuple(HeldFile(*row) for row in rows.values_list("id", "name", "size", "deal__title", "path"))


def erased(contact: int) -> Erased | None:
    """Whether the person was erased."""
    row = Erasure.objects.select_related("by").filter(contact=contact, is_running=False).first()
    return None if row is None else Erased(row.at, person(row.by), row.reason)


def naming_of(row: Contact) -> Naming:
    """By what the person is recognised in a text."""
    said = said_of(row)
    return Naming.of(
        [text for text in said if not any(map(str.isdigit, text)) and "@" not in text],
        [text for text in said if "@" not in text],
        [text for text in said if "@" in text],
    )


def said_of(row: Contact) -> list[str]:
    """What the person is called and reached by, or was before, or by where another was merged."""
    phones = list(Phone.objects.filter(contact=row).order_by("pk").values_list("e164", flat=True))
    emails = list(Email.objects.filter(contact=row).order_by("pk").values_list("address", flat=True))
    selves = Event.objects.filter(contact_id__in=_one_and_all(row.pk)).order_by("pk")
    before = [
        pair
        for told in selves.values_list("payload", flat=True)
        for name, pair in told.get("changes", {}).items()
        if name in {"name", "phones", "emails"}
    ]
    merged = _merged_words(one.record for one in merges_into(row.pk))
    return [row.name, *phones, *emails, *_texts(before), *_texts(merged)]


def titles_of(contact: int) -> list[str]:
    """How the person's deals are called."""
    return list(Deal.objects.filter(contact_id=contact).order_by("pk").values_list("title", flat=True))


def _merged_words(records: Iterable[Mapping[str, Any]]) -> list[Any]:
    """The names, numbers and addresses of those who became part of the person."""
    return [[record.get("row", {}).get("name", ""), *_reach(record.get("copied", {}))] for record in records]


def _reach(copied: Mapping[str, Any]) -> list[str]:
    rows = [row for kept in copied.values() for row in kept.get("rows", ())]
    return [text for row in rows for text in (row.get("e164"), row.get("address")) if text]


def _texts(value: Any) -> list[str]:
    """Every text in what JSON holds, a line for itself."""
    match value:
        case str():
            return [line.strip() for line in value.splitlines() if line.strip()]
        case list() | tuple():
            return [text for one in value for text in _texts(one)]
        case _:
            return []
