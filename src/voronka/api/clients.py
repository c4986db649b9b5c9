"""Contacts and companies: read, made without doubling, changed, merged and parted again."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.http import HttpResponseBase
from ninja import Query, Router, Schema

from voronka.api.answers import changing, listed, nothing, once, told
from voronka.api.caller import ApiRequest, needs
from voronka.api.paging import Page, Slice, page
from voronka.api.values import Day, Id, Instant, Line, Money, PathId, Prose, typed
from voronka.commands.clients import (
    change_company,
    change_contact,
    create_company,
    create_contact,
    give_client,
)
from voronka.commands.holding import Held
from voronka.commands.merging import merge_clients
from voronka.commands.parting import part_clients
from voronka.commands.transaction import writing
from voronka.domain.api_tokens import Scope
from voronka.domain.merging import ClientKind
from voronka.queries.api_rows.clients import ClientFilter, client_rows, client_told

router = Router(tags=["Clients"])
READ, WRITE = needs(Scope.CLIENTS_READ), needs(Scope.CLIENTS_WRITE)
Lines = list[Line]


class ClientTold(Schema):
    """What contacts and companies have in common. `phones` in E.164; `updated_at` is told by the log."""

    id: int
    version: int
    name: str
    city: str
    time_zone: str
    description: str
    owner_id: int | None
    team_id: int | None
    care_days: int | None
    phones: list[str]
    emails: list[str]
    created_at: datetime
    updated_at: datetime


class Contact(ClientTold):
    """A person. `decides`: whether they decide about buying."""

    position: str
    decides: bool
    company_id: int | None
    language: str
    birthday: date | None


class Company(ClientTold):
    """An organisation."""

    legal_name: str
    tax_id: str
    site: str
    sector: str
    country: str
    address: str
    employees: int | None
    founded_year: int | None
    annual_revenue: str | None
    parent_id: int | None


class ClientChange(Schema):
    """What may be changed of both; what is left out stays. `phones` and `emails` are all of them."""

    name: Line | None = None
    city: Line | None = None
    time_zone: Line | None = None
    description: Prose | None = None
    care_days: int | None = None
    phones: Lines | None = None
    emails: Lines | None = None


class ContactChange(ClientChange):
    """What may be changed of a contact. `company`: a name; one that is not in the base is made."""

    position: Line | None = None
    decides: bool | None = None
    company: Line | None = None
    language: Line | None = None
    birthday: Day | None = None


class CompanyChange(ClientChange):
    """What may be changed of a company. `parent`: the name of one in the base."""

    legal_name: Line | None = None
    tax_id: Line | None = None
    site: Line | None = None
    sector: Line | None = None
    country: Line | None = None
    address: Line | None = None
    employees: int | None = None
    founded_year: int | None = None
    annual_revenue: Money | None = None
    parent: Line | None = None


class ContactMade(ContactChange):
    """A contact to be made."""

    name: Line


class CompanyMade(CompanyChange):
    """A company to be made."""

    name: Line


class ClientWanted(Schema):
    """Which clients. `phone` as E.164, `email` in small letters; `company` of contacts only."""

    owner: Id | None = None
    phone: Line | None = None
    email: Line | None = None
    company: Id | None = None
    updated_since: Instant | None = None


class Merging(Schema):
    """Who becomes part of the one that is named in the address."""

    merged_id: Id


class Merged(Schema):
    """A merge that happened: with `id` it can be parted again."""

    id: int
    kind: str
    into_id: int
    merged_id: int
    at: datetime


class Keeper(Schema):
    """Whose client it is from now on."""

    owner_id: Id


def _contact(request: ApiRequest, contact: int) -> Contact:
    return Contact(**client_told(request.auth.actor, ClientKind.CONTACT, contact))


def _company(request: ApiRequest, company: int) -> Company:
    return Company(**client_told(request.auth.actor, ClientKind.COMPANY, company))


def _fields(change: Schema) -> dict[str, str]:
    return {name: typed(value) for name, value in change.dict(exclude_unset=True).items()}


def _rows(
    request: ApiRequest, kind: ClientKind, wanted: ClientWanted, part: Slice, of: str
) -> list[Mapping[str, Any]]:
    given = ClientFilter(**wanted.dict())
    return list(client_rows(request.auth.actor, kind, given, after=part.begin(of), most=part.most))


@router.get("/contacts", auth=READ, response=Page[Contact])
def list_contacts(request: ApiRequest, wanted: Query[ClientWanted], part: Query[Slice]) -> HttpResponseBase:
    """Contacts that the token's person may see; merged ones are told by the events."""
    rows = _rows(request, ClientKind.CONTACT, wanted, part, "contacts")
    return listed(page(rows, part, "contacts", Contact))


