/**
 * Keeps the board true after changes, one's own and colleagues': the one path by which cards and heads are renewed.
 *
 *   <div id="board" data-controller="board-live">
 *
 * A change names a deal; the board asks for its card, its place and all heads (GET board-cards) and puts them where
 * they belong. Nothing moves under the hand: while a card is dragged, a menu or dialog is open or somebody types,
 * colleagues' changes wait; in a column that is scrolled down or under the pointer, what would shift the cards there
 * waits behind a button, "3 deals changed above". The focus stays on the card that had it.
 */
import { Controller } from "@hotwired/stimulus";
import htmx from "htmx.org";
import { sayCount } from "../lib/app_data";
import { boxFor } from "../lib/board_chosen";
import { boardData } from "../lib/board_data";
import {
  bodyOf,
  cardOf,
  columnAt,
  columnOf,
  dealOf,
  everyColumn,
  listOf,
  moreOf,
  renewMore,
  replaceHead,
} from "../lib/board_columns";
import { ask } from "../lib/http";

interface Change {
  deal: number;
  pipeline?: number;
  live?: boolean;
}

/** Where a card belongs now; null: it is no longer shown. */
interface Placed {
  card: HTMLElement;
  stage: string;
  before: string | null;
}

const GATHER_MS = 30;
const LOOK_AGAIN_MS = 400;
const RECOUNT_MS = 1_500;
const MOST_AT_ONCE = 60;

export class BoardLiveController extends Controller<HTMLElement> {
  private readonly own = new Set<string>();
  private readonly others = new Set<string>();
  /** Stage -> deals that would shift its cards under the hand. */
  private readonly held = new Map<string, Set<string>>();
  private timer = 0;
  private recountTimer = 0;
  private pointer = { x: -1, y: -1 };
  private asking = false;

  override connect(): void {
    document.body.addEventListener("voronka:deal-changed", this.changed);
    document.body.addEventListener("voronka:refetch", this.refetch);
    document.body.addEventListener("voronka:deals-changed", this.refetch);
    this.element.addEventListener("pointermove", this.follow);
    this.element.addEventListener("pointerleave", this.left);
    this.element.addEventListener("voronka:drag-ended", this.soon);
  }

  override disconnect(): void {
    document.body.removeEventListener("voronka:deal-changed", this.changed);
    document.body.removeEventListener("voronka:refetch", this.refetch);
    document.body.removeEventListener("voronka:deals-changed", this.refetch);
    this.element.removeEventListener("pointermove", this.follow);
    this.element.removeEventListener("pointerleave", this.left);
    this.element.removeEventListener("voronka:drag-ended", this.soon);
    window.clearTimeout(this.timer);
    window.clearTimeout(this.recountTimer);
  }

  private readonly changed = (event: Event): void => {
    const { deal, live } = (event as CustomEvent<Change>).detail;
    (live === true ? this.others : this.own).add(String(deal));
    this.plan(GATHER_MS);
  };

  private readonly follow = ({ clientX, clientY }: PointerEvent): void => {
    this.pointer = { x: clientX, y: clientY };
  };

  private readonly left = (): void => {
    this.pointer = { x: -1, y: -1 };
    for (const stage of this.held.keys()) if (bodyOf(columnAt(stage)!).scrollTop === 0) this.release(stage);
  };

  private readonly soon = (): void => this.plan(0);

