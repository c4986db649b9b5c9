"""What publishing a draft would do to the deals in flight, and the versions that were published."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from voronka.domain.evidence import evidence_for
from voronka.domain.ids import StageId
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import Pipeline, Stage
from voronka.domain.publishing import (
    Asked,
    BesideChange,
    StageChange,
    beside_changes,
    changes,
    touched_stages,
)
from voronka.models import PipelineVersion
from voronka.models import Stage as StageRow
from voronka.queries.drafts import as_it_will_be, beside_of
from voronka.queries.facts import facts_for
from voronka.queries.pipelines import draft_of, pipeline_of
from voronka.queries.qualification import checklist_of
from voronka.queries.remarks import stages_not_to_be_published
from voronka.queries.settings import StandingDeals, open_deals_at, pipeline_changed_at, standing_deals
from voronka.queries.visibility import visible_deals

# As many deals of a stage are judged by both versions, the latest to enter.
MOST_JUDGED = 200


@dataclass(frozen=True, slots=True)
class EditedPipeline:
    """A pipeline in the settings: `shown` is its draft where there is one, `deals` those at each stage shown.

    `then` is what is shown with the ids that it will have when it is published; `beside` what changes besides stages.
    """

    of: Pipeline
    shown: Pipeline
    then: Pipeline
    deals: Mapping[int, int]
    changes: tuple[StageChange, ...]
    beside: tuple[BesideChange, ...]
    began_at: datetime | None

    @property
    def is_draft(self) -> bool:
        """Whether there is a draft."""
        return self.shown.id != self.of.id


@dataclass(frozen=True, slots=True)
class InFlight:
    """The deals of one stage in force and what becomes of them.

    `to` is the stage as it will be, None when it is removed. Of `judged` deals `passes` have all that the gate asks
    for now, `would` all that it will ask for; both None where the gate stays as it is. `limited` deals get another
    limit.
    """

    stage: Stage
    to: Stage | None
    deals: StandingDeals
    is_touched: bool
    judged: int = 0
    passes: int | None = None
    would: int | None = None
    limited: int = 0


@dataclass(frozen=True, slots=True)
class Preview:
    """What publishing would do. `beside` is what changes besides stages, `bare` are stages without an objective entry, which may not be published."""

    now: Pipeline
    then: Pipeline
    draft_version: int
    changes: tuple[StageChange, ...]
    beside: tuple[BesideChange, ...]
    in_flight: tuple[InFlight, ...]
    bare: tuple[Stage, ...]


@dataclass(frozen=True, slots=True)
class Published:
    """One published version. `by` is empty for the first one of a new workspace."""

    number: int
    at: datetime
    by: str
    changes: tuple[str, ...]
    at_once: bool


def edited_pipeline(actor: Actor, pipeline: int) -> EditedPipeline:
    """The pipeline as the settings show it.

    Raises:
        NotFound
    """
    now = pipeline_of(pipeline)
    draft, then = draft_of(pipeline), as_it_will_be(pipeline)
    if draft is None or then is None:
        return EditedPipeline(
            now, now, now, open_deals_at(actor, [stage.id for stage in now.columns]), (), (), None
        )
    origins = dict(StageRow.objects.filter(pipeline=draft.id).values_list("id", "draft_of_id"))
    # A new stage is a draft of none, where nobody stands.
    counts = open_deals_at(actor, filter(None, origins.values()))
    deals = {id: counts.get(origin, 0) for id, origin in origins.items()}
    beside = beside_changes(beside_of(now.id), beside_of(draft.id))
    return EditedPipeline(now, draft, then, deals, changes(now, then), beside, draft_changed_at(draft.id))


def draft_changed_at(draft: int) -> datetime | None:
    """When the draft was last changed."""
    rows = StageRow.objects.filter(pipeline=draft).values_list("pipeline__changed_at", flat=True)
    return rows.first()


def preview(actor: Actor, pipeline: int) -> Preview | None:
    """What publishing the draft would do; None when there is none. Some queries for each judged deal.

    Raises:
        NotFound: no such pipeline.
    """
    now, draft, then = pipeline_of(pipeline), draft_of(pipeline), as_it_will_be(pipeline)
    if draft is None or then is None:
        return None
    before, after = beside_of(now.id), beside_of(draft.id)
    touched = touched_stages(now, then, asks_otherwise=not before.asks_as(after))
    return Preview(
        now=now,
        then=then,
        draft_version=draft.version,
        changes=changes(now, then),
        beside=beside_changes(before, after),
        in_flight=tuple(
            _in_flight(actor, now, then, stage, after.questions, stage.id in touched) for stage in now.columns
        ),
        bare=stages_not_to_be_published(then),
    )


def _in_flight(
    actor: Actor,
    now: Pipeline,
    then: Pipeline,
    stage: Stage,
    questions: tuple[Asked, ...],
    is_touched: bool,  # noqa: FBT001 - one of the facts told
) -> InFlight:
    to, deals = then.stage(StageId(stage.id)), standing_deals(actor, stage.id)
    if to is None or not deals.seen:
        return InFlight(stage, to, deals, is_touched)
    limited = _limited(actor, stage, to)
    if not is_touched:
        return InFlight(stage, to, deals, is_touched, limited=limited)
    before, after = now.gate_of(stage), then.gate_of(to)
    judged = passes = would = 0
    rows = visible_deals(actor).filter(stage=stage.id, is_open=True).select_related("contact", "company")
    for deal in rows.order_by("-entered_at", "-id")[:MOST_JUDGED]:
        facts = facts_for(deal, stage, (*before, *after))
        judged += 1
        passes += all(evidence_for(one, facts) for one in before)
        asked = None if facts.checklist is None else checklist_of(deal, questions)
        will_be = replace(facts, checklist=asked)
        would += all(evidence_for(one, will_be) for one in after)
    return InFlight(stage, to, deals, is_touched, judged, passes, would, limited)


def _limited(actor: Actor, stage: Stage, to: Stage) -> int:
    """Of how many deals the limit becomes another; not of those with a date that a review set. A query where limits differ."""
    if (stage.limit, stage.limits) == (to.limit, to.limits):
        return 0
    rows = visible_deals(actor).filter(stage=stage.id, is_open=True, limit_moved_to=None).order_by()
    told = rows.values_list("amount_base", "source")
    return sum(stage.limit_for(*one) != to.limit_for(*one) for one in told.iterator())


def published_at(pipeline: int) -> datetime:
    """Since when the newest version is in force; of a pipeline without one, since when it is as it is.

    Raises:
        NotFound
    """
    newest = PipelineVersion.objects.filter(pipeline=pipeline).order_by("-number")
    return newest.values_list("published_at", flat=True).first() or pipeline_changed_at(pipeline)


def versions(pipeline: int) -> tuple[Published, ...]:
    """The published versions, the newest first. One query."""
    rows = PipelineVersion.objects.filter(pipeline=pipeline).order_by("-number")
    told = rows.values_list("number", "published_at", "published_by__name", "changes", "at_once")
    return tuple(Published(number, at, by or "", tuple(lines), once) for number, at, by, lines, once in told)
