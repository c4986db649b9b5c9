"""Contacts and companies: making, finding again instead of doubling, and changing them."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from voronka.commands import values
from voronka.commands.advancing import move_on_deals_of
from voronka.commands.client_places import PLACE_FIELDS, PLACE_MARKS, new_place, place_after
from voronka.commands.custom_values import Typed, checked_values, custom_readers, write_values
from voronka.commands.event_log import record
from voronka.commands.fact_checks import keep_told
from voronka.commands.hearing import follow_decider
from voronka.commands.identity_locks import hold_identities
from voronka.commands.requisite_rows import keep_requisites
from voronka.commands.robot_runs import look_at_birthdays
from voronka.commands.search_index import index_companies, index_contacts, index_deals
from voronka.commands.transaction import writing
from voronka.commands.values import Bad
from voronka.domain.custom_fields import Of, is_address
from voronka.domain.errors import Invalid, NotAllowed, NotFound, Problem
from voronka.domain.events import EventKind
from voronka.domain.identity import UNKNOWN, Identified, Outcome
from voronka.domain.ids import TeamId
from voronka.domain.permissions import Actor, Holding
from voronka.domain.relations import MOST_CARE_DAYS
from voronka.domain.requisites import COLUMNS, Origin
from voronka.models import Company, Contact, Deal, Email, Phone, User
from voronka.queries.identities import called, meant
from voronka.queries.visibility import holding_of, visible_companies, visible_contacts

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
    """What is said of a client: numbers, e-mails or a company's name, and perhaps a person's."""

    phone: str = ""
    email: str = ""
    company: str = ""
    contact: str = ""
    more_phones: tuple[str, ...] = ()
    more_emails: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str, contact: str = "") -> "ClientWords":
        """Sort one typed text into phone, e-mail or company."""
        text = text.strip()
        if "@" in text:
            return cls(email=text, contact=contact)
        if sum(c.isdigit() for c in text) >= 6 and not any(c.isalpha() for c in text):
            return cls(phone=text, contact=contact)
        return cls(company=text, contact=contact)

    @property
    def phones(self) -> tuple[str, ...]:
        """All numbers as they came."""
        return tuple(text for text in (self.phone, *self.more_phones) if text.strip())

    @property
    def emails(self) -> tuple[str, ...]:
        """All addresses as they came."""
        return tuple(text for text in (self.email, *self.more_emails) if text.strip())

    def readable(self) -> tuple["ClientWords", tuple[str, ...]]:
        """These words without numbers and addresses that are none, and those: for what nobody can be asked about."""
        phones = [text for text in self.phones if _read(values.phone, [text])]
        emails = [text for text in self.emails if _read(values.email, [text])]
        left = replace(
            self,
            phone=next(iter(phones), ""),
            email=next(iter(emails), ""),
            more_phones=tuple(phones[1:]),
            more_emails=tuple(emails[1:]),
            company=self.company[:160],
            contact=self.contact[:160],
        )
        return left, tuple(text for text in (*self.phones, *self.emails) if text not in {*phones, *emails})


@dataclass(frozen=True, slots=True)
class Client:
    """The contact and company that the words meant, found or made.

    `outcome` is of the contact; `identified` says by what they were found, and who answers as well.
    """

    contact: Contact | None
    company: Company | None
    outcome: Outcome = Outcome.NOBODY
    identified: Identified = UNKNOWN


def find_client(words: ClientWords) -> Client:
    """Who is in the base already, by number, e-mail and the company's exact name. Reads only.

    A number or address that is none finds nobody; the form says so when it is sent.
    """
    company = " ".join(words.company.replace("\x00", "").split())
    found = meant(
        _read(values.phone, words.phones), _read(values.email, words.emails), words.contact, company
    )
    return Client(found.contact, found.company, found.identified.outcome, found.identified)


def _read(reader: Callable[[str], str], texts: Iterable[str]) -> list[str]:
    read = []
    for text in texts:
        with suppress(Bad):
            read.append(reader(text))
    return read


def find_or_make_client(words: ClientWords, *, by: Actor | None, at: datetime, holding: Holding) -> Client:
    """The client meant; what is not in the base yet is made and held so. Within another command's transaction.

    Call it before that command records anything (see `identity_locks`): of two who ask at once one makes the client, and
    the other finds it. A contact that is found is used as it is; what else the words say of them is the caller's to tell.
    Of whom the company is, a company that is named decides, never a number: a switchboard merges nobody.

    Raises:
        Invalid: phone, email, company, contact. Words that nobody can be asked about: see `ClientWords.readable`.
    """
    clean = values.checked(
        {
            "phone": lambda: [values.phone(text) for text in words.phones],
            "email": lambda: [values.email(text) for text in words.emails],
            "company": lambda: values.line(words.company, 160),
            "contact": lambda: values.line(words.contact, 160),
        }
    )
    companies = [clean["company"]] if clean["company"] else []
    hold_identities(phones=clean["phone"], emails=clean["email"], companies=companies)
    found = find_client(words)
    company = found.company
    if company is None and clean["company"]:
        company = _make_company(clean["company"], by=by, at=at, holding=holding)
    if found.contact is not None or not _says_who(clean, found):
        return replace(found, company=company)
    contact = _make_contact(clean, words, company, by=by, at=at, holding=holding)
    return Client(contact, company, Outcome.MADE, found.identified)


def _says_who(clean: Mapping[str, Any], found: Client) -> bool:
    """Whether somebody is to be made: a bare number of a company's switchboard is the company, and nobody else."""
    is_company_only = found.company is not None and not clean["contact"] and not clean["company"]
    return bool(clean["contact"] or ((clean["phone"] or clean["email"]) and not is_company_only))


