"""Contacts and companies: making, finding again instead of doubling, and changing them."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Value
from django.db.models.functions import Upper
from django.db.models.lookups import Exact

from voronka.commands import values
from voronka.commands.advancing import move_on_deals_of
from voronka.commands.event_log import record
from voronka.commands.hearing import follow_decider
from voronka.commands.robot_runs import look_at_birthdays
from voronka.commands.search_index import index_companies, index_contacts, index_deals
from voronka.commands.transaction import writing
from voronka.commands.values import Bad
from voronka.domain.errors import Invalid, NotAllowed, NotFound, Problem
from voronka.domain.events import EventKind
from voronka.domain.ids import TeamId
from voronka.domain.permissions import Actor, Holding
from voronka.domain.phone import PhonePlace, place_of
from voronka.domain.relations import MOST_CARE_DAYS
from voronka.models import Company, Contact, Deal, Email, Phone, User
from voronka.queries.client_places import is_country, zone_city
from voronka.queries.visibility import holding_of, visible_companies, visible_contacts
from voronka.queries.workspace import workspace

_CONTACT_LINES = {"name": 160, "position": 120, "city": 80}
_COMPANY_LINES = {
    "name": 160,
    "legal_name": 200,
    "tax_id": 40,
    "sector": 80,
    "city": 80,
    "country": 80,
    "address": 240,
}


@dataclass(frozen=True, slots=True)
class ClientWords:
    """What somebody typed of a client: a phone, an e-mail or a company's name, and perhaps a person's."""

    phone: str = ""
    email: str = ""
    company: str = ""
    contact: str = ""

    @classmethod
    def of(cls, text: str, contact: str = "") -> "ClientWords":
        """Sort one typed text into phone, e-mail or company."""
        text = text.strip()
        if "@" in text:
            return cls(email=text, contact=contact)
        if sum(c.isdigit() for c in text) >= 6 and not any(c.isalpha() for c in text):
            return cls(phone=text, contact=contact)
        return cls(company=text, contact=contact)


@dataclass(frozen=True, slots=True)
class Client:
    """The contact and company that the words meant, found or made."""

    contact: Contact | None
    company: Company | None


def find_client(words: ClientWords) -> Client:
    """Who is in the base already, by phone, then e-mail, then the company's exact name. Reads only."""
    contact = company = None
    for link in _links(words):
        contact, company = contact or link.contact, company or link.company
    if words.company and company is None:
        company = _called(Company.objects.all(), " ".join(words.company.split())).order_by("id").first()
    if contact is not None and company is None:
        company = contact.company
    return Client(contact, company)


def _called(companies: QuerySet[Company], name: str) -> QuerySet[Company]:
    """Those of this name in any case. Not `iexact`: SQLite has no index for what Django makes of that."""
    return companies.filter(Exact(Upper("name"), Upper(Value(name))))


def _links(words: ClientWords) -> list[Phone | Email]:
    found: list[Phone | Email] = []
    if words.phone:
        # A number that is none finds nobody; the form says so when it is sent.
        with suppress(Bad):
            found += Phone.objects.filter(e164=values.phone(words.phone)).select_related(
                "contact__company", "company"
            )
    if words.email:
        found += Email.objects.filter(address=words.email.strip().lower()).select_related(
            "contact__company", "company"
        )
    return found


def find_or_make_client(words: ClientWords, *, by: Actor, at: datetime, holding: Holding) -> Client:
    """The client meant; what is not in the base yet is made. Within another command's transaction.

    Raises:
        Invalid
    """
    clean = values.checked(
        {
            "phone": lambda: values.phone(words.phone) if words.phone else "",
            "email": lambda: values.email(words.email),
            "company": lambda: values.line(words.company, 160),
            "contact": lambda: values.line(words.contact, 160),
        }
    )
    found = find_client(words)
    company = found.company
    if company is None and clean["company"]:
        company = _make_company(clean["company"], by=by, at=at, holding=holding)
    contact = found.contact
    if contact is None and (clean["phone"] or clean["email"] or clean["contact"]):
        contact = _make_contact(clean, words, company, by=by, at=at, holding=holding)
    return Client(contact, company)


