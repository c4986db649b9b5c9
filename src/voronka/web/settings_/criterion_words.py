"""Exit criteria in the words of the settings."""

from dataclasses import dataclass

from voronka.domain.criteria import AmountAtLeast, ConfirmedByHand, Criterion
from voronka.web.evidence_words import evidence_words
from voronka.web.formatting import money


@dataclass(frozen=True, slots=True)
class EvidenceWords:
    """What counts as evidence; `is_judgement` when it is a person's word alone, which is marked everywhere."""

    text: str
    is_judgement: bool


def words_of(criterion: Criterion, currency: str) -> EvidenceWords:
    """What counts as evidence of a criterion, with amounts in the base currency."""
    asked = money(criterion.amount, currency) if isinstance(criterion, AmountAtLeast) else ""
    return EvidenceWords(evidence_words(criterion, asked), isinstance(criterion, ConfirmedByHand))
