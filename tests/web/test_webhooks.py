"""The pages of webhooks: added, changed, tried, looked into, sent again, with each refusal in words."""

from __future__ import annotations

from ipaddress import ip_network
from typing import TYPE_CHECKING

import pytest

from tests.commands.test_webhooks import Shop, a_shop, work
from tests.factories import NOON, House, deal_of, make_house
from tests.web.visitor import Visitor
from voronka.models import Webhook, WebhookDelivery

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import Settings

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(settings: Settings) -> House:
    settings.WEBHOOK_NETWORKS = [ip_network("127.0.0.0/8")]
    return make_house()


@pytest.fixture
def shop() -> Iterator[Shop]:
    with a_shop() as opened:
        yield opened


def test_a_webhook_is_added_tried_and_looked_into(house: House, shop: Shop) -> None:
    zoe = Visitor(house, "Zoe")
    assert "No program is told yet" in zoe.get("settings-webhooks").text
    made = zoe.post("settings-webhook-new", data={"url": shop.url, "description": "Shop"})
    id = Webhook.objects.get().pk
    assert made.headers["HX-Redirect"].endswith(f"/settings/webhooks/{id}/")
    zoe.post(
        "settings-webhook", id, data={"url": shop.url, "description": "Shop", "events": ["deal.created"]}
    )
    page = zoe.get("settings-webhook", id)
    assert [box.get("value") for box in page.all('[name="events"][checked]')] == ["deal.created"]
    deal_of(house, "Alice", title="Blast freezer", at=NOON)
    shop.status = 410
    work()
    page = zoe.get("settings-webhook", id, query={"state": "failed"})
    assert "It answered 410: it asks not to be told any more." in page.words
    assert "A deal was made" in page.words
    row = WebhookDelivery.objects.get()
    look = zoe.get("settings-delivery", row.pk)
    assert "Blast freezer" in look.text
    assert "410" in look.words
    shop.status = 200
    assert zoe.post("settings-delivery-again", row.pk).toast["text"] == "It is sent again."
    assert zoe.post("settings-webhook-try", id).toast["text"] == "A test is on its way."
    zoe.post("settings-webhook-switch", id, data={"on": "1"})
    row.refresh_from_db()
    work(row.due_at)
    assert [one.status for one in row.tries.order_by("id")] == [410, 200]
    assert zoe.post("settings-webhook-again", id, data={"since": "nonsense"}).status == 204
    first = zoe.get("settings-hook-secret", id).one("code").text_content()
    assert first.startswith("whsec_")
    anew = zoe.post("settings-hook-secret-renew", id)
    assert anew.one("code").text_content() != first
    assert "The one before signs as well until then" in anew.words
    assert zoe.post("settings-webhook-remove", id).headers["HX-Redirect"].endswith("/settings/webhooks/")


def test_an_address_inside_is_refused_in_words_and_stays_typed(house: House) -> None:
    zoe = Visitor(house, "Zoe")
    answer = zoe.post("settings-webhook-new", data={"url": "http://169.254.169.254/", "description": "x"})
    assert answer.status == 422
    assert "This address leads into a private network" in answer.words
    assert answer.value("url") == "http://169.254.169.254/"
    assert not Webhook.objects.exists()
