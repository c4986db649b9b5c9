/**
 * The command palette: a combobox over what the server finds. Markup: _palette.html.
 *
 *   <dialog id="palette" class="dialog palette" data-controller="palette"
 *           data-action="voronka:palette@window->palette#open"> input, list </dialog>
 *
 * GET urls.search?q= answers with groups of options:
 *
 *   <div role="group" aria-labelledby="found-deals"><div class="group-label" id="found-deals">Deals</div>
 *     <a role="option" tabindex="-1" href="/deals/41/"> … </a>          Enter goes there, Ctrl+Enter in a new tab
 *     <button role="option" tabindex="-1" data-dialog="/deals/new/"> … </button>
 *   </div>
 *
 * What holds no option (nothing found, a corrected word) is shown above the list.
 * A query that starts with ">" asks for actions only; the server knows what that means. `on` names the deal that is
 * chosen on the page, so that the server can offer what can be done with it. An option with `data-press="m"` does what
 * the key does on that deal's card, row or page; where nothing there answers to the key it is not shown. One with
 * `data-post="/deals/41/take/"` sends that.
 */
import { Controller } from "@hotwired/stimulus";
import htmx from "htmx.org";
import { appData, say, sayCount } from "../lib/app_data";
import { announce } from "../lib/announce";
import { ask } from "../lib/http";
import { closeDialog } from "../lib/dialogs";
import { currentItem } from "../lib/items";

const PAUSE_MS = 120;

export class PaletteController extends Controller<HTMLDialogElement> {
  static override targets = ["input", "list", "note"];
  declare readonly inputTarget: HTMLInputElement;
  declare readonly listTarget: HTMLElement;
  declare readonly noteTarget: HTMLElement;

  private timer: number | undefined;
  private asking: AbortController | undefined;
  private on = "";
  /** What the list is the answer to. */
  private answered: string | null = null;
  /** Enter was pressed before the answer to what is typed had come: whether for a new tab. */
  private early: { newTab: boolean } | null = null;
  /** The card, row or page of the chosen deal. */
  private place: HTMLElement | null = null;

  open({ detail }: CustomEvent<{ query?: string } | undefined>): void {
    if (this.element.open) return;
    const page = document.querySelector<HTMLElement>("[data-deal-id-value]");
    const item = currentItem();
    this.place = item?.dataset["dealId"] === undefined ? page : item;
    this.on = this.place?.dataset["dealId"] ?? this.place?.dataset["dealIdValue"] ?? "";
    this.inputTarget.value = detail?.query ?? "";
    this.element.showModal();
    void this.find();
  }

  type(): void {
    this.early = null;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.find(), PAUSE_MS);
  }

  key(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const options = this.options();
    const at = options.findIndex((each) => each.ariaSelected === "true");
    if (event.key === "ArrowDown") this.select(options[at + 1] ?? options[0]);
    else if (event.key === "ArrowUp") this.select(options[at - 1] ?? options.at(-1));
    else if (event.key === "Home" && this.inputTarget.value === "") this.select(options[0]);
    else if (event.key === "End" && this.inputTarget.value === "") this.select(options.at(-1));
    else if (event.key === "Enter") this.enter(options[at], event.ctrlKey || event.metaKey);
    // The browser would only empty the field first.
    else if (event.key === "Escape") closeDialog(this.element);
    else return;
    event.preventDefault();
  }

  /** pointermove on the list: what lies under the pointer is what Enter would take. */
  point(event: PointerEvent): void {
    const option = (event.target as Element).closest<HTMLElement>('[role="option"]');
    if (option !== null) this.select(option);
  }

  /** click on the list */
  click(event: MouseEvent): void {
    const option = (event.target as Element).closest<HTMLElement>('[role="option"]');
    if (option === null) return;
    if (!event.ctrlKey && !event.metaKey && !event.shiftKey) closeDialog(this.element);
    this.pressed(option)?.click();
    const post = option.dataset["post"];
    // From <body>: the option is gone before the answer comes, and its events would reach nobody.
    if (post !== undefined) void htmx.ajax("post", post, { source: document.body, swap: "none" });
  }

  closed(): void {
    this.asking?.abort();
    window.clearTimeout(this.timer);
    this.answered = this.early = null;
    this.put("");
  }

  /** Options belong into the list; words about there being none, or fewer, do not. */
  private put(html: string): void {
    this.listTarget.innerHTML = html;
    for (const option of this.options()) {
      if (option.dataset["press"] !== undefined && this.pressed(option) === null) option.remove();
    }
    const notes = [...this.listTarget.children].filter((each) => each.querySelector('[role="option"]') === null);
    this.noteTarget.replaceChildren(...notes.filter((each) => each.role !== "group"));
    for (const empty of this.listTarget.querySelectorAll(':scope > :not(:has([role="option"]))')) empty.remove();
    this.listTarget.hidden = this.listTarget.childElementCount === 0;
  }

  private options(): HTMLElement[] {
    return [...this.listTarget.querySelectorAll<HTMLElement>('[role="option"]')];
  }

  /** What an option with data-press stands for on the page. */
  private pressed(option: HTMLElement): HTMLElement | null {
    const key = option.dataset["press"];
    return key === undefined ? null : (this.place?.querySelector<HTMLElement>(`[data-shortcut="${CSS.escape(key)}"]`) ?? null);
  }

  private async find(): Promise<void> {
    this.asking?.abort();
    this.asking = new AbortController();
    const typed = this.typed;
    const query = new URLSearchParams({ q: typed, on: this.on });
    try {
      const answer = await ask(`${appData.urls.search}?${query.toString()}`, { signal: this.asking.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      this.show(await answer.text());
      this.answered = typed;
      this.enterNow();
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "AbortError")) this.showFailure();
    }
  }

  /** Our own server escaped this HTML; nothing else ever comes here. */
  private show(html: string): void {
    this.put(html);
    const options = this.options();
    options.forEach((option, index) => {
      option.id ||= `option-${index}`;
    });
    this.select(options[0]);
    announce(sayCount("found", options.length));
  }

  private showFailure(): void {
    this.early = null;
    const row = document.createElement("p");
    row.className = "empty";
    row.textContent = say("search_failed");
    this.put(row.outerHTML);
    announce(say("search_failed"), true);
  }

  private select(option: HTMLElement | undefined): void {
    for (const each of this.options()) each.ariaSelected = String(each === option);
    this.inputTarget.ariaExpanded = String(option !== undefined);
    if (option === undefined) {
      this.inputTarget.removeAttribute("aria-activedescendant");
      return;
    }
    this.inputTarget.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  private get typed(): string {
    return this.inputTarget.value.trim();
  }

  /** A quick typist means the first of what they will find, not of what was there before they typed. */
  private enter(selected: HTMLElement | undefined, newTab: boolean): void {
    if (this.answered === this.typed) this.choose(selected, newTab);
    else this.early = { newTab };
  }

  private enterNow(): void {
    const { early } = this;
    if (early === null || this.answered !== this.typed) return;
    this.early = null;
    this.choose(this.options()[0], early.newTab);
  }

  private choose(option: HTMLElement | undefined, newTab: boolean): void {
    if (option === undefined) return;
    if (newTab && option instanceof HTMLAnchorElement) window.open(option.href, "_blank", "noopener");
    else option.click();
  }
}
