"""Shipped playbooks to begin with: what each is for, its stages, and taking one in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from voronka.commands.setup.playbooks import PlaybookIsThere, default_language, install_playbook
from voronka.queries.shipped_playbooks import installed_playbooks, shipped_playbook, shipped_playbooks
from voronka.web.addresses import address
from voronka.web.settings_.access import for_the_method
from voronka.web.settings_.answers import gone
from voronka.web.toast import toast_header
from voronka.web.wording import pipeline_kind

if TYPE_CHECKING:
    from voronka.domain.playbook.model import HandOver, Playbook, PlaybookPipeline, Text
    from voronka.web.request import AppRequest


@dataclass(frozen=True, slots=True)
class PipelineShown:
    """A pipeline of a playbook in the reader's language. `hands_to`: where its won deals go on."""

    name: str
    kind: str
    stages: tuple[str, ...]
    hands_to: str


@dataclass(frozen=True, slots=True)
class PlaybookShown:
    """A shipped playbook in the reader's language."""

    key: str
    name: str
    about: str
    fits: str
    pipelines: tuple[PipelineShown, ...]
    is_here: bool


@require_safe
@for_the_method
def index(request: AppRequest) -> HttpResponse:
    """Every shipped playbook."""
    here, language = installed_playbooks(), get_language() or "en"
    shown = [_shown(one.playbook, language, here) for one in shipped_playbooks()]
    return render(request, "settings_/playbooks.html", {"playbooks": shown})


@require_POST
@for_the_method
def use(request: AppRequest, key: str) -> HttpResponse:
    """Take one in, in the workspace's language, and go to its first pipeline."""
    shipped = shipped_playbook(key)
    try:
        made = install_playbook(
            by=request.actor, at=request.now, playbook=shipped.playbook, text=shipped.text,
            language=default_language(shipped.playbook, request.workspace.language), request_id=request.request_id,
        )  # fmt: skip
    except PlaybookIsThere:
        return _is_there(request)
    return gone(request, "settings-pipeline", made.pipelines[0].pk)


def _is_there(request: AppRequest) -> HttpResponse:
    if not request.is_htmx:
        return HttpResponseRedirect(address("settings-pipelines"))
    response = HttpResponse(status=409)
    text = _("This playbook is in use already. Change its pipelines, or take another one.")
    response.headers["HX-Trigger"] = toast_header(text, kind="error")
    response.headers["HX-Reswap"] = "none"
    return response


def _shown(playbook: Playbook, language: str, here: frozenset[str]) -> PlaybookShown:
    spoken = default_language(playbook, language)
    return PlaybookShown(
        key=playbook.key,
        name=playbook.name[spoken],
        about=playbook.about[spoken],
        fits=playbook.fits[spoken],
        pipelines=tuple(_pipeline(playbook, pipeline, spoken) for pipeline in playbook.pipelines),
        is_here=playbook.key in here,
    )


def _pipeline(playbook: Playbook, pipeline: PlaybookPipeline, language: str) -> PipelineShown:
    return PipelineShown(
        name=pipeline.name[language],
        kind=pipeline_kind(pipeline.kind),
        stages=tuple(stage.name[language] for stage in pipeline.stages),
        hands_to=_hands_to(playbook, pipeline, language),
    )


def _hands_to(playbook: Playbook, pipeline: PlaybookPipeline, language: str) -> str:
    names: dict[str, Text] = {one.key: one.name for one in playbook.pipelines}
    found: HandOver | None = next(
        (hand for hand in playbook.hand_overs if hand.from_pipeline == pipeline.key), None
    )
    return "" if found is None else names[found.to_pipeline][language]
