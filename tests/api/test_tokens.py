"""Tokens: whose they are, what they open, and that nothing else opens the API."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.api.program import Program
from tests.factories import House, deal_of, make_house
from voronka.api.caller import BUCKETS
from voronka.api.rate import Buckets
from voronka.commands.api_tokens import make_token, open_token, revoke_token
from voronka.domain.errors import Invalid, NotAllowed, NotFound, Problem
from voronka.models import ApiToken, Event, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return make_house()


def test_a_token_acts_as_its_person_and_says_so(house: House) -> None:
    me = Program(house, "Alice", ["deals:read"]).get("me")
    assert (me.status, me.body["name"], me.body["scopes"]) == (200, "Alice", ["deals:read"])


def test_the_secret_is_kept_as_a_hash_alone_and_told_by_no_event(house: House) -> None:
    program = Program(house, "Alice")
    row = ApiToken.objects.get(pk=program.token)
    assert program.secret.startswith("vrk_")
    assert program.secret not in repr(vars(row))
    assert program.secret.endswith(row.ending)
    assert not any(program.secret in str(event.payload) for event in Event.objects.order_by("id"))


def test_a_session_opens_nothing_and_a_stranger_is_told_what_to_send(house: House) -> None:
    client = Client()
    client.force_login(house.people["Zoe"])
    answer = client.get("/api/v1/deals")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.json()["type"].endswith("no-token")


def test_what_is_revoked_has_run_out_or_whose_person_left_opens_nothing(house: House) -> None:
    revoked, old, left = (Program(house, name) for name in ("Alice", "Bob", "Dan"))
    revoke_token(by=house.actor("Alice"), at=timezone.now(), token=revoked.token)
    ApiToken.objects.filter(pk=old.token).update(expires_at=timezone.now())
    User.objects.filter(name="Dan").update(is_active=False)
    assert [one.get("me").status for one in (revoked, old, left)] == [401, 401, 401]


def test_a_scope_that_the_token_has_not_is_named(house: House) -> None:
    answer = Program(house, "Alice", ["tasks:read"]).get("deals")
    assert (answer.status, answer.kind, answer.body["scope"]) == (403, "scope", "deals:read")


def test_the_last_use_is_written_once_a_minute(house: House) -> None:
    program, at = Program(house, "Alice"), timezone.now()
    for later in (0, 30, 61):
        assert open_token(secret=program.secret, at=at + timedelta(seconds=later)) is not None
    assert ApiToken.objects.get(pk=program.token).used_at == at + timedelta(seconds=61)
    open_token(secret=program.secret, at=at + timedelta(seconds=90))
    assert ApiToken.objects.get(pk=program.token).used_at == at + timedelta(seconds=61)


def test_only_administrators_make_a_services_token_and_revoke_anybodys(house: House) -> None:
    at, zoe, alice = timezone.now(), house.actor("Zoe"), house.people["Alice"].pk
    with pytest.raises(NotAllowed):
        make_token(by=house.actor("Hana"), at=at, name="x", scopes=["deals:read"], days=0, service_of=alice)
    made = make_token(by=zoe, at=at, name="Site", scopes=["deals:read"], days=0, service_of=alice)
    with pytest.raises(NotFound):
        revoke_token(by=house.actor("Alice"), at=at, token=made.token)
    revoke_token(by=zoe, at=at, token=made.token)
    assert open_token(secret=made.secret, at=at) is None


def test_a_token_for_nothing_or_without_a_name_is_refused(house: House) -> None:
    with pytest.raises(Invalid) as refusal:
        make_token(by=house.actor("Alice"), at=timezone.now(), name=" ", scopes=["all"], days=7)
    assert refusal.value.problems == {
        "name": Problem.REQUIRED,
        "scopes": Problem.REQUIRED,
        "days": Problem.UNKNOWN_CHOICE,
    }


def test_who_asks_too_often_is_told_when_to_come_again(house: House) -> None:
    program, now = Program(house, "Alice"), timezone.now()
    while not BUCKETS.take(program.token, now + timedelta(minutes=10)):
        pass
    answer = program.get("me")
    assert (answer.status, answer.kind) == (429, "too-often")
    assert int(answer.headers["Retry-After"]) >= 1
    BUCKETS.forget()


def test_a_bucket_fills_again_with_time() -> None:
    buckets, at = Buckets(per_minute=2), timezone.now()
    assert [buckets.take(1, at) for _ in range(3)] == [0, 0, 30]
    assert buckets.take(1, at + timedelta(seconds=30)) == 0
    assert buckets.take(2, at) == 0


def test_unknown_addresses_and_methods_are_problems_too(house: House) -> None:
    program = Program(house, "Alice")
    assert program.get("nothing/here").kind == "not-found"
    answer = program.ask("PUT", "deals")
    assert (answer.status, answer.kind) == (405, "no-such-method")
    assert "GET" in answer.headers["Allow"]
    # Another's deal is no other than none.
    assert program.get(f"deals/{deal_of(house, 'Bob').pk}").kind == "not-found"
