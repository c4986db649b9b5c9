"""Product feedback: what clients say of the product. It has a board of its own and is never a stage of a sale (R101)."""

from enum import StrEnum


class FeedbackKind(StrEnum):
    """What the client said it is."""

    MISSING = "missing"
    FAULT = "fault"
    IDEA = "idea"
    PRAISE = "praise"


class FeedbackState(StrEnum):
    """Where it stands; the columns of the board in their order."""

    NEW = "new"
    LOOKED_AT = "looked_at"
    PLANNED = "planned"
    DONE = "done"
    DECLINED = "declined"

    @property
    def asks_answer(self) -> bool:
        """Whether nobody may put it there without a word to those who asked."""
        return self is FeedbackState.DECLINED

    @property
    def is_answer(self) -> bool:
        """Whether being there is news for those who asked."""
        return self in {FeedbackState.PLANNED, FeedbackState.DONE, FeedbackState.DECLINED}
