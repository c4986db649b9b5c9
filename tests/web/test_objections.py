"""Objections on the deal's page, their dialog and menu, the settings; verified reasons on the page, the list and the day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import pytest
from django.urls import resolve, reverse
from django.utils import timezone

from tests.factories import House, deal_of, make_house
from tests.web.visitor import Visitor
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move
from voronka.commands.setup.objections import add_objection_kind
from voronka.models import Deal, Objection, ObjectionKind, Reason, VerifiedReason

if TYPE_CHECKING:
    from tests.web.visitor import Answer
    from voronka.commands.passing import Moved

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    house = make_house()
    for name, answers in (("Too expensive", "Compare what?\nCount a year."), ("Not now", "When?")):
        add_objection_kind(by=house.actor("Hana"), at=timezone.now(), name=name, answers=answers)
    return house


@pytest.fixture
def deal(house: House) -> Deal:
    return deal_of(house, "Alice", at=timezone.now() - timedelta(days=2))


def at(visitor: Visitor, url: str) -> Answer:
    """What stands at an address that a page gave."""
    path, _, query = url.partition("?")
    found = resolve(path)
    return visitor.get(found.view_name, *found.kwargs.values(), query=dict(parse_qsl(query)))


def send(visitor: Visitor, url: str, **said: object) -> Answer:
    """Send a form to an address."""
    return visitor.follow(url, said)


def kind(name: str) -> int:
    return ObjectionKind.objects.get(name=name).pk


def lose(house: House, deal: Deal, **more: object) -> Moved:
    move = Move(to=house.stage("Lost"), lost_reason=house.lost_reason, reason="“Too dear.”", **more)  # type: ignore[arg-type]
    return move_deal(by=house.actor("Alice"), at=timezone.now(), deal=deal.pk, move=move)


def test_one_press_in_the_menu_notes_it_and_shows_the_answers(house: House, deal: Deal) -> None:
    alice = Visitor(house, "Alice")
    page = at(alice, reverse("deal", args=[deal.pk]))
    opener = page.one("#deal-objections #objection-new")
    menu = at(alice, opener.get("data-menu-url") or "")
    assert [item.text_content().strip() for item in menu.all("[role=menuitem] .grow")][:2] == [
        "Too expensive",
        "Not now",
    ]
    done = send(alice, reverse("objection-note", args=[deal.pk]), kind=kind("Not now"))
    assert (done.status, done.toast["text"]) == (204, "Objection noted: Not now")
    assert done.toast["undoUrl"]
    card = at(alice, done.events["voronka:dialog"]["url"])
    assert "When?" in card.words
    assert card.all("#objection-undo")
    again = at(alice, reverse("deal", args=[deal.pk]))
    assert "Not now" in again.one("#deal-objections").text_content()
    undone = send(alice, done.toast["undoUrl"])
    assert undone.toast["text"] == "Undone: the objection is as it was"
    assert "Not now" not in at(alice, reverse("deal", args=[deal.pk])).one("#deal-objections").text_content()


def test_an_answer_of_the_card_is_one_press(house: House, deal: Deal) -> None:
    alice = Visitor(house, "Alice")
    send(alice, reverse("objection-note", args=[deal.pk]), kind=kind("Too expensive"))
    (made,) = Objection.objects.all()
    url = reverse("objection", args=[made.pk])
    done = send(alice, url, given="1", words="Dear", answer="", outcome="open")
    assert (done.status, done.toast["text"]) == (204, "Objection answered")
    made.refresh_from_db()
    assert (made.words, made.answer, made.outcome) == ("Dear", "Count a year.", "answered")
    # A place that no answer has is no answer.
    for junk in ("9", "-1", "x", "١"):
        send(alice, url, given=junk)
    made.refresh_from_db()
    assert made.answer == "Count a year."


def test_what_becomes_of_it_is_one_press_on_the_page(house: House, deal: Deal) -> None:
    alice = Visitor(house, "Alice")
    send(alice, reverse("objection-note", args=[deal.pk]), kind=kind("Too expensive"))
    page = at(alice, reverse("deal", args=[deal.pk]))
    check = page.one("#deal-objections .task-check")
    done = send(alice, check.get("hx-post") or "", outcome="answered")
    assert (done.status, done.change["deal"]) == (204, deal.pk)
    page = at(alice, reverse("deal", args=[deal.pk]))
    assert not page.all("#deal-objections .mini-task")
    only = at(alice, reverse("deal-part", args=[deal.pk, "timeline"]) + "?show=objections")
    assert len(only.all("article")) == 2
    assert "Objection answered: Too expensive" in only.words


def test_a_refused_objection_keeps_what_was_typed(house: House, deal: Deal) -> None:
    alice = Visitor(house, "Alice")
    send(alice, reverse("objection-note", args=[deal.pk]), kind=kind("Too expensive"))
    (made,) = Objection.objects.all()
    again = send(alice, reverse("objection", args=[made.pk]), words="x" * 2001, answer="We said so")
    assert again.status == 422
    assert again.value("answer") == "We said so"
    assert "too long" in again.one("#words-error").text_content()
    unknown = send(alice, reverse("objection-note", args=[deal.pk]), kind="77")
    assert (unknown.status, unknown.toast["kind"]) == (422, "error")


def test_without_kinds_the_menu_says_who_writes_them(house: House, deal: Deal) -> None:
    ObjectionKind.objects.all().delete()
    menu = reverse("objection-menu", args=[deal.pk])
    assert "The head of sales adds them" in at(Visitor(house, "Alice"), menu).words
    assert reverse("settings-objections") in at(Visitor(house, "Hana"), menu).text
    assert (
        "The head of sales" in at(Visitor(house, "Alice"), reverse("objection-cards", args=[deal.pk])).words
    )


def test_the_head_begins_with_the_usual_ones(house: House) -> None:
    ObjectionKind.objects.all().delete()
    hana = Visitor(house, "Hana")
    begin = at(hana, reverse("settings-objections")).one("#usual-objections").get("hx-post") or ""
    assert send(hana, begin).status == 204
    assert ObjectionKind.objects.count() > 3
    assert not at(hana, reverse("settings-objections")).all("#usual-objections")
    before = ObjectionKind.objects.count()
    send(hana, begin)
    assert ObjectionKind.objects.count() == before


def test_the_head_keeps_kinds_from_their_page(house: House, deal: Deal) -> None:
    hana = Visitor(house, "Hana")
    index = reverse("settings-objections")
    assert "2 answers" in at(hana, index).words
    new = reverse("settings-objection-new")
    assert send(hana, new, name="No trust", answers="Call our client").status == 204
    again = send(hana, new, name="No trust", answers="Twice")
    assert (again.status, again.value("answers")) == (422, "Twice")
    one = reverse("settings-objection", args=[kind("No trust")])
    assert at(hana, one).value("answers") == "Call our client"
    assert send(hana, one, name="Doesn’t know us", answers="").status == 204
    assert "no answer yet" in at(hana, index).words
    known = kind("Doesn’t know us")
    assert send(hana, reverse("settings-objection-place", args=[known]), place="0").status == 204
    assert send(hana, reverse("settings-objection-retire", args=[known])).status == 204
    assert "offered no longer" in at(hana, index).words
    assert send(hana, reverse("settings-objection-restore", args=[known])).status == 204
    assert at(hana, reverse("settings-objection", args=[known + 50])).status == 404


# -- verified reasons ------------------------------------------------------------------------------------------------


def test_the_dialog_of_losing_asks_for_the_client_s_reason(house: House, deal: Deal) -> None:
    asked = at(Visitor(house, "Alice"), reverse("move-dialog", args=[deal.pk, house.stage("Lost")]))
    assert "What reason does the client give?" in asked.words
    assert "In the client’s own words" in asked.words


def test_both_reasons_stand_beside_each_other(house: House, deal: Deal) -> None:
    lose(house, deal)
    other = Reason.objects.create(exit="lost", name="Chose a competitor", asks_competitor=True)
    alice, hana = Visitor(house, "Alice"), Visitor(house, "Hana")
    page = reverse("deal", args=[deal.pk])
    assert "Not verified yet." in at(alice, page).one("#lost-reasons").text_content()
    assert not at(alice, page).all("#reason-verify")
    dialog = at(hana, at(hana, page).one("#reason-verify").get("data-dialog") or "")
    assert dialog.value("lost_reason") == str(house.lost_reason)
    verify = reverse("reason-verify", args=[deal.pk])
    missing = send(hana, verify, lost_reason=other.pk, words="They told me")
    assert (missing.status, missing.value("words")) == (422, "They told me")
    assert "Choose how you know." in missing.words
    done = send(
        hana, verify, lost_reason=other.pk, how="client", competitor="Frigoline", words="They told me"
    )
    assert (done.status, done.toast["text"]) == (204, "Reason verified")
    told = " ".join(at(alice, page).one("#lost-reasons").text_content().split())
    assert "Too expensive" in told
    assert "Chose a competitor · Frigoline" in told
    assert "They told me" in told
    assert "Talked to the client · Hana" in told
    assert "Reason verified: Chose a competitor" in at(alice, page).words


def test_a_seller_s_page_offers_no_way_to_verify(house: House, deal: Deal) -> None:
    lose(house, deal)
    verify = reverse("reason-verify", args=[deal.pk])
    assert at(Visitor(house, "Alice"), verify).status == 403
    assert at(Visitor(house, "Bob"), verify).status == 404
    assert at(Visitor(house, "Hana"), reverse("reason-verify", args=[deal_of(house, "Bob").pk])).status == 404


def test_who_was_overtaken_is_told_and_keeps_what_was_typed(house: House, deal: Deal) -> None:
    version = lose(house, deal).deal.version
    again = Move(to=house.stage("Qualify"), reason="They called")
    moved = move_deal(by=house.actor("Alice"), at=timezone.now(), deal=deal.pk, move=again)
    move_deal(
        by=house.actor("Alice"), at=timezone.now(), deal=deal.pk,
        move=Move(to=house.stage("Lost"), lost_reason=house.lost_reason),
    )  # fmt: skip
    assert moved.deal.version > version
    answer = send(Visitor(house, "Hana"),
        reverse("reason-verify", args=[deal.pk]),
        version=version, lost_reason=house.lost_reason, how="data", words="Looked it up",
    )  # fmt: skip
    assert (answer.status, answer.value("words")) == (409, "Looked it up")
    assert not VerifiedReason.objects.exists()


def test_the_list_of_what_nobody_looked_into_is_the_head_s(house: House, deal: Deal) -> None:
    lose(house, deal)
    address = f"{reverse('deal-list', args=[house.pipeline.pk])}?status=lost&unverified=1"
    hana, alice = Visitor(house, "Hana"), Visitor(house, "Alice")
    found = at(hana, address)
    assert found.one(f"#verify-{deal.pk}").get("data-dialog") == reverse("reason-verify", args=[deal.pk])
    assert "Reason not verified yet" in found.words
    # For a seller the filter says nothing: they see their lost deals, and no way to verify.
    assert not at(alice, address).all(f"#verify-{deal.pk}")
    assert "Not verified yet" not in at(alice, address).words
    day = at(hana, reverse("day"))
    assert "Lost, not verified yet" in day.words
    assert day.all(f"#verify-{deal.pk}")
    assert "Lost, not verified yet" not in at(alice, reverse("day")).words
    send(hana, reverse("reason-verify", args=[deal.pk]), lost_reason=house.lost_reason, how="data")
    assert not at(hana, address).all(f"#verify-{deal.pk}")
    assert "Lost, not verified yet" not in at(hana, reverse("day")).words
    rows = at(hana, f"{reverse('deal-list', args=[house.pipeline.pk])}?status=lost")
    assert "Too expensive" in rows.one(f"#row-{deal.pk} td:last-child").text_content()
    export: Any = hana.client.get(f"{reverse('deal-list-export', args=[house.pipeline.pk])}?status=lost")
    assert "Verified reason" in b"".join(export.streaming_content).decode()
