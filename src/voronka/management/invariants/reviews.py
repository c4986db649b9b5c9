"""Rules of reviews: what waits for a head is a deal that stands where it stood when its limit passed."""

from voronka.management.invariants.rule import Rule, finds_nothing

RULES: tuple[Rule, ...] = (
    finds_nothing(
        "An open review is of its deal’s present stay",
        "review {0} of deal {1}",
        """SELECT r.id, r.deal_id FROM voronka_review r JOIN voronka_deal d ON d.id = r.deal_id
        WHERE r.state = 'open' AND (NOT d.is_open OR d.stage_id <> r.stage_id OR d.entered_at <> r.entered_at)""",
    ),
    finds_nothing(
        "A limit that was passed on to a head has a review of that stay",
        "deal {0}",
        """SELECT d.id FROM voronka_deal d WHERE d.is_open AND d.escalated_for = d.limit_at AND NOT EXISTS
        (SELECT 1 FROM voronka_review r WHERE r.deal_id = d.id AND r.entered_at = d.entered_at)""",
    ),
    finds_nothing(
        "A date that stands in place of a limit was set by a review of that stay",
        "deal {0}",
        """SELECT d.id FROM voronka_deal d WHERE d.is_open AND d.limit_moved_to IS NOT NULL AND NOT EXISTS
        (SELECT 1 FROM voronka_review r WHERE r.deal_id = d.id AND r.entered_at = d.entered_at
        AND r.until = d.limit_moved_to)""",
    ),
)
