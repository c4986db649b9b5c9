"""What a new installation begins with: the workspace, teams, users, pipelines and reasons.

There is nobody yet who could do it, so these rows have no actor; afterwards the settings change them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import available_timezones

from babel.numbers import is_currency
from django.conf import settings
from django.contrib.auth.hashers import make_password
from phonenumbers import SUPPORTED_REGIONS

from voronka.commands import values
from voronka.commands.calendar_rows import insert_first_calendar, renew_calendars
from voronka.commands.delay_cause_rows import install_usual_causes
from voronka.commands.event_log import record
from voronka.commands.pipeline_versions import write_version
from voronka.commands.stage_limits import limit_rows
from voronka.commands.transaction import writing
from voronka.commands.values import Bad
from voronka.domain.criteria import CriterionKind, parse_criterion
from voronka.domain.errors import Problem, Refused
from voronka.domain.events import EventKind
from voronka.domain.ids import CriterionId
from voronka.domain.permissions import Role
from voronka.domain.pipeline import Advance, BuyerStage, Gate, PipelineKind, StageKind, StageLimit
from voronka.domain.seller_steps import SellerStep, step_rows
from voronka.domain.task import TaskKind
from voronka.models import Pipeline, Reason, Stage, StageCriterion, Team, User, Workspace


class WorkspaceExists(Refused):
    """There is a workspace in this database already; a second one is never laid over it."""


@dataclass(frozen=True, slots=True)
class NewWorkspace:
    """The company: currency by ISO 4217, country by ISO 3166, zone by its tz database name."""

    name: str
    currency: str
    country: str
    time_zone: str
    language: str


@dataclass(frozen=True, slots=True)
class NewCriterion:
    """A criterion: what it is called, and its kind with the kind's values."""

    title: str
    kind: CriterionKind
    params: dict[str, object]


@dataclass(frozen=True, slots=True)
class NewStage:
    """A stage with its part of the playbook. `limit` None: no limit; `key` its name in a playbook's file.

    `back_to`: keys of the stages that a deal may go back to from here; None: any.
    """

    name: str
    kind: StageKind
    purpose: str
    limit: timedelta | None
    step_kind: TaskKind
    step_title: str
    step_after: timedelta
    steps: tuple[SellerStep, ...] = ()
    criteria: tuple[NewCriterion, ...] = ()
    key: str = ""
    buyer: BuyerStage | None = None
    question: str = ""
    enter: tuple[NewCriterion, ...] = ()
    advance: Advance = Advance.BY_HAND
    back_to: tuple[str, ...] | None = None
    wake_after: timedelta | None = None
    step_is_limiter: bool = False
    limits: tuple[StageLimit, ...] = ()


@dataclass(frozen=True, slots=True)
class NewReason:
    """A reason of leaving by an exit (lost or postponed)."""

    exit: StageKind
    name: str
    asks_competitor: bool = False


@dataclass(frozen=True, slots=True)
class LogIn:
    """A log-in that was made, told once: the password is kept nowhere."""

    role: Role
    email: str
    password: str


def has_workspace() -> bool:
    """Whether this database was set up already."""
    return Workspace.objects.exists()


def open_workspace(*, at: datetime, new: NewWorkspace) -> Workspace:
    """Write the one row of the company.

    Raises:
        WorkspaceExists
        Invalid: with every problem.
    """
    clean = values.checked(
        {
            "name": lambda: values.line(new.name, 120, required=True),
            "currency": lambda: _code(new.currency, is_currency),
            "country": lambda: _code(new.country, SUPPORTED_REGIONS.__contains__),
            "time_zone": lambda: _one_of(new.time_zone, available_timezones()),
            "language": lambda: _one_of(new.language, {code for code, _ in settings.LANGUAGES}),
        }
    )
    with writing():
        if has_workspace():
            raise WorkspaceExists
        made = Workspace.objects.create(id=1, **clean)
        insert_first_calendar(made)
        install_usual_causes(made.language)
        record(EventKind.SETUP_CHANGED, by=None, at=at, payload={"workspace": made.name})
        return made


