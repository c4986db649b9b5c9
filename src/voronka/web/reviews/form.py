"""What the form of a review says: the cause, the decision, and what the decision needs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from voronka.commands import values
from voronka.commands.reviews import Found
from voronka.commands.values import Bad
from voronka.domain.errors import Invalid, Problem
from voronka.domain.pipeline import StageKind
from voronka.domain.reviews import WORDS_LENGTH, Decision
from voronka.web.move_form import read_move
from voronka.web.request import whole_number
from voronka.web.reviews.days import read_day
from voronka.web.task_form import read_task
from voronka.web.tasks.forms import typed_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from voronka.commands.passing import Move
    from voronka.domain.pipeline import Pipeline
    from voronka.domain.working_time import Calendar

NAMES = ("cause", "decision", "note", "new_on", "owner")
_EXITS = {Decision.POSTPONE: StageKind.POSTPONED, Decision.LOSE: StageKind.LOST}


@dataclass(frozen=True, slots=True)
class ReviewForm:
    """A submitted review: what stood in the fields, what it means, and what could not be read."""

    typed: Mapping[str, str]
    found: Found
    problems: Mapping[str, Problem]


def read_review(data: Mapping[str, str], pipeline: Pipeline, now: datetime, calendar: Calendar) -> ReviewForm:
    """Read the fields; only those of the chosen decision count."""
    typed = typed_of(data, *NAMES)
    decision = Decision(typed["decision"]) if typed["decision"] in set(Decision) else None
    # Told together with what can't be read: nobody should have to send a form twice to learn all of it.
    problems = {name: Problem.REQUIRED for name in ("cause", "decision") if not typed[name]}
    found = Found(
        cause=whole_number(typed["cause"]),
        decision=decision,
        owner=whole_number(typed["owner"]) if decision is Decision.GIVE else None,
    )
    if decision is not None and decision.stays:
        found = _with_new_date(found, typed, now, calendar, problems)
    # A deal may go on with the next step that it has.
    if decision is Decision.HELP or (decision is Decision.GO_ON and typed["title"].strip()):
        found = _with_step(found, typed, now, problems)
    try:
        found = replace(found, note=values.prose(typed["note"], WORDS_LENGTH))
    except Bad as error:
        problems["note"] = error.problem
    if decision in _EXITS:
        found = replace(found, move=_move(data, pipeline, _EXITS[decision], found.note, problems))
    return ReviewForm(typed, found, problems)


def _with_new_date(
    found: Found, typed: Mapping[str, str], now: datetime, calendar: Calendar, problems: dict[str, Problem]
) -> Found:
    try:
        return replace(found, until=read_day(typed["new_on"], now, calendar))
    except Bad as error:
        problems["new_on"] = error.problem
        return found


def _with_step(found: Found, typed: Mapping[str, str], now: datetime, problems: dict[str, Problem]) -> Found:
    try:
        return replace(found, step=read_task(typed, now))
    except Invalid as refusal:
        problems.update(refusal.problems)
        return found


def _move(
    data: Mapping[str, str], pipeline: Pipeline, way_out: StageKind, note: str, problems: dict[str, Problem]
) -> Move:
    form = read_move(data, pipeline.only(way_out).id)
    problems.update(form.problems)
    return replace(form.move(), reason=note)
