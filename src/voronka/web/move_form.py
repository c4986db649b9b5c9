"""What a form says about a move: where to, why, which listed reason, until when. Shared by the dialogs of moves and tasks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

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
from voronka.domain.pipeline import StageKind
from voronka.domain.presets import ReturnIn, return_days
from voronka.queries.tracks import offered_tracks, proposed_track
from voronka.web.due_times import OWN, local_today
from voronka.web.errors.wording import problem_texts
from voronka.web.formatting import date_medium, number
from voronka.web.request import whole_number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date, datetime

    from django.utils.functional import Promise

    from voronka.domain.pipeline import Pipeline
    from voronka.queries.tracks import TrackView

NAMES = ("reason", "lost_reason", "competitor", "postpone_reason", "until", "until_own", "track", "exception")
WORDS_LENGTH = 2000
NO_TRACK = "none"

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
            track=whole_number(said["track"]),
        )


@dataclass(frozen=True, slots=True)
class DayOption:
    """A proposed day of return: the value sent, what it is called, and the day itself."""

    value: str
    label: str
    day: str


@dataclass(frozen=True, slots=True)
class Nurture:
    """The tracks that may be chosen while a deal is postponed, `none` first, and which is proposed."""

    options: tuple[tuple[str, str], ...]
    proposed: str


def nurture_options(pipeline: Pipeline) -> Nurture:
    """What the dialogs of postponing offer. Three queries."""
    tracks = offered_tracks()
    named = tuple((str(track.id), _track_label(track)) for track in tracks)
    proposed = proposed_track(pipeline.only(StageKind.POSTPONED).id) if tracks else None
    return Nurture(((NO_TRACK, _("Nothing")), *named), NO_TRACK if proposed is None else str(proposed))


def _track_label(track: TrackView) -> str:
    count = len(track.touches)
    tasks = ngettext("%(num)s task", "%(num)s tasks", count) % {"num": number(count)}
    return f"{track.name} · {tasks}"


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
