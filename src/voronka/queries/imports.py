"""Imports read: the list of past ones, one of them with its columns, its verdicts and its rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from voronka.domain.errors import NotFound
from voronka.domain.importing.dates import DateOrder
from voronka.domain.importing.life import ImportState
from voronka.domain.importing.remarks import Remark, Said, Verdict
from voronka.domain.importing.table import FileForm
from voronka.domain.importing.targets import Target
from voronka.domain.permissions import Actor, Role
from voronka.models import Import, ImportRow
from voronka.queries.visibility import assignable_users, visible_contacts

PAGE = 50
_SHOWN_IMPORTS = 50


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column of the file, and what it is read as."""

    place: int
    title: str
    filled: int
    shown: tuple[str, ...]
    target: Target
    asks_order: bool


@dataclass(frozen=True, slots=True)
class ImportView:
    """An import. `counts` by verdict, and `told`: rows that are taken with a remark."""

    id: int
    name: str
    form: FileForm
    encoding: str
    delimiter: str
    state: ImportState
    rows: int
    done: int
    counts: Mapping[str, int]
    country: str
    date_order: DateOrder
    owner: int
    owner_name: str
    by_name: str
    created_at: datetime
    finished_at: datetime | None
    columns: tuple[ColumnView, ...]

    @property
    def share(self) -> int:
        """How much of it is done, in hundredths."""
        return 100 * self.done // self.rows if self.rows else 100

    @property
    def asks_order(self) -> bool:
        """Whether somebody has to say which of two numbers is the day."""
        return any(column.asks_order for column in self.columns)


@dataclass(frozen=True, slots=True)
class RowView:
    """A row and what became of it. `contact`: only where the reader may see them."""

    number: int
    verdict: Verdict
    name: str
    said: tuple[Said, ...]
    contact: int | None
    filled: tuple[str, ...]


def visible_imports(actor: Actor) -> QuerySet[Import]:
    """Administrators see all, heads their own: a file may name whom its sellers must not."""
    return Import.objects.all() if actor.role is Role.ADMIN else Import.objects.filter(by=actor.id)


def import_state(id: int) -> ImportState | None:
    """Where it is; None: it is gone."""
    state = Import.objects.filter(pk=id).values_list("state", flat=True).first()
    return None if state is None else ImportState(state)


def imports(actor: Actor) -> list[ImportView]:
    """The latest, the last first."""
    rows = visible_imports(actor).select_related("owner", "by").order_by("-id")
    return [_view(row) for row in rows[:_SHOWN_IMPORTS]]


def import_of(actor: Actor, id: int) -> ImportView:
    """One of them.

    Raises:
        NotFound
    """
    row = visible_imports(actor).select_related("owner", "by").filter(pk=id).first()
    if row is None:
        raise NotFound
    return _view(row)


def _view(row: Import) -> ImportView:
    columns = tuple(
        ColumnView(
            place,
            told["title"],
            told["filled"],
            tuple(told["shown"]),
            Target(row.targets[place]),
            told["asks_order"],
        )
        for place, told in enumerate(row.columns)
    )
    return ImportView(
        row.pk, row.name, FileForm(row.form), row.encoding, row.delimiter, ImportState(row.state), row.rows,
        row.done, row.counts, row.country, DateOrder(row.date_order), row.owner_id, row.owner.name, row.by.name,
        row.created_at, row.finished_at, columns,
    )  # fmt: skip


def rows_of(
    actor: Actor, id: int, verdict: Verdict | None, *, told: bool = False, after: int = 0
) -> tuple[RowView, ...]:
    """Fifty rows after a number; `told`: those that are taken with a remark."""
    lines = ImportRow.objects.filter(of=id, number__gt=after).order_by("number")
    if verdict is not None:
        lines = lines.filter(verdict=verdict)
    if told:
        lines = lines.exclude(said=[]).exclude(verdict=Verdict.REFUSED)
    found = list(lines[: PAGE + 1])
    ids = [line.contact_id for line in found if line.contact_id is not None]
    seen = set(visible_contacts(actor).filter(pk__in=ids).values_list("pk", flat=True))
    return tuple(_row(line, seen) for line in found)


def _row(line: ImportRow, seen: set[int]) -> RowView:
    said = tuple(Said(column, Remark(remark), text) for column, remark, text in line.said)
    contact = line.contact_id if line.contact_id in seen else None
    return RowView(line.number, Verdict(line.verdict), line.name, said, contact, tuple(line.filled))


def refused_rows(id: int) -> Iterator[tuple[Sequence[str], tuple[Said, ...]]]:
    """The cells of refused rows as they came, with what is to be said of them."""
    lines = ImportRow.objects.filter(of=id, verdict=Verdict.REFUSED).order_by("number")
    for cells, said in lines.values_list("cells", "said").iterator(chunk_size=500):
        yield cells or (), tuple(Said(column, Remark(remark), text) for column, remark, text in said)


def possible_owners(actor: Actor) -> list[tuple[int, str]]:
    """To whom new clients may be given."""
    return list(assignable_users(actor).order_by("name", "id").values_list("id", "name"))
