"""What a robot waits for, asks and does, each said in a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import assert_never

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from voronka.domain.pipeline import Pipeline, Stage
from voronka.domain.playbook.as_written import stage_key
from voronka.domain.robot import (
    AddTag,
    AddTask,
    Advise,
    Arrived,
    Assign,
    CallWebhook,
    Choosing,
    Condition,
    DateField,
    Enrol,
    Entered,
    Fact,
    Is,
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
from voronka.web.durations import working_text
from voronka.web.field_words import column_label
from voronka.web.formatting import number, percent
from voronka.web.labels import RELATIONS, TASK_KINDS, Label
from voronka.web.robot_words import PRIORITIES


@dataclass(frozen=True, slots=True)
class RobotPlace:
    """Where a robot stands."""

    pipeline: Pipeline
    stage: Stage


FACTS: Mapping[Fact, Label] = {
    Fact.CALL: gettext_lazy("a call was held"),
    Fact.CALL_MISSED: gettext_lazy("a call was missed"),
    Fact.MEETING: gettext_lazy("a meeting was held"),
    Fact.SENT: gettext_lazy("something was sent"),
    Fact.OPENED: gettext_lazy("the client opened what was sent"),
    Fact.ACKNOWLEDGED: gettext_lazy("the client acknowledged what was sent"),
    Fact.CONTRACT: gettext_lazy("the contract was signed"),
    Fact.PAYMENT: gettext_lazy("a payment came"),
    Fact.CONSENT: gettext_lazy("the client gave a consent"),
    Fact.FORM: gettext_lazy("a form came from the site"),
    Fact.FILE: gettext_lazy("a file was attached"),
    Fact.NOTE: gettext_lazy("a note was written"),
    Fact.OBJECTION: gettext_lazy("an objection was noted"),
    Fact.TASK_DONE: gettext_lazy("a task was done"),
}
DATES: Mapping[DateField, Label] = {
    DateField.EXPECTED_CLOSE: gettext_lazy("Expected close"),
    DateField.NEXT_STEP: gettext_lazy("Next step"),
    DateField.TERM_END: gettext_lazy("End of the service term"),
    DateField.WON: gettext_lazy("Day of winning"),
    DateField.LOST: gettext_lazy("Day of losing"),
    DateField.BIRTHDAY: gettext_lazy("Birthday of the contact"),
    DateField.HOLIDAY: gettext_lazy("Holiday of the country"),
}
HOWS: Mapping[Is, Label] = {
    Is.FILLED: gettext_lazy("is filled in"),
    Is.EMPTY: gettext_lazy("is empty"),
    Is.EQUAL: gettext_lazy("is"),
    Is.OTHER: gettext_lazy("is not"),
    Is.ONE_OF: gettext_lazy("is one of"),
    Is.CONTAINS: gettext_lazy("contains"),
    Is.LEAST: gettext_lazy("is at least"),
    Is.MOST: gettext_lazy("is at most"),
}
WHOM: Mapping[Whom, Label] = {Whom.OWNER: gettext_lazy("the seller"), Whom.HEAD: gettext_lazy("the head")}
CHOOSINGS: Mapping[Choosing, Label] = {
    Choosing.ROUND_ROBIN: gettext_lazy("in turn"),
    Choosing.LEAST_LOADED: gettext_lazy("who has the fewest open deals"),
    Choosing.LANGUAGE: gettext_lazy("who speaks the client’s language"),
    Choosing.REGION: gettext_lazy("who is in the client’s region"),
    Choosing.AT_WORK: gettext_lazy("who is at work now"),
    Choosing.ONLINE: gettext_lazy("who is online"),
}
_FIELDS: Mapping[str, Label] = {
    "priority": gettext_lazy("Priority"),
    "tag": gettext_lazy("Tag"),
    "owner": gettext_lazy("Owner"),
    "team": gettext_lazy("Team"),
    "contact_city": gettext_lazy("City"),
    "contact_country": gettext_lazy("Country"),
    "relation": gettext_lazy("Relation"),
    "exit_reason": gettext_lazy("Reason of leaving"),
    "open_objection": gettext_lazy("Open objection"),
}
_CONDITION: Mapping[Is, Label] = {
    Is.FILLED: gettext_lazy("%(field)s: filled in"),
    Is.EMPTY: gettext_lazy("%(field)s: empty"),
    Is.EQUAL: gettext_lazy("%(field)s: %(value)s"),
    Is.OTHER: gettext_lazy("%(field)s: anything but %(value)s"),
    Is.ONE_OF: gettext_lazy("%(field)s: one of %(value)s"),
    Is.CONTAINS: gettext_lazy("%(field)s: contains “%(value)s”"),
    Is.LEAST: gettext_lazy("%(field)s: at least %(value)s"),
    Is.MOST: gettext_lazy("%(field)s: at most %(value)s"),
}


def field_label(field: str) -> str:
    """A field of conditions and steps in words."""
    named = _FIELDS.get(field)
    return column_label(field) if named is None else str(named)


def trigger_sentence(trigger: Trigger) -> str:
    """When the robot acts."""
    match trigger:
        case Entered():
            return _("As soon as a deal comes here")
        case Left():
            return _("As soon as a deal leaves")
        case Arrived(fact):
            return _("While a deal is here: %(fact)s") % {"fact": FACTS[fact]}
        case Stayed(after):
            return _("When a deal has been here for %(time)s") % {"time": working_text(after)}
        case Untouched(after):
            return _("When nobody has been in touch with the client for %(time)s") % {
                "time": working_text(after)
            }
        case OnDate():
            return _date_sentence(trigger)
        case ScoreCrossed(least):
            return _("When the deal’s score reaches %(share)s") % {"share": percent(float(least))}
        case Woke():
            return _("On the day when the deal asks to be taken up again")
        case _:
            assert_never(trigger)


def _date_sentence(trigger: OnDate) -> str:
    days = abs(trigger.offset)
    told = {"day": DATES[trigger.field], "clock": f"{trigger.at:%H:%M}", "num": number(days)}
    if trigger.offset < 0:
        words = ngettext(
            "%(day)s: %(num)s day before, at %(clock)s", "%(day)s: %(num)s days before, at %(clock)s", days
        )
    elif trigger.offset > 0:
        words = ngettext(
            "%(day)s: %(num)s day after, at %(clock)s", "%(day)s: %(num)s days after, at %(clock)s", days
        )
    else:
        words = _("%(day)s: on the day, at %(clock)s")
    return words % told


def condition_sentence(condition: Condition) -> str:
    """What must be true of the deal."""
    values = ", ".join(_value(condition.field, value) for value in condition.values)
    return str(_CONDITION[condition.how]) % {"field": field_label(condition.field), "value": values}


def _value(field: str, value: str) -> str:
    known: Mapping[str, Label] = {"priority": {one.value: name for one, name in PRIORITIES.items()}}.get(
        field, {}
    )
    if field == "relation":
        known = {one.value: name for one, name in RELATIONS.items()}
    if field == "amount":
        return number(Decimal(value))
    return str(known.get(value, value))


def step_sentence(step: RobotStep, place: RobotPlace | None, tracks: Mapping[str, str]) -> str:  # noqa: C901, PLR0911, PLR0912 - a sentence a kind
    """What the robot does. `tracks`: key -> name. Without a `place` keys are names already."""
    match step:
        case AddTask():
            return _task_sentence(step)
        case Advise():
            return _("Says on the deal: %(text)s") % {"text": _filled(step.text, place)}
        case SendMessage():
            return _("Writes to the client: “%(subject)s”") % {"subject": step.subject}
        case SetField():
            return _("Fills in %(field)s: %(value)s") % {
                "field": field_label(step.field),
                "value": step.value,
            }
        case MoveTo(""):
            return _("Moves the deal on to the next stage, through the gate")
        case MoveTo(key):
            return _("Moves the deal to “%(stage)s”, through the gate") % {
                "stage": key if place is None else _stage(place.pipeline, key)
            }
        case Assign(choosing):
            return _("Gives the deal to another seller of the team: %(who)s") % {"who": CHOOSINGS[choosing]}
        case SetPriority():
            return _("Sets the priority: %(priority)s (%(reason)s)") % {
                "priority": PRIORITIES[step.priority],
                "reason": step.reason,
            }
        case AddTag(tag):
            return _("Puts the tag “%(tag)s” on the deal") % {"tag": tag}
        case CallWebhook(url):
            return _("Tells the deal to %(address)s") % {"address": url}
        case Enrol(track):
            return _("Begins the nurture track “%(track)s”") % {"track": tracks.get(track, track)}
        case OfferHandOver():
            return _("Offers the hand-over to its receivers")
        case _:
            assert_never(step)


def _task_sentence(step: AddTask) -> str:
    told = {
        "kind": TASK_KINDS[step.kind],
        "title": step.title,
        "time": working_text(step.after),
        "question": step.question,
    }
    if step.to is Whom.HEAD:
        return _("Task for the head: %(title)s (%(kind)s), due in %(time)s") % told
    if step.question:
        return _("Task: %(title)s (%(kind)s), due in %(time)s, to be answered: “%(question)s”") % told
    return _("Task: %(title)s (%(kind)s), due in %(time)s") % told


def _filled(text: str, place: RobotPlace | None) -> str:
    """What is known of the stage already; for how long a deal has been there is known only then."""
    if place is None:
        return text
    following = place.pipeline.after(place.stage).name if place.stage.kind.is_open else ""
    return text.replace("{stage}", place.stage.name).replace("{next}", following).replace("{stayed}", "…")


def _stage(pipeline: Pipeline, key: str) -> str:
    return next((one.name for one in pipeline.stages if stage_key(one) == key), key)


@dataclass(frozen=True, slots=True)
class RobotSaid:
    """A robot in sentences."""

    when: str
    conditions: tuple[str, ...]
    steps: tuple[str, ...]

    @property
    def occasion(self) -> str:
        """When it acts, and on which deals."""
        return "; ".join((self.when, *self.conditions))


def robot_said(robot: Robot, place: RobotPlace, tracks: Mapping[str, str]) -> RobotSaid:
    """When it acts, on which deals, and what it does. `tracks`: key -> name."""
    return RobotSaid(
        trigger_sentence(robot.trigger),
        tuple(condition_sentence(one) for one in robot.conditions),
        tuple(step_sentence(one, place, tracks) for one in robot.steps),
    )


def part_sentence(part: Trigger | Condition | RobotStep) -> str:
    """A line of a robot in the playbook's table, where names stand for keys."""
    if isinstance(part, Condition):
        return condition_sentence(part)
    return trigger_sentence(part) if isinstance(part, Trigger) else step_sentence(part, None, {})
