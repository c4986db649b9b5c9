"""A company's requisites with their origins, and what the open register that is loaded here knows."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from babel import Locale
from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet

from voronka.domain.company_names import search_key
from voronka.domain.permissions import Actor
from voronka.domain.requisites import (
    COLUMNS,
    FoundCompany,
    Kept,
    Origin,
    Requisite,
    Trouble,
    fields_of,
    is_tax_id,
)
from voronka.models import Company, CompanyRequisite, RegisterEntry, RequisiteLookup
from voronka.queries.client_hours import country_of
from voronka.queries.workspace import workspace

_LANGUAGES = ("en", "ru", "uk", "id")
_MOST = 12
_LAST_SIGN = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class RequisiteView:
    """One field: its value, and where it is from; None where nobody has noted it."""

    what: Requisite
    value: str
    kept: Kept | None


@dataclass(frozen=True, slots=True)
class FoundEntry:
    """A company that the register knows, by its row."""

    id: int
    company: FoundCompany
    country: str


def country_code(company: Company) -> str:
    """By whose rules a company's requisites go: its country as typed, the country of its clock, else ours."""
    named = _codes().get(company.country.casefold().strip(), "")
    return named or country_of(company.time_zone) or workspace().country


def requisites_of(company: Company, country: str) -> tuple[RequisiteView, ...]:
    """The fields of a country's contracts, with what is known of each, and what is known besides. One query."""
    rows = CompanyRequisite.objects.filter(company=company).select_related("by")
    kept = {
        Requisite(row.name): Kept(row.value, Origin(row.origin), row.by.name if row.by else "", row.at)
        for row in rows
    }
    asked = fields_of(country)
    besides = [what for what in Requisite if what in kept and what not in asked]
    return tuple(_view(company, what, kept.get(what)) for what in (*asked, *besides))


def _view(company: Company, what: Requisite, kept: Kept | None) -> RequisiteView:
    value = str(getattr(company, what.value)) if what in COLUMNS else (kept.value if kept else "")
    return RequisiteView(what, value, kept if kept is not None and kept.value == value else None)


def in_register(text: str, city: str = "") -> list[FoundEntry]:
    """Companies of the register by their tax number, else by how their name begins; those of the city first."""
    rows = RegisterEntry.objects.filter(_asked(text)).order_by("is_closed", "key", "id")
    here = city.strip()
    nearby = [] if not here else list(rows.filter(city__iexact=here)[:_MOST])
    others: QuerySet[RegisterEntry] = rows.exclude(pk__in=[row.pk for row in nearby])
    return [_entry(row) for row in (*nearby, *others[: _MOST - len(nearby)])]


def register_entry(id: int) -> FoundEntry | None:
    """One company of the register."""
    row = RegisterEntry.objects.filter(pk=id).first()
    return None if row is None else _entry(row)


@dataclass(frozen=True, slots=True)
class LookupView:
    """A lookup at a provider. `found` None and no `trouble`: not answered yet."""

    id: int
    text: str
    city: str
    found: tuple[FoundCompany, ...] | None
    trouble: Trouble | None


def has_provider() -> bool:
    """Whether a provider may be asked."""
    return bool(settings.DADATA_TOKEN)


def lookup_of(actor: Actor, company: int, id: int) -> LookupView | None:
    """What the actor had asked for a company; nobody else's."""
    row = RequisiteLookup.objects.filter(pk=id, company=company, by_id=actor.id).first()
    if row is None:
        return None
    found = None if row.found is None else tuple(map(_told_company, row.found))
    return LookupView(row.pk, row.text, row.city, found, Trouble(row.trouble) if row.trouble else None)


def lookup_words(id: int) -> tuple[str, str] | None:
    """What to ask a provider: text and city. None where that was answered, or nobody waits any more."""
    rows = RequisiteLookup.objects.filter(pk=id, found__isnull=True, trouble="")
    return rows.values_list("text", "city").first()


def _told_company(told: Mapping[str, Any]) -> FoundCompany:
    values = {Requisite(name): value for name, value in told["told"].items()}
    return FoundCompany(told["name"], told["city"], values, bool(told["closed"]))


def has_register() -> bool:
    """Whether one was loaded."""
    return bool(RegisterEntry.objects.exists())


def _asked(text: str) -> Q:
    if is_tax_id(text):
        return Q(tax_id="".join(sign for sign in text if sign.isdigit()))
    key = search_key(text)
    if not key:
        return Q(pk__in=[])
    if connection.vendor == "sqlite":
        # It has no index for what Django makes of `startswith`.
        return Q(key__gte=key, key__lt=f"{key}{_LAST_SIGN}")
    return Q(key__startswith=key)


def _entry(row: RegisterEntry) -> FoundEntry:
    told = {Requisite(name): value for name, value in row.told.items()}
    return FoundEntry(row.pk, FoundCompany(row.name, row.city, told, row.is_closed), row.country)


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    """Countries by what they are called in the four languages."""
    return {
        name.casefold(): code
        for language in _LANGUAGES
        for code, name in Locale.parse(language).territories.items()
        if len(code) == 2 and code.isalpha()
    }
