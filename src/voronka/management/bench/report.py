"""What is told of a measurement: a table for people, JSON for comparing."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voronka.management.bench.crowd import Figure
from voronka.management.bench.sampling import Operation, percentile

# p95 is at most so many times p50.
_STEADY = 2.5
_LARGEST_BOARD = 26 * 1024
# At a million deals the board takes at most so many times what it takes at ten thousand.
_GROWTH = 1.5


@dataclass(frozen=True, slots=True)
class Report:
    """All that one run has measured."""

    command: str
    machine: Mapping[str, Any]
    vendor: str
    rows: Mapping[str, int]
    operations: Sequence[Operation]
    figures: Sequence[Figure]
    missing: Sequence[str]

    def as_json(self) -> dict[str, Any]:
        """Everything, with numbers rounded to what they are worth."""
        return {
            "command": self.command,
            "machine": dict(self.machine),
            "rows": dict(self.rows),
            "operations": {operation.name: _told(operation, self.vendor) for operation in self.operations},
            "figures": {
                figure.name: {
                    "value": round(figure.value, 2),
                    "unit": figure.unit,
                    "reached": figure.is_reached,
                }
                for figure in self.figures
            },
            "not_measured": list(self.missing),
        }

    def write(self, file: Path) -> None:
        """The JSON into a file."""
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(self.as_json(), indent=1, ensure_ascii=False) + "\n")

    def lines(self, against: Mapping[str, Any] | None = None) -> Iterable[str]:
        """The table. `against`: an earlier report's JSON, of ten thousand deals, for the growth of the board."""
        yield self.command
        yield ", ".join(f"{name} {value}" for name, value in self.machine.items())
        yield ", ".join(f"{name} {count:,}" for name, count in self.rows.items())
        yield ""
        yield f"{'operation':<44}{'p50 ms':>9}{'p95 ms':>9}{'first':>9}{'least':>9}{'CPU p50':>9}{'n':>6}{'goal':>7}  reached"
        for operation in self.operations:
            yield _line(operation, self.vendor)
        yield ""
        for figure in self.figures:
            yield f"{figure.name:<44}{figure.value:>9.1f} {figure.unit:<9}{_goal_of(figure):>12}  {_mark(figure.is_reached)}"
        for name in self.missing:
            yield f"not measured: {name}"
        if against is not None:
            yield ""
            yield from _growth(self.operations, against)


def _told(operation: Operation, vendor: str) -> dict[str, Any]:
    p50, p95 = operation.clock(0.5), operation.clock(0.95)
    return {
        "p50_ms": round(p50, 3),
        "p95_ms": round(p95, 3),
        "first_p50_ms": round(_first(operation), 3),
        "least_ms": round(operation.clock(0), 3),
        "cpu_p50_ms": round(operation.processor(0.5), 3),
        "n": len(operation.took),
        "goal_ms": operation.goal.get(vendor),
        "reached": reached(operation, vendor),
        "steady": p95 <= _STEADY * p50,
        "of": operation.note or "wall time in process",
        **operation.facts,
    }


def _first(operation: Operation) -> float:
    """The median of the samples that came after everything else; 0 where none was taken."""
    return percentile((one.clock for one in operation.first), 0.5) if operation.first else 0.0


def reached(operation: Operation, vendor: str) -> bool | None:
    """Whether p50 and the size of the page are within their goals; None without a goal."""
    goal = operation.goal.get(vendor)
    if goal is None:
        return None
    is_small = operation.facts.get("bytes_compressed", 0) <= _LARGEST_BOARD
    return operation.clock(0.5) <= goal and is_small


def _line(operation: Operation, vendor: str) -> str:
    goal = operation.goal.get(vendor)
    p50, p95, least, cpu = (
        operation.clock(0.5),
        operation.clock(0.95),
        operation.clock(0),
        operation.processor(0.5),
    )
    told = f"{operation.name:<44}{p50:>9.2f}{p95:>9.2f}{_first(operation):>9.2f}{least:>9.2f}{cpu:>9.2f}{len(operation.took):>6}"
    told += f"{'' if goal is None else goal:>7}"
    told += f"  {_mark(reached(operation, vendor)):<4}{'' if p95 <= _STEADY * p50 else ' unsteady'}"
    if "bytes" in operation.facts:
        facts = operation.facts
        told += f" {facts['bytes'] / 1024:.0f} KB, {facts['bytes_compressed'] / 1024:.1f} KB compressed"
    return told.rstrip()


def _mark(is_reached: bool | None) -> str:  # noqa: FBT001 - a mark says it
    return "" if is_reached is None else "yes" if is_reached else "NO"


def _goal_of(figure: Figure) -> str:
    if figure.least is not None:
        return f">= {figure.least:g}"
    return "" if figure.most is None else f"<= {figure.most:g}"


def _growth(operations: Iterable[Operation], against: Mapping[str, Any]) -> Iterable[str]:
    for operation in operations:
        before = against["operations"].get(operation.name)
        if before is not None and operation.name.startswith("board page"):
            times, busy = (
                operation.clock(0.5) / before["p50_ms"],
                operation.processor(0.5) / before["cpu_p50_ms"],
            )
            told = f"{operation.name}: {times:.2f} times the earlier run (at most {_GROWTH}), CPU {busy:.2f} times"
            yield f"{told}  {_mark(times <= _GROWTH)}"
