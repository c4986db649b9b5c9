"""Custom fields as pages show and edit them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from voronka.domain.custom_fields import CustomField, Kind, Of, Reference, SeenBy, Value, show
from voronka.domain.errors import NotFound
from voronka.domain.money import Money
from voronka.queries.client_options import company_options, contact_options
from voronka.web.formatting import date_medium, money

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpResponse

    from voronka.web.labels import Label
    from voronka.web.request import AppRequest

KINDS: Mapping[Kind, Label] = {
    Kind.TEXT: pgettext_lazy("kind of field", "Text"),
    Kind.NUMBER: pgettext_lazy("kind of field", "Number"),
    Kind.MONEY: gettext_lazy("Amount of money"),
    Kind.DATE: pgettext_lazy("kind of field", "Day"),
    Kind.CHOICE: gettext_lazy("One of several"),
    Kind.CHOICES: gettext_lazy("Some of several"),
    Kind.PERSON: gettext_lazy("Person of the base"),
    Kind.COMPANY: gettext_lazy("Company of the base"),
    Kind.FILE: gettext_lazy("File of the deal"),
    Kind.LINK: pgettext_lazy("kind of field", "Link"),
}
OF: Mapping[Of, Label] = {
    Of.DEAL: gettext_lazy("Deals"),
    Of.CONTACT: gettext_lazy("People"),
    Of.COMPANY: gettext_lazy("Companies"),
}
SEEN_BY: Mapping[SeenBy, Label] = {
    SeenBy.EVERYBODY: gettext_lazy("Everybody who sees the card"),
    SeenBy.LEADERS: gettext_lazy("Heads and administrators only"),
}
# As the macro of inline editing calls them.
EDITORS: Mapping[Kind, str] = {
    Kind.TEXT: "area",
    Kind.NUMBER: "text",
    Kind.MONEY: "money",
    Kind.DATE: "date",
    Kind.CHOICE: "choose",
    Kind.CHOICES: "several",
    Kind.PERSON: "text",
    Kind.COMPANY: "text",
    Kind.FILE: "choose",
    Kind.LINK: "url",
}
_MOST = 8
Options = tuple[tuple[str, str], ...]


def title_of(field: CustomField) -> str:
    """The field's name in the reader's language."""
    return field.title(get_language() or "en")


def shown(field: CustomField, value: Value | None) -> str:
    """The value for reading; empty for none."""
    language = get_language() or "en"
    match value:
        case Money():
            return money(value.amount, value.currency)
        case Reference():
            return value.name
        case tuple():
            names = {choice.key: choice.title(language) for choice in field.choices}
            return ", ".join(names.get(key, key) for key in value)
        case None | str():
            return value or ""
        case _:
            return date_medium(value) if field.kind is Kind.DATE else show(field, value, language)  # type: ignore[arg-type]  # of that kind it is a day


def typed(field: CustomField, value: Value | None) -> str:
    """The value in the editor: what is sent back means the same."""
    match value:
        case tuple():
            return "\n".join(value)
        case Reference() if field.kind is Kind.FILE:
            return str(value.id)
        case _:
            return show(field, value, get_language() or "en")


def options_of(field: CustomField, value: Value | None, files: Sequence[tuple[int, str]] = ()) -> Options:
    """What an editor that chooses chooses from; of retired choices the one that is chosen still."""
    language = get_language() or "en"
    none = (("", _("not chosen")),)
    if field.kind is Kind.FILE:
        return (*none, *((str(id), name) for id, name in files))
    held = value if isinstance(value, tuple) else ()
    choices = [one for one in field.choices if not one.is_retired or one.key in held]
    found = tuple((one.key, one.title(language)) for one in choices)
    return (*none, *found) if field.kind is Kind.CHOICE else found


def suggest_of(field: CustomField) -> str:
    """The address of what is proposed while one types; empty where nothing is."""
    return reverse("custom-suggest", args=[field.kind]) if field.kind in {Kind.PERSON, Kind.COMPANY} else ""


@require_safe
def suggest(request: AppRequest, kind: str) -> HttpResponse:
    """Clients to choose from, of those that the reader may see.

    Raises:
        NotFound: no such kind.
    """
    if kind not in {Kind.PERSON, Kind.COMPANY}:
        raise NotFound
    text = next(iter(request.GET.dict().values()), "").partition("#")[0].strip()[:80]
    find = contact_options if kind == Kind.PERSON else company_options
    found = find(request.actor, text, _MOST) if text else ()
    return render(
        request, "clients/_places.html", {"places": [(f"{one.name} #{one.id}", one.about) for one in found]}
    )
