"""The worker is killed at random while webhooks are told: nothing is lost, and nothing is queued twice. ADR 0044."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from ipaddress import ip_network
from typing import TYPE_CHECKING

import pytest

from tests.commands.test_webhooks import a_shop, hook, work
from tests.factories import NOON, deal_of, make_house
from tests.robots.test_kills import database_url
from voronka.models import Event, WebhookDelivery

if TYPE_CHECKING:
    from pytest_django import Settings

KILLS = 12
NETWORK = "127.0.0.0/8"


@pytest.mark.slow
def test_killed_anywhere_everything_is_told_and_queued_once(committed: None, settings: Settings) -> None:
    settings.WEBHOOK_NETWORKS = [ip_network(NETWORK)]
    house, dice = make_house(), random.Random(7)
    with a_shop() as shop:
        hook(house, shop.url, "deal.created")
        worker = subprocess.Popen(
            [sys.executable, "-m", "tests.robots.webhook_victim"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
            env={
                **os.environ, "DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "voronka.config.settings",
                "VORONKA_WEBHOOK_NETWORKS": NETWORK,
            },
        )  # fmt: skip
        assert worker.stdin is not None
        assert worker.stdout is not None
        for _ in range(KILLS):
            for _ in range(4):
                deal_of(house, "Alice")
            heard = len(shop.heard)
            worker.stdin.write(f"{NOON.isoformat()}\n")
            child = int(worker.stdout.readline())
            # At some point of its work: at least one of these has come.
            while len(shop.heard) == heard:
                time.sleep(0.001)
            time.sleep(dice.uniform(0, 0.03))
            os.kill(child, signal.SIGKILL)
            assert worker.stdout.readline() == "gone\n"
        worker.stdin.close()
        worker.wait(10)
        worker.stdout.close()
        # A turn sends twenty; two for each beginning is more than enough.
        for _ in range(2 * KILLS):
            work()
        made = {
            f"event-{id}" for id in Event.objects.filter(kind="deal_created").values_list("id", flat=True)
        }
        assert len(made) == 4 * KILLS
        queued = Counter(WebhookDelivery.objects.values_list("mark", flat=True))
        assert queued == Counter(made)
        assert set(WebhookDelivery.objects.values_list("state", flat=True)) == {"done"}
        # The receiver hears of everything, now and then twice, and knows it by its id.
        assert {one.headers["webhook-id"] for one in shop.heard} == made
