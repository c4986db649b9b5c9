/**
 * The playbook's table being edited. A press on a cell fetches its form into the cell; several may be open at once.
 *
 *   <div data-controller="playbook-editor" data-playbook-editor-url-value="/playbook/1/edit/" data-playbook-editor-since-value="1">
 *     … <th data-cell="status"><div class="cell-shown" data-editor-part data-opens="edit-7-status"> … </div>
 *                              <div class="cell-form"></div></th>
 *
 * Saving a cell answers with the table anew; so does any dialog (voronka:settings-changed) and every new look at the page.
 * What changed takes its place (lib/table_rows.ts), what is typed elsewhere stays. Ctrl+Enter saves, Esc lets go and asks
 * once more before it throws typed text away, F2 opens, Alt with an arrow moves the stage or criterion with
 * the focus; criteria are dragged as well.
 */
import { Controller } from "@hotwired/stimulus";
import type Sortable from "sortablejs";
import { say } from "../lib/app_data";
import { dragCriteria } from "../lib/criteria_drag";
import { ask } from "../lib/http";
import { placePart, placeRows, remember } from "../lib/table_rows";
import { toast } from "../lib/toast";
import { isTyped } from "../lib/typed";

interface Swap {
  target: Element;
  xhr: XMLHttpRequest;
  shouldSwap: boolean;
  serverResponse: string;
  requestConfig: { verb: string };
}

const PRESSED = "a, button, summary, .was, label, input, textarea, select, .cell-form";
/** A look at the page that follows a change at once asks nothing new. */
const LOOK_AGAIN_MS = 2_000;

export class PlaybookEditorController extends Controller<HTMLElement> {
  static override targets = ["list"];
  static override values = { url: String, since: Number };
  declare readonly urlValue: string;
  declare readonly sinceValue: number;

  private readonly sortables = new Map<Element, Sortable>();
  private warned: HTMLFormElement | null = null;
  private takenAt = Date.now();
  private asked = 0;

  override connect(): void {
    remember(this.element);
    this.element.addEventListener("htmx:configRequest", this.tell);
    this.element.addEventListener("htmx:beforeSend", this.sent);
    this.element.addEventListener("htmx:beforeSwap", this.answered);
    this.element.addEventListener("htmx:afterSwap", this.opened);
    this.element.addEventListener("input", this.typed);
    document.addEventListener("visibilitychange", this.look);
    window.addEventListener("focus", this.look);
    window.addEventListener("pageshow", this.look);
    window.addEventListener("beforeunload", this.leave);
  }

  override disconnect(): void {
    document.removeEventListener("visibilitychange", this.look);
    window.removeEventListener("focus", this.look);
    window.removeEventListener("pageshow", this.look);
    window.removeEventListener("beforeunload", this.leave);
  }

  listTargetConnected(list: HTMLElement): void {
    this.sortables.set(list, dragCriteria(list));
  }

  listTargetDisconnected(list: HTMLElement): void {
    this.sortables.get(list)?.destroy();
    this.sortables.delete(list);
  }

  /** A press beside what is pressed for itself opens the cell. */
  click(event: MouseEvent): void {
    const pressed = event.target as Element;
    if (pressed.closest(PRESSED) !== null || window.getSelection()?.isCollapsed === false) return;
    const cell = pressed.closest("td, th");
    // What a colleague saved stands above a form with what was typed: that one stays.
    if (cell?.querySelector(".cell-form > form") != null) return;
    const opens = cell?.querySelector<HTMLElement>(":scope > [data-opens]");
    document.getElementById(opens?.dataset["opens"] ?? "-")?.click();
  }

