"""Settings of custom fields: which there are of deals, people and companies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voronka.commands.setup.custom_fields import (
    LANGUAGES,
    add_custom_field,
    change_custom_field,
    place_custom_field,
    retire_choice,
    retire_custom_field,
)
from voronka.domain.custom_fields import KINDS, CustomField, Kind, Of
from voronka.domain.errors import Invalid, NotFound
from voronka.queries.custom_fields import every_field
from voronka.web.custom_fields import KINDS as KIND_WORDS
from voronka.web.custom_fields import OF, SEEN_BY
from voronka.web.request import AppRequest, form_values, whole_number
from voronka.web.settings_.access import for_the_method
from voronka.web.settings_.answers import Form, as_form, refused, saved

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse

_NAMES = tuple(f"name_{language}" for language in LANGUAGES)
_SAID = ("name", "kind", "key", "seen_by", "choices", *_NAMES)


@require_safe
@for_the_method
def index(request: AppRequest) -> HttpResponse:
    """All fields in their order."""
    fields = every_field()
    shown = {
        "groups": [
            (of.value, words, [one for one in fields if one.address.of is of]) for of, words in OF.items()
        ],
        "kinds": KIND_WORDS,
    }
    return render(request, "settings_/custom_fields.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_method
def new(request: AppRequest, of: str) -> HttpResponse:
    """The dialog of one more field of deals, contacts or companies.

    Raises:
        NotFound: nothing has such fields.
    """
    if of not in set(Of):
        raise NotFound
    values = form_values(request, *_SAID)
    if request.method != "POST":
        return _dialog(request, Of(of), None, as_form({**values, "kind": Kind.TEXT.value}))
    try:
        add_custom_field(
            by=request.actor, at=request.now, of=Of(of), fields=values, request_id=request.request_id
        )
    except Invalid as invalid:
        return _dialog(request, Of(of), None, refused(values, invalid), status=422)
    return saved(request, _("The field is added."), "settings-fields")


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_method
def one(request: AppRequest, field: int) -> HttpResponse:
    """The dialog of one field."""
    found = _found(field)
    of, names = found.address.of, tuple(f"choice_{choice.id}" for choice in found.choices)
    if request.method != "POST":
        return _dialog(request, of, found, as_form(_values(found)))
    values = form_values(request, "name", "seen_by", "choices", *_NAMES, *names)
    try:
        change_custom_field(
            by=request.actor, at=request.now, field=field, fields=values, request_id=request.request_id
        )
    except Invalid as invalid:
        return _dialog(request, of, found, refused(values, invalid), status=422)
    return saved(request, _("The field is saved."), "settings-fields")


@require_POST
@for_the_method
def place(request: AppRequest, field: int) -> HttpResponse:
    """Put a field at another place of its list."""
    to = whole_number(request.POST.get("place")) or 0
    place_custom_field(by=request.actor, at=request.now, field=field, place=to, request_id=request.request_id)
    return saved(request, _("The order is saved."), "settings-fields")


@require_POST
@for_the_method
def retire(request: AppRequest, field: int) -> HttpResponse:
    """Show it no longer; with `on` again."""
    again = request.POST.get("on") == "1"
    retire_custom_field(
        by=request.actor, at=request.now, field=field, is_retired=not again, request_id=request.request_id
    )
    text = (
        _("The field is shown again.") if again else _("The field is shown no longer. What it holds is kept.")
    )
    return saved(request, text, "settings-fields")


@require_POST
@for_the_method
def choice(request: AppRequest, choice: int) -> HttpResponse:
    """Offer a choice no longer; with `on` again."""
    again = request.POST.get("on") == "1"
    retire_choice(
        by=request.actor, at=request.now, choice=choice, is_retired=not again, request_id=request.request_id
    )
    text = _("The choice is offered again.") if again else _("The choice is offered no longer.")
    return saved(request, text, "settings-fields")


def _found(field: int) -> CustomField:
    found = next((one for one in every_field() if one.id == field), None)
    if found is None:
        raise NotFound
    return found


def _values(field: CustomField) -> Mapping[str, str]:
    names = {f"name_{language}": field.names.get(language, "") for language in LANGUAGES}
    choices = {f"choice_{choice.id}": choice.name for choice in field.choices}
    return {"name": field.name, "seen_by": field.seen_by.value, "choices": "", **names, **choices}


def _dialog(
    request: AppRequest, of: Of, found: CustomField | None, form: Form, status: int = 200
) -> HttpResponse:
    shown = {
        **form,
        "of": of.value,
        "found": found,
        "kinds": [(kind.value, KIND_WORDS[kind]) for kind in KINDS[of]],
        "kind_words": KIND_WORDS,
        "readers": [(one.value, words) for one, words in SEEN_BY.items()],
        "languages": (
            ("name_en", "English"), ("name_ru", "Русский"), ("name_uk", "Українська"), ("name_id", "Indonesia"),
        ),
    }  # fmt: skip
    return render(request, "settings_/_custom_field.html", shown, status=status)
