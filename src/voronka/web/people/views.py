"""People: the list, one person's page, their fields, and new ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voronka.commands.clients import ClientWords, change_contact, create_contact, find_client
from voronka.domain.custom_fields import Of
from voronka.queries.client_page import ContactPage, Link, contact_page, contact_row, namesakes
from voronka.queries.clients import people as people_of
from voronka.queries.custom_fields import held_by
from voronka.web.clients import views
from voronka.web.clients.fields import CARE_HINT, CARE_LABEL, CITY_HINT, FieldSpec, care_value, place_values
from voronka.web.clients.kind import ClientKind, Shaped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse

    from voronka.domain.permissions import Actor
    from voronka.models import Contact
    from voronka.web.request import AppRequest

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
        FieldSpec("city", gettext_lazy("City"), "place", CITY_HINT),
        FieldSpec("time_zone", gettext_lazy("Time zone"), "choose"),
        FieldSpec("language", gettext_lazy("Language"), "choose"),
        FieldSpec("birthday", gettext_lazy("Birthday"), "date"),
        FieldSpec("description", gettext_lazy("About"), "area"),
        FieldSpec("care_days", CARE_LABEL, hint=CARE_HINT),
        FieldSpec("owner", gettext_lazy("Owner"), "choose"),
    )
}


@require_safe
def people(request: AppRequest) -> HttpResponse:
    """The list; only its rows for a part of the page."""
    return views.client_list(request, CONTACTS)


@require_safe
def contact(request: AppRequest, contact: int) -> HttpResponse:
    """One person."""
    return views.client(request, CONTACTS, contact)


@require_safe
def history(request: AppRequest, contact: int) -> HttpResponse:
    """Older events of a person's history."""
    return views.older_history(request, CONTACTS, contact)


@require_POST
def checked(request: AppRequest, contact: int) -> HttpResponse:
    """What is known is right as it stands."""
    return views.client_checked(request, CONTACTS, contact)


@require_http_methods(["GET", "HEAD", "POST"])
def field(request: AppRequest, contact: int, name: str) -> HttpResponse:
    """One field as it is, or with a new value saved; a wrong one comes back as typed (422)."""
    return views.client_field(request, CONTACTS, contact, name)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: AppRequest) -> HttpResponse:
    """The dialog of a new contact. A number or address that is known already leads to whose it is."""
    return views.new_client(request, CONTACTS, {"company": request.GET.get("company", "")[:160]})


@require_safe
def known(request: AppRequest) -> HttpResponse:
    """Whose number or address it is that is being typed."""
    return views.known_already(request, CONTACTS)


def _shaped(actor: Actor, row: Contact) -> Shaped:
    page = contact_page(actor, row)
    return Shaped(page, _values(page), custom=held_by(actor, Of.CONTACT, row.pk))


def _values(page: ContactPage) -> dict[str, str]:
    """Every field that the actor may change, as text."""
    values = {
        "name": page.name,
        "position": page.position,
        "company": page.company.name if page.company else "",
        "decides": "1" if page.decides else "",
        "phones": "\n".join(page.phones),
        "emails": "\n".join(page.emails),
        "language": page.language,
        "birthday": page.birthday.isoformat() if page.birthday else "",
        "description": page.description,
    }
    return (
        values
        | place_values(page)
        | care_value(page)
        | ({"owner": str(page.owner.id) if page.owner else ""} if page.may_give else {})
    )


def _change(request: AppRequest, contact: int, name: str, value: str) -> None:
    change_contact(
        by=request.actor, at=request.now, contact=contact, fields={name: value}, request_id=request.request_id
    )


def _make(request: AppRequest, fields: dict[str, str]) -> int:
    return create_contact(by=request.actor, at=request.now, fields=fields, request_id=request.request_id).pk


def _taken(actor: Actor, given: Mapping[str, str]) -> Link | None:
    known = find_client(ClientWords(phone=given["phone"], email=given["email"])).contact
    return namesakes(actor, contact=None if known is None else known.pk)


CONTACTS: ClientKind[Contact] = ClientKind(
    name="contact",
    plural="people",
    fields=FIELDS,
    new_fields=("name", "phone", "email", "company", "position", "city", "shared"),
    listed=people_of,
    row=contact_row,
    shaped=_shaped,
    change=_change,
    make=_make,
    taken=_taken,
)
