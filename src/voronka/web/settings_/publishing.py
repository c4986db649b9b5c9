"""Publishing the draft of a playbook's next version: what it does first, then the deed; or letting the draft go."""

from http import HTTPStatus

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from voronka.commands.setup.drafts import (
    MOST_MERGED,
    DraftChanged,
    Publication,
    discard_draft,
    publish_draft,
)
from voronka.domain.errors import Invalid
from voronka.domain.publishing import Fate
from voronka.queries.pipelines import draft_of, pipeline_of
from voronka.queries.publishing import Preview, preview
from voronka.queries.workspace import workspace
from voronka.web.request import AppRequest, whole_number
from voronka.web.settings_.access import for_the_method
from voronka.web.settings_.answers import gone, texts
from voronka.web.settings_.publish_words import beside_line, change_lines, told_changes


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_method
def publish(request: AppRequest, pipeline: int) -> HttpResponse:
    """What publishing would do to the deals in flight, and publishing."""
    found = preview(request.actor, pipeline)
    if found is None:
        return HttpResponseRedirect(_back(request, pipeline))
    if request.method != "POST":
        return _page(request, found)
    try:
        made = publish_draft(
            by=request.actor,
            at=request.now,
            pipeline=pipeline,
            publication=_publication(request, found),
            request_id=request.request_id,
        )
    except DraftChanged:
        return _page(request, found, status=HTTPStatus.CONFLICT)
    except Invalid as invalid:
        return _page(request, found, texts(invalid), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if _is_from_table(request):
        return HttpResponseRedirect(reverse("playbook", args=[pipeline]))
    return HttpResponseRedirect(f"{reverse('settings-pipeline', args=[pipeline])}#version-{made.number}")


@require_POST
@for_the_method
def discard(request: AppRequest, pipeline: int) -> HttpResponse:
    """Let the draft go; one that a colleague let go or published first is gone as well."""
    found = pipeline_of(pipeline)
    if draft_of(found.id) is not None:
        discard_draft(by=request.actor, at=request.now, pipeline=found.id, request_id=request.request_id)
    return gone(request, "playbook-edit" if _is_from_table(request) else "settings-pipeline", pipeline)


def _is_from_table(request: AppRequest) -> bool:
    """Whether one came from the playbook's table, and goes back there."""
    return request.GET.get("from") == "playbook"


def _back(request: AppRequest, pipeline: int) -> str:
    page = "playbook-edit" if _is_from_table(request) else "settings-pipeline"
    return reverse(page, args=[pipeline])


def _publication(request: AppRequest, found: Preview) -> Publication:
    into = {one.stage.id: whole_number(request.POST.get(f"into-{one.stage.id}")) for one in found.in_flight}
    currency = workspace().currency
    return Publication(
        seen=whole_number(request.POST.get("seen")) or 0,
        into={stage: to for stage, to in into.items() if to},
        at_once=request.POST.get("when") == "at_once",
        changes=told_changes(found.changes, found.beside, currency),
        reason=_("Version %(number)s of the playbook has no such stage any more.")
        % {"number": found.now.published + 1},
    )


def _page(
    request: AppRequest,
    found: Preview,
    errors: dict[str, str] | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    currency = workspace().currency
    shown = {
        "preview": found,
        "lines": lambda change: change_lines(change, currency),
        "beside": [beside_line(change) for change in found.beside],
        "removed": {change.stage.id for change in found.changes if change.fate is Fate.REMOVED},
        "errors": errors or {},
        "is_overtaken": status == HTTPStatus.CONFLICT,
        "most": MOST_MERGED,
        "chosen": {key: value for key, value in request.POST.items() if key.startswith("into-")},
        "at_once": request.POST.get("when") == "at_once",
        "targets": _targets,
        "back": _back(request, found.now.id),
        "address": request.get_full_path(),
    }
    return render(request, "settings_/publish.html", shown, status=status)


def _targets(found: Preview) -> list[tuple[int, str]]:
    """The working stages that stay, where the deals of a removed one may go."""
    stays = (stage for stage in found.then.working if found.now.stage(stage.id) is not None)
    return [(stage.id, stage.name) for stage in stays]
