"""Custom fields on the pages: set up, filled where they stand, told in the history, and not there for who must not see them."""

from __future__ import annotations

import pytest

from tests.factories import NOON, House, deal_of, make_house
from tests.web.visitor import Visitor
from voronka.commands.clients import create_company, create_contact
from voronka.commands.deals import change_deal
from voronka.commands.setup.custom_fields import add_custom_field
from voronka.domain.custom_fields import Kind, Of, SeenBy
from voronka.models import CustomChoice, CustomField

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return make_house()


def added(house: House, of: Of, kind: Kind, name: str, **fields: str) -> CustomField:
    typed = {"name": name, "kind": kind.value, **fields}
    return add_custom_field(by=house.actor("Hana"), at=NOON, of=of, fields=typed)


def test_a_head_sets_fields_up(house: House) -> None:
    hana = Visitor(house, "Hana")
    said = {"name": "Heat", "kind": "choice", "choices": "Cold\nWarm", "name_ru": "Теплота"}
    assert hana.post("settings-field-new", "deal", data=said).status == 204
    assert hana.post("settings-field-new", "deal", data=said).status == 422
    assert hana.get("settings-field-new", "task").status == 404
    field, cold = CustomField.objects.get(), CustomChoice.objects.get(key="cold")
    page = hana.get("settings-fields")
    assert "Heat" in page.words
    assert "deal.heat" in page.words
    dialog = hana.get("settings-field", field.pk)
    assert (dialog.value("name_ru"), dialog.value(f"choice_{cold.pk}")) == ("Теплота", "Cold")
    warm = CustomChoice.objects.get(key="warm")
    changed = {"name": "Warmth", "choices": "Hot", "seen_by": "leaders"}
    changed |= {f"choice_{cold.pk}": "Chilly", f"choice_{warm.pk}": "Warm"}
    assert hana.post("settings-field", field.pk, data=changed).status == 204
    assert hana.post("settings-field", field.pk, data=changed | {"name": ""}).status == 422
    assert list(CustomChoice.objects.order_by("position").values_list("name", flat=True)) == [
        "Chilly",
        "Warm",
        "Hot",
    ]
    for on in ("", "1"):
        assert hana.post("settings-field-choice", cold.pk, data={"on": on}).status == 204
        assert hana.post("settings-field-retire", field.pk, data={"on": on}).status == 204
        assert ("shown no longer" in hana.get("settings-fields").words) is (not on)


def test_a_deal_is_filled_where_it_stands_and_its_history_tells(house: House) -> None:
    added(house, Of.DEAL, Kind.CHOICES, "Needs", choices="Ice\nSnow\nRain", name_ru="Нужно")
    added(house, Of.DEAL, Kind.PERSON, "Lawyer")
    deal = deal_of(house, "Alice")
    anna = create_contact(by=house.actor("Alice"), at=NOON, fields={"name": "Anna Petrova"})
    alice = Visitor(house, "Alice")
    field = alice.get("deal-field", deal.pk, "deal.needs")
    assert [box.get("value") for box in field.all("input[type=checkbox]")] == ["ice", "snow", "rain"]
    answer = alice.post("deal-field", deal.pk, "deal.needs", data={"deal.needs": ["ice", "rain"]})
    assert answer.status == 200
    assert "Ice, Rain" in answer.words
    wrong = alice.post("deal-field", deal.pk, "deal.lawyer", data={"deal.lawyer": "Nobody"})
    assert wrong.status == 422
    assert wrong.value("deal.lawyer") == "Nobody"
    offered = alice.get("custom-suggest", "person", query={"deal.lawyer": "Anna"})
    assert [one.get("value") for one in offered.all("option")] == [f"Anna Petrova #{anna.pk}"]
    said = {"deal.lawyer": f"Anna Petrova #{anna.pk}"}
    assert "Anna Petrova" in alice.post("deal-field", deal.pk, "deal.lawyer", data=said).words
    page = alice.get("deal", deal.pk).words
    assert "Changed: Needs" in page
    assert "Ice, Rain" in page
    assert alice.get("deal-field", deal.pk, "deal.unknown").status == 404
    assert alice.get("custom-suggest", "file").status == 404


