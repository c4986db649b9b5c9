"""Every address, asked by everybody. A route without a row in the matrix fails here, and so does a row without one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access.api_matrix import OPERATIONS, Operation
from tests.access.matrix import ROWS, Answer, Row
from tests.access.world import ANONYMOUS, CAST, World, make_world, taken_back
from tests.factories import NOON
from voronka.api.caller import BUCKETS
from voronka.commands.api_tokens import make_token
from voronka.domain.api_tokens import Scope
from voronka.models import User

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoDbBlocker

# 409 and 422 answer one who may, about what was said; who may not never gets that far.
DONE = {200, 201, 202, 204, 302, 409, 422}


def names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns)
        else:
            assert pattern.name, f"{pattern} has no name"
            yield pattern.name


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    known = {row.name for row in ROWS} | {row.name for row in OPERATIONS}
    assert known == set(names(get_resolver().url_patterns))


def asked(world: World, row: Row, who: str) -> Any:
    client = Client()
    if who != ANONYMOUS:
        client.force_login(world.house.people[who])
    address = reverse(row.name, kwargs=dict(row.kwargs(world))) + row.query(world)
    headers = dict(row.headers(world))
    ask = client.get if row.method == "GET" else client.post
    response = ask(address, {} if row.method == "GET" else row.data(world), headers=headers)
    if response.streaming:
        # Read to the end, the test client lets go of the file.
        list(response)
    return response


def answer(response: Any) -> Answer | int:
    """What kind of answer it was; an unexpected status stays a number."""
    if response.status_code == 302 and response.headers["Location"].startswith("/login/"):
        return Answer.LOGIN
    if response.status_code in DONE:
        return Answer.DONE
    status: int = response.status_code
    return {403: Answer.FORBIDDEN, 404: Answer.HIDDEN}.get(status, status)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Made once, for it takes its time; what a test does to it is taken back after it."""
    with django_db_blocker.unblock(), taken_back():
        yield make_world()


@pytest.mark.django_db
@pytest.mark.parametrize("row", ROWS, ids=[f"{n} {row.method} {row.name}" for n, row in enumerate(ROWS)])
def test_everybody_gets_what_is_theirs(world: World, row: Row) -> None:
    got: dict[str, Answer | int] = {}
    for who in CAST:
        with taken_back():
            got[who] = answer(asked(world, row, who))
    assert got == {who: row.who(who) for who in CAST}


@pytest.mark.django_db
@pytest.mark.parametrize("row", OPERATIONS, ids=[f"{n} {row.name}" for n, row in enumerate(OPERATIONS)])
def test_a_token_opens_what_is_its_persons_and_no_more(world: World, row: Operation) -> None:
    got: dict[str, Answer | int] = {}
    for who in CAST:
        with taken_back():
            got[who] = asked_by_token(world, row, who)
    assert got == {who: row.who(who) for who in CAST}


def asked_by_token(world: World, row: Operation, who: str) -> Answer | int:
    BUCKETS.forget()
    headers = {"X-Request-Id": "matrix"}
    if who != ANONYMOUS:
        scopes = [scope.value for scope in Scope]
        made = make_token(by=world.house.actor(who), at=NOON, name="All", scopes=scopes, days=0)
        headers["Authorization"] = f"Bearer {made.secret}"
    address = reverse(row.name, kwargs=dict(row.kwargs(world)))
    said = row.said(world)
    if row.is_form:
        status = Client().post(address, said, headers=headers).status_code
    else:
        content: dict[str, Any] = {} if row.method == "GET" else {"data": json.dumps(said)}
        response = Client().generic(
            row.method, address, content_type="application/json", headers=headers, **content
        )
        if response.streaming:
            list(response)
        status = response.status_code
    if status in DONE:
        return Answer.DONE
    return {401: Answer.LOGIN, 403: Answer.FORBIDDEN, 404: Answer.HIDDEN}.get(status, status)


BY_NAME = {row.name: [other for other in ROWS if other.name == row.name] for row in ROWS}
# What a password opens that somebody else made, as nobody's and as one's own.
OPEN_TO_GIVEN = {
    "health",
    "login",
    "language",
    "logout",
    "password",
    "calendar-feed",
    "notice-off",
    "intake-endpoint",
    "web-form",
    "web-form-script",
    "api-description",
    "api-docs",
    "api-unknown",
}


@pytest.mark.django_db
def test_a_given_password_opens_no_address_but_the_change_to_ones_own(world: World) -> None:
    User.objects.update(must_change_password=True)
    for row in ROWS:
        if row.name in OPEN_TO_GIVEN:
            continue
        for who in ("Alice", "Zoe"):
            response = asked(world, row, who)
            assert response.status_code == 302, (row.name, who)
            assert response.headers["Location"].startswith(reverse("password"))


@pytest.mark.django_db
def test_other_methods_are_refused(world: World) -> None:
    client = Client()
    client.force_login(world.house.people["Zoe"])
    for name, rows in BY_NAME.items():
        address = reverse(name, kwargs=dict(rows[0].kwargs(world)))
        for method in {"GET", "POST", "DELETE"} - {row.method for row in rows}:
            assert client.generic(method, address).status_code == 405, (method, name)
