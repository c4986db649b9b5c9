"""What may be called outside: public addresses, and networks that the installation names."""

from ipaddress import ip_address, ip_network

import pytest

from voronka.domain.web_address import is_reachable, leads_inside


@pytest.mark.parametrize(
    ("address", "is_public"),
    [
        ("93.184.215.14", True), ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True), ("10.1.2.3", False),
        ("100.64.0.1", False), ("224.0.0.1", False), ("0.0.0.1", False), ("::1", False), ("fe80::1", False),
        ("::ffff:127.0.0.1", False), ("64:ff9b::a01:203", False), ("2002:7f00:1::1", False), ("64:ff9b::5db8:d70e", True),
    ],
)  # fmt: skip
def test_what_is_not_on_the_public_internet_is_not_called(address: str, *, is_public: bool) -> None:
    assert is_reachable(ip_address(address)) is is_public


def test_a_network_of_one_s_own_may_be_named() -> None:
    own = [ip_network("10.0.0.0/8")]
    assert is_reachable(ip_address("10.1.2.3"), own)
    assert not is_reachable(ip_address("192.168.1.1"), own)
    assert leads_inside("erp")
    assert not leads_inside("erp", own)
    assert leads_inside("db.internal")
    assert not leads_inside("shop.example.com")
