/**
 * Everything one does with a card but drag it: its menu, its next step, choosing it, and further cards.
 *
 *   <div id="board" data-controller="board-cards"> columns of lib/board_columns.ts </div>
 *
 * Cards are chosen by X or with Shift and a click, and given up by Esc; the bar #board-bulk acts on them.
 * The addresses of a card's menu and of its new task are made here from its number: hundreds of cards need not
 * carry them. T and X click the card's next step and foot (see shortcuts_controller.ts); no pointer ever does,
 * for the card's link lies above them.
 */
import { Controller } from "@hotwired/stimulus";
import { announce } from "../lib/announce";
import { showChosen, boxFor } from "../lib/board_chosen";
import { cardOf, dealOf, titleOf } from "../lib/board_columns";
import { dealUrl, word } from "../lib/board_data";

export class BoardCardsController extends Controller<HTMLElement> {
  override connect(): void {
    // Captured, so that the address is there when the menu's own listener asks for it.
    this.element.addEventListener("click", this.click, true);
    this.element.addEventListener("htmx:beforeSwap", this.dropDoubles);
    this.element.addEventListener("htmx:afterSettle", this.focusFirstNew);
    this.element.addEventListener("voronka:cards-renewed", showChosen);
    document.getElementById("board-choose-none")?.addEventListener("click", this.chooseNone);
    document.addEventListener("keydown", this.escape);
    document.body.addEventListener("voronka:deals-changed", this.chooseNone);
  }

  override disconnect(): void {
    this.element.removeEventListener("voronka:cards-renewed", showChosen);
    document.getElementById("board-choose-none")?.removeEventListener("click", this.chooseNone);
    document.removeEventListener("keydown", this.escape);
    document.body.removeEventListener("voronka:deals-changed", this.chooseNone);
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
    } else if (target.classList.contains("card-foot") || target.classList.contains("card-check")) {
      this.toggle(card);
    } else if ((event as MouseEvent).shiftKey) {
      event.preventDefault();
      this.toggle(card);
    }
  };

  private toggle(card: HTMLElement): void {
    choose(card, !card.classList.contains("is-selected"));
    showChosen();
  }

  /** Esc, when nothing else is open that it would close. */
  private readonly escape = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || event.defaultPrevented || isOpen()) return;
    this.chooseNone();
  };

  private readonly chooseNone = (): void => {
    chooseNone();
    showChosen();
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
  card.querySelector(".card-check")?.remove();
  if (chosen) card.append(boxFor(card));
  announce(word(chosen ? "chosen" : "unchosen", { deal: titleOf(card) }));
}

function chooseNone(): void {
  for (const card of document.querySelectorAll<HTMLElement>("#board .card.is-selected")) choose(card, false);
}

const isOpen = (): boolean => document.querySelector("dialog[open], .pop[popover]:popover-open") !== null;
