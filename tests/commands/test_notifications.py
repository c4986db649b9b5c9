"""Telling people: one row for one thing, never of their own act."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.factories import NOON, deal_of
from voronka.commands.notifications import Told, notify, notify_all, send_digest
from voronka.domain.notices import NoticeKind
from voronka.models import Notice

if TYPE_CHECKING:
    from tests.factories import House

pytestmark = pytest.mark.django_db


def test_somebody_is_told_of_a_deal(house: House) -> None:
    deal = deal_of(house, "Alice")
    alice = house.people["Alice"].pk
    notify(alice, NoticeKind.LIMIT_NEAR, at=NOON, deal=deal.pk, payload={"stage": "Qualify"})
    told = Notice.objects.get(to=alice)
    assert (told.kind, told.deal_id, told.payload) == ("limit_near", deal.pk, {"stage": "Qualify"})
    assert (told.at, told.read_at, told.spread_at, told.by_id) == (NOON, None, None, None)


def test_under_a_key_a_person_is_told_once_and_others_besides(house: House) -> None:
    alice, hana = house.people["Alice"].pk, house.people["Hana"].pk
    for _ in range(2):
        notify(alice, NoticeKind.LIMIT_PASSED, at=NOON, key="limit:7")
        notify(hana, NoticeKind.LIMIT_PASSED, at=NOON, key="limit:7")
    assert sorted(Notice.objects.values_list("to", flat=True)) == sorted([alice, hana])


def test_without_a_key_every_time_counts(house: House) -> None:
    for _ in range(2):
        notify(house.people["Alice"].pk, NoticeKind.MENTION, at=NOON)
    assert Notice.objects.count() == 2


def test_nobody_is_told_of_their_own_act(house: House) -> None:
    hana = house.actor("Hana")
    notify(hana.id, NoticeKind.MENTION, at=NOON, by=hana)
    notify(house.people["Alice"].pk, NoticeKind.MENTION, at=NOON, by=hana)
    assert Notice.objects.get().by_id == hana.id


def test_when_there_is_nobody_to_tell_nothing_is_told(house: House) -> None:
    notify(None, NoticeKind.REVIEW_ASKED, at=NOON)
    assert house.people
    assert not Notice.objects.exists()


def test_many_are_told_in_one_statement(
    house: House, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    people = [Told(person.pk, NoticeKind.ADVICE) for person in house.people.values()]
    with django_assert_max_num_queries(2):  # type: ignore[operator]  # the fixture is a callable
        notify_all(people, at=NOON)
    assert Notice.objects.count() == len(people)


def test_a_digest_is_a_letter_and_waits_for_nobody_in_the_page(house: House) -> None:
    alice = house.people["Alice"].pk
    send_digest(
        alice, NoticeKind.DIGEST_MORNING, at=NOON, subject="Today", text="Two tasks", html="<p>Two tasks</p>",
        key="digest_morning:2026-11-24",
    )  # fmt: skip
    told = Notice.objects.get(to=alice)
    assert told.read_at == NOON
    assert told.payload["subject"] == "Today"
