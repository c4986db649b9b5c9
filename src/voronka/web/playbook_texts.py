"""A playbook's texts for the reader: in their language where the playbook speaks it, else in its main one."""

from django.utils.translation import get_language

from voronka.domain.playbook.compare import Spot
from voronka.domain.playbook.model import Playbook, Text


def said(text: Text) -> str:
    """The text for the reader."""
    return text.get(get_language() or "") or next(iter(text.values()))


def spot_text(spot: Spot, playbook: Playbook) -> str:
    """`Sales › Negotiations`; the playbook's name when no pipeline is meant. Keys for what the playbook lacks."""
    if spot.pipeline is None:
        return said(playbook.name)
    pipeline = playbook.pipeline(spot.pipeline)
    if pipeline is None:
        return " › ".join(key for key in (spot.pipeline, spot.stage) if key)
    if spot.stage is None:
        return said(pipeline.name)
    stage = next((stage for stage in pipeline.stages if stage.key == spot.stage), None)
    return f"{said(pipeline.name)} › {spot.stage if stage is None else said(stage.name)}"
