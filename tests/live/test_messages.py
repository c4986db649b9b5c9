"""What one person is told of one entry of the log, without server or database."""

from __future__ import annotations

import json
from typing import Any

import pytest

from voronka.domain.events import EventKind
from voronka.domain.ids import TeamId, UserId
from voronka.domain.permissions import Actor, Holding, Role
from voronka.live.messages import Wording, position
from voronka.queries.live import LogEntry

NORTH, SOUTH = TeamId(1), TeamId(2)
ALICE = Actor(UserId(1), "Alice", Role.SELLER, NORTH, frozenset({NORTH}))
BOB = Actor(UserId(2), "Bob", Role.SELLER, NORTH, frozenset({NORTH}))
CHARLIE = Actor(UserId(3), "Charlie", Role.SELLER, SOUTH, frozenset({SOUTH}))
HANA = Actor(UserId(4), "Hana", Role.HEAD, NORTH, frozenset({NORTH}))
ZOE = Actor(UserId(5), "Zoe", Role.ADMIN, None, frozenset())
OF_ALICE, OF_BOB = Holding(ALICE.id, NORTH), Holding(BOB.id, NORTH)
OF_CHARLIE, OF_NOBODY = Holding(CHARLIE.id, SOUTH), Holding(None, NORTH)


def entry(before: Holding, after: Holding, *, deal: int | None = 41) -> LogEntry:
    return LogEntry(
        id=812, kind=EventKind.DEAL_MOVED, actor=ALICE.id, deal=deal, version=7, pipeline=3, stage=12, stage_before=11,
        held=after, held_before=before, request_id="abc",
    )  # fmt: skip


def told(watcher: Actor, before: Holding, after: Holding) -> dict[str, Any] | None:
    message = Wording(entry(before, after)).for_watcher(watcher.policy)
    if message is None:
        return None
    lines = dict(line.split(": ", 1) for line in message.decode().strip().split("\n"))
    assert lines["id"] == "812"
    assert lines["event"] == "deal"
    read: dict[str, Any] = json.loads(lines["data"])
    return read


@pytest.mark.parametrize("watcher", [ALICE, HANA, ZOE])
def test_whoever_sees_the_deal_is_told_where_it_is(watcher: Actor) -> None:
    heard = told(watcher, OF_ALICE, OF_ALICE)
    assert heard is not None
    assert (heard["deal"], heard["version"], heard["stage"], heard["stageBefore"]) == (41, 7, 12, 11)


@pytest.mark.parametrize("watcher", [BOB, CHARLIE])
def test_whoever_does_not_see_it_is_told_nothing(watcher: Actor) -> None:
    assert told(watcher, OF_ALICE, OF_ALICE) is None


def test_what_leaves_the_sight_is_gone_and_its_new_place_untold() -> None:
    heard = told(ALICE, OF_ALICE, OF_BOB)
    assert heard == {
        "deal": 41, "version": None, "stage": None, "stageBefore": 11, "pipeline": 3, "kind": "gone", "actor": None,
        "requestId": "abc",
    }  # fmt: skip


def test_what_comes_into_sight_does_not_tell_where_it_was() -> None:
    heard = told(CHARLIE, OF_ALICE, OF_CHARLIE)
    assert heard is not None
    assert heard["stageBefore"] == heard["stage"] == 12


def test_a_deal_that_crosses_teams_is_gone_for_the_one_head_only() -> None:
    assert (told(HANA, OF_ALICE, OF_CHARLIE) or {})["kind"] == "gone"
    assert (told(ZOE, OF_ALICE, OF_CHARLIE) or {})["kind"] == "deal_moved"


def test_what_nobody_owns_is_told_to_its_team_alone() -> None:
    assert told(BOB, OF_NOBODY, OF_NOBODY) is not None
    assert told(CHARLIE, OF_NOBODY, OF_NOBODY) is None


def test_an_entry_without_a_deal_is_told_to_nobody() -> None:
    nowhere = Holding(None, None)
    assert Wording(entry(nowhere, nowhere, deal=None)).for_watcher(ZOE.policy) is None


def test_the_position_moves_the_browsers_last_event_id() -> None:
    assert position(9) == b"id: 9\nevent: here\ndata: 1\n\n"