def _make_company(name: str, *, by: Actor, at: datetime, holding: Holding) -> Company:
    company = Company.objects.create(name=name, owner_id=holding.owner, team_id=holding.team, created_at=at)
    record(EventKind.COMPANY_CREATED, by=by, at=at, company=company.pk, payload={"name": name})
    return company


def _make_contact(
    clean: dict[str, str],
    words: ClientWords,
    company: Company | None,
    *,
    by: Actor,
    at: datetime,
    holding: Holding,
) -> Contact:
    place = place_of(clean["phone"]) if clean["phone"] else None
    contact = Contact.objects.create(
        name=clean["contact"] or clean["phone"] or clean["email"],
        company=company,
        owner_id=holding.owner,
        team_id=holding.team,
        created_at=at,
        city=_city_of(clean["phone"], place),
        time_zone=(place.zone or "") if place else "",
    )
    if clean["phone"]:
        Phone.objects.create(contact=contact, e164=clean["phone"], typed=words.phone.strip()[:40])
    if clean["email"]:
        Email.objects.create(contact=contact, address=clean["email"])
    record(EventKind.CONTACT_CREATED, by=by, at=at, contact=contact.pk, payload={"name": contact.name})
    return contact


def create_contact(*, by: Actor, at: datetime, fields: dict[str, str], request_id: str = "") -> Contact:
    """A contact from a form: name, position, city, phone, email, company (name).

    Raises:
        Invalid: ALREADY_TAKEN on phone or email when somebody in the base has it.
    """
    words = ClientWords(
        phone=fields.get("phone", ""), email=fields.get("email", ""), contact=fields.get("name", "")
    )
    with writing():
        values.checked({"name": lambda: values.line(fields.get("name", ""), 160, required=True)})
        taken = find_client(words).contact
        if taken is not None:
            raise Invalid({"phone" if words.phone else "email": Problem.ALREADY_TAKEN})
        everything = ClientWords(words.phone, words.email, fields.get("company", ""), words.contact)
        client = find_or_make_client(everything, by=by, at=at, holding=Holding(by.id, by.team))
        assert client.contact is not None  # noqa: S101 - the name is required above
        if client.company is not None:
            index_companies([client.company.pk])
        extra = {name: fields.get(name, "") for name in ("position", "city") if fields.get(name)}
        if extra:
            change_contact(by=by, at=at, contact=client.contact.pk, fields=extra, request_id=request_id)
        index_contacts([client.contact.pk])
        return client.contact


def create_company(*, by: Actor, at: datetime, fields: dict[str, str], request_id: str = "") -> Company:
    """A company from a form.

    Raises:
        Invalid: ALREADY_TAKEN when a company of this name is in the base.
    """
    with writing():
        name = values.checked({"name": lambda: values.line(fields.get("name", ""), 160, required=True)})[
            "name"
        ]
        if _called(Company.objects.all(), name).exists():
            raise Invalid({"name": Problem.ALREADY_TAKEN})
        company = _make_company(name, by=by, at=at, holding=Holding(by.id, by.team))
        extra = {key: value for key, value in fields.items() if key != "name" and value}
        if extra:
            change_company(by=by, at=at, company=company.pk, fields=extra, request_id=request_id)
        index_companies([company.pk])
        return company


def change_contact(
    *, by: Actor, at: datetime, contact: int, fields: dict[str, str], request_id: str = ""
) -> Contact:
    """Change fields of a contact: name, position, city, time_zone, birthday, description, decides, company, phones, emails.

    `phones` and `emails` are one to a line. Unknown field names are a bug of the caller.

    Raises:
        NotFound, Invalid
    """
    with writing():
        row = visible_contacts(by).filter(pk=contact).first()
        if row is None:
            raise NotFound
        readers: dict[str, Any] = {
            name: lambda name=name: values.line(fields[name], _CONTACT_LINES[name], required=name == "name")
            for name in fields.keys() & _CONTACT_LINES.keys()
        }
        readers |= _shared_readers(fields)
        if "decides" in fields:
            readers["decides"] = lambda: fields["decides"] in {"1", "on", "true"}
        if "company" in fields:
            readers["company"] = lambda: values.line(fields["company"], 160)
        if "birthday" in fields:
            readers["birthday"] = lambda: values.birthday(fields["birthday"], at.date())
        clean = values.checked(readers)
        changes = _change_row(row, clean, by=by, at=at)
        if not changes:
            return row
        event = record(
            EventKind.CONTACT_CHANGED,
            by=by,
            at=at,
            contact=row.pk,
            payload={"changes": changes},
            request_id=request_id,
        )
        _index_contact(row)
        if "decides" in changes:
            follow_decider(row.pk, decides=row.decides)
        if "birthday" in changes:
            look_at_birthdays()
        move_on_deals_of(by=by, at=at, cause=event, contact=row.pk, request_id=request_id)
        return row


