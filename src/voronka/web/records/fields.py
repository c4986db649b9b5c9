"""The forms of records: which fields each has, with what is known already."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from django.conf import settings
from django.utils.translation import gettext as _

from voronka.domain.criteria import (
    CallHeld,
    ConsentLogged,
    MeetingHeld,
    MeetingOutcome,
    Party,
    Reached,
    Sendable,
    Sent,
)
from voronka.domain.evidence import CallDirection, ConsentHow, RecordKind
from voronka.domain.loyalty import BEST_SCORE, ReferralAnswer
from voronka.web.asked import Asked, options
from voronka.web.due_times import local_today, reader_zone
from voronka.web.evidence_words import length_text
from voronka.web.formatting import filesize, number
from voronka.web.labels import (
    CALL_DIRECTIONS,
    CONSENT_HOWS,
    CONSENTS,
    MEETING_OUTCOMES,
    REACHED,
    REFERRAL_ANSWERS,
    SENDABLES,
)

if TYPE_CHECKING:
    from datetime import datetime

    from voronka.queries.noting import Noting, SentThing

MINUTE = "%Y-%m-%dT%H:%M"


def fields_of(kind: RecordKind, noting: Noting, now: datetime) -> tuple[Asked, ...]:
    """The fields of a new record."""
    match kind:
        case RecordKind.CALL:
            return _call(noting, now)
        case RecordKind.MEETING:
            return _meeting(noting, now)
        case RecordKind.SENT:
            return _sent(noting, now)
        case RecordKind.CONSENT:
            return _consent(noting, now)
        case RecordKind.CONTRACT:
            return (
                Asked("day", _("Signed on"), "date", local_today(now).isoformat()),
                Asked("number", _("Number of the contract"), required=False),
                _file(),
            )
        case RecordKind.PAYMENT:
            return (
                Asked("amount", _("Amount"), hint=_("All payments of the deal count together.")),
                Asked(
                    "currency", _("Currency"), "choose", noting.currency, options=_pairs(noting.currencies)
                ),
                Asked("day", _("Paid on"), "date", local_today(now).isoformat()),
                Asked("words", _("For what"), required=False, hint=_("The invoice’s number, for example.")),
            )
        case RecordKind.SATISFACTION:
            scores = tuple((str(score), number(score)) for score in range(BEST_SCORE + 1))
            hint = _("“How likely are you to recommend us, from 0 to 10?”")
            return (
                Asked("score", _("How content are they?"), "radios", hint=hint, options=scores),
                _words(_("In their words")),
                *_people(noting, _("Who was asked?"), named=False),
                _when(_("When?"), now),
            )
        case RecordKind.REFERRAL:
            hint = _("With a name or a number, a new deal is one press away.")
            return (
                Asked(
                    "answer", _("What did they answer?"), "radios", ReferralAnswer.GAVE.value,
                    options=options(REFERRAL_ANSWERS),
                ),
                Asked("referred", _("Whom do they send?"), hint=hint, required=False),
                Asked("phone", _("Phone"), "tel", required=False),
                *_people(noting, _("Who was asked?"), named=False),
                _when(_("When?"), now),
                _words(_("In their words")),
            )  # fmt: skip
        case _:
            assert_never(kind)


def fields_of_further(thing: SentThing, wanted: str, now: datetime) -> tuple[Asked, ...]:
    """The fields of how far something sent has come since; `wanted` is the answer that is looked for."""
    further = options({reached: REACHED[reached] for reached in thing.further})
    chosen = wanted or further[0][0]
    return (
        Asked("reached", _("How far has it come?"), "radios", chosen, options=further),
        _when(_("When?"), now),
    )


def _call(noting: Noting, now: datetime) -> tuple[Asked, ...]:
    wanted = noting.criterion if isinstance(noting.criterion, CallHeld) else None
    least = "" if wanted is None or not wanted.seconds else length_text(wanted.seconds)
    hint = _("Minutes and seconds, like 4:10; or minutes alone; 0 when nobody answered.")
    if least:
        hint = _(
            "Minutes and seconds, like 4:10; or minutes alone; 0 when nobody answered. It counts from %(length)s."
        ) % {"length": least}
    fields = (
        Asked("length", _("How long did you speak?"), hint=hint),
        Asked(
            "direction", _("Who called?"), "radios", CallDirection.OUT.value, options=options(CALL_DIRECTIONS)
        ),
        *_people(noting, _("With whom?")),
    )
    asks_decider = wanted is not None and wanted.with_ is Party.DECISION_MAKER
    if asks_decider and not any(person.decides for person in noting.people):
        fields += (Asked("decides", _("This person makes the decision"), "tick", required=False),)
    return (*fields, _when(_("When?"), now), _words(_("What was said?")))


def _meeting(noting: Noting, now: datetime) -> tuple[Asked, ...]:
    wanted = noting.criterion.outcomes if isinstance(noting.criterion, MeetingHeld) else ()
    only = wanted[0].value if len(wanted) == 1 else ""
    outcomes = options({outcome: MEETING_OUTCOMES[outcome] for outcome in MeetingOutcome})
    hint = _("A meeting ends with one of these, or it was only talk.")
    return (
        Asked("outcome", _("How did it end?"), "radios", only, hint=hint, options=outcomes),
        _when(_("When was it?"), now),
        Asked("place", _("Where"), required=False),
        _words(_("What was agreed?")),
    )


def _sent(noting: Noting, now: datetime) -> tuple[Asked, ...]:
    wanted = noting.criterion if isinstance(noting.criterion, Sent) else None
    what, reached = (Sendable.OFFER, Reached.SENT) if wanted is None else (wanted.what, wanted.reached)
    return (
        Asked("subject", _("What is it called?"), hint=_("The subject, or the number of the offer.")),
        Asked("what", _("What was sent?"), "radios", what.value, options=options(SENDABLES)),
        Asked("version", _("Version"), "number", required=False),
        _when(_("When was it sent?"), now),
        Asked("reached", _("How far has it come?"), "choose", reached.value, options=options(REACHED)),
        _file(),
    )


def _consent(noting: Noting, now: datetime) -> tuple[Asked, ...]:
    wanted = noting.criterion.to.value if isinstance(noting.criterion, ConsentLogged) else ""
    return (
        Asked("consent", _("What did they agree to?"), "radios", wanted, options=options(CONSENTS)),
        Asked("how", _("How?"), "radios", ConsentHow.ORAL.value, options=options(CONSENT_HOWS)),
        *_people(noting, _("Who agreed?")),
        _when(_("When?"), now),
        _words(_("In their words")),
    )


def _people(noting: Noting, label: str, *, named: bool = True) -> tuple[Asked, ...]:
    """Who it was: one of the client's people, or (`named`) the name of the first that is known."""
    if not noting.people and not named:
        return ()
    if not noting.people:
        return (Asked("name", _("Contact’s name"), required=False),)
    people = tuple((str(person.id), person.name) for person in noting.people)
    chosen = str(noting.contact or "")
    return (Asked("contact", label, "choose", chosen, options=people, blank=_("Somebody else")),)


def _when(label: str, now: datetime) -> Asked:
    return Asked("when", label, "datetime-local", f"{now.astimezone(reader_zone()):{MINUTE}}")


def _words(label: str) -> Asked:
    return Asked("words", label, "area", required=False)


def _file() -> Asked:
    hint = _("Up to %(size)s: PDF, office documents, pictures, recordings.")
    words = hint % {"size": filesize(settings.UPLOAD_MAX_BYTES)}
    return Asked("file", _("Choose a file, or drop it here"), "file", hint=words, required=False)


def _pairs(codes: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((code, code) for code in codes)
