"""Lead, Customer, Client: each by the first fact that makes it."""

from __future__ import annotations

from datetime import date

from voronka.domain.relations import Cause, DealStory, Reached, Relation, history

MAY, JUNE, JULY = date(2026, 5, 3), date(2026, 6, 1), date(2026, 7, 9)


def test_nobody_is_anything_before_the_first_request() -> None:
    assert history([]) == ()


def test_the_first_request_makes_a_lead() -> None:
    told = history([DealStory(2, JUNE), DealStory(1, MAY)])
    assert told == (Reached(Relation.LEAD, MAY, Cause.REQUEST, 1),)


def test_a_qualification_makes_a_customer_and_a_payment_the_client() -> None:
    told = history([DealStory(1, MAY, JUNE, JULY), DealStory(2, JUNE, JULY)])
    assert told[1:] == (
        Reached(Relation.CUSTOMER, JUNE, Cause.QUALIFIED, 1),
        Reached(Relation.CLIENT, JULY, Cause.PAID, 1),
    )


def test_who_paid_without_being_qualified_is_both_by_the_payment() -> None:
    _, customer, client = history([DealStory(1, MAY, None, JUNE)])
    assert (customer.cause, client.cause, customer.on) == (Cause.PAID, Cause.PAID, JUNE)


def test_of_one_day_the_earlier_deal_counts_and_of_one_deal_the_qualification() -> None:
    told = history([DealStory(2, MAY, MAY, MAY), DealStory(1, MAY, None, MAY)])
    assert [(one.deal, one.cause) for one in told] == [(1, Cause.REQUEST), (1, Cause.PAID), (1, Cause.PAID)]
    (_, customer, _) = history([DealStory(1, MAY, MAY, MAY)])
    assert customer.cause is Cause.QUALIFIED
