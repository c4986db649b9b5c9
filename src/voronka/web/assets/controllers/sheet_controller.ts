/**
 * A grid of fields that takes several cells of a spreadsheet at once: they fill it from the field they are pasted into.
 *
 *   <div data-controller="sheet" data-action="paste->sheet#paste"> <table> … <input> … </table> </div>
 */
import { Controller } from "@hotwired/stimulus";

export class SheetController extends Controller<HTMLElement> {
  paste(event: ClipboardEvent): void {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const first = event.target;
    if (!(first instanceof HTMLInputElement) || !/[\t\n]/.test(text.trimEnd())) return;
    event.preventDefault();
    const rows = this.rows();
    const top = rows.findIndex((row) => row.includes(first));
    const left = rows[top]?.indexOf(first) ?? -1;
    for (const [down, line] of text.trimEnd().split(/\r?\n/).entries()) {
      for (const [right, cell] of line.split("\t").entries()) {
        this.fill(rows[top + down]?.[left + right], cell);
      }
    }
  }

  private rows(): HTMLInputElement[][] {
    return [...this.element.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("input")]);
  }

  private fill(field: HTMLInputElement | undefined, text: string): void {
    if (!field) return;
    field.value = text.trim();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
