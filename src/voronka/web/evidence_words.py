"""Criteria in words: what will meet an open one, what counts as evidence of it, and the measure of what was given."""

from collections.abc import Mapping
from datetime import date
from typing import assert_never

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from voronka.domain.criteria import (
    AmountAtLeast,
    CallHeld,
    ConfirmedByHand,
    ConsentLogged,
    ContractSigned,
    Criterion,
    FieldFilled,
    FileAttached,
    HandOverAccepted,
    MeetingHeld,
    MeetingOutcome,
    NoteWritten,
    Party,
    PaymentReceived,
    Qualified,
    Reached,
    Sent,
    SomeOf,
    TaskDone,
)
from voronka.domain.evidence import ConsentHow
from voronka.domain.qualification import Fit, LeastFit
from voronka.web.formatting import date_medium, number, percent
from voronka.web.labels import (
    CONSENT_HOWS,
    CONSENTS,
    FIELDS,
    FILE_KINDS,
    FITS,
    MEETING_OUTCOMES,
    NOTE_KINDS,
    REACHED,
    SENDABLES,
    TASK_KINDS,
)

_MINUTE = 60


def what_counts(criterion: Criterion, money: str = "") -> str:
    """What will meet an open criterion. `money` is the asked amount as the reader writes it."""
    counts = _counts(criterion, money)
    if isinstance(criterion, CallHeld | MeetingHeld | Sent | ConsentLogged) and criterion.in_stage:
        return _("%(counts)s; only since the deal came to this stage") % {"counts": counts}
    return counts


def _counts(criterion: Criterion, money: str) -> str:  # noqa: C901, PLR0911, PLR0912 - a sentence a kind
    match criterion:
        case FieldFilled():
            return _("Counts when “%(field)s” is filled in") % {"field": FIELDS[criterion.field]}
        case AmountAtLeast():
            return _("Counts from an amount of %(money)s") % {"money": money or criterion.amount}
        case TaskDone():
            return _task_counts(criterion)
        case FileAttached():
            return _("Counts when a file is attached: %(kind)s") % {"kind": FILE_KINDS[criterion.kind]}
        case NoteWritten():
            return _note_counts(criterion)
        case CallHeld():
            return _call_counts(criterion)
        case MeetingHeld():
            return _meeting_counts(criterion)
        case Sent():
            words = _("Counts when it is noted: %(what)s, %(reached)s")
            return words % {"what": SENDABLES[criterion.what], "reached": REACHED[criterion.reached]}
        case ContractSigned():
            return _("Counts when the signed contract is noted")
        case PaymentReceived():
            return _("Counts when %(share)s of the amount are paid") % {"share": _share(criterion)}
        case ConsentLogged():
            return _("Counts when the client’s consent is noted: %(to)s") % {"to": CONSENTS[criterion.to]}
        case HandOverAccepted():
            return _("Counts when the new owner accepts the deal")
        case Qualified():
            return _checklist_counts(criterion)
        case SomeOf():
            words = ngettext(
                "Counts when %(least)s of these is met: %(criteria)s",
                "Counts when %(least)s of these are met: %(criteria)s",
                criterion.least,
            )
            return words % {"least": number(criterion.least), "criteria": _parts(criterion)}
        case ConfirmedByHand():
            return _("Counts when somebody confirms it with a reason")
        case _:
            assert_never(criterion)


def asked_over(name: str) -> str:
    """What an acceptance waits for, once somebody is asked."""
    return _("%(name)s is asked to take it over; counts when they accept") % {"name": name}


def amount_first(criterion: PaymentReceived) -> str:
    """What will meet it on a deal that has no amount yet."""
    words = _("Counts when %(share)s of the amount are paid; the amount is not known yet")
    return words % {"share": _share(criterion)}


def _checklist_counts(criterion: Qualified) -> str:
    if criterion.least is LeastFit.FIT:
        return _("Counts when every question of the checklist is answered “fit”")
    return _("Counts when the checklist has a “fit” and no “no fit”")


def _task_counts(criterion: TaskDone) -> str:
    kind = {"kind": TASK_KINDS[criterion.kind]}
    if criterion.in_stage:
        return _("Counts when a task is done at this stage: %(kind)s") % kind
    return _("Counts when a task is done: %(kind)s") % kind


def _note_counts(criterion: NoteWritten) -> str:
    kind = {"kind": NOTE_KINDS[criterion.kind]}
    if criterion.in_stage:
        return _("Counts when a note is written at this stage: %(kind)s") % kind
    return _("Counts when a note is written: %(kind)s") % kind


