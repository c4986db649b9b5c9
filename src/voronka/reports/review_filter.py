"""What an address asks of the figures of reviews: a pipeline's time, and whose reviews stand behind a number.

The time is that of the gates' figures. What can't be read filters nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from urllib.parse import urlencode

from voronka.domain.reviews import Came
from voronka.reports.gate_filter import GateQuery, read_gates

_LONGEST_ID = 10


@dataclass(frozen=True, slots=True)
class ReviewQuery:
    """What to count. `time`: which time, its other filters unused; `stage`, `cause`, `seller` and `came` narrow the list."""

    time: GateQuery
    stage: int | None = None
    cause: int | None = None
    seller: int | None = None
    came: Came | None = None

    def parameters(self, **changes: str | None) -> dict[str, str]:
        """The parameters that mean this, with some set or (None) taken out."""
        told: dict[str, str | None] = {
            **self.time.parameters(stage=None, person=None, version=None, rested=None, criterion=None),
            "stage": _text(self.stage),
            "cause": _text(self.cause),
            "seller": _text(self.seller),
            "came": None if self.came is None else self.came.value,
        }
        return {name: value for name, value in (told | changes).items() if value is not None}

    def address(self, **changes: str | None) -> str:
        """The same as a query string, `?` alone when there is nothing to say."""
        return f"?{urlencode(self.parameters(**changes))}"


def read_reviews(given: Mapping[str, str], now: datetime, zone: tzinfo) -> ReviewQuery:
    """Read the parameters of an address. `zone`: the company's clock."""
    came = given.get("came", "")
    return ReviewQuery(
        time=read_gates(given, now, zone),
        stage=_number(given.get("stage", "")),
        cause=_number(given.get("cause", "")),
        seller=_number(given.get("seller", "")),
        came=Came(came) if came in set(Came) else None,
    )


def _number(text: str) -> int | None:
    is_one = text.isascii() and text.isdigit() and len(text) < _LONGEST_ID
    return int(text) if is_one else None


def _text(value: int | None) -> str | None:
    return None if value is None else str(value)
