"""The bench measures what it says, and touches nobody's data."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from voronka.management.bench.cluster import free_port
from voronka.management.bench.crowd import Figure
from voronka.management.bench.places import scratch
from voronka.management.bench.report import Report
from voronka.management.bench.sampling import IN_A_ROW, Operation, Took, percentile, take_turns, timed

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("share", "time"), [(0, 1), (0.5, 5), (0.95, 10), (1, 10), (0.1, 1), (0.11, 2)])
def test_a_percentile_is_a_time_that_was_measured(share: float, time: float) -> None:
    assert percentile([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], share) == time


def test_operations_take_turns_and_warm_up_for_nothing() -> None:
    done: list[str] = []

    def doing(name: str) -> Operation:
        return Operation(name, timed(lambda: done.append(name)))

    first, second = doing("a"), doing("b")
    take_turns([first, second], rounds=3, warm_up=2, told=lambda _: None)
    assert done == [*["a"] * IN_A_ROW, *["b"] * IN_A_ROW] * 5
    assert len(first.took) == len(second.took) == 3 * (IN_A_ROW - 1)
    assert len(first.first) == len(second.first) == 3
    assert all(took.clock >= 0 for took in first.took)


def report_of(*times: float, goal: float | None = None, **facts: int) -> Report:
    goals = {} if goal is None else {"sqlite": goal}
    operation = Operation("board page, seller", timed(list), goals, "server time", facts)
    operation.took = [Took(time, time / 2) for time in times]
    return Report("voronka bench", {"cores": 2}, "sqlite", {"deals": 10}, [operation], [], ["x"])


@pytest.mark.parametrize(
    ("times", "goal", "size", "reached"),
    [
        ((4, 5, 6), 5, 0, True),
        ((4, 5.1, 6), 5, 0, False),
        ((1,), 5, 26 * 1024 + 1, False),
        ((1,), None, 0, None),
    ],
)
def test_a_goal_is_of_the_middle_time_and_of_the_size(
    times: tuple[float, ...], goal: float | None, size: int, *, reached: bool | None
) -> None:
    told = report_of(*times, goal=goal, bytes_compressed=size, bytes=size).as_json()["operations"]
    assert told["board page, seller"]["reached"] is reached


def test_what_scatters_is_marked() -> None:
    assert "unsteady" in "\n".join(report_of(*[1] * 9, *[3] * 2).lines())
    assert "unsteady" not in "\n".join(report_of(*[1] * 9, *[2] * 2).lines())


def test_growth_is_told_against_an_earlier_run() -> None:
    earlier = report_of(2).as_json()
    assert "1.50 times the earlier run (at most 1.5), CPU 1.50 times  yes" in "\n".join(
        report_of(3).lines(earlier)
    )
    assert "1.55 times" in "\n".join(report_of(3.1).lines(earlier))


@pytest.mark.parametrize(
    ("figure", "reached"),
    [(Figure("a", 5, "", least=5), True), (Figure("a", 5, "", most=4), False), (Figure("a", 5, ""), None)],
)
def test_figures_have_goals_of_their_own(figure: Figure, *, reached: bool | None) -> None:
    assert figure.is_reached is reached


def test_a_scratch_place_knows_nothing_of_ones_own_settings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("VORONKA_SECRET_KEY", "x" * 40)
    monkeypatch.setenv("DATABASE_URL", "sqlite:///mine.sqlite3")
    with scratch("sqlite", 10, tmp_path / "kept") as environment:
        assert environment["VORONKA_DATA"] == str(tmp_path / "kept")
        assert not environment.keys() & {"DATABASE_URL", "VORONKA_SECRET_KEY"}


@pytest.mark.slow
def test_a_whole_run_reaches_every_page(tmp_path: Path) -> None:
    """On PostgreSQL in a database of its own on the test's server."""
    file = tmp_path / "figures.json"
    command = [
        sys.executable, "-m", "voronka", "bench", "--deals", "1000", "--rounds", "1", "--no-crowd",
        "--database", os.environ.get("DATABASE_URL", "sqlite"), "--json", str(file),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    told = json.loads(file.read_text())
    assert told["not_measured"] == []
    assert told["rows"]["deals"] == 1000
    assert {"move, command", "board page, seller", "search typo, seller", "create deal, page"} <= set(
        told["operations"]
    )
    assert all(one["n"] == IN_A_ROW - 1 for one in told["operations"].values())
    assert {"sweep: a minute, processor", "board beside due work, p50"} <= set(told["figures"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--deals", "5"], "--deals can be"),
        (["--rounds", "0"], "--rounds must be"),
        (["--database", "mysql"], "--database can be"),
        (["--database", f"postgresql://nobody@127.0.0.1:{free_port()}/none"], "refused"),
    ],
)
def test_what_can_t_be_measured_is_refused_in_a_sentence(
    arguments: list[str], said: str, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "voronka", "bench", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
