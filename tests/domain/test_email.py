"""E-mail addresses: what is one and the same, and what is not."""

import pytest

from voronka.domain.email import normal_email, shown_email


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("  Dewi@Samudra.Example ", "dewi@samudra.example"),
        ("іван@пошта.укр", "іван@xn--80a1acn3a.xn--j1amh"),
        ("Ivan@XN--80A1ACN3A.xn--j1amh", "ivan@xn--80a1acn3a.xn--j1amh"),
        ("ivan@пошта。укр", "ivan@xn--80a1acn3a.xn--j1amh"),
        ("ivan@kopi.example.", "ivan@kopi.example"),
        ("ｉｖａｎ@kopi.example", "ivan@kopi.example"),
        # What a provider makes of dots and tags is not ours to know.
        ("d.ewi+crm@kopi.example", "d.ewi+crm@kopi.example"),
        ("no address", "no address"),
    ],
)
def test_every_way_of_writing_an_address_has_one_key(typed: str, key: str) -> None:
    assert normal_email(typed) == key
    assert normal_email(key) == key


def test_an_address_is_shown_in_its_own_letters() -> None:
    assert shown_email(normal_email("Ivan@Пошта.укр")) == "ivan@пошта.укр"
    assert shown_email("ivan@kopi.example") == "ivan@kopi.example"
    assert shown_email("ivan@xn--zzzzzz99999.example") == "ivan@xn--zzzzzz99999.example"
