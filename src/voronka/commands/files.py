"""Files of a deal: limited in size and type, stored under names of our own, never run or shown as pages."""

import hashlib
import re
import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Protocol

from voronka.commands.advancing import move_on
from voronka.commands.deal_rows import load_to_edit, write_deal
from voronka.commands.event_log import record
from voronka.commands.transaction import writing
from voronka.domain.criteria import FileKind
from voronka.domain.errors import Invalid, NotFound, Problem
from voronka.domain.events import EventKind
from voronka.domain.permissions import Actor
from voronka.models import Attachment

# What a sales department exchanges. Nothing a browser would run; the value is what we serve it as.
TYPES = {
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "rtf": "application/rtf",
    "txt": "text/plain",
    "csv": "text/csv",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "heic": "image/heic",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "zip": "application/zip",
    "7z": "application/x-7z-compressed",
    "eml": "message/rfc822",
    "msg": "application/vnd.ms-outlook",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "wav": "audio/wav",
    "mp4": "video/mp4",
    "dwg": "application/octet-stream",
    "dxf": "application/octet-stream",
    "sig": "application/octet-stream",
    "p7s": "application/octet-stream",
}


class Upload(Protocol):
    """What is needed of an uploaded file."""

    name: str | None
    size: int | None

    def chunks(self) -> Iterator[bytes]:
        """The content, piece by piece."""


def attach_file(
    *,
    by: Actor,
    at: datetime,
    deal: int,
    upload: Upload,
    kind: FileKind,
    folder: Path,
    max_bytes: int,
    request_id: str = "",
) -> Attachment:
    """Store a file of a deal under `folder`.

    Raises:
        NotFound, NotAllowed
        Invalid: FILE_TYPE, FILE_TOO_LARGE or FILE_EMPTY.
    """
    name = safe_name(upload.name or "")
    extension = name.rpartition(".")[2].lower()
    problem = _problem(extension, upload.size or 0, max_bytes)
    if problem is not None:
        raise Invalid({"file": problem})
    path = f"{at:%Y/%m}/{secrets.token_hex(16)}"
    digest = _store(folder / path, upload.chunks())
    try:
        with writing():
            row = load_to_edit(by, deal)
            stored = Attachment.objects.create(
                deal=row, kind=kind, name=name, path=path, size=upload.size or 0, content_type=TYPES[extension],
                sha256=digest, by_id=by.id, created_at=at,
            )  # fmt: skip
            write_deal(row, by=by, at=at)
            payload = {"file": stored.pk, "name": name, "kind": str(kind), "size": stored.size}
            event = record(
                EventKind.FILE_ATTACHED, by=by, at=at, deal=row, payload=payload, request_id=request_id
            )
            move_on(row, by=by, at=at, cause=event, request_id=request_id)
            return stored
    except BaseException:
        (folder / path).unlink(missing_ok=True)
        raise


def remove_file(*, by: Actor, at: datetime, file: int, request_id: str = "") -> None:
    """Take a file off a deal. The content stays, for it may have been evidence.

    Raises:
        NotFound, NotAllowed
    """
    with writing():
        stored = Attachment.objects.filter(pk=file, removed_at=None).first()
        if stored is None:
            raise NotFound
        row = load_to_edit(by, stored.deal_id)
        Attachment.objects.filter(pk=file).update(removed_at=at)
        write_deal(row, by=by, at=at)
        payload = {"file": stored.pk, "name": stored.name}
        record(EventKind.FILE_REMOVED, by=by, at=at, deal=row, payload=payload, request_id=request_id)


def _problem(extension: str, size: int, max_bytes: int) -> Problem | None:
    if extension not in TYPES:
        return Problem.FILE_TYPE
    if size == 0:
        return Problem.FILE_EMPTY
    return Problem.FILE_TOO_LARGE if size > max_bytes else None


def safe_name(name: str) -> str:
    """The uploader's name for showing: no folders, no control or direction-changing characters."""
    last = re.split(r"[/\\]", name)[-1]
    plain = re.sub(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", last).strip(". ")
    stem, dot, extension = plain.rpartition(".")
    return f"{stem[:180]}{dot}{extension[:10]}" if dot else plain[:190]


def _store(path: Path, chunks: Iterable[bytes]) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with path.open("xb") as file:
        for chunk in chunks:
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest()
