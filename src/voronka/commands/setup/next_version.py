"""Taking a playbook's file in where the workspace works by an earlier one: as drafts of the next versions.

What judges deals, what is asked of the client and where won deals go on waits in the drafts until somebody looks it
through and publishes it. Pipelines that are new are made; reasons, objections, nurture tracks and robots count at once. Nothing that the file leaves out is taken
away but stages, criteria and robots of the pipelines that it speaks of.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from voronka.commands.event_log import record
from voronka.commands.first_start import NewCriterion, NewStage, stage_columns
from voronka.commands.setup.drafts import draft_for, let_go_of
from voronka.commands.setup.hand_overs import take_over_hand_overs
from voronka.commands.setup.playbooks import (
    free_name,
    install_objections,
    install_pipeline,
    install_reasons,
    new_stages,
)
from voronka.commands.setup.qualification import take_over_questions
from voronka.commands.setup.robots import install_robots
from voronka.commands.setup.setup_log import What, refuse_unless_sets_up_method, renew
from voronka.commands.setup.tracks import install_tracks
from voronka.commands.transaction import writing
from voronka.domain.errors import Invalid, Problem, Refused
from voronka.domain.events import EventKind
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import Gate, StageKind
from voronka.domain.pipeline import Pipeline as PipelineView
from voronka.domain.playbook.compare import Change, Part, PartChanged, Renamed
from voronka.domain.playbook.model import Playbook, PlaybookPipeline
from voronka.domain.publishing import beside_changes, changes
from voronka.models import Pipeline, PlaybookVersion, Stage, StageCriterion
from voronka.queries.drafts import as_it_will_be, beside_of
from voronka.queries.pipelines import draft_of, pipeline_of
from voronka.queries.playbook_now import KEY
from voronka.queries.playbook_taking import Spoken, Taking, taking

# Which criterion of the file is which of the stage: the same in the same words, the same in other words, or something
# else under the same words.
_ALIKE: tuple[Callable[[StageCriterion, NewCriterion], bool], ...] = (
    lambda row, new: (row.kind, row.params, row.title) == (new.kind, new.params, new.title),
    lambda row, new: (row.kind, row.params) == (new.kind, new.params),
    lambda row, new: row.title == new.title,
)


class NothingNew(Refused):
    """The workspace has all that the file says."""


class NoObjectiveEntry(Refused):
    """A new pipeline has a stage that nothing but somebody's word leads to (R106)."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came of it.

    `made` are new pipelines, `drafted` those in force whose next version was begun, `robots` what happens otherwise by
    itself in those in force, from now on.
    """

    version: PlaybookVersion
    made: tuple[Pipeline, ...]
    drafted: tuple[Pipeline, ...]
    robots: tuple[Change, ...] = ()


def take_playbook(
    *, by: Actor | None, at: datetime, playbook: Playbook, text: str, language: str, request_id: str = ""
) -> TakenIn:
    """Take a file in, in one of its languages. A draft that somebody had begun of a pipeline gives way to the file's.

    `by` None: the command line.

    Raises:
        NotAllowed, NothingNew, NoObjectiveEntry
        Invalid: `language` UNKNOWN_CHOICE.
    """
    if by is not None:
        refuse_unless_sets_up_method(by)
    if language not in playbook.languages:
        raise Invalid({"language": Problem.UNKNOWN_CHOICE})
    with writing():
        found = taking(playbook, language)
        if found.is_empty:
            raise NothingNew
        if found.bare:
            raise NoObjectiveEntry
        version = _version(playbook, text, language, by, at)
        made = _made(found, version, at)
        here = {one.said.key: Pipeline.objects.get(pk=one.now.id) for one in found.pipelines if one.now}
        every = {**here, **made}
        _beside(playbook, every, language, at)
        begun = {
            one.said.key: _begun(one.now, one, version, language, at) for one in found.changed if one.now
        }
        take_over_hand_overs(playbook.hand_overs, every, language, begun)
        drafted = tuple(here[key] for key in begun if _is_another(here[key].pk))
        _agreeing(here, drafted).update(playbook=version)
        _log(version, made.values(), drafted, by=by, at=at, request_id=request_id)
        robots = tuple(change for one in found.robots for change in one.robots)
        return TakenIn(version, tuple(made.values()), drafted, robots)


def _version(playbook: Playbook, text: str, language: str, by: Actor | None, at: datetime) -> PlaybookVersion:
    last = PlaybookVersion.objects.filter(key=playbook.key).order_by("-number").first()
    return PlaybookVersion.objects.create(
        key=playbook.key, number=1 if last is None else last.number + 1, text=text, language=language,
        published_at=at, published_by_id=None if by is None else by.id,
    )  # fmt: skip


def _made(found: Taking, version: PlaybookVersion, at: datetime) -> dict[str, Pipeline]:
    first = Pipeline.objects.filter(draft_of=None).count()
    return {
        one.said.key: install_pipeline(at, version, found.playbook, one.said, first + place, found.language)
        for place, one in enumerate(found.new)
    }


def _beside(playbook: Playbook, pipelines: dict[str, Pipeline], language: str, at: datetime) -> None:
    """What judges no deal, or the deals of no version."""
    for key, row in pipelines.items():
        row.key = key
    install_reasons(playbook, language)
    install_tracks(playbook, pipelines.values(), language)
    install_robots(playbook, pipelines, language, at, every=playbook.key == KEY)
    install_objections(playbook.objections, language)


def _agreeing(here: dict[str, Pipeline], drafted: Iterable[Pipeline]) -> QuerySet[Pipeline]:
    """Those that say what the file says already; a draft names its file when it is published."""
    return Pipeline.objects.filter(pk__in=[row.pk for row in here.values() if row not in set(drafted)])


def _log(
    version: PlaybookVersion,
    made: Iterable[Pipeline],
    drafted: Iterable[Pipeline],
    *,
    by: Actor | None,
    at: datetime,
    request_id: str,
) -> None:
    after = {
        "key": version.key,
        "number": version.number,
        "made": [row.pk for row in made],
        "drafted": [row.pk for row in drafted],
    }
    before = {"key": version.key, "number": version.number - 1} if version.number > 1 else None
    payload = {"what": What.PLAYBOOK, "id": version.pk, "before": before, "after": after}
    record(EventKind.SETUP_CHANGED, by=by, at=at, payload=payload, request_id=request_id)


# -- a pipeline's draft ----------------------------------------------------------------------------------------------


def _begun(now: PipelineView, one: Spoken, version: PlaybookVersion, language: str, at: datetime) -> Pipeline:
    """A draft that says of stages, criteria and checklist what the file says."""
    let_go_of(now.id)
    _rename(now, one, language, at)
    draft = draft_for(now.id, at)
    Pipeline.objects.filter(pk=draft.pk).update(playbook=version)
    _write(draft, one.said, language)
    take_over_questions(draft.pk, one.said.qualification, language)
    renew(draft.pk, at)
    return draft


def _is_another(pipeline: int) -> bool:
    """Whether its draft differs from it; one that does not is let go: the file differed in a name, or in what counts at once."""
    then, draft = as_it_will_be(pipeline), draft_of(pipeline)
    if then is None or draft is None:
        return False
    if changes(pipeline_of(pipeline), then) or beside_changes(beside_of(pipeline), beside_of(draft.id)):
        return True
    let_go_of(pipeline)
    return False


def _rename(now: PipelineView, one: Spoken, language: str, at: datetime) -> None:
    """Its name and kind judge nobody, so they count at once."""
    whats = [change.what for change in one.changes if change.spot.stage is None]
    if any(isinstance(what, Renamed) for what in whats):
        name = free_name(one.said.name[language], one.said.name[language], besides=now.id)
        Pipeline.objects.filter(pk=now.id).update(name=name)
    if PartChanged(Part.KIND) in whats:
        Pipeline.objects.filter(pk=now.id).update(kind=one.said.kind)
    renew(now.id, at)


def _write(draft: Pipeline, said: PlaybookPipeline, language: str) -> None:
    rows = {_key(row): row for row in Stage.objects.filter(pipeline=draft)}
    wanted = {stage.key: stage for stage in new_stages(said, language)}
    Stage.objects.filter(pk__in=[row.pk for key, row in rows.items() if key not in wanted]).delete()
    for place, (key, stage) in enumerate(wanted.items()):
        rows[key] = _stage(rows.get(key), draft, stage, place)
    for key, stage in wanted.items():
        back_to = None if stage.back_to is None else [rows[one].pk for one in stage.back_to]
        Stage.objects.filter(pk=rows[key].pk).update(back_to=back_to)
        for gate, criteria in ((Gate.ENTER, stage.enter), (Gate.EXIT, stage.criteria)):
            _criteria(rows[key], gate, criteria)


def _key(row: Stage) -> str:
    """What the file calls the stage; one that was made by hand goes by its number, see domain/playbook/as_written.py."""
    if row.kind != StageKind.WORKING:
        return str(row.kind)
    return row.key or f"stage-{row.draft_of_id}"


def _stage(row: Stage | None, draft: Pipeline, stage: NewStage, place: int) -> Stage:
    says = {**stage_columns(stage), "position": place}
    if row is None:
        return Stage.objects.create(pipeline=draft, **says)
    # A stage without a purpose is written with its name in this place.
    if not row.purpose and stage.purpose == stage.name:
        del says["purpose"]
    Stage.objects.filter(pk=row.pk).update(**{**says, "key": row.key})
    return row


def _criteria(stage: Stage, gate: Gate, wanted: tuple[NewCriterion, ...]) -> None:
    """Each that is there keeps its row, and with it where it comes from; the rest goes."""
    left = list(StageCriterion.objects.filter(stage=stage, gate=gate).order_by("position", "id"))
    rows = _paired(left, wanted)
    for place, one in enumerate(wanted):
        says = {"kind": one.kind, "title": one.title, "params": one.params, "position": place}
        if place in rows:
            StageCriterion.objects.filter(pk=rows[place].pk).update(**says)
        else:
            StageCriterion.objects.create(stage=stage, gate=gate, **says)
    StageCriterion.objects.filter(pk__in=[row.pk for row in left]).delete()


def _paired(left: list[StageCriterion], wanted: tuple[NewCriterion, ...]) -> dict[int, StageCriterion]:
    """Place in `wanted` -> the row that it is; those that are found are taken out of `left`."""
    rows: dict[int, StageCriterion] = {}
    for is_alike in _ALIKE:
        for place, one in enumerate(wanted):
            row = None if place in rows else next((row for row in left if is_alike(row, one)), None)
            if row is not None:
                rows[place] = row
                left.remove(row)
    return rows
