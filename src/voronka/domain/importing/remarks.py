"""What is said of a cell that was not simply taken, and what becomes of a row."""

from dataclasses import dataclass
from enum import StrEnum


class Remark(StrEnum):
    """What was met in a cell."""

    # The cell is left out.
    LOST_DIGITS = "lost_digits"
    NOT_A_PHONE = "not_a_phone"
    NOT_AN_EMAIL = "not_an_email"
    NOT_A_DATE = "not_a_date"
    DAY_OR_MONTH = "day_or_month"
    IN_THE_FUTURE = "in_the_future"
    UNKNOWN_OWNER = "unknown_owner"
    DATE_OF_RANGE = "date_of_range"
    # It is taken otherwise than it stands there.
    SPLIT = "split"
    WORDS_AFTER_NUMBER = "words_after_number"
    PLUS_ADDED = "plus_added"
    ZEROS_DROPPED = "zeros_dropped"
    CUT = "cut"
    CLEANED = "cleaned"
    # It is taken as it stands, and somebody should look at it.
    DOUBTFUL_PHONE = "doubtful_phone"
    FORMULA = "formula"
    NO_LETTERS = "no_letters"
    MORE_CELLS = "more_cells"
    # Of the whole row.
    NOBODY = "nobody"
    NO_WAY_TO_REACH = "no_way_to_reach"
    HELD_BY_OTHERS = "held_by_others"
    SEVERAL_KNOWN = "several_known"
    KEPT_AS_WAS = "kept_as_was"


# A row with one of these is not taken.
REFUSING = frozenset({Remark.NOBODY, Remark.NO_WAY_TO_REACH, Remark.HELD_BY_OTHERS})
# Nothing is taken of a cell with one of these.
LEFT_OUT = frozenset(
    {
        Remark.LOST_DIGITS, Remark.NOT_A_PHONE, Remark.NOT_AN_EMAIL, Remark.NOT_A_DATE, Remark.DAY_OR_MONTH,
        Remark.IN_THE_FUTURE, Remark.UNKNOWN_OWNER,
    }
)  # fmt: skip


class Verdict(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    MERGED = "merged"
    REFUSED = "refused"
    # After the import was taken back: what it had made is gone, or stayed because people have worked on it since.
    UNDONE = "undone"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Said:
    """A remark on a cell. `column` is its place from 0, -1 of the whole row; `text`: the piece that is meant."""

    column: int
    remark: Remark
    text: str = ""
