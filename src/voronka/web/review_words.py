"""Reviews and explanations in words: decisions by name, and what a timeline says of them."""

from collections.abc import Mapping
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from voronka.domain.events import EventKind
from voronka.domain.reviews import Came, Decision
from voronka.queries.told.reviews import ExplanationTold, LimitTold, ReviewTold
from voronka.web.formatting import number
from voronka.web.labels import Label
from voronka.web.telling import Tag, Words, filled, moment_text

HOUR = timedelta(hours=1)

DECISIONS: Mapping[Decision, Label] = {
    Decision.GO_ON: gettext_lazy("Go on"),
    Decision.HELP: gettext_lazy("I help"),
    Decision.GIVE: gettext_lazy("Give to another seller"),
    Decision.LOWER: gettext_lazy("Lower the priority"),
    Decision.POSTPONE: gettext_lazy("Postpone"),
    Decision.LOSE: gettext_lazy("Close as lost"),
}
# The same as what was decided.
DECIDED: Mapping[Decision, Label] = {
    Decision.GO_ON: gettext_lazy("The deal goes on"),
    Decision.HELP: gettext_lazy("The head helps"),
    Decision.GIVE: gettext_lazy("Given to another seller"),
    Decision.LOWER: gettext_lazy("Priority lowered"),
    Decision.POSTPONE: gettext_lazy("Postponed"),
    Decision.LOSE: gettext_lazy("Closed as lost"),
}
ICONS: Mapping[Decision, str] = {
    Decision.GO_ON: "arrow-right",
    Decision.HELP: "hand",
    Decision.GIVE: "user-plus",
    Decision.LOWER: "arrow-down",
    Decision.POSTPONE: "alarm-clock",
    Decision.LOSE: "circle-x",
}

# The last touch of a client, as a fact beside others.
TOUCH_WORDS: Mapping[EventKind, Label] = {
    EventKind.CALL_NOTED: gettext_lazy("a call"),
    EventKind.MEETING_NOTED: gettext_lazy("a meeting"),
    EventKind.DISPATCH_NOTED: gettext_lazy("something sent"),
    EventKind.DISPATCH_CAME_FURTHER: gettext_lazy("an answer to what was sent"),
    EventKind.PAYMENT_NOTED: gettext_lazy("a payment"),
}
CAME: Mapping[Came, Label] = {
    Came.WAITS: gettext_lazy("Waits for its head"),
    Came.BY_ITSELF: gettext_lazy("Moved on before"),
    Came.SOON: gettext_lazy("Moved on soon"),
    Came.LATER: gettext_lazy("Moved on later"),
    Came.BACK: pgettext_lazy("what came of a review", "Moved back"),
    Came.AGAIN: gettext_lazy("Passed the new date"),
    Came.STAYS: gettext_lazy("Stays within it"),
    Came.POSTPONED: pgettext_lazy("what came of a review", "Postponed"),
    Came.LOST: pgettext_lazy("what came of a review", "Lost"),
}
CAME_TONES: Mapping[Came, str] = {
    Came.WAITS: "warn",
    Came.BY_ITSELF: "",
    Came.SOON: "ok",
    Came.LATER: "",
    Came.BACK: "",
    Came.AGAIN: "bad",
    Came.STAYS: "acc",
    Came.POSTPONED: "",
    Came.LOST: "",
}


def working_text(length: timedelta | None) -> str:
    """`14 h`, `20 min` of working time; a dash for none. Never days: a working day is no 24 hours."""
    if length is None:
        return "—"
    if length >= HOUR:
        return pgettext("hours in a stage, short", "%(hours)s h") % {"hours": number(round(length / HOUR))}
    minutes = {"minutes": number(round(length / timedelta(minutes=1)))}
    return pgettext("minutes in a stage, short", "%(minutes)s min") % minutes


def limit_words(told: LimitTold) -> Words:
    """The seller was warned."""
    left = _("until %(when)s") % {"when": moment_text(told.limit_at)}
    return Words("hourglass", _("Most of the stage’s time is used"), "warn", facts=(left,))


def review_words(kind: EventKind, told: ReviewTold) -> Words:
    """A step of a review."""
    match kind:
        case EventKind.REVIEW_PUT_OFF:
            return _put_off(told)
        case EventKind.REVIEW_DECIDED:
            return _decided(told)
        case EventKind.REVIEW_MOVED_ON:
            return Words("check-check", _("The review ended by itself: the deal moved on"), "ok")
        case _:
            title = _("Over the stage’s limit")
            if told.number > 1:
                title = _("The new date has passed as well")
            whose = _("review by %(name)s") % {"name": told.assignee} if told.assignee else ""
            return Words("hourglass", title, "bad", facts=filled([whose]))


def _put_off(told: ReviewTold) -> Words:
    until = "" if told.until is None else moment_text(told.until)
    times = ngettext("%(num)s time so far", "%(num)s times so far", told.times) % {"num": number(told.times)}
    title = _("Review put off until %(when)s") % {"when": until}
    return Words("alarm-clock", title, "warn", facts=(times,), lines=filled([told.words]))


def _decided(told: ReviewTold) -> Words:
    decision = "" if told.decision is None else str(DECIDED[told.decision])
    facts = [_("cause: %(cause)s") % {"cause": told.cause} if told.cause else ""]
    if told.until is not None:
        facts.append(_("new date %(when)s") % {"when": moment_text(told.until)})
    return Words(
        "scale",
        _("Reviewed: %(decision)s") % {"decision": decision},
        "acc",
        facts=filled(facts),
        lines=filled([told.words]),
    )


def explanation_words(kind: EventKind, told: ExplanationTold) -> Words:
    """A question to the seller, or their answer."""
    if kind is EventKind.EXPLANATION_GIVEN:
        tags = (Tag(_("late"), "warn"),) if told.is_late else ()
        quoted = _("Asked: %(question)s") % {"question": told.question}
        return Words(
            "message-circle-reply",
            _("Explanation given"),
            "acc",
            facts=(quoted,),
            tags=tags,
            lines=(told.answer,),
        )
    until = "" if told.due_at is None else _("until %(when)s") % {"when": moment_text(told.due_at)}
    title = _("%(name)s is asked to explain") % {"name": told.to}
    return Words("message-circle-question-mark", title, "warn", facts=filled([until]), lines=(told.question,))
