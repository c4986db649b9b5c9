"""The seller's steps at a stage: how they are kept as rows, and how people write them as lines.

A line is a step; a line that begins with "-" is an action of the step above it, one with "+" a tool that helps with it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypedDict

ACTION, TOOL = "-", "+"


@dataclass(frozen=True, slots=True)
class SellerStep:
    """One step of the seller, the actions it takes, and the tools that help with it."""

    what: str
    actions: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()


class StepRow(TypedDict):
    """A step as a stage's row keeps it."""

    what: str
    actions: list[str]
    tools: list[str]


def step_rows(steps: Iterable[SellerStep]) -> list[StepRow]:
    """The steps as the row keeps them."""
    return [{"what": one.what, "actions": list(one.actions), "tools": list(one.tools)} for one in steps]


def steps_of(rows: Iterable[StepRow]) -> tuple[SellerStep, ...]:
    """The steps that a row keeps."""
    return tuple(SellerStep(row["what"], tuple(row["actions"]), tuple(row["tools"])) for row in rows)


def step_lines(steps: Iterable[SellerStep]) -> str:
    """The steps as people write them; `steps_written` reads the same again."""
    lines = []
    for one in steps:
        lines.append(one.what)
        lines += [f"{ACTION} {action}" for action in one.actions]
        lines += [f"{TOOL} {tool}" for tool in one.tools]
    return "\n".join(lines)


def steps_written(text: str) -> tuple[SellerStep, ...]:
    """The steps that were written, without empty lines. An action above the first step is a step itself."""
    found: list[SellerStep] = []
    for line in (line.strip() for line in text.splitlines()):
        mark, words = line[:1], line[1:].strip()
        if found and mark in {ACTION, TOOL} and words:
            found[-1] = _with(found[-1], mark, words)
        elif line.lstrip(ACTION + TOOL).strip():
            found.append(SellerStep(line.lstrip(ACTION + TOOL).strip()))
    return tuple(found)


def _with(step: SellerStep, mark: str, words: str) -> SellerStep:
    if mark == ACTION:
        return SellerStep(step.what, (*step.actions, words), step.tools)
    return SellerStep(step.what, step.actions, (*step.tools, words))
