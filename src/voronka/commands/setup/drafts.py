"""The draft of a playbook's next version: begun by the first change, discarded, or published.

A draft is a pipeline's rows once more, each naming what it is a draft of, so that every command of the settings works
on it as on the rows in force. No deal is ever in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from voronka.commands.limits import recompute_limits
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move
from voronka.commands.pipeline_versions import keep_version, write_version
from voronka.commands.setup.draft_beside import copy_beside, take_over_beside
from voronka.commands.setup.robots import install_robots_of_new_stages
from voronka.commands.setup.setup_log import What, log_setup, refuse_unless_sets_up_method, renew
from voronka.commands.transaction import writing
from voronka.domain.errors import Invalid, NotAllowed, NotFound, Problem
from voronka.domain.ids import StageId
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import Pipeline as PipelineView
from voronka.domain.pipeline import StageKind
from voronka.domain.playbook.as_written import pipeline_key
from voronka.domain.playbook.read import read_playbook
from voronka.domain.publishing import touched_stages
from voronka.models import Deal, Pipeline, PipelineVersion, Stage, StageCriterion, StageVisit
from voronka.queries.drafts import as_it_will_be, beside_of
from voronka.queries.pipelines import pipeline_of
from voronka.queries.remarks import stages_not_to_be_published
from voronka.queries.visibility import visible_deals

# More are moved from the list first: one transaction must stay short.
MOST_MERGED = 1000
# What a stage's row says, and its draft's with it.
SAYS = (
    "key", "buyer", "question", "name", "kind", "position", "purpose", "limit", "limits", "step_kind", "step_title", "step_after", "step_is_limiter",
    "steps", "advance", "wake_after", "track_id",
)  # fmt: skip
ASKS = ("gate", "position", "kind", "title", "params")


# -- begun ---------------------------------------------------------------------------------------------------------


def draft_for(pipeline: int, at: datetime) -> Pipeline:
    """The draft of a pipeline, begun now when there is none; a draft's own id is taken as well.

    Raises:
        NotFound
    """
    row = Pipeline.objects.select_for_update().filter(pk=pipeline).first()
    if row is None:
        raise NotFound
    if row.draft_of_id is not None:
        return row
    return Pipeline.objects.filter(draft_of=row).first() or _begin(row, at)


def drafted_stage(stage: int, at: datetime) -> Stage:
    """The draft of a stage in use; the stage itself when it is in a draft already.

    Raises:
        NotFound
    """
    row = Stage.objects.filter(pk=stage, retired_at=None).select_related("pipeline").first()
    if row is None:
        raise NotFound
    if row.pipeline.draft_of_id is not None:
        return row
    found = Stage.objects.filter(pipeline=draft_for(row.pipeline_id, at), draft_of=row).first()
    if found is None:
        # The draft leaves it out already.
        raise NotFound
    return found


def drafted_criterion(criterion: int, at: datetime) -> StageCriterion:
    """As `drafted_stage`, of a criterion; its stage is read with it.

    Raises:
        NotFound
    """
    rows = StageCriterion.objects.filter(retired_at=None, stage__retired_at=None)
    row = rows.filter(pk=criterion).select_related("stage__pipeline").first()
    if row is None:
        raise NotFound
    if row.stage.pipeline.draft_of_id is not None:
        return row
    draft = draft_for(row.stage.pipeline_id, at)
    found = rows.filter(stage__pipeline=draft, draft_of=row).select_related("stage__pipeline").first()
    if found is None:
        raise NotFound
    return found


def _begin(row: Pipeline, at: datetime) -> Pipeline:
    draft = Pipeline.objects.create(
        draft_of=row, playbook_id=row.playbook_id, key=row.key, name=row.name, kind=row.kind,
        position=row.position, published=row.published, changed_at=at,
    )  # fmt: skip
    stages = list(Stage.objects.filter(pipeline=row, retired_at=None))
    made = {stage.pk: _copy(stage, draft) for stage in stages}
    for stage in stages:
        if stage.back_to is not None:
            back_to = [made[id].pk for id in stage.back_to if id in made]
            Stage.objects.filter(pk=made[stage.pk].pk).update(back_to=back_to)
    asked = StageCriterion.objects.filter(stage__in=stages, retired_at=None)
    StageCriterion.objects.bulk_create(
        StageCriterion(stage=made[one.stage_id], draft_of=one, **{name: getattr(one, name) for name in ASKS})
        for one in asked
    )
    copy_beside(row, draft)
    return draft


def _copy(stage: Stage, draft: Pipeline) -> Stage:
    return Stage.objects.create(
        pipeline=draft, draft_of=stage, **{name: getattr(stage, name) for name in SAYS}
    )


def let_go_if_new(draft: Pipeline) -> None:
    """Take back a draft that was begun for a change which then changed nothing."""
    if draft.version == 1:
        _delete(draft)


def let_go_of(pipeline: int) -> None:
    """Delete a pipeline's draft where there is one, within another command's transaction."""
    for draft in Pipeline.objects.filter(draft_of=pipeline):
        _delete(draft)


def discard_draft(*, by: Actor, at: datetime, pipeline: int, request_id: str = "") -> None:
    """Let the draft go; the version in force stays as it is.

    Raises:
        NotAllowed
        NotFound: there is no draft.
    """
    refuse_unless_sets_up_method(by)
    with writing():
        draft = Pipeline.objects.filter(draft_of=pipeline).first()
        if draft is None:
            raise NotFound
        _delete(draft)
        log_setup(
            What.DRAFT, pipeline, by=by, at=at, before={"name": draft.name}, after=None, pipeline=pipeline,
            request_id=request_id,
        )  # fmt: skip


def _delete(draft: Pipeline) -> None:
    StageCriterion.objects.filter(stage__pipeline=draft).delete()
    Stage.objects.filter(pipeline=draft).delete()
    Pipeline.objects.filter(pk=draft.pk).delete()


# -- published -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Publication:
    """How a draft comes into force.

    `seen`: the draft's version that the preview showed. `into`: where the deals of a removed stage go, stage to stage,
    ids in force. `at_once`: deals in flight are judged by the new rules now, else from their next stage on.
    `changes` and `reason` are what the log and the timelines of moved deals say, in the publisher's language.
    """

    seen: int
    into: Mapping[int, int]
    at_once: bool = False
    changes: tuple[str, ...] = ()
    reason: str = ""


class DraftChanged(Invalid):
    """A colleague changed the draft after the preview."""


def publish_draft(
    *, by: Actor, at: datetime, pipeline: int, publication: Publication, request_id: str = ""
) -> PipelineVersion:
    """Bring the draft into force as the next version.

    Deals at a removed stage move first, as exceptions of the head with the reason in their timelines. Deals whose
    gate stays as it was are judged by the new version from now on; the others as `at_once` says.

    Raises:
        NotAllowed: also when deals stand at a removed stage that `by` may not see.
        NotFound: there is no draft.
        DraftChanged
        Invalid: `stage` NO_FACT when a stage has no objective entry (R106); `into` REQUIRED, UNKNOWN_CHOICE, or
            TOO_LARGE when more deals than `MOST_MERGED` stand there.
    """
    refuse_unless_sets_up_method(by)
    with writing():
        draft = Pipeline.objects.filter(draft_of=pipeline).first()
        then = as_it_will_be(pipeline)
        if draft is None or then is None:
            raise NotFound
        if draft.version != publication.seen:
            raise DraftChanged({"draft": Problem.CHANGED})
        if stages_not_to_be_published(then):
            raise Invalid({"stage": Problem.NO_FACT})
        return carry_into_force(by, at, draft, then, publication, request_id)


def carry_into_force(
    by: Actor,
    at: datetime,
    draft: Pipeline,
    then: PipelineView,
    publication: Publication,
    request_id: str = "",
) -> PipelineVersion:
    """The publishing itself, within another command's transaction, when nothing speaks against it."""
    now = pipeline_of(then.id)
    asks_otherwise = not beside_of(draft.pk).asks_as(beside_of(then.id))
    touched = touched_stages(now, then, asks_otherwise=asks_otherwise)
    # Deals in flight go on being judged by what is in force now, so it must be written down before it changes.
    keep_version(now.id, now.published, at=at)
    made = _take_over(draft, then, at)
    take_over_beside(draft, then.id, now.published, at)
    renew(then.id, at)
    moved = _empty_removed(by, at, now, then, publication, made, request_id)
    _retire_removed(now, then, at)
    _delete(draft)
    number = now.published + 1
    Pipeline.objects.filter(pk=then.id).update(published=number, playbook=draft.playbook_id)
    renew(then.id, at)
    _move_to(number, then, touched, moved, at_once=publication.at_once)
    _limit_anew(now, then)
    _robots_of_new_stages(draft, now, then, at)
    version = write_version(
        then.id, number, by=by, at=at, changes=publication.changes, at_once=publication.at_once
    )
    after = {"number": number, "changes": list(publication.changes), "at_once": publication.at_once}
    log_setup(
        What.VERSION, then.id, by=by, at=at, before={"number": now.published}, after=after, pipeline=then.id,
        request_id=request_id,
    )  # fmt: skip
    return version


