/**
 * Parts of a page that are fetched anew together when what it shows has changed. Each takes the place of the one with
 * its id; a part in which somebody is typing, that they press, or out of which they drag, waits until they are done. What is being read stays where it is.
 * From the first word of a change until every part shows it, the host carries data-refreshing.
 */
import htmx from "htmx.org";
import { ask } from "./http";

interface Options {
  /** What the parts stand in. */
  host: HTMLElement;
  /** The attribute that marks a part. */
  mark: string;
  /** What is read from the top down and may grow above the reader. */
  lines: string;
  /** Where the parts are to be had, as they are shown now. */
  address: () => string;
  /** What the page shows is no longer the reader's to see. */
  lost: () => void;
  taken?: (parts: HTMLElement[]) => void;
  placed?: () => void;
}

const LOOK_AGAIN_MS = 400;
// An answer to what has left the page is given to nobody, so a part whose request is on its way waits as well.
const TYPING = ".htmx-request, .inline-form:not([hidden]), [data-deal-editing], .inline-edit[aria-busy='true'], .is-lifted, :popover-open";

export class LiveParts {
  private timer: number | undefined;
  private lookTimer: number | undefined;
  private isAsking = false;
  private askAgain = false;
  private readonly waiting = new Map<string, string>();

  constructor(private readonly options: Options) {}

  /** Fetches after a moment; asked again meanwhile, the moment begins anew. */
  soon(delay: number): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.refresh(), delay);
    this.tell();
  }

  stop(): void {
    window.clearTimeout(this.timer);
    this.timer = undefined;
    window.clearTimeout(this.lookTimer);
    this.waiting.clear();
    this.tell();
  }

  async refresh(): Promise<void> {
    window.clearTimeout(this.timer);
    this.timer = undefined;
    if (this.isAsking) {
      this.askAgain = true;
      return;
    }
    this.isAsking = true;
    this.tell();
    try {
      const response = await ask(this.options.address());
      if (response.status === 404) this.options.lost();
      if (response.ok) this.take(await response.text());
    } catch {
      // Out of reach: the next change, or the next look at the page, brings it up to date.
    } finally {
      this.isAsking = false;
    }
    if (this.askAgain) {
      this.askAgain = false;
      await this.refresh();
    }
    this.tell();
  }

  private tell(): void {
    const isSettled = this.timer === undefined && !this.isAsking && this.waiting.size === 0;
    this.options.host.toggleAttribute("data-refreshing", !isSettled);
  }

  private take(html: string): void {
    const answer = new DOMParser().parseFromString(html, "text/html");
    const parts = [...answer.querySelectorAll<HTMLElement>(`[${this.options.mark}]`)];
    this.options.taken?.(parts);
    for (const part of parts) this.waiting.set(part.id, part.outerHTML);
    this.placeWaiting();
  }

  private placeWaiting(): void {
    window.clearTimeout(this.lookTimer);
    keepPlace(this.options.lines, () => {
      for (const [id, html] of this.waiting) {
        const old = document.getElementById(id);
        if (old !== null && isBusy(old)) continue;
        this.waiting.delete(id);
        if (old !== null) swapKeepingFocus(old, html);
      }
    });
    this.options.placed?.();
    if (this.waiting.size > 0) this.lookTimer = window.setTimeout(() => this.placeWaiting(), LOOK_AGAIN_MS);
    this.tell();
  }
}

function isBusy(part: HTMLElement): boolean {
  // Pressed: taken away now, what is under the pointer would be neither clicked nor picked up.
  if (part.querySelector(TYPING) !== null || part.matches(":active")) return true;
  const menu = document.querySelector("#menu:popover-open");
  return menu !== null && part.querySelector('[data-menu-url][aria-expanded="true"]') !== null;
}

/**
 * htmx gives the focus back by id. A field's value has none of its own, its field has; and what is gone (a task that
 * was done) leaves the focus to what took its place.
 */
function swapKeepingFocus(old: HTMLElement, html: string): void {
  const active = document.activeElement;
  const place = active !== null && old.contains(active) ? focusable(old).indexOf(active as HTMLElement) : -1;
  const field = place >= 0 && active!.matches(".inline-value") ? active!.parentElement!.id : "";
  htmx.swap(old, html, { swapStyle: "outerHTML", swapDelay: 0, settleDelay: 0 });
  if (place < 0) return;
  const now = focusable(document.getElementById(old.id));
  if (field !== "") document.getElementById(field)?.querySelector<HTMLElement>(".inline-value")?.focus();
  else if (document.activeElement === document.body) now[Math.min(place, now.length - 1)]?.focus();
}

function focusable(part: HTMLElement | null): HTMLElement[] {
  const found = part?.querySelectorAll<HTMLElement>("a[href], button, summary, input, select, textarea") ?? [];
  return [...found].filter((each) => each.checkVisibility());
}

/** What is being read stays where it is, whatever was added above it. */
function keepPlace(lines: string, change: () => void): void {
  const main = document.getElementById("main");
  const events = [...document.querySelectorAll<HTMLElement>(lines)];
  const top = main?.getBoundingClientRect().top ?? 0;
  const read = main !== null && main.scrollTop > 0 ? events.find((each) => each.getBoundingClientRect().top >= top) : undefined;
  const before = read?.getBoundingClientRect().top;
  change();
  const after = read === undefined ? undefined : document.getElementById(read.id)?.getBoundingClientRect().top;
  if (main !== null && before !== undefined && after !== undefined) main.scrollTop += after - before;
}
