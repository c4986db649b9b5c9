"""The next portion of an import: checked, or taken, each in a short transaction that says how far it is. ADR 0046.

Whoever dies in the middle of a portion has written nothing of it; whoever comes second finds the place further on and
does nothing.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from zoneinfo import ZoneInfo

from voronka.commands.identity_locks import hold_identities
from voronka.commands.imports.judging import Judged, Owner, Portion, keys_of
from voronka.commands.imports.taking import SEEN, plain_rows
from voronka.commands.imports.writing import told_name, write_portion
from voronka.commands.rows import insert_many
from voronka.commands.setup.setup_log import What, log_setup
from voronka.commands.transaction import writing
from voronka.domain.importing.dates import DateOrder
from voronka.domain.importing.life import ImportState
from voronka.domain.importing.remarks import Verdict
from voronka.domain.importing.rows import Brought, Plan, read_row
from voronka.domain.importing.survey import read_on
from voronka.domain.importing.table import Line
from voronka.domain.importing.targets import Target
from voronka.domain.permissions import Actor
from voronka.domain.search_text import fold
from voronka.models import Import, ImportRow, User
from voronka.queries.actors import actor_of
from voronka.queries.import_matches import matches
from voronka.queries.visibility import assignable_users
from voronka.queries.workspace import workspace

PORTION = 250
# The dry run writes little and may read more at a time.
CHECKED_AT_ONCE = 1000
_KEY = 8


@dataclass(frozen=True, slots=True)
class Next:
    """What is read of the file: the lines, as they are understood, and the place after them."""

    lines: tuple[Line, ...]
    rows: tuple[Brought, ...]
    place: int


class Run:
    """An import at work within one job: what stays the same from portion to portion is read once."""

    def __init__(self, id: int, at: datetime, folder: Path) -> None:
        """Raises Import.DoesNotExist for one that is gone."""
        row = Import.objects.get(pk=id)
        self.id, self.at, self._folder, self._path = id, at, folder, row.path
        self.by = actor_of(User.objects.get(pk=row.by_id))
        self._zone = ZoneInfo(workspace().time_zone)
        self._plan = plan_of(row, at)
        self._owner, self._owners = _owners(row, self.by)

    def read(self, row: Import, most: int) -> Next:
        """The next rows after the place where the import is. Outside of any transaction: it takes a while."""
        with plain_rows(self._folder, self._path).open("rb") as file:
            file.seek(row.place)
            lines = tuple(read_on(file, most))
            return Next(lines, tuple(read_row(line, self._plan) for line in lines), file.tell())

    def check(self) -> bool:
        """Tell what would become of the next rows; whether there are more. Nothing of theirs is written."""
        row = Import.objects.get(pk=self.id)
        if row.state != ImportState.CHECKING:
            return False
        more = self.read(row, CHECKED_AT_ONCE)
        judged = self._portion(more.rows).judge(more.rows)
        seen = self._repeats(judged, int(row.counts.get("seen", 0)))
        lines = [_dry_line(self.id, one, line) for one, line in zip(judged, more.lines, strict=True)]
        with writing():
            if not self._is_still(row, ImportState.CHECKING):
                return False
            write_lines([line for line in lines if line is not None])
            return self._go_on(row, judged, more, ImportState.CHECKED, {"seen": seen})

    def take(self) -> bool:
        """Write the clients of the next rows; whether there are more."""
        row = Import.objects.get(pk=self.id)
        if row.state != ImportState.RUNNING:
            return False
        more = self.read(row, PORTION)
        with writing():
            if not self._is_still(row, ImportState.RUNNING):
                return False
            phones, emails, companies = keys_of(more.rows)
            hold_identities(phones=phones, emails=emails, companies=companies)
            portion = self._portion(more.rows)
            judged = portion.judge(more.rows)
            lines = write_portion(portion, judged, by=self.by, at=self.at, zone=self._zone, of=self.id)
            for line, one, cells in zip(lines, judged, more.lines, strict=True):
                line.cells = list(cells.cells) if one.verdict is Verdict.REFUSED else None
            write_lines(lines)
            counts = {"companies": int(row.counts.get("companies", 0)) + len(portion.companies)}
            return self._go_on(row, judged, more, ImportState.DONE, counts)

    def _portion(self, rows: Sequence[Brought]) -> Portion:
        return Portion(matches(*keys_of(rows)), self.by, self._owner, self._owners, self.at)

    def _is_still(self, row: Import, state: ImportState) -> bool:
        """Whether nobody else took this portion, or stopped it. Locks the import."""
        there = Import.objects.select_for_update().filter(pk=self.id, state=state, place=row.place)
        return there.exists()

    def _go_on(
        self, row: Import, judged: Sequence[Judged], more: Next, end: ImportState, counts: dict[str, int]
    ) -> bool:
        """Say how far it is. There is an end where nothing was read."""
        sums = Counter(row.counts) + Counter(_tally(judged))
        done = row.done + len(more.lines)
        is_over = done >= row.rows or not more.lines
        row.state = end if is_over else ImportState(row.state)
        finished = self.at if is_over and end is ImportState.DONE else None
        Import.objects.filter(pk=self.id).update(
            place=more.place, done=done, counts={**sums, **counts}, state=row.state, finished_at=finished
        )
        if finished is not None:
            after = {"name": row.name, "counts": {**sums, **counts}}
            log_setup(What.IMPORT, self.id, by=self.by, at=self.at, before={"name": row.name}, after=after)
        return not is_over

    def _repeats(self, judged: Sequence[Judged], seen: int) -> int:
        """Mark who came in an earlier portion already; how many keys are known after this one.

        A dry run writes nobody, so the keys of its new ones are kept beside the file, eight bytes each.
        """
        path = plain_rows(self._folder, self._path).with_suffix(SEEN)
        content = path.read_bytes()[: seen * _KEY] if seen and path.exists() else b""
        known = {content[at : at + _KEY] for at in range(0, len(content), _KEY)}
        fresh: list[bytes] = []
        for one in judged:
            keys = [_key(key) for key in (*one.row.phones, *one.row.emails)]
            if one.verdict is Verdict.NEW and not known.isdisjoint(keys):
                one.verdict = Verdict.MERGED
            if one.verdict is Verdict.NEW:
                fresh += keys
        path.write_bytes(content + b"".join(fresh))
        return seen + len(fresh)


_LINE = (
    "of_id", "number", "verdict", "name", "said", "cells", "filled", "contact_id", "company_id", "made_contact", "made_company",
)  # fmt: skip


def write_lines(lines: Iterable[ImportRow]) -> None:
    """Keep what became of rows."""
    insert_many(
        ImportRow,
        _LINE,
        [
            (
                line.of_id, line.number, line.verdict, line.name, json.dumps(line.said),
                None if line.cells is None else json.dumps(line.cells), json.dumps(line.filled), line.contact_id,
                line.company_id, line.made_contact, line.made_company,
            )
            for line in lines
        ],
    )  # fmt: skip


def _key(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=_KEY).digest()


def _tally(judged: Iterable[Judged]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for one in judged:
        counts[one.verdict.value] += 1
        counts["told"] += bool(one.said) and one.verdict is not Verdict.REFUSED
    return counts


def _dry_line(of: int, one: Judged, line: Line) -> ImportRow | None:
    """What there is to say of a row before it is taken; None where it is simply new."""
    if one.verdict is Verdict.NEW and not one.said:
        return None
    return ImportRow(
        of_id=of, number=one.row.number, verdict=one.verdict, name=told_name(one),
        said=[[said.column, said.remark, said.text] for said in one.said],
        cells=list(line.cells) if one.verdict is Verdict.REFUSED else None,
        contact_id=one.contact if one.contact is not None and one.contact > 0 else None,
    )  # fmt: skip


def plan_of(row: Import, at: datetime) -> Plan:
    """How the rows of an import are read."""
    targets = tuple(Target(target) for target in row.targets)
    orders = {
        place: DateOrder(column["order"] if column["order"] != DateOrder.OPEN else row.date_order)
        for place, column in enumerate(row.columns)
    }
    ranges = frozenset(place for place, column in enumerate(row.columns) if column["ranges"])
    titles = tuple(column["title"] for column in row.columns)
    return Plan(titles, targets, row.country, orders, ranges, at.date())


def _owners(row: Import, by: Actor) -> tuple[Owner, dict[str, Owner]]:
    """Who gets what names nobody, and by their names and addresses those who may be named."""
    named: dict[str, Owner] = {}
    default = Owner(row.owner_id, row.owner.team_id or 0)
    for user in assignable_users(by).order_by("-id"):
        found = Owner(user.pk, user.team_id or 0)
        named |= {fold(word): found for word in (user.name, user.email, user.email.partition("@")[0])}
    return default, named
