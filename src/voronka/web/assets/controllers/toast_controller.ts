/**
 * Shows toasts from `voronka:toast` events and takes back what they offer to undo. Markup: _toasts.html.
 *
 *   <div id="toasts" class="toasts" popover="manual" data-controller="toast"
 *        data-action="voronka:toast@window->toast#show voronka:undo@window->toast#undoLatest">
 *     <template data-toast-target="template" data-kind="done"> … </template>
 *   </div>
 *
 * Done and info go after ten seconds, and wait while the pointer or the focus is on them. Errors and conflicts stay.
 */
import { Controller } from "@hotwired/stimulus";
import htmx from "htmx.org";
import { announce } from "../lib/announce";
import type { Toast, ToastAction } from "../lib/toast";

const LIFE_MS = 10_000;
/** After a look at it there is still time to act. */
const LEAST_MS = 1500;
const MOST_AT_ONCE = 3;
const PASSING: ReadonlySet<string> = new Set(["done", "info"]);

export class ToastController extends Controller<HTMLElement> {
  static override targets = ["template"];
  declare readonly templateTargets: HTMLTemplateElement[];

  show({ detail }: CustomEvent<Toast>): void {
    const kind = detail.kind ?? "done";
    const made = this.make(kind, detail);
    if (made === null) return;
    const shown = this.shown();
    for (const old of shown.slice(0, Math.max(0, shown.length + 1 - MOST_AT_ONCE))) old.remove();
    this.element.append(made);
    this.raise();
    announce([detail.text, detail.more].filter(Boolean).join(" "), !PASSING.has(kind));
    if (PASSING.has(kind)) this.letPass(made);
  }

  undoLatest(): void {
    this.shown().reverse().find((each) => each.dataset["undoUrl"] !== undefined)?.querySelector<HTMLElement>("[data-undo]")?.click();
  }

  private shown(): HTMLElement[] {
    return [...this.element.querySelectorAll<HTMLElement>(":scope > .toast")];
  }

  private make(kind: string, detail: Toast): HTMLElement | null {
    const template = this.templateTargets.find((each) => each.dataset["kind"] === kind) ?? this.templateTargets[0];
    const made = (template?.content.firstElementChild?.cloneNode(true) ?? null) as HTMLElement | null;
    if (made === null) return null;
    const part = (name: string): HTMLElement => made.querySelector<HTMLElement>(`[data-${name}]`)!;
    part("text").textContent = detail.text;
    part("more").textContent = detail.more ?? "";
    part("close").addEventListener("click", () => this.remove(made));
    this.offerUndo(made, part("undo"), detail.undoUrl);
    this.offerAction(made, part("act"), detail.action);
    return made;
  }

  private offerUndo(made: HTMLElement, button: HTMLElement, url: string | undefined): void {
    button.hidden = url === undefined;
    if (url === undefined) return;
    made.dataset["undoUrl"] = url;
    button.addEventListener("click", () => {
      this.remove(made);
      void htmx.ajax("post", url, { source: document.body, swap: "none" });
    });
  }

  private offerAction(made: HTMLElement, place: HTMLElement, action: ToastAction | undefined): void {
    place.hidden = action === undefined;
    if (action === undefined) return;
    place.textContent = action.text;
    if (action.dialog !== undefined) place.dataset["dialog"] = action.dialog;
    place.addEventListener("click", () => {
      this.remove(made);
      if (action.url !== undefined) window.location.assign(action.url);
      if (action.event !== undefined) window.dispatchEvent(new CustomEvent(action.event, { detail: action.detail }));
    });
  }

  /** Lifts the region into the top layer, above a dialog that may have opened since. */
  private raise(): void {
    if (this.element.matches(":popover-open")) this.element.hidePopover();
    this.element.showPopover();
  }

  /** Removes it after its life, of which time under the pointer or with the focus does not count. */
  private letPass(made: HTMLElement): void {
    let left = LIFE_MS;
    let began = performance.now();
    let timer: number | undefined;
    const go = (): void => {
      began = performance.now();
      timer = window.setTimeout(() => this.remove(made), left);
    };
    const pause = (): void => {
      if (timer === undefined) return;
      window.clearTimeout(timer);
      timer = undefined;
      left = Math.max(LEAST_MS, left - (performance.now() - began));
    };
    // The pointer may have left while the focus is still inside: look once the event is over.
    const goOn = (): void => {
      window.setTimeout(() => {
        if (timer === undefined && !made.matches(":hover, :focus-within")) go();
      });
    };
    for (const type of ["pointerenter", "focusin"]) made.addEventListener(type, pause);
    for (const type of ["pointerleave", "focusout"]) made.addEventListener(type, goOn);
    go();
  }

  private remove(made: HTMLElement): void {
    made.remove();
    if (this.shown().length === 0 && this.element.matches(":popover-open")) this.element.hidePopover();
  }
}
