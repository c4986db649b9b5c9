"""Jobs and clocks: what the worker looks at before it begins anything, and what the administrator sees of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min, QuerySet

from voronka.domain.jobs import JobState
from voronka.domain.robot_runs import StepState
from voronka.models import Deal, Job, RobotStepRun, RoundClock, WorkerLease


def next_job_at() -> datetime | None:
    """When the next job is due, or the next lease is over; None: there is none. Two seeks."""
    waiting = Job.objects.filter(state=JobState.WAITING).aggregate(at=Min("due_at"))["at"]
    leased = Job.objects.filter(state=JobState.RUNNING).aggregate(at=Min("leased_until"))["at"]
    return min((at for at in (waiting, leased) if at is not None), default=None)


def rounds_due(keys: Collection[str], at: datetime) -> set[str]:
    """Those of the rounds that are due, or never ran."""
    later = RoundClock.objects.filter(key__in=list(keys), next_at__gt=at).values_list("key", flat=True)
    return set(keys) - set(later)


def next_round_at(keys: Collection[str]) -> datetime | None:
    """When the next of these rounds is due."""
    at: datetime | None = RoundClock.objects.filter(key__in=list(keys)).aggregate(at=Min("next_at"))["at"]
    return at


# -- the page ------------------------------------------------------------------------------------------------------

# Of each list so many are shown; the rest is counted.
SHOWN = 50
_STEPS_SINCE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class JobView:
    """A job. `about`: the title of the deal it is of, empty for none that is there."""

    id: int
    kind: str
    state: JobState
    due_at: datetime
    attempts: int
    error: str
    created_at: datetime
    deal: int | None
    about: str


@dataclass(frozen=True, slots=True)
class FailedStep:
    """A robot's step that failed for good."""

    id: int
    robot: str
    step: str
    deal: int
    about: str
    error: str
    failed_at: datetime


@dataclass(frozen=True, slots=True)
class ClockView:
    """When a piece of periodic work ran and runs next; `took` in seconds."""

    key: str
    last_at: datetime | None
    next_at: datetime
    took: float | None
    result: str
    error: str


@dataclass(frozen=True, slots=True)
class WorkerView:
    """Who works, or worked last. `lives`: it gave a sign of life lately."""

    node: str
    since: datetime
    seen_at: datetime
    lives: bool


@dataclass(frozen=True, slots=True)
class JobsView:
    """All that is done beside the requests."""

    worker: WorkerView | None
    failed: tuple[JobView, ...]
    running: tuple[JobView, ...]
    waiting: tuple[JobView, ...]
    waiting_all: int
    steps: tuple[FailedStep, ...]
    clocks: tuple[ClockView, ...]


def jobs_view(now: datetime) -> JobsView:
    """What the administrator sees. Seven queries, by the small indexes of what is not over."""
    jobs = Job.objects.all()
    waiting = jobs.filter(state=JobState.WAITING)
    return JobsView(
        worker=_worker(now),
        failed=_views(jobs.filter(state=JobState.FAILED).order_by("-id")),
        running=_views(jobs.filter(state=JobState.RUNNING).order_by("leased_until")),
        waiting=_views(waiting.order_by("due_at", "id")),
        waiting_all=waiting.count(),
        steps=_failed_steps(now),
        clocks=tuple(_clock(row) for row in RoundClock.objects.order_by("key")),
    )


def _worker(now: datetime) -> WorkerView | None:
    row = WorkerLease.objects.filter(pk=1).first()
    return None if row is None else WorkerView(row.node, row.since, row.seen_at, row.until > now)


def _views(rows: QuerySet[Job]) -> tuple[JobView, ...]:
    found = list(rows[:SHOWN])
    deals = {row.payload.get("deal") for row in found}
    titles = dict(
        Deal.objects.filter(pk__in={id for id in deals if isinstance(id, int)}).values_list("id", "title")
    )
    return tuple(_view(row, titles) for row in found)


def _view(row: Job, titles: Mapping[int, str]) -> JobView:
    deal = row.payload.get("deal")
    known = deal if isinstance(deal, int) and deal in titles else None
    return JobView(
        row.pk, row.kind, JobState(row.state), row.due_at, row.attempts, row.error, row.created_at,
        known, "" if known is None else titles[known],
    )  # fmt: skip


def _failed_steps(now: datetime) -> tuple[FailedStep, ...]:
    rows = RobotStepRun.objects.filter(state=StepState.FAILED, finished_at__gte=now - _STEPS_SINCE)
    rows = rows.select_related("run__robot", "run__deal").order_by("-id")[:SHOWN]
    return tuple(
        FailedStep(
            row.pk,
            row.run.robot.name,
            row.run.steps[row.position]["is"],
            row.run.deal_id,
            row.run.deal.title,
            row.error,
            row.finished_at or now,
        )
        for row in rows
    )


def _clock(row: RoundClock) -> ClockView:
    took = None if row.took is None else row.took.total_seconds()
    return ClockView(row.key, row.last_at, row.next_at, took, row.result, row.last_error)
