"""Files of deals: attached, handed out, taken off."""

import logging
from datetime import datetime

from django.conf import settings
from django.http import FileResponse, HttpResponseBase
from ninja import File, Form, Query, Router, Schema
from ninja.files import UploadedFile

from voronka.api.answers import listed, nothing, once, told
from voronka.api.caller import ApiRequest, needs
from voronka.api.paging import Page, Slice, page
from voronka.api.values import Id, PathId
from voronka.commands.files import attach_file, remove_file
from voronka.domain.api_tokens import Scope
from voronka.domain.criteria import FileKind
from voronka.domain.errors import NotFound
from voronka.queries.api_rows.work import file_rows, file_told
from voronka.queries.deal_files import stored_file

log = logging.getLogger(__name__)
router = Router(tags=["Files"])
READ, WRITE = needs(Scope.FILES_READ), needs(Scope.FILES_WRITE)
# Nothing of a file runs in our origin, even if a browser were talked into showing it.
_POLICY = "sandbox; default-src 'none'"


class StoredFile(Schema):
    """A file of a deal. `content_type` is ours, by the end of its name."""

    id: int
    deal_id: int
    kind: FileKind
    name: str
    size: int
    content_type: str
    sha256: str
    by_id: int | None
    created_at: datetime


class FileSaid(Schema):
    """What a file is; some gates ask for a file of a kind."""

    kind: FileKind = FileKind.OTHER


class FileWanted(Schema):
    """Which files."""

    deal: Id | None = None


def _file(request: ApiRequest, file: int) -> StoredFile:
    return StoredFile(**file_told(request.auth.actor, file))


@router.get("/files", auth=READ, response=Page[StoredFile])
def list_files(request: ApiRequest, wanted: Query[FileWanted], part: Query[Slice]) -> HttpResponseBase:
    """Files of the deals that the token's person may see."""
    rows = file_rows(request.auth.actor, deal=wanted.deal, after=part.begin("files"), most=part.most)
    return listed(page(rows, part, "files", StoredFile))


@router.post("/deals/{deal}/files", auth=WRITE, response={201: StoredFile})
@once
def make_file(
    request: ApiRequest, deal: PathId, file: File[UploadedFile], said: Form[FileSaid]
) -> HttpResponseBase:
    """Attach a file, sent as multipart/form-data."""
    made = attach_file(
        by=request.auth.actor, at=request.now, deal=deal, upload=file, kind=said.kind, folder=settings.FILES_DIR,
        max_bytes=settings.UPLOAD_MAX_BYTES, request_id=request.request_id,
    )  # fmt: skip
    return told(request, _file(request, made.pk), 201, at=f"/api/v1/files/{made.pk}")


@router.get("/files/{file}", auth=READ, response=StoredFile)
def get_file(request: ApiRequest, file: PathId) -> HttpResponseBase:
    """What is known of a file."""
    return told(request, _file(request, file))


@router.get(
    "/files/{file}/content",
    auth=READ,
    openapi_extra={
        "responses": {
            "200": {
                "description": "The file",
                "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}},
            }
        }
    },
)
def get_file_content(request: ApiRequest, file: PathId) -> HttpResponseBase:
    """The file itself."""
    stored = stored_file(request.auth.actor, file)
    try:
        content = (settings.FILES_DIR / stored.path).open("rb")
    except OSError:
        log.exception("The content of file %s is missing below %s", stored.id, settings.FILES_DIR)
        raise NotFound from None
    response = FileResponse(
        content, as_attachment=True, filename=stored.name, content_type=stored.content_type
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["Cache-Control"] = "private, no-store"
    return response


@router.delete("/files/{file}", auth=WRITE, response={204: None})
def drop_file(request: ApiRequest, file: PathId) -> HttpResponseBase:
    """Take a file off its deal."""
    remove_file(by=request.auth.actor, at=request.now, file=file, request_id=request.request_id)
    return nothing()
