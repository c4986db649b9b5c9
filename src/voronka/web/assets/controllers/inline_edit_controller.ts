/**
 * A value that turns into its own small form. Markup: the macros of _inline_edit.html.
 *
 *   <div class="inline-edit" id="deal-41-amount" data-controller="inline-edit">
 *     <button class="inline-value" data-inline-edit-target="value" data-action="inline-edit#open">$86,400</button>
 *     <form hidden data-inline-edit-target="form" hx-post="…" hx-target="#deal-41-amount" hx-swap="outerHTML"> … </form>
 *   </div>
 *
 * Click or Enter opens. Enter (in a text of many lines Ctrl+Enter) and leaving save, Esc cancels. The old value
 * stays in sight until the server has answered with the new fragment: a value again, or (422) the open form with
 * what was typed and what is wrong with it. If no answer comes, the form opens again with what was typed.
 */
import { Controller } from "@hotwired/stimulus";
import { differs } from "../lib/typed";

export class InlineEditController extends Controller<HTMLElement> {
  static override targets = ["value", "form"];
  declare readonly valueTarget: HTMLElement;
  declare readonly formTarget: HTMLFormElement;

  private leavingByKey = false;

  override connect(): void {
    this.element.addEventListener("htmx:beforeRequest", this.wait);
    this.element.addEventListener("htmx:afterRequest", this.answered);
    // A fragment that came as the answer to Enter takes the focus over from the field that it replaced.
    if (this.element.dataset["focus"] === undefined && takeFocusFor(this.element.id)) this.field(true)?.focus();
  }

  open(event?: Event): void {
    event?.preventDefault();
    this.show(true);
    const field = this.field();
    field?.focus();
    if (field instanceof HTMLInputElement && field.type !== "checkbox") field.select();
  }

  key(event: KeyboardEvent): void {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.cancel();
    } else if (event.key === "Enter" && !event.isComposing) {
      const manyLines = event.target instanceof HTMLTextAreaElement;
      if (manyLines && !event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      event.stopPropagation();
      this.leavingByKey = true;
      this.save();
    }
  }

  /** focusout: to another part of the form is not leaving. */
  leave(event: FocusEvent): void {
    if (this.formTarget.hidden || this.formTarget.contains(event.relatedTarget as Node | null)) return;
    this.leavingByKey = false;
    this.save();
  }

  save(): void {
    if (this.formTarget.hidden || this.element.ariaBusy === "true") return;
    if (!this.changed()) this.cancel();
    else this.formTarget.requestSubmit();
  }

  cancel(): void {
    const hadFocus = this.formTarget.contains(document.activeElement);
    this.formTarget.reset();
    this.formTarget.querySelector(".error")?.remove();
    this.show(false);
    if (hadFocus) this.valueTarget.focus();
  }

  private changed(): boolean {
    const wrong = this.formTarget.querySelector('[aria-invalid="true"]') !== null;
    return wrong || [...this.formTarget.elements].some(differs);
  }

  private field(orValue = false): HTMLElement | null {
    if (orValue && this.formTarget.hidden) return this.valueTarget;
    return this.formTarget.querySelector<HTMLElement>("input:not([type=hidden]), select, textarea");
  }

  private show(editing: boolean): void {
    this.formTarget.hidden = !editing;
    this.valueTarget.hidden = editing;
  }

  private readonly wait = (): void => {
    if (this.leavingByKey) focusWanted = this.element.id;
    this.element.ariaBusy = "true";
    this.show(false);
  };

  private readonly answered = (event: Event): void => {
    this.element.ariaBusy = null;
    const { successful, xhr } = (event as CustomEvent<{ successful: boolean; xhr: XMLHttpRequest }>).detail;
    const willBeSwapped = successful || xhr.status === 422 || xhr.status === 409;
    if (!willBeSwapped) this.show(true);
  };
}

/** The id of the element whose next version takes the focus. */
let focusWanted = "";

function takeFocusFor(id: string): boolean {
  if (id === "" || id !== focusWanted) return false;
  focusWanted = "";
  return true;
}
