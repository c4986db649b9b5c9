"""What the statements of the bench's workspace need to know, and what its names are."""

from dataclasses import dataclass
from datetime import datetime

from voronka.commands.bench_workspace.dialect import Dialect
from voronka.commands.bench_workspace.people import BenchWorkspace

HOUR = 3600


@dataclass(frozen=True, slots=True)
class Plan:
    """The rows that stand already, how to say things in SQL, and now: seconds since 1970, at a whole hour."""

    made: BenchWorkspace
    dialect: Dialect
    now: int


def plan_of(made: BenchWorkspace, dialect: Dialect, now: datetime) -> Plan:
    """The plan as of the last whole hour."""
    return Plan(made, dialect, int(now.timestamp()) // HOUR * HOUR)
