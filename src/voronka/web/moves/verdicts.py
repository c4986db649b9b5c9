"""The verdicts of a deal as the board's script and the move menu take them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from voronka.domain.pipeline import StageKind
from voronka.domain.routes import Route, Way
from voronka.web.wording import exit_label, route_label, slot_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voronka.queries.deal_brief import DealBrief
    from voronka.queries.moves import Choices

_EXIT_ICONS = {StageKind.WON: "trophy", StageKind.LOST: "circle-x", StageKind.POSTPONED: "alarm-clock"}
KEYS = "123456789"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the move menu. `key` is the digit that chooses it, `attrs` what choosing does."""

    name: str
    label: str
    tone: str
    key: str
    picture: str
    attrs: dict[str, str]


def verdict_json(choices: Choices) -> dict[str, Any]:
    """What the board asks before a drag: the state of every column and of the exits."""
    deal = choices.deal
    return {
        "deal": deal.id,
        "version": deal.version,
        "stage": deal.stage.id,
        "mayEdit": deal.may_move,
        "columns": [_told(route, deal) for route in choices.columns],
        "won": _told(choices.of(StageKind.WON), deal),
        "lost": _told(choices.of(StageKind.LOST), deal),
        "postponed": _told(choices.of(StageKind.POSTPONED), deal),
    }


def _told(route: Route, deal: DealBrief) -> dict[str, Any]:
    return {
        "stage": route.stage.id,
        "name": route.stage.name,
        "state": route.way.value,
        "open": route.open,
        "through": route.through.id if route.through is not None else None,
        "label": route_label(route),
        "slot": slot_text(route, deal.stage.name),
    }


def column_entries(choices: Choices) -> list[Entry]:
    """The columns that the deal may ever go to, numbered from 1 as on the board."""
    return list(_columns(choices))


def _columns(choices: Choices) -> Iterator[Entry]:
    keys = iter(KEYS)
    deal = choices.deal
    following = deal.pipeline.after(deal.stage) if deal.is_open else None
    for route in choices.columns:
        if route.way is Way.CLOSED:
            continue
        key = next(keys, "") if route.stage.kind is StageKind.WORKING else ""
        yield _entry(route, deal, key=key, is_next=route.stage == following)


def exit_entries(choices: Choices) -> list[Entry]:
    """Won, Lost and Postponed; none that a closed deal can't reach."""
    ways = (choices.of(kind) for kind in _EXIT_ICONS)
    return [_entry(route, choices.deal) for route in ways if route.way is not Way.CLOSED]


def _entry(route: Route, deal: DealBrief, *, key: str = "", is_next: bool = False) -> Entry:
    kind = route.stage.kind
    asks = kind in {StageKind.LOST, StageKind.POSTPONED} and route.way is Way.EXIT
    return Entry(
        name=exit_label(kind) if asks else route.stage.name,
        label=route_label(route),
        tone="warn" if route.way in {Way.BLOCKED, Way.BARRED} else "",
        key=key,
        picture=_EXIT_ICONS.get(kind, ""),
        # The menu opens on the stage that comes next.
        attrs=_attrs(route, deal) | ({"data-first": ""} if is_next else {}),
    )


def _attrs(route: Route, deal: DealBrief) -> dict[str, str]:
    match route.way:
        case Way.CURRENT:
            return {"aria-current": "true", "aria-disabled": "true"}
        case Way.OPEN:
            return {
                "hx-post": reverse("move", args=[deal.id]),
                "hx-vals": json.dumps({"to": route.stage.id, "version": deal.version}),
                "hx-target": "#dialog-body",
                "hx-swap": "innerHTML",
            }
        case _:
            return {"data-dialog": reverse("move-dialog", args=[deal.id, route.stage.id])}
