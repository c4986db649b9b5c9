"""A demonstration: invented deals in a workspace that has none of its own, until they are cleared."""

from enum import StrEnum


class WhyNot(StrEnum):
    """Why no demonstration can be laid now."""

    DEALS = "deals"
    CLIENTS = "clients"
    NO_TEAM = "no_team"
    THERE = "there"
