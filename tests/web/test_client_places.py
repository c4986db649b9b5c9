"""Where a client is, on their page: by the number plan until a seller says otherwise, and cities that are proposed."""

import pytest
from django.utils import timezone

from tests.factories import House, make_house
from tests.web.visitor import Visitor
from voronka.commands.clients import create_contact
from voronka.models import Contact, Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return make_house()


@pytest.fixture
def contact(house: House) -> Contact:
    fields = {"name": "Вера Логинова", "phone": "+7 902 264 12 34"}
    return create_contact(by=house.actor("Alice"), at=timezone.now(), fields=fields)


def field(contact: Contact, name: str, house: House, typed: str) -> str:
    return Visitor(house, "Alice").post("contact-field", contact.pk, name, data={"value": typed}).words


def test_what_the_number_says_is_shown_with_its_certainty(house: House, contact: Contact) -> None:
    page = Visitor(house, "Alice").get("contact", contact.pk)
    clock = page.one("client-clock")
    assert (clock.get("zone"), clock.get("place")) == ("Asia/Yekaterinburg", "Sverdlovsk Oblast")
    assert clock.get("by") == "number"
    assert "Sverdlovsk Oblast by the number plan" in page.words
    assert "Asia/Yekaterinburg (UTC+05:00), by the number plan" in page.words


def test_a_seller_s_city_counts_before_the_number_and_brings_its_clock(
    house: House, contact: Contact
) -> None:
    assert "Саратов" in field(contact, "city", house, "Саратов")
    contact.refresh_from_db()
    assert (contact.city, contact.time_zone, contact.zone_by) == ("Саратов", "Europe/Saratov", "city")
    changes = Event.objects.filter(contact_id=contact.pk).latest("id").payload["changes"]
    assert changes == {
        "city": ["Sverdlovsk Oblast", "Саратов"],
        "time_zone": ["Asia/Yekaterinburg", "Europe/Saratov"],
    }
    # Another number changes nothing of it; the field emptied, the number counts again.
    field(contact, "phones", house, "+7 4012 55 01 36")
    contact.refresh_from_db()
    assert contact.city == "Саратов"
    assert "Kaliningrad by the number plan" in field(contact, "city", house, "")
    contact.refresh_from_db()
    assert (contact.time_zone, contact.city_by) == ("Europe/Kaliningrad", "number")


def test_cities_are_proposed_in_any_language_with_their_region(house: House) -> None:
    alice = Visitor(house, "Alice")
    options = alice.get("places", query={"value": "екатеринб"}).all("option")
    assert [(one.get("value"), one.text_content()) for one in options] == [
        ("Yekaterinburg", "Sverdlovsk Oblast")
    ]
    assert alice.get("places", query={"city": ""}).all("option") == []
