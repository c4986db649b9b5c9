"""Taking a playbook into the workspace: its pipelines with stages and criteria, and its reasons, in one language."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from voronka.commands.event_log import record
from voronka.commands.first_start import NewCriterion, NewReason, NewStage, insert_pipeline
from voronka.commands.setup.hand_overs import take_over_hand_overs
from voronka.commands.setup.qualification import take_over_questions
from voronka.commands.setup.robots import install_robots
from voronka.commands.setup.setup_log import What, refuse_unless_sets_up_method
from voronka.commands.setup.tracks import install_tracks
from voronka.commands.transaction import writing
from voronka.domain.criteria import criterion_params
from voronka.domain.errors import Invalid, Problem, Refused
from voronka.domain.events import EventKind
from voronka.domain.permissions import Actor
from voronka.domain.pipeline import StageKind, StageLimit
from voronka.domain.playbook.model import (
    Exit,
    Playbook,
    PlaybookLimit,
    PlaybookObjection,
    PlaybookPipeline,
    PlaybookReason,
    PlaybookStage,
    Rule,
    Step,
    Text,
    Unsorted,
)
from voronka.domain.playbook.one_language import return_step
from voronka.domain.seller_steps import SellerStep
from voronka.models import ObjectionKind, Pipeline, PlaybookVersion, Reason
from voronka.queries.playbook_taking import names_for


class PlaybookIsThere(Refused):
    """The workspace has pipelines of this playbook already."""


@dataclass(frozen=True, slots=True)
class Installed:
    """What was made. `reasons` are those that were new."""

    version: PlaybookVersion
    pipelines: tuple[Pipeline, ...]
    reasons: tuple[Reason, ...]


def install_playbook(
    *, by: Actor | None, at: datetime, playbook: Playbook, text: str, language: str, request_id: str = ""
) -> Installed:
    """Make the playbook's pipelines, after those that are there, in one of its languages. `by` None: the command line.

    Names that are taken get the playbook's name behind them. Reasons and objections that are there already stay as they are.

    Raises:
        NotAllowed, PlaybookIsThere
        Invalid: `language` UNKNOWN_CHOICE.
    """
    if by is not None:
        refuse_unless_sets_up_method(by)
    if language not in playbook.languages:
        raise Invalid({"language": Problem.UNKNOWN_CHOICE})
    with writing():
        if PlaybookVersion.objects.filter(key=playbook.key).exists():
            raise PlaybookIsThere
        version = PlaybookVersion.objects.create(
            key=playbook.key, number=1, text=text, language=language, published_at=at,
            published_by_id=None if by is None else by.id,
        )  # fmt: skip
        first = Pipeline.objects.filter(draft_of=None).count()
        pipelines = tuple(
            install_pipeline(at, version, playbook, pipeline, first + place, language)
            for place, pipeline in enumerate(playbook.pipelines)
        )
        made = {pipeline.key: row for pipeline, row in zip(playbook.pipelines, pipelines, strict=True)}
        take_over_hand_overs(playbook.hand_overs, made, language)
        reasons = tuple(install_reasons(playbook, language))
        install_tracks(playbook, pipelines, language)
        install_robots(playbook, made, language, at)
        install_objections(playbook.objections, language)
        payload = {
            "what": What.PLAYBOOK,
            "id": version.pk,
            "before": None,
            "after": {"key": playbook.key, "number": 1},
        }
        record(EventKind.SETUP_CHANGED, by=by, at=at, payload=payload, request_id=request_id)
        return Installed(version, pipelines, reasons)


def install_pipeline(
    at: datetime,
    version: PlaybookVersion,
    playbook: Playbook,
    pipeline: PlaybookPipeline,
    position: int,
    language: str,
) -> Pipeline:
    """Make one of its pipelines, within a transaction. A name that is taken gets the playbook's behind it."""
    made = insert_pipeline(
        at=at,
        name=free_name(pipeline.name[language], playbook.name[language]),
        kind=pipeline.kind,
        position=position,
        stages=new_stages(pipeline, language),
    )
    Pipeline.objects.filter(pk=made.pk).update(playbook=version, key=pipeline.key)
    take_over_questions(made.pk, pipeline.qualification, language)
    made.key = pipeline.key
    return made


def free_name(name: str, playbook: str, besides: int = 0) -> str:
    """The name, or where it is taken the name with the playbook's, or with a number. `besides`: whose name may be taken."""
    others = Pipeline.objects.filter(draft_of=None).exclude(pk=besides)
    taken = {known.casefold() for known in others.values_list("name", flat=True)}
    return next(one for one in names_for(name, playbook) if one.casefold() not in taken)


