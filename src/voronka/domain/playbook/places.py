"""Where in the file the pipelines and stages stand, so that remarks on them can name a line."""

from voronka.domain.playbook.compare import Spot
from voronka.domain.playbook.faults import Place
from voronka.domain.playbook.nodes import Listing, Node, Scalar, Table, parse


def places_of(source: str | bytes) -> dict[Spot, Place]:
    """The place of each pipeline's and stage's key. For a file that was read without faults."""
    root, _ = parse(source)
    places: dict[Spot, Place] = {}
    for pipeline in _tables(root, "pipelines"):
        key, place = _key(pipeline)
        places[Spot(key)] = place
        for stage in _tables(pipeline, "stages"):
            stage_key, stage_place = _key(stage)
            places[Spot(key, stage_key)] = stage_place
    return places


def _tables(node: Node | None, key: str) -> list[Table]:
    listing = node.get(key) if isinstance(node, Table) else None
    return [one for one in listing.items if isinstance(one, Table)] if isinstance(listing, Listing) else []


def _key(table: Table) -> tuple[str, Place]:
    key = table.get("key")
    return (key.text, key.place) if isinstance(key, Scalar) else ("", table.place)
