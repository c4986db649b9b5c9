"""What a body says of who asks, whoever made the form it came from."""

from __future__ import annotations

import json

import pytest

from voronka.domain.intake import Understood, is_public_origin, network_of, understand, understand_parts


def said(**body: object) -> Understood:
    return understand(json.dumps(body))


def test_the_usual_keys_are_known_in_any_writing() -> None:
    found = said(Full_Name="Ika", PHONE="+62 812 555", **{"e-mail": "ika@teduh.example"}, Comment="Call me")
    assert (found.name, found.phone, found.email) == ("Ika", "+62 812 555", "ika@teduh.example")
    assert found.message == "Call me"


@pytest.mark.parametrize(
    ("name", "phone"), [("Имя", "Телефон"), ("Ім’я", "Номер телефону"), ("Nama lengkap", "No. HP")]
)
def test_the_keys_are_known_in_every_language(name: str, phone: str) -> None:
    found = said(**{name: "Ирина", phone: "044 279 12 12"})
    assert (found.name, found.phone) == ("Ирина", "044 279 12 12")


def test_what_lies_deeper_is_found_and_the_rest_is_kept_readable() -> None:
    found = said(
        lead={"contact": {"first_name": "Ika", "last_name": "Sari"}, "doors": [2, 4]}, utm_source="g"
    )
    assert found.name == "Ika Sari"
    assert found.utm == {"utm_source": "g"}
    assert found.lines == ("lead.doors: 2, 4",)


def test_a_value_that_is_not_what_its_key_says_stays_in_the_text() -> None:
    found = said(phone="please write", email="none")
    assert (found.phone, found.email) == ("", "")
    assert found.lines == ("phone: please write", "email: none")


def test_plain_text_and_a_submitted_form_are_read_as_well() -> None:
    text = understand("Hello, call me at +380 44 279 12 12 or write to ika@teduh.example")
    assert (text.phone, text.email) == ("+380 44 279 12 12", "ika@teduh.example")
    form = understand_parts([("name", "Ika Sari"), ("phone", "0442791212")])
    assert (form.name, form.phone) == ("Ika Sari", "0442791212")


@pytest.mark.parametrize(
    "raw",
    ["", "[", "null", "7", '"x"', "[[[1]]]", '{"": {"": null}}', "\x00", "[" * 5000, '{"name": {"a": []}}'],
)
def test_anything_at_all_is_read_without_a_fault(raw: str) -> None:
    found = understand(raw)
    assert found.name == ""


def test_networks_name_no_household() -> None:
    assert network_of("203.0.113.77") == "203.0.113.0/24"
    assert network_of("2001:db8:7:9::/64") == "2001:db8:7::/48"


def test_an_origin_is_a_scheme_and_a_host_and_nothing_more() -> None:
    assert is_public_origin("https://shop.example")
    assert is_public_origin("http://localhost:8080")
    for wrong in ("https://shop.example/", "*", "https://*", "shop.example", "https://a b", "https://a;x"):
        assert not is_public_origin(wrong)