def _make_company(name: str, *, by: Actor | None, at: datetime, holding: Holding) -> Company:
    company = Company.objects.create(name=name, owner_id=holding.owner, team_id=holding.team, created_at=at)
    record(EventKind.COMPANY_CREATED, by=by, at=at, company=company.pk, payload={"name": name})
    return company


def _make_contact(
    clean: Mapping[str, Any],
    words: ClientWords,
    company: Company | None,
    *,
    by: Actor | None,
    at: datetime,
    holding: Holding,
) -> Contact:
    phone, email = (next(iter(clean[name]), "") for name in ("phone", "email"))
    contact = Contact.objects.create(
        name=clean["contact"] or phone or email,
        company=company,
        owner_id=holding.owner,
        team_id=holding.team,
        created_at=at,
        **new_place(phone),
    )
    typed = dict(zip(clean["phone"], words.phones, strict=True))
    Phone.objects.bulk_create(
        Phone(contact=contact, e164=e164, typed=text.strip()[:40]) for e164, text in typed.items()
    )
    Email.objects.bulk_create(
        Email(contact=contact, address=address) for address in dict.fromkeys(clean["email"])
    )
    record(EventKind.CONTACT_CREATED, by=by, at=at, contact=contact.pk, payload={"name": contact.name})
    return contact


def create_contact(*, by: Actor, at: datetime, fields: dict[str, str], request_id: str = "") -> Contact:
    """A contact from a form: name, position, city, phone, email, company (name).

    `shared` "on": it is somebody else with the same number, as the actor knows, who sees whose it is.

    Raises:
        Invalid: ALREADY_TAKEN on phone or email when somebody in the base has it.
    """
    words = ClientWords(
        phone=fields.get("phone", ""), email=fields.get("email", ""), contact=fields.get("name", "")
    )
    with writing():
        values.checked({"name": lambda: values.line(fields.get("name", ""), 160, required=True)})
        hold_identities(phones=_read(values.phone, words.phones), emails=_read(values.email, words.emails))
        taken = find_client(words).contact
        if taken is not None and not _may_share(by, taken, fields):
            raise Invalid({"phone" if words.phone else "email": Problem.ALREADY_TAKEN})
        known_by = replace(words, phone="", email="") if taken is not None else words
        everything = replace(known_by, company=fields.get("company", ""))
        client = find_or_make_client(everything, by=by, at=at, holding=Holding(by.id, by.team))
        assert client.contact is not None  # noqa: S101 - the name is required above
        if client.company is not None:
            index_companies([client.company.pk])
        extra = {
            name: text
            for name, text in fields.items()
            if text and (name in {"position", "city"} or is_address(name))
        }
        if taken is not None:
            extra |= {"phones": "\n".join(words.phones), "emails": "\n".join(words.emails)}
        if extra:
            change_contact(by=by, at=at, contact=client.contact.pk, fields=extra, request_id=request_id)
        index_contacts([client.contact.pk])
        return client.contact


def _may_share(by: Actor, taken: Contact, fields: Mapping[str, str]) -> bool:
    return fields.get("shared") == "on" and visible_contacts(by).filter(pk=taken.pk).exists()


