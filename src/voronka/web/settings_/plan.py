"""Settings of the plan: a grid of months, lines of teams and sellers, with their sums."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from voronka.commands.setup.plan import set_plan
from voronka.domain.errors import Invalid, NotFound
from voronka.queries.plan import months_from, plan_grid
from voronka.queries.workspace import workspace
from voronka.web.formatting import number
from voronka.web.request import AppRequest, whole_number
from voronka.web.settings_.access import for_the_method
from voronka.web.settings_.answers import Form, as_form, refused, saved

if TYPE_CHECKING:
    from django.http import HttpResponse

    from voronka.queries.plan import PlanGrid

_FIRST_YEAR, _LAST_YEAR = 2000, 2100


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_method
def index(request: AppRequest) -> HttpResponse:
    """Half a year of months from the present one, or from `?from=2027-01`; and saving what is typed."""
    first = _first(request)
    if request.method != "POST":
        return _page(request, first, as_form({}))
    typed = {name: request.POST[name] for name in request.POST if ":" in name}
    try:
        set_plan(by=request.actor, at=request.now, cells=typed, request_id=request.request_id)
    except Invalid as invalid:
        return _page(request, first, refused(typed, invalid), status=422)
    return saved(request, _("The plan is saved."), "settings-plan")


def _first(request: AppRequest) -> date:
    """The first month shown.

    Raises:
        NotFound: it is no month.
    """
    text = request.GET.get("from", "")
    if not text:
        return request.now.astimezone(ZoneInfo(workspace().time_zone)).date().replace(day=1)
    year, _dash, month = text.partition("-")
    at = whole_number(year), whole_number(month)
    if at[0] is None or at[1] is None or not (_FIRST_YEAR <= at[0] <= _LAST_YEAR and 1 <= at[1] <= 12):
        raise NotFound
    return date(at[0], at[1], 1)


def _page(request: AppRequest, first: date, form: Form, status: int = 200) -> HttpResponse:
    months = months_from(first)
    grid = plan_grid(request.actor, months)
    shown = {
        "grid": grid,
        "values": {**_values(grid), **form["values"]},
        "errors": form["errors"],
        "cell": _cell,
        "currency": request.workspace.currency,
        "earlier": months_from(_back(first))[0],
        "later": months_from(months[-1], 2)[1],
    }
    template = "settings_/_plan_form.html" if request.is_htmx and status != 200 else "settings_/plan.html"
    return render(request, template, shown, status=status)


def _back(first: date) -> date:
    """Half a year before."""
    months = first.year * 12 + first.month - 1 - len(months_from(first))
    return date(months // 12, months % 12 + 1, 1)


def _cell(key: str, month: date) -> str:
    return f"{key}:{month:%Y-%m}"


def _values(grid: PlanGrid) -> dict[str, str]:
    """As the reader writes amounts, with their separators of thousands; `values.amount` reads each of these again."""
    return {
        _cell(line.key, month): number(amount)
        for line in grid.lines
        for month, amount in line.amounts.items()
    }
