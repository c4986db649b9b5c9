"""Writing what a portion of rows makes: companies, people, numbers, events and search documents, each in one go."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from voronka.commands.advancing import move_on_deals_of
from voronka.commands.client_places import new_place
from voronka.commands.event_log import OfClient, record_all
from voronka.commands.imports.judging import Judged, NewPerson, Portion
from voronka.commands.requisite_rows import keep_requisites
from voronka.commands.robot_runs import look_at_birthdays
from voronka.commands.rows import insert_many
from voronka.commands.search_index import index_companies, index_contacts, index_deals
from voronka.domain.client_place import PlaceBy, Whereabouts, placed
from voronka.domain.events import EventKind
from voronka.domain.importing.remarks import Remark, Said, Verdict
from voronka.domain.importing.targets import Target
from voronka.domain.permissions import Actor
from voronka.domain.phone_places import NOWHERE, place_of
from voronka.domain.pipeline import Advance
from voronka.domain.requisites import Origin, Requisite
from voronka.models import Company, Contact, Deal, Email, Event, ImportRow, Phone

_BATCH = 500


@dataclass(slots=True)
class _Filled:
    """What a known contact gets: the columns that change, numbers and addresses, and what the log says of it."""

    row: Contact
    first: Judged
    columns: dict[str, Any] = field(default_factory=dict)
    phones: dict[str, str] = field(default_factory=dict)
    emails: list[str] = field(default_factory=list)
    changes: dict[str, Any] = field(default_factory=dict)


def write_portion(
    portion: Portion, judged: Sequence[Judged], *, by: Actor, at: datetime, zone: ZoneInfo, of: int
) -> list[ImportRow]:
    """Write it within the caller's transaction, after `hold_identities`; the rows that tell of it, not written yet."""
    _write_companies(portion, by=by, at=at)
    ids = _write_people(portion.people, at, zone)
    filled = _fill(portion, judged)
    lines = [_line(one, of, ids, filled) for one in judged]
    phones, emails = _numbers(judged, ids)
    insert_many(Phone, ("contact_id", "e164", "typed", "label"), phones)
    insert_many(Email, ("contact_id", "address"), emails)
    _update(filled.values())
    events = _events(portion, ids, filled.values(), of)
    _index(portion, ids, filled)
    if any(Target.BIRTHDAY in one.row.dates for one in judged):
        look_at_birthdays()
    record_all(events, by=by, at=at)
    _move_on([one.contact for one in events if one.kind is EventKind.CONTACT_CHANGED], by, at)
    return lines


def _move_on(contacts: Sequence[int | None], by: Actor, at: datetime) -> None:
    """Deals whose gate asked for what is known now."""
    waiting = Deal.objects.filter(contact__in=contacts, is_open=True, stage__advance=Advance.BY_ITSELF)
    for contact in sorted(set(waiting.values_list("contact_id", flat=True))):
        cause = Event.objects.filter(contact_id=contact, deal_id=None).order_by("-id")[0]
        move_on_deals_of(by=by, at=at, cause=cause, contact=contact)


def _write_companies(portion: Portion, *, by: Actor, at: datetime) -> None:
    Company.objects.bulk_create(portion.companies, batch_size=_BATCH)
    for row in portion.companies:
        if row.tax_id:
            keep_requisites(row.pk, {Requisite.TAX_ID: row.tax_id}, Origin.TYPED, by=by, at=at)


def _write_people(people: Sequence[NewPerson], at: datetime, zone: ZoneInfo) -> dict[int, int]:
    """The ids that they got: by those that they had below zero."""
    rows = Contact.objects.bulk_create([_contact(one, at, zone) for one in people], batch_size=_BATCH)
    return {one.id: row.pk for one, row in zip(people, rows, strict=True)}


def _contact(one: NewPerson, at: datetime, zone: ZoneInfo) -> Contact:
    row = one.row
    phone = next(iter(one.phones), "")
    since = row.dates.get(Target.KNOWN_SINCE)
    known_at = at if since is None else min(at, datetime.combine(since, time(12), zone))
    city = row.texts.get(Target.CITY, "")
    return Contact(
        name=name_of(one),
        position=row.texts.get(Target.POSITION, ""), company=one.company, owner_id=one.owner.user,
        team_id=one.owner.team, created_at=known_at, birthday=row.dates.get(Target.BIRTHDAY),
        description=row.description, **(_place(city, phone) if city else new_place(phone)),
    )  # fmt: skip


def _place(city: str, phone: str, before: Whereabouts | None = None) -> dict[str, str]:
    found = placed(before or Whereabouts(), {"city": city}, place_of(phone) if phone else NOWHERE)
    return {
        "city": found.city[:80], "time_zone": found.zone,
        "city_by": found.city_by.value, "zone_by": found.zone_by.value,
    }  # fmt: skip


def _numbers(
    judged: Iterable[Judged], ids: Mapping[int, int]
) -> tuple[list[tuple[int, str, str, str]], list[tuple[int, str]]]:
    """The numbers and addresses of whom this portion made, also those that later rows of it add."""
    phones: dict[tuple[int, str], str] = {}
    emails: dict[tuple[int, str], None] = {}
    for one in judged:
        if one.contact is None or one.verdict is Verdict.REFUSED or one.contact > 0:
            continue
        contact = ids[one.contact]
        for e164, typed in one.row.phones.items():
            phones.setdefault((contact, e164), typed)
        emails |= dict.fromkeys((contact, address) for address in one.row.emails)
    numbers = [(contact, e164, typed[:40], "") for (contact, e164), typed in phones.items()]
    return numbers, list(emails)


