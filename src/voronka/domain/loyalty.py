"""What is asked of a client after the sale: whether they are content, and whom they would send to us (R147, R148)."""

from enum import StrEnum

from voronka.domain.pipeline import PipelineKind, StageKind

BEST_SCORE = 10


class ReferralAnswer(StrEnum):
    """What the client answered when asked whom they would recommend us to."""

    GAVE = "gave"
    LATER = "later"
    NO = "no"


def asks_loyalty(pipeline: PipelineKind, stage: StageKind) -> bool:
    """Whether a deal is past the sale: it is won, or it is an order or a renewal."""
    after_sale = {PipelineKind.FULFILMENT, PipelineKind.RETENTION}
    return stage is StageKind.WON or (pipeline in after_sale and stage is not StageKind.LOST)
