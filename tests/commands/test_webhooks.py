"""Webhooks: what happens is told to a real receiver, signed, once queued, again until it arrives; all seen and sent again."""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import datetime, timedelta
from ipaddress import ip_network
from typing import TYPE_CHECKING, Any

import pytest
from standardwebhooks.webhooks import Webhook as Receiver
from standardwebhooks.webhooks import WebhookVerificationError

from tests.factories import NOON, House, deal_of, make_house
from tests.servers.loopback import Answered, Asked, listening
from voronka.commands.clients import create_contact
from voronka.commands.evidence import add_note
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move
from voronka.commands.setup.webhooks import (
    add_webhook,
    change_webhook,
    remove_webhook,
    renew_secret,
    send_again,
    send_failed_again,
    switch_webhook,
    try_webhook,
)
from voronka.commands.tags import add_tag
from voronka.commands.task_rows import NewTask
from voronka.commands.tasks import complete_task
from voronka.commands.webhook_deliveries import clear_old_deliveries
from voronka.domain.errors import Invalid, NotAllowed, NotFound
from voronka.domain.task import TaskKind
from voronka.domain.webhooks import KEPT, OFF_AFTER, OVERLAP, WAITS
from voronka.models import Event, Notice, Webhook, WebhookAttempt, WebhookDelivery
from voronka.queries.webhooks import next_webhook_at, secret_of
from voronka.worker.webhooks import run_webhooks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import Settings

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


class Shop:
    """A program that is told: it keeps what it hears and answers what the test says."""

    def __init__(self) -> None:
        self.status = 200
        self.heard: list[Asked] = []
        self.url = ""

    def answer(self, asked: Asked) -> Answered:
        self.heard.append(asked)
        return Answered(self.status, b"Thank you" * 500)

    @property
    def told(self) -> list[dict[str, Any]]:
        return [json.loads(one.body) for one in self.heard]


@contextmanager
def a_shop() -> Iterator[Shop]:
    shop = Shop()
    with listening(shop.answer) as shop.url:
        yield shop


@pytest.fixture
def house(settings: Settings) -> House:
    settings.WEBHOOK_NETWORKS = [ip_network("127.0.0.0/8")]
    return make_house()


@pytest.fixture
def shop() -> Iterator[Shop]:
    with a_shop() as opened:
        yield opened


def hook(house: House, url: str, *events: str, at: datetime = NOON) -> int:
    fields = {"url": url, "description": "Shop"}
    return add_webhook(by=house.actor("Zoe"), at=at, fields=fields, events=events).pk


def work(at: datetime = NOON) -> None:
    run_webhooks(at, going=lambda: True)


def states() -> list[str]:
    return list(WebhookDelivery.objects.order_by("id").values_list("state", flat=True))


def test_the_receiver_is_told_in_order_and_can_prove_who_told_it(house: House, shop: Shop) -> None:
    before = deal_of(house, "Alice", title="Made before")
    now = datetime.now().astimezone()
    id = hook(house, f"{shop.url}/hook", at=now)
    deal = deal_of(house, "Alice", title="Кофе", at=now)
    alice = house.actor("Alice")
    note = add_note(by=alice, at=now, deal=deal.pk, text="Rang, nobody there")
    add_tag(by=alice, at=now, deal=deal.pk, tag="hot")
    work(now)
    assert [one["type"] for one in shop.told if one["type"] != "company.created"] == [
        "deal.created", "note.added", "deal.changed",
    ]  # fmt: skip
    for asked in shop.heard:
        Receiver(secret_of(id)).verify(asked.body, dict(asked.headers))
        with pytest.raises(WebhookVerificationError):
            Receiver(secret_of(id)).verify(asked.body + b" ", dict(asked.headers))
    made, noted, tagged = [one["data"] for one in shop.told if one["type"] != "company.created"]
    assert made["deal"]["title"] == "Кофе"
    assert made["by"] == {"id": alice.id, "name": "Alice"}
    assert made["url"].endswith(f"/deals/{deal.pk}/")
    assert noted["note"]["id"] == note.pk
    assert tagged["changed"] == ["tags"]
    assert shop.heard[-1].headers["webhook-id"] == f"event-{tagged['event']}"
    assert before.title not in str(shop.told)
    heard = len(shop.heard)
    work(now)
    assert len(shop.heard) == heard
    assert set(states()) == {"done"}


def test_a_webhook_is_told_only_of_what_it_asks_for(house: House, shop: Shop) -> None:
    hook(house, shop.url, "deal.lost", "task.done", "contact.created")
    alice = house.actor("Alice")
    deal = deal_of(house, "Alice")
    create_contact(by=alice, at=NOON, fields={"name": "Ika"})
    following = NewTask(TaskKind.CALL, "Call again", NOON + HOUR, None)
    assert deal.next_task_id is not None
    complete_task(by=alice, at=NOON, task=deal.next_task_id, outcome="Done", next_task=following)
    move_deal(
        by=alice, at=NOON, deal=deal.pk,
        move=Move(house.stage("Lost"), lost_reason=house.lost_reason, reason="Too dear"),
    )  # fmt: skip
    work()
    assert [one["type"] for one in shop.told] == ["contact.created", "task.done", "deal.lost"]
    assert shop.told[2]["data"]["to"]["name"] == "Lost"
    assert shop.told[1]["data"]["task"]["outcome"] == "Done"
    assert shop.told[1]["data"]["next"]["title"] == "Call again"


