"""A first visit stays small. How long it takes is measured by scripts/first_visit.py, on a machine that is quiet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scripts.first_visit import visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.servers.product import Product

MOST_NODES = 6_000
MOST_BYTES = 300_000
MOST_SHIFT = 0.02


def test_the_board_comes_in_little_more_than_its_words(product: Product, browser: Browser) -> None:
    seen = visit(browser, product.address, product.log_ins["head"])
    assert seen.cards >= 40
    assert seen.nodes <= MOST_NODES
    assert seen.bytes <= MOST_BYTES
    assert seen.avatar_requests == 0
    assert seen.layout_shift <= MOST_SHIFT
