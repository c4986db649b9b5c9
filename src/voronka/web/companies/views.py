"""Companies: the list, one company's page, its fields, and new ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voronka.commands.clients import ClientWords, change_company, create_company, find_client
from voronka.domain.custom_fields import Of
from voronka.queries.client_page import CompanyPage, Link, company_page, company_row, namesakes
from voronka.queries.clients import companies as companies_of
from voronka.queries.custom_fields import held_by
from voronka.queries.workspace import workspace
from voronka.web.clients import views
from voronka.web.clients.fields import CARE_HINT, CARE_LABEL, CITY_HINT, FieldSpec, care_value, place_values
from voronka.web.clients.kind import ClientKind, Shaped
from voronka.web.companies.requisites import requisites_shown
from voronka.web.formatting import number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse

    from voronka.domain.permissions import Actor
    from voronka.models import Company
    from voronka.web.request import AppRequest

FIELDS: Mapping[str, FieldSpec] = {
    spec.name: spec
    for spec in (
        FieldSpec("name", pgettext_lazy("of a thing", "Name")),
        FieldSpec("legal_name", gettext_lazy("Legal name")),
        FieldSpec("tax_id", gettext_lazy("Tax ID")),
        FieldSpec("sector", gettext_lazy("Sector")),
        FieldSpec("site", gettext_lazy("Site")),
        FieldSpec(
            "phones", gettext_lazy("Phones"), "lines", gettext_lazy("One to a line. Ctrl+Enter saves.")
        ),
        FieldSpec(
            "emails", gettext_lazy("E-mails"), "lines", gettext_lazy("One to a line. Ctrl+Enter saves.")
        ),
        FieldSpec("city", gettext_lazy("City"), "place", CITY_HINT),
        FieldSpec("country", gettext_lazy("Country")),
        FieldSpec("address", gettext_lazy("Address")),
        FieldSpec("time_zone", gettext_lazy("Time zone"), "choose"),
        FieldSpec(
            "parent", gettext_lazy("Belongs to"), hint=gettext_lazy("The name of a company in the base.")
        ),
        FieldSpec("employees", gettext_lazy("Employees")),
        FieldSpec("founded_year", gettext_lazy("Founded in")),
        FieldSpec("annual_revenue", gettext_lazy("Revenue a year"), "money"),
        FieldSpec("description", gettext_lazy("About"), "area"),
        FieldSpec("care_days", CARE_LABEL, hint=CARE_HINT),
        FieldSpec("owner", gettext_lazy("Owner"), "choose"),
    )
}


@require_safe
def companies(request: AppRequest) -> HttpResponse:
    """The list; only its rows for a part of the page."""
    return views.client_list(request, COMPANIES)


@require_safe
def company(request: AppRequest, company: int) -> HttpResponse:
    """One company."""
    return views.client(request, COMPANIES, company, currency=workspace().currency)


@require_safe
def history(request: AppRequest, company: int) -> HttpResponse:
    """Older events of a company's history."""
    return views.older_history(request, COMPANIES, company)


@require_POST
def checked(request: AppRequest, company: int) -> HttpResponse:
    """What is known is right as it stands."""
    return views.client_checked(request, COMPANIES, company)


@require_http_methods(["GET", "HEAD", "POST"])
def field(request: AppRequest, company: int, name: str) -> HttpResponse:
    """One field as it is, or with a new value saved; a wrong one comes back as typed (422)."""
    return views.client_field(request, COMPANIES, company, name)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: AppRequest) -> HttpResponse:
    """The dialog of a new company. A name that is known already leads to the company that has it."""
    return views.new_client(request, COMPANIES)


@require_safe
def known(request: AppRequest) -> HttpResponse:
    """Which company has the name that is being typed."""
    return views.known_already(request, COMPANIES)


def _shaped(actor: Actor, row: Company) -> Shaped:
    page = company_page(actor, row)
    held = held_by(actor, Of.COMPANY, row.pk)
    return Shaped(page, _values(page), {"requisites": requisites_shown(row)}, held)


def _values(page: CompanyPage) -> dict[str, str]:
    """Every field that the actor may change, as text."""
    texts = {
        name: getattr(page, name)
        for name in (
            "name", "legal_name", "tax_id", "sector", "site", "country", "address", "description",
        )
    }  # fmt: skip
    numbers = {
        "employees": "" if page.employees is None else number(page.employees),
        "founded_year": "" if page.founded_year is None else str(page.founded_year),
        "annual_revenue": "" if page.annual_revenue is None else number(page.annual_revenue),
    }
    lines = {"phones": "\n".join(page.phones), "emails": "\n".join(page.emails)}
    links = {"parent": page.parent.name if page.parent else ""}
    owner = {"owner": str(page.owner.id) if page.owner else ""} if page.may_give else {}
    return texts | place_values(page) | numbers | lines | links | care_value(page) | owner


def _change(request: AppRequest, company: int, name: str, value: str) -> None:
    change_company(
        by=request.actor, at=request.now, company=company, fields={name: value}, request_id=request.request_id
    )


def _make(request: AppRequest, fields: dict[str, str]) -> int:
    return create_company(by=request.actor, at=request.now, fields=fields, request_id=request.request_id).pk


def _taken(actor: Actor, given: Mapping[str, str]) -> Link | None:
    known = find_client(ClientWords(company=given["name"])).company
    return namesakes(actor, company=None if known is None else known.pk)


COMPANIES: ClientKind[Company] = ClientKind(
    name="company",
    plural="companies",
    fields=FIELDS,
    new_fields=("name", "site", "tax_id", "city", "country", "sector"),
    listed=companies_of,
    row=company_row,
    shaped=_shaped,
    change=_change,
    make=_make,
    taken=_taken,
)