def _call_counts(criterion: CallHeld) -> str:
    with_decider = criterion.with_ is Party.DECISION_MAKER
    if not criterion.seconds:
        if with_decider:
            return _("Counts when a call with the decision-maker is noted")
        return _("Counts when a call is noted")
    length = {"length": length_text(criterion.seconds)}
    if with_decider:
        return _("Counts when a call with the decision-maker is noted, of at least %(length)s") % length
    return _("Counts when a call is noted, of at least %(length)s") % length


def _meeting_counts(criterion: MeetingHeld) -> str:
    if not criterion.outcomes:
        return _("Counts when a meeting with its outcome is noted")
    return _("Counts when a meeting is noted that ended so: %(outcomes)s") % {
        "outcomes": _outcomes(criterion)
    }


def _outcomes(criterion: MeetingHeld) -> str:
    return ", ".join(str(MEETING_OUTCOMES[outcome]) for outcome in criterion.outcomes)


def _parts(criterion: SomeOf) -> str:
    return ", ".join(part.title for part in criterion.of)


def _share(criterion: PaymentReceived) -> str:
    return percent(criterion.share / 100)


def evidence_words(criterion: Criterion, money: str = "") -> str:  # noqa: C901, PLR0911, PLR0912 - a few words a kind
    """What counts as evidence of a criterion in two or three words, to stand behind its title."""
    match criterion:
        case FieldFilled():
            return _("field: %(field)s") % {"field": FIELDS[criterion.field]}
        case AmountAtLeast():
            return _("amount from %(money)s") % {"money": money or criterion.amount}
        case TaskDone():
            return _("task done: %(kind)s") % {"kind": TASK_KINDS[criterion.kind]}
        case FileAttached():
            return _("file: %(kind)s") % {"kind": FILE_KINDS[criterion.kind]}
        case NoteWritten():
            return _("note: %(kind)s") % {"kind": NOTE_KINDS[criterion.kind]}
        case CallHeld():
            return _call_words(criterion)
        case MeetingHeld():
            return (
                _("meeting: %(outcomes)s") % {"outcomes": _outcomes(criterion)}
                if criterion.outcomes
                else _("meeting with its outcome")
            )
        case Sent():
            words = _("%(what)s: %(reached)s")
            return words % {"what": SENDABLES[criterion.what], "reached": REACHED[criterion.reached]}
        case ContractSigned():
            return pgettext("evidence", "contract signed")
        case PaymentReceived():
            return _("paid: %(share)s") % {"share": _share(criterion)}
        case ConsentLogged():
            return _("consent: %(to)s") % {"to": CONSENTS[criterion.to]}
        case HandOverAccepted():
            return pgettext("evidence", "hand-over accepted")
        case Qualified(least=LeastFit.FIT):
            return _("checklist: fit")
        case Qualified():
            return _("checklist: nothing says no")
        case SomeOf():
            words = pgettext("so many of these criteria", "%(least)s of: %(criteria)s")
            return words % {"least": number(criterion.least), "criteria": _parts(criterion)}
        case ConfirmedByHand():
            return pgettext("evidence given by a person", "judgement")
        case _:
            assert_never(criterion)


def _call_words(criterion: CallHeld) -> str:
    with_decider = criterion.with_ is Party.DECISION_MAKER
    if not criterion.seconds:
        return _("call with the decision-maker") if with_decider else pgettext("evidence", "call")
    length = {"length": length_text(criterion.seconds)}
    if with_decider:
        return _("call with the decision-maker from %(length)s") % length
    return _("call from %(length)s") % length


def length_text(seconds: int) -> str:
    """How long a call was: `45 seconds`, `4 minutes`; of an odd length `4:10`."""
    if seconds and not seconds % _MINUTE:
        minutes = seconds // _MINUTE
        return ngettext("%(num)s minute", "%(num)s minutes", minutes) % {"num": number(minutes)}
    if seconds < _MINUTE:
        return ngettext("%(num)s second", "%(num)s seconds", seconds) % {"num": number(seconds)}
    return f"{seconds // _MINUTE}:{seconds % _MINUTE:02d}"


def measure_text(source: str, measure: str) -> str:
    """The measure of evidence in words; empty where there is none, or none that is known."""
    if not measure:
        return ""
    match source:
        case "call":
            return length_text(int(measure))
        case "payment":
            return _("%(share)s paid") % {"share": percent(int(measure) / 100)}
        case "contract":
            return date_medium(date.fromisoformat(measure))
        case _:
            found = _MEASURES.get(source, {}).get(measure)
            return "" if found is None else str(found)


_MEASURES: Mapping[str, Mapping[str, object]] = {
    "meeting": {str(outcome): MEETING_OUTCOMES[outcome] for outcome in MeetingOutcome},
    "dispatch": {str(reached): REACHED[reached] for reached in Reached},
    "qualification": {str(fit): FITS[fit] for fit in Fit},
    "consent": {str(how): CONSENT_HOWS[how] for how in ConsentHow},
}
