"""Files of a deal: taken in, handed out, taken off. Never shown as a page of ours."""

import logging

from django.conf import settings
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from voronka.commands.files import attach_file, remove_file
from voronka.domain.criteria import FileKind
from voronka.domain.errors import Invalid, NotFound, Problem
from voronka.queries.deal_files import stored_file
from voronka.queries.deal_row import deal_row
from voronka.queries.refusal_words import PROBLEMS
from voronka.web.changes import change_of, changed, done
from voronka.web.errors.wording import problem_texts
from voronka.web.formatting import filesize
from voronka.web.request import AppRequest

log = logging.getLogger(__name__)

# Nothing of a file runs in our origin, even if a browser were talked into showing it.
FILE_POLICY = "sandbox; default-src 'none'"


@require_POST
def file_add(request: AppRequest, deal: int) -> HttpResponse:
    """Attach one file. 200: its row turns into a tick; 422: it turns into what is wrong."""
    upload = request.FILES.get("file")
    if upload is None:
        return _told(request, "", [str(PROBLEMS[Problem.REQUIRED])], status=422)
    name = upload.name or ""
    try:
        attach_file(
            by=request.actor,
            at=request.now,
            deal=deal,
            upload=upload,
            kind=_kind(request.POST.get("kind", "")),
            folder=settings.FILES_DIR,
            max_bytes=settings.UPLOAD_MAX_BYTES,
            request_id=request.request_id,
        )
    except Invalid as error:
        return _told(request, name, _refusals(error), status=422)
    return changed(_told(request, name), deal_row(request.actor, deal))


def _kind(text: str) -> FileKind:
    try:
        return FileKind(text or FileKind.OTHER)
    except ValueError:
        raise Invalid({"kind": Problem.UNKNOWN_CHOICE}) from None


def _refusals(error: Invalid) -> list[str]:
    texts = problem_texts(error)
    if error.problems.get("file") is Problem.FILE_TOO_LARGE:
        size = filesize(settings.UPLOAD_MAX_BYTES)
        texts["file"] = _("This file is too large; %(size)s is the most. Send a link in a note.") % {
            "size": size
        }
    return list(texts.values())


def _told(request: AppRequest, name: str, errors: list[str] | None = None, status: int = 200) -> HttpResponse:
    return render(request, "deal/_upload.html", {"name": name, "errors": errors or []}, status=status)


@require_safe
def file_download(request: AppRequest, file: int) -> HttpResponseBase:
    """Hand a file out to who may see its deal: as a download, of the type we chose, never as a page."""
    stored = stored_file(request.actor, file)
    try:
        content = (settings.FILES_DIR / stored.path).open("rb")
    except OSError:
        log.exception("The content of file %s is missing below %s", stored.id, settings.FILES_DIR)
        raise NotFound from None
    response = FileResponse(
        content, as_attachment=True, filename=stored.name, content_type=stored.content_type
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = FILE_POLICY
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_POST
def file_remove(request: AppRequest, file: int) -> HttpResponse:
    """Take a file off the deal."""
    deal = stored_file(request.actor, file).deal
    remove_file(by=request.actor, at=request.now, file=file, request_id=request.request_id)
    return done(_("File removed"), change_of(deal_row(request.actor, deal)))
