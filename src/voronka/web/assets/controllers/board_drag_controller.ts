/**
 * Dragging cards. SortableJS is the engine (threshold, hold on touch, the card in hand, scrolling at the edges);
 * where a card may go and what a drop does is decided here. Cards keep their order, so lists are never re-sorted.
 *
 *   <div id="board" data-controller="board-drag">
 *     <section class="col" data-stage="4"> <ul data-board-drag-target="list"> <li class="card" …>
 *
 * A press asks for the verdict of every column; the drop moves the card at once, tells the server, and puts the
 * card back when it says no. What the card finally looks like comes by voronka:deal-changed, as for any change.
 */
import { Controller } from "@hotwired/stimulus";
import Sortable from "sortablejs";
import { say } from "../lib/app_data";
import { announce } from "../lib/announce";
import { dealUrl, moveDialogUrl, word } from "../lib/board_data";
import { bump, columnOf, dealOf, listOf, nameOf, titleOf } from "../lib/board_columns";
import { type Place, Slots } from "../lib/board_slots";
import { type Route, type Verdict, verdictOf } from "../lib/board_verdict";
import { feedClick } from "../lib/feed_click";
import { bringsToast, dispatchTriggers } from "../lib/hx_trigger";
import { ask } from "../lib/http";
import { newRequestId } from "../lib/own_requests";
import { toast } from "../lib/toast";

const THRESHOLD_PX = 6;
const HOLD_MS = 180;
const FLY_MS = 240;

/** A card that has left its place for the eye, until the server has said what became of it. */
interface Trip {
  card: HTMLElement;
  deal: string;
  from: HTMLElement;
  next: Element | null;
  to: Place;
}

export class BoardDragController extends Controller<HTMLElement> {
  static override targets = ["list"];

  private readonly sortables = new Map<Element, Sortable>();
  private readonly slots = new Slots();
  private verdict: Promise<Verdict | null> = Promise.resolve(null);
  private place: Place | null = null;
  private held: DOMRect | null = null;
  private cancelled = false;
  /** Waits for the answer of a dialog. */
  private asked: Trip | null = null;

  listTargetConnected(list: HTMLElement): void {
    this.sortables.set(list, Sortable.create(list, this.options()));
  }

  listTargetDisconnected(list: HTMLElement): void {
    this.sortables.get(list)?.destroy();
    this.sortables.delete(list);
  }

  override connect(): void {
    document.getElementById("dialog")?.addEventListener("close", this.dialogClosed);
    document.body.addEventListener("voronka:deal-changed", this.changed);
    this.element.dataset["sortable"] = "";
  }

  override disconnect(): void {
    document.getElementById("dialog")?.removeEventListener("close", this.dialogClosed);
    document.body.removeEventListener("voronka:deal-changed", this.changed);
  }

  private options(): Sortable.Options {
    return {
      group: "deals",
      sort: false,
      draggable: ".card",
      filter: "button, input, .is-saving",
      preventOnFilter: false,
      forceFallback: true,
      fallbackOnBody: true,
      fallbackTolerance: THRESHOLD_PX,
      touchStartThreshold: THRESHOLD_PX,
      delay: HOLD_MS,
      delayOnTouchOnly: true,
      fallbackClass: "is-dragged",
      ghostClass: "is-slot",
      scrollSensitivity: 60,
      onChoose: ({ item }) => {
        this.verdict = verdictOf(dealOf(item));
      },
      // Comes also when a flick was over before the engine had begun, and then nothing else comes.
      onUnchoose: () => feedClick(),
      onStart: ({ item }) => void this.start(item),
      onMove: () => false,
      onEnd: ({ item }) => void this.end(item),
    };
  }

  // -- in hand ------------------------------------------------------------------------------------------------

  private async start(card: HTMLElement): Promise<void> {
    this.cancelled = false;
    this.place = null;
    this.element.dataset["dragging"] = "";
    card.dataset["say"] = word("returnHere");
    this.slots.show(card);
    // The card in hand is a copy, for the eye only.
    document.querySelector<HTMLElement>(".card.is-dragged")!.inert = true;
    document.addEventListener("pointermove", this.move);
    document.addEventListener("touchmove", this.touch);
    document.addEventListener("keydown", this.key, true);
    announce(word("held", { deal: titleOf(card) }));
    const { verdict } = this;
    const told = await verdict;
    if (this.verdict === verdict && this.isDragging) this.slots.tell(told);
  }

  private get isDragging(): boolean {
    return this.element.dataset["dragging"] !== undefined;
  }

  private readonly move = ({ clientX, clientY }: { clientX: number; clientY: number }): void => {
    this.held = document.querySelector(".card.is-dragged")?.getBoundingClientRect() ?? this.held;
    this.place = this.slots.placeAt(clientX, clientY);
    this.slots.point(this.place);
  };

  private readonly touch = (event: TouchEvent): void => {
    const [finger] = event.touches;
    if (finger !== undefined) this.move(finger);
  };

