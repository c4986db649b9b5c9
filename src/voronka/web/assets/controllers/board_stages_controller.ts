/**
 * The phone's strip of stages: tells which column is in sight and goes to another.
 *
 *   <nav class="stage-tabs" data-controller="board-stages"> <a href="#s4" id="tab-4"> … </nav>
 */
import { Controller } from "@hotwired/stimulus";
import { columnAt, everyColumn } from "../lib/board_columns";

/** A column counts as in sight when most of it is. */
const MOST = 0.6;

export class BoardStagesController extends Controller<HTMLElement> {
  private observer: IntersectionObserver | null = null;

  override connect(): void {
    this.observer = new IntersectionObserver((seen) => this.look(seen), {
      root: document.getElementById("board"),
      threshold: MOST,
    });
    for (const column of everyColumn()) this.observer.observe(column);
    this.element.addEventListener("click", this.go);
  }

  override disconnect(): void {
    this.observer?.disconnect();
    this.element.removeEventListener("click", this.go);
  }

  private look(seen: IntersectionObserverEntry[]): void {
    const column = seen.find((entry) => entry.isIntersecting)?.target;
    // On a wide screen several columns are in sight and the strip is not there.
    if (column === undefined || !this.element.checkVisibility()) return;
    for (const tab of this.element.querySelectorAll<HTMLElement>("a")) {
      const here = tab.getAttribute("href") === `#${column.id}`;
      if (here) tab.setAttribute("aria-current", "true");
      else tab.removeAttribute("aria-current");
      if (here) tab.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  }

  private readonly go = (event: MouseEvent): void => {
    const tab = (event.target as Element).closest<HTMLAnchorElement>("a");
    const column = tab === null ? null : columnAt(tab.hash.slice(2));
    if (column === null) return;
    event.preventDefault();
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    column.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "nearest", inline: "start" });
    column.querySelector<HTMLElement>(".card a")?.focus({ preventScroll: true });
  };
}
