"""Addresses outside that somebody has typed: which of them may be called at all. Pure.

Whoever may type an address could else let the server speak to what stands beside it behind the firewall: the database,
a router, the metadata of a cloud. So what is not on the public internet is refused, unless the installation names its
network. Asked when an address is saved, and again of the very address that is connected to.
"""

import ipaddress
from collections.abc import Collection

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
# IPv6 that carries an IPv4 address: the one inside decides. NAT64 has no property of its own.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# Names that lead home whatever they resolve to.
_INSIDE = (".localhost", ".local", ".internal", ".intranet", ".lan", ".home.arpa")


def is_public(address: Address) -> bool:
    """Whether it is on the public internet."""
    inner = _inner(address)
    return is_public(inner) if inner is not None else address.is_global and not address.is_multicast


def _inner(address: Address) -> ipaddress.IPv4Address | None:
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)


def is_reachable(address: Address, allowed: Collection[Network] = ()) -> bool:
    """Whether it may be called: it is public, or in a network that the installation has named."""
    return is_public(address) or any(address in network for network in allowed)


def leads_inside(host: str, allowed: Collection[Network] = ()) -> bool:
    """Whether a host can be told to be none of the public internet by how it is written. A name may still resolve to such."""
    try:
        return not is_reachable(ipaddress.ip_address(host), allowed)
    except ValueError:
        name = host.rstrip(".").lower()
        return not allowed and (name.endswith(_INSIDE) or "." not in name)
