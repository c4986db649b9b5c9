"""Kinds and states of feedback for templates."""

from collections.abc import Mapping
from typing import Any

from voronka.domain.feedback import FeedbackKind, FeedbackState
from voronka.web.asked import options
from voronka.web.labels import FEEDBACK_ICONS, FEEDBACK_KINDS, FEEDBACK_STATES, FEEDBACK_TONES

STATE_ICONS: Mapping[FeedbackState, str] = {
    FeedbackState.NEW: "inbox",
    FeedbackState.LOOKED_AT: "eye",
    FeedbackState.PLANNED: "calendar-check",
    FeedbackState.DONE: "circle-check",
    FeedbackState.DECLINED: "circle-x",
}

NAMES: Mapping[str, Any] = {
    "kind_names": FEEDBACK_KINDS,
    "kind_icons": FEEDBACK_ICONS,
    "state_names": FEEDBACK_STATES,
    "state_tones": FEEDBACK_TONES,
    "state_icons": STATE_ICONS,
}


def kind_options() -> tuple[tuple[str, str], ...]:
    """The kinds as options of a form."""
    return options({kind: FEEDBACK_KINDS[kind] for kind in FeedbackKind})
