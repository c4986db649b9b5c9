"""Users and teams: invited, moved with what is theirs, shut out with a hand-over; and the tree of teams."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.factories import NOON, House, deal_of
from tests.truths import assert_all_true
from voronka.commands.accounts import (
    Invitation,
    activate_user,
    change_user,
    deactivate_user,
    invite_user,
    random_password,
    reset_password,
)
from voronka.commands.assignments import assign_deal
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move
from voronka.commands.profile import change_password
from voronka.commands.task_rows import NewTask
from voronka.commands.tasks import add_task
from voronka.commands.teams import add_team, change_team, remove_team
from voronka.commands.undo import undo
from voronka.domain.errors import Invalid, NotAllowed, NotFound, Problem, UndoRefused
from voronka.domain.events import EventKind
from voronka.domain.ids import TeamId, UserId
from voronka.domain.permissions import Role
from voronka.domain.search_access import DocumentKind, document_id, owner_key, team_key
from voronka.domain.task import TaskKind
from voronka.models import Company, Deal, Event, SearchDocument, Task, Team, User
from voronka.queries.visibility import visible_deals

if TYPE_CHECKING:
    from collections.abc import Callable

NEW = {
    "name": "Eve",
    "email": "Eve@Stuzha.example",
    "role": "seller",
    "language": "ru",
    "time_zone": "Asia/Jakarta",
}


def as_zoe(house: House) -> dict[str, Any]:
    return {"by": house.actor("Zoe"), "at": NOON}


def fields_of(house: House, who: str, /, **changed: str) -> dict[str, str]:
    user = User.objects.get(pk=house.people[who].pk)
    own = {"name": user.name, "email": user.email, "role": user.role, "team": str(user.team_id or "")}
    return {**own, "language": user.language, "time_zone": user.time_zone, **changed}


def problems_of(command: Callable[..., Any], **arguments: Any) -> dict[str, Problem]:
    with pytest.raises(Invalid) as refused:
        command(**arguments)
    return dict(refused.value.problems)


def access_of(kind: DocumentKind, id: int) -> set[str]:
    return set(SearchDocument.objects.get(pk=document_id(kind, id)).access.split())


# -- who may -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["Alice", "Hana"])
def test_only_the_administrator_keeps_users_and_teams(house: House, who: str) -> None:
    person: dict[str, Any] = {"by": house.actor(who), "at": NOON}
    refused: list[tuple[Callable[..., Any], dict[str, Any]]] = [
        (invite_user, {"fields": NEW}),
        (change_user, {"user": house.people["Bob"].pk, "fields": fields_of(house, "Bob", name="Rob")}),
        (deactivate_user, {"user": house.people["Bob"].pk, "receiver": None}),
        (activate_user, {"user": house.people["Bob"].pk}),
        (reset_password, {"user": house.people["Bob"].pk}),
        (add_team, {"name": "East"}),
        (change_team, {"team": house.teams["North"].pk, "name": "Far north", "parent": ""}),
        (remove_team, {"team": house.teams["South"].pk}),
    ]
    for command, arguments in refused:
        with pytest.raises(NotAllowed):
            command(**person, **arguments)
    assert not Event.objects.exists()
    assert User.objects.get(pk=house.people["Bob"].pk).password == "!"


# -- users -------------------------------------------------------------------------------------------------------


def test_an_invited_user_logs_in_with_the_password_shown_once(house: House) -> None:
    made = invite_user(**as_zoe(house), fields={**NEW, "team": str(house.teams["North"].pk)})
    user = User.objects.get(pk=made.user.pk)
    assert (user.name, user.email, user.role, user.team) == (
        "Eve",
        "eve@stuzha.example",
        Role.SELLER,
        house.teams["North"],
    )
    assert user.check_password(made.password)
    event = Event.objects.get()
    assert event.kind == EventKind.SETUP_CHANGED
    assert made.password not in str(event.payload)
    assert user.password not in str(event.payload)


def test_random_passwords_are_long_readable_and_never_the_same() -> None:
    made = {random_password() for _ in range(200)}
    assert len(made) == 200
    assert all(len(word) == 23 and not set(word) & set("il1o0") for word in made)


@pytest.mark.parametrize(
    ("changed", "problems"),
    [
        ({"name": " "}, {"name": Problem.REQUIRED}),
        ({"email": "nobody"}, {"email": Problem.NOT_AN_EMAIL}),
        ({"email": "ALICE@stuzha.example"}, {"email": Problem.ALREADY_TAKEN}),
        ({"role": "king"}, {"role": Problem.UNKNOWN_CHOICE}),
        ({"team": ""}, {"team": Problem.REQUIRED}),
        ({"team": "999999"}, {"team": Problem.UNKNOWN_CHOICE}),
        ({"team": "7 or 1=1"}, {"team": Problem.UNKNOWN_CHOICE}),
        ({"language": "tlh"}, {"language": Problem.UNKNOWN_CHOICE}),
        ({"time_zone": ""}, {"time_zone": Problem.REQUIRED}),
    ],
)
def test_a_user_that_makes_no_sense_is_not_made(
    house: House, changed: dict[str, str], problems: dict[str, Problem]
) -> None:
    fields = {**NEW, "team": str(house.teams["North"].pk), **changed}
    assert problems_of(invite_user, **as_zoe(house), fields=fields) == problems
    assert not User.objects.filter(name="Eve").exists()


def test_an_administrator_needs_no_team(house: House) -> None:
    made = invite_user(**as_zoe(house), fields={**NEW, "role": "admin"})
    assert made.user.team_id is None


def test_open_deals_and_clients_go_along_into_another_team(house: House) -> None:
    kept = deal_of(house, "Alice")
    move = Move(house.stage("Lost"), lost_reason=house.lost_reason)
    move_deal(by=house.actor("Alice"), at=NOON, deal=kept.pk, move=move)
    deal = deal_of(house, "Alice", amount="500")
    company = Company.objects.get()
    fields = fields_of(house, "Alice", team=str(house.teams["South"].pk))
    change_user(**as_zoe(house), user=house.people["Alice"].pk, fields=fields)

    south, north = TeamId(house.teams["South"].pk), TeamId(house.teams["North"].pk)
    deal.refresh_from_db()
    kept.refresh_from_db()
    company.refresh_from_db()
    assert (deal.team_id, deal.owner_id) == (south, house.people["Alice"].pk)
    assert kept.team_id == north
    assert company.team_id == south
    assert team_key(south) in access_of(DocumentKind.DEAL, deal.pk)
    assert team_key(north) not in access_of(DocumentKind.DEAL, deal.pk)
    # The closed deal is still the north's, and so the company is found there too.
    assert {team_key(south), team_key(north)} <= access_of(DocumentKind.COMPANY, company.pk)
    assert set(visible_deals(house.actor("Hugo")).values_list("id", flat=True)) == {deal.pk}
    assert set(visible_deals(house.actor("Hana")).values_list("id", flat=True)) == {kept.pk}
    assert_all_true()


def test_an_owner_with_open_deals_can_t_lose_their_team(house: House) -> None:
    deal_of(house, "Alice")
    fields = fields_of(house, "Alice", role="admin", team="")
    found = problems_of(change_user, **as_zoe(house), user=house.people["Alice"].pk, fields=fields)
    assert found == {"team": Problem.IN_USE}


def test_the_last_administrator_stays_one(house: House) -> None:
    fields = fields_of(house, "Zoe", role="head", team=str(house.teams["Region"].pk))
    found = problems_of(change_user, **as_zoe(house), user=house.people["Zoe"].pk, fields=fields)
    assert found == {"role": Problem.LAST_ONE}
    with pytest.raises(NotAllowed):
        deactivate_user(**as_zoe(house), user=house.people["Zoe"].pk, receiver=None)
    other = invite_user(**as_zoe(house), fields={**NEW, "role": "admin"})
    change_user(**as_zoe(house), user=house.people["Zoe"].pk, fields=fields)
    assert User.objects.get(role=Role.ADMIN).pk == other.user.pk


def test_an_inactive_administrator_is_no_way_out(house: House) -> None:
    other = invite_user(**as_zoe(house), fields={**NEW, "role": "admin"})
    deactivate_user(**as_zoe(house), user=other.user.pk, receiver=None)
    fields = fields_of(house, "Zoe", role="head", team=str(house.teams["Region"].pk))
    found = problems_of(change_user, **as_zoe(house), user=house.people["Zoe"].pk, fields=fields)
    assert found == {"role": Problem.LAST_ONE}


def test_who_is_shut_out_hands_over_deals_tasks_and_clients(house: House) -> None:
    deal, bobs = deal_of(house, "Alice", amount="500"), deal_of(house, "Bob")
    task = NewTask(TaskKind.CALL, "Help Bob", NOON + timedelta(days=1), house.people["Alice"].pk)
    add_task(by=house.actor("Bob"), at=NOON, deal=bobs.pk, task=task)
    found = problems_of(deactivate_user, **as_zoe(house), user=house.people["Alice"].pk, receiver=None)
    assert found == {"receiver": Problem.REQUIRED}
    assert User.objects.get(pk=house.people["Alice"].pk).is_active

    charlie = house.people["Charlie"]
    assert deactivate_user(**as_zoe(house), user=house.people["Alice"].pk, receiver=charlie.pk) == 1
    deal.refresh_from_db()
    assert (deal.owner_id, deal.team_id) == (charlie.pk, charlie.team_id)
    assert not Task.objects.filter(assignee=house.people["Alice"], state="open").exists()
    assert Task.objects.get(title="Help Bob").assignee_id == house.people["Bob"].pk
    company = Company.objects.get()
    assert company.owner_id == charlie.pk
    assert owner_key(UserId(charlie.pk)) in access_of(DocumentKind.COMPANY, company.pk)
    assert not User.objects.get(pk=house.people["Alice"].pk).is_active
    assert_all_true()


def test_a_hand_over_goes_to_somebody_who_works_here(house: House) -> None:
    deal_of(house, "Alice")
    deactivate_user(**as_zoe(house), user=house.people["Dan"].pk, receiver=None)
    for wrong in ("Alice", "Dan", "Zoe"):
        receiver = house.people[wrong].pk
        found = problems_of(
            deactivate_user, **as_zoe(house), user=house.people["Alice"].pk, receiver=receiver
        )
        assert found == {"receiver": Problem.UNKNOWN_CHOICE}
    assert User.objects.get(pk=house.people["Alice"].pk).is_active


def test_nothing_is_undone_back_to_who_is_gone_or_has_changed_teams(house: House) -> None:
    deals = [deal_of(house, "Alice"), deal_of(house, "Bob")]
    dan = house.people["Dan"].pk
    given = [assign_deal(by=house.actor("Hana"), at=NOON, deal=deal.pk, owner=dan) for deal in deals]
    deactivate_user(**as_zoe(house), user=house.people["Alice"].pk, receiver=None)
    fields = fields_of(house, "Bob", team=str(house.teams["South"].pk))
    change_user(**as_zoe(house), user=house.people["Bob"].pk, fields=fields)
    for event in given:
        with pytest.raises(UndoRefused):
            undo(by=house.actor("Hana"), at=NOON, event=event.pk)
    assert set(Deal.objects.values_list("owner_id", flat=True)) == {dan}


def test_who_comes_back_gets_a_new_password(house: House) -> None:
    made = invite_user(**as_zoe(house), fields={**NEW, "team": str(house.teams["North"].pk)})
    deactivate_user(**as_zoe(house), user=made.user.pk, receiver=None)
    again = activate_user(**as_zoe(house), user=made.user.pk)
    user = User.objects.get(pk=made.user.pk)
    assert user.is_active
    assert user.check_password(again.password)
    assert not user.check_password(made.password)


def test_a_password_that_the_administrator_made_is_changed_before_anything_else(house: House) -> None:
    made = invite_user(**as_zoe(house), fields={**NEW, "team": str(house.teams["North"].pk)})
    assert must_change(made.user)
    changed = own_password(made)
    assert not changed.must_change_password
    assert not must_change(made.user)
    for again in (reset_password, activate_user):
        made = again(**as_zoe(house), user=made.user.pk)
        assert must_change(made.user)
        own_password(made)


def test_the_password_given_is_not_one_s_own(house: House) -> None:
    made = reset_password(**as_zoe(house), user=house.people["Bob"].pk)
    with pytest.raises(Invalid) as refused:
        own_password(made, made.password)
    assert refused.value.problems == {"new": Problem.UNCHANGED}
    assert must_change(made.user)


def must_change(user: User) -> bool:
    return User.objects.get(pk=user.pk).must_change_password


def own_password(made: Invitation, own: str = "nine purple lanterns") -> User:
    user = User.objects.get(pk=made.user.pk)
    return change_password(user=user, at=NOON, old=made.password, new=own, again=own)


def test_a_reset_password_replaces_the_old_one(house: House) -> None:
    made = reset_password(**as_zoe(house), user=house.people["Bob"].pk)
    assert User.objects.get(pk=house.people["Bob"].pk).check_password(made.password)
    assert made.password not in str(Event.objects.get().payload)
    with pytest.raises(NotAllowed):
        reset_password(**as_zoe(house), user=house.people["Zoe"].pk)
    with pytest.raises(NotFound):
        reset_password(**as_zoe(house), user=0)


# -- teams -------------------------------------------------------------------------------------------------------


def test_teams_grow_and_are_rearranged(house: House) -> None:
    east = add_team(**as_zoe(house), name=" East  side ", parent=str(house.teams["Region"].pk))
    change_team(**as_zoe(house), team=house.teams["South"].pk, name="South", parent=str(east.pk))
    assert Team.objects.get(pk=east.pk).name == "East side"
    assert house.teams["South"].pk in house.actor("Ruth").teams
    change_team(**as_zoe(house), team=east.pk, name="East", parent="")
    assert house.teams["South"].pk not in house.actor("Ruth").teams


def test_a_team_never_comes_under_itself(house: House) -> None:
    for under in ("Region", "North"):
        parent = str(house.teams[under].pk)
        found = problems_of(
            change_team, **as_zoe(house), team=house.teams["Region"].pk, name="Region", parent=parent
        )
        assert found == {"parent": Problem.IN_USE}
    assert Team.objects.get(pk=house.teams["Region"].pk).parent_id is None


@pytest.mark.parametrize(
    ("name", "parent", "problems"),
    [
        ("", "", {"name": Problem.REQUIRED}),
        ("NORTH", "", {"name": Problem.ALREADY_TAKEN}),
        ("East", "999999", {"parent": Problem.UNKNOWN_CHOICE}),
        ("x" * 81, "x", {"name": Problem.TOO_LONG, "parent": Problem.UNKNOWN_CHOICE}),
    ],
)
def test_a_team_that_makes_no_sense_is_not_made(
    house: House, name: str, parent: str, problems: dict[str, Problem]
) -> None:
    assert problems_of(add_team, **as_zoe(house), name=name, parent=parent) == problems
    assert Team.objects.count() == 3


def test_a_team_goes_only_when_nobody_and_nothing_is_in_it(house: House) -> None:
    empty = add_team(**as_zoe(house), name="East")
    remove_team(**as_zoe(house), team=empty.pk)
    assert not Team.objects.filter(pk=empty.pk).exists()
    for name in ("Region", "North"):
        assert problems_of(remove_team, **as_zoe(house), team=house.teams[name].pk) == {
            "team": Problem.IN_USE
        }


def test_a_team_whose_deals_are_all_closed_stays_for_the_history(house: House) -> None:
    east = add_team(**as_zoe(house), name="East")
    change_user(
        **as_zoe(house), user=house.people["Dan"].pk, fields=fields_of(house, "Dan", team=str(east.pk))
    )
    deal = deal_of(house, "Dan")
    move = Move(house.stage("Lost"), lost_reason=house.lost_reason)
    move_deal(by=house.actor("Dan"), at=NOON, deal=deal.pk, move=move)
    north = str(house.teams["North"].pk)
    change_user(**as_zoe(house), user=house.people["Dan"].pk, fields=fields_of(house, "Dan", team=north))
    assert problems_of(remove_team, **as_zoe(house), team=east.pk) == {"team": Problem.IN_USE}
