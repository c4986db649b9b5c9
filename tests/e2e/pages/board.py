"""The board."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.pages.shell import Shell

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

# The bar with the ways out slides in when a card is picked up.
_STANDS_STILL = """each => Promise.all(document.getAnimations()
  .filter(one => one.effect.target?.contains(each) && one.effect.getComputedTiming().endTime !== Infinity)
  .map(one => one.finished.catch(() => null)))"""


class BoardPage(Shell):
    """Columns of cards, one for each stage."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        # Until its scripts are there, a card can't be dragged.
        expect(page.locator("#board[data-sortable]")).to_be_attached()

    def column(self, stage: str) -> Locator:
        """The column of a stage."""
        return self.page.get_by_role("region", name=re.compile(rf"^{stage}"))

    def card(self, title: str, stage: str = "") -> Locator:
        """The card of a deal, in this column or wherever it is."""
        within = self.column(stage) if stage else self.page.locator("#board")
        return within.locator(".card:not(.is-dragged)").filter(has_text=title)

    def count(self, stage: str) -> int:
        """How many deals the head of a column says there are."""
        return int(self.column(stage).locator(".count").inner_text())

    def expect_count(self, stage: str, deals: int) -> None:
        """The head says so now."""
        expect(self.column(stage).locator(".count")).to_have_text(str(deals))

    def over_limit(self, stage: str) -> Locator:
        """The part of a head that tells how many are over the limit."""
        return self.column(stage).locator(".over")

    # -- drag and drop --

    def pick_up(self, card: Locator) -> None:
        """Press on a card and pull it a little; the columns then tell what a drop would do."""
        # By hover(), which looks for the card again where a change of somebody else has just redrawn it.
        card.hover()
        self.page.mouse.down()
        x, y = _middle(card)
        self.page.mouse.move(x + 8, y + 8, steps=3)
        expect(self.page.locator("#board[data-dragging]")).to_be_attached()

    def slot(self, stage: str) -> Locator:
        """What a column says while a card is held."""
        return self.column(stage).locator(".drop-slot")

    def exit(self, name: str) -> Locator:
        """A way out in the bar below, there while a card is held."""
        return self.page.locator("#exit-bar .exit").filter(has_text=name)

    def drop_on(self, place: Locator) -> None:
        """Carry the card there, once that stands still, and let go."""
        place.evaluate(_STANDS_STILL)
        x, y = _middle(place)
        self.page.mouse.move(x, y, steps=8)
        self.page.mouse.up()
        expect(self.page.locator("#board[data-dragging]")).to_have_count(0)

    def drag(self, card: Locator, stage: str) -> None:
        """Pick the card up and drop it on a column once that has said what will happen."""
        self.pick_up(card)
        expect(self.slot(stage)).not_to_contain_text("Looking")
        self.drop_on(self.column(stage))


def _middle(place: Locator) -> tuple[float, float]:
    box = place.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + min(box["height"] / 2, 200)
