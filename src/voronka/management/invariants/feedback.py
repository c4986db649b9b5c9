"""Rules of product feedback and of nurture tracks."""

from voronka.management.invariants.rule import Rule, finds_nothing

RULES: tuple[Rule, ...] = (
    finds_nothing(
        "What was joined with another or taken back is on no board, and what it was joined with is",
        "feedback {0}: joined with {1}",
        """SELECT f.id, f.merged_into_id FROM voronka_feedback f JOIN voronka_feedback i ON i.id = f.merged_into_id
        WHERE f.removed_at IS NOT NULL OR i.removed_at IS NOT NULL""",
    ),
    finds_nothing(
        "Feedback that was taken back is asked for by no deal",
        "feedback {0}: deal {1} asks for it",
        """SELECT f.id, v.deal_id FROM voronka_feedback f JOIN voronka_feedbackvoice v ON v.feedback_id = f.id
        WHERE f.removed_at IS NOT NULL AND v.removed_at IS NULL""",
    ),
    finds_nothing(
        "Only a postponed deal has open touches of a nurture track",
        "task {0} of deal {1}, at a stage of kind {2}",
        """SELECT t.id, t.deal_id, s.kind FROM voronka_task t JOIN voronka_deal d ON d.id = t.deal_id
        JOIN voronka_stage s ON s.id = d.stage_id
        WHERE t.state = 'open' AND t.track_id IS NOT NULL AND s.kind <> 'postponed'""",
    ),
)
