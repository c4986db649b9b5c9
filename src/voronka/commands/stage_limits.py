"""How a stage's row keeps the limits of some deals; queries.pipelines.limits_read reads them."""

from collections.abc import Iterable
from typing import Any

from voronka.domain.pipeline import StageLimit
from voronka.domain.playbook.scalars import number


def limit_rows(limits: Iterable[StageLimit]) -> list[dict[str, Any]]:
    """Seconds, amounts as text, and a source that is empty where any will do."""
    return [
        {
            "seconds": int(one.limit.total_seconds()),
            "amount_from": None if one.amount_from is None else number(one.amount_from),
            "source": one.source,
        }
        for one in limits
    ]
