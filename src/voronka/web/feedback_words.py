"""What happened to product feedback in words, for the timeline of a deal that asked for it."""

from django.utils.translation import gettext as _

from voronka.domain.events import EventKind
from voronka.queries.told.clients import FeedbackTold
from voronka.web.labels import FEEDBACK_ICONS, FEEDBACK_KINDS, FEEDBACK_STATES, FEEDBACK_TONES
from voronka.web.telling import Tag, Words, filled


def feedback_words(kind: EventKind, told: FeedbackTold) -> Words:
    """One event of feedback."""
    name = {"title": told.title}
    match kind:
        case EventKind.FEEDBACK_MOVED:
            tag = Tag(str(FEEDBACK_STATES[told.state]), FEEDBACK_TONES[told.state])
            return Words(
                "megaphone", _("Feedback answered: %(title)s") % name if told.answer else _("Feedback: %(title)s") % name,
                "acc", tags=(tag,), lines=filled([told.answer]),
            )  # fmt: skip
        case EventKind.FEEDBACK_MERGED:
            names = {**name, "into": told.into}
            if told.is_parted:
                return Words("megaphone", _("Feedback “%(title)s” parted from “%(into)s”") % names)
            return Words("megaphone", _("Feedback “%(title)s” joined with “%(into)s”") % names)
        case EventKind.FEEDBACK_CHANGED:
            return Words("megaphone", _("Feedback changed: %(title)s") % name)
        case _:
            tag = Tag(str(FEEDBACK_KINDS[told.kind]))
            title = _("Feedback: %(title)s") % name
            return Words(FEEDBACK_ICONS[told.kind], title, "acc", tags=(tag,), lines=filled([told.words]))