def create_company(*, by: Actor, at: datetime, fields: dict[str, str], request_id: str = "") -> Company:
    """A company from a form.

    Raises:
        Invalid: ALREADY_TAKEN when a company of this name is in the base.
    """
    with writing():
        name = values.checked({"name": lambda: values.line(fields.get("name", ""), 160, required=True)})[
            "name"
        ]
        hold_identities(companies=[name])
        if called(Company.objects.all(), name).exists():
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
    """Change fields of a contact: name, position, city, time_zone, language, birthday, description, decides, company, phones, emails.

    `phones` and `emails` are one to a line. Custom fields go by their addresses. Other unknown names are a bug of the caller.

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
        if "language" in fields:
            readers["language"] = lambda: values.spoken(fields["language"])
        if "birthday" in fields:
            readers["birthday"] = lambda: values.birthday(fields["birthday"], at.date())
        custom = checked_values(custom_readers(by, Of.CONTACT, row.pk, fields))
        clean = values.checked(readers)
        _hold(clean)
        changes = _change_all(row, clean, custom, by=by, at=at)
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
        custom = checked_values(custom_readers(by, Of.COMPANY, row.pk, fields))
        clean = values.checked(readers)
        _hold(clean)
        changes = _change_all(row, clean, custom, by=by, at=at)
        if not changes:
            return row
        _note_typed(row, changes, by=by, at=at)
        event = record(
            EventKind.COMPANY_CHANGED,
            by=by,
            at=at,
            company=row.pk,
            payload={"changes": changes},
            request_id=request_id,
        )
        index_company(row)
        move_on_deals_of(by=by, at=at, cause=event, company=row.pk, request_id=request_id)
        return row


def _note_typed(row: Company, changes: dict[str, Any], *, by: Actor, at: datetime) -> None:
    """What of the requisites stands in columns has an origin as well."""
    typed = {what: changes[what.value][1] for what in COLUMNS if what.value in changes}
    if typed:
        keep_requisites(row.pk, typed, Origin.TYPED, by=by, at=at)


def _hold(clean: Mapping[str, Any]) -> None:
    """Whoever is given a number, an address or a new company waits for those who look for it now."""
    company = clean.get("company")
    hold_identities(
        phones=[e164 for e164, _ in clean.get("phones", ())],
        emails=clean.get("emails", ()),
        companies=[company] if company else [],
    )


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
    found = called(visible_companies(by), name).order_by("id").first()
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


def _change_all(
    row: Contact | Company, clean: dict[str, Any], custom: Typed, *, by: Actor, at: datetime
) -> dict[str, Any]:
    """Write columns and custom fields; a change of these alone is a version, too."""
    of = Of.CONTACT if isinstance(row, Contact) else Of.COMPANY
    told = write_values(of, row.pk, custom)
    changes = _change_row(row, clean, by=by, at=at)
    if told and not changes:
        row.version += 1
        type(row).objects.filter(pk=row.pk).update(version=row.version)
    return changes | told


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
    if "emails" in clean:
        old = list(Email.objects.filter(**link).order_by("id").values_list("address", flat=True))
        new = clean.pop("emails")
        if old != new:
            Email.objects.filter(**link).delete()
            Email.objects.bulk_create(Email(**link, address=address) for address in new)
            changes["emails"] = [old, new]
    if PLACE_FIELDS & (clean.keys() | changes.keys()):
        clean |= place_after(row, clean)
    if isinstance(row, Contact) and "company" in clean:
        clean["company"] = _company_named(clean["company"], row, by=by, at=at)
    for column, value in clean.items():
        was = getattr(row, column)
        if was != value:
            changes[column] = [_plain(was), _plain(value)]
            setattr(row, column, value)
    # Who says the place is told by what changed of it.
    told = {column: change for column, change in changes.items() if column not in PLACE_MARKS}
    if not changes:
        return changes
    row.version += 1
    type(row).objects.filter(pk=row.pk).update(version=row.version, **clean)
    keep_told(row, told, by=by, at=at)
    return told


def _company_named(name: str, contact: Contact, *, by: Actor, at: datetime) -> Company | None:
    if not name:
        return None
    found = called(Company.objects.all(), name).order_by("id").first()
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


def index_company(row: Company) -> None:
    """Write the documents of a company, of its people and of its deals anew."""
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
