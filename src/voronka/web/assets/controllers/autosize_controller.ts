/**
 * A text field that grows with its text, for browsers without CSS `field-sizing`.
 *
 *   <textarea data-controller="autosize" data-action="input->autosize#fit"></textarea>
 */
import { Controller } from "@hotwired/stimulus";

export class AutosizeController extends Controller<HTMLTextAreaElement> {
  override connect(): void {
    this.fit();
  }

  fit(): void {
    if (CSS.supports("field-sizing", "content")) return;
    this.element.style.height = "auto";
    this.element.style.height = `${this.element.scrollHeight + 2}px`;
  }
}
