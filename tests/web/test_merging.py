"""Merging clients through their pages: choosing, the preview, the old address, parting; and who may."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from tests.factories import deal_of, make_house
from tests.web.visitor import Visitor
from voronka.commands.clients import ClientWords, change_contact, create_company, create_contact
from voronka.models import ClientMerge, Company, Contact

if TYPE_CHECKING:
    from tests.factories import House

pytestmark = pytest.mark.django_db

NUMBER = "+62 812 5550 0142"


@pytest.fixture
def house() -> House:
    return make_house()


def two(house: House, owner: str = "Alice") -> tuple[Contact, Contact]:
    """The same person twice, with one number."""
    by, at = house.actor(owner), timezone.now()
    kept = create_contact(by=by, at=at, fields={"name": "Dewi", "phone": NUMBER, "position": "Owner"})
    other = create_contact(by=by, at=at, fields={"name": "Dewi Lestari", "position": "Buyer"})
    change_contact(by=by, at=at, contact=other.pk, fields={"phones": f"{NUMBER}\n+62 812 5550 0143"})
    return kept, other


def test_who_shares_a_number_is_shown_with_the_way_to_merge(house: House) -> None:
    kept, other = two(house)
    alice = Visitor(house, "Alice")
    page = alice.get("contact", kept.pk)
    assert f'href="/people/{kept.pk}/merge/?other={other.pk}"' in page.text
    choice = alice.outside("contact-merge", kept.pk)
    assert "Dewi Lestari" in choice.text
    found = alice.get("contact-merge", kept.pk, query={"q": "lestari"})
    assert "Dewi Lestari" in found.text
    assert "<html" not in found.text


def test_a_merge_is_previewed_done_and_undone_and_the_old_address_leads_on(house: House) -> None:
    kept, other = two(house)
    deal_of(
        house, "Alice", at=timezone.now(), title="Ice cream cabinets", contact=other.pk, client=ClientWords()
    )
    alice = Visitor(house, "Alice")
    preview = alice.get("contact-merge", kept.pk, query={"other": str(other.pk)})
    for words in ("Ice cream cabinets", "Buyer", "+62 812-5550-0143", "Nothing is dropped"):
        assert words in preview.text
    said = {"other": str(other.pk), "take-name": "merged", "take-position": "kept"}
    seen = preview.one('input[name="seen"]').get("value")
    assert preview.one("form.merge-page").get("action") == f"/people/{kept.pk}/merge/"
    done = alice.post("contact-merge", kept.pk, data={**said, "seen": seen})
    assert (done.status, done.headers["Location"]) == (302, f"/people/{kept.pk}/")
    assert alice.get("contact", other.pk).headers["Location"] == f"/people/{kept.pk}/"
    assert Visitor(house, "Charlie").get("contact", other.pk).status == 404
    page = alice.get("contact", kept.pk)
    assert page.one("h1").text_content() == "Dewi Lestari"
    assert "Ice cream cabinets" in page.text
    assert "Merged with Dewi Lestari" in page.text
    merge = ClientMerge.objects.get()
    part = alice.get("client-part", merge.pk)
    assert "Buyer" in part.text
    assert alice.post("client-part", merge.pk).headers["Location"] == f"/people/{kept.pk}/"
    assert alice.get("contact", other.pk).status == 200
    assert Contact.objects.get(pk=kept.pk).name == "Dewi"
    assert alice.get("client-part", merge.pk).status == 404


def test_what_was_changed_meanwhile_is_looked_at_again(house: House) -> None:
    kept, other = two(house)
    alice = Visitor(house, "Alice")
    answer = alice.post(
        "contact-merge",
        kept.pk,
        data={"other": str(other.pk), "seen": "1.1-2.1", "take-name": "nonsense"},
    )
    assert answer.status == 422
    assert "was changed meanwhile" in answer.text
    assert Contact.objects.filter(pk=other.pk).exists()
    for junk in ("", "0", str(kept.pk), "99999", "x"):
        assert alice.post("contact-merge", kept.pk, data={"other": junk}).status in {200, 404}


def test_a_company_is_merged_by_the_head_of_both_and_by_nobody_else(house: House) -> None:
    at = timezone.now()
    kept, other = (
        create_company(by=house.actor(name), at=at, fields={"name": company})
        for name, company in (("Alice", "Kopi"), ("Bob", "Kopi PT"))
    )
    create_contact(by=house.actor("Bob"), at=at, fields={"name": "Ika", "company": "Kopi PT"})
    for name in ("Alice", "Charlie", "Hugo"):
        answer = Visitor(house, name).get("company-merge", kept.pk, query={"other": str(other.pk)})
        assert answer.status == 404
        assert "Kopi PT" not in answer.text
    hana = Visitor(house, "Hana")
    preview = hana.get("company-merge", kept.pk, query={"other": str(other.pk)})
    assert "Ika" in preview.text
    said = {"other": str(other.pk), "seen": preview.one('input[name="seen"]').get("value")}
    hana.post("company-merge", kept.pk, data=said)
    assert Contact.objects.get().company == kept
    assert hana.get("company", other.pk).headers["Location"] == f"/companies/{kept.pk}/"
    assert Visitor(house, "Alice").get("client-part", ClientMerge.objects.get().pk).status == 403
    assert Company.objects.count() == 1
