"""Taking a file in: it is stored, read once, its rows written down in plain form, and its columns guessed."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from voronka.commands.files import Upload, safe_name
from voronka.commands.transaction import writing
from voronka.domain.errors import Invalid, NotAllowed, Problem
from voronka.domain.importing.dates import DateOrder
from voronka.domain.importing.life import ImportState
from voronka.domain.importing.reading import open_table
from voronka.domain.importing.survey import Column, Survey, fingerprint, survey
from voronka.domain.importing.table import Table, Unreadable, UnreadableFile
from voronka.domain.importing.targets import Target, guess
from voronka.domain.permissions import Actor
from voronka.models import Import, ImportLayout
from voronka.queries.visibility import assignable_users
from voronka.queries.workspace import workspace

ROOM = "imports"
PLAIN, SEEN = ".rows", ".seen"


def stored(folder: Path, path: str) -> Path:
    """The file as it came."""
    return folder / ROOM / path


def plain_rows(folder: Path, path: str) -> Path:
    """Its rows in plain form."""
    return folder / ROOM / f"{path}{PLAIN}"


def bring_file(*, by: Actor, at: datetime, upload: Upload, folder: Path, most: int) -> Import:
    """Store a file and look through it. Nothing of it is taken yet.

    Raises:
        NotAllowed
        Invalid: FILE_EMPTY or FILE_TOO_LARGE, of `file`.
        UnreadableFile
    """
    if not by.policy.may_import:
        raise NotAllowed
    size = upload.size or 0
    if size == 0 or size > most:
        raise Invalid({"file": Problem.FILE_EMPTY if size == 0 else Problem.FILE_TOO_LARGE})
    path = f"{at:%Y-%m}/{secrets.token_hex(16)}"
    try:
        table, found = _look_through(upload, folder, path)
        return _begin(by, at, safe_name(upload.name or ""), path, table, found)
    except BaseException:
        stored(folder, path).unlink(missing_ok=True)
        plain_rows(folder, path).unlink(missing_ok=True)
        raise


def forget_file(id: int, folder: Path) -> None:
    """Let go of the file of an import that has come to its end, and of the values that it was shown by: nobody needs them.

    What was refused stays with its row, to be mended.
    """
    row = Import.objects.get(pk=id)
    with writing():
        Import.objects.filter(pk=id).update(columns=[column | {"shown": []} for column in row.columns])
    for path in (
        stored(folder, row.path),
        *(plain_rows(folder, row.path).with_suffix(end) for end in (PLAIN, SEEN)),
    ):
        path.unlink(missing_ok=True)


def _look_through(upload: Upload, folder: Path, path: str) -> tuple[Table, Survey]:
    file = stored(folder, path)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("xb") as out:
        for chunk in upload.chunks():
            out.write(chunk)
    table = open_table(file)
    with plain_rows(folder, path).open("xb") as out:
        found = survey(table, out)
    if not found.rows:
        raise UnreadableFile(Unreadable.NO_ROWS)
    return table, found


def _begin(by: Actor, at: datetime, name: str, path: str, table: Table, found: Survey) -> Import:
    with writing():
        return Import.objects.create(
            name=name[:200] or "?", path=path, form=table.form, encoding=table.encoding, delimiter=table.delimiter[:1],
            state=ImportState.COLUMNS, columns=[_told(column) for column in found.columns],
            targets=_targets(table.titles, [column.samples for column in found.columns]),
            country=workspace().country, date_order=DateOrder.OPEN, owner_id=_owner(by), by_id=by.id,
            rows=found.rows, created_at=at,
        )  # fmt: skip


def _told(column: Column) -> dict[str, object]:
    return {
        "title": column.title,
        "filled": column.filled,
        "shown": list(column.shown),
        "ranges": column.holds_ranges,
        "order": column.order,
        "asks_order": column.signs.is_asked,
    }


def _owner(by: Actor) -> int:
    """The importer where clients may be theirs, else the first who may own them."""
    there = list(assignable_users(by).order_by("name", "id").values_list("pk", flat=True))
    if not there:
        raise Invalid({"owner": Problem.REQUIRED})
    return by.id if by.id in there else there[0]


def _targets(titles: Sequence[str], samples: Sequence[Sequence[str]]) -> list[str]:
    """As files with these titles were read the last time, else as it is guessed."""
    kept = (
        ImportLayout.objects.filter(fingerprint=fingerprint(titles)).values_list("targets", flat=True).first()
    )
    known = set(Target)
    if kept is not None and len(kept) == len(titles) and known.issuperset(kept):
        return list(kept)
    return [target.value for target in guess(titles, samples)]
