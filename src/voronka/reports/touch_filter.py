"""What an address asks of first touches: a time, and whose new deals stand behind a number.

The time is that of the gates' figures. What can't be read filters nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum
from urllib.parse import urlencode

from voronka.reports.gate_filter import GateQuery, read_gates

_LONGEST_ID = 10


class Touched(StrEnum):
    """What became of a new deal: touched, of these within the limit of the first stages, or not touched at all, open or closed meanwhile."""

    YES = "yes"
    IN_TIME = "in_time"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class TouchQuery:
    """Which new deals. `time`: which time, its other filters unused; `seller`, `team` and `touched` narrow the list."""

    time: GateQuery
    seller: int | None = None
    team: int | None = None
    touched: Touched | None = None

    def parameters(self, **changes: str | None) -> dict[str, str]:
        """The parameters that mean this, with some set or (None) taken out."""
        told: dict[str, str | None] = {
            **self.time.parameters(stage=None, person=None, version=None, rested=None, criterion=None),
            "seller": None if self.seller is None else str(self.seller),
            "team": None if self.team is None else str(self.team),
            "touched": None if self.touched is None else self.touched.value,
        }
        return {name: value for name, value in (told | changes).items() if value is not None}

    def address(self, **changes: str | None) -> str:
        """The same as a query string, `?` alone when there is nothing to say."""
        return f"?{urlencode(self.parameters(**changes))}"


def read_touches(given: Mapping[str, str], now: datetime, zone: tzinfo) -> TouchQuery:
    """Read the parameters of an address. `zone`: the company's clock."""
    touched = given.get("touched", "")
    return TouchQuery(
        time=read_gates(given, now, zone),
        seller=_number(given.get("seller", "")),
        team=_number(given.get("team", "")),
        touched=Touched(touched) if touched in set(Touched) else None,
    )


def _number(text: str) -> int | None:
    is_one = text.isascii() and text.isdigit() and len(text) < _LONGEST_ID
    return int(text) if is_one else None
