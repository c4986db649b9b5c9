"""Webhooks: what the log has for them, which delivery is next, and what administrators see of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, Q

from voronka.domain.errors import NotFound
from voronka.domain.events import EventKind
from voronka.domain.webhooks import TEST, TOLD, DeliveryState, HookType, OffWhy, hook_type, is_wanted
from voronka.models import Event, Webhook, WebhookDelivery
from voronka.queries.sealed import unseal
from voronka.queries.webhook_body import around, told

PAGE = 50


# -- the log -------------------------------------------------------------------------------------------------------


def webhooks_on() -> list[tuple[int, int]]:
    """(id, how far the log is read) of those that are on. One query: every turn asks."""
    return list(Webhook.objects.filter(is_on=True).order_by("id").values_list("id", "position"))


def next_entry(position: int) -> int | None:
    """The next entry of the log that webhooks may be told of."""
    rows = Event.objects.filter(id__gt=position, kind__in=sorted(TOLD)).order_by("id")
    return rows.values_list("id", flat=True).first()


@dataclass(frozen=True, slots=True)
class Message:
    """What a webhook is told of one entry of the log."""

    event: int
    kind: HookType
    body: Mapping[str, Any]


def messages_from(position: int, wanted: Sequence[str], most: int) -> tuple[list[Message], int, bool]:
    """What is to be told of the next entries, how far the log is read by that, and whether there may be more."""
    rows = list(Event.objects.filter(id__gt=position, kind__in=sorted(TOLD)).order_by("id")[:most])
    mine = [(row, kind) for row in rows if (kind := _kind(row)) is not None and is_wanted(kind, wanted)]
    of = around([row for row, _ in mine])
    messages = [Message(row.pk, kind, told(kind, row, of)) for row, kind in mine]
    return messages, rows[-1].pk if rows else position, len(rows) == most


def _kind(row: Event) -> HookType | None:
    return hook_type(EventKind(row.kind), row.payload, is_company=row.contact_id is None)


# -- deliveries ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A delivery that is to be sent now. `attempts`: how often it was; `secrets`: the newest first."""

    id: int
    url: str
    mark: str
    body: str
    attempts: int
    secrets: tuple[str, ...]


def webhooks_waiting() -> list[int]:
    """Webhooks with deliveries that wait, due or not."""
    waiting = WebhookDelivery.objects.filter(webhook=OuterRef("pk"), state=DeliveryState.WAITING)
    return list(Webhook.objects.filter(Exists(waiting)).order_by("id").values_list("id", flat=True))


def next_delivery(webhook: int, at: datetime) -> Outgoing | None:
    """The delivery of a webhook that has been due the longest. One that is down and rests has only tests."""
    due = WebhookDelivery.objects.filter(webhook=webhook, state=DeliveryState.WAITING, due_at__lte=at)
    rows = due.filter(Q(webhook__rest_until=None) | Q(webhook__rest_until__lte=at) | Q(kind=TEST))
    row = rows.select_related("webhook").order_by("due_at", "id").first()
    if row is None:
        return None
    return Outgoing(row.pk, row.webhook.url, row.mark, row.body, row.attempts, secrets_of(row.webhook, at))


def secrets_of(row: Webhook, at: datetime) -> tuple[str, ...]:
    """What it signs with now: the secret, and the one before while both count."""
    old = unseal(row.old_secret_sealed) if row.old_until is not None and row.old_until > at else ""
    return tuple(secret for secret in (unseal(row.secret_sealed), old) if secret)


def next_webhook_at() -> datetime | None:
    """When a delivery is due next; None: none waits. Two queries, the second only where some wait."""
    waiting = WebhookDelivery.objects.filter(state=DeliveryState.WAITING)
    first = dict(waiting.order_by().values_list("webhook").annotate(Min("due_at")))
    if not first:
        return None
    rests = dict(Webhook.objects.filter(pk__in=first).values_list("id", "rest_until"))
    found: datetime = min(max(due, rests.get(id) or due) for id, due in first.items())
    return found


