"""Hand-overs in words: what a timeline and a deal's page say of them."""

from django.utils.translation import gettext as _

from voronka.domain.events import EventKind
from voronka.queries.told.moves import HandOverTold
from voronka.web.telling import Words, filled


def hand_over_words(kind: EventKind, told: HandOverTold) -> Words:
    """What became of the question whether somebody takes the deal over."""
    name = {"name": told.to}
    facts = filled([told.pipeline])
    lines = filled([told.words])
    match kind:
        case EventKind.HAND_OVER_ACCEPTED:
            return Words("user-check", _("%(name)s accepted the hand-over") % name, "ok", facts=facts)
        case EventKind.HAND_OVER_DECLINED:
            title = _("%(name)s declined the hand-over") % name
            return Words("circle-x", title, "warn", facts=facts, lines=lines)
        case EventKind.HAND_OVER_WITHDRAWN:
            return Words("rotate-ccw", _("Hand-over to %(name)s withdrawn") % name, facts=facts)
        case _:
            title = _("Offered to %(name)s to take over") % name
            return Words("handshake", title, "acc", facts=facts, lines=lines)
