"""Noting what happened with a client through the real views: each form, what it refuses, and the gate it opens."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tests.factories import deal_of, make_house
from tests.truths import assert_all_true
from tests.web.visitor import Visitor
from voronka.commands.clients import ClientWords
from voronka.domain.events import EventKind
from voronka.models import (
    Call,
    Consent,
    Contact,
    Deal,
    Dispatch,
    Event,
    Payment,
    SignedContract,
    StageCriterion,
)

if TYPE_CHECKING:
    from tests.factories import House

pytestmark = pytest.mark.django_db

EVERYTHING: dict[str, Any] = {
    "Qualify": [
        ("call", "Spoken with who decides", {"with": "decision_maker", "seconds": 60, "in_stage": True}),
        ("meeting", "Met", {"outcomes": ["contract", "needs"], "in_stage": True}),
        ("sent", "Offer was read", {"what": "offer", "reached": "opened", "in_stage": False}),
        ("contract", "Contract signed", {}),
        ("payment", "Half is paid", {"share": "50"}),
        ("consent", "They want to meet", {"to": "meeting", "in_stage": True}),
        (
            "some",
            "Enough is known",
            {
                "least": 2,
                "of": [
                    {"kind": "field", "title": "The need", "params": {"field": "need"}},
                    {"kind": "contract", "title": "The contract", "params": {}},
                    {"kind": "hand_over", "title": "Taken over", "params": {}},
                ],
            },
        ),
    ]
}
SAID: dict[str, dict[str, Any]] = {
    "call": {"length": "1:30", "direction": "out", "name": "Ika Wulandari", "decides": "on"},
    "meeting": {"outcome": "needs", "place": "At their plant"},
    "sent": {"subject": "Offer 7", "what": "offer", "reached": "opened", "version": "2"},
    "contract": {"number": "K-12"},
    "payment": {"amount": "5 000", "currency": "USD", "words": "Invoice 12"},
    "consent": {"consent": "meeting", "how": "oral", "words": "Come and see us"},
}


@pytest.fixture
def house() -> House:
    return make_house(EVERYTHING)


@pytest.fixture
def deal(house: House) -> Deal:
    begun = timezone.now() - timedelta(hours=2)
    return deal_of(
        house,
        "Alice",
        at=begun,
        amount="10000",
        currency="USD",
        client=ClientWords(company="PT Samudra Teduh"),
    )


def said(kind: str) -> dict[str, Any]:
    now = timezone.localtime()
    when = (
        {"day": now.date().isoformat()}
        if kind in {"contract", "payment"}
        else {"when": f"{now:%Y-%m-%dT%H:%M}"}
    )
    return SAID[kind] | when


def test_every_record_can_be_noted_from_the_refusal_and_opens_the_gate(house: House, deal: Deal) -> None:
    alice, to = Visitor(house, "Alice"), house.stage("Propose")
    for criterion in StageCriterion.objects.exclude(kind="some").order_by("position"):
        rows = alice.get("move-dialog", deal.pk, to).all(".why-rows > li")
        (row,) = [row for row in rows if criterion.title in row.text_content()]
        address = row.cssselect("button")[0].get("data-dialog")
        assert (
            address
            == f"{reverse('record-new', args=[deal.pk, criterion.kind])}?criterion={criterion.pk}&to={to}"
        )
        dialog = alice.get("record-new", deal.pk, criterion.kind, query={"criterion": criterion.pk, "to": to})
        assert dialog.one("h2").text_content() == criterion.title
        noted = alice.post("record-new", deal.pk, criterion.kind, data=said(criterion.kind) | {"to": to})
        assert noted.status == 204, (criterion.kind, noted.words)
        assert noted.events["voronka:dialog"]["url"] == reverse("move-dialog", args=[deal.pk, to])
    some = StageCriterion.objects.get(kind="some")
    parts = alice.get("meet", deal.pk, some.pk, query={"to": to}).all(".why-rows > li")
    assert ["met" in part.text_content() for part in parts] == [False, True, False]
    assert [len(part.cssselect("button")) for part in parts] == [1, 0, 1]
    need = alice.get("meet", deal.pk, some.pk, query={"to": to, "part": 0})
    assert need.one("h2").text_content() == "The need"
    action = need.one("form").get("hx-post") or ""
    assert alice.client.post(action, {"value": "Ice", "to": to}).status_code == 204
    assert alice.post("move", deal.pk, data={"to": to}).status == 204
    told = {
        row["title"]: row["evidence"]
        for row in Event.objects.filter(kind="deal_moved").latest("id").payload["evidence"]
    }
    assert told["Spoken with who decides"]["label"] == "Ika Wulandari"
    assert told["Enough is known"]["label"] == "The need, The contract"
    page = alice.get("deal", deal.pk).words
    for words in (
        "Ika Wulandari, 1:30",
        "At their plant, Back to the needs",
        "Offer 7, opened",
        "Invoice 12, 50% paid",
    ):
        assert words in page
    assert_all_true()


@pytest.mark.parametrize("kind", SAID)
def test_an_empty_form_is_refused_with_words_and_what_was_typed_stays(
    house: House, deal: Deal, kind: str
) -> None:
    alice, events = Visitor(house, "Alice"), Event.objects.count()
    assert alice.get("record-new", deal.pk, kind).status == 200
    answer = alice.post("record-new", deal.pk, kind, data={"words": "They like it", "number": "K-1"})
    assert answer.status == 422
    assert answer.all(".error")
    assert "They like it" in answer.text or "K-1" in answer.text or kind == "sent"
    assert Event.objects.count() == events


@pytest.mark.parametrize(
    ("kind", "changed", "words"),
    [
        ("call", {"length": "a while"}, "no length of time"),
        ("call", {"length": "9999"}, "can’t be right"),
        ("call", {"when": "2200-01-01T10:00"}, "no time"),
        ("call", {"when": "2100-01-01T10:00"}, "not happened yet"),
        ("call", {"when": "yesterday"}, "no time"),
        ("call", {"direction": "up"}, "does not exist"),
        ("meeting", {"outcome": "lunch"}, "does not exist"),
        ("sent", {"version": "-1"}, "no amount"),
        ("contract", {"day": "2100-01-01"}, "not happened yet"),
        ("payment", {"amount": "much"}, "no amount"),
        ("consent", {"contact": "99999"}, "does not exist"),
    ],
)
def test_nonsense_in_a_form_is_told_at_its_field(
    house: House, deal: Deal, kind: str, changed: dict[str, str], words: str
) -> None:
    answer = Visitor(house, "Alice").post("record-new", deal.pk, kind, data=said(kind) | changed)
    assert answer.status == 422
    assert words in answer.one(".error").text_content()


def test_a_name_that_nobody_knew_becomes_the_contact_who_decides(house: House, deal: Deal) -> None:
    alice, criterion = Visitor(house, "Alice"), StageCriterion.objects.get(kind="call")
    dialog = alice.get("record-new", deal.pk, "call", query={"criterion": criterion.pk})
    assert "It counts from 1 minute." in dialog.words
    assert alice.post("record-new", deal.pk, "call", data=said("call")).status == 204
    ika = Contact.objects.get(name="Ika Wulandari")
    assert ika.decides
    assert Call.objects.get().contact_id == ika.pk
    deal.refresh_from_db()
    assert deal.contact_id == ika.pk
    again = alice.get("record-new", deal.pk, "consent")
    assert [option.text_content() for option in again.all("select[name=contact] option")] == [
        "Somebody else",
        "Ika Wulandari",
    ]


def test_nobody_in_particular_makes_no_decision(house: House, deal: Deal) -> None:
    alice = Visitor(house, "Alice")
    nameless = alice.post("record-new", deal.pk, "call", data=said("call") | {"name": ""})
    assert nameless.one("#name-error").text_content().strip() == "Fill this in."
    assert alice.post("record-new", deal.pk, "call", data=said("call") | {"decides": ""}).status == 204
    chosen = alice.post("record-new", deal.pk, "call", data=said("call") | {"contact": ""})
    assert chosen.one("#contact-error").text_content().strip() == "Fill this in."


def test_a_minute_that_is_now_is_this_very_moment(house: House) -> None:
    deal = deal_of(house, "Alice", at=timezone.now(), client=ClientWords(contact="Ika"))
    assert Visitor(house, "Alice").post("record-new", deal.pk, "consent", data=said("consent")).status == 204
    assert Consent.objects.get().at >= deal.entered_at


def test_what_was_sent_already_is_asked_how_far_it_has_come(house: House, deal: Deal) -> None:
    alice, criterion = Visitor(house, "Alice"), StageCriterion.objects.get(kind="sent")
    alice.post("record-new", deal.pk, "sent", data=said("sent") | {"reached": "sent"})
    sent = Dispatch.objects.get()
    asked = {"criterion": criterion.pk, "to": house.stage("Propose")}
    first = alice.get("record-new", deal.pk, "sent", query=asked)
    assert first.status == 302
    further = reverse("sent-further", args=[sent.pk])
    assert first.headers["Location"].startswith(f"{further}?wanted=opened")
    dialog = alice.get("sent-further", sent.pk, query={"wanted": "opened", **asked})
    assert dialog.one("h2").text_content() == "Offer 7"
    assert dialog.one("input[name=reached][checked]").get("value") == "opened"
    (another,) = [b for b in dialog.all("button[data-dialog]") if "Another" in b.text_content()]
    assert "another=1" in (another.get("data-dialog") or "")
    assert alice.get("record-new", deal.pk, "sent", query={**asked, "another": 1}).status == 200
    later = {"reached": "opened", "when": f"{timezone.localtime():%Y-%m-%dT%H:%M}"}
    assert alice.post("sent-further", sent.pk, data={}).status == 422
    assert alice.post("sent-further", sent.pk, data=later).status == 204
    sent.refresh_from_db()
    assert sent.opened_at is not None
    page = alice.get("deal", deal.pk)
    assert page.all(f"#further-{sent.pk}")
    assert alice.post("sent-further", sent.pk, data={**later, "reached": "ordered"}).status == 204
    assert not alice.get("deal", deal.pk).all(f"#further-{sent.pk}")
    assert alice.get("sent-further", sent.pk).status == 404


def test_a_file_comes_with_what_it_belongs_to(house: House, deal: Deal) -> None:
    scan = SimpleUploadedFile("contract.pdf", b"%PDF-1.4 contract")
    alice = Visitor(house, "Alice")
    assert alice.post("record-new", deal.pk, "contract", data=said("contract") | {"file": scan}).status == 204
    signed = SignedContract.objects.get()
    assert signed.file is not None
    assert (signed.file.name, signed.file.kind) == ("contract.pdf", "signed_contract")
    twice = alice.post("record-new", deal.pk, "contract", data=said("contract"))
    assert "in the base already" in twice.one("#number-error").text_content()


def test_the_page_offers_every_record_and_the_form_of_each_criterion(house: House, deal: Deal) -> None:
    page = Visitor(house, "Alice").get("deal", deal.pk)
    for kind in SAID:
        assert page.one(f"#note-{kind}").get("data-dialog") == reverse("record-new", args=[deal.pk, kind])
    for criterion in StageCriterion.objects.all():
        address = page.one(f"#remedy-{criterion.pk}").get("data-dialog") or ""
        assert f"criterion={criterion.pk}" in address or criterion.kind == "some"


def test_what_was_noted_by_mistake_is_undone_from_the_timeline(house: House, deal: Deal) -> None:
    alice = Visitor(house, "Alice")
    alice.post("record-new", deal.pk, "payment", data=said("payment"))
    noted = Event.objects.filter(kind=EventKind.PAYMENT_NOTED).latest("id")
    page = alice.get("deal-part", deal.pk, "timeline", query={"show": "facts"})
    assert "Payment received: $5,000" in page.words
    assert page.all(f"#undo-{noted.pk}")
    assert alice.post("undo", noted.pk).status == 204
    assert Payment.objects.get().removed_at is not None
    assert not alice.get("deal-part", deal.pk, "timeline", query={"show": "facts"}).all(f"#undo-{noted.pk}")


@pytest.mark.parametrize("address", ["record-new", "sent-further"])
def test_a_dialog_opened_by_its_address_shows_the_page(house: House, deal: Deal, address: str) -> None:
    alice = Visitor(house, "Alice")
    alice.post("record-new", deal.pk, "sent", data=said("sent"))
    arguments = (deal.pk, "call") if address == "record-new" else (Dispatch.objects.get().pk,)
    page = alice.client.get(reverse(address, args=arguments), headers={"HX-Request": ""})
    assert page.headers["Location"] == reverse("deal", args=[deal.pk])


def test_there_is_no_form_of_an_unknown_kind(house: House, deal: Deal) -> None:
    assert Visitor(house, "Alice").get("record-new", deal.pk, "gossip").status == 404
