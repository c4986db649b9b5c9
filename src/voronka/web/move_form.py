"""What a form says about a move: where to, why, which listed reason, until when. Shared by the dialogs of moves and tasks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from voronka.commands import values
from voronka.commands.passing import Move, Moved, TaskEnd
from voronka.commands.values import Bad
from voronka.domain.errors import Invalid, Problem
from voronka.domain.events import MoveHow
from voronka.domain.gate import (
    LostReasonMissing,
    Obstacle,
    PostponeDateMissing,
    PostponeReasonMissing,
    ReasonMissing,
    Verdict,
)
from voronka.domain.presets import ReturnIn, return_days
from voronka.web.due_times import OWN, local_today
from voronka.web.errors.wording import problem_texts
from voronka.web.formatting import date_medium
from voronka.web.request import whole_number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date, datetime

    from django.utils.functional import Promise

NAMES = ("reason", "lost_reason", "competitor", "postpone_reason", "until", "until_own", "exception")
WORDS_LENGTH = 2000

# Obstacles that are missing words and not rules: the form asks for them. Field -> which.
_ASKS: Mapping[type[Obstacle], str] = {
    ReasonMissing: "reason",
    LostReasonMissing: "lost_reason",
    PostponeReasonMissing: "postpone_reason",
    PostponeDateMissing: "until",
}
_RETURN_IN: Mapping[ReturnIn, Promise] = {
    ReturnIn.WEEK: gettext_lazy("In a week"),
    ReturnIn.MONTH: gettext_lazy("In a month"),
    ReturnIn.QUARTER: gettext_lazy("In a quarter"),
    ReturnIn.YEAR: gettext_lazy("In a year"),
}


@dataclass(frozen=True, slots=True)
class MoveForm:
    """A submitted move. `typed` is what stood in the fields, `is_asked` whether the person saw them at all."""

    to: int
    version: int | None
    until: date | None
    typed: Mapping[str, str]
    is_asked: bool
    problems: Mapping[str, Problem] = field(default_factory=dict)

    def move(self, ends: TaskEnd | None = None) -> Move:
        """The move for the command."""
        said = self.typed
        return Move(
            to=self.to,
            reason=said["reason"],
            lost_reason=whole_number(said["lost_reason"]),
            competitor=said["competitor"],
            postpone_reason=whole_number(said["postpone_reason"]),
            postponed_until=self.until,
            exception=said["exception"],
            ends=ends,
        )


@dataclass(frozen=True, slots=True)
class DayOption:
    """A proposed day of return: the value sent, what it is called, and the day itself."""

    value: str
    label: str
    day: str


def read_move(data: Mapping[str, str], to: int) -> MoveForm:
    """Read the fields; what can't be read is told in `problems`."""
    typed = {name: data.get(name, "") for name in NAMES}
    problems: dict[str, Problem] = {}
    until = None
    readers: dict[str, Callable[[], str]] = {
        "reason": lambda: values.prose(typed["reason"], WORDS_LENGTH),
        "exception": lambda: values.prose(typed["exception"], WORDS_LENGTH),
        "competitor": lambda: values.line(typed["competitor"], 120),
    }
    for name, read in readers.items():
        try:
            typed[name] = read()
        except Bad as error:
            problems[name] = error.problem
    try:
        until = values.day(typed["until_own"] if typed["until"] == OWN else typed["until"])
    except Bad as error:
        problems["until"] = error.problem
    return MoveForm(to, whole_number(data.get("version")), until, typed, "asked" in data, problems)


def asked_for(verdict: Verdict) -> dict[str, Problem] | None:
    """The fields that the verdict still wants, None when it wants more than words."""
    if not all(type(obstacle) in _ASKS for obstacle in verdict.obstacles):
        return None
    return {_ASKS[type(obstacle)]: Problem.REQUIRED for obstacle in verdict.obstacles}


def error_texts(form: MoveForm, problems: Mapping[str, Problem]) -> dict[str, str]:
    """Field -> sentence. A dialog that was not seen yet is not wrong, and a day was given but is not to come."""
    if not form.is_asked:
        return {}
    found = dict(problems) | dict(form.problems)
    texts = problem_texts(Invalid(found))
    for name in {"lost_reason", "postpone_reason"} & texts.keys():
        texts[name] = _("Choose a reason.")
    if found.get("until") is Problem.REQUIRED and form.until is not None:
        texts["until"] = _("Choose a day later than today.")
    return texts


def day_options(now: datetime) -> tuple[DayOption, ...]:
    """The proposed days for a postponed deal to return."""
    return tuple(
        DayOption(day.isoformat(), str(_RETURN_IN[name]), date_medium(day))
        for name, day in return_days(local_today(now))
    )


def moved_text(moved: Moved) -> str:
    """What happened, for the toast."""
    stage = {"stage": moved.stage.name}
    match MoveHow(moved.event.payload["how"]):
        case MoveHow.WON:
            return _("Won. Well done!")
        case MoveHow.LOST:
            return _("Closed as lost")
        case MoveHow.POSTPONED:
            until = moved.deal.postponed_until
            return _("Postponed until %(date)s") % {"date": "" if until is None else date_medium(until)}
        case MoveHow.BACK:
            return _("Moved back to %(stage)s") % stage
        case MoveHow.REOPENED:
            return _("Opened again in %(stage)s") % stage
        case _:
            return _("Moved to %(stage)s") % stage