def change_company(
    *, by: Actor, at: datetime, company: int, fields: dict[str, str], request_id: str = ""
) -> Company:
    """Change fields of a company, as `change_contact` does of a contact.

    Besides: legal_name, tax_id, site, sector, country, address, employees, founded_year, annual_revenue
    (in the workspace's currency), parent (the name of a company in the base).

    Raises:
        NotFound, Invalid
    """
    with writing():
        row = visible_companies(by).filter(pk=company).first()
        if row is None:
            raise NotFound
        readers: dict[str, Any] = {
            name: lambda name=name: values.line(fields[name], _COMPANY_LINES[name], required=name == "name")
            for name in fields.keys() & _COMPANY_LINES.keys()
        }
        readers |= _shared_readers(fields)
        readers |= _company_readers(fields, row, by)
        clean = values.checked(readers)
        changes = _change_row(row, clean, by=by, at=at)
        if not changes:
            return row
        event = record(
            EventKind.COMPANY_CHANGED,
            by=by,
            at=at,
            company=row.pk,
            payload={"changes": changes},
            request_id=request_id,
        )
        _index_company(row)
        move_on_deals_of(by=by, at=at, cause=event, company=row.pk, request_id=request_id)
        return row


def _company_readers(fields: dict[str, str], row: Company, by: Actor) -> dict[str, Any]:
    known: dict[str, Any] = {
        "site": values.site,
        "employees": lambda text: values.whole(text, 1, 10_000_000),
        "founded_year": lambda text: values.whole(text, 1000, 2100),
        "annual_revenue": values.amount,
        "parent": lambda text: _parent_named(text, row, by),
    }
    return {name: lambda name=name: known[name](fields[name]) for name in fields.keys() & known.keys()}


def _parent_named(text: str, row: Company, by: Actor) -> Company | None:
    """The company above, by its name; one that the actor may see, and not one below this company."""
    name = values.line(text, 160)
    if not name:
        return None
    found = _called(visible_companies(by), name).order_by("id").first()
    above, passed = found, set()
    while above is not None and above.pk not in passed:
        if above.pk == row.pk:
            raise Bad(Problem.UNKNOWN_CHOICE)
        passed.add(above.pk)
        above = above.parent
    if found is None:
        raise Bad(Problem.UNKNOWN_CHOICE)
    return found


def _shared_readers(fields: dict[str, str]) -> dict[str, Any]:
    readers: dict[str, Any] = {}
    if "description" in fields:
        readers["description"] = lambda: values.prose(fields["description"])
    if "care_days" in fields:
        readers["care_days"] = lambda: values.whole(fields["care_days"], 0, MOST_CARE_DAYS)
    if "time_zone" in fields:
        readers["time_zone"] = lambda: values.time_zone(fields["time_zone"])
    if "phones" in fields:
        readers["phones"] = lambda: [
            (values.phone(text), text.strip()[:40]) for text in _lines(fields["phones"])
        ]
    if "emails" in fields:
        readers["emails"] = lambda: [values.email(text) for text in _lines(fields["emails"])]
    return readers


def _lines(text: str) -> list[str]:
    return [part for part in (p.strip() for p in text.replace(",", "\n").split("\n")) if part]


