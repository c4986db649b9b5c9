/**
 * What a board shows while a card is held: a slot on each column that says what a drop there would do, and the bar
 * of exits that rises from below. The slots lie over the cards, so that nothing moves.
 *
 *   <template id="slot-template"> <div class="drop-slot"> icons, <span data-say>, <small data-more> </div> </template>
 *   <div id="exit-bar" hidden> <div class="exit" data-exit="won" data-stage> icons, <span data-say> </div> … </div>
 */
import { word } from "./board_data";
import { bodyOf, columnOf, everyColumn } from "./board_columns";
import { isOpen, type Route, type Verdict, routesOf } from "./board_verdict";

const EXITS = ["won", "lost", "postponed"] as const;

/** Where a card may be dropped: a column or an exit, by its stage. */
export interface Place {
  element: HTMLElement;
  stage: string;
}

export class Slots {
  private over: HTMLElement | null = null;
  private routes = new Map<string, Route>();

  /** Shows a slot in every column but the card's own. */
  show(card: HTMLElement): void {
    const own = columnOf(card);
    const template = document.getElementById("slot-template") as HTMLTemplateElement;
    for (const column of everyColumn()) {
      column.dataset["verdict"] = "asking";
      if (column === own) continue;
      const slot = template.content.firstElementChild!.cloneNode(true) as HTMLElement;
      slot.querySelector("[data-say]")!.textContent = word("asking");
      bodyOf(column).before(slot);
    }
    this.bar.hidden = false;
  }

  /** Writes the verdict into the slots and the exits; without one they say nothing. */
  tell(verdict: Verdict | null): void {
    this.routes = new Map(verdict === null ? [] : routesOf(verdict).map((route) => [String(route.stage), route]));
    for (const column of everyColumn()) this.write(column, column.querySelector(".drop-slot"));
    for (const exit of EXITS) this.writeExit(exit, verdict?.[exit]);
  }

  route(stage: string): Route | undefined {
    return this.routes.get(stage);
  }

  /** The column or exit under the pointer. */
  placeAt(x: number, y: number): Place | null {
    const element = document.elementFromPoint(x, y)?.closest<HTMLElement>(".exit, .col") ?? null;
    return element === null ? null : { element, stage: element.dataset["stage"] ?? "" };
  }

  /** Marks what the card is held over. */
  point(place: Place | null): void {
    const element = place?.element ?? null;
    if (element === this.over) return;
    this.over?.classList.remove("is-over");
    element?.classList.add("is-over");
    this.over = element;
  }

  hide(): void {
    this.point(null);
    this.routes.clear();
    for (const slot of document.querySelectorAll(".drop-slot")) slot.remove();
    for (const column of everyColumn()) delete column.dataset["verdict"];
    this.bar.hidden = true;
  }

  private get bar(): HTMLElement {
    return document.getElementById("exit-bar")!;
  }

  private write(column: HTMLElement, slot: HTMLElement | null): void {
    const route = this.routes.get(column.dataset["stage"] ?? "");
    const open = route === undefined || isOpen(route.state);
    column.dataset["verdict"] = route === undefined ? "open" : route.state;
    if (slot === null) return;
    slot.classList.toggle("refused", !open);
    slot.dataset["open"] = String(route?.open ?? 0);
    slot.querySelector("[data-say]")!.textContent = route?.slot ?? "";
    const explains = route?.state === "blocked" || route?.state === "through";
    slot.querySelector("[data-more]")!.textContent = explains ? word("dropToSee") : "";
  }

  private writeExit(name: (typeof EXITS)[number], route: Route | undefined): void {
    const exit = this.bar.querySelector<HTMLElement>(`[data-exit="${name}"]`)!;
    exit.dataset["stage"] = String(route?.stage ?? "");
    exit.classList.toggle("locked", route !== undefined && !isOpen(route.state));
    if (route !== undefined) exit.querySelector("[data-say]")!.textContent = route.slot || route.name;
  }
}
