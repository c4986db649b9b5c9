/**
 * Rows and cards one walks through with the keyboard.
 *
 *   <ul data-nav-column> <li data-nav-item data-deal-id="41"> <a href> … </li> </ul>
 *
 * The first link or button of an item, or what is marked data-nav-focus in it, takes the focus.
 */
const FOCUS = "[data-nav-focus], a[href], button";

/** The item with the focus, else the one under the pointer. */
export function currentItem(): HTMLElement | null {
  const focused = document.activeElement?.closest<HTMLElement>("[data-nav-item]") ?? null;
  return focused ?? document.querySelector<HTMLElement>("[data-nav-item]:hover");
}

/** The next item in reading order, or the first when none has the focus. */
export function step(by: 1 | -1): void {
  const items = [...document.querySelectorAll<HTMLElement>("[data-nav-item]")].filter((each) => each.checkVisibility());
  const at = items.findIndex((each) => each === currentItem());
  focusItem(items[at < 0 ? (by > 0 ? 0 : items.length - 1) : at + by]);
}

/** The item at the same height in the next column that has any. Returns whether there is a board to walk on. */
export function stepColumn(by: 1 | -1): boolean {
  const item = document.activeElement?.closest<HTMLElement>("[data-nav-item]") ?? null;
  const column = item?.closest("[data-nav-column]") ?? null;
  if (item === null || column === null) return false;
  const columns = [...document.querySelectorAll("[data-nav-column]")];
  const row = itemsOf(column).indexOf(item);
  for (let at = columns.indexOf(column) + by; at >= 0 && at < columns.length; at += by) {
    const items = itemsOf(columns[at]!);
    if (items.length === 0) continue;
    focusItem(items[Math.min(row, items.length - 1)]);
    return true;
  }
  return true;
}

const itemsOf = (column: Element): HTMLElement[] => [...column.querySelectorAll<HTMLElement>("[data-nav-item]")];

function focusItem(item: HTMLElement | undefined): void {
  (item?.querySelector<HTMLElement>(FOCUS) ?? item)?.focus();
  item?.scrollIntoView({ block: "nearest", inline: "nearest" });
}