# -- pages ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class WebhookView:
    """A webhook with what became of its deliveries. `events`: names of HookType; none: everything."""

    id: int
    url: str
    description: str
    events: tuple[str, ...]
    is_on: bool
    off_why: OffWhy | None
    failing_since: datetime | None
    rest_until: datetime | None
    old_until: datetime | None
    waiting: int
    failed: int
    done: int
    last_at: datetime | None


def webhook_views() -> list[WebhookView]:
    """Every webhook, the oldest first. For administrators. Two queries."""
    rows = Webhook.objects.order_by("id")
    sums = _sums(None)
    return [_view(row, sums.get(row.pk, {})) for row in rows]


def webhook_view(webhook: int) -> WebhookView:
    """One of them.

    Raises:
        NotFound
    """
    row = Webhook.objects.filter(pk=webhook).first()
    if row is None:
        raise NotFound
    return _view(row, _sums(webhook).get(webhook, {}))


def _sums(webhook: int | None) -> dict[int, dict[str, Any]]:
    rows = WebhookDelivery.objects.order_by()
    if webhook is not None:
        rows = rows.filter(webhook=webhook)
    counted = rows.values("webhook").annotate(
        waiting=Count("id", filter=Q(state=DeliveryState.WAITING)),
        failed=Count("id", filter=Q(state=DeliveryState.FAILED)),
        done=Count("id", filter=Q(state=DeliveryState.DONE)),
        last=Max("made_at"),
    )
    return {row["webhook"]: row for row in counted}


def _view(row: Webhook, sums: Mapping[str, Any]) -> WebhookView:
    return WebhookView(
        row.pk, row.url, row.description, tuple(row.events), row.is_on,
        OffWhy(row.off_why) if row.off_why else None, row.failing_since, row.rest_until, row.old_until,
        sums.get("waiting", 0), sums.get("failed", 0), sums.get("done", 0), sums.get("last"),
    )  # fmt: skip


def secret_of(webhook: int) -> str:
    """What it signs with, for an administrator to read.

    Raises:
        NotFound
    """
    row = Webhook.objects.filter(pk=webhook).first()
    if row is None:
        raise NotFound
    return unseal(row.secret_sealed)


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of sending it once; `status` None: nobody answered. `took` in milliseconds."""

    at: datetime
    status: int | None
    took: int
    answer: str


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """A delivery with its attempts, the newest first."""

    id: int
    webhook: int
    mark: str
    kind: str
    state: DeliveryState
    made_at: datetime
    due_at: datetime
    body: str
    attempts: tuple[Attempt, ...]


def delivery_views(
    webhook: int, state: DeliveryState | None, before: int | None
) -> tuple[list[DeliveryView], int | None]:
    """A page of deliveries, the newest first, and from which id to read on. Two queries."""
    rows = WebhookDelivery.objects.filter(webhook=webhook).order_by("-id")
    if state is not None:
        rows = rows.filter(state=state)
    if before is not None:
        rows = rows.filter(id__lt=before)
    found = [_delivery(row) for row in rows.prefetch_related("tries")[: PAGE + 1]]
    return found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None


def delivery_view(delivery: int) -> DeliveryView:
    """One of them.

    Raises:
        NotFound
    """
    row = WebhookDelivery.objects.prefetch_related("tries").filter(pk=delivery).first()
    if row is None:
        raise NotFound
    return _delivery(row)


def _delivery(row: WebhookDelivery) -> DeliveryView:
    tries = sorted(row.tries.all(), key=lambda one: -one.pk)
    attempts = tuple(Attempt(one.at, one.status, one.took, one.answer) for one in tries)
    return DeliveryView(
        row.pk, row.webhook_id, row.mark, row.kind, DeliveryState(row.state), row.made_at, row.due_at, row.body,
        attempts,
    )  # fmt: skip
