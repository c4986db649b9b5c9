"""Settings of sanctions: the one switch, and the rules with what each would have entered lately."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voronka.commands.setup.sanctions import (
    add_rule,
    change_rule,
    remove_rule,
    switch_rule,
    switch_sanctions,
    unsaved_rule,
)
from voronka.domain.errors import Invalid, NotAllowed
from voronka.domain.permissions import Role
from voronka.domain.sanctions import Unit
from voronka.queries.sanction_rules import rule_view, rule_views, teams_to_choose
from voronka.queries.sanction_trial import trial
from voronka.web.durations import duration_fields
from voronka.web.request import AppRequest, form_values
from voronka.web.sanction_access import while_sanctions_are_on
from voronka.web.sanction_words import FACTS, rule_text, worth_text
from voronka.web.settings_.access import for_the_method
from voronka.web.settings_.answers import Form, as_form, refused, saved, turned_down

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voronka.domain.sanctions import Rule, Worth
    from voronka.queries.sanction_rules import RuleView

_FIELDS = ("name", "fact", "grace", "grace_unit", "unit", "amount", "cap", "at_once")
_GRACE_UNITS = (("hours", gettext_lazy("working hours")), ("days", gettext_lazy("working days")))


@require_POST
@for_the_method
def switch(request: AppRequest) -> HttpResponse:
    """Keep a ledger from now on, or none."""
    on = request.POST.get("on") == "1"
    try:
        switch_sanctions(
            by=request.actor, at=request.now, on=on, appeal_days=request.POST.get("appeal_days", ""),
            request_id=request.request_id,
        )  # fmt: skip
    except Invalid:
        return HttpResponseRedirect(f"{reverse('settings-discipline')}?appeal=wrong#sanctions-switch")
    return HttpResponseRedirect(reverse("settings-sanctions" if on else "settings-discipline"))


@require_safe
@while_sanctions_are_on
@for_the_method
def index(request: AppRequest) -> HttpResponse:
    """Every rule that concerns somebody whom the reader leads."""
    shown = {
        "rules": rule_views(request.actor),
        "rule_text": rule_text,
        "worth_text": _worth_text(request),
        "is_demonstration": request.workspace.demonstration_left is not None,
        "now": request.now,
    }
    return render(request, "settings_/sanctions.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@while_sanctions_are_on
@for_the_method
def new(request: AppRequest) -> HttpResponse:
    """The dialog of one more rule."""
    if request.method != "POST":
        first = {"grace": "4", "grace_unit": "hours", "unit": Unit.MONEY.value}
        return _dialog(request, None, as_form(first), [])
    given, teams = _given(request)
    try:
        add_rule(by=request.actor, at=request.now, fields=given, teams=teams, request_id=request.request_id)
    except Invalid as invalid:
        return _dialog(request, None, refused(given, invalid), teams, status=422)
    return saved(request, _("The rule is added. It counts once it is switched on."), "settings-sanctions")


@require_http_methods(["GET", "HEAD", "POST"])
@while_sanctions_are_on
@for_the_method
def one(request: AppRequest, rule: int) -> HttpResponse:
    """The dialog of a rule."""
    found = _changeable(request, rule)
    if request.method != "POST":
        teams = [str(team) for team in found.rule.teams]
        return _dialog(request, found, as_form(_values(found.rule)), teams)
    given, teams = _given(request)
    try:
        change_rule(
            by=request.actor,
            at=request.now,
            rule=rule,
            fields=given,
            teams=teams,
            request_id=request.request_id,
        )
    except Invalid as invalid:
        return _dialog(request, found, refused(given, invalid), teams, status=422)
    return saved(request, _("The rule is saved."), "settings-sanctions")


@require_safe
@while_sanctions_are_on
@for_the_method
def preview(request: AppRequest) -> HttpResponse:
    """What the form would have entered lately; nothing while it is not filled in. Asked while one types, so it holds no form."""
    given = {name: request.GET.get(name, "") for name in _FIELDS}
    try:
        teams = request.GET.getlist("teams")
        rule = unsaved_rule(by=request.actor, at=request.now, fields=given, teams=teams)
    except Invalid:
        return render(request, "settings_/_sanction_effect.html", {"trial": None})
    return render(request, "settings_/_sanction_effect.html", _tried(request, rule))


@require_http_methods(["GET", "HEAD", "POST"])
@while_sanctions_are_on
@for_the_method
def switch_one(request: AppRequest, rule: int) -> HttpResponse:
    """The dialog that says what a rule would have entered and asks from which day on; POST switches it on, or off."""
    found = _changeable(request, rule)
    if request.method != "POST":
        return _switch_dialog(request, found, as_form({"starts_on": f"{localtime(request.now):%Y-%m-%d}"}))
    on, given = request.POST.get("on") == "1", form_values(request, "starts_on")
    try:
        switch_rule(
            by=request.actor, at=request.now, rule=rule, on=on, request_id=request.request_id, **given
        )
    except Invalid as invalid:
        return _switch_dialog(request, found, refused(given, invalid), status=422)
    words = _("The rule is switched on.") if on else _("The rule rests.")
    return saved(request, words, "settings-sanctions")


@require_POST
@while_sanctions_are_on
@for_the_method
def remove(request: AppRequest, rule: int) -> HttpResponse:
    """Remove a rule that nothing was entered by."""
    _changeable(request, rule)
    try:
        remove_rule(by=request.actor, at=request.now, rule=rule, request_id=request.request_id)
    except Invalid as invalid:
        return turned_down(invalid)
    return saved(request, _("The rule is removed."), "settings-sanctions")


def _changeable(request: AppRequest, rule: int) -> RuleView:
    found = rule_view(request.actor, rule)
    if not found.may_change:
        raise NotAllowed
    return found


def _given(request: AppRequest) -> tuple[dict[str, str], list[str]]:
    return form_values(request, *_FIELDS), [str(team) for team in request.POST.getlist("teams")]


def _values(rule: Rule) -> dict[str, str]:
    grace, unit = duration_fields(rule.grace)
    return {
        "name": rule.name,
        "fact": rule.fact.value,
        "grace": grace,
        "grace_unit": unit,
        "unit": rule.worth.unit.value,
        "amount": _plain(rule.worth.unit, rule.worth.amount),
        "cap": "" if rule.worth.cap is None else _plain(rule.worth.unit, rule.worth.cap),
        "at_once": "on" if rule.at_once else "",
    }


def _plain(unit: Unit, amount: object) -> str:
    text = f"{amount}"
    return text.removesuffix(".00") if unit is Unit.POINTS or text.endswith(".00") else text


def _tried(request: AppRequest, rule: Rule) -> dict[str, object]:
    found = trial(rule, request.now)
    total = worth_text(rule.worth.unit, found.total, request.workspace.currency)
    return {"trial": found, "total": total}


def _worth_text(request: AppRequest) -> object:
    def text(worth: Worth, *, cap: bool = False) -> str:
        amount = worth.cap if cap and worth.cap is not None else worth.amount
        return worth_text(worth.unit, amount, request.workspace.currency)

    return text


def _dialog(
    request: AppRequest, found: RuleView | None, form: Form, teams: Sequence[str], status: int = 200
) -> HttpResponse:
    units = [(Unit.MONEY.value, request.workspace.currency), (Unit.POINTS.value, _("points"))]
    shown = {
        **form,
        "found": found,
        "facts": [(fact.value, label) for fact, label in FACTS.items()],
        "grace_units": _GRACE_UNITS,
        "units": units,
        "teams": [(str(id), name) for id, name in teams_to_choose(request.actor)],
        "chosen": teams,
        "must_choose": request.actor.role is Role.HEAD,
    }
    return render(request, "settings_/_sanction_rule.html", shown, status=status)


def _switch_dialog(request: AppRequest, found: RuleView, form: Form, status: int = 200) -> HttpResponse:
    shown = {**form, "found": found, "rule_text": rule_text, **_tried(request, found.rule)}
    return render(request, "settings_/_sanction_switch.html", shown, status=status)