  private plan(ms: number): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.run(), ms);
  }

  private async run(): Promise<void> {
    const due = this.cardInHand ? [] : [...this.own, ...(isBusy() ? [] : this.others)].slice(0, MOST_AT_ONCE);
    if (due.length === 0 || this.asking) {
      if (this.own.size + this.others.size > 0) this.plan(LOOK_AGAIN_MS);
      return;
    }
    const forced = new Set(due.filter((deal) => this.own.has(deal)));
    for (const deal of due) this.own.delete(deal) || this.others.delete(deal);
    await this.renew(due, forced);
    if (this.own.size + this.others.size > 0) this.plan(GATHER_MS);
  }

  /** Whether a card, or a button on it, is pressed or dragged: nothing is exchanged then, least of all that card. */
  private get cardInHand(): boolean {
    const { element } = this;
    return element.dataset["dragging"] !== undefined || element.querySelector(".sortable-chosen, .card :active") !== null;
  }

  /** Asks for these deals and puts what comes in place. `forced` ones move whatever is under the pointer. */
  private async renew(deals: string[], forced: ReadonlySet<string>): Promise<void> {
    this.asking = true;
    try {
      const join = boardData.urls.cards.includes("?") ? "&" : "?";
      const response = await ask(`${boardData.urls.cards}${join}deals=${deals.join(",")}`);
      const html = await response.text();
      if (this.cardInHand) for (const deal of deals) (forced.has(deal) ? this.own : this.others).add(deal);
      else if (response.ok) this.apply(html, deals, forced);
    } catch {
      // The server is out of reach: what is shown stays, and when the stream is back it tells what was missed.
    } finally {
      this.asking = false;
    }
  }

  private apply(html: string, deals: string[], forced: ReadonlySet<string>): void {
    const answer = document.createElement("template");
    answer.innerHTML = html;
    const placed = readPlaces(answer.content);
    // The last of a column first: a card may come before another one that is new as well.
    for (const deal of [...placed.keys()].reverse()) this.settle(deal, placed.get(deal)!, forced.has(deal));
    for (const deal of deals) if (!placed.has(deal)) this.settle(deal, null, forced.has(deal));
    for (const head of answer.content.querySelectorAll<HTMLElement>(".col-head")) replaceHead(head);
    for (const column of everyColumn()) renewMore(column);
    this.element.dispatchEvent(new CustomEvent("voronka:cards-renewed"));
    this.recount();
  }

  private settle(deal: string, placed: Placed | null, forced: boolean): void {
    const old = cardOf(deal);
    const column = placed === null ? null : columnAt(placed.stage);
    const stays = old !== null && placed !== null && columnOf(old) === column && follows(old) === placed.before;
    const disturbed = stays || forced ? null : this.disturbed(old, column, placed?.before ?? null);
    if (disturbed !== null) return this.hold(disturbed, deal);
    this.forget(deal);
    if (placed === null || column === null) removeCard(old);
    else if (stays) swap(old, placed.card);
    else put(column, placed, old, forced);
  }

  /** The column whose cards would shift under the hand, null when none would. */
  private disturbed(old: HTMLElement | null, column: HTMLElement | null, before: string | null): HTMLElement | null {
    const from = old === null ? null : columnOf(old);
    if (from !== null && this.isAbove(from, old!.getBoundingClientRect().top)) return from;
    if (column === null) return null;
    const anchor = before === null ? null : document.getElementById(before);
    return anchor !== null && this.isAbove(column, anchor.getBoundingClientRect().top) ? column : null;
  }

  /** Whether a change at this height would be above what the reader looks at or points to. */
  private isAbove(column: HTMLElement, top: number): boolean {
    const body = bodyOf(column);
    const frame = body.getBoundingClientRect();
    const { x, y } = this.pointer;
    const pointed = x >= frame.left && x <= frame.right && y >= frame.top && y <= frame.bottom;
    return (body.scrollTop > 0 && top < frame.top) || (pointed && top <= y);
  }

  // -- what waits ---------------------------------------------------------------------------------------------

  private hold(column: HTMLElement, deal: string): void {
    const stage = column.dataset["stage"] ?? "";
    const waiting = this.held.get(stage) ?? new Set<string>();
    waiting.add(deal);
    this.held.set(stage, waiting);
    this.showWaiting(column, waiting.size);
  }

  private forget(deal: string): void {
    for (const [stage, waiting] of this.held) {
      if (waiting.delete(deal)) this.showWaiting(columnAt(stage)!, waiting.size);
      if (waiting.size === 0) this.held.delete(stage);
    }
  }

  private showWaiting(column: HTMLElement, count: number): void {
    const body = bodyOf(column);
    let button = body.querySelector<HTMLButtonElement>(".waiting");
    if (count === 0) return button?.remove();
    if (button === null) {
      button = document.createElement("button");
      button.type = "button";
      button.className = "waiting";
      button.addEventListener("click", () => this.release(column.dataset["stage"] ?? ""));
      body.prepend(button);
      body.addEventListener("scroll", () => body.scrollTop === 0 && this.left(), { once: true });
    }
    button.textContent = sayCount("changed_above", count);
  }

  private release(stage: string): void {
    const waiting = [...(this.held.get(stage) ?? [])];
    if (waiting.length === 0) return;
    bodyOf(columnAt(stage)!).scrollTop = 0;
    void this.renew(waiting, new Set(waiting));
  }

  // -- counts, and everything anew ----------------------------------------------------------------------------

  private recount(): void {
    window.clearTimeout(this.recountTimer);
    this.recountTimer = window.setTimeout(() => htmx.trigger(document.body, "voronka:recount", {}), RECOUNT_MS);
  }

  /** Too much was missed: the board is read anew, in place. */
  private readonly refetch = (event: Event): void => {
    event.preventDefault();
    void this.readAnew();
  };

  private readAnewLater(): void {
    window.setTimeout(() => void this.readAnew(), LOOK_AGAIN_MS);
  }

  private async readAnew(): Promise<void> {
    if (isBusy() || this.cardInHand) return this.readAnewLater();
    const response = await ask(boardData.urls.page);
    if (!response.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const board = page.getElementById("board");
    if (board === null) return;
    // Looked at once more: a card may have been picked up while the answer was on its way.
    if (isBusy() || this.cardInHand) return this.readAnewLater();
    const places = new Map(everyColumn().map((column) => [column.id, bodyOf(column).scrollTop]));
    const focused = document.activeElement?.closest<HTMLElement>(".card")?.id;
    this.element.replaceChildren(...board.childNodes);
    htmx.process(this.element);
    for (const [id, top] of places) document.getElementById(id)?.querySelector(".col-body")?.scrollTo(0, top);
    if (focused !== undefined) document.getElementById(focused)?.querySelector<HTMLElement>("a")?.focus();
    this.held.clear();
    this.element.dispatchEvent(new CustomEvent("voronka:cards-renewed"));
    this.recount();
  }
}

