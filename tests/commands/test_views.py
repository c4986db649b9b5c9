"""Saved views: whose they are, who sees them, and what can't be saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.factories import make_house
from voronka.commands.views import MOST_OWN, remove_view, save_view
from voronka.domain.errors import Invalid, NotAllowed, NotFound, Problem
from voronka.models import SavedView, User
from voronka.queries.views import saved_views

if TYPE_CHECKING:
    from tests.factories import House

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return make_house()


def save(
    house: House, who: str, name: str = "Big ones", query: str = "from=1000", *, shared: bool = False
) -> SavedView:
    return save_view(by=house.actor(who), pipeline=house.pipeline.pk, name=name, query=query, shared=shared)


def names(house: House, who: str) -> list[str]:
    return [view.name for view in saved_views(house.actor(who), house.pipeline.pk)]


def refused(house: House, **said: str) -> dict[str, Problem]:
    before = SavedView.objects.count()
    with pytest.raises(Invalid) as caught:
        save_view(
            by=house.actor("Alice"),
            pipeline=house.pipeline.pk,
            name=said.get("name", "Big ones"),
            query=said.get("query", "from=1"),
        )
    assert SavedView.objects.count() == before
    return dict(caught.value.problems)


def test_a_view_is_its_makers_own(house: House) -> None:
    save(house, "Alice")
    assert {who: names(house, who) for who in ("Alice", "Bob", "Hana", "Zoe")} == {
        "Alice": ["Big ones"],
        "Bob": [],
        "Hana": [],
        "Zoe": [],
    }


def test_a_heads_shared_view_is_seen_by_everybody_below(house: House) -> None:
    save(house, "Hana", "North", shared=True)
    save(house, "Ruth", "Region", shared=True)
    save(house, "Zoe", "All", shared=True)
    assert names(house, "Alice") == ["All", "North", "Region"]
    assert names(house, "Charlie") == ["All", "Region"]
    assert names(house, "Hana") == ["North", "All", "Region"]
    assert names(house, "Ruth") == ["Region", "All"]
    assert names(house, "Zoe") == ["All"]


def test_the_views_of_a_head_who_left_are_shared_no_more(house: House) -> None:
    save(house, "Hana", shared=True)
    User.objects.filter(pk=house.people["Hana"].pk).update(is_active=False)
    assert names(house, "Alice") == []


def test_a_seller_shares_nothing(house: House) -> None:
    with pytest.raises(NotAllowed):
        save(house, "Alice", shared=True)
    assert not SavedView.objects.exists()


def test_what_cant_be_saved_is_refused_with_the_reason(house: House) -> None:
    assert refused(house, name="  ") == {"name": Problem.REQUIRED}
    assert refused(house, name="x" * 61) == {"name": Problem.TOO_LONG}
    assert refused(house, query="text=" + "x" * 1000) == {"query": Problem.TOO_LONG}
    assert refused(house, query="not a query") == {"query": Problem.UNKNOWN_CHOICE}
    save(house, "Alice", name="Big ones")
    assert refused(house, name="big  ONES") == {"name": Problem.ALREADY_TAKEN}
    for number in range(MOST_OWN - 1):
        save(house, "Alice", name=f"View {number}")
    assert refused(house, name="One more") == {"name": Problem.TOO_MANY}


def test_two_people_may_use_one_name(house: House) -> None:
    save(house, "Alice")
    save(house, "Bob")
    assert SavedView.objects.count() == 2


def test_an_unknown_pipeline_has_no_views(house: House) -> None:
    with pytest.raises(NotFound):
        save_view(by=house.actor("Alice"), pipeline=10**6, name="x", query="from=1")


def test_only_the_maker_removes_a_view(house: House) -> None:
    view = save(house, "Hana", shared=True)
    for who in ("Alice", "Zoe"):
        with pytest.raises(NotFound):
            remove_view(by=house.actor(who), view=view.pk)
    assert SavedView.objects.filter(pk=view.pk).exists()
    remove_view(by=house.actor("Hana"), view=view.pk)
    assert not SavedView.objects.exists()
