"""The address for programs: anything is taken with a key, and what is refused says why."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import NOON, House, make_house
from tests.intaking import make_source
from voronka.commands.setup.sources import renew_key, switch_source
from voronka.models import Deal, IntakeRequest

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return make_house()


@pytest.fixture
def key(house: House) -> str:
    return renew_key(by=house.actor("Hana"), at=NOON, source=make_source(house).pk)


def post(key: str, body: Any, **headers: str) -> tuple[int, dict[str, Any]]:
    given = {
        "Authorization": f"Bearer {key}",
        **{name.replace("_", "-"): said for name, said in headers.items()},
    }
    client = Client(enforce_csrf_checks=True)
    raw = body if isinstance(body, bytes) else json.dumps(body)
    response = client.post(reverse("intake-endpoint"), raw, content_type="application/json", headers=given)
    told: dict[str, Any] = response.json()
    if response.status_code != 202:
        assert response.headers["Content-Type"] == "application/problem+json"
        assert told["status"] == response.status_code
    return response.status_code, told


def test_a_request_is_in_the_ledger_before_the_answer(key: str) -> None:
    status, told = post(
        key, {"name": "Ika", "phone": "+6281255500142"}, User_Agent="shop/1", Referer="https://shop.example/"
    )
    row = IntakeRequest.objects.get(pk=told["id"])
    assert (status, told["repeated"], row.deal) == (202, False, Deal.objects.get())
    assert row.circumstances == {"agent": "shop/1", "referrer": "https://shop.example/"}
    assert row.network == "127.0.0.0/24"


def test_the_same_idempotency_key_is_one_request(key: str) -> None:
    first, again = (post(key, {"name": "Ika"}, Idempotency_Key="order-7") for _ in range(2))
    assert first[1]["id"] == again[1]["id"]
    assert again[1]["repeated"]
    assert post(key, {"name": "Other"}, Idempotency_Key="order-7")[0] == 422
    assert Deal.objects.count() == 1


def test_without_the_key_or_with_too_much_nothing_is_taken(house: House, key: str) -> None:
    assert post("wrong", {"name": "Ika"})[0] == 401
    assert post(key, b" ")[0] == 400
    assert post(key, b"x" * 70_000)[0] == 413
    assert post(key, {"n": 1}, Idempotency_Key="k" * 121)[0] == 400
    assert Client().get(reverse("intake-endpoint")).status_code == 405
    row = make_source(house, name="Other")
    switched = renew_key(by=house.actor("Hana"), at=NOON, source=row.pk)
    switch_source(by=house.actor("Hana"), at=NOON, source=row.pk, on=False)
    assert post(switched, {"name": "Ika"})[0] == 401
    assert not IntakeRequest.objects.exists()


def test_who_guesses_keys_is_shut_out_for_a_while(key: str) -> None:
    for _ in range(30):
        assert post("guess", {"n": 1})[0] == 401
    assert post(key, {"n": 1})[0] == 429


def test_bytes_that_are_no_text_are_a_card_as_well(key: str) -> None:
    assert post(key, b"\xff\xfe\x00 nothing")[0] == 202
    assert Deal.objects.get().title == "Site"
