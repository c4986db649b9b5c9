/**
 * Takes what changed out of a table that was fetched anew: rows by their ids in their new order, and of a row that stays
 * the parts marked data-editor-part. What was not exchanged keeps its open forms with what is typed in them.
 */
import htmx from "htmx.org";

/** What each part was when it came: the page itself has changed it since (clocks, opened details). */
const came = new WeakMap<Element, string>();

/** Remembers the parts as the page came with them: what it does to them later is no difference. */
export function remember(table: Element): void {
  for (const part of table.querySelectorAll("[data-editor-part]")) came.set(part, part.outerHTML);
}

/** Exchanges the part with this one's id, if it says something else. */
export function placePart(part: Element): void {
  const old = document.getElementById(part.id);
  if (old === null || (came.get(old) ?? old.outerHTML) === part.outerHTML) return;
  const html = part.outerHTML;
  const made = document.importNode(part, true);
  old.replaceWith(made);
  came.set(made, html);
  htmx.process(made);
}

/** The rows of `table` become those of `fresh`. A row that is gone or taken out stays while `isKept` says so. */
export function placeRows(table: Element, fresh: Element, isKept: (row: Element) => boolean): void {
  let last: Element | null = null;
  for (const row of fresh.querySelectorAll(":scope > tbody")) {
    const placed = placeRow(row, isKept);
    const next: Element | null = last === null ? table.querySelector(":scope > tbody") : last.nextElementSibling;
    if (placed !== next) table.insertBefore(placed, next);
    last = placed;
  }
  for (const row of table.querySelectorAll(":scope > tbody")) {
    if (fresh.querySelector(`#${row.id}`) === null && !isKept(row)) row.remove();
  }
}

function placeRow(row: Element, isKept: (row: Element) => boolean): Element {
  const old = document.getElementById(row.id);
  if (old !== null && old.getAttribute("data-fate") === row.getAttribute("data-fate")) {
    row.querySelectorAll("[data-editor-part]").forEach(placePart);
    return old;
  }
  if (old !== null && isKept(old)) return old;
  const made = document.importNode(row, true);
  remember(made);
  old?.remove();
  htmx.process(made);
  return made;
}
