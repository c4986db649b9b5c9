"""Asking a provider of requisites for what somebody looks for."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from voronka.commands.requisite_lookups import tell_found, tell_trouble
from voronka.connectors.dadata import find_companies
from voronka.domain.requisites import ProviderFailed
from voronka.queries.requisites import lookup_words


def look_requisites_up(payload: Mapping[str, Any], at: datetime) -> None:  # noqa: ARG001 - as all handlers
    """Ask once and tell: whoever waits is told of a failure at once, and may ask again."""
    lookup = int(payload["lookup"])
    words = lookup_words(lookup)
    if words is None:
        return
    try:
        found = find_companies(*words)
    except ProviderFailed as failed:
        tell_trouble(lookup, failed.trouble)
    else:
        tell_found(lookup, found)
