"""What is known of clients is kept current: typing checks it, a press confirms it, and what is old is asked for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories import NOON, House, deal_of, make_house
from tests.truths import assert_all_true
from voronka.commands.clients import ClientWords, change_contact, create_contact
from voronka.commands.fact_checks import check_facts
from voronka.commands.freshness import MOST_A_DAY, ask_to_check
from voronka.commands.merging import merge_clients
from voronka.domain.errors import NotFound
from voronka.domain.freshness import Checked, KeyFact
from voronka.domain.merging import ClientKind
from voronka.models import Company, Contact, Deal, Task, Workspace
from voronka.queries.freshness import StaleClient, profile

LATER = NOON + timedelta(days=200)


@pytest.fixture
def house(db: None) -> House:
    return make_house()


def known(house: House, number: int = 1) -> Contact:
    fields = {"name": f"Siti {number}", "phone": f"+62 812 5550 {number:04}", "position": "Buyer"}
    return create_contact(by=house.actor("Alice"), at=NOON, fields=fields)


def with_deal(house: House, number: int = 1) -> Contact:
    row = known(house, number)
    deal_of(house, "Alice", title=f"Deal {number}", client=ClientWords(phone=f"+62 812 5550 {number:04}"))
    return row


def title(stale: StaleClient) -> str:
    return f"Check {stale.kind} {' '.join(stale.facts)}"


def asked(at_days: int = 200) -> list[str]:
    ask_to_check(NOON + timedelta(days=at_days), title)
    return list(
        Task.objects.filter(title__startswith="Check ").order_by("pk").values_list("title", flat=True)
    )


def test_what_is_typed_is_checked_by_that_and_the_rest_by_a_press(house: House) -> None:
    row = known(house)
    change_contact(by=house.actor("Alice"), at=LATER, contact=row.pk, fields={"position": "Head of buying"})
    row.refresh_from_db()
    found = profile(row, LATER)
    assert found.checked[KeyFact.POSITION] == Checked(LATER, "Alice")
    assert found.stale == (KeyFact.PHONES, KeyFact.CITY)
    check_facts(by=house.actor("Hana"), at=LATER, kind="contact", client=row.pk)
    found = profile(row, LATER)
    assert {check.by for check in found.checked.values()} == {"Hana"}
    assert found.stale == ()
    with pytest.raises(NotFound):
        check_facts(by=house.actor("Charlie"), at=LATER, kind="contact", client=row.pk)


def test_old_data_is_asked_for_once_in_its_time(house: House) -> None:
    row = with_deal(house)
    assert asked(179) == []
    assert asked(181) == ["Check contact position phones city"]
    assert asked(182) == ["Check contact position phones city"]
    task = Task.objects.get(title__startswith="Check ")
    assert (task.assignee_id, task.due_on is not None) == (house.people["Alice"].pk, True)
    check_facts(by=house.actor("Alice"), at=NOON + timedelta(days=183), kind="contact", client=row.pk)
    assert len(asked(300)) == 1
    assert len(asked(183 + 181)) == 2
    assert_all_true()


def test_nobody_is_buried_and_a_workspace_may_ask_for_nothing(house: House) -> None:
    for number in range(1, MOST_A_DAY + 3):
        with_deal(house, number)
    Workspace.objects.update(check_days=0)
    assert asked() == []
    Workspace.objects.update(check_days=30)
    assert len(asked(40)) == MOST_A_DAY
    assert len(asked(41)) == MOST_A_DAY + 2


def test_only_clients_of_open_deals_with_an_owner_are_asked_about(house: House) -> None:
    known(house)
    row = with_deal(house, 2)
    Deal.objects.filter(contact=row).update(owner=None)
    Company.objects.create(name="Alone", sector="Retail", created_at=NOON)
    assert asked() == []


def test_a_merge_brings_the_checks_along(house: House) -> None:
    kept, gone = known(house, 1), known(house, 2)
    check_facts(by=house.actor("Alice"), at=LATER, kind="contact", client=gone.pk)
    merge_clients(by=house.actor("Zoe"), at=LATER, kind=ClientKind.CONTACT, into=kept.pk, merged=gone.pk)
    kept.refresh_from_db()
    # Of what was checked of both, the kept one's word is the one that stands, and so is its day.
    assert profile(kept, LATER).stale == (KeyFact.POSITION,)
