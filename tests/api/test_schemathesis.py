"""Every operation, asked whatever its description allows and what it does not: no 5xx, no answer that is not described.

A longer search: `SCHEMATHESIS_EXAMPLES=500 python -m pytest -n0 tests/api/test_schemathesis.py`.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.access.world import World, make_world, taken_back
from tests.factories import NOON
from voronka.api.caller import BUCKETS
from voronka.commands.api_tokens import make_token
from voronka.config.wsgi import application
from voronka.domain.api_tokens import Scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoDbBlocker

EXAMPLES = int(os.environ.get("SCHEMATHESIS_EXAMPLES", "6"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]
# A download is tried by test_deals.py: this client would leave the file open.
SCHEMA = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application).exclude(
    operation_id="get_file_content"
)
SCHEMA.config.generation.update(modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE])


@pytest.fixture(scope="module")
def secret(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[World, str]]:
    """A world and a token for everything in it, on the connection of this test, which no request may close."""
    ends = (request_started, request_finished)
    for end in ends:
        end.disconnect(close_old_connections)
    with django_db_blocker.unblock(), taken_back():
        world = make_world()
        scopes = [scope.value for scope in Scope]
        made = make_token(by=world.house.actor("Zoe"), at=NOON, name="All", scopes=scopes, days=0)
        yield world, made.secret
    for end in ends:
        end.connect(close_old_connections)


def known(world: World) -> dict[str, int]:
    """What an address can name."""
    ids = ("contact", "company", "task", "note", "file", "merge")
    return {name: getattr(world, name) for name in ids} | {
        "deal": world.deal.pk,
        "pipeline": world.house.pipeline.pk,
    }


def lead_home(case: Any, world: World) -> None:
    """Of two ids that were made up the one becomes one that there is: else nobody got past 404."""
    there = known(world)
    for name, value in list((case.path_parameters or {}).items()):
        if isinstance(value, int) and value % 2 and name in there:
            case.path_parameters[name] = there[name]
    if isinstance(case.body, dict):
        stages = [world.house.stage(name) for name in ("Propose", "Sign", "Lost")]
        homes = {"pipeline_id": world.house.pipeline.pk, "owner_id": world.bob, "stage_id": stages[0]}
        for name, value in list(case.body.items()):
            if isinstance(value, int) and value % 2 and name in homes:
                case.body[name] = homes[name]


@pytest.mark.once
@pytest.mark.django_db
@SCHEMA.parametrize()
@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_no_operation_breaks_or_answers_what_it_does_not_describe(
    case: schemathesis.Case[Any], secret: tuple[World, str]
) -> None:
    world, token = secret
    BUCKETS.forget()
    lead_home(case, world)
    with taken_back():
        response = case.call(headers={"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"})
    case.validate_response(response, checks=CHECKS)
