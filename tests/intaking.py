"""Sources of the small workspace that requests come in by."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.factories import NOON, House
from voronka.commands.intake import Arrival
from voronka.commands.setup.sources import add_source

if TYPE_CHECKING:
    from voronka.models import Source


def make_source(house: House, kind: str = "endpoint", **fields: Any) -> Source:
    """A source whose requests go to Unsorted of North, for nobody yet."""
    given = {
        "name": "Site", "kind": kind, "pipeline": str(house.pipeline.pk), "team": str(house.teams["North"].pk),
        "begins": "unsorted", "owner_rule": "nobody", "known_rule": "new_deal",
    } | fields  # fmt: skip
    return add_source(by=house.actor("Hana"), at=NOON, fields=given)


def arrival(key: str = "", **body: Any) -> Arrival:
    """A request of JSON that came by a key."""
    return Arrival(
        raw=json.dumps(body).encode(), content_type="application/json", network="n", key=key, is_trusted=True
    )
