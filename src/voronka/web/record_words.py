"""What was noted of a deal in words: calls, meetings, things sent, payments, consents, the signed contract."""

from datetime import datetime, timedelta
from typing import assert_never

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from voronka.domain.criteria import Reached
from voronka.domain.events import EventKind
from voronka.domain.evidence import CallDirection
from voronka.domain.loyalty import BEST_SCORE, ReferralAnswer
from voronka.queries.told.clients import ReferralTold, SatisfactionTold
from voronka.queries.told.records import (
    CallTold,
    ConsentTold,
    ContractTold,
    DispatchTold,
    MeetingTold,
    PaymentTold,
)
from voronka.web.evidence_words import length_text
from voronka.web.formatting import date_medium, number, phone_display
from voronka.web.labels import (
    CONSENT_HOWS,
    CONSENTS,
    MEETING_OUTCOMES,
    REACHED,
    REFERRAL_ANSWERS,
    SENDABLE_ICONS,
    SENDABLES,
)
from voronka.web.telling import Tag, Words, filled, moment_text, money_text

RecordTold = (
    CallTold
    | MeetingTold
    | DispatchTold
    | PaymentTold
    | ConsentTold
    | ContractTold
    | SatisfactionTold
    | ReferralTold
)


def record_words(kind: EventKind, told: RecordTold, noted_at: datetime | None = None) -> Words:
    """The words of one record. When it happened is said where that is another minute than when it was noted."""
    match told:
        case CallTold():
            return _call(told, noted_at)
        case MeetingTold():
            tag = Tag(str(MEETING_OUTCOMES[told.outcome]), "acc")
            facts = filled([told.place, _when(told.at, noted_at)])
            return Words(
                "handshake", _("Meeting held"), "ok", facts=facts, tags=(tag,), lines=filled([told.words])
            )
        case DispatchTold():
            return _dispatch(kind, told, noted_at)
        case PaymentTold():
            title = _("Payment received: %(money)s") % {"money": money_text(told.money)}
            return Words("wallet", title, "ok", facts=(date_medium(told.on),), lines=filled([told.words]))
        case ConsentTold():
            return _consent(told, noted_at)
        case ContractTold():
            facts = filled([told.number, date_medium(told.on)])
            return Words("file-signature", _("Contract signed"), "ok", facts=facts)
        case SatisfactionTold():
            title = _("Satisfaction: %(score)s of %(most)s") % {
                "score": number(told.score),
                "most": number(BEST_SCORE),
            }
            facts = filled([told.contact, _when(told.at, noted_at)])
            return Words("smile", title, "ok", facts=facts, lines=filled([told.words]))
        case ReferralTold():
            return _referral(told, noted_at)
        case _:
            assert_never(told)


def _call(told: CallTold, noted_at: datetime | None) -> Words:
    is_in = told.direction is CallDirection.IN
    length = length_text(told.seconds) if told.seconds else ""
    facts = filled([length, _when(told.at, noted_at)])
    icon = ("phone-incoming" if is_in else "phone-call") if told.seconds else "phone-missed"
    return Words(icon, _call_title(told), facts=facts, lines=filled([told.words]))


def _call_title(told: CallTold) -> str:
    if not told.seconds:
        return _unanswered(told)
    if told.direction is CallDirection.IN:
        return _("Call from %(name)s") % {"name": told.contact} if told.contact else _("Incoming call")
    return _("Call with %(name)s") % {"name": told.contact} if told.contact else _("Outgoing call")


def _unanswered(told: CallTold) -> str:
    if told.direction is CallDirection.IN:
        return _("Missed call from %(name)s") % {"name": told.contact} if told.contact else _("Missed call")
    if told.contact:
        return _("Called %(name)s, no answer") % {"name": told.contact}
    return _("Called, no answer")


def _dispatch(kind: EventKind, told: DispatchTold, noted_at: datetime | None) -> Words:
    name = {"what": SENDABLES[told.what], "subject": told.subject}
    version = "" if told.version is None else _("version %(number)s") % {"number": number(told.version)}
    facts = filled([version, _when(told.at, noted_at)])
    tag = Tag(str(REACHED[told.reached]), "acc")
    if kind is EventKind.DISPATCH_CAME_FURTHER:
        return Words("mail-open", _("%(what)s: %(subject)s") % name, "ok", facts=facts, tags=(tag,))
    tags = () if told.reached is Reached.SENT else (tag,)
    title = pgettext("a thing is sent", "Sent: %(what)s, %(subject)s") % name
    return Words(SENDABLE_ICONS[told.what], title, "acc", facts=facts, tags=tags)


def _consent(told: ConsentTold, noted_at: datetime | None) -> Words:
    title = _("Consent given: %(to)s") % {"to": CONSENTS[told.to]}
    facts = filled([told.contact, str(CONSENT_HOWS[told.how]), _when(told.at, noted_at)])
    return Words("message-circle", title, "ok", facts=facts, lines=filled([told.words]))


def _referral(told: ReferralTold, noted_at: datetime | None) -> Words:
    tag = Tag(str(REFERRAL_ANSWERS[told.answer]), "acc" if told.answer is ReferralAnswer.GAVE else "")
    facts = filled([told.contact, _when(told.at, noted_at)])
    named = " · ".join(filled([told.name, phone_display(told.phone) if told.phone else ""]))
    return Words(
        "user-plus", _("Referral asked for"), facts=facts, tags=(tag,), lines=filled([named, told.words])
    )


def _when(at: datetime, noted_at: datetime | None) -> str:
    at_once = noted_at is not None and abs(noted_at - at) < timedelta(minutes=1)
    return "" if at_once else moment_text(at)
