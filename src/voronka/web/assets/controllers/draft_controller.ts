/**
 * Keeps a text that was typed and not sent yet, until the tab is closed: a look at another deal loses nothing.
 *
 *   <form data-controller="draft" data-draft-key-value="note-3-41">
 *     <textarea data-draft-target="field" data-action="input->draft#keep">
 */
import { Controller } from "@hotwired/stimulus";

export class DraftController extends Controller<HTMLFormElement> {
  static override values = { key: String };
  static override targets = ["field"];
  declare readonly keyValue: string;
  declare readonly fieldTarget: HTMLTextAreaElement;

  override connect(): void {
    this.element.addEventListener("htmx:beforeSwap", this.answered);
    const kept = sessionStorage.getItem(this.key);
    if (kept === null || this.fieldTarget.value !== "") return;
    this.fieldTarget.value = kept;
    this.fieldTarget.dispatchEvent(new Event("input", { bubbles: true }));
  }

  override disconnect(): void {
    this.element.removeEventListener("htmx:beforeSwap", this.answered);
  }

  keep(): void {
    if (this.fieldTarget.value === "") sessionStorage.removeItem(this.key);
    else sessionStorage.setItem(this.key, this.fieldTarget.value);
  }

  private get key(): string {
    return `voronka-draft-${this.keyValue}`;
  }

  /** Taken by the server: nothing is left to keep. */
  private readonly answered = (event: Event): void => {
    const { xhr } = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail;
    if (xhr.status < 300) sessionStorage.removeItem(this.key);
  };
}
