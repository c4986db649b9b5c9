"""Rules of the ledger of sanctions: where an entry stands is what its steps say, and nothing took effect by itself."""

from voronka.management.invariants.rule import Rule, finds_nothing

RULES: tuple[Rule, ...] = (
    finds_nothing(
        "An entry in the ledger of sanctions stands where its last step left it",
        "sanction {0} of deal {1}",
        """SELECT s.id, s.deal_id FROM voronka_sanction s WHERE s.state <> COALESCE((SELECT t.state
        FROM voronka_sanctionstep t WHERE t.sanction_id = s.id ORDER BY t.id DESC LIMIT 1), '')""",
    ),
    finds_nothing(
        "A sanction took effect by a person’s word, or by a rule that needs none",
        "sanction {0} of deal {1}",
        """SELECT s.id, s.deal_id FROM voronka_sanction s JOIN voronka_sanctionstep t ON t.sanction_id = s.id
        WHERE t.state = 'confirmed' AND t.by_id IS NULL AND EXISTS (SELECT 1 FROM voronka_sanctionstep b
        WHERE b.sanction_id = s.id AND b.id < t.id)""",
    ),
)
