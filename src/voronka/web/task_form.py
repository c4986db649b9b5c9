"""The fields of a task, wherever a form has them: what kind, what is to be done, when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from voronka.commands import values
from voronka.commands.task_rows import TITLE_LENGTH, NewTask
from voronka.commands.values import Bad
from voronka.domain.errors import Problem
from voronka.domain.task import TaskKind
from voronka.web.due_times import Due, read_due
from voronka.web.labels import TASK_ICONS, TASK_KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class KindOption:
    """One kind of task to choose."""

    value: str
    label: str
    icon: str


def kind_options() -> list[KindOption]:
    """Every kind with its picture."""
    return [KindOption(kind.value, str(TASK_KINDS[kind]), TASK_ICONS[kind]) for kind in TaskKind]


def chosen_kind(typed: str, default: TaskKind) -> str:
    """The kind that was chosen, or the default while none was."""
    return typed if any(typed == kind.value for kind in TaskKind) else default.value


def read_task(typed: Mapping[str, str], now: datetime, *, kept: Due | None = None) -> NewTask:
    """The task that `kind`, `title` and the fields of the time describe.

    Raises:
        Invalid: with every problem; that of the time is under "when".
    """
    return _read(typed, "title", now, kept)


def read_step(typed: Mapping[str, str], now: datetime) -> NewTask:
    """The same where the title is called `step`, for the form has a title of its own.

    Raises:
        Invalid
    """
    return _read(typed, "step", now, None)


def _read(typed: Mapping[str, str], title: str, now: datetime, kept: Due | None) -> NewTask:
    clean = values.checked(
        {
            "kind": lambda: _kind(typed["kind"]),
            title: lambda: values.line(typed[title], TITLE_LENGTH, required=True),
            "when": lambda: read_due(typed, now, kept=kept),
        }
    )
    due: Due = clean["when"]
    return NewTask(clean["kind"], clean[title], due.at, due_on=due.on)


def _kind(value: str) -> TaskKind:
    try:
        return TaskKind(value)
    except ValueError:
        raise Bad(Problem.UNKNOWN_CHOICE) from None
