"""What clients are to us follows what happens on their deals, there and back; and Clients are cared for."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.factories import NOON, House, deal_of, make_house, question_of
from tests.truths import assert_all_true
from voronka.commands.clients import ClientWords, change_company
from voronka.commands.deals import change_deal
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move
from voronka.commands.qualification import NewAnswer, answer_questions
from voronka.commands.records import note_call, note_payment
from voronka.commands.relations import follow_many
from voronka.commands.undo import undo
from voronka.domain.errors import Invalid, Problem
from voronka.domain.events import EventKind
from voronka.domain.qualification import Fit
from voronka.domain.relations import Relation
from voronka.models import ClientRelation, Company, Contact, Deal, Event, Pipeline
from voronka.queries.clients import Asked, Only, companies, people
from voronka.queries.day_care import care
from voronka.queries.relations import relations_now, relations_of
from voronka.queries.whose_day import Whose

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return make_house()


def deal_in(house: House, owner: str = "Alice", **new: Any) -> Deal:
    client = ClientWords(company="PT Samudra Teduh", contact="Ika Wulandari", phone="+62 812 5550 0142")
    return deal_of(house, owner, amount="10000", currency="USD", client=client, **new)


def pay(house: House, deal: Deal, at: datetime = NOON) -> Event:
    note_payment(
        by=house.actor("Alice"), at=at, deal=deal.pk, amount="100", currency="USD", paid_on=at.date()
    )
    return Event.objects.filter(kind=EventKind.PAYMENT_NOTED).latest("id")


def move(house: House, deal: Deal, to: str, **more: Any) -> Event:
    going = Move(to=house.stage(to), **more)
    return move_deal(by=house.actor("Alice"), at=NOON, deal=deal.pk, move=going).event


def now(deal: Deal) -> tuple[Relation | None, Relation | None]:
    person = relations_now("contact", [deal.contact_id or 0]).get(deal.contact_id or 0)
    return person, relations_now("company", [deal.company_id or 0]).get(deal.company_id or 0)


def both(relation: Relation) -> tuple[Relation, Relation]:
    return relation, relation


def test_a_request_a_step_and_a_payment_make_lead_customer_and_client(house: House) -> None:
    deal = deal_in(house)
    assert now(deal) == both(Relation.LEAD)
    move(house, deal, "Propose")
    assert now(deal) == both(Relation.CUSTOMER)
    pay(house, deal)
    assert now(deal) == both(Relation.CLIENT)
    told = Event.objects.filter(kind=EventKind.RELATION_REACHED).order_by("id")
    assert [event.payload["relation"] for event in told] == ["customer", "client"]
    assert told[1].payload["company_name"] == "PT Samudra Teduh"
    assert_all_true()


def test_taking_a_fact_back_takes_the_relation_back_with_it(house: House) -> None:
    deal = deal_in(house)
    moved, paid = move(house, deal, "Propose"), pay(house, deal)
    undo(by=house.actor("Alice"), at=NOON, event=paid.pk)
    assert now(deal) == both(Relation.CUSTOMER)
    undo(by=house.actor("Alice"), at=NOON, event=moved.pk)
    assert now(deal) == both(Relation.LEAD)
    assert Event.objects.filter(kind=EventKind.RELATION_TAKEN_BACK).count() == 2
    assert_all_true()


def test_going_back_or_losing_takes_nothing_back(house: House) -> None:
    deal = deal_in(house)
    move(house, deal, "Propose")
    move(house, deal, "Qualify", reason="Another need")
    move(house, deal, "Lost", lost_reason=house.lost_reason)
    assert now(deal) == both(Relation.CUSTOMER)
    assert_all_true()


def test_a_lead_pipeline_qualifies_by_its_end_alone(house: House) -> None:
    Pipeline.objects.update(kind="lead")
    deal = deal_in(house)
    move(house, deal, "Propose")
    move(house, deal, "Sign")
    assert now(deal) == both(Relation.LEAD)
    move(house, deal, "Won")
    assert now(deal) == both(Relation.CUSTOMER)
    assert_all_true()


def test_a_checklist_that_says_fit_makes_a_customer_while_it_says_so(house: House) -> None:
    alice = house.actor("Alice")
    question = question_of(house.pipeline, "A budget").pk
    deal = deal_in(house)
    for fit, relation in ((Fit.FIT, Relation.CUSTOMER), (Fit.UNFIT, Relation.LEAD)):
        answer_questions(by=alice, at=NOON, deal=deal.pk, answers=(NewAnswer(question, fit),))
        assert now(deal) == both(relation)
    answer_questions(by=alice, at=NOON, deal=deal.pk, answers=(NewAnswer(question, Fit.FIT),))
    question_of(house.pipeline, "Another")
    assert now(deal) == both(Relation.CUSTOMER)
    assert_all_true()


def test_another_client_on_the_deal_takes_the_relation_along(house: House) -> None:
    deal, other = deal_in(house), deal_of(house, "Alice", client=ClientWords(company="Frostline"))
    pay(house, deal)
    fields = {"company": str(other.company_id)}
    change_deal(by=house.actor("Alice"), at=NOON, deal=deal.pk, fields=fields)
    samudra = Company.objects.get(name="PT Samudra Teduh")
    assert relations_now("company", [samudra.pk, other.company_id or 0]) == {
        other.company_id: Relation.CLIENT
    }
    assert_all_true()


def test_all_can_be_derived_anew(house: House) -> None:
    deal = deal_in(house)
    move(house, deal, "Propose")
    pay(house, deal)
    before = list(ClientRelation.objects.values_list("contact", "company", "relation", "since_on", "cause"))
    ClientRelation.objects.all().delete()
    follow_many(Deal.objects.all())
    columns = ("contact", "company", "relation", "since_on", "cause")
    assert sorted(ClientRelation.objects.values_list(*columns), key=str) == sorted(before, key=str)


def test_the_history_names_the_deal_only_to_who_may_see_it(house: House) -> None:
    deal = deal_in(house)
    pay(house, deal)
    company = Company.objects.get(pk=deal.company_id or 0)
    mine, theirs = (relations_of(house.actor(name), company)[-1] for name in ("Alice", "Charlie"))
    assert (mine.deal, theirs.deal) == (deal.pk, None)


def test_lists_are_narrowed_by_what_they_are_now(house: House) -> None:
    deal = deal_in(house)
    deal_of(house, "Alice", client=ClientWords(company="Frostline"))
    pay(house, deal)
    alice = house.actor("Alice")

    def names(only: Only) -> list[str]:
        return [row.name for row in companies(alice, Asked(only=only), NOON).rows]

    assert names(Only.ALL) == ["Frostline", "PT Samudra Teduh"]
    assert names(Only.LEAD) == ["Frostline"]
    assert names(Only.CUSTOMER) == []
    assert names(Only.CLIENT) == ["PT Samudra Teduh"]
    assert [row.name for row in people(alice, Asked(only=Only.CLIENT), NOON).rows] == ["Ika Wulandari"]


def test_a_client_whom_nobody_touches_asks_to_be(house: House) -> None:
    deal = deal_in(house)
    pay(house, deal)
    alice, later = house.actor("Alice"), NOON + timedelta(days=91)
    whose = Whose(alice, alice.id, "Alice")
    assert care(whose, NOON).total == 0
    assert [one.name for one in care(whose, later).rows] == ["PT Samudra Teduh"]
    assert [row.name for row in companies(alice, Asked(only=Only.CARE), later).rows] == ["PT Samudra Teduh"]
    note_call(by=alice, at=later, deal=deal.pk, started_at=later, seconds=60)
    assert care(whose, later).total == 0


def test_a_client_may_have_a_rhythm_of_their_own(house: House) -> None:
    deal = deal_in(house)
    pay(house, deal)
    alice = house.actor("Alice")
    whose, company = Whose(alice, alice.id, "Alice"), deal.company_id or 0
    change_company(by=alice, at=NOON, company=company, fields={"care_days": "7"})
    assert care(whose, NOON + timedelta(days=8)).total == 1
    change_company(by=alice, at=NOON, company=company, fields={"care_days": "0"})
    assert care(whose, NOON + timedelta(days=300)).total == 0
    with pytest.raises(Invalid):
        change_company(by=alice, at=NOON, company=company, fields={"care_days": "often"})


def test_a_second_seller_learns_whose_client_it_is_before_they_take_a_request(house: House) -> None:
    deal = deal_in(house)
    pay(house, deal)
    assert Contact.objects.get().owner_id == house.people["Alice"].pk
    with pytest.raises(Invalid) as refusal:
        deal_in(house, "Bob")
    assert refusal.value.problems == {"holder_seen": Problem.REQUIRED}
    assert deal_in(house, "Bob", holder_seen=True).owner_id == house.people["Bob"].pk
    assert deal_in(house, "Alice").pk
