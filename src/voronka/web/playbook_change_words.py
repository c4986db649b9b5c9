"""What changed between two playbooks in words, one line each."""

from collections.abc import Mapping
from datetime import timedelta
from typing import assert_never

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from voronka.domain.pipeline import Gate
from voronka.domain.playbook.compare import (
    Added,
    Change,
    CriterionAdded,
    CriterionChanged,
    CriterionRemoved,
    HandOverAdded,
    HandOverChanged,
    HandOverRemoved,
    LimitChanged,
    LimitOfSomeChanged,
    Moved,
    ObjectionAdded,
    ObjectionChanged,
    ObjectionRemoved,
    Part,
    PartChanged,
    ReasonAdded,
    ReasonChanged,
    ReasonOf,
    ReasonRemoved,
    Removed,
    Renamed,
    RobotAdded,
    RobotChanged,
    RobotRemoved,
    TrackAdded,
    TrackChanged,
    TrackRemoved,
)
from voronka.domain.playbook.model import PlaybookLimit, PlaybookRobot, Rule, Text
from voronka.domain.playbook.write import said_shortly
from voronka.web.durations import working_text
from voronka.web.formatting import number
from voronka.web.limit_words import whose_in_file
from voronka.web.playbook_texts import said

_PARTS: Mapping[Part, Promise] = {
    Part.NAME: gettext_lazy("The name changed."),
    Part.ABOUT: gettext_lazy("The description changed."),
    Part.FITS: gettext_lazy("Whom it fits changed."),
    Part.LANGUAGES: gettext_lazy("The languages changed."),
    Part.FORM: gettext_lazy("The form of the method changed."),
    Part.KIND: gettext_lazy("The kind of the pipeline changed."),
    Part.UNSORTED: gettext_lazy("The first column changed."),
    Part.QUALIFICATION: gettext_lazy("The checklist changed."),
    Part.WON: gettext_lazy("The exit for won deals changed."),
    Part.LOST: gettext_lazy("The exit for lost deals changed."),
    Part.POSTPONED: gettext_lazy("The exit for postponed deals changed."),
    Part.PURPOSE: gettext_lazy("The purpose changed."),
    Part.BUYER: gettext_lazy("Where the client stands changed."),
    Part.QUESTION: gettext_lazy("The question to the client changed."),
    Part.NEXT: gettext_lazy("The next step changed."),
    Part.STEPS: gettext_lazy("The steps changed."),
    Part.MOVES_ON: gettext_lazy("How a deal goes on changed."),
    Part.BACK_TO: gettext_lazy("Where a deal may go back to changed."),
}
CRITERION_ADDED: Mapping[Gate, Promise] = {
    Gate.ENTER: gettext_lazy("New at the entry: %(criterion)s"),
    Gate.EXIT: gettext_lazy("New at the exit: %(criterion)s"),
}
CRITERION_REMOVED: Mapping[Gate, Promise] = {
    Gate.ENTER: gettext_lazy("No longer asked at the entry: %(criterion)s"),
    Gate.EXIT: gettext_lazy("No longer asked at the exit: %(criterion)s"),
}
CRITERION_CHANGED: Mapping[Gate, Promise] = {
    Gate.ENTER: gettext_lazy("Changed at the entry: %(before)s → %(after)s"),
    Gate.EXIT: gettext_lazy("Changed at the exit: %(before)s → %(after)s"),
}
_REASON_ADDED: Mapping[ReasonOf, Promise] = {
    ReasonOf.LOST: gettext_lazy("New reason of losing: “%(name)s”"),
    ReasonOf.POSTPONED: gettext_lazy("New reason of postponing: “%(name)s”"),
}
_REASON_REMOVED: Mapping[ReasonOf, Promise] = {
    ReasonOf.LOST: gettext_lazy("Reason of losing removed: “%(name)s”"),
    ReasonOf.POSTPONED: gettext_lazy("Reason of postponing removed: “%(name)s”"),
}
_REASON_CHANGED: Mapping[ReasonOf, Promise] = {
    ReasonOf.LOST: gettext_lazy("Reason of losing changed: “%(before)s” → “%(after)s”"),
    ReasonOf.POSTPONED: gettext_lazy("Reason of postponing changed: “%(before)s” → “%(after)s”"),
}
NO_LIMIT = pgettext_lazy("limit of a stage", "none")


