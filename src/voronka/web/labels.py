"""Names of the fixed kinds (tasks, notes, files, fields) in the reader's language, for every page.

The domain knows them by their values; what people read stands here, once.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from voronka.domain.criteria import (
    ConsentTo,
    Field,
    FileKind,
    MeetingOutcome,
    NoteKind,
    Party,
    Reached,
    Sendable,
)
from voronka.domain.deal_links import LinkKind
from voronka.domain.evidence import CallDirection, ConsentHow, RecordKind
from voronka.domain.feedback import FeedbackKind, FeedbackState
from voronka.domain.loyalty import ReferralAnswer
from voronka.domain.notices import Channel, NoticeKind
from voronka.domain.objections import Outcome, VerifiedHow
from voronka.domain.qualification import Fit, LeastFit, Match
from voronka.domain.relations import Cause, Relation
from voronka.domain.task import TaskKind

Label = str | Promise

TASK_KINDS: Mapping[TaskKind, Label] = {
    TaskKind.CALL: pgettext_lazy("kind of task", "Call"),
    TaskKind.MEETING: pgettext_lazy("kind of task", "Meeting"),
    TaskKind.EMAIL: pgettext_lazy("kind of task", "E-mail"),
    TaskKind.OFFER: pgettext_lazy("kind of task", "Offer"),
    TaskKind.DOCUMENT: pgettext_lazy("kind of task", "Document"),
    TaskKind.VISIT: pgettext_lazy("kind of task", "Visit"),
    TaskKind.PAYMENT: pgettext_lazy("kind of task", "Payment"),
    TaskKind.RESEARCH: pgettext_lazy("kind of task", "Research"),
    TaskKind.OTHER: pgettext_lazy("kind of task", "Other"),
}

TASK_ICONS: Mapping[TaskKind, str] = {
    TaskKind.CALL: "phone",
    TaskKind.MEETING: "handshake",
    TaskKind.EMAIL: "mail",
    TaskKind.OFFER: "file-text",
    TaskKind.DOCUMENT: "file-signature",
    TaskKind.VISIT: "map-pin",
    TaskKind.PAYMENT: "banknote",
    TaskKind.RESEARCH: "search",
    TaskKind.OTHER: "square-check",
}

NOTE_KINDS: Mapping[NoteKind, Label] = {
    NoteKind.PLAIN: pgettext_lazy("kind of note", "Note"),
    NoteKind.NEED: pgettext_lazy("kind of note", "Client’s need"),
    NoteKind.MEETING_RESULT: pgettext_lazy("kind of note", "Result of a meeting"),
    NoteKind.DECISION: pgettext_lazy("kind of note", "Decision"),
    NoteKind.AGREEMENT: pgettext_lazy("kind of note", "Agreement"),
}

FILE_KINDS: Mapping[FileKind, Label] = {
    FileKind.OFFER: pgettext_lazy("kind of file", "Offer"),
    FileKind.CONTRACT: pgettext_lazy("kind of file", "Contract"),
    FileKind.SIGNED_CONTRACT: pgettext_lazy("kind of file", "Signed contract"),
    FileKind.INVOICE: pgettext_lazy("kind of file", "Invoice"),
    FileKind.PAYMENT: pgettext_lazy("kind of file", "Proof of payment"),
    FileKind.BRIEF: pgettext_lazy("kind of file", "Brief"),
    FileKind.OTHER: pgettext_lazy("kind of file", "Other file"),
}

FIELDS: Mapping[Field, Label] = {
    Field.AMOUNT: gettext_lazy("Amount"),
    Field.EXPECTED_CLOSE: gettext_lazy("Expected close"),
    Field.NEED: gettext_lazy("Need"),
    Field.BUDGET: gettext_lazy("Budget"),
    Field.COMPETITOR: gettext_lazy("Competitor"),
    Field.SOURCE: gettext_lazy("Source"),
    Field.CONTACT: gettext_lazy("Contact"),
    Field.DECISION_MAKER: gettext_lazy("Decision-maker"),
    Field.CONTACT_PHONE: gettext_lazy("Contact’s phone"),
    Field.CONTACT_EMAIL: gettext_lazy("Contact’s e-mail"),
    Field.COMPANY: gettext_lazy("Company"),
    Field.COMPANY_SITE: gettext_lazy("Company’s site"),
    Field.COMPANY_PHONE: gettext_lazy("Company’s phone"),
    Field.COMPANY_TAX_ID: gettext_lazy("Company’s tax ID"),
}

# With whom a criterion asks a call to be.
PARTIES: Mapping[Party, Label] = {
    Party.ANYONE: pgettext_lazy("a call with", "Anyone"),
    Party.DECISION_MAKER: pgettext_lazy("a call with", "The decision-maker"),
}

MEETING_OUTCOMES: Mapping[MeetingOutcome, Label] = {
    MeetingOutcome.CONTRACT: pgettext_lazy("outcome of a meeting", "To a contract"),
    MeetingOutcome.NEEDS: pgettext_lazy("outcome of a meeting", "Back to the needs"),
    MeetingOutcome.POSTPONE: pgettext_lazy("outcome of a meeting", "Put off"),
}

SENDABLES: Mapping[Sendable, Label] = {
    Sendable.EMAIL: pgettext_lazy("what is sent", "E-mail"),
    Sendable.DOCUMENT: pgettext_lazy("what is sent", "Document"),
    Sendable.OFFER: pgettext_lazy("what is sent", "Offer"),
}

SENDABLE_ICONS: Mapping[Sendable, str] = {
    Sendable.EMAIL: "mail",
    Sendable.DOCUMENT: "file-signature",
    Sendable.OFFER: "file-text",
}

REACHED: Mapping[Reached, Label] = {
    Reached.SENT: pgettext_lazy("how far a thing sent came", "sent"),
    Reached.DELIVERED: pgettext_lazy("how far a thing sent came", "delivered"),
    Reached.OPENED: pgettext_lazy("how far a thing sent came", "opened"),
    Reached.ACKNOWLEDGED: pgettext_lazy("how far a thing sent came", "receipt confirmed"),
    Reached.ORDERED: pgettext_lazy("how far a thing sent came", "ordered by it"),
}

CONSENTS: Mapping[ConsentTo, Label] = {
    ConsentTo.INFORMATION: pgettext_lazy("consent to", "Getting information"),
    ConsentTo.MEETING: pgettext_lazy("consent to", "A meeting"),
    ConsentTo.PURCHASE: pgettext_lazy("consent to", "The purchase"),
    ConsentTo.CONTACT: pgettext_lazy("consent to", "Being contacted"),
}

RECORD_KINDS: Mapping[RecordKind, Label] = {
    RecordKind.CALL: pgettext_lazy("what is noted", "Call"),
    RecordKind.MEETING: pgettext_lazy("what is noted", "Meeting"),
    RecordKind.SENT: pgettext_lazy("what is noted", "Something sent"),
    RecordKind.CONSENT: pgettext_lazy("what is noted", "Consent"),
    RecordKind.CONTRACT: pgettext_lazy("what is noted", "Signed contract"),
    RecordKind.PAYMENT: pgettext_lazy("what is noted", "Payment"),
    RecordKind.SATISFACTION: pgettext_lazy("what is noted", "Satisfaction"),
    RecordKind.REFERRAL: pgettext_lazy("what is noted", "Referral asked"),
}

RECORD_ICONS: Mapping[RecordKind, str] = {
    RecordKind.CALL: "phone-call",
    RecordKind.MEETING: "handshake",
    RecordKind.SENT: "mail",
    RecordKind.CONSENT: "message-circle",
    RecordKind.CONTRACT: "file-signature",
    RecordKind.PAYMENT: "wallet",
    RecordKind.SATISFACTION: "smile",
    RecordKind.REFERRAL: "user-plus",
}

OBJECTION_OUTCOMES: Mapping[Outcome, Label] = {
    Outcome.OPEN: pgettext_lazy("an objection", "open"),
    Outcome.ANSWERED: pgettext_lazy("an objection", "answered"),
    Outcome.STANDS: pgettext_lazy("an objection", "stands"),
}

OBJECTION_TONES: Mapping[Outcome, str] = {
    Outcome.OPEN: "warn",
    Outcome.ANSWERED: "ok",
    Outcome.STANDS: "",
}

VERIFIED_HOWS: Mapping[VerifiedHow, Label] = {
    VerifiedHow.CLIENT: pgettext_lazy("how a reason was verified", "Talked to the client"),
    VerifiedHow.RECORDS: pgettext_lazy(
        "how a reason was verified", "Heard the recording or read the letters"
    ),
    VerifiedHow.DATA: pgettext_lazy("how a reason was verified", "Data of the deal"),
    VerifiedHow.ELSEWHERE: pgettext_lazy("how a reason was verified", "Heard it elsewhere"),
}

CALL_DIRECTIONS: Mapping[CallDirection, Label] = {
    CallDirection.OUT: pgettext_lazy("direction of a call", "We called"),
    CallDirection.IN: pgettext_lazy("direction of a call", "They called"),
}

CONSENT_HOWS: Mapping[ConsentHow, Label] = {
    ConsentHow.ORAL: pgettext_lazy("how a consent was given", "By word of mouth"),
    ConsentHow.WRITTEN: pgettext_lazy("how a consent was given", "On paper"),
    ConsentHow.ELECTRONIC: pgettext_lazy("how a consent was given", "Electronically"),
}

# What a deal is to the one it came from, said before that one's name ...
CAME_FROM: Mapping[LinkKind, Label] = {
    LinkKind.HAND_OVER: pgettext_lazy("before the other deal's name", "Handed over from"),
    LinkKind.REPEAT: pgettext_lazy("before the other deal's name", "Repeat order after"),
    LinkKind.UPSELL: pgettext_lazy("before the other deal's name", "Upsell after"),
    LinkKind.SERVICE: pgettext_lazy("before the other deal's name", "Service contract after"),
}

# ... and what came of a deal.
LED_TO: Mapping[LinkKind, Label] = {
    LinkKind.HAND_OVER: pgettext_lazy("before the other deal's name", "Handed over to"),
    LinkKind.REPEAT: pgettext_lazy("before the other deal's name", "Repeat order"),
    LinkKind.UPSELL: pgettext_lazy("before the other deal's name", "Upsell"),
    LinkKind.SERVICE: pgettext_lazy("before the other deal's name", "Service contract"),
}

LINK_ICONS: Mapping[LinkKind, str] = {
    LinkKind.HAND_OVER: "handshake",
    LinkKind.REPEAT: "repeat",
    LinkKind.UPSELL: "trending-up",
    LinkKind.SERVICE: "shield-check",
}

FITS: Mapping[Fit, Label] = {
    Fit.FIT: pgettext_lazy("answer to a checklist", "fit"),
    Fit.UNFIT: pgettext_lazy("answer to a checklist", "no fit"),
    Fit.UNKNOWN: pgettext_lazy("answer to a checklist", "unknown"),
}
FIT_MARKS: Mapping[Fit, tuple[str, str]] = {
    Fit.FIT: ("check", "ok"),
    Fit.UNFIT: ("x", "bad"),
    Fit.UNKNOWN: ("circle-help", ""),
}

MATCHES: Mapping[Match, Label] = {
    Match.MATCH: pgettext_lazy("how far we are what the client looks for", "we match"),
    Match.PARTLY: pgettext_lazy("how far we are what the client looks for", "partly"),
    Match.NO: pgettext_lazy("how far we are what the client looks for", "we don’t"),
    Match.UNKNOWN: pgettext_lazy("how far we are what the client looks for", "unknown"),
}
MATCH_MARKS: Mapping[Match, tuple[str, str]] = {
    Match.MATCH: ("check", "ok"),
    Match.PARTLY: ("circle-dot", "warn"),
    Match.NO: ("x", "bad"),
    Match.UNKNOWN: ("circle-help", ""),
}

LEAST_FITS: Mapping[LeastFit, Label] = {
    LeastFit.FIT: pgettext_lazy("what the checklist must say", "Every answer is “fit”"),
    LeastFit.NOT_UNFIT: pgettext_lazy("what the checklist must say", "No answer is “no fit”"),
}

REFERRAL_ANSWERS: Mapping[ReferralAnswer, Label] = {
    ReferralAnswer.GAVE: pgettext_lazy("answer to asking for a referral", "Named somebody"),
    ReferralAnswer.LATER: pgettext_lazy("answer to asking for a referral", "Later"),
    ReferralAnswer.NO: pgettext_lazy("answer to asking for a referral", "No"),
}

FEEDBACK_KINDS: Mapping[FeedbackKind, Label] = {
    FeedbackKind.MISSING: pgettext_lazy("kind of feedback", "Missing"),
    FeedbackKind.FAULT: pgettext_lazy("kind of feedback", "Fault"),
    FeedbackKind.IDEA: pgettext_lazy("kind of feedback", "Idea"),
    FeedbackKind.PRAISE: pgettext_lazy("kind of feedback", "Praise"),
}

FEEDBACK_ICONS: Mapping[FeedbackKind, str] = {
    FeedbackKind.MISSING: "puzzle",
    FeedbackKind.FAULT: "bug",
    FeedbackKind.IDEA: "lightbulb",
    FeedbackKind.PRAISE: "heart",
}

FEEDBACK_STATES: Mapping[FeedbackState, Label] = {
    FeedbackState.NEW: pgettext_lazy("state of feedback", "New"),
    FeedbackState.LOOKED_AT: pgettext_lazy("state of feedback", "Looked at"),
    FeedbackState.PLANNED: pgettext_lazy("state of feedback", "Planned"),
    FeedbackState.DONE: pgettext_lazy("state of feedback", "Done"),
    FeedbackState.DECLINED: pgettext_lazy("state of feedback", "Won’t do"),
}

# The tone of a state's chip.
FEEDBACK_TONES: Mapping[FeedbackState, str] = {
    FeedbackState.NEW: "",
    FeedbackState.LOOKED_AT: "",
    FeedbackState.PLANNED: "acc",
    FeedbackState.DONE: "ok",
    FeedbackState.DECLINED: "warn",
}

RELATIONS: Mapping[Relation, Label] = {
    Relation.LEAD: pgettext_lazy("what somebody is to us", "Lead"),
    Relation.CUSTOMER: pgettext_lazy("what somebody is to us", "Customer"),
    Relation.CLIENT: pgettext_lazy("what somebody is to us", "Client"),
}
RELATION_MARKS: Mapping[Relation, tuple[str, str]] = {
    Relation.LEAD: ("", ""),
    Relation.CUSTOMER: ("", "acc"),
    Relation.CLIENT: ("heart-handshake", "ok"),
}
BECAME: Mapping[Relation, Label] = {
    Relation.LEAD: gettext_lazy("Now a Lead"),
    Relation.CUSTOMER: gettext_lazy("Now a Customer"),
    Relation.CLIENT: gettext_lazy("Now a Client"),
}
NO_LONGER: Mapping[Relation, Label] = {
    Relation.LEAD: gettext_lazy("No longer a Lead"),
    Relation.CUSTOMER: gettext_lazy("No longer a Customer"),
    Relation.CLIENT: gettext_lazy("No longer a Client"),
}
CAUSES: Mapping[Cause, Label] = {
    Cause.REQUEST: pgettext_lazy("by what somebody became it", "first request"),
    Cause.QUALIFIED: pgettext_lazy("by what somebody became it", "qualified"),
    Cause.PAID: pgettext_lazy("by what somebody became it", "first payment"),
}

# What happened, as the grid of choices names it.
NOTICE_KINDS: Mapping[NoticeKind, Label] = {
    NoticeKind.TASK_DUE: gettext_lazy("A task is due in ten minutes"),
    NoticeKind.TASK_OVERDUE: gettext_lazy("A task has become overdue"),
    NoticeKind.WAKE_UP: gettext_lazy("A deal that was put off asks to be looked at again"),
    NoticeKind.DEAL_ASSIGNED: gettext_lazy("I was given a deal"),
    NoticeKind.MENTION: gettext_lazy("A colleague mentioned me"),
    NoticeKind.LIMIT_NEAR: gettext_lazy("A deal comes close to its limit"),
    NoticeKind.LIMIT_PASSED: gettext_lazy("A deal is over its limit"),
    NoticeKind.REVIEW_ASKED: gettext_lazy("A deal is mine to review"),
    NoticeKind.REVIEW_DECIDED: gettext_lazy("My deal was reviewed"),
    NoticeKind.EXPLANATION_ASKED: gettext_lazy("I am asked to explain"),
    NoticeKind.EXPLANATION_GIVEN: gettext_lazy("A seller has explained"),
    NoticeKind.SANCTION: gettext_lazy("A sanction of mine was entered or decided"),
    NoticeKind.SANCTION_WAITS: gettext_lazy("A sanction waits for my decision"),
    NoticeKind.HAND_OVER_OFFERED: gettext_lazy("I am asked to take a deal over"),
    NoticeKind.HAND_OVER_ANSWERED: gettext_lazy("A colleague answered my hand-over"),
    NoticeKind.REQUEST_NEW: gettext_lazy("A new request that nobody has taken"),
    NoticeKind.CLIENT_ASKED_AGAIN: gettext_lazy("My client has asked again, and a colleague works on it"),
    NoticeKind.REQUEST_MORE: gettext_lazy("A client with an open deal asks again"),
    NoticeKind.EXCEPTION_ASKED: gettext_lazy("A seller asks me for an exception"),
    NoticeKind.ADVICE: gettext_lazy("Advice"),
    NoticeKind.ROBOT_FAILED: gettext_lazy("A robot could not go on"),
    NoticeKind.WEBHOOK_OFF: gettext_lazy("A webhook was switched off by itself"),
    NoticeKind.DIGEST_MORNING: gettext_lazy("The digest of the morning"),
    NoticeKind.DIGEST_EVENING: gettext_lazy("The digest of the evening"),
}
NOTICE_ICONS: Mapping[NoticeKind, str] = {
    NoticeKind.TASK_DUE: "alarm-clock",
    NoticeKind.TASK_OVERDUE: "circle-alert",
    NoticeKind.WAKE_UP: "rotate-ccw",
    NoticeKind.DEAL_ASSIGNED: "user-check",
    NoticeKind.MENTION: "message-circle",
    NoticeKind.LIMIT_NEAR: "hourglass",
    NoticeKind.LIMIT_PASSED: "timer",
    NoticeKind.REVIEW_ASKED: "clipboard-check",
    NoticeKind.REVIEW_DECIDED: "clipboard-check",
    NoticeKind.EXPLANATION_ASKED: "message-circle-question-mark",
    NoticeKind.EXPLANATION_GIVEN: "message-circle-reply",
    NoticeKind.SANCTION: "scale",
    NoticeKind.SANCTION_WAITS: "scale",
    NoticeKind.HAND_OVER_OFFERED: "handshake",
    NoticeKind.HAND_OVER_ANSWERED: "handshake",
    NoticeKind.REQUEST_NEW: "inbox",
    NoticeKind.CLIENT_ASKED_AGAIN: "heart-handshake",
    NoticeKind.REQUEST_MORE: "inbox",
    NoticeKind.EXCEPTION_ASKED: "shield-check",
    NoticeKind.ADVICE: "lightbulb",
    NoticeKind.ROBOT_FAILED: "triangle-alert",
    NoticeKind.WEBHOOK_OFF: "webhook",
    NoticeKind.DIGEST_MORNING: "sun",
    NoticeKind.DIGEST_EVENING: "moon",
}
NOTICE_CHANNELS: Mapping[Channel, Label] = {
    Channel.MAIL: gettext_lazy("E-mail"),
    Channel.PUSH: gettext_lazy("Browser"),
    Channel.TELEGRAM: "Telegram",
}
