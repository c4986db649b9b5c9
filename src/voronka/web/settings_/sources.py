"""Settings of sources: the dictionary, where requests of each go, its key, its form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voronka.commands.setup.sources import add_source, change_source, renew_key, switch_source
from voronka.commands.setup.web_forms import change_form
from voronka.domain.errors import Invalid
from voronka.domain.intake import RECEIVING, SourceKind
from voronka.domain.web_form import Ask, FormField
from voronka.queries.pipelines import all_pipelines
from voronka.queries.sources import own_teams, source_view, source_views
from voronka.queries.spending import costs_of
from voronka.queries.web_forms import form_of, wordings_of
from voronka.web.intake.form_words import LABELS
from voronka.web.intake_words import KIND_ICONS, KINDS, KNOWN_RULES, OWNER_RULES
from voronka.web.request import AppRequest, form_values
from voronka.web.settings_.access import for_the_method
from voronka.web.settings_.answers import Form, as_form, refused, saved

if TYPE_CHECKING:
    from voronka.queries.sources import SourceView
    from voronka.queries.web_forms import FormView

_RULES = ("name", "pipeline", "team", "begins", "owner_rule", "known_rule")
_SAYS = ("language", "title", "button", "thanks_text", "thanks_url", "origins", "consent")
_BEGINS = (
    ("unsorted", gettext_lazy("In Unsorted")),
    ("work", gettext_lazy("At the first working stage, where somebody gets it at once")),
)


@require_safe
@for_the_method
def index(request: AppRequest) -> HttpResponse:
    """The dictionary."""
    shown = {"sources": source_views(request.actor, request.now), "kinds": KINDS, "icons": KIND_ICONS}
    return render(request, "settings_/sources.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_method
def new(request: AppRequest) -> HttpResponse:
    """The dialog of one more source."""
    values = form_values(request, "name", "kind", "pipeline", "team")
    if request.method != "POST":
        return _new_dialog(request, as_form({"kind": SourceKind.FORM.value}))
    rules = {"owner_rule": "nobody", "known_rule": "new_deal"}
    if values["kind"] not in set(SourceKind):
        values["kind"] = SourceKind.HAND.value
    try:
        row = add_source(
            by=request.actor, at=request.now, fields=values | rules, request_id=request.request_id
        )
    except Invalid as invalid:
        return _new_dialog(request, refused(values, invalid), status=422)
    if SourceKind(values["kind"]) not in RECEIVING:
        return saved(request, _("The source is added."), "settings-sources")
    response = HttpResponse(status=204)
    response.headers["HX-Redirect"] = reverse("settings-source", args=[row.pk])
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_the_method
def one(request: AppRequest, source: int) -> HttpResponse:
    """A source: where its requests go. POST: these rules."""
    found = source_view(request.actor, source, request.now)
    if request.method != "POST":
        return _page(request, found)
    values = form_values(request, *_RULES)
    try:
        change_source(
            by=request.actor, at=request.now, source=source, fields=values, request_id=request.request_id
        )
    except Invalid as invalid:
        return _page(request, found, rules=refused(values, invalid), status=422)
    return HttpResponseRedirect(_here(source))


@require_POST
@for_the_method
def form(request: AppRequest, source: int) -> HttpResponse:
    """What the source's form asks for and says."""
    found = source_view(request.actor, source, request.now)
    values = form_values(request, *_SAYS, *_field_names())
    try:
        change_form(
            by=request.actor, at=request.now, source=source, fields=_fields(values), said=values,
            request_id=request.request_id,
        )  # fmt: skip
    except Invalid as invalid:
        return _page(request, found, building=refused(values, invalid), status=422)
    return HttpResponseRedirect(f"{_here(source)}#source-form")


@never_cache
@require_POST
@for_the_method
def key(request: AppRequest, source: int) -> HttpResponse:
    """Make the source's key anew; it is shown this once."""
    made = renew_key(by=request.actor, at=request.now, source=source, request_id=request.request_id)
    return _page(request, source_view(request.actor, source, request.now), key=made)


