"""Links between deals: one came from another, and why. A deal has one origin at most, and may be the origin of many."""

from enum import StrEnum


class LinkKind(StrEnum):
    """As what a deal came from another."""

    HAND_OVER = "hand_over"
    REPEAT = "repeat"
    UPSELL = "upsell"
    SERVICE = "service"
