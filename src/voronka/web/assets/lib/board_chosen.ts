/**
 * The cards that are chosen for an action on several: each has a check box that belongs to the form of the bar.
 *
 *   <form id="board-bulk" hidden> <span id="board-chosen"> … </form>
 *   <li class="card is-selected" data-deal-id="41" data-version="7"> … <input type="checkbox" name="deal" value="41:7" form="board-bulk">
 */
import { titleOf } from "./board_columns";
import { word } from "./board_data";

export function boxFor(card: HTMLElement): HTMLInputElement {
  const box = document.createElement("input");
  box.type = "checkbox";
  box.className = "card-check";
  box.name = "deal";
  box.value = `${card.dataset["dealId"]}:${card.dataset["version"]}`;
  box.setAttribute("form", "board-bulk");
  box.ariaLabel = word("choose", { deal: titleOf(card) });
  box.checked = true;
  return box;
}

/** Shows the bar while any card is chosen. */
export function showChosen(): void {
  const count = document.querySelectorAll("#board .card.is-selected").length;
  document.getElementById("board-bulk")!.hidden = count === 0;
  document.getElementById("board-chosen")!.textContent = word("countChosen", { count });
}
