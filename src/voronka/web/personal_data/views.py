"""A person's data: the page of how much there is, all of it as a file, and the erasing."""

from __future__ import annotations

import json
import tempfile
import zipfile
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import FileResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from voronka.commands.erasing import erase_person
from voronka.domain.errors import Invalid
from voronka.queries.personal_data import files_of, handed_out, person_row, personal_data
from voronka.web.errors.wording import problem_texts
from voronka.web.personal_data.words import counted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import IO

    from django.http import HttpResponse, HttpResponseBase

    from voronka.queries.personal_data import HeldFile
    from voronka.web.request import AppRequest


@require_safe
def kept(request: AppRequest, contact: int) -> HttpResponse:
    """How much is kept of the person, and what can be done with it."""
    return _page(request, contact, {})


@require_safe
def handed(request: AppRequest, contact: int) -> HttpResponseBase:
    """All of it as one archive: what is said as JSON, and the files beside."""
    row = person_row(request.actor, contact)
    archive = _archive(handed_out(row), files_of(row.pk))
    return FileResponse(archive, as_attachment=True, filename=f"personal-data-{row.pk}.zip")


@require_POST
def erase(request: AppRequest, contact: int) -> HttpResponse:
    """Erase the person for good."""
    fields = {name: str(request.POST.get(name, "")) for name in ("name", "reason")}
    files = {int(text) for text in request.POST.getlist("file") if str(text).isdecimal()}
    try:
        erase_person(
            by=request.actor, at=request.now, contact=contact, fields=fields, files=files,
            folder=settings.FILES_DIR, request_id=request.request_id,
        )  # fmt: skip
    except Invalid as refusal:
        return _page(request, contact, {**fields, "files": files, "errors": problem_texts(refusal)}, 422)
    return HttpResponseRedirect(reverse("contact", args=[contact]))


def _page(request: AppRequest, contact: int, given: Mapping[str, object], status: int = 200) -> HttpResponse:
    data = personal_data(request.actor, contact)
    shown = {
        "data": data,
        "counts": counted(data),
        "name": given.get("name", ""),
        "reason": given.get("reason", ""),
        "chosen": given.get("files", {file.id for file in data.files}),
        "errors": given.get("errors", {}),
    }
    return render(request, "personal_data/page.html", shown, status=status)


def _archive(told: Mapping[str, object], files: tuple[HeldFile, ...]) -> IO[bytes]:
    """On disk, for recordings are long. The response closes it, and with that it is gone."""
    made = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the response
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("personal-data.json", json.dumps(told, ensure_ascii=False, indent=1))
        for file in files:
            content = settings.FILES_DIR / file.path
            if content.is_file():
                archive.write(content, f"files/{file.id}-{file.name}")
    made.seek(0)
    return made
