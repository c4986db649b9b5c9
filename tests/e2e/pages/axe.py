"""Asks axe-core what on a page keeps somebody out."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

AXE = Path(__file__).parents[3] / "node_modules" / "axe-core" / "axe.min.js"
# Every rule of WCAG 2.2 at the levels A and AA.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Those of them that another colour scheme can break.
COLOURS = ["color-contrast", "link-in-text-block"]

# A dialog that is still coming up is see-through, and its colours are those of what lies behind.
_CAME_UP = """() => (document.getElementById("dialog")?.getAnimations({ subtree: true }) ?? [])
  .every(each => each.playState !== "running")"""


@cache
def _source() -> str:
    return AXE.read_text(encoding="utf-8")


def violations(page: Page, *, of_colours: bool = False) -> list[str]:
    """What breaks a rule: the rule, what it asks, and where it is broken.

    `of_colours`: only the rules that are about them, for a page whose other rules are looked at in other colours.
    """
    page.wait_for_function(_CAME_UP)
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(_source())
    only = {"type": "rule", "values": COLOURS} if of_colours else {"type": "tag", "values": RULES}
    options = {"runOnly": only, "resultTypes": ["violations"]}
    found: dict[str, Any] = page.evaluate("options => window.axe.run(document, options)", options)
    return [_told(violation) for violation in found["violations"]]


def _told(violation: dict[str, Any]) -> str:
    places = [f"    {node['target']}: {node['failureSummary']}" for node in violation["nodes"][:3]]
    more = len(violation["nodes"]) - len(places)
    return "\n".join([f"{violation['id']}: {violation['help']} (and {more} more)", *places])
