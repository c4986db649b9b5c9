"""Settings of working time: calendars, their hours, holidays and own days. Heads read, administrators change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voronka.commands.setup.calendars import (
    WEEKDAYS,
    add_calendar,
    change_calendar,
    remove_calendar,
    remove_day,
    set_day,
    unsaved_calendar,
)
from voronka.domain.errors import Invalid
from voronka.domain.working_time import DAY
from voronka.queries.calendar_pages import calendar_effect, calendar_view, calendar_views, team_names
from voronka.queries.national_holidays import are_worked, has_holidays, subdivisions
from voronka.web.hours_words import hours_text, hours_typed, week_lines, weekday_names
from voronka.web.request import AppRequest, form_values
from voronka.web.settings_.access import for_administrators, for_the_method
from voronka.web.settings_.answers import Form, as_form, refused, saved, turned_down
from voronka.web.settings_.choices import countries, time_zones

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpResponse

    from voronka.queries.calendar_pages import CalendarView

_FIELDS = ("name", "time_zone", "country", "subdivision", "holidays_off", "default", *WEEKDAYS)
_USUAL = "9:00–18:00"


@require_safe
@for_the_method
def index(request: AppRequest) -> HttpResponse:
    """Every calendar with its hours, the days off to come, and who works by it."""
    today = localtime(request.now).date()
    language = get_language() or "en"
    views = calendar_views()
    context = {
        "calendars": views,
        "coming": {view.id: view.coming(today, language) for view in views},
        "own": {view.id: [day for day in view.own if day.date >= today - DAY * 30] for view in views},
        "week_lines": week_lines,
        "hours_text": hours_text,
        "country_names": dict(countries()),
        "may_change": request.actor.policy.may_manage_users,
    }
    return render(request, "settings_/calendars.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def new(request: AppRequest) -> HttpResponse:
    """The dialog of one more calendar; it begins as the workspace's."""
    if request.method != "POST":
        here = request.workspace
        country = here.country if has_holidays(here.country) else ""
        values = {"time_zone": here.time_zone, "country": country, **dict.fromkeys(WEEKDAYS[:5], _USUAL)}
        values["holidays_off"] = "" if are_worked(country) else "on"
        return _dialog(request, None, as_form(values), [])
    given, teams = _given(request)
    try:
        add_calendar(
            by=request.actor, at=request.now, fields=given, teams=teams, request_id=request.request_id
        )
    except Invalid as invalid:
        return _dialog(request, None, refused(given, invalid), teams, status=422)
    return saved(request, _("The calendar is added."), "settings-calendars")


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def one(request: AppRequest, calendar: int) -> HttpResponse:
    """The dialog of a calendar."""
    found = calendar_view(calendar)
    if request.method != "POST":
        return _dialog(request, found, as_form(_values(found)), [str(team.id) for team in found.teams])
    given, teams = _given(request)
    try:
        change_calendar(
            by=request.actor, at=request.now, calendar=calendar, fields=given, teams=teams,
            request_id=request.request_id,
        )  # fmt: skip
    except Invalid as invalid:
        return _dialog(request, found, refused(given, invalid), teams, status=422)
    return saved(request, _("The calendar is saved."), "settings-calendars")


@require_POST
@for_administrators
def preview(request: AppRequest, calendar: int) -> HttpResponse:
    """What the form would do to limits, before it is saved."""
    try:
        wanted = unsaved_calendar(calendar, _given(request)[0])
    except Invalid:
        # The form says what is wrong when it is sent; until then there is nothing to foretell.
        return render(request, "settings_/_calendar_effect.html", {"effect": None})
    effect = calendar_effect(wanted, request.now)
    return render(request, "settings_/_calendar_effect.html", {"effect": effect})


@require_POST
@for_administrators
def remove(request: AppRequest, calendar: int) -> HttpResponse:
    """Remove a calendar that is not the workspace's."""
    try:
        remove_calendar(by=request.actor, at=request.now, calendar=calendar, request_id=request.request_id)
    except Invalid as invalid:
        return turned_down(invalid)
    return saved(request, _("The calendar is removed."), "settings-calendars")


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def new_day(request: AppRequest, calendar: int) -> HttpResponse:
    """The dialog of a day of its own."""
    found = calendar_view(calendar)
    if request.method != "POST":
        return _day_dialog(request, found, as_form({"date": request.GET.get("date", "")}))
    given = form_values(request, "date", "name", "hours")
    try:
        set_day(by=request.actor, at=request.now, calendar=calendar, **given, request_id=request.request_id)
    except Invalid as invalid:
        return _day_dialog(request, found, refused(given, invalid), status=422)
    return saved(request, _("The day is saved."), "settings-calendars")


@require_POST
@for_administrators
def remove_day_(request: AppRequest, day: int) -> HttpResponse:
    """Let a day be as its week says."""
    remove_day(by=request.actor, at=request.now, day=day, request_id=request.request_id)
    return saved(request, _("The day is removed."), "settings-calendars")


def _given(request: AppRequest) -> tuple[dict[str, str], list[str]]:
    return form_values(request, *_FIELDS), [str(team) for team in request.POST.getlist("teams")]


def _values(view: CalendarView) -> Mapping[str, str]:
    return {
        "name": view.name,
        "time_zone": view.time_zone,
        "country": view.country,
        "subdivision": view.subdivision,
        "holidays_off": "on" if view.holidays_off else "",
        "default": "on" if view.is_default else "",
        **{day: hours_typed(hours) for day, hours in zip(WEEKDAYS, view.week, strict=True)},
    }


def _dialog(
    request: AppRequest, found: CalendarView | None, form: Form, teams: Sequence[str], status: int = 200
) -> HttpResponse:
    parts = subdivisions(form["values"]["country"])
    shown = {
        **form,
        "found": found,
        "weekdays": tuple(zip(WEEKDAYS, weekday_names(), strict=True)),
        "time_zones": time_zones(request.now),
        "countries": [one for one in countries() if has_holidays(one[0])],
        "parts": sorted(parts.items(), key=lambda pair: pair[1]),
        "teams": [(str(team.id), team.name) for team in team_names()],
        "chosen": teams,
        "is_worked": are_worked(form["values"]["country"]),
    }
    return render(request, "settings_/_calendar.html", shown, status=status)


def _day_dialog(request: AppRequest, found: CalendarView, form: Form, status: int = 200) -> HttpResponse:
    return render(request, "settings_/_calendar_day.html", {**form, "found": found}, status=status)