def change_text(change: Change) -> str:  # noqa: C901, PLR0911, PLR0912 - a line a kind
    """One line; where it is stands before it."""
    what = change.what
    match what:
        case PartChanged(part):
            return str(_PARTS[part])
        case Renamed(before, after):
            language = _differing(before, after)
            names = {"before": before.get(language, ""), "after": after.get(language, "")}
            return _("Renamed: “%(before)s” → “%(after)s”") % names
        case Added(name):
            words = _("New pipeline: “%(name)s”") if change.spot.stage is None else _("New stage: “%(name)s”")
            return words % {"name": said(name)}
        case Removed(name):
            pipeline, stage = _("Pipeline removed: “%(name)s”"), _("Stage removed: “%(name)s”")
            return (pipeline if change.spot.stage is None else stage) % {"name": said(name)}
        case Moved(was, now):
            return _("Moved from place %(before)s to place %(after)s") % {
                "before": number(was),
                "after": number(now),
            }
        case LimitChanged(shorter, longer):
            return _("Limit: %(before)s → %(after)s") % {"before": _limit(shorter), "after": _limit(longer)}
        case LimitOfSomeChanged(old_limit, new_limit):
            return _limit_of_some(old_limit, new_limit)
        case CriterionAdded(gate, rule):
            return str(CRITERION_ADDED[gate]) % {"criterion": _rule(rule)}
        case CriterionRemoved(gate, rule):
            return str(CRITERION_REMOVED[gate]) % {"criterion": _rule(rule)}
        case CriterionChanged(gate, old, new):
            return str(CRITERION_CHANGED[gate]) % {"before": _rule(old), "after": _rule(new)}
        case ReasonAdded(of, reason):
            return str(_REASON_ADDED[of]) % {"name": said(reason.name)}
        case ReasonRemoved(of, reason):
            return str(_REASON_REMOVED[of]) % {"name": said(reason.name)}
        case ReasonChanged(of, reason, other):
            return str(_REASON_CHANGED[of]) % {"before": said(reason.name), "after": said(other.name)}
        case ObjectionAdded(objection):
            return _("New objection: “%(name)s”") % {"name": said(objection.name)}
        case ObjectionRemoved(objection):
            return _("Objection removed: “%(name)s”") % {"name": said(objection.name)}
        case ObjectionChanged(objection, later):
            if objection.name != later.name:
                names = {"before": said(objection.name), "after": said(later.name)}
                return _("Objection changed: “%(before)s” → “%(after)s”") % names
            return _("Answers changed: “%(name)s”") % {"name": said(later.name)}
        case HandOverAdded(one):
            return _("New hand-over: “%(name)s”") % {"name": said(one.name)}
        case HandOverRemoved(one):
            return _("Hand-over removed: “%(name)s”") % {"name": said(one.name)}
        case HandOverChanged(_before, one):
            return _("Hand-over changed: “%(name)s”") % {"name": said(one.name)}
        case TrackAdded(track):
            return _("New nurture track: “%(name)s”") % {"name": said(track.name)}
        case TrackRemoved(track):
            return _("Nurture track removed: “%(name)s”") % {"name": said(track.name)}
        case TrackChanged(_before, track):
            return _("Nurture track changed: “%(name)s”") % {"name": said(track.name)}
        case RobotAdded(robot):
            return _("New robot: “%(name)s”") % {"name": said(robot.name)}
        case RobotRemoved(robot):
            return _("Robot removed: “%(name)s”") % {"name": said(robot.name)}
        case RobotChanged(before, robot):
            return _robot_changed(before, robot)
        case _:
            assert_never(what)


def _differing(before: Text, after: Text) -> str:
    """The reader's language if the words differ in it, else the first in which they do."""
    differing = [language for language in after if before.get(language) != after[language]]
    mine = next((language for language in differing if said(after) == after[language]), None)
    return mine or (differing[0] if differing else next(iter(after)))


def _robot_changed(before: PlaybookRobot, after: PlaybookRobot) -> str:
    differs = (
        (before.name != after.name, _("its name")),
        (before.trigger != after.trigger, _("when it acts")),
        (before.conditions != after.conditions, _("on which deals")),
        (before.deeds != after.deeds, _("what it does")),
        (before.again != after.again, _("how often")),
        (before.is_on != after.is_on, _("whether it is on")),
    )
    parts = ", ".join(words for is_other, words in differs if is_other)
    return _("Robot “%(name)s” changed: %(parts)s") % {"name": said(after.name), "parts": parts}


def _limit(limit: timedelta | None) -> str:
    return str(NO_LIMIT) if limit is None else working_text(limit)


def _limit_of_some(before: PlaybookLimit | None, after: PlaybookLimit | None) -> str:
    whose = next(whose_in_file(one) for one in (after, before) if one is not None)
    return limit_change(
        whose, None if before is None else before.limit, None if after is None else after.limit
    )


def limit_change(whose: str, before: timedelta | None, after: timedelta | None) -> str:
    """The line of a limit of some deals; None: as that of all others."""
    texts = [_("as all others") if one is None else working_text(one) for one in (before, after)]
    words = _("Limit (%(whose)s): %(before)s → %(after)s")
    return words % {"whose": whose, "before": texts[0], "after": texts[1]}


def _rule(rule: Rule) -> str:
    """The words, and what the file asks for: either may be what changed."""
    asked = said_shortly(rule.criterion)
    if getattr(rule.criterion, "in_stage", False):
        asked += ", in_stage: true"
    return f"“{said(rule.title)}” ({asked})"