def _take_over(draft: Pipeline, then: PipelineView, at: datetime) -> dict[int, int]:
    """Write what the draft says into the rows in force. Returns the draft's stages to those rows."""
    rows = list(Stage.objects.filter(pipeline=draft))
    made: dict[int, int] = {}
    for row in rows:
        says = {name: getattr(row, name) for name in SAYS}
        if row.draft_of_id is None:
            made[row.pk] = Stage.objects.create(pipeline_id=then.id, **says).pk
        else:
            Stage.objects.filter(pk=row.draft_of_id).update(**says)
            made[row.pk] = row.draft_of_id
    for row in rows:
        back_to = None if row.back_to is None else [made[id] for id in row.back_to if id in made]
        Stage.objects.filter(pk=made[row.pk]).update(back_to=back_to)
        _take_over_criteria(row, made[row.pk], at)
    return made


def _take_over_criteria(row: Stage, stage: int, at: datetime) -> None:
    """Criteria that ask for the same keep their row, and with it the words given for them; others are new rows."""
    kept = set()
    for one in StageCriterion.objects.filter(stage=row).select_related("draft_of"):
        was = one.draft_of
        if was is not None and (was.kind, was.params, was.gate) == (one.kind, one.params, one.gate):
            StageCriterion.objects.filter(pk=was.pk).update(title=one.title, position=one.position)
            kept.add(was.pk)
        else:
            asks: dict[str, Any] = {name: getattr(one, name) for name in ASKS}
            kept.add(StageCriterion.objects.create(stage_id=stage, **asks).pk)
    gone = StageCriterion.objects.filter(stage=stage, retired_at=None).exclude(pk__in=kept)
    gone.update(retired_at=at)


