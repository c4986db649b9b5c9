"""Searches for duplicates: one at a time, cancelled, restarted without harm, and never asking again what was answered."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.factories import NOON, House, make_house
from voronka.commands.clients import create_contact
from voronka.commands.duplicates import (
    ask_audit,
    ask_audit_if_due,
    cancel_audit,
    keep_apart,
    keep_found,
    tell_audit,
)
from voronka.commands.merging import merge_clients
from voronka.domain.duplicates.audit import EVERY, GONE_AFTER, Step
from voronka.domain.errors import Invalid, NotAllowed, NotFound
from voronka.domain.jobs import JobKind
from voronka.domain.merging import ClientKind
from voronka.models import DuplicateAudit, DuplicatePair, Job
from voronka.queries.duplicates import duplicates
from voronka.worker.duplicate_audit import run_audit

if TYPE_CHECKING:
    from pathlib import Path

CONTACT = ClientKind.CONTACT


@pytest.fixture
def house(db: None) -> House:
    return make_house()


def contact(house: House, owner: str, name: str, phone: str = "") -> int:
    fields = {"name": name, "phone": phone, "shared": "on"}
    return create_contact(by=house.actor(owner), at=NOON, fields=fields).pk


def found(one: int, other: int) -> list[tuple[int, int, float, dict[str, str]]]:
    return [(one, other, 0.9, {"given": "same"})]


def queue(house: House, who: str) -> list[tuple[int, int]]:
    return [(pair.one.id, pair.other.id) for pair in duplicates(house.actor(who), CONTACT).pairs]


def test_one_search_at_a_time_by_whoever_leads(house: House) -> None:
    hana = house.actor("Hana")
    with pytest.raises(NotAllowed):
        ask_audit(by=house.actor("Alice"), at=NOON)
    audit = ask_audit(by=hana, at=NOON)
    assert Job.objects.get(kind=JobKind.DUPLICATE_AUDIT).payload == {"audit": audit.pk}
    with pytest.raises(Invalid):
        ask_audit(by=hana, at=NOON)
    # Its process died: it is not waited for.
    again = ask_audit(by=hana, at=NOON + GONE_AFTER + timedelta(seconds=1))
    assert not tell_audit(audit.pk, Step.PEOPLE, at=NOON)
    assert tell_audit(again.pk, Step.PEOPLE, at=NOON)
    cancel_audit(by=hana, at=NOON)
    assert not tell_audit(again.pk, Step.COMPANIES, at=NOON)
    with pytest.raises(NotFound):
        cancel_audit(by=hana, at=NOON)


def test_the_base_is_searched_again_after_half_a_year(house: House) -> None:
    assert not ask_audit_if_due(at=NOON)
    audit = ask_audit(by=house.actor("Zoe"), at=NOON)
    assert not ask_audit_if_due(at=NOON + EVERY)
    tell_audit(audit.pk, Step.DONE, at=NOON)
    assert not ask_audit_if_due(at=NOON + EVERY - timedelta(days=1))
    assert ask_audit_if_due(at=NOON + EVERY)


def test_a_search_finds_twins_and_ends(house: House, tmp_path: Path) -> None:
    one = contact(house, "Alice", "Александр Ковальчук", "+62 812 5550 0142")
    other = contact(house, "Alice", "Kovalchuk Sasha", "+62 812 5550 0142")
    contact(house, "Bob", "Siti Rahayu", "+62 813 7778 8899")
    audit = ask_audit(by=house.actor("Zoe"), at=NOON)
    run_audit(audit.pk, clock=lambda: NOON, folder=tmp_path)
    audit.refresh_from_db()
    assert (audit.step, audit.finished_at, audit.records, audit.found) == (Step.DONE, NOON, 3, 1)
    assert queue(house, "Alice") == [(one, other)]
    assert list(tmp_path.iterdir()) == []
    # Begun again, as after a crash, it has nothing more to do.
    run_audit(audit.pk, clock=lambda: NOON, folder=tmp_path)
    assert DuplicatePair.objects.count() == 1


def test_a_pair_is_shown_to_those_who_may_merge_it(house: House) -> None:
    one, other = contact(house, "Alice", "Dewi"), contact(house, "Bob", "Dewi L.")
    keep_found(CONTACT, found(one, other), at=NOON)
    assert {who: queue(house, who) for who in ("Alice", "Charlie", "Hana", "Zoe")} == {
        "Alice": [], "Charlie": [], "Hana": [(one, other)], "Zoe": [(one, other)],
    }  # fmt: skip
    assert duplicates(house.actor("Alice"), CONTACT).counts[CONTACT] == 0
    with pytest.raises(NotFound):
        keep_apart(by=house.actor("Charlie"), at=NOON, kind=CONTACT, one=one, other=other)


def test_who_is_kept_apart_is_never_asked_about_again(house: House) -> None:
    one, other = contact(house, "Alice", "Dewi"), contact(house, "Alice", "Dewi L.")
    keep_found(CONTACT, found(one, other), at=NOON)
    keep_apart(by=house.actor("Alice"), at=NOON, kind=CONTACT, one=other, other=one)
    keep_found(CONTACT, found(one, other), at=NOON + EVERY)
    assert queue(house, "Alice") == []


def test_who_is_merged_or_no_longer_found_leaves_the_queue(house: House) -> None:
    one, other, third = (contact(house, "Alice", name) for name in ("Dewi", "Dewi L.", "Dewi Lestari"))
    keep_found(CONTACT, [*found(one, other), *found(one, third)], at=NOON)
    merge_clients(by=house.actor("Alice"), at=NOON, kind=CONTACT, into=one, merged=other)
    assert queue(house, "Alice") == [(one, third)]
    keep_found(CONTACT, [], at=NOON + EVERY)
    assert not DuplicatePair.objects.exists()
    assert not DuplicateAudit.objects.exists()
