"""The playbook: what to do at each stage, and what lets a deal go on. Read by everybody, printed on A4."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from voronka.domain.criteria import AmountAtLeast, ConfirmedByHand, Criterion
from voronka.domain.pipeline import DefaultStep, Pipeline, Stage
from voronka.domain.playbook.write import write_playbook
from voronka.queries.pipelines import first_pipeline_id
from voronka.queries.playbook import playbook
from voronka.queries.playbook_now import playbook_now
from voronka.web.buyer_words import BUYER_STAGES
from voronka.web.durations import duration_text
from voronka.web.evidence_words import evidence_words
from voronka.web.formatting import money
from voronka.web.labels import TASK_ICONS, TASK_KINDS
from voronka.web.playbook.markdown import as_markdown
from voronka.web.request import AppRequest
from voronka.web.wording import not_back_text


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

    def evidence(criterion: Criterion) -> str:
        asked = money(criterion.amount, book.currency) if isinstance(criterion, AmountAtLeast) else ""
        return evidence_words(criterion, asked)

    def step_kind(step: DefaultStep) -> str:
        return str(TASK_KINDS[step.kind])

    shown = {
        "book": book,
        "since": localtime(book.changed_at).date(),
        "may_edit": request.actor.policy.may_set_up_method,
        "evidence": evidence,
        "duration": duration_text,
        "step_kind": step_kind,
        "step_icons": TASK_ICONS,
        "is_judgement": is_judgement,
        "ways_back": ways_back,
        "buyer_stages": BUYER_STAGES,
    }
    return render(request, "playbook/page.html", shown)


@require_safe
def table(_request: AppRequest, pipeline: int) -> HttpResponse:
    """The table as Markdown."""
    book = playbook(pipeline)
    return _download(as_markdown(book), "text/markdown", f"playbook-{book.pipeline.id}.md")


@require_safe
def file(_request: AppRequest) -> HttpResponse:
    """All of the workspace's method as a playbook's file."""
    return _download(write_playbook(playbook_now()), "application/yaml", "playbook.yaml")


def _download(text: str, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def ways_back(pipeline: Pipeline, stage: Stage) -> str:
    """Where a deal may go back to from the stage, in a sentence."""
    return not_back_text(one for one in pipeline.working if stage.may_go_back_to(one.id))


def is_judgement(criterion: Criterion) -> bool:
    """Whether it rests on a person's word alone, which the table marks."""
    return isinstance(criterion, ConfirmedByHand)
