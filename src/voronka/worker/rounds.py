"""Periodic work of every part, in one list.

A round writes in portions, each a command with a transaction of its own: on SQLite nobody else writes meanwhile. It
may be cut off anywhere and finds what is left the next time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from voronka.commands.api_answers import clear_old_answers
from voronka.commands.duplicates import ask_audit_if_due
from voronka.commands.jobs import clear_old_jobs
from voronka.commands.limit_sweep import sweep_limits
from voronka.commands.sanction_round import enter_sanctions
from voronka.commands.webhook_deliveries import clear_old_deliveries
from voronka.commands.zero_days import record_zero_days
from voronka.domain.jobs import TELEGRAM_ROUND
from voronka.robots.runner import sweep_alarms
from voronka.worker import fact_checks
from voronka.worker.digests import tell_evenings, tell_mornings
from voronka.worker.notice_rounds import clear_notices, read_telegram, send_notices, tell_due


@dataclass(frozen=True, slots=True)
class Round:
    """`run(at)` every so often; what it returns is told on the jobs' page, in a few words or figures."""

    key: str
    every: timedelta
    run: Callable[[datetime], str | None]


def _clear_jobs(at: datetime) -> str | None:
    return str(clear_old_jobs(at) or "")


def _clear_answers(at: datetime) -> str | None:
    return str(clear_old_answers(at) or "")


def _limits(at: datetime) -> str | None:
    swept = sweep_limits(at)
    return f"{swept.warned} / {swept.escalated}" if swept.warned or swept.escalated else None


def _zero_days(at: datetime) -> str | None:
    return str(record_zero_days(at=at) or "")


def _sanctions(at: datetime) -> str | None:
    return str(enter_sanctions(at) or "")


def _clear_webhooks(at: datetime) -> str | None:
    return str(clear_old_deliveries(at) or "")


def _audit(at: datetime) -> str | None:
    return "asked" if ask_audit_if_due(at=at) else None


ROUNDS: tuple[Round, ...] = (
    Round("clear_jobs", timedelta(hours=1), _clear_jobs),
    Round("limits", timedelta(minutes=1), _limits),
    Round("sanctions", timedelta(minutes=5), _sanctions),
    Round("digest_morning", timedelta(minutes=5), tell_mornings),
    Round("digest_evening", timedelta(minutes=5), tell_evenings),
    Round("clear_alarms", timedelta(hours=1), sweep_alarms),
    Round("zero-days", timedelta(minutes=15), _zero_days),
    Round("tasks_due", timedelta(minutes=1), tell_due),
    Round("notices", timedelta(seconds=5), send_notices),
    Round(TELEGRAM_ROUND, timedelta(seconds=5), read_telegram),
    Round("clear_webhooks", timedelta(hours=1), _clear_webhooks),
    Round("clear_answers", timedelta(hours=1), _clear_answers),
    Round("duplicates", timedelta(days=1), _audit),
    Round("fact_checks", timedelta(days=1), fact_checks.ask),
    Round("clear_notices", timedelta(days=1), clear_notices),
)
