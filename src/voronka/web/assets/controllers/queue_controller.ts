/**
 * The day's queue: what is done with an item, and where the focus goes then.
 *
 *   <div data-controller="queue" data-action="click->queue#act focusin->queue#remember htmx:beforeSwap@document->queue#before
 *                                             htmx:afterSettle@document->queue#after close@document->queue#closed:capture">
 *     <li data-nav-item id="task-7"> <a href="tel:…" data-then-dialog="/deals/41/note/call/?task=7"> … </li>
 *
 * A call or a letter leaves the browser for another program; the form that asks what came of it waits meanwhile. When
 * an item is done, put off or given away, the one after it has the focus, wherever the rows have moved.
 */
import { Controller } from "@hotwired/stimulus";

export class QueueController extends Controller<HTMLElement> {
  /** The items in order as they stood, and the one that was worked on. */
  private order: string[] = [];
  private current = "";
  private group = "";
  private isOurs = false;

  /** click on [data-then-dialog]: the link itself opens the telephone or the mail. */
  act({ target }: MouseEvent): void {
    const url = (target as Element).closest<HTMLElement>("[data-then-dialog]")?.dataset["thenDialog"];
    if (url !== undefined) window.dispatchEvent(new CustomEvent("voronka:dialog", { detail: { url } }));
  }

  /** focusin */
  remember({ target }: FocusEvent): void {
    const item = (target as Element).closest<HTMLElement>("[data-nav-item]");
    if (item === null) return;
    this.current = item.id;
    this.group = groupOf(item);
  }

  /** htmx:beforeSwap: rows are about to change; where do they stand now? */
  before(): void {
    const open = this.items().map((item) => item.id);
    // One that has gone already, while its form was open, is remembered where it stood.
    const hasGone = !open.includes(this.current) && this.order.includes(this.current);
    if (open.length > 0 && !hasGone) this.order = open;
    const isHere = this.element.contains(document.activeElement) || isNowhere() || openDialog() !== null;
    this.isOurs = this.current !== "" && isHere;
  }

  /** close of a dialog: rows may have gone behind it. Once it has given the focus back to what opened it. */
  closed(): void {
    setTimeout(() => this.after());
  }

  /** htmx:afterSettle */
  after(): void {
    if (!this.isOurs || openDialog() !== null) return;
    const here = document.getElementById(this.current);
    if (here !== null && here.matches("[data-nav-item]") && groupOf(here) === this.group) {
      if (isNowhere()) focus(here);
      return;
    }
    const next = this.following();
    if (next === null) return;
    focus(next);
  }

  /** What stood after the item that went; before it, where it was the last one. */
  private following(): HTMLElement | null {
    const at = this.order.indexOf(this.current);
    const wanted = [...this.order.slice(at + 1), ...this.order.slice(0, Math.max(at, 0)).reverse()];
    const there = new Map(this.items().map((item) => [item.id, item]));
    const id = wanted.find((each) => there.has(each));
    return (id === undefined ? this.items()[0] : there.get(id)) ?? null;
  }

  private items(): HTMLElement[] {
    return [...this.element.querySelectorAll<HTMLElement>("[data-nav-item][id]")].filter((each) => each.checkVisibility());
  }
}

const openDialog = (): Element | null => document.querySelector("dialog[open]");

const groupOf = (item: Element): string => item.closest("[data-nav-column]")?.id ?? "";

const isNowhere = (): boolean => document.activeElement === null || document.activeElement === document.body;

const focus = (item: HTMLElement): void => {
  (item.querySelector<HTMLElement>("[data-nav-focus]") ?? item).focus();
  item.scrollIntoView({ block: "nearest" });
};
