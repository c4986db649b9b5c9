"""Write the tables of docs/speed.md and the short one of README.md from what `voronka bench --json` left.

Run it as `python -m scripts.speed_tables`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FIGURES, PAGE, README = ROOT / "docs" / "speed", ROOT / "docs" / "speed.md", ROOT / "README.md"
BEGIN, END = "<!-- tables: made by scripts/speed_tables.py -->", "<!-- end of tables -->"
SIZES = ("10k", "100k", "1m")
DATABASES = {"sqlite": "SQLite", "postgres": "PostgreSQL"}
MARKS = {True: "", False: " ✗", None: ""}


def main() -> None:
    """Rewrite what stands between the two marks."""
    reports = {file.stem: json.loads(file.read_text()) for file in sorted(FIGURES.glob("*.json"))}
    _between_marks(PAGE, tables(reports))
    _between_marks(README, short(reports))


def _between_marks(file: Path, lines: list[str]) -> None:
    before, _, rest = file.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    file.write_text("\n".join([before + BEGIN, "", *lines, "", END + after]))


# What a person waits for most often, of the long table.
SHORT = (
    "board page, administrator",
    "board page, seller",
    "counters, administrator",
    "move, command",
    "create deal, command",
    "search name fragment, administrator",
    "search phone fragment, administrator",
    "search typo, administrator",
    "search nothing found, administrator",
)


def short(reports: dict[str, Any]) -> list[str]:
    """p50 by the clock and of the processor, in ms, of the commonest operations, and the commands."""
    found = {
        f"{name}, {size}": reports[f"{key}-{size}"]
        for key, name in DATABASES.items()
        for size in SIZES
        if f"{key}-{size}" in reports
    }
    lines = [_row("p50 in ms (of it processor)", *found, "goal"), _row("---", *["---:"] * len(found), "---:")]
    for name in SHORT:
        told = [report["operations"][name] for report in found.values()]
        goals = {f"{one['goal_ms']:g}" for one in told if one["goal_ms"] is not None}
        cells = (f"{one['p50_ms']:.1f} ({one['cpu_p50_ms']:.1f})" for one in told)
        lines.append(_row(name, *cells, " / ".join(sorted(goals, key=float))))
    return [*lines, "", *(f"- `{report['command']}`" for report in found.values())]


def tables(reports: dict[str, Any]) -> list[str]:
    """One table of operations and one of the crowd for each database, and what each run was made on."""
    lines: list[str] = []
    for key, name in DATABASES.items():
        found = {size: reports[f"{key}-{size}"] for size in SIZES if f"{key}-{size}" in reports}
        if found:
            lines += [f"### {name}", "", *operations(found), "", *crowd(found), "", *runs(found), ""]
    return lines


def operations(found: dict[str, Any]) -> list[str]:
    """p50 / p95 / first / processor p50 of each operation by size."""
    names = list(dict.fromkeys(name for report in found.values() for name in report["operations"]))
    lines = [_row("operation", *found, "goal, p50"), _row("---", *["---:"] * len(found), "---:")]
    for name in names:
        told = [report["operations"].get(name) for report in found.values()]
        goal = next((one["goal_ms"] for one in told if one and one["goal_ms"] is not None), None)
        lines.append(_row(name, *(_times(one) for one in told), "" if goal is None else f"{goal:g}"))
    return lines


def _times(one: dict[str, Any] | None) -> str:
    if one is None:
        return ""
    times = f"{one['p50_ms']:.2f} / {one['p95_ms']:.2f} / {one['first_p50_ms']:.2f} / {one['cpu_p50_ms']:.2f}{MARKS[one['reached']]}"
    size = (
        f"<br>{one['bytes_compressed'] / 1024:.1f} KB"
        if one["of"] == "server time" and "bytes" in one
        else ""
    )
    return times + size


def crowd(found: dict[str, Any]) -> list[str]:
    """The figures of many at once by size."""
    names = list(dict.fromkeys(name for report in found.values() for name in report["figures"]))
    lines = [_row("many at once", *found), _row("---", *["---:"] * len(found))]
    for name in names:
        told = [report["figures"].get(name) for report in found.values()]
        lines.append(_row(name, *(_figure(one) for one in told)))
    return lines


def _figure(one: dict[str, Any] | None) -> str:
    return "" if one is None else f"{one['value']:g} {one['unit']}{MARKS[one['reached']]}".strip()


def runs(found: dict[str, Any]) -> list[str]:
    """The command, the commit, the machine and its load, of each run."""
    return [
        f"- {size}: `{report['command']}`; commit {report['machine']['commit']}; {report['machine']['processor']},"
        f" {report['machine']['cores']} cores, {report['machine']['memory_gb']} GB, load before"
        f" {report['machine']['load_before']}; Python {report['machine']['python']},"
        f" {report['machine']['database']}; {report['rows']['deals']:,} deals, {report['rows']['events']:,} events"
        for size, report in found.items()
    ]


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