@router.post("/contacts", auth=WRITE, response={201: Contact})
@once
def make_contact(request: ApiRequest, new: ContactMade) -> HttpResponseBase:
    """Make a contact. Where the number or address is in the base already: 409, and nobody is made."""
    fields = _fields(new)
    phones, emails = new.phones or [], new.emails or []
    first = {"phone": phones[0] if phones else "", "email": emails[0] if emails else ""}
    with writing():
        made = create_contact(
            by=request.auth.actor, at=request.now, fields=fields | first, request_id=request.request_id
        )
        # What the form of a new contact has no field for.
        change_contact(
            by=request.auth.actor,
            at=request.now,
            contact=made.pk,
            fields=fields,
            request_id=request.request_id,
        )
    return told(request, _contact(request, made.pk), 201, at=f"/api/v1/contacts/{made.pk}")


@router.get("/contacts/{contact}", auth=READ, response=Contact)
def get_contact(request: ApiRequest, contact: PathId) -> HttpResponseBase:
    """One contact."""
    return told(request, _contact(request, contact))


@router.patch("/contacts/{contact}", auth=WRITE, response=Contact)
def change_one_contact(request: ApiRequest, contact: PathId, change: ContactChange) -> HttpResponseBase:
    """Change fields of a contact."""
    with changing(request, Held.CONTACT, contact, lambda: _contact(request, contact)):
        change_contact(
            by=request.auth.actor, at=request.now, contact=contact, fields=_fields(change),
            request_id=request.request_id,
        )  # fmt: skip
    return told(request, _contact(request, contact))


@router.post("/contacts/{contact}/owner", auth=WRITE, response={204: None})
@once
def give_contact(request: ApiRequest, contact: PathId, keeper: Keeper) -> HttpResponseBase:
    """Give a contact to a colleague; for those who lead."""
    give_client(
        by=request.auth.actor, at=request.now, owner=keeper.owner_id, contact=contact,
        request_id=request.request_id,
    )  # fmt: skip
    return nothing()


@router.post("/contacts/{contact}/merge", auth=WRITE, response=Merged)
@once
def merge_contacts(request: ApiRequest, contact: PathId, merging: Merging) -> HttpResponseBase:
    """Make another contact part of this one. Nothing is lost, and the two can be parted again."""
    return _merged(request, ClientKind.CONTACT, contact, merging.merged_id)


@router.get("/companies", auth=READ, response=Page[Company])
def list_companies(request: ApiRequest, wanted: Query[ClientWanted], part: Query[Slice]) -> HttpResponseBase:
    """Companies that the token's person may see; merged ones are told by the events."""
    rows = _rows(request, ClientKind.COMPANY, wanted, part, "companies")
    return listed(page(rows, part, "companies", Company))


@router.post("/companies", auth=WRITE, response={201: Company})
@once
def make_company(request: ApiRequest, new: CompanyMade) -> HttpResponseBase:
    """Make a company. Where the name is in the base already: 409, and none is made."""
    made = create_company(
        by=request.auth.actor, at=request.now, fields=_fields(new), request_id=request.request_id
    )
    return told(request, _company(request, made.pk), 201, at=f"/api/v1/companies/{made.pk}")


@router.get("/companies/{company}", auth=READ, response=Company)
def get_company(request: ApiRequest, company: PathId) -> HttpResponseBase:
    """One company."""
    return told(request, _company(request, company))


@router.patch("/companies/{company}", auth=WRITE, response=Company)
def change_one_company(request: ApiRequest, company: PathId, change: CompanyChange) -> HttpResponseBase:
    """Change fields of a company."""
    with changing(request, Held.COMPANY, company, lambda: _company(request, company)):
        change_company(
            by=request.auth.actor, at=request.now, company=company, fields=_fields(change),
            request_id=request.request_id,
        )  # fmt: skip
    return told(request, _company(request, company))


@router.post("/companies/{company}/owner", auth=WRITE, response={204: None})
@once
def give_company(request: ApiRequest, company: PathId, keeper: Keeper) -> HttpResponseBase:
    """Give a company to a colleague; for those who lead."""
    give_client(
        by=request.auth.actor, at=request.now, owner=keeper.owner_id, company=company,
        request_id=request.request_id,
    )  # fmt: skip
    return nothing()


@router.post("/companies/{company}/merge", auth=WRITE, response=Merged)
@once
def merge_companies(request: ApiRequest, company: PathId, merging: Merging) -> HttpResponseBase:
    """Make another company part of this one. Nothing is lost, and the two can be parted again."""
    return _merged(request, ClientKind.COMPANY, company, merging.merged_id)


@router.post("/merges/{merge}/part", auth=WRITE, response={204: None})
@once
def part_merged(request: ApiRequest, merge: PathId) -> HttpResponseBase:
    """Part a merged client again; what was edited since stays."""
    part_clients(by=request.auth.actor, at=request.now, merge=merge, request_id=request.request_id)
    return nothing()


def _merged(request: ApiRequest, kind: ClientKind, into: int, merged: int) -> HttpResponseBase:
    merge = merge_clients(
        by=request.auth.actor,
        at=request.now,
        kind=kind,
        into=into,
        merged=merged,
        request_id=request.request_id,
    )
    return listed(
        Merged(id=merge.pk, kind=kind.value, into_id=merge.into, merged_id=merge.merged, at=merge.at)
    )
