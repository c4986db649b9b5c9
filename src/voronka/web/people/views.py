"""People: the list, one person's page, their fields, and new ones."""

from collections.abc import Mapping

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from voronka.commands.clients import ClientWords, change_contact, create_contact, find_client, give_client
from voronka.domain.errors import Invalid, NotFound, Problem
from voronka.queries import client_page
from voronka.queries.client_history import history_of
from voronka.queries.client_page import ContactPage, Link, contact_row
from voronka.queries.clients import people as people_of
from voronka.web.clients.fields import Field, FieldSpec, fields_of, options_at
from voronka.web.clients.history import history_days
from voronka.web.clients.lists import list_query
from voronka.web.errors.wording import problem_texts
from voronka.web.request import AppRequest, form_values, whole_number

FIELDS: Mapping[str, FieldSpec] = {
    spec.name: spec
    for spec in (
        FieldSpec("name", gettext_lazy("Name")),
        FieldSpec("position", gettext_lazy("Position")),
        FieldSpec("company", gettext_lazy("Company"), hint=gettext_lazy("A new name makes a new company.")),
        FieldSpec("decides", gettext_lazy("Decides"), "choose"),
        FieldSpec(
            "phones", gettext_lazy("Phones"), "lines", gettext_lazy("One to a line. Ctrl+Enter saves.")
        ),
        FieldSpec(
            "emails", gettext_lazy("E-mails"), "lines", gettext_lazy("One to a line. Ctrl+Enter saves.")
        ),
        FieldSpec("city", gettext_lazy("City")),
        FieldSpec("time_zone", gettext_lazy("Time zone"), "choose"),
        FieldSpec("description", gettext_lazy("About"), "area"),
        FieldSpec("owner", gettext_lazy("Owner"), "choose"),
    )
}
NEW_FIELDS = ("name", "phone", "email", "company", "position", "city")


@require_safe
def people(request: AppRequest) -> HttpResponse:
    """The list; only its rows for a part of the page."""
    query = list_query(request, "people")
    page = people_of(request.actor, query.text, query.sort, query.cursor)
    shown = {"page": page, "query": query, "shows_owner": request.actor.policy.may_see_colleagues}
    template = "people/page.html" if not request.is_htmx else "people/_list.html"
    if query.cursor is not None:
        template = "people/_rows.html"
    return render(request, template, shown)


@require_safe
def contact(request: AppRequest, contact: int) -> HttpResponse:
    """One person."""
    row = contact_row(request.actor, contact)
    page = client_page.contact_page(request.actor, row)
    found = history_of(request.actor, row)
    shown = {
        "page": page,
        "fields": _fields(request, page),
        "days": history_days(found),
        "older": found.older,
        "shows_owner": request.actor.policy.may_see_colleagues,
    }
    return render(request, "people/contact.html", shown)


@require_safe
def history(request: AppRequest, contact: int) -> HttpResponse:
    """Older events of a person's history."""
    row = contact_row(request.actor, contact)
    found = history_of(request.actor, row, whole_number(request.GET.get("before")))
    more = reverse("contact-history", args=[contact])
    return render(
        request, "clients/_history.html", {"days": history_days(found), "older": found.older, "more": more}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def field(request: AppRequest, contact: int, name: str) -> HttpResponse:
    """One field as it is, or with a new value saved; a wrong one comes back as typed (422)."""
    page = client_page.contact_page(request.actor, contact_row(request.actor, contact))
    if name not in _values(page):
        raise NotFound
    if request.method != "POST":
        return _field_answer(request, page, name)
    typed = request.POST.get("value", "")
    try:
        _save(request, contact, name, typed)
    except Invalid as invalid:
        texts = problem_texts(invalid)
        return _field_answer(request, page, name, typed=typed, error=" ".join(texts.values()))
    changed = client_page.contact_page(request.actor, contact_row(request.actor, contact))
    return _field_answer(request, changed, name, saved=True)


def _save(request: AppRequest, contact: int, name: str, value: str) -> None:
    if name == "owner":
        owner = whole_number(value)
        if owner is None:
            raise Invalid({"owner": Problem.UNKNOWN_CHOICE})
        give_client(by=request.actor, at=request.now, owner=owner, contact=contact)
        return
    change_contact(
        by=request.actor, at=request.now, contact=contact, fields={name: value}, request_id=request.request_id
    )


def _field_answer(
    request: AppRequest,
    page: ContactPage,
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
    return render(request, "people/_field.html", context, status=422 if error else 200)


def _fields(request: AppRequest, page: ContactPage) -> list[Field]:
    options = options_at(request.now, client_page.possible_owners(request.actor))
    return fields_of(FIELDS, _values(page), options)


def _values(page: ContactPage) -> dict[str, str]:
    """Every field that the actor may change, as text."""
    values = {
        "name": page.name,
        "position": page.position,
        "company": page.company.name if page.company else "",
        "decides": "1" if page.decides else "",
        "phones": "\n".join(page.phones),
        "emails": "\n".join(page.emails),
        "city": page.city,
        "time_zone": page.time_zone,
        "description": page.description,
    }
    return values | ({"owner": str(page.owner.id) if page.owner else ""} if page.may_give else {})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: AppRequest) -> HttpResponse:
    """The dialog of a new contact. A number or address that is known already leads to whose it is."""
    if not request.is_htmx:
        return HttpResponseRedirect(reverse("people"))
    if request.method != "POST":
        return _new_dialog(
            request, dict.fromkeys(NEW_FIELDS, "") | {"company": request.GET.get("company", "")[:160]}
        )
    given = form_values(request, *NEW_FIELDS)
    try:
        made = create_contact(by=request.actor, at=request.now, fields=given, request_id=request.request_id)
    except Invalid as invalid:
        taken = _taken(request, given) if Problem.ALREADY_TAKEN in invalid.problems.values() else None
        return _new_dialog(request, given, problem_texts(invalid), taken)
    return HttpResponse(status=204, headers={"HX-Redirect": reverse("contact", args=[made.pk])})


def _taken(request: AppRequest, given: Mapping[str, str]) -> Link | None:
    known = find_client(ClientWords(phone=given["phone"], email=given["email"])).contact
    return client_page.namesakes(request.actor, contact=None if known is None else known.pk)


def _new_dialog(
    request: AppRequest,
    values: Mapping[str, str],
    errors: Mapping[str, str] | None = None,
    taken: Link | None = None,
) -> HttpResponse:
    shown = {"values": values, "errors": errors or {}, "taken": taken}
    return render(request, "people/new.html", shown, status=422 if errors else 200)