  key(event: KeyboardEvent): void {
    const form = (event.target as Element).closest<HTMLFormElement>(".cell-form > form");
    const done = form === null ? this.keyInTable(event) : this.keyInForm(event, form);
    if (!done) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Cancel */
  letGo(event: Event): void {
    this.close((event.target as Element).closest<HTMLFormElement>("form")!);
  }

  /** voronka:settings-changed@window, detail: {focus?: id} */
  async changed(event: CustomEvent<{ focus?: string }>): Promise<void> {
    await this.refresh();
    if (event.detail.focus !== undefined) focusOn(event.detail.focus);
  }

  private keyInForm(event: KeyboardEvent, form: HTMLFormElement): boolean {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    else if (event.key === "Escape") this.escape(form);
    else return false;
    return true;
  }

  private keyInTable(event: KeyboardEvent): boolean {
    const at = event.target as Element;
    if (event.key === "F2") return press(at.closest("li[data-moves]")?.querySelector(".criterion-open") ?? opener(at));
    if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return false;
    const moved = at.closest("li[data-moves]") ?? at.closest(".edit-row")?.querySelector(".row-tools");
    const which = event.key === "ArrowUp" ? "first" : "last";
    return press(moved?.querySelector(`.places > .btn:${which}-child`));
  }

  private escape(form: HTMLFormElement): void {
    if (!isTyped(form) || this.warned === form) return this.close(form);
    this.warned = form;
    toast({ kind: "info", text: say("dialog_typed"), more: say("dialog_typed_more") });
  }

  private close(form: HTMLFormElement): void {
    const cell = form.closest<HTMLElement>("[data-cell]");
    const row = form.closest(".edit-row");
    form.remove();
    this.warned = null;
    spread(row);
    if (row?.classList.contains("is-gone") === true && row.querySelector(".cell-form > form") === null) {
      row.remove();
      void this.refresh();
    } else cell?.querySelector<HTMLElement>(".cell-edit, .cell-edit-ways")?.focus();
  }

  /** What the page knows, so that the server can say what became of it meanwhile. */
  private known(): Record<string, string> {
    const draft = document.getElementById("editor-head")?.dataset["draft"] ?? "0";
    return { since: String(this.sinceValue), draft };
  }

  private async refresh(): Promise<void> {
    const mine = ++this.asked;
    try {
      const response = await ask(`${this.urlValue}?${new URLSearchParams(this.known())}`);
      if (response.ok && mine === this.asked) this.take(await response.text());
    } catch {
      // Out of reach: the next change, or the next look at the page, brings it up to date.
    }
  }

  private take(html: string): void {
    this.takenAt = Date.now();
    const answer = new DOMParser().parseFromString(html, "text/html");
    const table = document.getElementById("editor-rows");
    const fresh = answer.getElementById("editor-rows");
    if (table === null || fresh === null) return;
    keepFocus(this.element, () => {
      for (const id of ["editor-head", "remarks-of-all"]) placePart(answer.getElementById(id)!);
      placeRows(table, fresh, keptForItsText);
      // Back again: the draft without it was let go.
      for (const row of table.querySelectorAll(".is-gone")) if (fresh.querySelector(`#${row.id}:not(.is-removed)`)) row.classList.remove("is-gone");
    });
    table.querySelectorAll(".edit-row").forEach(spread);
  }

  private readonly tell = (event: Event): void => {
    const { parameters } = (event as CustomEvent<{ parameters: Record<string, string> }>).detail;
    Object.assign(parameters, this.known());
  };

  /** The news of an answer is lost with the button that asked, when it was exchanged meanwhile. */
  private readonly sent = (event: Event): void => {
    const { elt, xhr } = (event as CustomEvent<{ elt: Element; xhr: XMLHttpRequest }>).detail;
    xhr.addEventListener("load", () => {
      if (!elt.isConnected) void this.refresh();
    });
  };

  /** A saved cell is answered with the table: its form is done. */
  private readonly answered = (event: Event): void => {
    const { detail } = event as CustomEvent<Swap>;
    if (!detail.target.matches(".cell-form") || detail.xhr.status !== 200 || detail.requestConfig.verb !== "post") return;
    detail.shouldSwap = false;
    this.asked++;
    const form = detail.target.querySelector<HTMLFormElement>("form");
    const hadFocus = detail.target.contains(document.activeElement);
    form?.remove();
    this.take(detail.serverResponse);
    const cell = detail.target.closest("[data-cell]");
    if (hadFocus || document.activeElement === document.body) focusOn(cell?.querySelector(".cell-edit, .cell-edit-ways")?.id ?? "");
  };

  /** A form came: it has the focus, unless a wrong field in it has. */
  private readonly opened = (event: Event): void => {
    const { target, xhr } = (event as CustomEvent<Swap>).detail;
    if (!target.matches(".cell-form")) return;
    spread(target.closest(".edit-row"));
    if (xhr.status === 422) return;
    target.querySelector<HTMLElement>("input:not([type=hidden]), textarea, select")?.focus();
    target.scrollIntoView({ block: "nearest" });
  };

  private readonly typed = (): void => {
    this.warned = null;
  };

  private readonly look = (): void => {
    if (!document.hidden && Date.now() - this.takenAt > LOOK_AGAIN_MS) void this.refresh();
  };

  private readonly leave = (event: BeforeUnloadEvent): void => {
    if (formsIn(this.element).some(isTyped)) event.preventDefault();
  };
}

const formsIn = (part: Element): HTMLFormElement[] => [...part.querySelectorAll<HTMLFormElement>(".cell-form > form")];

function press(button: Element | null | undefined): boolean {
  if (button == null) return false;
  (button as HTMLElement).click();
  return true;
}

/** What opens the cell in which something has the focus. */
const opener = (at: Element): Element | null =>
  document.getElementById(at.closest<HTMLElement>("[data-opens]")?.dataset["opens"] ?? "-") ?? at.closest(".cell-edit-ways");

/** A form takes the room of two columns; the steps' one those of both, unless theirs must be seen beside it. */
function spread(row: Element | null): void {
  if (row === null) return;
  const has = (cell: string): boolean => row.querySelector(`[data-cell="${cell}"] > .cell-form > form`) !== null;
  const steps = has("steps") && row.querySelector('[data-cell="steps"] form[data-overtaken]') === null;
  const status = has("status") && !has("steps");
  row.classList.toggle("has-wide-steps", steps);
  row.classList.toggle("has-wide-status", status);
  const cell = (name: string): HTMLTableCellElement | null => row.querySelector(`[data-cell="${name}"]`);
  cell("steps")?.setAttribute("colspan", steps ? "2" : "1");
  cell("status")?.setAttribute("colspan", status ? "2" : "1");
}

/** A stage that somebody took out while something was typed in its row: what was typed can still be copied. */
function keptForItsText(row: Element): boolean {
  if (!formsIn(row).some(isTyped)) return false;
  if (!row.classList.contains("is-gone")) toast({ kind: "conflict", text: say("playbook_row_gone"), more: say("playbook_row_gone_more") });
  row.classList.add("is-gone");
  return true;
}

/** What had the focus has it again, or what stands in its place. */
function keepFocus(table: Element, change: () => void): void {
  const active = document.activeElement;
  const had = active !== null && table.contains(active);
  const rows = (): Element[] => [...table.querySelectorAll(".edit-row")];
  const at = had ? rows().findIndex((row) => row.contains(active)) : -1;
  change();
  if (!had || document.activeElement === active) return;
  const now = document.getElementById(active.id || "-");
  if (now !== null) return now.focus();
  const left = rows();
  left[Math.min(at, left.length - 1)]?.querySelector<HTMLElement>("button, summary")?.focus();
}

function focusOn(id: string): void {
  const wanted = document.getElementById(id);
  wanted?.focus();
  wanted?.closest("tr")?.scrollIntoView({ block: "nearest" });
}