def _code(text: str, is_known: Callable[[str], bool]) -> str:
    code = text.strip().upper()
    if not is_known(code):
        raise Bad(Problem.UNKNOWN_CHOICE)
    return code


def _one_of(text: str, known: set[str]) -> str:
    if text.strip() not in known:
        raise Bad(Problem.UNKNOWN_CHOICE)
    return text.strip()


def insert_team(name: str, parent: Team | None = None) -> Team:
    """A team's row."""
    made = Team.objects.create(name=name, parent=parent)
    renew_calendars()
    return made


def insert_user(
    *,
    at: datetime,
    name: str,
    email: str,
    role: Role,
    team: Team | None,
    password: str | None,
    language: str,
    time_zone: str,
    is_active: bool = True,
    is_product_owner: bool = False,
) -> User:
    """A user's row. `password` None: nobody can log in as this user until one is set."""
    return User.objects.create(
        email=email.lower(), name=name, role=role, team=team, password=make_password(password),
        language=language, time_zone=time_zone, is_active=is_active, created_at=at,
        is_product_owner=is_product_owner,
    )  # fmt: skip


def insert_pipeline(
    *, at: datetime, name: str, kind: PipelineKind, position: int, stages: Iterable[NewStage]
) -> Pipeline:
    """A pipeline's rows with its stages and criteria, in the order given.

    Raises:
        UnknownCriterion: a criterion makes no sense; a bug of the caller.
    """
    pipeline = Pipeline.objects.create(name=name, kind=kind, position=position, changed_at=at)
    rows: dict[str, Stage] = {}
    given = list(stages)
    for place, stage in enumerate(given):
        row = Stage.objects.create(pipeline=pipeline, position=place, **stage_columns(stage))
        StageCriterion.objects.bulk_create(
            [*_criteria(row, Gate.ENTER, stage.enter), *_criteria(row, Gate.EXIT, stage.criteria)]
        )
        rows[stage.key] = row
    for stage in given:
        if stage.back_to is not None:
            back_to = [rows[key].pk for key in stage.back_to]
            Stage.objects.filter(pk=rows[stage.key].pk).update(back_to=back_to)
    write_version(pipeline.pk, 1, by=None, at=at)
    payload: dict[str, Any] = {"pipeline": pipeline.pk, "name": name}
    record(EventKind.SETUP_CHANGED, by=None, at=at, pipeline=pipeline.pk, payload=payload)
    return pipeline


def stage_columns(stage: NewStage) -> dict[str, Any]:
    """What the stage says, as its row has it; where it stands and where a deal may go back to are not in it."""
    return {
        "key": stage.key,
        "name": stage.name,
        "kind": stage.kind,
        "purpose": stage.purpose,
        "limit": stage.limit,
        "limits": limit_rows(stage.limits),
        "buyer": stage.buyer or "",
        "question": stage.question,
        "step_kind": stage.step_kind,
        "step_title": stage.step_title,
        "step_after": stage.step_after,
        "step_is_limiter": stage.step_is_limiter,
        "steps": step_rows(stage.steps),
        "advance": stage.advance,
        "wake_after": stage.wake_after,
    }


def _criteria(row: Stage, gate: Gate, criteria: tuple[NewCriterion, ...]) -> list[StageCriterion]:
    for criterion in criteria:
        parse_criterion(CriterionId(0), criterion.kind, criterion.title, criterion.params)
    return [
        StageCriterion(stage=row, gate=gate, position=place, kind=c.kind, title=c.title, params=c.params)
        for place, c in enumerate(criteria)
    ]


def insert_reasons(reasons: Iterable[NewReason]) -> list[Reason]:
    """The reasons of leaving, in the order given."""
    return [
        Reason.objects.create(exit=r.exit, name=r.name, position=place, asks_competitor=r.asks_competitor)
        for place, r in enumerate(reasons)
    ]
