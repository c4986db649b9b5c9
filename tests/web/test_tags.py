"""Tags of deals: put on and taken off on the deal's page, undone, looked for on board and list, many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.factories import House, deal_of, make_house
from tests.truths import assert_all_true
from tests.web.visitor import Answer, Visitor
from voronka.models import DealTag, Event

if TYPE_CHECKING:
    from voronka.models import Deal

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return make_house()


@pytest.fixture
def alice(house: House) -> Visitor:
    return Visitor(house, "Alice")


def tags(deal: Deal) -> list[str]:
    return sorted(DealTag.objects.filter(deal=deal).values_list("name", flat=True))


def fields(answer: Answer) -> dict[str, str]:
    return {one.get("name", ""): one.get("value", "") for one in answer.all("input[type=hidden]")}


def test_a_tag_is_put_on_and_taken_off_and_both_can_be_undone(house: House, alice: Visitor) -> None:
    deal = deal_of(house, "Alice")
    added = alice.post("deal-tag-add", deal.pk, data={"tag": "  hot   lead "})
    assert (added.status, added.toast["text"], added.change["deal"]) == (204, "Tag: hot lead", deal.pk)
    page = alice.get("deal", deal.pk)
    assert "hot lead" in page.one("#deal-head .facts").text_content()
    assert "Tag: hot lead" in page.one("#deal-timeline").text_content()
    gone = alice.post("deal-tag-remove", deal.pk, data={"tag": "hot lead"})
    assert (gone.toast["text"], tags(deal)) == ("Tag removed: hot lead", [])
    alice.follow(gone.toast["undoUrl"])
    assert tags(deal) == ["hot lead"]
    # What was put on first stands again, as it was left: it can be taken back too.
    alice.follow(added.toast["undoUrl"])
    assert tags(deal) == []
    assert_all_true()


def test_what_a_colleague_changed_since_is_not_undone(house: House, alice: Visitor) -> None:
    deal = deal_of(house, "Alice")
    added = alice.post("deal-tag-add", deal.pk, data={"tag": "hot"})
    Visitor(house, "Hana").post("deal-tag-remove", deal.pk, data={"tag": "HOT"})
    assert alice.follow(added.toast["undoUrl"]).status == 409
    assert tags(deal) == []
    assert (
        alice.post("deal-tag-remove", deal.pk, data={"tag": "hot"}).toast["text"] == "The tag is off already."
    )


def test_a_tag_that_is_there_or_too_long_is_refused_with_what_was_typed(house: House, alice: Visitor) -> None:
    deal = deal_of(house, "Alice")
    alice.post("deal-tag-add", deal.pk, data={"tag": "hot"})
    again = alice.post("deal-tag-add", deal.pk, data={"tag": "Hot"})
    assert (again.status, again.value("tag")) == (422, "Hot")
    assert "has this tag already" in again.one("#tag-add-field-error").text_content()
    assert alice.post("deal-tag-add", deal.pk, data={"tag": "x" * 41}).status == 422
    assert alice.post("deal-tag-add", deal.pk, data={"tag": " "}).status == 422
    assert tags(deal) == ["hot"]


def test_whose_deal_it_is_not_sees_neither_tags_nor_the_field(house: House, alice: Visitor) -> None:
    deal = deal_of(house, "Charlie")
    Visitor(house, "Zoe").post("deal-tag-add", deal.pk, data={"tag": "secret"})
    for page in ("deal-tag-add", "deal-tag-remove"):
        assert alice.post(page, deal.pk, data={"tag": "secret"}).status == 404
    assert "secret" not in alice.get("tags").words
    assert 'value="secret"' in Visitor(house, "Zoe").get("tags").text
    assert tags(deal) == ["secret"]


def test_board_and_list_are_narrowed_to_a_tag(house: House, alice: Visitor) -> None:
    hot, other = deal_of(house, "Alice", title="Cold room"), deal_of(house, "Alice", title="Blast line")
    alice.post("deal-tag-add", hot.pk, data={"tag": "hot"})
    for page in ("board", "deal-list"):
        found = alice.get(page, house.pipeline.pk, query={"tag": "HOT"})
        assert "Cold room" in found.words
        assert "Blast line" not in found.words
        assert "Tag: HOT" in found.words
        assert found.one("#filter-tag").get("value") == "HOT"
    by_title = alice.get("deal-list", house.pipeline.pk, query={"tag": "hot", "order": "title"})
    assert [row.get("id") for row in by_title.all("#deal-rows > tr")] == [f"row-{hot.pk}"]
    column = alice.get("deal-list", house.pipeline.pk, query={"cols": "title,tags"})
    assert "hot" in column.one(f"#row-{hot.pk}").text_content()
    assert "hot" not in column.one(f"#row-{other.pk}").text_content()


def test_many_are_tagged_at_once_and_undone_at_once(house: House, alice: Visitor) -> None:
    one, two = deal_of(house, "Alice"), deal_of(house, "Alice")
    alice.post("deal-tag-add", one.pk, data={"tag": "fair"})
    chosen = [f"{deal.pk}:{deal.version}" for deal in (one, two)]
    asked = alice.post("bulk", "tag", data={"pipeline": house.pipeline.pk, "deal": chosen})
    assert [option.get("value") for option in asked.all("#bulk-tags option")] == ["fair"]
    nothing = alice.post("bulk", "tag", data={**fields(asked), "how": "add", "tag": " "})
    assert nothing.status == 422
    told = alice.post("bulk", "tag", data={**fields(asked), "how": "add", "tag": "Fair"})
    assert "Tags changed on 1 deal" in told.words
    assert "It has this tag already." in told.words
    assert (tags(one), tags(two)) == (["fair"], ["Fair"])
    alice.post("bulk", "undo", data=fields(told))
    assert (tags(one), tags(two)) == (["fair"], [])
    gone = alice.post("bulk", "tag", data={**fields(asked), "how": "remove", "tag": "fair"})
    assert "It doesn’t have this tag." in gone.words
    assert tags(one) == []
    assert Event.objects.filter(deal_id=one.pk, kind="tags_changed").count() == 2
    assert_all_true()
