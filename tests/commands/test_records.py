"""Noting calls, meetings, things sent, payments, consents and contracts: what meets a gate, who may, what is refused."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories import NOON, House, deal_of, make_house
from tests.truths import assert_all_true
from voronka.commands.clients import ClientWords, change_contact
from voronka.commands.deals import change_deal
from voronka.commands.files import attach_file
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move
from voronka.commands.records import (
    NewFile,
    advance_dispatch,
    note_call,
    note_consent,
    note_contract,
    note_dispatch,
    note_meeting,
    note_payment,
)
from voronka.commands.undo import undo
from voronka.domain.criteria import ConsentTo, FileKind, MeetingOutcome, Reached, Sendable
from voronka.domain.errors import (
    GateRefused,
    Invalid,
    NotAllowed,
    NotFound,
    Problem,
    UndoProblem,
    UndoRefused,
)
from voronka.domain.events import RECORDS, EventKind
from voronka.domain.evidence import ConsentHow
from voronka.models import (
    Attachment,
    Call,
    Consent,
    Deal,
    Dispatch,
    Event,
    ExchangeRate,
    Meeting,
    Payment,
    SignedContract,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from voronka.domain.permissions import Actor

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=2)
CRITERIA: dict[str, tuple[str, dict[str, Any]]] = {
    "call": ("call", {"with": "decision_maker", "seconds": 60, "in_stage": True}),
    "meeting": ("meeting", {"outcomes": ["contract", "needs"], "in_stage": True}),
    "dispatch": ("sent", {"what": "offer", "reached": "opened", "in_stage": False}),
    "contract": ("contract", {}),
    "payment": ("payment", {"share": "50"}),
    "consent": ("consent", {"to": "meeting", "in_stage": True}),
    "some": (
        "some",
        {
            "least": 2,
            "of": [
                {"kind": "call", "title": "A call", "params": {}},
                {"kind": "consent", "title": "A consent", "params": {"to": "purchase"}},
                {"kind": "field", "title": "The need", "params": {"field": "need"}},
            ],
        },
    ),
}


def house_asking(kind: str) -> House:
    stored, params = CRITERIA[kind]
    return make_house({"Qualify": [(stored, "It is so", params)]})


def deal_in(house: House) -> Deal:
    client = ClientWords(company="PT Samudra Teduh", contact="Ika Wulandari", phone="+62 812 5550 0142")
    deal = deal_of(house, "Alice", amount="10000", currency="USD", client=client)
    alice = house.actor("Alice")
    change_contact(by=alice, at=NOON, contact=deal.contact_id or 0, fields={"decides": "on"})
    return deal


def by_alice(house: House, deal: Deal) -> dict[str, Any]:
    return {"by": house.actor("Alice"), "at": LATER, "deal": deal.pk}


def call(house: House, deal: Deal, **changed: Any) -> Call:
    given: dict[str, Any] = {
        "started_at": NOON,
        "seconds": 90,
        "contact": deal.contact_id,
        **by_alice(house, deal),
    }
    return note_call(**(given | changed))


def meeting(house: House, deal: Deal, **changed: Any) -> Meeting:
    given: dict[str, Any] = {"held_at": NOON, "outcome": MeetingOutcome.NEEDS, "place": "At their plant"}
    return note_meeting(**(given | by_alice(house, deal) | changed))


def dispatch(house: House, deal: Deal, **changed: Any) -> Dispatch:
    given: dict[str, Any] = {
        "what": Sendable.OFFER, "subject": "Offer 7", "sent_at": NOON, "reached": Reached.OPENED
    }  # fmt: skip
    return note_dispatch(**(given | by_alice(house, deal) | changed))


def contract(house: House, deal: Deal, **changed: Any) -> SignedContract:
    given: dict[str, Any] = {"signed_on": NOON.date(), "number": "K-12"}
    return note_contract(**(given | by_alice(house, deal) | changed))


def payment(house: House, deal: Deal, **changed: Any) -> Payment:
    given: dict[str, Any] = {
        "amount": "5 000",
        "currency": "USD",
        "paid_on": NOON.date(),
        "words": "Invoice 12",
    }
    return note_payment(**(given | by_alice(house, deal) | changed))


def consent(house: House, deal: Deal, **changed: Any) -> Consent:
    given: dict[str, Any] = {"to": ConsentTo.MEETING, "how": ConsentHow.ORAL, "given_at": NOON}
    return note_consent(**(given | {"contact": deal.contact_id} | by_alice(house, deal) | changed))


NOTES: dict[str, Callable[..., Any]] = {
    "call": call,
    "meeting": meeting,
    "dispatch": dispatch,
    "contract": contract,
    "payment": payment,
    "consent": consent,
}


def go_on(house: House, deal: Deal) -> dict[str, Any]:
    moved = move_deal(by=house.actor("Alice"), at=LATER, deal=deal.pk, move=Move(house.stage("Propose")))
    told: dict[str, Any] = moved.event.payload["evidence"][0]["evidence"]
    return told


@pytest.mark.parametrize(
    ("kind", "label", "measure"),
    [
        ("call", "Ika Wulandari", "90"),
        ("meeting", "At their plant", "needs"),
        ("dispatch", "Offer 7", "opened"),
        ("contract", "K-12", "2026-11-24"),
        ("payment", "Invoice 12", "50"),
        ("consent", "Ika Wulandari", "oral"),
    ],
)
def test_what_is_noted_opens_the_gate_and_is_frozen_with_who_and_which(
    kind: str, label: str, measure: str
) -> None:
    house = house_asking(kind)
    deal = deal_in(house)
    with pytest.raises(GateRefused):
        go_on(house, deal)
    made = NOTES[kind](house, deal)
    told = go_on(house, deal)
    assert told["at"]
    assert {key: told[key] for key in ("label", "measure", "by", "source", "id")} == {
        "label": label,
        "measure": measure,
        "by": "Alice",
        "source": kind,
        "id": made.pk,
    }
    assert_all_true()


def test_two_of_three_open_the_gate_and_are_named() -> None:
    house = house_asking("some")
    deal = deal_in(house)
    call(house, deal)
    with pytest.raises(GateRefused):
        go_on(house, deal)
    change_deal(by=house.actor("Alice"), at=LATER, deal=deal.pk, fields={"need": "Ice"})
    told = go_on(house, deal)
    assert (told["label"], told["measure"], told["by"]) == ("A call, The need", "2", "Alice")


@pytest.mark.parametrize("kind", NOTES)
def test_what_was_noted_by_mistake_is_taken_back_and_marked(kind: str) -> None:
    house = house_asking(kind)
    deal = deal_in(house)
    made = NOTES[kind](house, deal)
    noted = Event.objects.filter(kind__in=RECORDS).latest("id")
    undo(by=house.actor("Alice"), at=LATER, event=noted.pk)
    assert type(made)._default_manager.get(pk=made.pk).removed_at == LATER  # noqa: SLF001
    with pytest.raises(GateRefused):
        go_on(house, deal)
    with pytest.raises(UndoRefused) as refusal:
        undo(by=house.actor("Alice"), at=LATER, event=noted.pk)
    assert refusal.value.problem is UndoProblem.CHANGED_SINCE
    assert_all_true()


@pytest.mark.parametrize("kind", NOTES)
@pytest.mark.parametrize(("who", "refusal"), [("Charlie", NotFound), ("Hugo", NotFound), ("Bob", NotFound)])
def test_only_who_may_change_the_deal_notes_on_it(kind: str, who: str, refusal: type[Exception]) -> None:
    house = house_asking(kind)
    deal = deal_in(house)
    events = Event.objects.count()
    stranger: Actor = house.actor(who)
    with pytest.raises(refusal):
        NOTES[kind](house, deal, by=stranger)
    assert Event.objects.count() == events


def test_a_colleague_who_only_sees_an_unowned_deal_notes_nothing_on_it() -> None:
    house = make_house()
    deal = deal_of(house, "Alice", stage="Unsorted", unowned=True)
    with pytest.raises(NotAllowed):
        note_meeting(
            by=house.actor("Bob"), at=LATER, deal=deal.pk, held_at=NOON, outcome=MeetingOutcome.NEEDS
        )


AHEAD = LATER + timedelta(minutes=1)
TOMORROW = (LATER + timedelta(days=1)).date()


@pytest.mark.parametrize(
    ("kind", "changed", "problems"),
    [
        ("call", {"started_at": AHEAD}, {"when": Problem.IN_THE_FUTURE}),
        ("call", {"seconds": -1}, {"length": Problem.OUT_OF_RANGE}),
        ("call", {"seconds": 90_000}, {"length": Problem.OUT_OF_RANGE}),
        ("call", {"contact": 99_999}, {"contact": Problem.UNKNOWN_CHOICE}),
        ("meeting", {"held_at": AHEAD}, {"when": Problem.IN_THE_FUTURE}),
        ("meeting", {"place": "x" * 161}, {"place": Problem.TOO_LONG}),
        ("dispatch", {"subject": " "}, {"subject": Problem.REQUIRED}),
        ("dispatch", {"sent_at": AHEAD}, {"when": Problem.IN_THE_FUTURE}),
        ("dispatch", {"version": 0}, {"version": Problem.OUT_OF_RANGE}),
        ("contract", {"signed_on": TOMORROW}, {"day": Problem.IN_THE_FUTURE}),
        ("payment", {"amount": ""}, {"amount": Problem.REQUIRED}),
        ("payment", {"amount": "-5"}, {"amount": Problem.NEGATIVE}),
        ("payment", {"amount": "much"}, {"amount": Problem.NOT_A_NUMBER}),
        ("payment", {"currency": "XAU"}, {"currency": Problem.UNKNOWN_CURRENCY}),
        ("payment", {"paid_on": TOMORROW}, {"day": Problem.IN_THE_FUTURE}),
        ("consent", {"given_at": AHEAD}, {"when": Problem.IN_THE_FUTURE}),
        ("consent", {"contact": 99_999}, {"contact": Problem.UNKNOWN_CHOICE}),
    ],
)
def test_nonsense_is_refused_and_nothing_is_written(
    kind: str, changed: dict[str, Any], problems: dict[str, Problem]
) -> None:
    house = house_asking(kind)
    deal = deal_in(house)
    events = Event.objects.count()
    with pytest.raises(Invalid) as refusal:
        NOTES[kind](house, deal, **changed)
    assert refusal.value.problems == problems
    assert Event.objects.count() == events


def test_a_call_with_somebody_who_does_not_decide_is_none_with_the_decision_maker() -> None:
    house = house_asking("call")
    deal = deal_in(house)
    change_contact(by=house.actor("Alice"), at=NOON, contact=deal.contact_id or 0, fields={"decides": ""})
    call(house, deal)
    with pytest.raises(GateRefused):
        go_on(house, deal)


def test_what_was_sent_comes_further_step_by_step_and_back() -> None:
    house = house_asking("dispatch")
    deal = deal_in(house)
    sent = dispatch(house, deal, reached=Reached.SENT)
    with pytest.raises(GateRefused):
        go_on(house, deal)
    alice = house.actor("Alice")
    advance_dispatch(by=alice, at=LATER, dispatch=sent.pk, reached=Reached.OPENED, came_at=LATER)
    opened = Event.objects.latest("id")
    assert opened.kind == EventKind.DISPATCH_CAME_FURTHER
    with pytest.raises(Invalid) as refusal:
        advance_dispatch(by=alice, at=LATER, dispatch=sent.pk, reached=Reached.DELIVERED, came_at=LATER)
    assert refusal.value.problems == {"reached": Problem.UNCHANGED}
    undo(by=alice, at=LATER, event=opened.pk)
    with pytest.raises(GateRefused):
        go_on(house, deal)
    advance_dispatch(by=alice, at=LATER, dispatch=sent.pk, reached=Reached.ORDERED, came_at=LATER)
    assert go_on(house, deal)["measure"] == "opened"


def test_nothing_comes_further_before_it_was_sent_nor_ahead_of_time_nor_by_a_stranger() -> None:
    house = house_asking("dispatch")
    sent = dispatch(house, deal_in(house), reached=Reached.SENT)

    def advance(**changed: Any) -> None:
        given: dict[str, Any] = {"by": house.actor("Alice"), "at": LATER, "dispatch": sent.pk}
        advance_dispatch(**(given | {"reached": Reached.OPENED, "came_at": LATER} | changed))

    for changed, problem in (
        ({"came_at": NOON - timedelta(minutes=1)}, Problem.OUT_OF_RANGE),
        ({"came_at": AHEAD}, Problem.IN_THE_FUTURE),
    ):
        with pytest.raises(Invalid) as refusal:
            advance(**changed)
        assert refusal.value.problems == {"when": problem}
    for stranger in ({"by": house.actor("Charlie")}, {"dispatch": 99_999}):
        with pytest.raises(NotFound):
            advance(**stranger)


def test_a_payment_in_another_currency_counts_by_the_rate_of_the_deal() -> None:
    house = house_asking("payment")
    deal = deal_in(house)
    ExchangeRate.objects.create(currency="EUR", rate=Decimal("1.25"), since_on=NOON.date())
    payment(house, deal, amount="3999.99", currency="EUR")
    with pytest.raises(GateRefused):
        go_on(house, deal)
    payment(house, deal, amount="0.01", currency="EUR")
    assert go_on(house, deal)["measure"] == "50"


def test_of_a_deal_without_an_amount_no_share_can_be_paid() -> None:
    house = house_asking("payment")
    deal = deal_of(house, "Alice")
    payment(house, deal)
    with pytest.raises(GateRefused):
        go_on(house, deal)


def test_a_deal_has_one_signed_contract_and_a_file_of_one_is_enough(tmp_path: Path) -> None:
    house = house_asking("contract")
    deal = deal_in(house)
    scan = SimpleUploadedFile("scan.pdf", b"%PDF-1.4")
    attach_file(
        by=house.actor("Alice"), at=LATER, deal=deal.pk, upload=scan, kind=FileKind.SIGNED_CONTRACT,
        folder=tmp_path, max_bytes=100,
    )  # fmt: skip
    contract(house, deal)
    with pytest.raises(Invalid) as refusal:
        contract(house, deal)
    assert refusal.value.problems == {"number": Problem.ALREADY_TAKEN}
    undo(by=house.actor("Alice"), at=LATER, event=Event.objects.latest("id").pk)
    told = go_on(house, deal)
    assert (told["source"], told["label"]) == ("file", "scan.pdf")


def test_a_contract_taken_back_takes_its_file_along(tmp_path: Path) -> None:
    house = house_asking("contract")
    deal = deal_in(house)
    scan = SimpleUploadedFile("scan.pdf", b"%PDF-1.4")
    contract(house, deal, file=NewFile(scan, tmp_path, 100))
    undo(by=house.actor("Alice"), at=LATER, event=Event.objects.latest("id").pk)
    assert Attachment.objects.get().removed_at == LATER
    with pytest.raises(GateRefused):
        go_on(house, deal)


def test_a_file_comes_with_the_record_and_stays_out_when_the_record_is_refused(tmp_path: Path) -> None:
    house = house_asking("dispatch")
    deal = deal_in(house)
    file = NewFile(SimpleUploadedFile("offer.pdf", b"%PDF-1.4"), tmp_path, 100)
    sent = dispatch(house, deal, file=file)
    assert sent.file is not None
    assert (sent.file.name, sent.file.kind) == ("offer.pdf", FileKind.OFFER)
    with pytest.raises(Invalid) as refusal:
        dispatch(house, deal, file=NewFile(SimpleUploadedFile("x.exe", b"MZ"), tmp_path, 100))
    assert refusal.value.problems == {"file": Problem.FILE_TYPE}
    assert (Dispatch.objects.count(), Attachment.objects.count()) == (1, 1)


def test_the_hand_over_is_accepted_when_the_deal_says_so() -> None:
    house = make_house({"Qualify": [("hand_over", "Taken over", {})]})
    deal = deal_in(house)
    with pytest.raises(GateRefused):
        go_on(house, deal)
    Deal.objects.filter(pk=deal.pk).update(accepted_at=NOON, accepted_by=house.people["Bob"])
    told = go_on(house, deal)
    assert (told["source"], told["by"]) == ("hand_over", "Bob")
