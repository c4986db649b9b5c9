"""Rules of hand-overs and of the links between deals."""

from collections.abc import Iterator

from voronka.domain.deal_links import LinkKind
from voronka.domain.events import EventKind
from voronka.management.invariants.rule import Rule, finds_nothing
from voronka.models import DealLink, Event


def _of_others() -> Iterator[str]:
    """By the log, for the client of either deal may have been changed since they were linked."""
    rows = DealLink.objects.filter(kind=LinkKind.HAND_OVER).order_by("id")
    for deal, origin in rows.values_list("deal_id", "origin_id").iterator(chunk_size=1000):
        told = Event.objects.filter(kind=EventKind.DEAL_LINKED, deal_id__in=(deal, origin)).order_by("id")
        clients = {
            (event.contact_id, event.company_id)
            for event in told
            if {event.deal_id, event.payload["other"]} == {deal, origin}
        }
        if len(clients) != 1:
            yield f"deal {deal} from deal {origin}: clients {sorted(map(str, clients))}"


RULES: tuple[Rule, ...] = (
    Rule("A deal that was handed over began with the same client as the one it came from", _of_others),
    finds_nothing(
        "An accepted hand-over has who and when, and they said yes",
        "deal {0}: accepted by {1}",
        """SELECT d.id, d.accepted_by_id FROM voronka_deal d
        WHERE (d.accepted_at IS NULL) <> (d.accepted_by_id IS NULL)
            OR (d.accepted_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM voronka_handoveroffer o
                WHERE o.deal_id = d.id AND o.state = 'accepted' AND o.to_id = d.accepted_by_id
                    AND o.answered_at = d.accepted_at))""",
    ),
    finds_nothing(
        "What began by a hand-over came from a deal that was won",
        "deal {0}: from deal {1}",
        """SELECT l.deal_id, l.origin_id FROM voronka_deallink l WHERE l.kind = 'hand_over'
            AND NOT EXISTS (SELECT 1 FROM voronka_stagevisit v JOIN voronka_stage s ON s.id = v.stage_id
                WHERE v.deal_id = l.origin_id AND s.kind = 'won')""",
    ),
)
