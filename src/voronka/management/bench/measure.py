"""One run in a scratch workspace: prepare, time by turns, let a crowd in, report."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from django.core.management import call_command
from django.db import connection

from voronka.commands.bench_workspace.build import build
from voronka.commands.bench_workspace.people import BenchWorkspace, find_workspace
from voronka.commands.first_start import has_workspace
from voronka.management.bench.beside import board_beside_due
from voronka.management.bench.browser import Failed
from voronka.management.bench.crowd import BROADCASTS, Figure, readers, streams, writers
from voronka.management.bench.fresh import FreshDeals
from voronka.management.bench.inside import operations
from voronka.management.bench.machine import machine
from voronka.management.bench.pages import Pages
from voronka.management.bench.report import Report
from voronka.management.bench.sampling import IN_A_ROW, Operation, take_turns
from voronka.management.bench.server import serving
from voronka.management.bench.sweep import DueMinutes, sweep
from voronka.models import Company, Contact, Deal, Event, SearchDocument, StageVisit

_WARM_UP = 5
_CROWD_MOVES = 1500
_CROWD_BOARDS = 1200
_TABLES: dict[str, Any] = {
    "deals": Deal, "contacts": Contact, "companies": Company, "visits": StageVisit, "events": Event,
    "search documents": SearchDocument,
}  # fmt: skip


class TooFewDeals(Exception):
    """There are not so many deals to move."""


Told = Callable[[str], None]


class NotOurs(Exception):
    """The database holds a workspace that the bench did not make, or one of another size."""


def measure(deals: int, *, rounds: int, crowd: bool, command: str, told: Told) -> Report:
    """Everything, in the database that the settings name.

    Raises:
        NotOurs, TooFewDeals
    """
    made = _workspace(deals, told)
    on = machine()
    rows = {name: model.objects.count() for name, model in _TABLES.items()}
    one_by_one = 2 * (1 + IN_A_ROW * (rounds + _WARM_UP)) + BROADCASTS
    supply = FreshDeals(made, one_by_one + _CROWD_MOVES)
    if len(supply) < one_by_one:
        raise TooFewDeals
    figures: list[Figure] = []
    with serving() as server:
        pages = Pages(made, server.port, supply)
        timed, broken = _working([*operations(made, supply), *pages.operations()])
        take_turns(timed, rounds=rounds, warm_up=_WARM_UP, told=told)
        if crowd:
            told("readers of the board")
            figures += readers(made, server, _CROWD_BOARDS)
            told("live streams")
            figures += streams(made, server, supply)
    if crowd:
        told("writers")
        figures += writers(supply, _CROWD_MOVES)
    told("sweep of what is due")
    minutes = DueMinutes()
    figures += sweep(made, minutes)
    with serving() as server:
        told("the board beside what is due")
        figures += board_beside_due(made, server, minutes)
    return Report(command, on, connection.vendor, rows, timed, figures, [*pages.missing, *broken])


def _working(operations: Iterable[Operation]) -> tuple[list[Operation], list[str]]:
    """Those that answer as they should, and what the others said: one broken page must not hide the rest."""
    works: list[Operation] = []
    broken: list[str] = []
    for operation in operations:
        try:
            operation.sample()
        except Failed as error:
            broken.append(f"{operation.name}: {error}")
        else:
            works.append(operation)
    return works, broken


def _workspace(deals: int, told: Told) -> BenchWorkspace:
    told("preparing the database")
    call_command("migrate", verbosity=0, interactive=False)
    if not has_workspace():
        # Seconds are enough; SQLite writes whole ones without a fraction.
        return build(deals, now=datetime.now(UTC).replace(microsecond=0), told=told)
    made = find_workspace()
    if made is None or made.deals < deals:
        raise NotOurs
    return made
