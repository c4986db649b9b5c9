/** Puts a pop-over beside what opened it: below, or above where there is no room; never past the window's edge. */
const GAP = 4;
const MARGIN = 8;

export function place(popover: HTMLElement, anchor: Element): void {
  const from = anchor.getBoundingClientRect();
  const size = popover.getBoundingClientRect();
  const below = from.bottom + GAP;
  const above = from.top - GAP - size.height;
  const fitsBelow = below + size.height <= window.innerHeight - MARGIN;
  const top = fitsBelow || above < MARGIN ? Math.min(below, window.innerHeight - MARGIN - size.height) : above;
  // Opened from the right half of the window it lines up with the right edge of what opened it.
  const leftwards = from.left + from.width / 2 > window.innerWidth / 2;
  const left = leftwards ? from.right - size.width : from.left;
  const most = window.innerWidth - MARGIN - size.width;
  popover.style.top = `${Math.max(MARGIN, top)}px`;
  popover.style.left = `${Math.max(MARGIN, Math.min(left, most))}px`;
  popover.dataset["placed"] = "";
}