@require_POST
@for_the_method
def switch(request: AppRequest, source: int) -> HttpResponse:
    """Take requests in by it, or no longer."""
    on = request.POST.get("on") == "1"
    switch_source(by=request.actor, at=request.now, source=source, on=on, request_id=request.request_id)
    return HttpResponseRedirect(_here(source))


def _here(source: int) -> str:
    return reverse("settings-source", args=[source])


def _new_dialog(request: AppRequest, form: Form, status: int = 200) -> HttpResponse:
    shown = {**form, **_choices(request), "kinds": [(kind.value, label) for kind, label in KINDS.items()]}
    return render(request, "settings_/_source_new.html", shown, status=status)


def _choices(request: AppRequest) -> dict[str, Any]:
    return {
        "pipelines": [(pipeline.id, pipeline.name) for pipeline in all_pipelines()],
        "teams": own_teams(request.actor),
        "owner_rules": [(rule.value, label) for rule, label in OWNER_RULES.items()],
        "known_rules": [(rule.value, label) for rule, label in KNOWN_RULES.items()],
        "begins": _BEGINS,
    }


def _page(
    request: AppRequest,
    found: SourceView,
    *,
    rules: Form | None = None,
    building: Form | None = None,
    key: str = "",
    status: int = 200,
) -> HttpResponse:
    made = form_of(found.id)
    shown = {
        **_choices(request),
        "source": found,
        "kinds": KINDS,
        "rules": rules or as_form(_rule_values(found)),
        "form": made,
        "building": building or as_form({} if made is None else _form_values(made)),
        "asks": LABELS,
        "wordings": wordings_of(found.id) if made is not None else [],
        "key": key,
        "costs": costs_of(request.actor, found.id),
        "currency": request.workspace.currency,
        "endpoint": request.build_absolute_uri(reverse("intake-endpoint")),
        "script": request.build_absolute_uri(reverse("web-form-script")),
        "address": "" if made is None else request.build_absolute_uri(reverse("web-form", args=[made.token])),
        "languages": [
            ("en", "English"),
            ("ru", "Русский"),
            ("uk", "Українська"),
            ("id", "Bahasa Indonesia"),
        ],
    }
    return render(request, "settings_/source.html", shown, status=status)


def _rule_values(found: SourceView) -> dict[str, str]:
    return {
        "name": found.name,
        "pipeline": str(found.pipeline or ""),
        "team": str(found.team or ""),
        "begins": "work" if found.starts_work else "unsorted",
        "owner_rule": found.owner_rule.value,
        "known_rule": found.known_rule.value,
    }


def _field_names() -> list[str]:
    return [f"{part}-{ask.value}" for ask in Ask for part in ("shown", "label", "required")] + ["choices"]


def _fields(values: dict[str, str]) -> list[FormField]:
    return [
        FormField(
            ask,
            values[f"label-{ask.value}"].strip(),
            values[f"required-{ask.value}"] == "on",
            _choice_lines(values["choices"]) if ask is Ask.CHOICE else (),
        )
        for ask in Ask
        if values[f"shown-{ask.value}"] == "on"
    ]


def _choice_lines(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(line.split()) for line in text.splitlines() if line.strip()))


def _form_values(made: FormView) -> dict[str, str]:
    values = {name: getattr(made, name) for name in ("language", "title", "button", "thanks_text")}
    values |= {"thanks_url": made.thanks_url, "origins": "\n".join(made.origins), "consent": made.consent}
    for one_field in made.fields:
        values[f"shown-{one_field.ask.value}"] = "on"
        values[f"label-{one_field.ask.value}"] = one_field.label
        values[f"required-{one_field.ask.value}"] = "on" if one_field.is_required else ""
        if one_field.ask is Ask.CHOICE:
            values["choices"] = "\n".join(one_field.choices)
    return values
