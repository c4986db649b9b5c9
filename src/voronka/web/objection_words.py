"""Objections and verified reasons of a timeline in words: what was said, and what became of it. Nobody is blamed."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from voronka.domain.objections import Outcome
from voronka.queries.told.clients import ObjectionTold, VerifiedTold
from voronka.web.labels import OBJECTION_OUTCOMES, OBJECTION_TONES, VERIFIED_HOWS
from voronka.web.telling import Tag, Words, filled

_ICONS = {
    Outcome.OPEN: "message-circle-warning",
    Outcome.ANSWERED: "message-circle-check",
    Outcome.STANDS: "message-circle-warning",
}


def objection_words(told: ObjectionTold) -> Words:
    """The words of one event of an objection."""
    icon, tone = _ICONS[told.outcome], OBJECTION_TONES[told.outcome]
    lines = filled(said_lines(told.words, told.answer))
    if told.before is not None:
        return Words(icon, _changed(told), tone, lines=lines)
    tag = Tag(str(OBJECTION_OUTCOMES[told.outcome]), tone)
    facts = filled([told.stage and _("at %(stage)s") % {"stage": told.stage}])
    title = _("Objection: %(kind)s") % {"kind": told.kind}
    return Words(icon, title, tone, facts=facts, tags=() if told.is_removed else (tag,), lines=lines)


def _changed(told: ObjectionTold) -> str:
    kind = {"kind": told.kind}
    if told.outcome is told.before:
        return _("More on the objection: %(kind)s") % kind
    match told.outcome:
        case Outcome.ANSWERED:
            return _("Objection answered: %(kind)s") % kind
        case Outcome.STANDS:
            return _("Objection stands: %(kind)s") % kind
        case Outcome.OPEN:
            return _("Objection open again: %(kind)s") % kind


def said_lines(words: str, answer: str) -> Iterable[str]:
    """What the client said, and what was answered."""
    if words:
        yield _("“%(text)s”") % {"text": words}
    if answer:
        yield _("Our answer: %(text)s") % {"text": answer}


def verified_words(told: VerifiedTold) -> Words:
    """The words of a verified reason."""
    title = _("Reason verified: %(reason)s") % {"reason": told.reason}
    lines = filled([told.competitor and _("Competitor: %(name)s.") % {"name": told.competitor}, told.words])
    return Words("shield-check", title, "acc", facts=(str(VERIFIED_HOWS[told.how]),), lines=lines)
