/**
 * Opens the filter panel by itself when something in it could not be read, with the first wrong field in focus.
 *
 *   <div id="filter" popover data-controller="board-filter"> … [aria-invalid="true"] … </div>
 */
import { Controller } from "@hotwired/stimulus";

export class BoardFilterController extends Controller<HTMLElement> {
  override connect(): void {
    this.element.showPopover();
    this.element.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }
}
