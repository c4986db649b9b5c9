/**
 * Rows of the list of deals that are chosen for a bulk action. Markup: deal_list/page.html.
 *
 *   <form data-controller="selection" data-selection-total-value="312" data-selection-url-value="/list/1/rows/?"
 *         data-action="change->selection#change click->selection#press keydown->selection#key
 *                      voronka:deal-changed@window->selection#changed voronka:deals-changed@window->selection#done
 *                      htmx:afterSettle->selection#restore">
 *     <input type="hidden" name="all" data-selection-target="all">      "1": all that match, also those not shown
 *     <input type="checkbox" data-selection-target="page">               all rows shown
 *     <tbody data-selection-target="rows"> <tr> <input type="checkbox" name="deal" value="41:7"> … </tbody>
 *     <div data-selection-target="bar" hidden> … </div>
 *
 * Shift chooses all rows in between. What is chosen stays chosen when the rows are fetched anew. Changes made here
 * fetch all rows; a colleague's change only renews its row, so that nothing jumps under the pointer.
 */
import { Controller } from "@hotwired/stimulus";
import htmx from "htmx.org";
import { fill, locale } from "../lib/app_data";
import { ask } from "../lib/http";

const PAUSE_MS = 150;
const idOf = (box: HTMLInputElement): string => box.value.split(":")[0] ?? "";

export class SelectionController extends Controller<HTMLFormElement> {
  static override targets = ["all", "page", "rows", "bar", "count", "every"];
  static override values = { total: Number, url: String };
  declare readonly allTarget: HTMLInputElement;
  declare readonly pageTarget: HTMLInputElement;
  declare readonly hasPageTarget: boolean;
  declare readonly rowsTarget: HTMLElement;
  declare readonly hasRowsTarget: boolean;
  declare readonly barTarget: HTMLElement;
  declare readonly countTarget: HTMLElement;
  declare readonly everyTarget: HTMLElement;
  declare readonly totalValue: number;
  declare readonly urlValue: string;

  private readonly chosen = new Set<string>();
  private last: HTMLInputElement | null = null;
  private withShift = false;
  private timer: number | undefined;

  override connect(): void {
    // A browser that goes back ticks the boxes again.
    for (const box of this.boxes()) if (box.checked) this.chosen.add(idOf(box));
    this.show();
  }

  override disconnect(): void {
    window.clearTimeout(this.timer);
  }

  /** click: only to know whether Shift was held, which `change` does not tell. */
  press(event: MouseEvent): void {
    this.withShift = event.shiftKey;
  }

  /** keydown */
  key(event: KeyboardEvent): void {
    if (event.key !== "Escape" || this.chosen.size === 0) return;
    event.preventDefault();
    this.none();
  }

  change({ target }: Event): void {
    const box = target as HTMLInputElement;
    if (this.hasPageTarget && box === this.pageTarget) this.choose(this.boxes(), box.checked);
    else if (box.name === "deal") this.choose(this.withShift ? this.between(box) : [box], box.checked);
    else return;
    this.last = box.name === "deal" ? box : null;
    this.withShift = false;
    this.allTarget.value = "";
    this.show();
  }

  every(): void {
    this.choose(this.boxes(), true);
    this.allTarget.value = "1";
    this.show();
    this.barTarget.querySelector<HTMLElement>(".btn")?.focus();
  }

  none(): void {
    this.choose(this.boxes(), false);
    this.chosen.clear();
    this.allTarget.value = "";
    this.show();
    if (this.hasPageTarget) this.pageTarget.focus();
  }

  /** htmx:afterSettle: rows were appended or fetched anew. */
  restore(): void {
    for (const box of this.boxes()) box.checked = this.allTarget.value === "1" || this.chosen.has(idOf(box));
    this.show();
  }

  /** voronka:deals-changed: a bulk action is through. */
  done(): void {
    this.none();
    this.later(() => this.refresh());
  }

  changed({ detail }: CustomEvent<{ deal: number; live?: boolean }>): void {
    this.later(() => (detail.live === true ? void this.renew(String(detail.deal)) : this.refresh()));
  }

  private later(act: () => void): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(act, PAUSE_MS);
  }

  /** Without rows there is nothing to put them into: the page itself says what is here now. */
  private refresh(): void {
    if (!this.hasRowsTarget) {
      window.location.reload();
      return;
    }
    void htmx.ajax("get", this.fresh(), { source: this.rowsTarget, target: this.rowsTarget, swap: "innerHTML" });
  }

  private async renew(deal: string): Promise<void> {
    const row = this.row(deal);
    if (row === null) return;
    const response = await ask(this.fresh());
    if (!response.ok) return;
    const fetched = document.createElement("template");
    fetched.innerHTML = await response.text();
    const renewed = fetched.content.querySelector<HTMLElement>(`[data-deal-id="${CSS.escape(deal)}"]`);
    if (renewed !== null) row.replaceWith(renewed);
    else row.classList.add("is-gone");
    this.restore();
  }

  private fresh(): string {
    return `${this.urlValue}&shown=${this.boxes().length}`;
  }

  private row(deal: string): HTMLElement | null {
    return this.element.querySelector(`[data-deal-id="${CSS.escape(deal)}"]`);
  }

  private boxes(): HTMLInputElement[] {
    return [...this.element.querySelectorAll<HTMLInputElement>('input[name="deal"]')];
  }

  private between(box: HTMLInputElement): HTMLInputElement[] {
    const boxes = this.boxes();
    const from = this.last === null ? -1 : boxes.indexOf(this.last);
    const to = boxes.indexOf(box);
    return from < 0 ? [box] : boxes.slice(Math.min(from, to), Math.max(from, to) + 1);
  }

  private choose(boxes: HTMLInputElement[], on: boolean): void {
    for (const box of boxes) {
      box.checked = on;
      if (on) this.chosen.add(idOf(box));
      else this.chosen.delete(idOf(box));
    }
  }

  private show(): void {
    const boxes = this.boxes();
    const here = boxes.filter((box) => box.checked).length;
    const all = this.allTarget.value === "1";
    if (this.hasPageTarget) {
      this.pageTarget.checked = here > 0 && here === boxes.length;
      this.pageTarget.indeterminate = here > 0 && here < boxes.length;
    }
    this.barTarget.hidden = here === 0;
    this.element.classList.toggle("has-chosen", here > 0);
    const words = this.countTarget.dataset[all ? "all" : "one"] ?? "";
    this.countTarget.textContent = here === 0 ? "" : fill(words, { count: this.number(all ? this.totalValue : here) });
    this.everyTarget.hidden = all || here < boxes.length || this.totalValue <= boxes.length;
    this.everyTarget.textContent = fill(this.everyTarget.dataset["words"] ?? "", { count: this.number(this.totalValue) });
  }

  private number(count: number): string {
    return new Intl.NumberFormat(locale).format(count);
  }
}
