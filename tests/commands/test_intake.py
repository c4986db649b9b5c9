"""Requests from outside: stored first, settled once, never lost, and nobody is made twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.factories import NOON, House, deal_of
from tests.intaking import arrival, make_source
from tests.truths import assert_all_true
from voronka.commands import intake, intake_cards
from voronka.commands.clients import ClientWords
from voronka.commands.intake import Arrival, let_in, settle, take_in
from voronka.commands.setup.sources import change_source, renew_key, source_of_key
from voronka.domain.errors import Invalid, NotFound, TooManyAttempts
from voronka.domain.intake import MOST_REPEATED, MOST_UNPROVEN, RequestState, Spam
from voronka.models import Consent, Contact, Deal, Event, IntakeRequest, Notice, Source
from voronka.worker.due import run_jobs

pytestmark = pytest.mark.django_db


def take(source: Source, what: Arrival, **at: Any) -> IntakeRequest:
    return IntakeRequest.objects.get(pk=take_in(source=source.pk, arrival=what, at=NOON, **at).id)


def test_a_request_becomes_a_card_in_unsorted_with_all_that_it_says(house: House) -> None:
    row = take(make_source(house), arrival(name="Ika", phone="+6281255500142", amount="1200", colour="red"))
    deal = Deal.objects.get()
    assert row.state == RequestState.MADE
    assert row.deal == deal
    assert (deal.stage_id, deal.owner_id, deal.source) == (house.stage("Unsorted"), None, "Site")
    assert (deal.title, deal.amount, deal.heard_at) == ("Ika", 1200, NOON)
    assert deal.contact is not None
    assert deal.contact.phones.get().e164 == "+6281255500142"
    assert Event.objects.filter(kind="request_came", deal_id=deal.pk).exists()
    assert Notice.objects.filter(kind="request_new", to=house.people["Hana"]).exists()
    assert_all_true()


def test_the_second_request_of_a_person_is_a_second_deal_and_no_second_contact(house: House) -> None:
    source = make_source(house)
    first, second = (take(source, arrival(phone="+6281255500142", n=n)) for n in (1, 2))
    assert first.deal != second.deal
    assert first.contact == second.contact
    assert Contact.objects.count() == 1


def test_a_client_whom_somebody_looks_after_is_theirs_and_they_are_told(house: House) -> None:
    deal_of(house, "Charlie", client=ClientWords(phone="+6281255500142", contact="Ika"))
    row = take(make_source(house), arrival(phone="0062 812 555 001 42"))
    assert row.deal is not None
    assert row.deal.owner == house.people["Charlie"]
    assert Notice.objects.filter(to=house.people["Charlie"], deal=row.deal).exists()


def test_a_source_may_add_to_the_deal_that_is_open(house: House) -> None:
    deal = deal_of(house, "Alice", client=ClientWords(phone="+6281255500142", contact="Ika"))
    row = take(make_source(house, known_rule="open_deal"), arrival(phone="+6281255500142", text="And?"))
    assert (row.state, row.deal) == (RequestState.ATTACHED, deal)
    assert Notice.objects.filter(kind="request_more", to=house.people["Alice"]).exists()
    assert Deal.objects.get().heard_at == NOON
    assert_all_true()


def test_owners_follow_in_turn(house: House) -> None:
    source = make_source(house, owner_rule="in_turn", begins="work")
    deals = [take(source, arrival(n=n)).deal for n in range(4)]
    names = [deal.owner.name for deal in deals if deal is not None and deal.owner is not None]
    assert names == ["Alice", "Bob", "Dan", "Alice"]
    assert {deal.stage_id for deal in deals if deal} == {house.stage("Qualify")}


def test_what_is_no_number_no_amount_and_no_json_is_a_card_all_the_same(house: House) -> None:
    source = make_source(house)
    odd = [arrival(phone="00 12", email="x@y", amount="lots", currency="XXX"), arrival()]
    odd += [replace(arrival(), raw=b"\xff\xfe{", key=""), replace(arrival(), raw=b"hello there")]
    rows = [take(source, one) for one in odd]
    assert {row.state for row in rows} == {RequestState.MADE}
    assert Contact.objects.count() == 0
    assert {deal.title for deal in Deal.objects.all()} == {"Site"}


def test_what_a_rule_refuses_is_made_with_its_bare_text(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise Invalid({})

    # A rule that no input of today meets, in place of those to come.
    monkeypatch.setattr(intake_cards, "_with_amount", lambda new, said: refuse() if said.name else new)
    row = take(make_source(house), arrival(name="Ika", phone="+6281255500142"))
    assert (row.state, row.why) == (RequestState.MADE, "unreadable")
    assert row.deal is not None
    assert row.deal.contact is None


def test_what_fails_is_tried_again_by_the_worker_and_told_in_the_end(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(intake, "attach_or_make", fail)
    row = take(make_source(house), arrival(name="Ika"))
    assert (row.state, row.attempts) == (RequestState.RECEIVED, 1)
    for day in range(5):
        run_jobs(NOON + timedelta(days=day + 1))
    row.refresh_from_db()
    assert (row.state, row.why) == (RequestState.FAILED, "broken")
    monkeypatch.undo()
    deal = let_in(by=house.actor("Hana"), at=NOON, request=row.pk)
    assert deal == Deal.objects.get().pk
    assert not settle(row.pk, at=NOON) or Deal.objects.count() == 1


def test_the_same_key_is_the_same_request(house: House) -> None:
    source = make_source(house)
    first = take_in(source=source.pk, arrival=arrival("a", name="Ika"), at=NOON)
    again = take_in(source=source.pk, arrival=arrival("a", name="Ika"), at=NOON)
    assert (first.id, first.is_new, again.is_new) == (again.id, True, False)
    with pytest.raises(Invalid):
        take_in(source=source.pk, arrival=arrival("a", name="Other"), at=NOON)
    assert Deal.objects.count() == 1


def stranger(**body: Any) -> Arrival:
    return replace(arrival(**body), is_trusted=False)


def test_too_many_from_one_network_are_kept_as_spam_and_let_in_by_a_press(house: House) -> None:
    source = make_source(house)
    rows = [take(source, stranger(n=n)) for n in range(MOST_UNPROVEN + 1)]
    assert [row.state for row in rows[:-1]] == ["made"] * MOST_UNPROVEN
    assert (rows[-1].state, rows[-1].why) == (RequestState.REJECTED, Spam.TOO_MANY)
    let_in(by=house.actor("Hana"), at=NOON, request=rows[-1].pk)
    rows[-1].refresh_from_db()
    assert rows[-1].state == RequestState.MADE
    assert rows[-1].let_in_by == house.people["Hana"]
    with pytest.raises(NotFound):
        let_in(by=house.actor("Hugo"), at=NOON, request=rows[-1].pk)


def test_the_same_words_again_and_again_are_spam(house: House) -> None:
    source = make_source(house)
    rows = [take(source, replace(stranger(text="Buy"), network=str(n))) for n in range(MOST_REPEATED + 1)]
    assert rows[-1].why == Spam.REPEATED


def test_the_consent_of_a_form_is_evidence_on_deal_and_contact(house: House) -> None:
    said = {"consent": {"text": "You may call me.", "version": 2}, "page": "https://shop.example/"}
    row = take(make_source(house), replace(stranger(phone="+6281255500142"), circumstances=said))
    consent = Consent.objects.get()
    assert (consent.deal, consent.contact, consent.at) == (row.deal, row.contact, NOON)
    assert consent.note == "You may call me.\nv2\nhttps://shop.example/"
    assert_all_true()


def test_a_key_opens_its_source_until_there_is_another(house: House) -> None:
    source = make_source(house)
    old = renew_key(by=house.actor("Hana"), at=NOON, source=source.pk)
    new = renew_key(by=house.actor("Hana"), at=NOON, source=source.pk)
    assert source_of_key(key=new, address="a", at=NOON) == source.pk
    for _ in range(30):
        with pytest.raises(NotFound):
            source_of_key(key=old, address="a", at=NOON)
    with pytest.raises(TooManyAttempts):
        source_of_key(key=new, address="a", at=NOON)


def test_a_renamed_source_keeps_its_former_name_for_itself(house: House) -> None:
    source = make_source(house)
    fields = {"name": "Web site", "pipeline": str(house.pipeline.pk), "team": str(house.teams["North"].pk)}
    fields |= {"owner_rule": "nobody", "known_rule": "new_deal"}
    change_source(by=house.actor("Hana"), at=NOON, source=source.pk, fields=fields)
    assert {name.folded for name in source.names.all()} == {"site", "web site"}
    with pytest.raises(Invalid):
        make_source(house, name="SITE")


def test_a_head_sets_up_no_source_for_another_team(house: House) -> None:
    with pytest.raises(Invalid):
        make_source(house, team=str(house.teams["South"].pk))
