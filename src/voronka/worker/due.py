"""What is due is done: rounds, robots, webhooks, then jobs. The loop calls this; tests call it with an instant of their own, without a thread."""

import logging
import random
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from voronka.commands.jobs import Claim, claim_next, fail, finish
from voronka.commands.rounds import Begun, begin_round, end_round
from voronka.domain.errors import OutsideError
from voronka.domain.jobs import JobKind, pause_of_round
from voronka.queries.jobs import next_job_at, next_round_at, rounds_due
from voronka.queries.robots import next_robot_at
from voronka.queries.webhooks import next_webhook_at
from voronka.robots.runner import run_robots
from voronka.worker.handlers import HANDLERS, Handler
from voronka.worker.rounds import ROUNDS, Round
from voronka.worker.webhooks import run_webhooks

_LOG = logging.getLogger(__name__)
# Then the loop shows that it lives, and looks whether to stop.
_JOBS_A_TURN = 20


def _going() -> bool:
    return True


def run_due(at: datetime, *, going: Callable[[], bool] = _going) -> None:
    """Everything that is due at `at`, until nothing is. `going`: asked between two pieces whether to go on."""
    run_rounds(at, going=going)
    run_robots(at, going=going)
    run_webhooks(at, going=going)
    while going() and run_jobs(at, going=going):
        pass


def run_rounds(at: datetime, *, rounds: Sequence[Round] = ROUNDS, going: Callable[[], bool] = _going) -> None:
    """The rounds that are due, one after the other."""
    due = rounds_due([each.key for each in rounds], at)
    for each in rounds:
        begun = begin_round(each.key, each.every, at=at) if each.key in due and going() else None
        if begun is not None:
            _run_round(each, begun, at)


def _run_round(each: Round, begun: Begun, at: datetime) -> None:
    started = time.monotonic()
    result, error, next_at = "", "", None
    try:
        result = each.run(at) or ""
    except OutsideError as refused:
        # Nothing of ours is broken: one line, and again a little later each time.
        pause = pause_of_round(each.every, begun.since_failure)
        _LOG.warning("The round %s is put off by %s: %s", each.key, pause, refused)
        error, next_at = str(refused), at + pause
    except Exception as failure:  # noqa: BLE001 - logged with all it says, and told on the jobs' page
        _LOG.exception("The round %s failed and runs again in %s", each.key, each.every)
        error = _sentence(failure)
    took = timedelta(seconds=time.monotonic() - started)
    end_round(each.key, took=took, result=result, error=error, next_at=next_at)


def run_jobs(
    at: datetime,
    *,
    handlers: Mapping[JobKind, Handler] = HANDLERS,
    most: int = _JOBS_A_TURN,
    going: Callable[[], bool] = _going,
) -> bool:
    """Up to `most` jobs that are due; whether there may be more."""
    for _ in range(most):
        if not going() or (claim := claim_next(at)) is None:
            return False
        _do(claim, handlers, at)
    return True


def _do(claim: Claim, handlers: Mapping[JobKind, Handler], at: datetime) -> None:
    handler = {str(kind): each for kind, each in handlers.items()}.get(claim.kind)
    if handler is None:
        _fail(claim, at, f"Nothing here does jobs of the kind “{claim.kind}”.", permanent=True)
        return
    try:
        handler(claim.payload, at)
    except OutsideError as refused:
        _fail(claim, at, str(refused), permanent=refused.permanent)
    except Exception as failure:  # noqa: BLE001 - logged with all it says, tried again, told on the jobs' page
        _LOG.exception("Job %s (%s) failed", claim.id, claim.kind)
        _fail(claim, at, _sentence(failure), permanent=False)
    else:
        finish(claim, at=at)


def _fail(claim: Claim, at: datetime, error: str, *, permanent: bool) -> None:
    chance = random.random()  # noqa: S311 - spreads attempts, hides nothing
    fail(claim, at=at, error=error, permanent=permanent, chance=chance)


def _sentence(failure: Exception) -> str:
    return f"{type(failure).__name__}: {failure}".strip(": ")


def next_due_at() -> datetime | None:
    """When there is something to do next, as far as the clocks tell; None: nothing is planned."""
    planned = (
        next_job_at(),
        next_robot_at(),
        next_webhook_at(),
        next_round_at([each.key for each in ROUNDS]),
    )
    return min((at for at in planned if at is not None), default=None)
