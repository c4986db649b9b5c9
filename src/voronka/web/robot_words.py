"""What robots did, in words: each step a line, with the reason where a rule said no."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from voronka.domain.robot import Priority
from voronka.domain.robot_runs import RunState, StepState, Why
from voronka.queries.told.robots import PriorityTold, RobotTold, StepTold, TagsTold
from voronka.web.field_words import column_label
from voronka.web.formatting import number
from voronka.web.labels import Label
from voronka.web.telling import Tag, Words, filled

PRIORITIES: Mapping[Priority, Label] = {
    Priority.HIGH: pgettext_lazy("priority", "high"),
    Priority.NORMAL: pgettext_lazy("priority", "normal"),
    Priority.LOW: pgettext_lazy("priority", "low"),
}
_WHY: Mapping[Why, Label] = {
    Why.LOOP: gettext_lazy("robots were setting each other off in a circle"),
    Why.MOVED_ON: gettext_lazy("the deal had gone on already"),
    Why.GATE: gettext_lazy("the gate did not let it through"),
    Why.NOT_ALLOWED: gettext_lazy("this is not allowed here"),
    Why.NOT_THERE: gettext_lazy("what it names is no longer there"),
    Why.NOBODY: gettext_lazy("there was nobody for it"),
    Why.NO_ADDRESS: gettext_lazy("the client has no address"),
    Why.NO_OWNER: gettext_lazy("the deal is nobody’s"),
    Why.ALREADY: gettext_lazy("it was so already"),
    Why.INVALID: gettext_lazy("the value can’t be taken"),
    Why.ERROR: gettext_lazy("it failed each time it was tried"),
}
_MARKS = {RunState.FAILED: "bad", RunState.REFUSED: "warn"}


def priority_words(told: PriorityTold) -> Words:
    """Another priority, with its reason."""
    title = _("Priority: %(before)s → %(after)s") % {
        "before": PRIORITIES[told.before],
        "after": PRIORITIES[told.after],
    }
    return Words("signal", title, lines=filled([told.reason]))


def tags_words(told: TagsTold) -> Words:
    """A tag more, or one less."""
    if told.added:
        return Words("tag", _("Tag: %(tag)s") % {"tag": told.added})
    return Words("tag", _("Tag removed: %(tag)s") % {"tag": told.removed})


def robot_words(told: RobotTold) -> Words:
    """What a robot did, or why not."""
    title = _("Robot: %(name)s") % {"name": told.name}
    lines = [_("Did nothing: %(why)s.") % {"why": _WHY[told.why]}] if told.why is not None else []
    tags = (Tag(_("failed"), "bad"),) if told.state is RunState.FAILED else ()
    return Words(
        "bot", title, _MARKS.get(told.state, ""), tags=tags, lines=(*lines, *map(step_line, told.steps))
    )


def step_line(step: StepTold) -> str:
    """One step: done, or what it would have done and why it did not."""
    what = _WHAT[step.kind](step)
    if step.state is StepState.DONE:
        return what
    why = _why(step)
    if step.state is StepState.FAILED:
        return _("Failed: %(what)s (%(why)s)") % {"what": what, "why": step.error or why}
    return _("Not done: %(what)s (%(why)s)") % {"what": what, "why": why}


def _why(step: StepTold) -> str:
    criteria = [str(title) for title in step.said.get("criteria", ())]
    if step.why is Why.GATE and criteria:
        return ngettext(
            "%(num)s criterion open: %(names)s", "%(num)s criteria open: %(names)s", len(criteria)
        ) % {"num": number(len(criteria)), "names": ", ".join(criteria)}
    return "" if step.why is None else str(_WHY[step.why])


def _says(step: StepTold, key: str) -> str:
    return str(step.said.get(key, ""))


def _task(step: StepTold) -> str:
    title = _says(step, "title")
    return _("Task planned: %(task)s") % {"task": title} if title else _("a task")


def _advice(step: StepTold) -> str:
    return _says(step, "text") or _("an advice")


def _message(step: StepTold) -> str:
    if not _says(step, "to"):
        return _("a message to the client")
    named = {"subject": _says(step, "subject"), "address": _says(step, "to")}
    return _("Message “%(subject)s” to %(address)s") % named


def _field(step: StepTold) -> str:
    if not _says(step, "field"):
        return _("a field")
    named = {"field": column_label(_says(step, "field")), "value": _says(step, "value")}
    return _("%(field)s: %(value)s") % named


def _move(step: StepTold) -> str:
    return _("Move to %(stage)s") % {"stage": _says(step, "stage")} if _says(step, "stage") else _("a move")


def _owner(step: StepTold) -> str:
    name = _says(step, "name")
    return _("Given to %(name)s") % {"name": name} if name else _("another owner")


def _priority(step: StepTold) -> str:
    if not _says(step, "priority"):
        return _("another priority")
    return _("Priority: %(after)s") % {"after": PRIORITIES[Priority(_says(step, "priority"))]}


def _tag(step: StepTold) -> str:
    return _("Tag: %(tag)s") % {"tag": _says(step, "tag")} if _says(step, "tag") else _("a tag")


def _webhook(step: StepTold) -> str:
    url = _says(step, "url")
    return _("Told to %(address)s") % {"address": url} if url else _("a call of an address outside")


def _track(step: StepTold) -> str:
    name = _says(step, "track")
    return _("Nurture track “%(track)s”") % {"track": name} if name else _("a nurture track")


def _hand_over(step: StepTold) -> str:
    name = _says(step, "name")
    return _("Offered to %(name)s to take over") % {"name": name} if name else _("a hand-over")


_WHAT = {
    "add_task": _task,
    "advise": _advice,
    "send_message": _message,
    "set_field": _field,
    "move_to": _move,
    "assign": _owner,
    "set_priority": _priority,
    "add_tag": _tag,
    "call_webhook": _webhook,
    "enrol": _track,
    "offer_hand_over": _hand_over,
}
