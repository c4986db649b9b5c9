"""The playbook: what to do at each stage, and what lets a deal go on. Read by everybody, printed on A4."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from voronka.domain.playbook.write import write_playbook
from voronka.queries.pipelines import draft_of, first_pipeline_id
from voronka.queries.playbook import playbook
from voronka.queries.playbook_now import playbook_now
from voronka.reports.gates import marks
from voronka.web.playbook.carried import CARRIERS, carried
from voronka.web.playbook.robots import robots_said
from voronka.web.playbook.words import words_of_table
from voronka.web.request import AppRequest

_NO_NAME = frozenset('/\\:*?"<>|')


@require_safe
def first(request: AppRequest) -> HttpResponse:
    """The first pipeline's playbook; a word to say where there is no pipeline yet."""
    pipeline = first_pipeline_id()
    if pipeline is None:
        return render(request, "playbook/none.html")
    return HttpResponseRedirect(reverse("playbook", args=[pipeline]))


@require_safe
def playbook_page(request: AppRequest, pipeline: int) -> HttpResponse:
    """The table of one pipeline."""
    book = playbook(pipeline)
    may_edit = request.actor.policy.may_set_up_method
    shown = {
        "book": book,
        "since": localtime(book.changed_at).date(),
        "may_edit": may_edit,
        "has_draft": may_edit and draft_of(pipeline) is not None,
        "robots": robots_said(book.pipeline),
        **words_of_table(book.currency),
        "gate_marks": marks(request.actor, book.pipeline, request.now)
        if request.actor.policy.leads
        else None,
    }
    return render(request, "playbook/page.html", shown)


@require_safe
def table(_request: AppRequest, pipeline: int, suffix: str) -> HttpResponse:
    """The table as a file: a workbook, a printed page, Markdown."""
    if suffix not in CARRIERS:
        raise Http404
    book = playbook(pipeline)
    return _download(carried(suffix, [book]), CARRIERS[suffix].media_type, f"{book.pipeline.name}.{suffix}")


@require_safe
def file(_request: AppRequest) -> HttpResponse:
    """All of the workspace's method as a playbook's file."""
    return _download(write_playbook(playbook_now()), "application/yaml; charset=utf-8", "playbook.yaml")


def _download(content: str | bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = _as_file(name)
    return response


def _as_file(name: str) -> str:
    """What a browser is told to save it as, without what a file's name can't hold."""
    plain = " ".join(
        "".join(" " if one in _NO_NAME or not one.isprintable() else one for one in name).split()
    )
    return content_disposition_header(as_attachment=True, filename=plain) or "attachment"
