/**
 * The filter panel: opens by itself when something in it could not be read, with the first wrong field in focus,
 * and keeps empty fields out of the address.
 *
 *   <div id="filter" popover data-controller="board-filter">
 *     <form method="get" data-action="formdata->board-filter#drop"> … [aria-invalid="true"] … </form>
 */
import { Controller } from "@hotwired/stimulus";

export class BoardFilterController extends Controller<HTMLElement> {
  override connect(): void {
    const wrong = this.element.querySelector<HTMLElement>('[aria-invalid="true"]');
    if (wrong === null) return;
    this.element.showPopover();
    wrong.focus();
  }

  drop({ formData }: FormDataEvent): void {
    for (const [name, value] of [...formData]) if (value === "") formData.delete(name);
  }
}