def _fill(portion: Portion, judged: Iterable[Judged]) -> dict[int, _Filled]:
    """What those known already get: only what is empty; what differs stays, and the row says so."""
    filled: dict[int, _Filled] = {}
    for one in judged:
        if one.verdict is Verdict.MERGED and one.contact is not None and one.contact > 0:
            got = filled.setdefault(one.contact, _Filled(portion.known.contacts[one.contact], one))
            _fill_one(portion, one, got)
    return filled


def _fill_one(portion: Portion, one: Judged, got: _Filled) -> None:
    row = one.row
    for column, value in (
        ("position", row.texts.get(Target.POSITION, "")),
        ("birthday", row.dates.get(Target.BIRTHDAY)),
        ("description", row.description),
    ):
        _fill_column(one, got, column, value)
    if one.company is not None and got.row.company_id is None:
        got.columns["company_id"] = got.row.company_id = one.company.pk
        got.changes["company"] = [None, one.company.name]
    elif one.company is not None and got.row.company_id != one.company.pk:
        one.said.append(Said(-1, Remark.KEPT_AS_WAS, one.company.name))
    if row.name and not any(letter.isalpha() for letter in got.row.name.partition("@")[0]):
        _set(got, "name", row.name)
    _fill_city(one, got)
    _fill_numbers(portion, one, got)


def _fill_column(one: Judged, got: _Filled, column: str, value: Any) -> None:
    there = getattr(got.row, column)
    if value and not there:
        _set(got, column, value)
    elif value and there != value and not (column == "description" and str(value) in str(there)):
        one.said.append(Said(-1, Remark.KEPT_AS_WAS, str(value)[:200]))


def _set(got: _Filled, column: str, value: Any) -> None:
    plain = getattr(got.row, column)
    got.changes[column] = [_plain(plain), _plain(value)]
    got.columns[column] = value
    setattr(got.row, column, value)


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str) else str(value)


def _fill_city(one: Judged, got: _Filled) -> None:
    city = one.row.texts.get(Target.CITY, "")
    row = got.row
    if not city or (row.city and row.city_by == PlaceBy.HAND):
        return
    before = Whereabouts(row.city, row.time_zone, PlaceBy(row.city_by), PlaceBy(row.zone_by))
    place = _place(city, next(iter(one.row.phones), ""), before)
    got.changes["city"] = [row.city, place["city"]]
    got.columns |= place
    for column, value in place.items():
        setattr(row, column, value)


def _fill_numbers(portion: Portion, one: Judged, got: _Filled) -> None:
    phones, emails = portion.known.own_phones[got.row.pk], portion.known.own_emails[got.row.pk]
    before_phones, before_emails = list(phones), list(emails)
    for e164, typed in one.row.phones.items():
        if e164 not in phones:
            phones.append(e164)
            got.phones[e164] = typed
    for address in one.row.emails:
        if address not in emails:
            emails.append(address)
            got.emails.append(address)
    for name, before, now in (("phones", before_phones, phones), ("emails", before_emails, emails)):
        if now != before:
            got.changes[name] = [got.changes.get(name, [before])[0], list(now)]


def _update(filled: Iterable[_Filled]) -> None:
    for got in filled:
        if not got.changes:
            continue
        got.row.version += 1
        Contact.objects.filter(pk=got.row.pk).update(version=got.row.version, **got.columns)
        Phone.objects.bulk_create(
            Phone(contact=got.row, e164=e164, typed=typed[:40]) for e164, typed in got.phones.items()
        )
        Email.objects.bulk_create(Email(contact=got.row, address=address) for address in got.emails)


def _line(one: Judged, of: int, ids: Mapping[int, int], filled: Mapping[int, _Filled]) -> ImportRow:
    """What is told of the row. What a known one got stands with the first row of the portion that leads to them."""
    contact = ids.get(one.contact, one.contact) if one.contact is not None else None
    got = filled.get(one.contact or 0)
    told: dict[str, Any] = {}
    if got is not None and got.first is one:
        told = got.changes
    return ImportRow(
        of_id=of, number=one.row.number, verdict=one.verdict, name=told_name(one), filled=told,
        said=[[said.column, said.remark, said.text] for said in one.said], contact_id=contact,
        cells=None, company_id=one.company.pk if one.company else None,
        made_contact=one.verdict is Verdict.NEW and one.contact is not None, made_company=one.makes_company,
    )  # fmt: skip


def told_name(one: Judged) -> str:
    """By what the row is known to whoever reads the list."""
    row = one.row
    return (row.name or row.company or next(iter(row.phones), "") or next(iter(row.emails), ""))[:160]


def _events(portion: Portion, ids: Mapping[int, int], filled: Iterable[_Filled], of: int) -> list[OfClient]:
    """One of each that was made or changed; all name the import."""
    made = [
        OfClient(EventKind.COMPANY_CREATED, {"name": row.name, "import": of}, company=row.pk)
        for row in portion.companies
    ]
    made += [
        OfClient(EventKind.CONTACT_CREATED, {"name": name_of(one), "import": of}, contact=ids[one.id])
        for one in portion.people
    ]
    return made + [
        OfClient(EventKind.CONTACT_CHANGED, {"changes": got.changes, "import": of}, contact=got.row.pk)
        for got in filled
        if got.changes
    ]


def name_of(one: NewPerson) -> str:
    """What somebody new is called: by a number or an address where no name is known."""
    return one.row.name or next(iter(one.phones.values()), "") or next(iter(one.emails), "")


def _index(portion: Portion, ids: Mapping[int, int], filled: Mapping[int, _Filled]) -> None:
    index_companies([row.pk for row in portion.companies])
    changed = [id for id, got in filled.items() if got.changes]
    index_contacts([*ids.values(), *changed])
    if changed:
        index_deals(Deal.objects.filter(contact__in=changed).values_list("id", flat=True))