def test_what_does_not_arrive_is_sent_again_for_a_day_with_the_same_id_and_body(
    house: House, shop: Shop
) -> None:
    hook(house, shop.url, "deal.created")
    deal_of(house, "Alice")
    shop.status = 404
    at = NOON
    for _ in range(len(WAITS) + 1):
        work(at)
        at = WebhookDelivery.objects.get().due_at
    assert states() == ["failed"]
    assert len(shop.heard) == len(WAITS) + 1 == WebhookAttempt.objects.count()
    assert timedelta(hours=24) < at - NOON < timedelta(hours=32)
    assert len({(one.headers["webhook-id"], one.body) for one in shop.heard}) == 1
    last = WebhookAttempt.objects.order_by("-id").first()
    assert last is not None
    assert (last.status, len(last.answer)) == (404, 1000)
    shop.status = 204
    send_again(by=house.actor("Zoe"), at=at, delivery=WebhookDelivery.objects.get().pk)
    work(at)
    assert states() == ["done"]
    assert Webhook.objects.get().failing_since is None


def test_one_that_is_down_rests_and_the_others_go_on(house: House, shop: Shop) -> None:
    with a_shop() as down:
        down.status = 503
        hook(house, down.url, "deal.created")
        hook(house, shop.url, "deal.created")
        for _ in range(3):
            deal_of(house, "Alice")
        work()
        assert len(down.heard) == 1
        assert len(shop.heard) == 3
        work(NOON + timedelta(seconds=30))
        assert len(down.heard) == 1
        due = next_webhook_at()
        assert due == NOON + timedelta(minutes=1)
        down.status = 200
        work(due)
        assert len(down.heard) == 4


def test_after_days_it_is_switched_off_and_the_administrators_are_told(house: House, shop: Shop) -> None:
    id = hook(house, shop.url, "deal.created")
    shop.status = 500
    deal_of(house, "Alice")
    work()
    deal_of(house, "Alice", at=NOON + OFF_AFTER)
    work(NOON + OFF_AFTER)
    row = Webhook.objects.get()
    assert (row.is_on, row.off_why) == (False, "failing")
    assert set(states()) == {"failed"}
    (notice,) = Notice.objects.filter(kind="webhook_off")
    assert notice.to == house.people["Zoe"]
    at = NOON + OFF_AFTER + HOUR
    deal_of(house, "Alice", title="Meanwhile", at=at)
    switch_webhook(by=house.actor("Zoe"), at=at, webhook=id, on=True)
    shop.status, heard = 200, len(shop.heard)
    assert send_failed_again(by=house.actor("Zoe"), at=at, webhook=id, since=NOON) == 2
    work(at)
    assert len(shop.heard) == heard + 2
    assert "Meanwhile" not in str(shop.told)


def test_who_answers_gone_is_switched_off_at_once(house: House, shop: Shop) -> None:
    hook(house, shop.url, "deal.created")
    shop.status = 410
    deal_of(house, "Alice")
    work()
    assert Webhook.objects.get().off_why == "gone"


def test_a_new_secret_signs_beside_the_old_one_for_a_day(house: House, shop: Shop) -> None:
    zoe, now = house.actor("Zoe"), datetime.now().astimezone()
    id = hook(house, shop.url, at=now)
    old = secret_of(id)
    new = renew_secret(by=zoe, at=now, webhook=id)
    assert old != new
    try_webhook(by=zoe, at=now, webhook=id)
    work(now)
    for secret in (old, new):
        Receiver(secret).verify(shop.heard[0].body, dict(shop.heard[0].headers))
    later = now + OVERLAP
    try_webhook(by=zoe, at=later, webhook=id)
    work(later)
    assert " " not in shop.heard[1].headers["webhook-signature"]
    assert old not in str(list(Event.objects.values_list("payload", flat=True)))
    assert new not in str(Webhook.objects.values().get())


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/", "http://10.0.0.4/", "https://192.168.1.1:8443/", "http://169.254.169.254/latest", "http://[::1]/",
        "http://[::ffff:10.0.0.1]/", "http://erp.internal/", "http://router/", "ftp://example.com/", "nonsense", "http://",
        "https://user:secret@example.com/",
    ],
)  # fmt: skip
def test_what_leads_inside_is_refused_when_it_is_saved(house: House, settings: Settings, url: str) -> None:
    settings.WEBHOOK_NETWORKS = []
    with pytest.raises(Invalid) as refused:
        hook(house, url)
    assert set(refused.value.problems) == {"url"}


def test_what_leads_inside_by_the_time_it_is_sent_is_not_called(
    house: House, shop: Shop, settings: Settings
) -> None:
    id = hook(house, shop.url)
    settings.WEBHOOK_NETWORKS = []
    try_webhook(by=house.actor("Zoe"), at=NOON, webhook=id)
    work()
    assert not shop.heard
    assert "public internet" in WebhookAttempt.objects.get().answer


def test_an_administrator_changes_and_removes_it_and_nobody_else(house: House, shop: Shop) -> None:
    zoe, id = house.actor("Zoe"), hook(house, shop.url)
    fields = {"url": shop.url, "description": "ERP"}
    change_webhook(by=zoe, at=NOON, webhook=id, fields=fields, events=["deal.won", "made.up"])
    assert Webhook.objects.get().events == ["deal.won"]
    for name in ("Alice", "Hana"):
        with pytest.raises(NotAllowed):
            try_webhook(by=house.actor(name), at=NOON, webhook=id)
    try_webhook(by=zoe, at=NOON, webhook=id)
    with pytest.raises(NotFound):
        send_again(by=zoe, at=NOON, delivery=WebhookDelivery.objects.get().pk)
    work()
    assert clear_old_deliveries(NOON + KEPT - HOUR) == 0
    assert clear_old_deliveries(NOON + KEPT) == 1
    remove_webhook(by=zoe, at=NOON, webhook=id)
    assert not Webhook.objects.exists()
