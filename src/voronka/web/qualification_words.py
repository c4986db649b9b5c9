"""What was said of a deal's qualification in words: our checklist, and what the client looks for."""

from django.utils.translation import gettext as _

from voronka.domain.events import EventKind
from voronka.queries.told.clients import ChecklistTold, SoughtTold
from voronka.web.labels import FIT_MARKS, FITS, MATCH_MARKS, MATCHES
from voronka.web.telling import Tag, Words, filled


def qualification_words(kind: EventKind, told: ChecklistTold | SoughtTold) -> Words:
    """An answer of ours, or one of the client's criteria with our match."""
    if isinstance(told, ChecklistTold):
        return _answered(told)
    if kind is EventKind.CLIENT_CRITERION_GONE:
        return Words("search-x", _("They look for it no longer: %(what)s") % {"what": told.text})
    tone = MATCH_MARKS[told.match][1]
    was = "" if told.was is None or told.was is told.match else str(MATCHES[told.was])
    return Words(
        "search",
        _("The client looks for: %(what)s") % {"what": told.text},
        tone if tone != "bad" else "warn",
        facts=filled([was and _("before: %(answer)s") % {"answer": was}]),
        tags=(Tag(str(MATCHES[told.match]), tone),),
        lines=filled([told.words]),
    )


def _answered(told: ChecklistTold) -> Words:
    tone = FIT_MARKS[told.fit][1]
    was = "" if told.was is None or told.was is told.fit else str(FITS[told.was])
    return Words(
        "clipboard-check",
        _("Checklist: %(question)s") % {"question": told.asked},
        tone if tone != "bad" else "warn",
        facts=filled([was and _("before: %(answer)s") % {"answer": was}]),
        tags=(Tag(str(FITS[told.fit]), tone),),
        lines=filled([told.words]),
    )
