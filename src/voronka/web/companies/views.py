"""Companies: the list, one company's page, its fields, and new ones."""

from collections.abc import Mapping

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from voronka.commands.clients import ClientWords, change_company, create_company, find_client, give_client
from voronka.domain.errors import Invalid, NotFound, Problem
from voronka.queries import client_page
from voronka.queries.client_history import history_of
from voronka.queries.client_page import CompanyPage, Link, company_row
from voronka.queries.clients import companies as companies_of
from voronka.queries.workspace import workspace
from voronka.web.clients.fields import Field, FieldSpec, fields_of, options_at
from voronka.web.clients.history import history_days
from voronka.web.clients.lists import list_query
from voronka.web.errors.wording import problem_texts
from voronka.web.formatting import number
from voronka.web.request import AppRequest, form_values, whole_number

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
        FieldSpec("city", gettext_lazy("City")),
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
        FieldSpec("owner", gettext_lazy("Owner"), "choose"),
    )
}
NEW_FIELDS = ("name", "site", "tax_id", "city", "country", "sector")


@require_safe
def companies(request: AppRequest) -> HttpResponse:
    """The list; only its rows for a part of the page."""
    query = list_query(request, "companies")
    page = companies_of(request.actor, query.text, query.sort, query.cursor)
    shown = {"page": page, "query": query, "shows_owner": request.actor.policy.may_see_colleagues}
    template = "companies/page.html" if not request.is_htmx else "companies/_list.html"
    if query.cursor is not None:
        template = "companies/_rows.html"
    return render(request, template, shown)


@require_safe
def company(request: AppRequest, company: int) -> HttpResponse:
    """One company."""
    row = company_row(request.actor, company)
    page = client_page.company_page(request.actor, row)
    found = history_of(request.actor, row)
    shown = {
        "page": page,
        "fields": _fields(request, page),
        "days": history_days(found),
        "older": found.older,
        "shows_owner": request.actor.policy.may_see_colleagues,
        "currency": workspace().currency,
    }
    return render(request, "companies/company.html", shown)


@require_safe
def history(request: AppRequest, company: int) -> HttpResponse:
    """Older events of a company's history."""
    row = company_row(request.actor, company)
    found = history_of(request.actor, row, whole_number(request.GET.get("before")))
    more = reverse("company-history", args=[company])
    return render(
        request, "clients/_history.html", {"days": history_days(found), "older": found.older, "more": more}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def field(request: AppRequest, company: int, name: str) -> HttpResponse:
    """One field as it is, or with a new value saved; a wrong one comes back as typed (422)."""
    page = client_page.company_page(request.actor, company_row(request.actor, company))
    if name not in _values(page):
        raise NotFound
    if request.method != "POST":
        return _field_answer(request, page, name)
    typed = request.POST.get("value", "")
    try:
        _save(request, company, name, typed)
    except Invalid as invalid:
        texts = problem_texts(invalid)
        return _field_answer(request, page, name, typed=typed, error=" ".join(texts.values()))
    changed = client_page.company_page(request.actor, company_row(request.actor, company))
    return _field_answer(request, changed, name, saved=True)


def _save(request: AppRequest, company: int, name: str, value: str) -> None:
    if name == "owner":
        owner = whole_number(value)
        if owner is None:
            raise Invalid({"owner": Problem.UNKNOWN_CHOICE})
        give_client(by=request.actor, at=request.now, owner=owner, company=company)
        return
    change_company(
        by=request.actor, at=request.now, company=company, fields={name: value}, request_id=request.request_id
    )


def _field_answer(
    request: AppRequest,
    page: CompanyPage,
    name: str,
    *,
    typed: str | None = None,
    error: str = "",
    saved: bool = False,
) -> HttpResponse:
    options = options_at(request.now, client_page.possible_owners(request.actor)).get(name, ())
    value = _values(page)[name] if typed is None else typed
    shown = Field(FIELDS[name], value, options, error, saved)
    context = {"page": page, "field": shown, "oob": saved}
    return render(request, "companies/_field.html", context, status=422 if error else 200)


def _fields(request: AppRequest, page: CompanyPage) -> list[Field]:
    options = options_at(request.now, client_page.possible_owners(request.actor))
    return fields_of(FIELDS, _values(page), options)


def _values(page: CompanyPage) -> dict[str, str]:
    """Every field that the actor may change, as text."""
    texts = {
        name: getattr(page, name)
        for name in (
            "name", "legal_name", "tax_id", "sector", "site", "city", "country", "address", "time_zone", "description",
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
    return texts | numbers | lines | links | owner


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: AppRequest) -> HttpResponse:
    """The dialog of a new company. A name that is known already leads to the company that has it."""
    if not request.is_htmx:
        return HttpResponseRedirect(reverse("companies"))
    if request.method != "POST":
        return _new_dialog(request, dict.fromkeys(NEW_FIELDS, ""))
    given = form_values(request, *NEW_FIELDS)
    try:
        made = create_company(by=request.actor, at=request.now, fields=given, request_id=request.request_id)
    except Invalid as invalid:
        taken = _taken(request, given) if Problem.ALREADY_TAKEN in invalid.problems.values() else None
        return _new_dialog(request, given, problem_texts(invalid), taken)
    return HttpResponse(status=204, headers={"HX-Redirect": reverse("company", args=[made.pk])})


def _taken(request: AppRequest, given: Mapping[str, str]) -> Link | None:
    known = find_client(ClientWords(company=given["name"])).company
    return client_page.namesakes(request.actor, company=None if known is None else known.pk)


def _new_dialog(
    request: AppRequest,
    values: Mapping[str, str],
    errors: Mapping[str, str] | None = None,
    taken: Link | None = None,
) -> HttpResponse:
    shown = {"values": values, "errors": errors or {}, "taken": taken}
    return render(request, "companies/new.html", shown, status=422 if errors else 200)
