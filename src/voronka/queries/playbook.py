"""The playbook of a pipeline as a table: each stage with what to do there and what lets a deal out."""

from dataclasses import dataclass
from datetime import datetime

from voronka.domain.pipeline import Pipeline, StageKind
from voronka.models import Reason
from voronka.queries.hand_overs import WayOn, ways_on
from voronka.queries.pipelines import all_pipelines, pipeline_of
from voronka.queries.publishing import published_at
from voronka.queries.workspace import workspace


@dataclass(frozen=True, slots=True)
class Playbook:
    """One pipeline's method, in force since `changed_at`. `pipelines` are all there are, for the switcher.

    `language` is the one that its texts are written in.
    """

    pipeline: Pipeline
    changed_at: datetime
    company: str
    currency: str
    language: str
    pipelines: tuple[Pipeline, ...]
    ways_on: tuple[WayOn, ...]
    lost_reasons: tuple[str, ...]
    postpone_reasons: tuple[str, ...]


def playbook(pipeline: int) -> Playbook:
    """The playbook; the same for everybody. Five queries, and one for each pipeline.

    Raises:
        NotFound
    """
    found = pipeline_of(pipeline)
    about = workspace()
    return Playbook(
        pipeline=found,
        changed_at=published_at(pipeline),
        company=about.name,
        currency=about.currency,
        language=about.language,
        pipelines=tuple(all_pipelines()),
        ways_on=ways_on(pipeline),
        lost_reasons=_reasons(StageKind.LOST),
        postpone_reasons=_reasons(StageKind.POSTPONED),
    )


def _reasons(way_out: StageKind) -> tuple[str, ...]:
    rows = Reason.objects.filter(exit=way_out, is_retired=False).order_by("position", "id")
    return tuple(rows.values_list("name", flat=True))
