"""Whether a page fits its window: nothing to scroll sideways, nothing that sticks out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

# What scrolls sideways on purpose (the board's columns, a wide table) may hold what is wider than the window;
# what is for screen readers only has no place.
_STICKS_OUT = """() => {
  const width = document.documentElement.clientWidth;
  const scrolls = each => { for (let up = each.parentElement; up !== null; up = up.parentElement) {
    const { overflowX } = getComputedStyle(up);
    if ((overflowX === "auto" || overflowX === "scroll") && up !== document.documentElement && up.id !== "main") return true;
    if ((overflowX === "hidden" || overflowX === "clip") && up.getBoundingClientRect().right <= width + 1) return true;
  } return false; };
  const told = [];
  for (const each of document.querySelectorAll("body *")) {
    const box = each.getBoundingClientRect();
    if (box.width < 2 || box.height < 2 || !each.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    if ((box.right > width + 1 || box.left < -1) && box.left < width * 3 && !scrolls(each)
      && each.closest(".sr, .skip, svg") === null) told.push(`${each.tagName}.${each.className} ${Math.round(box.left)}..${Math.round(box.right)}`);
  }
  for (const each of [document.documentElement, document.body, document.getElementById("main")]) {
    if (each !== null && each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).overflowX !== "visible")
      told.push(`${each.tagName}#${each.id} scrolls sideways: ${each.scrollWidth} > ${each.clientWidth}`);
  }
  if (document.documentElement.scrollWidth > width) told.push(`the page is ${document.documentElement.scrollWidth} wide`);
  return told;
}"""
# Texts that are cut off without dots: what does not fit in a box that hides the rest and promises no more.
_CUT_OFF = """() => [...document.querySelectorAll("button, .btn, .pill, .chip, h1, h2, h3, th, label, .nav, [role=tab]")]
  .filter(each => each.closest(".sr") === null && each.checkVisibility() && each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 0)
  .filter(each => { const style = getComputedStyle(each);
    return (style.overflowX === "hidden" || style.overflowX === "clip") && style.textOverflow !== "ellipsis"; })
  .map(each => `${each.tagName}.${each.className}: ${each.textContent.trim().slice(0, 60)}`)"""


def misfits(page: Page) -> list[str]:
    """What does not fit, with where it is."""
    sticking_out: list[str] = page.evaluate(_STICKS_OUT)
    cut_off: list[str] = page.evaluate(_CUT_OFF)
    return [*sticking_out, *cut_off]