def test_a_field_of_those_who_lead_is_nowhere_for_a_seller(house: House) -> None:
    added(house, Of.DEAL, Kind.TEXT, "Margin", seen_by=SeenBy.LEADERS)
    deal = deal_of(house, "Alice")
    change_deal(by=house.actor("Hana"), at=NOON, deal=deal.pk, fields={"deal.margin": "nine percent"})
    assert "nine percent" in Visitor(house, "Hana").get("deal", deal.pk).words
    alice = Visitor(house, "Alice")
    page = alice.get("deal", deal.pk).text
    assert "Margin" not in page
    assert "nine percent" not in page
    assert alice.get("deal-field", deal.pk, "deal.margin").status == 404


@pytest.mark.parametrize("of", [Of.CONTACT, Of.COMPANY])
def test_a_client_is_filled_where_it_stands(house: House, of: Of) -> None:
    added(house, of, Kind.MONEY, "Credit")
    added(house, of, Kind.CHOICE, "Heat", choices="Cold\nWarm")
    make = create_contact if of is Of.CONTACT else create_company
    row = make(by=house.actor("Alice"), at=NOON, fields={"name": "PT Angin Timur"})
    alice = Visitor(house, "Alice")
    assert "Credit" in alice.get(of.value, row.pk).words
    said = alice.post(f"{of}-field", row.pk, f"{of}.credit", data={"value": "4,6k"})
    assert "$4,600" in said.words
    assert alice.post(f"{of}-field", row.pk, f"{of}.credit", data={"value": "lots"}).status == 422
    alice.post(f"{of}-field", row.pk, f"{of}.heat", data={"value": "warm"})
    page = alice.get(of.value, row.pk)
    assert page.value("value") is not None
    assert "Heat: Warm" in page.words
    assert alice.get(f"{of}-field", row.pk, f"{of}.unknown").status == 404


def test_the_list_shows_and_narrows_by_custom_fields(house: House) -> None:
    added(house, Of.DEAL, Kind.CHOICE, "Heat", choices="Cold\nWarm")
    added(house, Of.DEAL, Kind.NUMBER, "Seats")
    added(house, Of.DEAL, Kind.DATE, "Ready")
    added(house, Of.DEAL, Kind.TEXT, "Margin", seen_by=SeenBy.LEADERS)
    pipeline, alice = house.pipeline.pk, Visitor(house, "Alice")
    typed = {
        "Small": {"deal.seats": "5", "deal.heat": "Cold", "deal.ready": "2026-12-01", "deal.margin": "thin"},
        "Large": {"deal.seats": "50", "deal.heat": "Warm", "deal.ready": "2027-01-15"},
        "Unknown": {},
    }
    for title, fields in typed.items():
        deal = deal_of(house, "Alice", title=title)
        change_deal(by=house.actor("Hana"), at=NOON, deal=deal.pk, fields=fields)

    def found(visitor: Visitor = alice, **query: str) -> set[str]:
        rows = visitor.get(
            "deal-list", pipeline, query={name.replace("_", ".", 1): text for name, text in query.items()}
        )
        return {link.text or "" for link in rows.all("#deal-rows th a")}

    assert found() == set(typed)
    assert found(deal_heat="warm") == {"Large"}
    assert found(deal_seats="5") == {"Small"}
    assert found(deal_seats="6..") == {"Large"}
    assert found(deal_seats="..50", deal_ready="2026-12-01..2026-12-31") == {"Small"}
    assert found(deal_heat="warm", status="all", order="title") == {"Large"}
    # What makes no sense, or is not for the reader, narrows nothing.
    assert found(deal_seats="many") == found(deal_margin="thin") == set(typed)
    assert found(Visitor(house, "Hana"), deal_margin="THIN") == {"Small"}
    page = alice.get(
        "deal-list", pipeline, query={"deal.heat": "warm", "cols": "title,deal.heat,deal.margin"}
    )
    assert [head.text_content().strip() for head in page.all("thead th")][1:] == ["Deal", "Heat"]
    assert "Heat: Warm" in page.words
    assert "1 deal" in page.words
    assert "Margin" not in page.text
    again = alice.get("deal-list", pipeline)
    assert [head.text_content().strip() for head in again.all("thead th")][1:] == ["Deal", "Heat"]
