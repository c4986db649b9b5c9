"""A search through the whole base, step by step. Imports splink and duckdb: only `voronka audit` does so."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from voronka.commands.duplicates import FoundPair, keep_found, tell_audit
from voronka.domain.duplicates.audit import Step
from voronka.domain.merging import ClientKind
from voronka.queries.duplicates import all_organisations, all_persons
from voronka.reports.duplicates.engine import Matching
from voronka.reports.duplicates.matching import LEAST, search

Clock = Callable[[], datetime]


class _Cancelled(Exception):
    pass


def run_audit(audit: int, *, clock: Clock, folder: Path) -> None:
    """Search people, then companies, and keep what was found; may be begun again at any time without harm.

    It ends at the next step once somebody has cancelled it. `folder`: for what finds no room in memory.
    """
    counts = {"records": 0, "looked_at": 0, "left_out": 0, "found": 0}

    def tell(step: Step) -> None:
        if not tell_audit(audit, step, at=clock(), **counts):
            raise _Cancelled

    try:
        for kind, step in ((ClientKind.CONTACT, Step.PEOPLE), (ClientKind.COMPANY, Step.COMPANIES)):
            tell(step)
            _search(kind, counts, lambda step=step: tell(step), clock, folder)  # type: ignore[misc]  # a default is no argument
        tell(Step.DONE)
    except _Cancelled:
        return


def _search(
    kind: ClientKind, counts: dict[str, int], tell: Callable[[], None], clock: Clock, folder: Path
) -> None:
    persons = kind is ClientKind.CONTACT
    records = all_persons() if persons else all_organisations()
    folder.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory(dir=folder) as room,
        search(records, persons=persons, folder=Path(room)) as matching,
    ):
        blocked = matching.block()
        counts["records"] += matching.records
        counts["looked_at"] += blocked.pairs
        counts["left_out"] += blocked.left_out
        tell()
        counts["found"] += keep_found(kind, _found(matching, tell), at=clock())


def _found(matching: Matching, tell: Callable[[], None]) -> Iterator[FoundPair]:
    for at, one in enumerate(matching.score(LEAST)):
        if at % 1000 == 0:
            tell()
        yield one.left, one.right, one.surely, one.reasons
