"""What a column's head shows."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from voronka.domain.pipeline import StageKind, StageLimit


@dataclass(frozen=True, slots=True)
class Head:
    """What a column's head shows; together with the language its fragment's key. `sets_up`: its reader may set the stage up."""

    stage: int
    kind: StageKind
    name: str
    limit: timedelta | None
    limits: tuple[StageLimit, ...]
    deals: int
    amount: Decimal
    currency: str
    ribbon: str
    share: float | None
    is_last: bool
    is_neck: bool
    following: str
    sets_up: bool
