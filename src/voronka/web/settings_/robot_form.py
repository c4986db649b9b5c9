"""The form of a robot: its fields as the robot has them, and what they choose from."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, assert_never

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from voronka.commands.setup.robot_fields import MOST_CONDITIONS, MOST_STEPS, Do, When
from voronka.domain.robot import (
    CONDITION_FIELDS,
    SETTABLE_FIELDS,
    AddTag,
    AddTask,
    Advise,
    Arrived,
    Assign,
    CallWebhook,
    Enrol,
    Entered,
    Left,
    MoveTo,
    OfferHandOver,
    OnDate,
    Robot,
    RobotStep,
    ScoreCrossed,
    SendMessage,
    SetField,
    SetPriority,
    Stayed,
    Trigger,
    Untouched,
    Whom,
    Woke,
)
from voronka.domain.task import TaskKind
from voronka.queries.stage_robots import hand_over_names, track_names
from voronka.web.asked import options
from voronka.web.durations import duration_fields
from voronka.web.robot_sentences import CHOOSINGS, DATES, FACTS, HOWS, WHOM, field_label
from voronka.web.robot_words import PRIORITIES
from voronka.web.settings_.choices import duration_units
from voronka.web.wording import choices

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voronka.domain.pipeline import Pipeline
    from voronka.web.labels import Label
    from voronka.web.request import AppRequest

WHENS: Mapping[When, Label] = {
    When.ENTERED: gettext_lazy("A deal comes here"),
    When.STAYED: gettext_lazy("A deal has been here for long"),
    When.UNTOUCHED: gettext_lazy("Nobody has been in touch for long"),
    When.ARRIVED: gettext_lazy("Something happens while it is here"),
    When.DAY: gettext_lazy("A day comes"),
    When.LEFT: gettext_lazy("A deal leaves"),
    When.WOKE: gettext_lazy("A deal asks to be taken up again"),
    When.SCORE: gettext_lazy("Its score rises"),
}
DOS: Mapping[Do, Label] = {
    Do.TASK: gettext_lazy("give a task"),
    Do.ADVISE: gettext_lazy("say something on the deal"),
    Do.PRIORITY: gettext_lazy("set the priority"),
    Do.TAG: gettext_lazy("put a tag on it"),
    Do.MESSAGE: gettext_lazy("write to the client"),
    Do.MOVE_TO: gettext_lazy("move it on"),
    Do.ASSIGN: gettext_lazy("give it to another seller"),
    Do.SET: gettext_lazy("fill in a field"),
    Do.TRACK: gettext_lazy("begin a nurture track"),
    Do.HAND_OVER: gettext_lazy("offer a hand-over"),
    Do.WEBHOOK: gettext_lazy("tell it to an address"),
}
_COUNTS = {"conditions": MOST_CONDITIONS, "steps": MOST_STEPS}


def typed(request: AppRequest) -> dict[str, str]:
    """Everything that was typed; one row more where that was asked for."""
    given = {name: str(value) for name, value in request.POST.items()}
    for name, most in _COUNTS.items():
        count = given.get(name, "")
        number = int(count) if count.isdecimal() and len(count) < len("100") else 1
        given[name] = str(min(number + (given.get("more") == name), most))
    return given


def blank() -> dict[str, str]:
    """The form of a robot that is not there yet: a task after a stay is what most of them do."""
    return {
        "when": When.STAYED, "length": "3", "length_unit": "days", "conditions": "1", "steps": "1", "do-0-kind": Do.TASK,
        "do-0-task": TaskKind.CALL, "do-0-after": "1", "do-0-after_unit": "days", "clock": "09:00", "side": "before",
    }  # fmt: skip


def values_of(robot: Robot) -> dict[str, str]:
    """The robot as its form shows it."""
    told = {
        "name": robot.name,
        "again": "on" if robot.again else "",
        "clock": "09:00",
        "side": "before",
        **_when(robot.trigger),
    }
    for n, condition in enumerate(robot.conditions):
        told |= {
            f"if-{n}-field": condition.field,
            f"if-{n}-how": condition.how,
            f"if-{n}-value": ", ".join(condition.values),
        }
    for n, step in enumerate(robot.steps):
        told |= {f"do-{n}-{name}": value for name, value in _do(step).items()}
    counts = {"conditions": max(1, len(robot.conditions)), "steps": max(1, len(robot.steps))}
    return told | {name: str(count) for name, count in counts.items()}


def _when(trigger: Trigger) -> dict[str, str]:
    match trigger:
        case Entered():
            return {"when": When.ENTERED}
        case Left():
            return {"when": When.LEFT}
        case Woke():
            return {"when": When.WOKE}
        case Stayed(after) | Untouched(after):
            kind = When.STAYED if isinstance(trigger, Stayed) else When.UNTOUCHED
            length, unit = duration_fields(after)
            return {"when": kind, "length": length, "length_unit": unit}
        case Arrived(fact):
            return {"when": When.ARRIVED, "fact": fact}
        case OnDate(field, offset, at):
            side = "before" if offset < 0 else "after"
            return {
                "when": When.DAY,
                "day": field,
                "days": str(abs(offset)),
                "side": side,
                "clock": f"{at:%H:%M}",
            }
        case ScoreCrossed(least):
            return {"when": When.SCORE, "score": str(round(least * Decimal(100)))}
        case _:
            assert_never(trigger)


def _do(step: RobotStep) -> dict[str, str]:  # noqa: C901, PLR0911 - a line for each kind
    match step:
        case AddTask():
            after, unit = duration_fields(step.after)
            task = {"task": step.kind, "title": step.title, "after": after, "after_unit": unit}
            return {"kind": Do.TASK, **task, "to": step.to, "question": step.question}
        case Advise():
            offers = "on" if step.offers_lower else ""
            return {"kind": Do.ADVISE, "advice": step.text, "to": step.to, "offers": offers}
        case SetPriority():
            return {"kind": Do.PRIORITY, "priority": step.priority, "reason": step.reason}
        case AddTag(tag):
            return {"kind": Do.TAG, "tag": tag}
        case SendMessage():
            return {"kind": Do.MESSAGE, "subject": step.subject, "text": step.text}
        case MoveTo(stage):
            return {"kind": Do.MOVE_TO, "stage": stage}
        case Assign(choosing):
            return {"kind": Do.ASSIGN, "choosing": choosing}
        case SetField():
            return {"kind": Do.SET, "field": step.field, "value": step.value}
        case Enrol(track):
            return {"kind": Do.TRACK, "track": track}
        case OfferHandOver(key):
            return {"kind": Do.HAND_OVER, "hand_over": key}
        case CallWebhook(url):
            return {"kind": Do.WEBHOOK, "url": url}
        case _:
            assert_never(step)


def chosen_from(pipeline: Pipeline, stage_keys: list[tuple[str, str]]) -> dict[str, object]:
    """What the fields choose from."""
    return {
        "whens": options(WHENS),
        "dos": options(DOS),
        "facts": options(FACTS),
        "days": options(DATES),
        "sides": (("before", pgettext("days", "before it")), ("after", pgettext("days", "after it"))),
        "fields": sorted(((name, field_label(name)) for name in CONDITION_FIELDS), key=lambda one: one[1]),
        "hows": options(HOWS),
        "whom": [one for one in options(WHOM) if one[0] in set(Whom)],
        "task_kinds": choices(TaskKind),
        "priorities": options(PRIORITIES),
        "choosings": options(CHOOSINGS),
        "settable": [(name, field_label(name)) for name in SETTABLE_FIELDS],
        "stage_keys": [("", _("the next stage")), *stage_keys],
        "tracks": list(track_names().items()),
        "hand_overs": list(hand_over_names(pipeline).items()),
        "units": duration_units(),
    }
