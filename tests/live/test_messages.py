"""What one person is told of one entry of the log, without server or database."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from voronka.domain.events import EventKind
from voronka.domain.ids import TeamId, UserId
from voronka.domain.permissions import Actor, Holding, Receiving, Role
from voronka.domain.search_access import DocumentKind, access_keys
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
        held=after, held_before=before, request_id="abc", contact=5, company=None,
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
    assert (heard["contact"], heard["company"]) == (5, None)


@pytest.mark.parametrize("watcher", [BOB, CHARLIE])
def test_whoever_does_not_see_it_is_told_nothing(watcher: Actor) -> None:
    assert told(watcher, OF_ALICE, OF_ALICE) is None


def test_who_takes_a_deal_over_hears_of_it_and_nobody_else() -> None:
    offered = replace(entry(OF_ALICE, OF_ALICE), receiving=Receiving(frozenset({CHARLIE.id})))
    heard = Wording(offered).for_watcher(CHARLIE.policy)
    assert heard is not None
    assert b'"deal":41' in heard
    assert Wording(offered).for_watcher(BOB.policy) is None


def test_what_leaves_the_sight_is_gone_and_its_new_place_untold() -> None:
    heard = told(ALICE, OF_ALICE, OF_BOB)
    assert heard == {
        "deal": 41, "version": None, "stage": None, "stageBefore": 11, "pipeline": 3, "kind": "gone", "actor": None,
        "requestId": "abc", "contact": None, "company": None,
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


def of_client(
    watcher: Actor, keys: str, before: str = "", kind: EventKind = EventKind.CONTACT_CHANGED
) -> dict[str, Any] | None:
    nowhere = Holding(None, None)
    changed = replace(
        entry(nowhere, nowhere, deal=None),
        kind=kind,
        keys=frozenset(keys.split()),
        keys_before=frozenset(before.split()),
    )
    message = Wording(changed).for_watcher(watcher.policy)
    if message is None:
        return None
    assert message.startswith(b"id: 812\nevent: client\ndata: ")
    read: dict[str, Any] = json.loads(message.decode().split("data: ")[1])
    return read


ALICES = access_keys(DocumentKind.CONTACT, (), OF_ALICE)


def test_a_changed_client_is_told_to_whoever_may_find_it() -> None:
    assert of_client(ALICE, ALICES) == {
        "contact": 5, "company": None, "kind": "contact_changed", "actor": ALICE.id, "requestId": "abc",
    }  # fmt: skip
    assert (of_client(HANA, ALICES) or {})["requestId"] == ""
    assert of_client(ZOE, ALICES) is not None
    assert of_client(BOB, ALICES) is None
    assert of_client(CHARLIE, ALICES) is None


def test_whoever_has_a_deal_with_the_client_is_told_as_well() -> None:
    keys = access_keys(DocumentKind.CONTACT, [OF_CHARLIE], OF_ALICE)
    assert of_client(CHARLIE, keys) is not None
    assert of_client(BOB, keys) is None
    assert of_client(BOB, access_keys(DocumentKind.CONTACT, [OF_NOBODY], OF_ALICE)) is not None


def test_a_client_that_was_given_away_is_gone_and_to_whom_untold() -> None:
    now = access_keys(DocumentKind.CONTACT, (), OF_CHARLIE)
    assert of_client(ALICE, now, before=ALICES) == {
        "contact": 5, "company": None, "kind": "gone", "actor": None, "requestId": "abc",
    }  # fmt: skip
    assert (of_client(CHARLIE, now, before=ALICES) or {})["kind"] == "contact_changed"
    assert of_client(BOB, now, before=ALICES) is None


@pytest.mark.parametrize(
    "kind", [EventKind.SETUP_CHANGED, EventKind.CONTACT_CREATED, EventKind.COMPANY_CREATED]
)
def test_of_what_no_page_shows_nobody_is_told(kind: EventKind) -> None:
    assert of_client(ZOE, ALICES, kind=kind) is None


def test_an_entry_without_a_deal_is_told_to_nobody() -> None:
    nowhere = Holding(None, None)
    assert Wording(entry(nowhere, nowhere, deal=None)).for_watcher(ZOE.policy) is None


def test_the_position_moves_the_browsers_last_event_id() -> None:
    assert position(9) == b"id: 9\nevent: here\ndata: 1\n\n"


PIA = Actor(UserId(6), "Pia", Role.SELLER, None, frozenset(), is_product_owner=True)


@pytest.mark.parametrize(("watcher", "hears"), [(PIA, True), (ZOE, True), (ALICE, False), (HANA, False)])
def test_the_board_of_feedback_is_told_to_who_keeps_it(watcher: Actor, hears: bool) -> None:  # noqa: FBT001 - a table
    of_the_board = replace(
        entry(OF_NOBODY, OF_NOBODY, deal=None), kind=EventKind.FEEDBACK_MOVED, contact=None, actor=PIA.id
    )
    message = Wording(of_the_board).for_watcher(watcher.policy)
    assert (message is not None) is hears
    if message is not None:
        assert b"event: feedback" in message
        # Only who did it is told by which request, to know the echo.
        assert (b"abc" in message) is (watcher is PIA)
