"""Making the workspace, part by part."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import connection

from voronka.commands.bench_workspace.deals import NAMES, clients, deals, planning
from voronka.commands.bench_workspace.dialect import Dialect
from voronka.commands.bench_workspace.loading import bare_tables, tidy_up
from voronka.commands.bench_workspace.people import OFFSET, BenchWorkspace, lay_people_and_method
from voronka.commands.bench_workspace.plan import Plan, plan_of
from voronka.commands.bench_workspace.search import documents
from voronka.commands.bench_workspace.visits import counters, events, passages, relations, visits
from voronka.commands.transaction import writing

PARTS: dict[str, Callable[[Plan], Sequence[str]]] = {
    "plan": planning,
    "clients": clients,
    "deals": deals,
    "visits": visits,
    "events": events,
    "passages": passages,
    "counters": counters,
    "relations": relations,
    "search documents": documents,
}


def build(deals: int, *, now: datetime, told: Callable[[str], None]) -> BenchWorkspace:
    """Make the workspace in an empty, migrated database, outside of any transaction.

    `told` hears the name of each part begun. Each part is one transaction, so that neither database
    keeps a journal of everything.
    """
    made = lay_people_and_method(deals, now)
    with bare_tables(told):
        fill(made, now, told)
    tidy_up(told)
    return made


def fill(made: BenchWorkspace, now: datetime, told: Callable[[str], None]) -> None:
    """Lay the deals into a workspace that has its people and no deals."""
    plan = plan_of(made, Dialect(connection.vendor == "postgresql", OFFSET), now)
    for name, statements in PARTS.items():
        told(name)
        _execute(statements(plan))
    _execute(_tidying(plan))


def _execute(statements: Sequence[str]) -> None:
    with writing(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _tidying(plan: Plan) -> list[str]:
    statements = [f"DROP TABLE bench_{name}" for name in (*NAMES, "deal")]
    if plan.dialect.postgres:
        # Rows came with their ids; the next ones go on from there.
        statements += [
            f"SELECT setval(pg_get_serial_sequence('voronka_{t}', 'id'), (SELECT MAX(id) FROM voronka_{t}))"  # noqa: S608 - our tables
            for t in ("deal", "contact", "company", "task")
        ]
    return statements
