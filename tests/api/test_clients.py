"""Contacts and companies by the API, and the log by which a copy of them is kept true."""

from __future__ import annotations

import pytest

from tests.api.program import Program
from tests.factories import House, deal_of, make_house

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return make_house()


@pytest.fixture
def alice(house: House) -> Program:
    return Program(house, "Alice")


def test_nobody_is_made_twice(alice: Program) -> None:
    ika = {"name": "Ika", "phones": ["+62 812 5550 0142", "+62 812 5550 0143"], "position": "Buyer"}
    made = alice.post("contacts", ika)
    assert (made.status, made.body["phones"]) == (201, ["+6281255500142", "+6281255500143"])
    taken = alice.post("contacts", {"name": "Ika W.", "phones": ["0062 81255500142"]})
    assert (taken.status, taken.kind) == (409, "taken")
    found = alice.get("contacts?phone=%2B6281255500142").body["items"]
    assert [one["id"] for one in found] == [made.body["id"]]
    assert alice.post("companies", {"name": "PT Dingin"}).status == 201
    assert alice.post("companies", {"name": "PT Dingin"}).kind == "taken"


def test_a_change_is_told_by_the_log_and_by_the_date(alice: Program) -> None:
    made = alice.post("contacts", {"name": "Ika"})
    start = alice.get("events").body["next"]
    changed = alice.patch(f"contacts/{made.body['id']}", {"position": "Buyer"}, If_Match=made.etag)
    assert (changed.body["position"], changed.body["version"]) == ("Buyer", made.body["version"] + 1)
    assert changed.body["updated_at"] > made.body["updated_at"]
    (event,) = alice.get(f"events?after={start}").body["items"]
    assert (event["kind"], event["contact_id"], event["changed"]) == (
        "contact_changed",
        made.body["id"],
        ["position"],
    )
    since = changed.body["updated_at"].replace("+", "%2B")
    assert [one["id"] for one in alice.get(f"contacts?updated_since={since}").body["items"]] == [
        made.body["id"]
    ]
    assert alice.get("contacts?updated_since=2100-01-01T00:00:00Z").body["items"] == []


def test_two_are_made_one_and_two_again(alice: Program) -> None:
    kept, other = (alice.post("contacts", {"name": name}).body["id"] for name in ("Ika", "Ika W."))
    merge = alice.post(f"contacts/{kept}/merge", {"merged_id": other})
    assert (merge.status, merge.body["merged_id"]) == (200, other)
    assert alice.get(f"contacts/{other}").status == 404
    last = alice.get("events").body["items"][-1]
    assert (last["kind"], last["contact_id"], last["merged_id"]) == ("client_merged", kept, other)
    assert alice.post(f"merges/{merge.body['id']}/part").status == 204
    assert alice.get(f"contacts/{other}").status == 200


def test_another_sellers_clients_users_and_events_are_unheard_of(house: House, alice: Program) -> None:
    made = Program(house, "Bob").post("contacts", {"name": "Bobs", "phones": ["+62 812 5550 0199"]})
    deal_of(house, "Bob")
    assert alice.get(f"contacts/{made.body['id']}").status == 404
    assert alice.get("contacts?phone=%2B6281255500199").body["items"] == []
    assert alice.get("events").body["items"] == []
    assert [one["name"] for one in alice.get("users").body["items"]] == ["Alice"]
    everybody = [one["name"] for one in Program(house, "Zoe").get("users").body["items"]]
    assert set(everybody) >= {"Alice", "Bob", "Zoe"}


def test_the_log_is_followed_to_its_end_in_parts(house: House, alice: Program) -> None:
    for name in ("Ika", "Wayan", "Made"):
        alice.post("contacts", {"name": name})
    seen: list[int] = []
    after, more = "", True
    while more:
        part = alice.get(f"events?limit=1{after}").body
        seen += [one["contact_id"] for one in part["items"]]
        after, more = f"&after={part['next']}", part["more"]
    assert len(seen) == len(set(seen)) == 3
    assert alice.get(f"events?{after}").body["items"] == []


def test_the_method_is_readable_and_its_file_is_a_playbook(house: House, alice: Program) -> None:
    pipeline = alice.get("pipelines").body["items"][0]
    assert [stage["name"] for stage in pipeline["stages"]][:2] == ["Unsorted", "Qualify"]
    assert alice.get(f"pipelines/{pipeline['id']}").body == pipeline
    assert alice.get("playbooks/file").body.startswith(b"format: ")
    assert {one["exit"] for one in alice.get("reasons").body["items"]} == {"lost", "postponed"}
