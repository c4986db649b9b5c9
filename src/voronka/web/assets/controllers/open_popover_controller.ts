/**
 * Opens a pop-over as soon as the page is there: it holds a form in which something is wrong.
 *
 *   <div id="filter" popover data-controller="open-popover">
 */
import { Controller } from "@hotwired/stimulus";
import { place } from "../lib/place";

export class OpenPopoverController extends Controller<HTMLElement> {
  override connect(): void {
    this.element.showPopover();
    const opener = document.querySelector<HTMLElement>(`[popovertarget="${this.element.id}"]`);
    if (opener !== null) place(this.element, opener);
    this.element.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }
}
