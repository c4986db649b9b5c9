/**
 * Everything one does with a card but drag it: its menu, its next step, choosing it, and further cards.
 *
 *   <div id="board" data-controller="board-cards"> columns of lib/board_columns.ts </div>
 *
 * The addresses of a card's menu and of its new task are made here from its number: hundreds of cards need not
 * carry them. T and X click the card's next step and foot (see shortcuts_controller.ts); no pointer ever does,
 * for the card's link lies above them.
 */
import { Controller } from "@hotwired/stimulus";
import { announce } from "../lib/announce";
import { dealUrl, word } from "../lib/board_data";
import { cardOf, dealOf, titleOf } from "../lib/board_columns";

export class BoardCardsController extends Controller<HTMLElement> {
  override connect(): void {
    // Captured, so that the address is there when the menu's own listener asks for it.
    this.element.addEventListener("click", this.click, true);
    this.element.addEventListener("htmx:beforeSwap", this.dropDoubles);
    this.element.addEventListener("htmx:afterSettle", this.focusFirstNew);
  }

  override disconnect(): void {
    this.element.removeEventListener("click", this.click, true);
    this.element.removeEventListener("htmx:beforeSwap", this.dropDoubles);
    this.element.removeEventListener("htmx:afterSettle", this.focusFirstNew);
  }

  private readonly click = (event: Event): void => {
    const target = event.target as Element;
    const card = target.closest<HTMLElement>(".card");
    if (card === null) return;
    if (target.closest(".card-menu") !== null) {
      target.closest<HTMLElement>(".card-menu")!.dataset["menuUrl"] = dealUrl("menu", dealOf(card));
    } else if (target.classList.contains("next-step")) {
      window.dispatchEvent(new CustomEvent("voronka:dialog", { detail: { url: dealUrl("task", dealOf(card)) } }));
    } else if (target.classList.contains("card-foot")) {
      choose(card, !card.classList.contains("is-selected"));
    } else if (target instanceof HTMLInputElement && target.classList.contains("card-check")) {
      choose(card, target.checked);
    }
  };

  /** A card that moved down the order since may come again with the next page: the newer one stays. */
  private readonly dropDoubles = (event: Event): void => {
    const { target, serverResponse } = (event as CustomEvent<{ target: Element; serverResponse: string }>).detail;
    if (!target.classList.contains("more")) return;
    for (const [, deal] of serverResponse.matchAll(/data-deal-id="(\d+)"/g)) cardOf(deal!)?.remove();
    const last = target.previousElementSibling;
    this.lastBefore = last instanceof HTMLElement ? last : null;
    this.appended = true;
  };

  private lastBefore: HTMLElement | null = null;
  private appended = false;

  /** The button that was pressed is gone; the focus goes to the first card it brought. */
  private readonly focusFirstNew = (event: Event): void => {
    if (!this.appended) return;
    this.appended = false;
    const first = this.lastBefore?.nextElementSibling ?? (event.target as Element).closest("ul")?.firstElementChild;
    if (document.activeElement === document.body) first?.querySelector<HTMLElement>("a")?.focus({ preventScroll: true });
  };
}

/** Marks a card as chosen for an action on several; the check box says so to everyone and takes it back. */
function choose(card: HTMLElement, chosen: boolean): void {
  card.classList.toggle("is-selected", chosen);
  let box = card.querySelector<HTMLInputElement>(".card-check");
  if (chosen && box === null) {
    box = document.createElement("input");
    box.type = "checkbox";
    box.className = "card-check";
    box.ariaLabel = word("choose", { deal: titleOf(card) });
    card.append(box);
  }
  if (box !== null) box.checked = chosen;
  if (!chosen) box?.remove();
  announce(word(chosen ? "chosen" : "unchosen", { deal: titleOf(card) }));
  card.dispatchEvent(new CustomEvent("voronka:cards-chosen", { bubbles: true }));
}
