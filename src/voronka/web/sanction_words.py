"""Sanctions in words: facts and states by name, what happened and how much, and what a timeline says of a step."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import assert_never

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from voronka.domain.events import EventKind
from voronka.domain.sanctions import Fact, State, Step, Unit
from voronka.queries.sanctions import Entry
from voronka.queries.told.sanctions import SanctionTold
from voronka.web.durations import working_text
from voronka.web.formatting import money, number
from voronka.web.labels import Label
from voronka.web.telling import Words, filled, moment_text

FACTS: Mapping[Fact, Label] = {
    Fact.OVERDUE: gettext_lazy("A step is overdue"),
    Fact.OVER_LIMIT: gettext_lazy("A deal is over its stage’s limit, and nobody has explained why"),
    Fact.NOT_EXPLAINED: gettext_lazy("An explanation was not given in time"),
    Fact.NO_ANSWER: gettext_lazy("Nothing was heard of the client"),
}
STATES: Mapping[State, Label] = {
    State.PROPOSED: pgettext_lazy("a sanction", "Proposed"),
    State.CONFIRMED: pgettext_lazy("a sanction", "Confirmed"),
    State.APPEALED: pgettext_lazy("a sanction", "Appealed"),
    State.UPHELD: pgettext_lazy("a sanction", "Upheld"),
    State.LIFTED: pgettext_lazy("a sanction", "Lifted"),
    State.CANCELLED: pgettext_lazy("a sanction", "Cancelled"),
}
TONES: Mapping[State, str] = {
    State.PROPOSED: "warn",
    State.CONFIRMED: "bad",
    State.APPEALED: "acc",
    State.UPHELD: "bad",
    State.LIFTED: "ok",
    State.CANCELLED: "",
}
ICONS: Mapping[State, str] = {
    State.PROPOSED: "scale",
    State.CONFIRMED: "circle-check",
    State.APPEALED: "message-circle-reply",
    State.UPHELD: "circle-check",
    State.LIFTED: "undo-2",
    State.CANCELLED: "circle-x",
}
STEPS: Mapping[Step, Label] = {
    Step.CONFIRM: pgettext_lazy("a sanction", "Confirm"),
    Step.CANCEL: pgettext_lazy("a sanction", "Cancel it"),
    Step.APPEAL: pgettext_lazy("a sanction", "Appeal"),
    Step.UPHOLD: pgettext_lazy("a sanction", "Uphold"),
    Step.LIFT: pgettext_lazy("a sanction", "Lift it"),
}
# As the question of the dialog, and as what was done.
QUESTIONS: Mapping[Step, Label] = {
    Step.CONFIRM: gettext_lazy("Confirm the sanction"),
    Step.CANCEL: gettext_lazy("Cancel the sanction"),
    Step.APPEAL: gettext_lazy("Appeal the sanction"),
    Step.UPHOLD: gettext_lazy("Uphold the sanction"),
    Step.LIFT: gettext_lazy("Lift the sanction"),
}
DONE: Mapping[Step, Label] = {
    Step.CONFIRM: gettext_lazy("The sanction is confirmed"),
    Step.CANCEL: gettext_lazy("The sanction is cancelled"),
    Step.APPEAL: gettext_lazy("The appeal is made"),
    Step.UPHOLD: gettext_lazy("The sanction is upheld"),
    Step.LIFT: gettext_lazy("The sanction is lifted"),
}
_TITLES: Mapping[EventKind, Label] = {
    EventKind.SANCTION_PROPOSED: gettext_lazy("Sanction proposed for %(name)s: %(rule)s"),
    EventKind.SANCTION_CONFIRMED: gettext_lazy("Sanction confirmed for %(name)s: %(rule)s"),
    EventKind.SANCTION_CANCELLED: gettext_lazy("Sanction cancelled for %(name)s: %(rule)s"),
    EventKind.SANCTION_APPEALED: gettext_lazy("%(name)s appeals the sanction: %(rule)s"),
    EventKind.SANCTION_UPHELD: gettext_lazy("Sanction upheld for %(name)s: %(rule)s"),
    EventKind.SANCTION_LIFTED: gettext_lazy("Sanction lifted for %(name)s: %(rule)s"),
}
_OF_EVENT: Mapping[EventKind, State] = {
    EventKind.SANCTION_PROPOSED: State.PROPOSED,
    EventKind.SANCTION_CONFIRMED: State.CONFIRMED,
    EventKind.SANCTION_CANCELLED: State.CANCELLED,
    EventKind.SANCTION_APPEALED: State.APPEALED,
    EventKind.SANCTION_UPHELD: State.UPHELD,
    EventKind.SANCTION_LIFTED: State.LIFTED,
}


def worth_text(unit: Unit, amount: Decimal, currency: str) -> str:
    """`$50`, or `3 points`."""
    if unit is Unit.MONEY:
        return money(amount, currency)
    return ngettext("%(num)s point", "%(num)s points", int(amount)) % {"num": number(int(amount))}


def rule_text(fact: Fact, grace: timedelta) -> str:
    """What a rule is about, with how long it lets pass."""
    if not grace:
        return str(FACTS[fact])
    return _("%(fact)s; allowed: %(time)s") % {"fact": FACTS[fact], "time": working_text(grace)}


def fact_text(entry: Entry) -> str:
    """What happened, with its instants by the reader's clock."""
    told = {"what": entry.subject, "since": moment_text(entry.since)}
    match entry.fact:
        case Fact.OVERDUE:
            return _("The step “%(what)s” was due on %(since)s and was not done.") % told
        case Fact.OVER_LIMIT:
            return _("At “%(what)s” the deal passed its limit on %(since)s; no explanation was given.") % told
        case Fact.NOT_EXPLAINED:
            return _("“%(what)s” was to be answered by %(since)s and was not.") % told
        case Fact.NO_ANSWER:
            return _("At “%(what)s”: nothing was heard of the client since %(since)s.") % told
        case _:
            assert_never(entry.fact)


def grace_text(entry: Entry) -> str:
    """When what the rule lets pass was over, and from when it counted where that was later than the fact."""
    over = _("Allowed by the rule: %(time)s; that was over on %(when)s.") % {
        "time": working_text(entry.grace),
        "when": moment_text(entry.passed_at),
    }
    if entry.counted_from == entry.since:
        return over
    began = _("Counted from %(when)s, when %(name)s got the deal.") % {
        "when": moment_text(entry.counted_from),
        "name": entry.seller.name,
    }
    return f"{began} {over}"


def sanction_words(kind: EventKind, told: SanctionTold) -> Words:
    """A step of a sanction on a deal's timeline."""
    state = _OF_EVENT[kind]
    return Words(
        ICONS[state],
        str(_TITLES[kind]) % {"name": told.seller, "rule": told.rule},
        TONES[state],
        facts=(worth_text(told.unit, told.amount, told.currency),),
        lines=filled([told.words]),
    )
