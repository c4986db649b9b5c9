"""Hand-overs: a deal that is won in one pipeline begins in another, with another owner who accepted it before."""

from enum import StrEnum

WORDS_LENGTH = 4000
CARRIES_LENGTH = 300


class OfferState(StrEnum):
    """What became of the question whether somebody takes a deal over."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"

    @property
    def stands(self) -> bool:
        """Whether it is waited for, or was said yes to."""
        return self in {OfferState.OPEN, OfferState.ACCEPTED}
