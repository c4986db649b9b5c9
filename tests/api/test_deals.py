"""Deals by the API: the same rules and rights, told in a form that programs can follow."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.program import Program
from tests.factories import House, deal_of, make_house
from voronka.commands.clients import ClientWords
from voronka.models import ApiAnswer, Deal, Note

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return make_house(
        {"Qualify": [("field", "The need", {"field": "need"}), ("by_hand", "They are sure", {})]}
    )


@pytest.fixture
def alice(house: House) -> Program:
    return Program(house, "Alice")


def make(alice: Program, house: House, **more: Any) -> Any:
    body = {"pipeline_id": house.pipeline.pk, "title": "Cold room", **more}
    answer = alice.post("deals", body)
    assert answer.status == 201, answer.body
    return answer.body


def test_a_deal_is_made_with_its_client_and_next_step(alice: Program, house: House) -> None:
    client = {"phone": "+380 44 555 01 42", "name": "Ika"}
    task = {"kind": "call", "title": "Call back", "due_on": "2030-01-07"}
    deal = make(alice, house, client=client, amount="1250.50", currency="USD", next_task=task)
    assert (deal["amount"], deal["state"]) == ("1250.50", "open")
    assert alice.get(f"contacts/{deal['contact_id']}").body["phones"] == ["+380445550142"]
    assert alice.get(f"tasks/{deal['next_task_id']}").body["due_on"] == "2030-01-07"


def test_the_gate_names_what_is_missing_in_the_callers_language(house: House) -> None:
    deal = deal_of(house, "Alice")
    to = {"stage_id": house.stage("Propose")}
    answer = Program(house, "Alice", language="ru").post(f"deals/{deal.pk}/move", to)
    assert (answer.status, answer.kind) == (409, "gate")
    assert [(one["kind"], one["title"]) for one in answer.body["criteria"]] == [
        ("field", "The need"),
        ("by_hand", "They are sure"),
    ]
    assert answer.body["may_be_waived"]
    assert answer.body["title"] != "The deal can’t go there yet."
    assert Deal.objects.get(pk=deal.pk).stage_id == house.stage("Qualify")


def test_a_head_passes_the_gate_with_a_reason_and_a_seller_does_not(house: House, alice: Program) -> None:
    deal = deal_of(house, "Alice")
    let = {"stage_id": house.stage("Propose"), "exception": "Old friends"}
    assert alice.post(f"deals/{deal.pk}/move", let).status == 409
    moved = Program(house, "Hana").post(f"deals/{deal.pk}/move", let)
    assert moved.body["stage_id"] == house.stage("Propose")


def test_a_deal_is_lost_opened_again_and_postponed(house: House, alice: Program) -> None:
    deal = deal_of(house, "Alice")
    refused = alice.post(f"deals/{deal.pk}/close", {"how": "lost"})
    assert [one["kind"] for one in refused.body["obstacles"]] == ["lost-reason-missing"]
    lost = alice.post(f"deals/{deal.pk}/close", {"how": "lost", "lost_reason_id": house.lost_reason})
    assert (lost.body["state"], lost.body["lost_reason_id"]) == ("lost", house.lost_reason)
    assert alice.post(f"deals/{deal.pk}/reopen", {"reason": "They called"}).body["state"] == "open"
    until = {"how": "postponed", "postpone_reason_id": house.postpone_reason, "postponed_until": "2100-01-01"}
    assert alice.post(f"deals/{deal.pk}/close", until).body["state"] == "postponed"


def test_what_was_changed_meanwhile_is_not_written_over(house: House, alice: Program) -> None:
    deal = deal_of(house, "Alice")
    seen = alice.get(f"deals/{deal.pk}")
    assert alice.get(f"deals/{deal.pk}", If_None_Match=seen.etag).status == 304
    changed = alice.patch(f"deals/{deal.pk}", {"need": "Minus twenty"}, If_Match=seen.etag)
    assert (changed.status, changed.body["need"]) == (200, "Minus twenty")
    late = alice.patch(f"deals/{deal.pk}", {"need": "Minus ten"}, If_Match=seen.etag)
    assert (late.status, late.kind) == (412, "outdated")
    assert late.body["current"] == alice.get(f"deals/{deal.pk}").body
    # Without If-Match whoever writes last is right.
    assert alice.patch(f"deals/{deal.pk}", {"need": None}).body["need"] == ""


def test_the_same_request_makes_one_deal(house: House, alice: Program) -> None:
    body = {"pipeline_id": house.pipeline.pk, "title": "Once"}
    first = alice.post("deals", body, Idempotency_Key="k1")
    again = alice.post("deals", body, Idempotency_Key="k1")
    assert (first.status, again.status, again.body) == (201, 201, first.body)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.headers["Location"] == first.headers["Location"]
    other = alice.post("deals", body | {"title": "Twice"}, Idempotency_Key="k1")
    assert (other.status, other.kind) == (422, "key-used")
    assert Deal.objects.count() == 1


def test_a_refused_request_may_be_mended_under_its_key(house: House, alice: Program) -> None:
    body = {"pipeline_id": house.pipeline.pk}
    refused = alice.post("deals", body, Idempotency_Key="k1")
    assert (refused.status, [one["field"] for one in refused.body["problems"]]) == (422, ["title"])
    assert not ApiAnswer.objects.exists()
    assert alice.post("deals", body | {"title": "Now"}, Idempotency_Key="k1").status == 201


def test_lists_are_read_in_pages_that_show_each_once(house: House, alice: Program) -> None:
    made = [deal_of(house, "Alice").pk for _ in range(5)]
    deal_of(house, "Bob")
    found: list[int] = []
    after = ""
    while True:
        part = alice.get(f"deals?limit=2{after}").body
        found += [one["id"] for one in part["items"]]
        if part["next"] is None:
            break
        after = f"&after={part['next']}"
    assert found == made


@pytest.mark.parametrize(
    "cursor", ["x", "ZGVhbHM6eA", "dGFza3M6MQ", "%00", "ZGVhbHM6OTk5OTk5OTk5OTk5OTk5OTk5OTk"]
)
def test_a_cursor_that_somebody_made_up_is_refused(alice: Program, cursor: str) -> None:
    answer = alice.get(f"deals?after={cursor}")
    assert (answer.status, answer.body["problems"][0]["field"]) == (422, "after")


def test_filters_and_what_changed_since(house: House, alice: Program) -> None:
    def ids(query: str) -> list[int]:
        return [one["id"] for one in alice.get(f"deals?{query}").body["items"]]

    old, new = (make(alice, house, title=title)["id"] for title in ("Old", "New"))
    since = alice.patch(f"deals/{new}", {"need": "Cold"}).body["changed_at"]
    assert ids(f"updated_since={since.replace('+', '%2B')}") == [new]
    assert ids("state=open") == [old, new]
    assert ids("state=lost") == []
    assert ids(f"stage={house.stage('Propose')}") == []


def test_a_list_costs_the_same_for_one_and_for_many(house: House, alice: Program) -> None:
    def queries(path: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert alice.get(path).status == 200
        return len(asked)

    paths = ("deals", "tasks", "contacts", "companies", "events")
    client = [ClientWords(phone=f"+38044555{n:04}", company=f"Firm {n}", contact=f"N {n}") for n in range(12)]
    deal_of(house, "Alice", client=client[0])
    queries("me")
    few = [queries(path) for path in paths]
    for one in client[1:]:
        deal_of(house, "Alice", client=one)
    assert [queries(path) for path in paths] == few


def test_a_note_and_a_file_come_and_go(house: House, alice: Program) -> None:
    deal = deal_of(house, "Alice").pk
    note = alice.post(f"deals/{deal}/notes", {"text": "They compare", "kind": "need"})
    assert alice.patch(f"notes/{note.body['id']}", {"text": "They decided"}, If_Match=note.etag).status == 200
    assert Program(house, "Hana").patch(f"notes/{note.body['id']}", {"text": "No"}).kind == "not-allowed"
    assert alice.ask("DELETE", f"notes/{note.body['id']}").status == 204
    assert alice.get("notes").body["items"] == []
    assert Note.objects.exists()
    upload = SimpleUploadedFile("offer.pdf", b"%PDF-1.4 offer")
    file = alice.send(f"deals/{deal}/files", {"file": upload, "kind": "offer"}, Idempotency_Key="f")
    assert (file.status, file.body["kind"]) == (201, "offer")
    upload.seek(0)
    again = alice.send(f"deals/{deal}/files", {"file": upload, "kind": "offer"}, Idempotency_Key="f")
    assert again.body == file.body
    assert alice.get(f"files/{file.body['id']}/content").body == b"%PDF-1.4 offer"
    assert alice.ask("DELETE", f"files/{file.body['id']}").status == 204


def test_a_task_is_put_off_and_done_with_the_next_step(house: House, alice: Program) -> None:
    deal = deal_of(house, "Alice")
    task = alice.get(f"tasks?deal={deal.pk}").body["items"][0]
    moved = alice.patch(f"tasks/{task['id']}", {"due_at": "2100-01-04T10:00:00Z"})
    assert moved.body["due_at"] == "2100-01-04T10:00:00Z"
    assert alice.post(f"tasks/{task['id']}/done", {"outcome": "Reached"}).kind == "next-step-missing"
    call = {"kind": "call", "title": "Do it", "due_at": "2100-02-04T10:00:00Z", "assignee_id": 40850}
    stranger = alice.post(f"deals/{deal.pk}/tasks", call)
    assert (stranger.status, stranger.body["problems"][0]["field"]) == (422, "assignee_id")
    assert alice.patch(f"tasks/{task['id']}", {"assignee_id": 40850}).status == 422
    ending = {"next_task": {"kind": "email", "title": "Write", "due_at": "2100-02-04T10:00:00Z"}}
    assert alice.post(f"tasks/{task['id']}/done", ending).body["state"] == "done"


def test_giving_and_taking_are_for_whom_they_are(house: House, alice: Program) -> None:
    deal, bob = deal_of(house, "Alice"), house.people["Bob"].pk
    assert alice.post(f"deals/{deal.pk}/owner", {"owner_id": bob}).kind == "not-allowed"
    assert Program(house, "Hana").post(f"deals/{deal.pk}/owner", {"owner_id": bob}).status == 204
    assert alice.get(f"deals/{deal.pk}").status == 404
    gone = [one["kind"] for one in alice.get("events").body["items"] if one["deal_id"] == deal.pk]
    assert gone[-1] == "gone"


def test_what_is_no_json_or_too_much_of_it_is_refused(house: House, alice: Program) -> None:
    deal = deal_of(house, "Alice").pk
    long = alice.post(f"deals/{deal}/notes", {"text": "x" * 6_000_000})
    assert (long.status, long.kind) in {(413, "too-large"), (400, "unreadable")}
    assert alice.post(f"deals/{deal}/notes", {"text": "x" * 60_000}).body["problems"][0]["field"] == "text"
    assert alice.post(f"deals/{deal}/notes", {"text": "\ud800"}).status == 422
    assert alice.post(f"deals/{deal}/notes", {"text": "a\x00b"}).body["text"] == "ab"
