"""Taking an import back, the last rows first: what it made goes, what it filled in is emptied, what people worked on stays."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.apps import apps

from voronka.commands.event_log import OfClient, record_all
from voronka.commands.search_index import forget_client, index_contacts, index_deals
from voronka.commands.transaction import writing
from voronka.domain.client_place import PlaceBy
from voronka.domain.events import EventKind
from voronka.domain.importing.life import ImportState
from voronka.domain.importing.remarks import Verdict
from voronka.domain.merging import WAYS, ClientKind
from voronka.domain.permissions import Actor
from voronka.domain.search_access import DocumentKind
from voronka.models import Company, Contact, Deal, Email, Event, Import, ImportRow, Phone, User
from voronka.queries.actors import actor_of

PORTION = 250
# What belongs to a client alone, and goes with it.
_OWN = frozenset({"phone", "email", "importrow", "companyrequisite"})
_COLUMNS = frozenset({"name", "position", "birthday", "description", "city"})


def undo_portion(id: int, *, at: datetime) -> bool:
    """Take back the last rows that are not yet; whether there are more."""
    with writing():
        row = Import.objects.select_for_update().filter(pk=id, state=ImportState.UNDOING).first()
        if row is None:
            return False
        taken = ImportRow.objects.filter(of=id, verdict__in=[Verdict.NEW, Verdict.MERGED])
        lines = list(taken.order_by("-number")[:PORTION])
        by = actor_of(User.objects.get(pk=row.by_id))
        counts = Counter(row.counts) + _take_back(lines, id, by=by, at=at)
        state = row.state if len(lines) == PORTION else ImportState.UNDONE
        Import.objects.filter(pk=id).update(counts=dict(counts), state=state)
        return state == ImportState.UNDOING


def _take_back(lines: list[ImportRow], of: int, *, by: Actor, at: datetime) -> Counter[str]:
    made = {line.contact_id for line in lines if line.made_contact and line.contact_id is not None}
    kept = made & (_worked_on(ClientKind.CONTACT, made, of) | _linked(ClientKind.CONTACT, made))
    _empty([line for line in lines if line.filled and line.contact_id not in made - kept], of, by=by, at=at)
    _remove_contacts(made - kept)
    companies = {line.company_id for line in lines if line.made_company and line.company_id is not None}
    stay = companies & (
        _worked_on(ClientKind.COMPANY, companies, of) | _linked(ClientKind.COMPANY, companies)
    )
    _remove_companies(companies - stay)
    verdicts = {line.pk: _verdict(line, kept, stay) for line in lines}
    for verdict in (Verdict.UNDONE, Verdict.KEPT):
        ids = [id for id, found in verdicts.items() if found is verdict]
        ImportRow.objects.filter(pk__in=ids).update(verdict=verdict)
    return Counter(verdicts.values())


def _verdict(line: ImportRow, kept: Collection[int], stay: Collection[int]) -> Verdict:
    is_kept = (line.made_contact and line.contact_id in kept) or (
        line.made_company and line.company_id in stay
    )
    return Verdict.KEPT if is_kept else Verdict.UNDONE


def _worked_on(kind: ClientKind, ids: Collection[int], of: int) -> set[int]:
    """Those of whom the log tells something that this import did not do."""
    column = f"{kind.value}_id"
    events = Event.objects.filter(**{f"{column}__in": list(ids), "deal_id": None}).order_by()
    return {client for client, told in events.values_list(column, "payload") if told.get("import") != of}


def _linked(kind: ClientKind, ids: Collection[int]) -> set[int]:
    """Those to whom anything leads that is not theirs alone: a deal, a call, somebody of the company."""
    linked: set[int] = set()
    for way in WAYS[kind]:
        table, column = way.split(".")
        if table in _OWN:
            continue
        rows = apps.get_model("voronka", table)._default_manager.filter(**{f"{column}__in": list(ids)})  # noqa: SLF001 - Django's public name for it
        linked |= set(rows.order_by().values_list(column, flat=True))
    return linked


def _remove_contacts(ids: Collection[int]) -> None:
    if not ids:
        return
    Phone.objects.filter(contact__in=ids).delete()
    Email.objects.filter(contact__in=ids).delete()
    Contact.objects.filter(pk__in=ids).delete()
    for id in ids:
        forget_client(DocumentKind.CONTACT, id)


def _remove_companies(ids: Collection[int]) -> None:
    if not ids:
        return
    Company.objects.filter(pk__in=ids).delete()
    for id in ids:
        forget_client(DocumentKind.COMPANY, id)


def _empty(lines: Iterable[ImportRow], of: int, *, by: Actor, at: datetime) -> None:
    """Of those known before, what still says what the import made it say."""
    events = []
    changed = []
    for line in lines:
        row = Contact.objects.filter(pk=line.contact_id or 0).first()
        changes = {} if row is None else _emptied(row, line.filled)
        if row is not None and changes:
            changed.append(row.pk)
            events.append(
                OfClient(EventKind.CONTACT_CHANGED, {"changes": changes, "import": of}, contact=row.pk)
            )
    index_contacts(changed)
    if changed:
        index_deals(Deal.objects.filter(contact__in=changed).values_list("id", flat=True))
    record_all(events, by=by, at=at)


def _emptied(row: Contact, filled: Mapping[str, Any]) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    columns: dict[str, Any] = {}
    for name in _COLUMNS & filled.keys():
        before, after = filled[name]
        now = getattr(row, name)
        if now is not None and str(now) == str(after):
            columns[name] = before if name != "birthday" else None
            changes[name] = [after, before]
    if "city" in columns:
        columns["city_by"] = PlaceBy.NUMBER if columns["city"] else PlaceBy.HAND
    if "company" in filled and row.company is not None and row.company.name == filled["company"][1]:
        columns["company_id"] = None
        changes["company"] = [filled["company"][1], None]
    changes |= _numbers_gone(row, filled)
    if changes:
        Contact.objects.filter(pk=row.pk).update(version=row.version + 1, **columns)
    return changes


def _numbers_gone(row: Contact, filled: Mapping[str, Any]) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    phones = [
        key for key in filled.get("phones", [[], []])[1] if key not in filled.get("phones", [[], []])[0]
    ]
    if phones and (gone := Phone.objects.filter(contact=row, e164__in=phones).delete()[0]):
        changes["phones"] = [phones[:gone], []]
    emails = [
        key for key in filled.get("emails", [[], []])[1] if key not in filled.get("emails", [[], []])[0]
    ]
    if emails and (gone := Email.objects.filter(contact=row, address__in=emails).delete()[0]):
        changes["emails"] = [emails[:gone], []]
    return changes