function isBusy(): boolean {
  if (document.querySelector("dialog[open], .pop[popover]:popover-open") !== null) return true;
  return document.activeElement?.matches('input:not([type="checkbox"]), textarea, select') === true;
}

function readPlaces(answer: DocumentFragment): Map<string, Placed> {
  const places = new Map<string, Placed>();
  for (const list of answer.querySelectorAll<HTMLElement>("[data-place]")) {
    const card = list.querySelector<HTMLElement>(".card")!;
    places.set(dealOf(card), { card, stage: list.dataset["stage"] ?? "", before: list.dataset["before"] ?? null });
  }
  return places;
}

/** The id of the card after this one, null for the last. */
function follows(card: HTMLElement): string | null {
  const next = card.nextElementSibling;
  return next?.classList.contains("card") === true ? next.id : null;
}

/** Puts a card where it belongs, from another place or new. The reader's own stays in sight. */
function put(column: HTMLElement, { card, before }: Placed, old: HTMLElement | null, own: boolean): void {
  const list = listOf(column);
  const more = moreOf(column);
  const anchor = before === null ? null : document.getElementById(before);
  const inSight = anchor?.parentElement === list;
  const isHere = old !== null && columnOf(old) === column;
  if (!inSight && more !== null) {
    // Its place is among the cards that are not fetched yet: one's own stays where one dropped it.
    if (!own) return removeCard(old);
    if (isHere) return swap(old, card);
  }
  const focus = focusIn(old);
  keepState(old, card);
  old?.remove();
  list.insertBefore(card, inSight ? anchor : more);
  htmx.process(card);
  if (own || !isHere) highlight(card);
  if (own) bringIntoSight(bodyOf(column), card);
  giveFocus(card, focus);
}

function highlight(card: HTMLElement): void {
  card.classList.add("is-new");
  card.addEventListener("animationend", () => card.classList.remove("is-new"), { once: true });
}

function bringIntoSight(body: HTMLElement, card: HTMLElement): void {
  const { top, bottom } = card.getBoundingClientRect();
  const frame = body.getBoundingClientRect();
  if (top >= frame.top && bottom <= frame.bottom) return;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  body.scrollTo({ top: body.scrollTop + top - frame.top - frame.height / 3, behavior: calm ? "auto" : "smooth" });
}

/** Renews a card in its place. */
function swap(old: HTMLElement, card: HTMLElement): void {
  const focus = focusIn(old);
  keepState(old, card);
  old.replaceWith(card);
  htmx.process(card);
  giveFocus(card, focus);
}

function removeCard(card: HTMLElement | null): void {
  if (card === null) return;
  const hadFocus = focusIn(card) !== null;
  const heir = (card.nextElementSibling ?? card.previousElementSibling)?.querySelector<HTMLElement>("a, button");
  card.remove();
  if (hadFocus) heir?.focus({ preventScroll: true });
}

function keepState(old: HTMLElement | null, card: HTMLElement): void {
  if (old?.classList.contains("is-selected") !== true) return;
  card.classList.add("is-selected");
  card.append(boxFor(card));
}

/** Which part of a card has the focus. */
function focusIn(card: HTMLElement | null): "a" | ".card-menu" | null {
  if (card === null || !card.contains(document.activeElement)) return null;
  return document.activeElement?.classList.contains("card-menu") === true ? ".card-menu" : "a";
}

function giveFocus(card: HTMLElement, part: "a" | ".card-menu" | null): void {
  if (part !== null) card.querySelector<HTMLElement>(part)?.focus({ preventScroll: true });
}