def _change_row(row: Contact | Company, clean: dict[str, Any], *, by: Actor, at: datetime) -> dict[str, Any]:
    """Write the clean values and tell what changed: field -> [old, new]."""
    link: dict[str, Any] = {"contact": row} if isinstance(row, Contact) else {"company": row}
    changes: dict[str, Any] = {}
    if "phones" in clean:
        old = list(Phone.objects.filter(**link).order_by("id").values_list("e164", flat=True))
        new = clean.pop("phones")
        if old != [e164 for e164, _ in new]:
            Phone.objects.filter(**link).delete()
            Phone.objects.bulk_create(Phone(**link, e164=e164, typed=typed) for e164, typed in new)
            changes["phones"] = [old, [e164 for e164, _ in new]]
            _place_by_phone(row, clean, [e164 for e164, _ in new])
    if "emails" in clean:
        old = list(Email.objects.filter(**link).order_by("id").values_list("address", flat=True))
        new = clean.pop("emails")
        if old != new:
            Email.objects.filter(**link).delete()
            Email.objects.bulk_create(Email(**link, address=address) for address in new)
            changes["emails"] = [old, new]
    if isinstance(row, Contact) and "company" in clean:
        clean["company"] = _company_named(clean["company"], row, by=by, at=at)
    for column, value in clean.items():
        was = getattr(row, column)
        if was != value:
            changes[column] = [_plain(was), _plain(value)]
            setattr(row, column, value)
    if not changes:
        return changes
    row.version += 1
    type(row).objects.filter(pk=row.pk).update(version=row.version, **clean)
    return changes


def _place_by_phone(row: Contact | Company, clean: dict[str, Any], phones: list[str]) -> None:
    """Where nobody has said it, the first number's place gives the city and the clock."""
    place = place_of(phones[0]) if phones else None
    if place and place.zone and not row.time_zone and "time_zone" not in clean:
        clean["time_zone"] = place.zone
        if not row.city and "city" not in clean:
            clean["city"] = _city_of(phones[0], place)


def _city_of(e164: str, place: PhonePlace | None) -> str:
    """What a number tells of the city, when it tells the zone as well.

    In English where pages know how to say it in each language, otherwise in the company's language if that is known.
    """
    if place is None or place.zone is None:
        return ""
    city = zone_city(place.zone)
    if city in place.place:
        # "Greater Jakarta", "Kyiv city", "New York, NY": everybody there calls it so.
        return city
    if is_country(place.place):
        return place.place
    return place_of(e164, workspace().language).place[:80]


def _company_named(name: str, contact: Contact, *, by: Actor, at: datetime) -> Company | None:
    if not name:
        return None
    found = _called(Company.objects.all(), name).order_by("id").first()
    if found is None:
        holding = Holding(contact.owner_id, contact.team_id)  # type: ignore[arg-type]  # ids are plain ints in rows
        found = _make_company(name, by=by, at=at, holding=holding)
        index_companies([found.pk])
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, Company):
        return value.name
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _index_contact(row: Contact) -> None:
    index_contacts([row.pk])
    index_deals(Deal.objects.filter(contact=row).values_list("id", flat=True))


def _index_company(row: Company) -> None:
    index_companies([row.pk])
    index_contacts(Contact.objects.filter(company=row).values_list("id", flat=True))
    index_deals(Deal.objects.filter(company=row).values_list("id", flat=True))


def give_client(
    *,
    by: Actor,
    at: datetime,
    owner: int,
    contact: int | None = None,
    company: int | None = None,
    request_id: str = "",
) -> None:
    """Give a contact or a company to another user; heads only.

    Raises:
        NotFound, NotAllowed, Invalid
    """
    if not by.policy.leads:
        raise NotAllowed
    with writing():
        row: Contact | Company | None = (
            visible_contacts(by).filter(pk=contact).first()
            if contact is not None
            else visible_companies(by).filter(pk=company or 0).first()
        )
        if row is None:
            raise NotFound
        user = User.objects.filter(pk=owner, is_active=True).first()
        if user is None or user.team_id is None or not by.policy.may_own(TeamId(user.team_id)):
            raise Invalid({"owner": Problem.UNKNOWN_CHOICE})
        clean = {"owner_id": user.pk, "team_id": user.team_id}
        before = holding_of(row)
        changes = _change_row(row, clean, by=by, at=at)
        if not changes:
            return
        kind, index = _GIVEN[type(row)]
        index([row.pk])
        record(
            kind,
            by=by,
            at=at,
            payload={"changes": changes},
            client_before=before,
            request_id=request_id,
            contact=contact,
            company=None if contact is not None else row.pk,
        )


_GIVEN: dict[type[Contact | Company], tuple[EventKind, Callable[[list[int]], None]]] = {
    Contact: (EventKind.CONTACT_CHANGED, index_contacts),
    Company: (EventKind.COMPANY_CHANGED, index_companies),
}
