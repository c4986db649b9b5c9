"""Pages of a board's column when many cards have the same key, and what a card brings."""

from __future__ import annotations

import pytest

from tests.factories import deal_of, make_house
from tests.queries.test_board import NOW, every_card, in_order, open_deals, the
from voronka.commands.clients import ClientWords
from voronka.commands.task_rows import NewTask
from voronka.domain.task import TaskKind
from voronka.models import Contact, Phone
from voronka.queries import board
from voronka.queries.board_filter import Asked, DealFilter, Sort

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_bring_every_card_once_though_many_have_the_same_key(db: None, sort: Sort) -> None:
    house = make_house()
    due = NewTask(TaskKind.CALL, "Call", NOW)
    for number in range(64):
        deal_of(house, "Alice", title="Same", amount=str(number % 2), next_task=due)
    pipeline = the(house)
    for who in ("Alice", "Hana", "Zoe"):
        actor = house.actor(who)
        qualify = pipeline.columns[1]
        first = board.cards(actor, pipeline.columns, Asked(sort=sort), NOW)[qualify.id]
        assert len(first.shown) == board.FIRST_CARDS
        rows = every_card(actor, pipeline, Asked(sort=sort))[qualify.id]
        assert [row.id for row in rows] == in_order(open_deals(actor), sort)
        assert len({row.id for row in rows}) == 64


def test_the_last_page_says_that_it_is_the_last(db: None) -> None:
    house = make_house()
    for _ in range(board.FIRST_CARDS):
        deal_of(house, "Alice")
    qualify = the(house).columns[1]
    first = board.cards(house.actor("Alice"), [qualify], Asked(), NOW)[qualify.id]
    assert (len(first.shown), first.after) == (board.FIRST_CARDS, None)


def test_a_phone_number_is_found_in_any_form(db: None) -> None:
    house = make_house()
    deal = deal_of(house, "Alice", client=ClientWords(phone="+380 67 555 01 64", contact="Taras"))
    pipeline = the(house)
    for text in ("067 555-01-64", "5550164", "+380 67 555 01 64", "(067) 555 01"):
        found = every_card(house.actor("Alice"), pipeline, Asked(DealFilter(text=text)))
        assert [row.id for rows in found.values() for row in rows] == [deal.pk], text


def test_a_card_brings_client_step_owner_and_clock(db: None) -> None:
    house = make_house()
    made = deal_of(
        house, "Alice", client=ClientWords(phone="+62 812 5550 0142", contact="Bagus"), amount="86 400.5"
    )
    Contact.objects.update(time_zone="Asia/Jakarta", city="Surabaya")
    qualify = the(house).columns[1]
    (row,) = board.cards(house.actor("Alice"), [qualify], Asked(), NOW)[qualify.id].shown
    assert (row.id, row.version, row.title, row.amount, row.currency) == (
        made.pk,
        made.version,
        "Blast freezer line",
        8640050,
        "USD",
    )
    assert (row.contact_name, row.contact_zone, row.contact_city) == ("Bagus", "Asia/Jakarta", "Surabaya")
    assert (row.company_name, row.phone) == (None, Phone.objects.get().e164)
    assert (row.owner_name, row.task_title) == ("Alice", "Qualify: what is next?")
