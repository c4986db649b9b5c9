/**
 * The board's columns as they stand in the page.
 *
 *   <section class="col" id="s4" data-stage="4">
 *     <div class="col-head" id="head-4" data-deals="11"> .count … </div>
 *     <div class="col-body"> <ul> <li class="card" id="d41"> … <li class="more"> <button> </ul> </div>
 *   </section>
 */
import { locale } from "./app_data";
import { boardData, word } from "./board_data";

const numbers = new Intl.NumberFormat(locale);

export const columnOf = (card: Element): HTMLElement | null => card.closest<HTMLElement>(".col");
export const columnAt = (stage: string): HTMLElement | null => document.getElementById(`s${stage}`);
export const bodyOf = (column: Element): HTMLElement => column.querySelector<HTMLElement>(".col-body")!;
export const listOf = (column: Element): HTMLElement => column.querySelector<HTMLElement>(".col-body > ul")!;
export const cardsOf = (column: Element): HTMLElement[] => [...column.querySelectorAll<HTMLElement>("ul > .card")];
export const moreOf = (column: Element): HTMLElement | null => column.querySelector<HTMLElement>("ul > .more");
export const cardOf = (deal: string | number): HTMLElement | null => document.querySelector<HTMLElement>(`#board #d${deal}`);
export const dealOf = (card: HTMLElement): string => card.dataset["dealId"] ?? "";
export const titleOf = (card: Element): string => card.querySelector("h3")?.textContent?.trim() ?? "";
export const nameOf = (column: Element): string => column.querySelector("h2")?.textContent?.trim() ?? "";
export const everyColumn = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>("#board > .col")];

/** Counts one deal more or less in a head at once; the server's head comes a moment later. */
export function bump(column: Element, by: 1 | -1): void {
  const head = column.querySelector<HTMLElement>(".col-head")!;
  const deals = Math.max(0, Number(head.dataset["deals"]) + by);
  head.dataset["deals"] = String(deals);
  head.querySelector(".count")!.textContent = numbers.format(deals);
}

/** Puts the head that the server sent in place of the old one. */
export function replaceHead(head: HTMLElement): void {
  const old = document.getElementById(head.id);
  if (old === null) return;
  // How many are over their limit is counted afterwards; until then the last number is better than none.
  head.querySelector(".over")!.replaceChildren(...old.querySelector(".over")!.childNodes);
  old.replaceWith(head);
  const tab = document.getElementById(head.id.replace("head-", "tab-"))?.querySelector("b");
  if (tab != null) tab.textContent = head.querySelector(".count")!.textContent;
}

/** Tells the button under a column how many cards are left, now that some came or went. */
export function renewMore(column: Element): void {
  const button = moreOf(column)?.querySelector<HTMLButtonElement>("button");
  if (button == null) return;
  const deals = Number(column.querySelector<HTMLElement>(".col-head")?.dataset["deals"] ?? 0);
  const left = deals - cardsOf(column).length;
  const brings = Math.min(left, boardData.moreCards);
  const values = { num: numbers.format(brings), left: numbers.format(left) };
  button.textContent = word(left > brings ? "showMoreOf" : "showMore", values);
  button.parentElement!.hidden = left <= 0;
  // All cards in sight are gone, but the column is not empty: nobody should have to ask for the next ones.
  if (left > 0 && cardsOf(column).length === 0) button.click();
}
