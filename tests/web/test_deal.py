"""The deal page through its real views: what it shows to whom, and what every change on it answers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories import deal_of, make_house, unowned_deal
from tests.truths import assert_all_true
from tests.web.visitor import Answer, Visitor
from voronka.commands.clients import ClientWords
from voronka.commands.deals import change_deal
from voronka.commands.evidence import add_note, confirm_criterion
from voronka.commands.files import attach_file
from voronka.commands.moves import move_deal
from voronka.commands.passing import Move
from voronka.commands.search_index import index_companies, index_contacts
from voronka.commands.task_rows import NewTask
from voronka.commands.tasks import add_task
from voronka.domain.criteria import FileKind, NoteKind
from voronka.domain.task import TaskKind
from voronka.models import (
    Attachment,
    Company,
    Confirmation,
    Contact,
    Deal,
    Email,
    Event,
    Note,
    Phone,
    StageCriterion,
    Task,
)
from voronka.web.deal.fields import KINDS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.factories import House

pytestmark = pytest.mark.django_db

CRITERIA = {
    "Qualify": [
        ("field", "Need is known", {"field": "need"}),
        ("field", "Who decides", {"field": "decision_maker"}),
        ("field", "Contact is known", {"field": "contact"}),
        ("amount", "Worth the work", {"amount": "1000"}),
        ("task", "They were called", {"task": "call", "in_stage": True}),
        ("task", "They were met", {"task": "meeting", "in_stage": False}),
        ("file", "Brief is there", {"file": "brief"}),
        ("note", "Decision is noted", {"note": "decision"}),
        ("by_hand", "They are sure", {}),
    ]
}
CLIENT = ClientWords(phone="+380 44 555 01 42", company="PT Samudra Teduh", contact="Bagus Hartanto")
PARTS = ("head", "playbook", "timeline", "client", "tasks", "all")


@pytest.fixture
def house() -> House:
    return make_house(CRITERIA)


@pytest.fixture
def deal(house: House) -> Deal:
    return deal_of(house, "Alice", at=timezone.now() - timedelta(hours=2), client=CLIENT)


@pytest.fixture
def alice(house: House) -> Visitor:
    return Visitor(house, "Alice")


@pytest.fixture
def hana(house: House) -> Visitor:
    return Visitor(house, "Hana")


def criterion(title: str) -> int:
    return StageCriterion.objects.get(title=title).pk


def move(house: House, deal: Deal, to: str, by: str = "Hana", **more: Any) -> None:
    """Move by a head, past whatever is open."""
    going = Move(to=house.stage(to), **{"exception": "For the test"} | more)
    move_deal(by=house.actor(by), at=timezone.now(), deal=deal.pk, move=going)


def upload(name: str = "Brief.pdf", content: bytes = b"%PDF-1.4 brief") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


# -- who sees what --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["Alice", "Hana", "Ruth", "Zoe"])
def test_the_owner_and_who_leads_them_see_the_page_and_each_part(house: House, deal: Deal, who: str) -> None:
    visitor = Visitor(house, who)
    assert deal.title in visitor.get("deal", deal.pk).words
    for part in PARTS:
        assert visitor.get("deal-part", deal.pk, part).status == 200


@pytest.mark.parametrize("who", ["Bob", "Charlie", "Hugo"])
def test_for_everybody_else_there_is_no_such_deal(house: House, deal: Deal, who: str) -> None:
    visitor = Visitor(house, who)
    assert visitor.get("deal", deal.pk).status == 404
    for part in PARTS:
        assert visitor.get("deal-part", deal.pk, part).status == 404
    for name in [*KINDS, "contact", "company"]:
        assert visitor.get("deal-field", deal.pk, name).status == 404
        assert visitor.post("deal-field", deal.pk, name, data={name: "x"}).status == 404
    assert visitor.post("note-add", deal.pk, data={"text": "Mine"}).status == 404
    assert visitor.post("file-add", deal.pk, data={"file": upload(), "kind": "brief"}).status == 404
    assert visitor.get("exception-ask", deal.pk).status == 404
    assert Event.objects.filter(deal_id=deal.pk).count() == 1


def test_an_unknown_part_or_field_is_not_found(alice: Visitor, deal: Deal) -> None:
    assert alice.get("deal-part", deal.pk, "gossip").status == 404
    assert alice.get("deal-field", deal.pk, "owner_id").status == 404
    assert alice.post("deal-field", deal.pk, "stage_id", data={"stage_id": "3"}).status == 404


def test_a_deal_that_nobody_owns_can_be_read_and_taken_but_not_changed(house: House) -> None:
    deal = unowned_deal(house)
    bob = Visitor(house, "Bob")
    page = bob.get("deal", deal.pk)
    assert "Take this deal" in page.words
    assert page.all(".composer, .inline-edit, .chevrons button, .task-check, #deal-more") == []
    assert bob.post("note-add", deal.pk, data={"text": "Mine?"}).status == 403
    assert bob.get("deal-field", deal.pk, "need").status == 403


def test_a_seller_asks_for_an_exception_and_a_head_lets_through(
    alice: Visitor, hana: Visitor, deal: Deal
) -> None:
    sellers, heads = alice.get("deal", deal.pk), hana.get("deal", deal.pk)
    assert sellers.all("#deal-ask")
    assert sellers.all("#deal-let-through") == []
    assert "Give to a colleague…" not in sellers.words
    assert heads.all("#deal-let-through")
    assert heads.all("#deal-ask") == []
    assert "Give to a colleague…" in heads.words


def test_other_deals_of_the_client_are_those_one_may_see(house: House, alice: Visitor, deal: Deal) -> None:
    company = deal.company_id
    mine = deal_of(house, "Alice", title="Ice maker")
    theirs = deal_of(house, "Charlie", title="Cold store")
    Deal.objects.filter(pk__in=[mine.pk, theirs.pk]).update(company=company)
    words = alice.get("deal-part", deal.pk, "client").words
    assert "Ice maker" in words
    assert "Cold store" not in words


# -- the head -------------------------------------------------------------------------------------------------------


def test_the_place_in_the_column_follows_the_board_s_order(house: House, alice: Visitor, deal: Deal) -> None:
    now = timezone.now()
    early = deal_of(
        house,
        "Alice",
        at=now - timedelta(days=3),
        title="Early",
        client=ClientWords(company="A"),
        amount="5k",
    )
    late = deal_of(house, "Alice", at=now, title="Late", client=ClientWords(company="B"), amount="9k")
    deal_of(house, "Bob", at=now, title="Bob’s")
    page = alice.get("deal-part", deal.pk, "head")
    assert "2 of 3 by next step" in page.words
    assert page.one("#deal-k").get("href") == f"{reverse('deal', args=[early.pk])}?sort=next"
    assert page.one("#deal-j").get("href") == f"{reverse('deal', args=[late.pk])}?sort=next"
    by_amount = alice.get("deal-part", deal.pk, "head", query={"sort": "amount"})
    assert "3 of 3 by amount" in by_amount.words
    assert by_amount.one("#deal-k").get("href") == f"{reverse('deal', args=[early.pk])}?sort=amount"
    assert by_amount.all("#deal-j") == []


def test_a_junk_order_is_the_usual_one(alice: Visitor, deal: Deal) -> None:
    assert "1 of 1 by next step" in alice.get("deal-part", deal.pk, "head", query={"sort": "luck"}).words


def test_chevrons_tell_what_was_what_is_and_what_is_locked(house: House, hana: Visitor, deal: Deal) -> None:
    locked = hana.get("deal-part", deal.pk, "head")
    assert locked.one(".chevrons > .cur").text_content().startswith("Qualify")
    assert "criteria left" in locked.one(".chevrons > .locked").text_content()
    move(house, deal, "Propose")
    moved = hana.get("deal-part", deal.pk, "head")
    assert "Qualify" in moved.one(".chevrons > .done").text_content()
    assert "Propose" in moved.one(".chevrons > .cur").text_content()
    assert "limit 3 d" in moved.one(".chevrons > .next").text_content(), "Propose asks for nothing"


def test_the_main_button_is_locked_with_the_count_until_the_gate_is_open(
    house: House, alice: Visitor, hana: Visitor, deal: Deal
) -> None:
    assert "8 left" in alice.get("deal-part", deal.pk, "head").one(".deal-actions .btn.locked").text_content()
    move(house, deal, "Propose")
    ready = hana.get("deal-part", deal.pk, "head")
    assert ready.all(".btn.locked") == []
    assert "Move to Sign" in ready.one(".deal-actions .btn.pri").text_content()
    move(house, deal, "Sign")
    assert "Mark as won" in hana.get("deal-part", deal.pk, "head").one(".deal-actions .btn.ok").text_content()


@pytest.mark.parametrize(
    ("to", "more", "words"),
    [
        ("Lost", {}, "Lost on"),
        ("Postponed", {"postponed_until": (timezone.now() + timedelta(days=40)).date()}, "Postponed until"),
        ("Won", {}, "Won on"),
    ],
)
def test_a_closed_deal_says_so_and_can_be_opened_again(
    house: House, hana: Visitor, deal: Deal, to: str, more: dict[str, Any], words: str
) -> None:
    reasons: dict[str, Any] = {
        "lost_reason": house.lost_reason,
        "postpone_reason": house.postpone_reason,
        "reason": "In short",
    }
    move(house, deal, to, **reasons, **more)
    head = hana.get("deal-part", deal.pk, "head")
    assert words in head.one(".notice").text_content()
    assert "In short" in head.one("#lost-reasons" if to == "Lost" else ".notice").text_content()
    assert "Reopen…" in head.one(".deal-actions [data-menu-url]").text_content()
    assert head.all(".chevrons > .cur") == []


def test_call_and_mail_are_there_when_a_number_and_an_address_are(
    house: House, alice: Visitor, deal: Deal
) -> None:
    head = alice.get("deal-part", deal.pk, "head")
    assert head.one("#deal-call").get("href") == "tel:+380445550142"
    assert head.all("#deal-mail") == []
    bare = deal_of(house, "Alice", title="Nobody known", client=ClientWords())
    assert alice.get("deal-part", bare.pk, "head").all("#deal-call") == []


# -- the playbook ---------------------------------------------------------------------------------------------------


def row_of(page: Answer, title: str) -> Any:
    (row,) = [each for each in page.all("#deal-playbook .criteria > li") if title in each.text_content()]
    return row


def test_each_open_criterion_offers_the_one_thing_that_meets_it(
    house: House, alice: Visitor, deal: Deal
) -> None:
    meeting = NewTask(TaskKind.MEETING, "Walk through", timezone.now() + timedelta(days=1))
    planned = add_task(by=house.actor("Alice"), at=timezone.now(), deal=deal.pk, task=meeting)
    page = alice.get("deal-part", deal.pk, "playbook")

    def button(title: str) -> Any:
        return row_of(page, title).cssselect(".remedy button")[0]

    assert button("Need is known").get("data-deal-field-param") == "field-panel-need"
    assert button("Worth the work").get("data-deal-field-param") == "field-panel-amount"
    assert button("Who decides").get("data-dialog") == reverse(
        "meet", args=[deal.pk, criterion("Who decides")]
    )
    assert button("They were met").get("hx-post") == reverse("task-done", args=[planned.pk])
    assert "Walk through" in row_of(page, "They were met").text_content()
    assert button("Brief is there").get("data-deal-kind-param") == "brief"
    assert button("Decision is noted").get("data-deal-kind-param") == "decision"
    assert button("They are sure").get("data-dialog") == reverse(
        "criterion-confirm", args=[deal.pk, criterion("They are sure")]
    )


def test_without_a_contact_the_way_is_to_choose_one(house: House, alice: Visitor) -> None:
    bare = deal_of(house, "Alice", title="Nobody known", client=ClientWords())
    page = alice.get("deal-part", bare.pk, "playbook")
    for title in ("Contact is known", "Who decides"):
        button = row_of(page, title).cssselect(".remedy button")[0]
        assert button.get("data-dialog") == reverse("deal-field", args=[bare.pk, "contact"])


def test_evidence_tells_what_who_and_where(house: House, alice: Visitor, deal: Deal) -> None:
    actor, now = house.actor("Alice"), timezone.now()
    change_deal(by=actor, at=now, deal=deal.pk, fields={"need": "Keep 20 t at −18 °C", "amount": "2 000"})
    stored = attach_file(
        by=actor, at=now, deal=deal.pk, upload=upload(), kind=FileKind.BRIEF,
        folder=settings.FILES_DIR, max_bytes=10_000,
    )  # fmt: skip
    note = add_note(by=actor, at=now, deal=deal.pk, text="They take it", kind=NoteKind.DECISION)
    confirm_criterion(by=actor, at=now, deal=deal.pk, criterion=criterion("They are sure"), reason="Said so.")
    page = alice.get("deal-part", deal.pk, "all")
    assert "Keep 20 t at −18 °C" in row_of(page, "Need is known").text_content()
    assert "Alice" in row_of(page, "Need is known").text_content()
    assert "$2,000" in row_of(page, "Worth the work").text_content()
    assert row_of(page, "Brief is there").cssselect("a")[0].get("href") == reverse("file", args=[stored.pk])
    anchor = row_of(page, "Decision is noted").cssselect("a")[0].get("data-deal-anchor-param")
    assert anchor == f"note-{note.pk}"
    assert page.one(f'[data-anchor="{anchor}"]') is not None
    by_hand = row_of(page, "They are sure")
    assert "judgement" in by_hand.text_content()
    assert "Said so, Alice" in by_hand.text_content()
    assert by_hand.cssselect("#withdraw-" + str(criterion("They are sure")))


def test_a_confirmation_needs_a_reason_and_can_be_withdrawn(alice: Visitor, deal: Deal) -> None:
    sure = criterion("They are sure")
    assert "They are sure" in alice.get("criterion-confirm", deal.pk, sure).words
    refused = alice.post("criterion-confirm", deal.pk, sure, data={"reason": "  "})
    assert refused.status == 422
    assert refused.all("[aria-invalid]")
    too_long = alice.post("criterion-confirm", deal.pk, sure, data={"reason": "a" * 401})
    assert (too_long.status, too_long.value("reason")) == (422, "a" * 401)
    taken = alice.post("criterion-confirm", deal.pk, sure, data={"reason": "They said so"})
    assert (taken.status, taken.change["deal"]) == (204, deal.pk)
    assert Confirmation.objects.get().reason == "They said so"
    assert alice.post("criterion-withdraw", deal.pk, sure).status == 204
    assert not Confirmation.objects.exists()
    assert alice.post("criterion-withdraw", deal.pk, sure).status == 404


def test_only_what_is_judged_by_hand_can_be_confirmed(alice: Visitor, deal: Deal) -> None:
    assert alice.get("criterion-confirm", deal.pk, criterion("Need is known")).status == 404
    assert alice.post("criterion-confirm", deal.pk, 999_999, data={"reason": "Sure"}).status == 404


def test_a_wish_for_an_exception_reaches_the_head(alice: Visitor, hana: Visitor, deal: Deal) -> None:
    dialog = alice.get("exception-ask", deal.pk)
    assert "Hana can let the deal through to Propose" in dialog.words
    assert alice.post("exception-ask", deal.pk, data={"reason": ""}).status == 422
    asked = alice.post("exception-ask", deal.pk, data={"reason": "They leave on Friday"})
    assert (asked.status, asked.toast["text"]) == (204, "Hana was asked for an exception")
    assert (
        "Alice asks to be let through: They leave on Friday"
        in hana.get("deal-part", deal.pk, "playbook").words
    )


def test_a_closed_deal_has_no_gate_to_ask_at(house: House, alice: Visitor, deal: Deal) -> None:
    move(house, deal, "Lost", lost_reason=house.lost_reason)
    assert alice.get("exception-ask", deal.pk).status == 404


# -- notes ----------------------------------------------------------------------------------------------------------


def test_a_note_is_added_and_the_form_comes_back_empty(alice: Visitor, deal: Deal) -> None:
    answer = alice.post("note-add", deal.pk, data={"text": "They take it", "kind": "decision"})
    assert (answer.status, answer.value("text"), answer.value("kind")) == (200, "", "plain")
    assert answer.change == {**answer.change, "deal": deal.pk, "closed": False}
    assert answer.toast == {}
    assert Note.objects.get().kind == "decision"
    assert "They take it" in alice.get("deal-part", deal.pk, "timeline").words


@pytest.mark.parametrize(
    "data",
    [
        {"text": "   ", "kind": "plain"},
        {"text": "a" * 20_001, "kind": "need"},
        {"text": "Kept", "kind": "gossip"},
    ],
)
def test_a_refused_note_keeps_what_was_typed(alice: Visitor, deal: Deal, data: dict[str, str]) -> None:
    answer = alice.post("note-add", deal.pk, data=data)
    assert answer.status == 422
    assert answer.value("text") == data["text"].strip()
    assert answer.all(".error")
    assert not Note.objects.exists()


def test_a_note_is_shown_as_text_with_its_mentions_and_safe_links(alice: Visitor, deal: Deal) -> None:
    text = "<script>alert(1)</script> Ask @hana and @Bob: https://samudra.example/a?b=1&c=2. http://x.example javascript:x"
    alice.post("note-add", deal.pk, data={"text": text})
    body = alice.get("deal-part", deal.pk, "timeline").one(".event-body")
    assert body.cssselect("script") == []
    assert "<script>alert(1)</script>" in body.text_content()
    assert [mark.text for mark in body.cssselect(".mention")] == ["@hana"]
    (link,) = body.cssselect("a")
    assert link.get("href") == "https://samudra.example/a?b=1&c=2"
    assert link.text_content() == "https://samudra.example/a?b=1&c=2"
    assert "noopener" in link.get("rel")


def test_the_composer_offers_those_who_may_see_the_deal(alice: Visitor, deal: Deal) -> None:
    offered = alice.get("deal", deal.pk).one("#mentionable").text
    assert "Hana" in offered
    assert "Ruth" in offered
    assert "Bob" not in offered


def test_one_s_own_note_is_changed_where_it_stands(alice: Visitor, deal: Deal, house: House) -> None:
    note = add_note(by=house.actor("Alice"), at=timezone.now(), deal=deal.pk, text="They think").pk
    assert alice.get("note-edit", note).value("text") == "They think"
    assert alice.get("note-edit", note, query={"as": "text"}).words == "They think"
    refused = alice.post("note-edit", note, data={"text": ""})
    assert refused.status == 422
    assert refused.one("textarea").get("aria-invalid") == "true"
    answer = alice.post("note-edit", note, data={"text": "They take it"})
    assert (answer.status, answer.words, answer.change["deal"]) == (200, "They take it", deal.pk)
    timeline = alice.get("deal-part", deal.pk, "timeline")
    assert "edited" in timeline.words
    assert "They think" in timeline.one(".event-more").text_content()


def test_a_head_may_remove_a_note_but_not_put_words_in_a_mouth(
    alice: Visitor, hana: Visitor, deal: Deal, house: House
) -> None:
    note = add_note(by=house.actor("Alice"), at=timezone.now(), deal=deal.pk, text="Secret words").pk
    assert hana.get("note-edit", note).status == 403
    assert hana.post("note-edit", note, data={"text": "Other words"}).status == 403
    assert hana.get("deal-part", deal.pk, "timeline").all(f"#edit-{note}") == []
    assert hana.post("note-remove", note).status == 204
    timeline = alice.get("deal-part", deal.pk, "timeline")
    assert "Secret words" not in timeline.text
    assert alice.get("note-edit", note).status == 404
    assert alice.post("note-remove", note).status == 404


def test_another_seller_knows_nothing_of_a_note(house: House, deal: Deal) -> None:
    note = add_note(by=house.actor("Alice"), at=timezone.now(), deal=deal.pk, text="Words").pk
    bob = Visitor(house, "Bob")
    assert bob.get("note-edit", note).status == 404
    assert bob.post("note-edit", note, data={"text": "x"}).status == 404
    assert bob.post("note-remove", note).status == 404


# -- files ----------------------------------------------------------------------------------------------------------


def test_a_file_is_attached_and_handed_out_as_a_download_only(alice: Visitor, deal: Deal) -> None:
    content = b"%PDF-1.4 brief"
    answer = alice.post("file-add", deal.pk, data={"file": upload("Бриф “v2”.pdf", content), "kind": "brief"})
    assert (answer.status, answer.change["deal"]) == (200, deal.pk)
    stored = Attachment.objects.get()
    assert (stored.kind, stored.name) == ("brief", "Бриф “v2”.pdf")
    response = alice.client.get(reverse("file", args=[stored.pk]))
    assert b"".join(response.streaming_content) == content  # type: ignore[attr-defined]
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (("page.html", b"<script>alert(1)</script>"), "type"),
        (("drawing.svg", b"<svg onload='alert(1)'/>"), "type"),
        (("page.xhtml", b"<html/>"), "type"),
        (("script.js", b"alert(1)"), "type"),
        (("offer.pdf.html", b"%PDF"), "type"),
        (("no-extension", b"x"), "type"),
        (("empty.pdf", b""), "empty"),
    ],
)
def test_what_a_browser_would_run_and_what_is_empty_is_refused(
    alice: Visitor, deal: Deal, file: tuple[str, bytes], words: str
) -> None:
    answer = alice.post("file-add", deal.pk, data={"file": upload(*file), "kind": "brief"})
    assert answer.status == 422
    assert file[0] in answer.words
    assert words in answer.words
    assert not Attachment.objects.exists()


def test_a_file_over_the_limit_is_refused_with_the_limit(
    alice: Visitor, deal: Deal, settings: Any, tmp_path: Path
) -> None:
    settings.UPLOAD_MAX_BYTES, settings.FILES_DIR = 1000, tmp_path
    answer = alice.post("file-add", deal.pk, data={"file": upload("big.pdf", b"x" * 1001), "kind": "brief"})
    assert answer.status == 422
    assert "too large; 1 kB is the most" in answer.words.replace("\u00a0", " ")
    assert list(tmp_path.rglob("*")) == [], "nothing of a refused file stays on the disk"


@pytest.mark.parametrize("data", [{}, {"file": "no file", "kind": "brief"}])
def test_a_form_without_a_file_is_refused(alice: Visitor, deal: Deal, data: dict[str, str]) -> None:
    assert alice.post("file-add", deal.pk, data=data).status == 422


def test_a_file_of_no_known_kind_is_refused(alice: Visitor, deal: Deal) -> None:
    assert alice.post("file-add", deal.pk, data={"file": upload(), "kind": "love letter"}).status == 422
    assert not Attachment.objects.exists()


def stored_by(house: House, deal: Deal) -> int:
    return attach_file(
        by=house.actor("Alice"), at=timezone.now(), deal=deal.pk, upload=upload(), kind=FileKind.BRIEF,
        folder=settings.FILES_DIR, max_bytes=10_000,
    ).pk  # fmt: skip


@pytest.mark.parametrize("who", ["Bob", "Charlie", "Hugo"])
def test_files_go_to_who_may_see_the_deal_only(house: House, deal: Deal, who: str) -> None:
    file, visitor = stored_by(house, deal), Visitor(house, who)
    assert visitor.get("file", file).status == 404
    assert visitor.post("file-remove", file).status == 404


def test_a_removed_file_is_gone_for_everybody(house: House, alice: Visitor, deal: Deal) -> None:
    file = stored_by(house, deal)
    assert alice.post("file-remove", file).status == 204
    assert alice.get("file", file).status == 404
    timeline = alice.get("deal-part", deal.pk, "timeline")
    assert timeline.all(f'a[href="{reverse("file", args=[file])}"]') == []
    assert "File removed: Brief.pdf" in timeline.words


def test_a_file_whose_content_is_lost_is_not_found_and_no_crash(
    house: House, alice: Visitor, deal: Deal
) -> None:
    file = stored_by(house, deal)
    (settings.FILES_DIR / Attachment.objects.get().path).unlink()
    assert alice.get("file", file).status == 404


# -- fields ---------------------------------------------------------------------------------------------------------


def save(visitor: Visitor, deal: Deal, name: str, value: str, **more: Any) -> Answer:
    version = more.pop("version", Deal.objects.get(pk=deal.pk).version)
    return visitor.post("deal-field", deal.pk, name, data={name: value, "version": version, **more})


@pytest.mark.parametrize(
    ("name", "typed", "shown"),
    [
        ("title", "Ice plant", "Ice plant"),
        ("amount", "88k", "$88,000"),
        ("currency", "usd", "USD"),
        ("expected_close_on", "2026-12-18", "18 Dec 2026"),
        ("need", "Keep it cold\nall summer", "Keep it cold all summer"),
        ("budget", "$60–100k", "$60–100k"),
        ("competitor", "Frigoline", "Frigoline"),
        ("source", "web form", "web form"),
        ("description", "A port", "A port"),
    ],
)
def test_each_field_is_saved_where_it_stands(
    alice: Visitor, deal: Deal, name: str, typed: str, shown: str
) -> None:
    opened = alice.get("deal-field", deal.pk, name)
    assert opened.one("form").get("hidden") is None
    answer = save(alice, deal, name, typed)
    assert answer.status == 200
    assert shown in answer.words
    assert answer.one(f"#field-panel-{name}").get("class") == "inline-edit is-saved"
    assert answer.change["field"] == name or name == "currency"


def test_the_fields_tried_here_are_all_there_are() -> None:
    marks: Any = test_each_field_is_saved_where_it_stands.pytestmark  # type: ignore[attr-defined]
    assert {row[0] for mark in marks for row in mark.args[1]} == set(KINDS)


def test_a_field_of_the_head_answers_in_the_head(alice: Visitor, deal: Deal) -> None:
    assert save(alice, deal, "amount", "9k", place="head").all("#field-head-amount")
    assert save(alice, deal, "amount", "8k", place="../../x").all("#field-panel-amount")


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("amount", "88,00x"),
        ("amount", "-5"),
        ("amount", "1" * 20),
        ("currency", "XYZ"),
        ("expected_close_on", "2026-02-30"),
        ("title", " "),
        ("title", "a" * 161),
        ("source", "a" * 81),
    ],
)
def test_a_value_that_can_t_be_taken_stays_in_the_open_field(
    alice: Visitor, deal: Deal, name: str, typed: str
) -> None:
    answer = save(alice, deal, name, typed)
    assert answer.status == 422
    assert answer.one("form").get("hidden") is None
    assert answer.all(".error")
    assert answer.events == {}
    if name != "currency":
        assert answer.value(name) == typed.strip() or answer.value(name) == typed


def test_who_comes_second_sees_who_changed_it_and_the_value_now_and_keeps_theirs(
    alice: Visitor, hana: Visitor, deal: Deal
) -> None:
    seen = Deal.objects.get(pk=deal.pk).version
    assert save(hana, deal, "budget", "$60–100k", version=seen).status == 200
    assert save(hana, deal, "need", "Ice", version=seen).status == 200
    answer = save(alice, deal, "budget", "$90k", version=seen)
    assert answer.status == 409
    assert answer.value("budget") == "$90k"
    assert "Hana changed this at" in answer.words
    assert "it is “$60–100k” now" in answer.words
    assert Deal.objects.get(pk=deal.pk).budget == "$60–100k"
    again = save(alice, deal, "budget", "$90k", version=int(answer.value("version")))
    assert again.status == 200
    assert Deal.objects.get(pk=deal.pk).budget == "$90k"


def test_who_emptied_a_field_first_is_told_as_well(alice: Visitor, hana: Visitor, deal: Deal) -> None:
    save(alice, deal, "need", "Ice")
    seen = Deal.objects.get(pk=deal.pk).version
    save(hana, deal, "need", "")
    assert "Hana emptied this at" in save(alice, deal, "need", "More ice", version=seen).words


def test_changes_of_other_fields_meanwhile_hurt_nobody(alice: Visitor, hana: Visitor, deal: Deal) -> None:
    seen = Deal.objects.get(pk=deal.pk).version
    save(hana, deal, "budget", "$60k", version=seen)
    assert save(alice, deal, "need", "Ice", version=seen).status == 200


# -- the client -----------------------------------------------------------------------------------------------------


def test_a_contact_is_found_by_name_among_those_one_may_see(house: House, alice: Visitor, deal: Deal) -> None:
    deal_of(
        house,
        "Alice",
        title="1",
        client=ClientWords(phone="+380445550001", contact="Dewi Lestari", company="Kopi"),
    )
    deal_of(house, "Charlie", title="2", client=ClientWords(phone="+380445550002", contact="Dewi Hidden"))
    found = alice.get("deal-field", deal.pk, "contact", query={"q": "dewi"})
    assert "Dewi Lestari" in found.words
    assert "Dewi Hidden" not in found.words
    hidden = Contact.objects.get(name="Dewi Hidden")
    refused = alice.post("deal-field", deal.pk, "contact", data={"contact": hidden.pk})
    assert refused.status == 422
    assert "choice" in refused.words


@pytest.fixture
def two_ivans(house: House) -> None:
    for number, company, who in (
        ("1", "Kopi Lereng", "Alice"),
        ("2", "Teh Bukit", "Alice"),
        ("3", "Susu", "Charlie"),
    ):
        words = ClientWords(phone=f"+38044555000{number}", contact="Ivan Franko", company=company)
        made = deal_of(house, who, title=number, client=words)
        Email.objects.create(contact=made.contact, address=f"ivan@{company.split()[0].lower()}.example")
        index_contacts([made.contact_id or 0])


@pytest.mark.parametrize(
    "typed",
    [
        "+380 44 555-00-02",
        "00380445550002",
        "044 555 00 02",
        "(044) 5550002",
        "555 00 02",
        "50002",
        "ivan@teh.example",
        "IVAN@TEH",
        "teh bukit",
        "bukit ivan",
        "іван букіт",
    ],
)
def test_a_contact_is_found_by_number_address_and_company_in_any_form(
    alice: Visitor, deal: Deal, two_ivans: None, typed: str
) -> None:
    found = alice.get("deal-field", deal.pk, "contact", query={"q": typed})
    assert [" ".join(one.text_content().split()) for one in found.all(".candidate small")] == [
        "Teh Bukit · +380 44 555 0002" + (" · ivan@teh.example" if "@" in typed else "")
    ]


def test_namesakes_are_told_apart_and_those_of_others_stay_hidden(
    house: House, alice: Visitor, deal: Deal, two_ivans: None
) -> None:
    found = alice.get("deal-field", deal.pk, "contact", query={"q": "ivan"})
    assert "Kopi Lereng · +380 44 555 0001" in found.words
    assert "Teh Bukit · +380 44 555 0002" in found.words
    for secret in ("+380445550003", "susu", "ivan@susu.example", "50003"):
        assert "Nobody like that" in alice.get("deal-field", deal.pk, "contact", query={"q": secret}).words
    zoe = Visitor(house, "Zoe").get("deal-field", deal.pk, "contact", query={"q": "50003"})
    assert "Susu" in zoe.words


def test_the_number_that_was_searched_for_is_the_one_that_is_shown(
    alice: Visitor, house: House, deal: Deal
) -> None:
    kopi = deal_of(house, "Alice", client=ClientWords(phone="+380445550001", company="Kopi Lereng"))
    Phone.objects.create(company=kopi.company, e164="+380445550009")
    index_companies([kopi.company_id or 0])
    found = alice.get("deal-field", deal.pk, "company", query={"q": "50009"})
    assert "Kopi Lereng +380 44 555 0009" in found.words


def test_a_chosen_contact_brings_their_company_to_a_deal_without_one(house: House, alice: Visitor) -> None:
    deal_of(
        house,
        "Alice",
        title="1",
        client=ClientWords(phone="+380445550001", contact="Dewi", company="Kopi Lereng"),
    )
    bare = deal_of(house, "Alice", title="Bare", client=ClientWords())
    dewi = Contact.objects.get(name="Dewi")
    answer = alice.post("deal-field", bare.pk, "contact", data={"contact": dewi.pk, "version": bare.version})
    assert (answer.status, answer.change["deal"]) == (204, bare.pk)
    bare.refresh_from_db()
    assert bare.contact == dewi
    assert bare.company is not None
    assert bare.company.name == "Kopi Lereng"
    assert alice.post("deal-field", bare.pk, "contact", data={"contact": ""}).status == 204
    bare.refresh_from_db()
    assert bare.contact is None


def test_a_new_contact_is_made_and_put_on_the_deal(alice: Visitor, deal: Deal) -> None:
    typed = {
        "new": "1",
        "name": "Dewi Lestari",
        "position": "Director",
        "phone": "+380 44 555 77 77",
        "email": "",
    }
    assert alice.post("deal-field", deal.pk, "contact", data=typed).status == 204
    deal.refresh_from_db()
    assert deal.contact is not None
    assert (deal.contact.name, deal.contact.position) == ("Dewi Lestari", "Director")


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"phone": "12"}, {"email": "nobody"}, {"phone": "+380 44 555 01 42"}]
)
def test_a_new_contact_with_a_wrong_or_known_value_keeps_what_was_typed(
    alice: Visitor, deal: Deal, wrong: dict[str, str]
) -> None:
    typed = {
        "new": "1",
        "name": "Dewi",
        "position": "Director",
        "phone": "+380445557777",
        "email": "d@kopi.example",
    }
    people = Contact.objects.count()
    answer = alice.post("deal-field", deal.pk, "contact", data=typed | wrong)
    assert answer.status == 422
    assert answer.one("details").get("open") is not None
    assert answer.value("position") == "Director"
    (name,) = wrong
    assert answer.one(f"#link-{name}").get("aria-invalid") == "true"
    assert Contact.objects.count() == people


def test_a_new_contact_for_a_deal_that_got_another_meanwhile_is_not_left_over(
    house: House, alice: Visitor, deal: Deal
) -> None:
    seen = Deal.objects.get(pk=deal.pk).version
    change_deal(by=house.actor("Hana"), at=timezone.now(), deal=deal.pk, fields={"contact": ""})
    typed = {"new": "1", "name": "Dewi", "version": seen}
    answer = alice.post("deal-field", deal.pk, "contact", data=typed)
    assert answer.status == 409
    assert "Hana changed this deal" in answer.words
    assert answer.value("name") == "Dewi"
    assert not Contact.objects.filter(name="Dewi").exists()


def test_a_new_company_is_made_and_put_on_the_deal(alice: Visitor, deal: Deal) -> None:
    assert (
        alice.post("deal-field", deal.pk, "company", data={"new": "1", "name": "Kopi Lereng"}).status == 204
    )
    deal.refresh_from_db()
    assert deal.company is not None
    assert deal.company.name == "Kopi Lereng"
    taken = alice.post("deal-field", deal.pk, "company", data={"new": "1", "name": "Kopi Lereng"})
    assert taken.status == 422
    assert Company.objects.filter(name="Kopi Lereng").count() == 1


# -- the whole ------------------------------------------------------------------------------------------------------


def test_all_parts_come_in_one_answer_with_an_id_each(alice: Visitor, deal: Deal) -> None:
    ids = [part.get("id") for part in alice.get("deal-part", deal.pk, "all").all("[data-deal-part]")]
    page = alice.get("deal", deal.pk)
    assert len(ids) == len(set(ids)) == 13
    for id in ids:
        assert page.one(f"#{id}") is not None


def test_no_id_stands_twice_on_the_page(house: House, hana: Visitor, deal: Deal) -> None:
    fill(house, deal, 3)
    ids = [element.get("id") for element in hana.get("deal", deal.pk).all("[id]")]
    assert len(ids) == len(set(ids))


def test_older_events_come_page_by_page_without_a_second_heading(house: House, alice: Visitor) -> None:
    noon = timezone.now().replace(hour=12, minute=0) - timedelta(days=3)
    deal = deal_of(house, "Alice", at=noon)
    for number in range(40):
        add_note(by=house.actor("Alice"), at=noon, deal=deal.pk, text=f"Note {number}")
    first = alice.get("deal-part", deal.pk, "timeline")
    assert len(first.all(".event")) == 30
    assert len(first.all(".timeline-day")) == 1
    older = alice.client.get(first.one("#timeline-older").get("hx-get"))
    assert older.status_code == 200
    assert older.content.count(b'<article class="event') == 11
    assert b"timeline-day" not in older.content, "all of it happened on one day"


@pytest.mark.parametrize(
    "query", [{"before": "x"}, {"before": "-1"}, {"through": "9" * 30}, {"show": "secrets"}]
)
def test_junk_in_the_query_of_the_timeline_is_passed_over(
    alice: Visitor, deal: Deal, query: dict[str, str]
) -> None:
    assert alice.get("deal-part", deal.pk, "timeline", query=query).status == 200


def fill(house: House, deal: Deal, times: int) -> None:
    """Some of everything, by two people."""
    for number in range(times):
        for who in ("Alice", "Hana"):
            actor, now = house.actor(who), timezone.now()
            add_note(by=actor, at=now, deal=deal.pk, text=f"Ask @Hana {number}", kind=NoteKind.DECISION)
            change_deal(by=actor, at=now, deal=deal.pk, fields={"need": f"Ice {who} {number}"})
            call = NewTask(TaskKind.CALL, f"Call {number}", now + timedelta(days=number + 1))
            add_task(by=actor, at=now, deal=deal.pk, task=call)
            attach_file(
                by=actor, at=now, deal=deal.pk, upload=upload(), kind=FileKind.BRIEF,
                folder=settings.FILES_DIR, max_bytes=10_000,
            )  # fmt: skip
        sure = criterion("They are sure")
        confirm_criterion(
            by=house.actor("Alice"), at=timezone.now(), deal=deal.pk, criterion=sure, reason="Yes"
        )


def cost(visitor: Visitor, page: str, *args: Any) -> int:
    visitor.get(page, *args)
    with CaptureQueriesContext(connection) as captured:
        assert visitor.get(page, *args).status == 200
    return len(captured)


def test_the_cost_of_the_page_does_not_grow_with_what_stands_on_it(
    house: House, alice: Visitor, deal: Deal
) -> None:
    fill(house, deal, 1)
    once = cost(alice, "deal", deal.pk)
    parts = cost(alice, "deal-part", deal.pk, "all")
    fill(house, deal, 6)
    assert cost(alice, "deal", deal.pk) == once <= 47
    assert cost(alice, "deal-part", deal.pk, "all") == parts <= 43


def test_whatever_was_done_here_the_truths_hold(
    house: House, alice: Visitor, hana: Visitor, deal: Deal
) -> None:
    fill(house, deal, 2)
    save(alice, deal, "amount", "12k")
    alice.post("deal-field", deal.pk, "contact", data={"new": "1", "name": "Dewi", "phone": "+380445557777"})
    move(house, deal, "Propose")
    hana.post("note-remove", Note.objects.latest("id").pk)
    assert Task.objects.filter(deal=deal, state="open").exists()
    assert_all_true()
