"""Taking a playbook's file in: what is wrong with it, or what it would change here, then the deed."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from voronka.commands.setup.next_version import NoObjectiveEntry, NothingNew, take_playbook
from voronka.commands.setup.playbooks import default_language
from voronka.domain.playbook.lint.remark import OF_ROBOTS
from voronka.domain.playbook.lint.rules import lint
from voronka.queries.playbook_taking import taking
from voronka.web.playbook_change_words import change_text
from voronka.web.playbook_files import UnreadableFile, read_file
from voronka.web.playbook_remark_words import remark_words
from voronka.web.playbook_texts import said, spot_text
from voronka.web.settings_.access import for_the_method
from voronka.web.wording import pipeline_kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voronka.domain.playbook.compare import Change
    from voronka.domain.playbook.lint.remark import Remark
    from voronka.domain.playbook.model import Playbook, PlaybookPipeline
    from voronka.queries.playbook_taking import Spoken, Taking
    from voronka.web.playbook_files import Brought
    from voronka.web.request import AppRequest

# Above the biggest file that is read: a cut one is refused as too big.
MOST_BYTES = 6 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ChangesAt:
    """What differs at one place of a pipeline: a stage, or the pipeline itself."""

    name: str
    lines: tuple[str, ...]


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_method
def bring(request: AppRequest) -> HttpResponse:
    """A file is chosen; looked through; taken in."""
    if request.method != "POST":
        return _page(request)
    content = _given(request)
    if content is None:
        return _page(request, error=_("Choose a file, or paste the text of one."))
    try:
        brought = read_file(content)
    except UnreadableFile as unreadable:
        return _page(request, unreadable=unreadable)
    return _take(request, brought) if "take" in request.POST else _look_through(request, brought)


def _given(request: AppRequest) -> bytes | None:
    """The chosen file, else what was pasted; None when there is neither."""
    upload = request.FILES.get("file")
    if upload is not None:
        content: bytes = upload.read(MOST_BYTES)
        return content
    pasted = request.POST.get("text", "")
    return pasted.encode() if pasted.strip() else None


def _page(request: AppRequest, *, error: str = "", unreadable: UnreadableFile | None = None) -> HttpResponse:
    shown = {
        "error": error,
        "faults": unreadable.faults if unreadable else [],
        "text": unreadable.text if unreadable else "",
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if error or unreadable else HTTPStatus.OK
    return render(request, "settings_/import.html", shown, status=status)


def _language(request: AppRequest, playbook: Playbook) -> str:
    chosen = request.POST.get("language", "")
    known = chosen if chosen in playbook.languages else request.workspace.language
    return default_language(playbook, known)


def _look_through(request: AppRequest, brought: Brought) -> HttpResponse:
    playbook = brought.playbook
    language = _language(request, playbook)
    found = taking(playbook, language)
    shown = {
        "playbook": playbook,
        "text": brought.text,
        "chosen": language,
        "languages": [(code, name) for code, name in settings.LANGUAGES if code in playbook.languages],
        "found": found,
        "said": said,
        "kind_name": pipeline_kind,
        "changes_of": lambda one: changes_at(one, one.changes),
        "robots_of": lambda one: changes_at(one, one.robots),
        "robot_remarks": [remark_words(one, found.playbook) for one in robot_remarks(found)],
        "beside": [change_text(change) for change in found.beside],
        "bare": [spot_text(spot, found.playbook) for spot in found.bare],
    }
    return render(request, "settings_/import_review.html", shown)


def robot_remarks(found: Taking) -> Iterator[Remark]:
    """What the linter says of the robots, where they would be others."""
    keys = {one.said.key for one in found.robots}
    for remark in lint(found.playbook) if keys else ():
        if remark.spot.pipeline in keys and isinstance(remark.finding, OF_ROBOTS):
            yield remark


def changes_at(one: Spoken, changes: tuple[Change, ...]) -> list[ChangesAt]:
    """Changes of a pipeline by stage, in words; what concerns all of it comes first."""
    names = dict(_names(one.said))
    by_stage: dict[str | None, list[Change]] = {}
    for change in changes:
        by_stage.setdefault(change.spot.stage, []).append(change)
    return [
        ChangesAt(names.get(key) or str(key or said(one.said.name)), tuple(map(change_text, told)))
        for key, told in by_stage.items()
    ]


def _names(pipeline: PlaybookPipeline) -> Iterator[tuple[str | None, str]]:
    yield from ((stage.key, said(stage.name)) for stage in pipeline.stages)


def _take(request: AppRequest, brought: Brought) -> HttpResponse:
    try:
        taken = take_playbook(
            by=request.actor, at=request.now, playbook=brought.playbook, text=brought.text,
            language=_language(request, brought.playbook), request_id=request.request_id,
        )  # fmt: skip
    except (NothingNew, NoObjectiveEntry):
        return _look_through(request, brought)
    if len(taken.drafted) == 1 and not taken.made:
        return HttpResponseRedirect(reverse("settings-draft-publish", args=[taken.drafted[0].pk]))
    return HttpResponseRedirect(reverse("settings-pipelines"))
