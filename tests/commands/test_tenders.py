"""A deal that is a tender: its days make tasks, its documents are ticked, and only who may change the deal says so."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from tests.factories import NOON, House, deal_of, make_house
from tests.truths import assert_all_true
from voronka.commands.tenders import (
    NewTender,
    drop_tender,
    remove_part,
    set_criterion,
    set_document,
    set_tender,
    tick_document,
)
from voronka.domain.errors import Invalid, NotFound
from voronka.domain.tender import Deadline, TenderPart, next_deadline
from voronka.models import Deal, Task, TenderDocument
from voronka.queries.tenders import TenderView, tender_of

if TYPE_CHECKING:
    from collections.abc import Mapping

pytestmark = pytest.mark.django_db
TITLES = {kind: f"Tender: {kind}" for kind in Deadline}


@pytest.fixture
def house() -> House:
    return make_house()


@pytest.fixture
def deal(house: House) -> Deal:
    return deal_of(house, "Alice")


def save(house: House, deal: Deal, days: Mapping[Deadline, str], **more: str) -> None:
    new = NewTender(days=days, titles=TITLES, moved="They moved it", **more)
    set_tender(by=house.actor("Alice"), at=NOON, deal=deal.pk, new=new)


def shown(deal: Deal) -> TenderView:
    found = tender_of(deal)
    assert found is not None
    return found


def test_a_day_to_come_makes_a_task_and_another_day_moves_it(house: House, deal: Deal) -> None:
    save(house, deal, {Deadline.BIDS: "2026-12-03", Deadline.QUESTIONS: "2026-11-01"}, number="44-FZ/12")
    task = Task.objects.get(title="Tender: bids")
    assert task.due_at == datetime(2026, 12, 3, 8, 0, tzinfo=UTC)
    assert not Task.objects.filter(title="Tender: questions").exists()
    save(house, deal, {Deadline.BIDS: "2026-12-10"})
    task.refresh_from_db()
    assert task.due_at.day == 10
    assert Task.objects.filter(title="Tender: bids").count() == 1
    assert shown(deal).days[Deadline.BIDS] == date(2026, 12, 10)
    assert_all_true()


def test_a_day_that_is_taken_away_leaves_its_task_to_the_seller(house: House, deal: Deal) -> None:
    save(house, deal, {Deadline.BIDS: "2026-12-03"})
    save(house, deal, {Deadline.BIDS: ""})
    assert shown(deal).days == {}
    assert Task.objects.filter(title="Tender: bids", state="open").exists()


def test_documents_are_demanded_of_somebody_and_ticked(house: House, deal: Deal) -> None:
    save(house, deal, {})
    alice, bob = house.actor("Alice"), str(house.people["Bob"].pk)
    set_document(by=alice, at=NOON, deal=deal.pk, text="Licence", assignee=bob, until="2026-12-01")
    document = TenderDocument.objects.get()
    for is_done in (True, False, True):
        tick_document(by=alice, at=NOON, deal=deal.pk, document=document.pk, is_done=is_done)
    (one,) = shown(deal).documents
    assert (one.is_done, one.done_by, one.assignee_name, shown(deal).done) == (True, "Alice", "Bob", 1)
    with pytest.raises(Invalid):
        set_document(
            by=alice, at=NOON, deal=deal.pk, text="Bank letter", until="",
            assignee=str(house.people["Charlie"].pk),
        )  # fmt: skip
    assert_all_true()


def test_criteria_have_weights_and_may_be_changed_and_removed(house: House, deal: Deal) -> None:
    save(house, deal, {})
    alice = house.actor("Alice")
    set_criterion(by=alice, at=NOON, deal=deal.pk, text="Price", weight="60")
    (price,) = shown(deal).criteria
    set_criterion(by=alice, at=NOON, deal=deal.pk, text="Price", weight="", criterion=price.id)
    assert shown(deal).criteria[0].weight is None
    for weight in ("0", "101", "much"):
        with pytest.raises(Invalid):
            set_criterion(by=alice, at=NOON, deal=deal.pk, text="Time", weight=weight)
    remove_part(by=alice, at=NOON, deal=deal.pk, part=TenderPart.CRITERION, id=price.id)
    assert shown(deal).criteria == ()


def test_it_may_turn_out_to_be_none(house: House, deal: Deal) -> None:
    save(house, deal, {})
    drop_tender(by=house.actor("Alice"), at=NOON, deal=deal.pk)
    assert tender_of(deal) is None
    with pytest.raises(NotFound):
        set_criterion(by=house.actor("Alice"), at=NOON, deal=deal.pk, text="Price", weight="")


def test_another_seller_does_not_see_it(house: House, deal: Deal) -> None:
    with pytest.raises(NotFound):
        set_tender(by=house.actor("Bob"), at=NOON, deal=deal.pk, new=NewTender())


def test_the_next_day_is_the_nearest_to_come() -> None:
    days = {Deadline.QUESTIONS: date(2026, 11, 1), Deadline.BIDS: date(2026, 12, 3)}
    assert next_deadline(days, date(2026, 11, 24)) == (Deadline.BIDS, date(2026, 12, 3))
    assert next_deadline(days, date(2026, 12, 4)) is None
