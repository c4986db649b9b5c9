"""What is known of a visitor before they log in: where they come from and where they wanted to go."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

LONGEST_PATH = 1500
# Nobody is sent back to these after logging in.
_NOT_NEXT = frozenset({"login", "logout", "language", "health", "password"})


def address_of(request: HttpRequest) -> str:
    """The address attempts are counted by. An IPv6 user has a whole /64, so the network counts.

    Behind a proxy the last forwarded address is the one our own proxy saw; those before it are
    claims of the visitor.
    """  # fmt: skip
    text = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        text = request.headers.get("X-Forwarded-For", text).rsplit(",", 1)[-1].strip()
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        mapped = address.ipv4_mapped
        return str(mapped or ipaddress.ip_network((int(address), 64), strict=False))
    return str(address)


def next_path(wanted: str | None) -> str:
    """Where to go after the log-in or the first change of password: a page of ours that was asked for, else the first page."""
    home = reverse("home")
    if not wanted or len(wanted) > LONGEST_PATH or not wanted.startswith("/"):
        return home
    # Refuses //host, /\host, control characters and whatever a browser might read as another site.
    if not url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return home
    try:
        page = resolve(wanted.partition("#")[0].partition("?")[0])
    except Resolver404:
        return home
    return home if page.url_name in _NOT_NEXT else wanted