  private readonly key = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    this.cancelled = true;
    swallowClick();
    // The engine knows no Esc: for it the pointer was let go.
    document.dispatchEvent(new PointerEvent("pointerup", { bubbles: true }));
    document.dispatchEvent(new MouseEvent("mouseup", { bubbles: true }));
  };

  // -- let go -------------------------------------------------------------------------------------------------

  private async end(card: HTMLElement): Promise<void> {
    document.removeEventListener("pointermove", this.move);
    document.removeEventListener("touchmove", this.touch);
    document.removeEventListener("keydown", this.key, true);
    delete this.element.dataset["dragging"];
    delete card.dataset["say"];
    const { place, held } = this;
    const verdict = await Promise.race([this.verdict, pause(FLY_MS)]);
    if (verdict !== null) this.slots.tell(verdict);
    const route = place === null ? undefined : this.slots.route(place.stage);
    this.slots.hide();
    this.element.dispatchEvent(new CustomEvent("voronka:drag-ended", { bubbles: true }));
    if (this.cancelled || place === null || place.element === columnOf(card)) this.goBack(card, held);
    else await this.drop(card, place, route, held);
  }

  private goBack(card: HTMLElement, held: DOMRect | null): void {
    fly(card, held);
    const column = columnOf(card);
    announce(word("putBack", { deal: titleOf(card), stage: column === null ? "" : nameOf(column) }));
  }

  private async drop(card: HTMLElement, to: Place, route: Route | undefined, held: DOMRect | null): Promise<void> {
    const trip: Trip = { card, deal: dealOf(card), from: columnOf(card)!, next: card.nextElementSibling, to };
    switch (route?.state) {
      case "current":
        return this.goBack(card, held);
      case "closed":
        fly(card, held);
        return toast({ kind: "info", text: route.slot });
      case "blocked":
      case "through":
      case "barred":
        // Nothing is gained by a card that goes there and back.
        fly(card, held);
        return this.send(trip);
      case "back":
      case "exit":
        this.setOut(trip, held);
        return this.askFor(trip);
      default:
        this.setOut(trip, held);
        return this.send(trip);
    }
  }

  /** Moves the card where it was dropped, for the eye. Exits are no columns: it waits in its own. */
  private setOut({ card, from, to }: Trip, held: DOMRect | null): void {
    card.classList.add("is-saving");
    if (to.element.classList.contains("col")) {
      listOf(to.element).prepend(card);
      to.element.querySelector(".col-body")!.scrollTop = 0;
      bump(from, -1);
      bump(to.element, 1);
    }
    fly(card, held);
  }

  private async send(trip: Trip): Promise<void> {
    const body = new FormData();
    body.set("to", trip.to.stage);
    body.set("version", trip.card.dataset["version"] ?? "");
    let response: Response;
    try {
      response = await ask(dealUrl("move", trip.deal), { method: "POST", body });
    } catch {
      this.bringHome(trip);
      return this.offerRetry(trip);
    }
    if (response.status === 422) return this.askFor(trip);
    if (!response.ok) {
      this.bringHome(trip);
      if (!bringsToast(response)) toast({ kind: "error", text: say("not_saved"), more: word("unreached") });
    }
    dispatchTriggers(response);
  }

  private offerRetry(trip: Trip): void {
    const retry = `voronka:retry-${newRequestId()}`;
    const again = (): void => void this.drop(trip.card, trip.to, undefined, null);
    window.addEventListener(retry, again, { once: true });
    const action = { text: word("retry"), event: retry };
    toast({ kind: "error", text: word("notSaved"), more: word("unreached"), action });
  }

  // -- asked in a dialog --------------------------------------------------------------------------------------

  private askFor(trip: Trip): void {
    this.asked = trip;
    const url = moveDialogUrl(trip.deal, trip.to.stage);
    window.dispatchEvent(new CustomEvent("voronka:dialog", { detail: { url } }));
    // The dialog may fail to come; then it never closes either.
    document.body.addEventListener("htmx:responseError", this.dialogFailed, { once: true });
    document.body.addEventListener("htmx:sendError", this.dialogFailed, { once: true });
  }

  private readonly dialogFailed = (): void => {
    if (!(document.getElementById("dialog") as HTMLDialogElement).open) this.dialogClosed();
  };

  private readonly dialogClosed = (): void => {
    const trip = this.asked;
    this.asked = null;
    if (trip !== null) this.bringHome(trip);
  };

  private readonly changed = (event: Event): void => {
    const { deal } = (event as CustomEvent<{ deal: number }>).detail;
    if (this.asked?.deal === String(deal)) this.asked = null;
  };

  /** Puts the card back where it was, unless news of the deal have already put it elsewhere. */
  private bringHome({ card, from, next, to }: Trip): void {
    card.classList.remove("is-saving");
    if (!card.isConnected || columnOf(card) === from) return;
    const start = card.getBoundingClientRect();
    const list = listOf(from);
    list.insertBefore(card, next?.parentElement === list ? next : null);
    bump(to.element, -1);
    bump(from, 1);
    fly(card, start);
    announce(word("putBack", { deal: titleOf(card), stage: nameOf(from) }), true);
  }
}

/** The button is still pressed after Esc: letting it go above a card would open the deal. */
function swallowClick(): void {
  const swallow = (event: Event): void => {
    event.preventDefault();
    event.stopPropagation();
  };
  const letGo = (event: Event): void => {
    if (!event.isTrusted) return;
    document.removeEventListener("pointerup", letGo, true);
    window.setTimeout(() => document.removeEventListener("click", swallow, true));
  };
  document.addEventListener("click", swallow, true);
  document.addEventListener("pointerup", letGo, true);
}

const pause = (ms: number): Promise<null> => new Promise((done) => window.setTimeout(() => done(null), ms));

/** Lets a card glide from where it was held to where it is. */
function fly(card: HTMLElement, from: DOMRect | null): void {
  if (from === null || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const to = card.getBoundingClientRect();
  const start = `translate(${from.left - to.left}px, ${from.top - to.top}px)`;
  card.animate([{ transform: start, zIndex: 5 }, { transform: "none", zIndex: 5 }], {
    duration: FLY_MS,
    easing: "cubic-bezier(.2,.8,.2,1)",
  });
}
