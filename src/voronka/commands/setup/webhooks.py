"""Webhooks as administrators keep them: addresses, what they are told of, secrets, and sending again."""

import base64
import ipaddress
import secrets
import socket
import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from voronka.commands import values
from voronka.commands.notifications import wake_readers
from voronka.commands.setup.setup_log import What, log_setup, refuse_unless_administers
from voronka.commands.transaction import writing
from voronka.commands.values import Bad
from voronka.commands.webhook_deliveries import let_go, test_delivery
from voronka.domain.errors import Invalid, NotFound, Problem
from voronka.domain.permissions import Actor
from voronka.domain.web_address import is_reachable, leads_inside
from voronka.domain.webhooks import OVERLAP, DeliveryState, HookType
from voronka.models import Webhook, WebhookDelivery
from voronka.queries.live import newest_entry
from voronka.queries.sealed import seal

MOST_WEBHOOKS = 20
_URL_LENGTH = 500
_DESCRIPTION_LENGTH = 120
_BYTES = 32


def add_webhook(
    *, by: Actor, at: datetime, fields: Mapping[str, str], events: Iterable[str], request_id: str = ""
) -> Webhook:
    """One more address to be told of what happens from now on. Fields: url, description. No `events`: everything.

    Raises:
        NotAllowed, Invalid
    """
    refuse_unless_administers(by)
    clean = _clean(fields, events)
    with writing():
        if Webhook.objects.count() >= MOST_WEBHOOKS:
            raise Invalid({"url": Problem.TOO_LARGE})
        row = Webhook.objects.create(
            **clean, secret_sealed=seal(_secret()), position=newest_entry(), created_at=at
        )
        _log(row, None, by=by, at=at, request_id=request_id)
        return row


def change_webhook(
    *,
    by: Actor,
    at: datetime,
    webhook: int,
    fields: Mapping[str, str],
    events: Iterable[str],
    request_id: str = "",
) -> None:
    """Change a webhook; see `add_webhook`. What waits goes to the new address.

    Raises:
        NotAllowed, NotFound, Invalid
    """
    refuse_unless_administers(by)
    clean = _clean(fields, events)
    with writing():
        row = _load(webhook)
        before = _told(row)
        for name, value in clean.items():
            setattr(row, name, value)
        if _told(row) != before:
            Webhook.objects.filter(pk=row.pk).update(**clean)
            _log(row, before, by=by, at=at, request_id=request_id)


def switch_webhook(*, by: Actor, at: datetime, webhook: int, on: bool, request_id: str = "") -> None:
    """Tell it of what happens from now on, or no longer: what waits has failed then.

    Raises:
        NotAllowed, NotFound
    """
    refuse_unless_administers(by)
    with writing():
        row = _load(webhook)
        if row.is_on == on:
            return
        before, row.is_on = _told(row), on
        if on:
            Webhook.objects.filter(pk=row.pk).update(is_on=True, off_why="", position=newest_entry())
        else:
            Webhook.objects.filter(pk=row.pk).update(is_on=False)
            let_go(row.pk)
        _log(row, before, by=by, at=at, request_id=request_id)


def renew_secret(*, by: Actor, at: datetime, webhook: int, request_id: str = "") -> str:
    """Another secret. For a day both sign, so that the receiver may change over when it likes.

    Raises:
        NotAllowed, NotFound
    """
    refuse_unless_administers(by)
    with writing():
        row = _load(webhook)
        made = _secret()
        Webhook.objects.filter(pk=row.pk).update(
            secret_sealed=seal(made), old_secret_sealed=row.secret_sealed, old_until=at + OVERLAP
        )
        told = _told(row)
        after = {**told, "secret_made_at": at.isoformat()}
        log_setup(What.WEBHOOK, row.pk, by=by, at=at, before=told, after=after, request_id=request_id)
        return made


def remove_webhook(*, by: Actor, at: datetime, webhook: int, request_id: str = "") -> None:
    """Take it away, with what it was told.

    Raises:
        NotAllowed, NotFound
    """
    refuse_unless_administers(by)
    with writing():
        row = _load(webhook)
        told, id = _told(row), row.pk
        row.delete()
        log_setup(What.WEBHOOK, id, by=by, at=at, before=told, after=None, request_id=request_id)


def try_webhook(*, by: Actor, at: datetime, webhook: int) -> int:
    """Send it a test, also where it is off. The delivery's id.

    Raises:
        NotAllowed, NotFound
    """
    refuse_unless_administers(by)
    with writing():
        made = test_delivery(_load(webhook), f"test-{uuid.uuid4().hex}", at)
        wake_readers()
        return made.pk


def send_again(*, by: Actor, at: datetime, delivery: int) -> None:
    """Send a delivery once more, with the same id and body, whatever became of it.

    Raises:
        NotAllowed
        NotFound: also where it still waits.
    """
    refuse_unless_administers(by)
    with writing():
        over = WebhookDelivery.objects.filter(pk=delivery).exclude(state=DeliveryState.WAITING)
        if not _wait_again(over, at):
            raise NotFound


def send_failed_again(*, by: Actor, at: datetime, webhook: int, since: datetime) -> int:
    """Send everything again that has failed since then; how many there are.

    Raises:
        NotAllowed, NotFound
    """
    refuse_unless_administers(by)
    with writing():
        failed = WebhookDelivery.objects.filter(
            webhook=_load(webhook), state=DeliveryState.FAILED, made_at__gte=since
        )
        return _wait_again(failed, at)


def _wait_again(rows: Any, at: datetime) -> int:
    found: int = rows.update(state=DeliveryState.WAITING, attempts=0, due_at=at)
    wake_readers()
    return found


def _load(webhook: int) -> Webhook:
    row = Webhook.objects.select_for_update().filter(pk=webhook).first()
    if row is None:
        raise NotFound
    return row


def _clean(fields: Mapping[str, str], events: Iterable[str]) -> dict[str, Any]:
    known = {kind.value for kind in HookType}
    return values.checked(
        {
            "url": lambda: _url(fields["url"]),
            "description": lambda: values.line(fields["description"], _DESCRIPTION_LENGTH),
            "events": lambda: sorted(known.intersection(events)),
        }
    )


def _url(text: str) -> str:
    url = values.line(text, _URL_LENGTH, required=True)
    found = _host_of(url)
    if found is None:
        raise Bad(Problem.NOT_A_URL)
    if leads_inside(found[0], settings.WEBHOOK_NETWORKS) or _resolves_inside(*found):
        raise Bad(Problem.NOT_PUBLIC)
    return url


def _host_of(url: str) -> tuple[str, int] | None:
    """Host and port of an http or https address; None where it is none, or carries a user's name or password."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
        return None
    return parts.hostname, port or (443 if parts.scheme == "https" else 80)


def _resolves_inside(host: str, port: int) -> bool:
    """Whether the name leads inside now. One that nobody knows is seen when it is tried."""
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return False
    found = [ipaddress.ip_address(row[4][0]) for row in rows]
    return not all(is_reachable(address, settings.WEBHOOK_NETWORKS) for address in found)


def _secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(_BYTES)).decode()


def _told(row: Webhook) -> dict[str, Any]:
    return {"url": row.url, "description": row.description, "events": list(row.events), "is_on": row.is_on}


def _log(row: Webhook, before: Mapping[str, Any] | None, *, by: Actor, at: datetime, request_id: str) -> None:
    log_setup(What.WEBHOOK, row.pk, by=by, at=at, before=before, after=_told(row), request_id=request_id)
