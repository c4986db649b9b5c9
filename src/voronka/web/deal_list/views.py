"""The list of deals: the page, further rows, and the same rows as a file."""

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from voronka.domain.custom_fields import Of
from voronka.domain.errors import NotAllowed
from voronka.domain.pipeline import Stage
from voronka.queries import deal_list as queries
from voronka.queries.custom_fields import values_of
from voronka.queries.list_filter import Status
from voronka.queries.pipelines import pipeline_among, pipeline_of
from voronka.queries.workspace import workspace
from voronka.web.custom_fields import shown, title_of
from voronka.web.deal_list import page
from voronka.web.deal_list.columns import LABELS, Column, heads, offered
from voronka.web.deal_list.export import csv_lines, file_name
from voronka.web.deal_list.words import filter_problem
from voronka.web.labels import TASK_ICONS
from voronka.web.request import AppRequest, whole_number


@require_safe
def deal_list(request: AppRequest, pipeline: int) -> HttpResponse:
    """The whole page."""
    chosen, names = pipeline_among(pipeline)
    asked = page.read_asked(request, chosen)
    wanted = page.wanted(request, asked)
    owners = page.owner_options(request)
    policy = request.actor.policy
    context = {
        **_rows(asked, queries.list_page(wanted)),
        "pipelines": names,
        "totals": queries.totals(wanted),
        "currency": workspace().currency,
        "statuses": page.statuses(asked),
        "quick": page.quick(asked, owners=policy.leads),
        "views": page.views(request, asked),
        "chips": page.chips(asked, owners),
        "owners": owners,
        "filter_stages": [(stage.id, stage.name) for stage in _filter_stages(asked)],
        "custom_filters": page.custom_filters(asked),
        "custom_offered": [
            (field.address.value, title_of(field), field in asked.custom) for field in asked.fields
        ],
        "custom_names": [field.address.value for field in asked.fields],
        "offered": [(column, LABELS[column]) for column in offered(owners=policy.may_see_colleagues)],
        "errors": {
            name: filter_problem(name, problem) for name, problem in asked.query.asked.problems.items()
        },
        "may_assign": policy.leads,
        "may_export": policy.may_export,
    }
    return render(request, "deal_list/page.html", context)


@require_safe
def further_rows(request: AppRequest, pipeline: int) -> HttpResponse:
    """The rows behind a place; or with `shown` as many of the first ones, when something has changed."""
    asked = page.read_asked(request, pipeline_of(pipeline))
    wanted = page.wanted(request, asked)
    shown = whole_number(request.GET.get("shown"))
    limit = queries.PAGE if shown is None else max(queries.PAGE, min(shown, queries.MOST_SHOWN))
    found = queries.list_page(wanted, request.GET.get("after", ""), limit)
    context = {**_rows(asked, found), "is_fresh": shown is not None}
    if shown is not None:
        context |= {"totals": queries.totals(wanted), "currency": workspace().currency}
    return render(request, "deal_list/rows.html", context)


@require_safe
def export(request: AppRequest, pipeline: int) -> StreamingHttpResponse:
    """All that match, with the columns of the list, as CSV.

    Raises:
        NotAllowed
    """
    if not request.actor.policy.may_export:
        raise NotAllowed
    asked = page.read_asked(request, pipeline_of(pipeline))
    rows = queries.every_row(page.wanted(request, asked))
    # Lines are made while they are sent, when the request's language and zone are no longer set.
    lines = csv_lines(rows, asked.columns, request.user.language, request.user.time_zone)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name(request.now)}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _rows(asked: page.Asked, found: queries.ListPage) -> dict[str, object]:
    return {
        "asked": asked,
        "custom": _custom(asked, found),
        "heads": heads(asked.columns, asked.query, asked.chosen),
        "found": found,
        "column": Column,
        "step_icons": TASK_ICONS,
        "is_fresh": False,
    }


def _custom(asked: page.Asked, found: queries.ListPage) -> dict[int, list[str]]:
    """What the columns of custom fields say of each row, in their order. One query where there are any."""
    ids = [row.id for row in found.rows]
    values = values_of(Of.DEAL, ids, asked.custom)
    return {
        id: [shown(field, values.get(id, {}).get(field.address.value)) for field in asked.custom]
        for id in ids
    }


def _filter_stages(asked: page.Asked) -> list[Stage]:
    """The stages that the status leaves to choose from."""
    match asked.query.status:
        case Status.OPEN:
            return list(asked.pipeline.columns)
        case Status.ALL:
            return list(asked.pipeline.stages)
        case _:
            return []
