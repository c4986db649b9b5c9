"""The policy, as a table: who sees, edits, takes and gives what."""

import pytest

from voronka.domain.ids import TeamId, UserId
from voronka.domain.permissions import Actor, Holding, Role, chain, makes_a_circle, subtree

REGION, NORTH, SOUTH = TeamId(1), TeamId(2), TeamId(3)
PARENTS: dict[TeamId, TeamId | None] = {REGION: None, NORTH: REGION, SOUTH: REGION}


def actor(number: int, role: Role, team: TeamId | None) -> Actor:
    teams: frozenset[TeamId] = frozenset() if team is None else frozenset({team})
    if role is Role.HEAD and team is not None:
        teams = subtree(team, PARENTS)
    return Actor(UserId(number), f"Person {number}", role, team, teams)


ALICE, BOB, CHARLIE = (actor(n, Role.SELLER, t) for n, t in ((1, NORTH), (2, NORTH), (3, SOUTH)))
HANA, RUTH, ZOE = actor(4, Role.HEAD, NORTH), actor(5, Role.HEAD, REGION), actor(6, Role.ADMIN, None)
HUGO = actor(7, Role.HEAD, SOUTH)
OF_ALICE = Holding(ALICE.id, NORTH)
UNOWNED = Holding(None, NORTH)


@pytest.mark.parametrize(
    ("who", "sees", "edits", "assigns"),
    [
        (ALICE, True, True, False),
        (BOB, False, False, False),
        (CHARLIE, False, False, False),
        (HANA, True, True, True),
        (HUGO, False, False, False),
        (RUTH, True, True, True),
        (ZOE, True, True, True),
    ],
)
def test_rights_on_a_deal_of_alice(who: Actor, *, sees: bool, edits: bool, assigns: bool) -> None:
    policy = who.policy
    assert (policy.may_see(OF_ALICE), policy.may_edit(OF_ALICE), policy.may_assign(OF_ALICE)) == (
        sees,
        edits,
        assigns,
    )


@pytest.mark.parametrize(
    ("who", "sees", "edits", "takes"),
    [
        (ALICE, True, False, True),
        (BOB, True, False, True),
        (CHARLIE, False, False, False),
        (HANA, True, True, True),
        (HUGO, False, False, False),
        (RUTH, True, True, True),
        (ZOE, True, True, False),
    ],
)
def test_rights_on_a_deal_that_nobody_in_north_owns_yet(
    who: Actor, *, sees: bool, edits: bool, takes: bool
) -> None:
    policy = who.policy
    assert (policy.may_see(UNOWNED), policy.may_edit(UNOWNED), policy.may_take(UNOWNED)) == (
        sees,
        edits,
        takes,
    )


def test_nobody_takes_what_somebody_owns() -> None:
    assert not any(who.policy.may_take(OF_ALICE) for who in (ALICE, BOB, HANA, RUTH, ZOE))


def test_only_who_leads_makes_exceptions_and_sets_up() -> None:
    for who, leads, manages in ((ALICE, False, False), (HANA, True, False), (ZOE, True, True)):
        policy = who.policy
        assert policy.may_make_exceptions == policy.may_set_up_method == policy.may_see_colleagues == leads
        assert policy.may_manage_users == manages


def test_a_head_gives_deals_within_their_teams_only() -> None:
    assert HANA.policy.may_own(NORTH)
    assert not HANA.policy.may_own(SOUTH)
    assert RUTH.policy.may_own(SOUTH)
    assert not ZOE.policy.may_own(None)


def test_a_team_under_itself_would_be_a_circle() -> None:
    assert makes_a_circle(REGION, NORTH, PARENTS)
    assert makes_a_circle(NORTH, NORTH, PARENTS)
    assert not makes_a_circle(NORTH, SOUTH, PARENTS)
    assert not makes_a_circle(NORTH, None, PARENTS)


def test_the_chain_goes_up_to_the_root() -> None:
    assert list(chain(NORTH, PARENTS)) == [NORTH, REGION]
    assert list(chain(None, PARENTS)) == []
