"""Webhooks at work: the log is read on for each, and what is due is sent, one after the other. ADR 0044."""

import random
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from voronka.commands.webhook_deliveries import end_attempt, read_on
from voronka.connectors.webhooks import Answer, post
from voronka.domain.errors import OutsideError
from voronka.queries.webhooks import Outgoing, next_delivery, next_entry, webhooks_on, webhooks_waiting

# Of each webhook in one turn, and of them all so long: rounds and robots are at it again then.
_MOST = 20
_LONGEST_TURN = 10.0


def run_webhooks(at: datetime, *, going: Callable[[], bool]) -> None:
    """Make the deliveries of what has happened, and send what is due. What is left is due the next turn."""
    for webhook, position in webhooks_on():
        if next_entry(position) is not None:
            while going() and read_on(webhook, at=at):
                pass
    until = time.monotonic() + _LONGEST_TURN
    for webhook in webhooks_waiting():
        for _ in range(_MOST):
            delivery = next_delivery(webhook, at) if going() and time.monotonic() < until else None
            if delivery is None:
                break
            send(delivery, at)


def send(delivery: Outgoing, at: datetime) -> None:
    """Send it once, and write down what came of it."""
    began = time.monotonic()
    try:
        answer = post(delivery.url, delivery.body.encode(), id=delivery.mark, secrets=delivery.secrets, at=at)
        status: int | None = answer.status
    except OutsideError as failure:
        answer, status = Answer(0, str(failure)), None
    took = timedelta(seconds=time.monotonic() - began)
    chance = random.random()  # noqa: S311 - spreads attempts, hides nothing
    end_attempt(delivery, at=at, status=status, took=took, answer=answer.head, chance=chance)
