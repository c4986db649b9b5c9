/**
 * Offers colleagues while one writes @ in a text; the names are in a JSON block of the page.
 *
 *   <script type="application/json" id="mentionable">["Hana Heida"]</script>
 *   <div data-controller="mention" data-mention-source-value="mentionable">
 *     <textarea data-mention-target="field" data-action="input->mention#type keydown->mention#key blur->mention#hide">
 *     <ul id="…" role="listbox" data-mention-target="list" hidden></ul>
 *   </div>
 *
 * Arrows walk, Enter or Tab takes, Esc closes. The server finds mentions by the full name after the @.
 */
import { Controller } from "@hotwired/stimulus";

const MOST = 6;
const BEGUN = /(?:^|[\s(])@([\p{L}\p{N}.'’-]*(?: [\p{L}\p{N}.'’-]*){0,3})$/u;

export class MentionController extends Controller<HTMLElement> {
  static override values = { source: String };
  static override targets = ["field", "list"];
  declare readonly sourceValue: string;
  declare readonly fieldTarget: HTMLTextAreaElement;
  declare readonly listTarget: HTMLUListElement;

  private chosen = 0;

  override connect(): void {
    this.fieldTarget.setAttribute("aria-autocomplete", "list");
    this.fieldTarget.setAttribute("aria-controls", this.listTarget.id);
  }

  type(): void {
    const begun = this.begun();
    const found = begun === null ? [] : this.names().filter((name) => fits(name, begun)).slice(0, MOST);
    if (found.length === 0 || (found.length === 1 && found[0] === begun)) {
      this.hide();
      return;
    }
    this.chosen = 0;
    this.listTarget.replaceChildren(...found.map((name, at) => this.option(name, at)));
    this.listTarget.hidden = false;
    this.mark();
  }

  key(event: KeyboardEvent): void {
    if (this.listTarget.hidden || event.isComposing || event.ctrlKey || event.metaKey) return;
    const count = this.listTarget.children.length;
    if (event.key === "ArrowDown") this.chosen = (this.chosen + 1) % count;
    else if (event.key === "ArrowUp") this.chosen = (this.chosen + count - 1) % count;
    else if (event.key === "Enter" || event.key === "Tab") this.take(this.chosen);
    else if (event.key === "Escape") this.hide();
    else return;
    event.preventDefault();
    event.stopPropagation();
    if (!this.listTarget.hidden) this.mark();
  }

  hide(): void {
    this.listTarget.hidden = true;
    this.fieldTarget.removeAttribute("aria-activedescendant");
  }

  private names(): string[] {
    return JSON.parse(document.getElementById(this.sourceValue)?.textContent ?? "[]") as string[];
  }

  private begun(): string | null {
    const before = this.fieldTarget.value.slice(0, this.fieldTarget.selectionStart);
    return BEGUN.exec(before)?.[1] ?? null;
  }

  private option(name: string, at: number): HTMLLIElement {
    const item = document.createElement("li");
    item.id = `${this.listTarget.id}-${at}`;
    item.role = "option";
    item.textContent = name;
    // Before the field loses the focus.
    item.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      this.take(at);
    });
    return item;
  }

  private mark(): void {
    [...this.listTarget.children].forEach((item, at) => (item.ariaSelected = String(at === this.chosen)));
    this.fieldTarget.setAttribute("aria-activedescendant", `${this.listTarget.id}-${this.chosen}`);
  }

  private take(at: number): void {
    const name = this.listTarget.children[at]?.textContent ?? "";
    const begun = this.begun();
    this.hide();
    if (begun === null) return;
    const end = this.fieldTarget.selectionStart;
    this.fieldTarget.setRangeText(`${name} `, end - begun.length, end, "end");
    this.fieldTarget.dispatchEvent(new Event("input", { bubbles: true }));
    this.fieldTarget.focus();
  }
}

/** Whether a name, or one of its words, begins with what was typed. */
function fits(name: string, begun: string): boolean {
  const wanted = begun.toLocaleLowerCase();
  const lower = name.toLocaleLowerCase();
  return lower.startsWith(wanted) || lower.split(/\s+/).some((word) => word.startsWith(wanted));
}