def new_stages(pipeline: PlaybookPipeline, language: str) -> list[NewStage]:
    """All stages of a pipeline in its order, Unsorted first, then the working ones and the exits."""
    return [
        _unsorted(pipeline.unsorted, language),
        *(_working(stage, language) for stage in pipeline.stages),
        _exit(pipeline, pipeline.won, StageKind.WON, language),
        _exit(pipeline, pipeline.lost, StageKind.LOST, language),
        _exit(pipeline, pipeline.postponed, StageKind.POSTPONED, language),
    ]


def _unsorted(unsorted: Unsorted, language: str) -> NewStage:
    return NewStage(
        name=unsorted.name[language],
        kind=StageKind.UNSORTED,
        purpose=_maybe(unsorted.purpose, language),
        limit=unsorted.limit,
        limits=_limits(unsorted.limits, language),
        step_kind=unsorted.next_step.kind,
        step_title=unsorted.next_step.title[language],
        step_after=unsorted.next_step.after,
        step_is_limiter=unsorted.next_step.is_limiter,
        steps=_steps(unsorted.steps, language),
        key=StageKind.UNSORTED.value,
    )


def _working(stage: PlaybookStage, language: str) -> NewStage:
    return NewStage(
        name=stage.name[language],
        kind=StageKind.WORKING,
        purpose=stage.purpose[language],
        limit=stage.limit,
        limits=_limits(stage.limits, language),
        step_kind=stage.next_step.kind,
        step_title=stage.next_step.title[language],
        step_after=stage.next_step.after,
        step_is_limiter=stage.next_step.is_limiter,
        steps=_steps(stage.steps, language),
        criteria=tuple(_criterion(rule, language) for rule in stage.exit),
        enter=tuple(_criterion(rule, language) for rule in stage.enter),
        advance=stage.advance,
        back_to=stage.back_to,
        key=stage.key,
        buyer=stage.buyer,
        question=_maybe(stage.question, language),
    )


def _exit(pipeline: PlaybookPipeline, way_out: Exit, kind: StageKind, language: str) -> NewStage:
    step = return_step(pipeline, way_out)
    return NewStage(
        name=way_out.name[language],
        kind=kind,
        purpose=_maybe(way_out.purpose, language),
        limit=None,
        step_kind=step.kind,
        step_title=step.title[language],
        step_after=pipeline.unsorted.next_step.after,
        steps=_steps(way_out.steps, language),
        key=kind.value,
        back_to=way_out.returns_to,
        wake_after=way_out.wake_after,
    )


def _limits(limits: Iterable[PlaybookLimit], language: str) -> tuple[StageLimit, ...]:
    return tuple(one.limit_in(language) for one in limits)


def _criterion(rule: Rule, language: str) -> NewCriterion:
    kind, params = criterion_params(rule.criterion_in(language))
    return NewCriterion(rule.title[language], kind, params)


def _maybe(text: Text | None, language: str) -> str:
    return "" if text is None else text[language]


def _steps(steps: Iterable[Step], language: str) -> tuple[SellerStep, ...]:
    return tuple(
        SellerStep(step.what[language], _said(step.actions, language), _said(step.tools, language))
        for step in steps
    )


def _said(texts: Iterable[Text], language: str) -> tuple[str, ...]:
    return tuple(text[language] for text in texts)


def install_reasons(playbook: Playbook, language: str) -> list[Reason]:
    """Add the reasons that are not there yet, by name, behind those that are; within a transaction."""
    both = ((StageKind.LOST, playbook.lost_reasons), (StageKind.POSTPONED, playbook.postpone_reasons))
    return [reason for way_out, reasons in both for reason in _new_reasons(way_out, reasons, language)]


def _new_reasons(way_out: StageKind, reasons: Iterable[PlaybookReason], language: str) -> list[Reason]:
    there = list(Reason.objects.filter(exit=way_out).values_list("name", flat=True))
    known = {name.casefold() for name in there}
    wanted = [
        NewReason(way_out, reason.name[language], reason.asks_competitor)
        for reason in reasons
        if reason.name[language].casefold() not in known
    ]
    return [
        Reason.objects.create(
            exit=one.exit, name=one.name, asks_competitor=one.asks_competitor, position=len(there) + place
        )
        for place, one in enumerate(wanted)
    ]


def install_objections(objections: Iterable[PlaybookObjection], language: str) -> None:
    """Add the kinds of objections that are not there yet, by name, behind those that are; within a transaction."""
    there = list(ObjectionKind.objects.values_list("name", flat=True))
    known = {name.casefold() for name in there}
    wanted = [one for one in objections if one.name[language].casefold() not in known]
    ObjectionKind.objects.bulk_create(
        ObjectionKind(
            name=one.name[language],
            answers=list(_said(one.answers, language)),
            position=len(there) + place,
        )
        for place, one in enumerate(wanted)
    )


def default_language(playbook: Playbook, wanted: str) -> str:
    """The wanted language where the playbook speaks it, else its main one."""
    known = {code for code, _ in settings.LANGUAGES}
    return wanted if wanted in playbook.languages and wanted in known else playbook.languages[0]
