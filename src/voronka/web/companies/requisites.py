"""A company's requisites: on its page, typed in a dialog, or found in a register and confirmed field by field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from voronka.commands.requisite_lookups import ask_provider
from voronka.commands.requisites import set_requisites
from voronka.domain.errors import Invalid, NotFound
from voronka.domain.requisites import FIELDS, Origin, Requisite, fields_of
from voronka.queries.client_page import company_row
from voronka.queries.requisites import (
    FoundEntry,
    RequisiteView,
    country_code,
    has_provider,
    has_register,
    in_register,
    lookup_of,
    register_entry,
    requisites_of,
)
from voronka.web.errors.wording import problem_texts
from voronka.web.request import form_values, whole_number
from voronka.web.requisite_words import COUNTRIES, ORIGINS, TROUBLES, requisite_label
from voronka.web.toast import toast_header

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voronka.models import Company
    from voronka.web.request import AppRequest


PROVIDER_COUNTRY = "RU"


@dataclass(frozen=True, slots=True)
class Shown:
    """A field as the page shows it. `origin` in words, empty where nothing is known of it."""

    label: str
    view: RequisiteView
    origin: str


@dataclass(frozen=True, slots=True)
class Filling:
    """What a found company would fill in. `is_new`: nothing stands there; `is_kept`: a person typed what stands there."""

    what: Requisite
    label: str
    now: str
    origin: str
    value: str
    is_ticked: bool


def requisites_shown(company: Company) -> list[Shown]:
    """The requisites that are known, for the company's page."""
    country = country_code(company)
    return [
        Shown(requisite_label(view.what, country), view, _origin(view))
        for view in requisites_of(company, country)
        if view.value
    ]


def _origin(view: RequisiteView) -> str:
    return "" if view.kept is None else str(ORIGINS[view.kept.origin])


@require_http_methods(["GET", "HEAD", "POST"])
def requisites(request: AppRequest, company: int) -> HttpResponse:
    """The dialog in which requisites are typed; what can't be right comes back as typed (422)."""
    row = company_row(request.actor, company)
    sent = request.POST if request.method == "POST" else request.GET
    country = _rules(sent.get("country", country_code(row)))
    if request.method != "POST":
        known = {view.what.value: view.value for view in requisites_of(row, country)}
        # Another country's rules are looked at while something is typed already.
        return _dialog(request, row, country, known | {name: request.GET[name] for name in request.GET})
    given = form_values(request, *(what.value for what in fields_of(country)))
    try:
        set_requisites(
            by=request.actor,
            at=request.now,
            company=company,
            country=country,
            fields=given,
            request_id=request.request_id,
        )
    except Invalid as invalid:
        return _dialog(request, row, country, given, problem_texts(invalid))
    return _saved(company)


def _saved(company: int) -> HttpResponse:
    """204: the dialog closes, and the page fetches anew what it shows of the company."""
    header = toast_header(_("Requisites saved"), client_changed={"company": company}, close_dialog=True)
    return HttpResponse(status=204, headers={"HX-Trigger": header})


def _rules(country: str) -> str:
    return country if country in FIELDS else ""


def _dialog(
    request: AppRequest,
    row: Company,
    country: str,
    given: Mapping[str, str],
    errors: Mapping[str, str] | None = None,
) -> HttpResponse:
    shown = {
        "company": row.pk,
        "country": country,
        "countries": list(COUNTRIES.items()),
        "fields": [(what.value, requisite_label(what, country)) for what in fields_of(country)],
        "values": given,
        "errors": errors or {},
    }
    return render(request, "companies/requisites.html", shown, status=422 if errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def find(request: AppRequest, company: int) -> HttpResponse:
    """The dialog in which a company is looked for: in the register, and at the provider where it is asked (POST)."""
    row = company_row(request.actor, company)
    text = _sent(request, "text")[:160] or row.tax_id or row.name
    city = _sent(request, "city")[:80] or ("" if "text" in request.GET else row.city)
    asked = whole_number(request.GET.get("lookup")) or 0
    if request.method == "POST":
        asked = ask_provider(by=request.actor, at=request.now, company=company, text=text, city=city)
    lookup = lookup_of(request.actor, company, asked)
    shown = {
        "company": company,
        "text": lookup.text if lookup else text,
        "city": lookup.city if lookup else city,
        "found": in_register(text, city) if has_register() and lookup is None else [],
        "has_register": has_register(),
        "has_provider": has_provider(),
        "lookup": lookup,
        "trouble": str(TROUBLES[lookup.trouble]) if lookup and lookup.trouble else "",
    }
    return render(request, "companies/find.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def take(request: AppRequest, company: int) -> HttpResponse:
    """Field by field what a found company would fill in; then what was ticked is filled in."""
    row = company_row(request.actor, company)
    entry, origin = _chosen(request, company)
    if request.method != "POST":
        chosen = {name: _sent(request, name) for name in ("entry", "lookup", "at") if _sent(request, name)}
        shown = {"company": company, "entry": entry, "chosen": chosen, "filling": _filling(row, entry)}
        return render(request, "companies/take.html", shown)
    ticked = set(request.POST.getlist("take"))
    fields = {what.value: value for what, value in entry.company.values.items() if what.value in ticked}
    if fields:
        set_requisites(
            by=request.actor,
            at=request.now,
            company=company,
            country=entry.country,
            fields=fields,
            origin=origin,
            request_id=request.request_id,
        )
    return _saved(company)


def _chosen(request: AppRequest, company: int) -> tuple[FoundEntry, Origin]:
    """The company that was chosen: of the register, or the so-manieth that the provider found."""
    entry = register_entry(whole_number(_sent(request, "entry")) or 0)
    if entry is not None:
        return entry, Origin.REGISTER
    lookup = lookup_of(request.actor, company, whole_number(_sent(request, "lookup")) or 0)
    found = (lookup.found or ()) if lookup else ()
    at = whole_number(_sent(request, "at"))
    if at is None or not 0 <= at < len(found):
        raise NotFound
    return FoundEntry(0, found[at], PROVIDER_COUNTRY), Origin.DADATA


def _sent(request: AppRequest, name: str) -> str:
    return (request.POST if request.method == "POST" else request.GET).get(name, "")


def _filling(row: Company, entry: FoundEntry) -> list[Filling]:
    """What differs. What a person typed is left as it is unless they tick it."""
    now = {view.what: view for view in requisites_of(row, entry.country)}
    return [
        Filling(
            what=what,
            label=requisite_label(what, entry.country),
            now=now[what].value,
            origin=_origin(now[what]) or (_("typed") if now[what].value else ""),
            value=entry.company.values[what],
            is_ticked=not _is_typed(now[what]),
        )
        for what in fields_of(entry.country)
        if entry.company.values.get(what) and entry.company.values[what] != now[what].value
    ]


def _is_typed(view: RequisiteView) -> bool:
    """Whether a person's word stands there; of what nobody noted that is supposed."""
    return bool(view.value) and (view.kept is None or view.kept.origin is Origin.TYPED)
