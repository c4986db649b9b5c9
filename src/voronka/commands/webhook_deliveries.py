"""Deliveries of webhooks: made as the log is read, ended or tried again after each attempt. Called by the worker. ADR 0044.

Reading on is one transaction: the deliveries come into being with the place in the log. So a process that dies anywhere
loses none and makes none twice; one that dies after sending sends again, with the same id.
"""

import json
import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from voronka.commands.notifications import Told, notify_all
from voronka.commands.transaction import writing
from voronka.domain.notices import NoticeKind
from voronka.domain.permissions import Role
from voronka.domain.webhooks import (
    ANSWER_LENGTH,
    KEPT,
    OFF_AFTER,
    TEST,
    DeliveryState,
    OffWhy,
    has_arrived,
    is_down,
    is_gone,
    rest,
    wait_after,
)
from voronka.models import User, Webhook, WebhookAttempt, WebhookDelivery
from voronka.queries.webhook_body import envelope
from voronka.queries.webhooks import Message, Outgoing, messages_from, next_entry

_LOG = logging.getLogger(__name__)
_CHUNK = 500


def read_on(webhook: int, *, at: datetime, most: int = 200) -> bool:
    """Make the deliveries of the next entries of the log; whether there may be more.

    An entry that can't be told is left out and logged, so that those behind it do not wait for it.
    """
    try:
        return _read(webhook, at, most)
    except Exception:  # noqa: BLE001 - looked at one by one, where it is logged with all it says
        if most == 1:
            _LOG.exception("Webhook %s can't be told of the next entry of the log", webhook)
            _skip(webhook)
            return True
        return read_on(webhook, at=at, most=1)


def _read(webhook: int, at: datetime, most: int) -> bool:
    with writing():
        row = Webhook.objects.select_for_update().filter(pk=webhook, is_on=True).first()
        if row is None:
            return False
        messages, read_to, is_more = messages_from(row.position, row.events, most)
        WebhookDelivery.objects.bulk_create(
            [_delivery(row, one, at) for one in messages], ignore_conflicts=True
        )
        if read_to != row.position:
            Webhook.objects.filter(pk=webhook).update(position=read_to)
        return is_more


def _delivery(row: Webhook, message: Message, at: datetime) -> WebhookDelivery:
    return WebhookDelivery(
        webhook=row, mark=mark_of(message.event), kind=message.kind.value, body=written(message.body),
        due_at=at, made_at=at,
    )  # fmt: skip


def mark_of(event: int) -> str:
    """By what a receiver knows what it was told of an entry of the log."""
    return f"event-{event}"


def written(body: object) -> str:
    """The text that is signed and sent."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def _skip(webhook: int) -> None:
    with writing():
        row = Webhook.objects.select_for_update().get(pk=webhook)
        Webhook.objects.filter(pk=webhook).update(position=next_entry(row.position) or row.position)


def test_delivery(row: Webhook, mark: str, at: datetime) -> WebhookDelivery:
    """A delivery that tells nothing but that it came, within the caller's transaction."""
    body = written(envelope(TEST, at, {"webhook": row.pk, "url": row.url}))
    return WebhookDelivery.objects.create(webhook=row, mark=mark, kind=TEST, body=body, due_at=at, made_at=at)


def end_attempt(
    sent: Outgoing, *, at: datetime, status: int | None, took: timedelta, answer: str, chance: float
) -> None:
    """What came of sending it: it arrived, another attempt later, or it failed. `chance` from 0 to 1 spreads the wait."""
    with writing():
        rows = WebhookDelivery.objects.filter(pk=sent.id, state=DeliveryState.WAITING, attempts=sent.attempts)
        row = rows.select_for_update().first()
        if row is None:
            return
        WebhookAttempt.objects.create(
            delivery=row, at=at, status=status, took=int(took.total_seconds() * 1000),
            answer=answer[:ANSWER_LENGTH],
        )  # fmt: skip
        hook = Webhook.objects.select_for_update().get(pk=row.webhook_id)
        if has_arrived(status):
            rows.update(state=DeliveryState.DONE, attempts=sent.attempts + 1)
            _works(hook)
            return
        wait = wait_after(sent.attempts + 1, chance) if hook.is_on and row.kind != TEST else None
        state = DeliveryState.FAILED if wait is None else DeliveryState.WAITING
        rows.update(state=state, attempts=sent.attempts + 1, due_at=at + (wait or timedelta()))
        if hook.is_on and row.kind != TEST:
            _suffers(hook, status, at)


def _works(hook: Webhook) -> None:
    if hook.failing_since is not None or hook.rest_until is not None:
        Webhook.objects.filter(pk=hook.pk).update(failing_since=None, rest_until=None)


def _suffers(hook: Webhook, status: int | None, at: datetime) -> None:
    """Nothing arrived: leave it alone for a while where it is down; after days, or where it asks so, for good."""
    since = hook.failing_since or at
    if is_gone(status):
        switch_off_itself(hook, OffWhy.GONE, at)
    elif at - since >= OFF_AFTER:
        switch_off_itself(hook, OffWhy.FAILING, at)
    else:
        until = at + rest(at - since) if is_down(status) else hook.rest_until
        Webhook.objects.filter(pk=hook.pk).update(failing_since=since, rest_until=until)


def switch_off_itself(hook: Webhook, why: OffWhy, at: datetime) -> None:
    """Tell it no more, and tell the administrators why."""
    let_go(hook.pk)
    Webhook.objects.filter(pk=hook.pk).update(is_on=False, off_why=why.value)
    payload = {"webhook": hook.pk, "name": hook.description or hook.url, "text": hook.url}
    key = f"webhook-off:{hook.pk}:{at.timestamp():.0f}"
    notify_all([Told(id, NoticeKind.WEBHOOK_OFF, None, payload, key) for id in _administrators()], at=at)


def _administrators() -> Iterable[int]:
    rows = User.objects.filter(is_active=True, role=Role.ADMIN).order_by("id")
    return rows.values_list("id", flat=True)


def let_go(webhook: int) -> None:
    """What waits for a webhook that is off has failed; it may be sent again by hand."""
    waiting = WebhookDelivery.objects.filter(webhook=webhook, state=DeliveryState.WAITING)
    waiting.update(state=DeliveryState.FAILED)
    Webhook.objects.filter(pk=webhook).update(failing_since=None, rest_until=None)


def clear_old_deliveries(at: datetime) -> int:
    """Delete deliveries that are older than they are kept, in portions; how many there were."""
    gone = 0
    while True:
        with writing():
            old = WebhookDelivery.objects.filter(made_at__lte=at - KEPT).exclude(state=DeliveryState.WAITING)
            ids = list(old.order_by("made_at").values_list("pk", flat=True)[:_CHUNK])
            WebhookAttempt.objects.filter(delivery__in=ids).delete()
            WebhookDelivery.objects.filter(pk__in=ids).delete()
        gone += len(ids)
        if len(ids) < _CHUNK:
            return gone