def _empty_removed(
    by: Actor, at: datetime, now: PipelineView, then: PipelineView, publication: Publication, made: dict[int, int],
    request_id: str,
) -> list[int]:  # fmt: skip
    """Returns the deals that moved."""
    moved: list[int] = []
    for stage in now.columns:
        if then.stage(stage.id) is not None:
            continue
        deals = _deals_at(by, stage.id)
        if not deals:
            continue
        wanted = publication.into.get(stage.id)
        into = made.get(wanted or 0, wanted)
        stays = then.stage(StageId(wanted or 0))
        if wanted is None or into is None or stays is None or stays.kind is not StageKind.WORKING:
            raise Invalid({"into": Problem.REQUIRED if wanted is None else Problem.UNKNOWN_CHOICE})
        for deal in deals:
            move = Move(to=into, reason=publication.reason, exception=publication.reason, published=True)
            move_deal(by=by, at=at, deal=deal, move=move, request_id=request_id)
        moved += deals
    return moved


def _deals_at(by: Actor, stage: int) -> list[int]:
    found = Deal.objects.filter(stage=stage).order_by("id")
    deals = list(found.values_list("id", flat=True)[: MOST_MERGED + 1])
    if visible_deals(by).filter(stage=stage).count() < found.count():
        raise NotAllowed
    if len(deals) > MOST_MERGED:
        raise Invalid({"into": Problem.TOO_LARGE})
    return deals


def _retire_removed(now: PipelineView, then: PipelineView, at: datetime) -> None:
    """A stage that was ever used stays in the history; another goes without a trace but its versions' numbers."""
    for stage in now.stages:
        if then.stage(stage.id) is not None:
            continue
        if StageVisit.objects.filter(stage=stage.id).exists():
            Stage.objects.filter(pk=stage.id).update(retired_at=at)
        else:
            Stage.objects.filter(draft_of=stage.id).update(draft_of=None)
            Stage.objects.filter(pk=stage.id).delete()


def _robots_of_new_stages(draft: Pipeline, now: PipelineView, then: PipelineView, at: datetime) -> None:
    """What the file that the draft was made of lets happen at stages that were not there yet."""
    version = draft.playbook
    new = {stage.id for stage in pipeline_of(then.id).stages} - {stage.id for stage in now.stages}
    if version is None or not new:
        return
    said = read_playbook(version.text).pipeline(pipeline_key(now)) if version.text else None
    if said is not None:
        row = Pipeline.objects.get(pk=then.id)
        install_robots_of_new_stages(said, row, {int(id) for id in new}, version.language, at)


def _limit_anew(now: PipelineView, then: PipelineView) -> None:
    """A limit counts for whoever stands at its stage, whatever version judges the deal."""
    said = {stage.id: (stage.limit, stage.limits) for stage in now.stages}
    changed = [stage.id for stage in then.stages if said.get(stage.id, ()) != (stage.limit, stage.limits)]
    if changed:
        recompute_limits(Deal.objects.filter(stage__in=changed))


def _move_to(
    number: int, then: PipelineView, touched: frozenset[StageId], moved: list[int], *, at_once: bool
) -> None:
    """Deals in flight come under the new version: all of them, or those that moved or whose gate is as it was."""
    deals = Deal.objects.filter(pipeline=then.id, is_open=True)
    if not at_once:
        as_it_was = Q(playbook_version=number - 1) & ~Q(stage__in=touched)
        deals = deals.filter(Q(pk__in=moved) | as_it_was)
    deals.update(playbook_version=number)
