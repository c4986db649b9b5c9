/**
 * The board of product feedback and the page of one. Who keeps the board drags cards; a column that tells those who
 * asked opens its dialog first. After any change, here or at a colleague's, the parts are fetched anew.
 *
 *   <div data-controller="feedback" data-feedback-url-value="/feedback/" data-feedback-move-value="/feedback/0/move/">
 *     <div id="board" data-feedback-part data-feedback-target="board">
 *       <section class="col" data-state="planned" data-asks> <ul data-feedback-target="list"> <li class="card" data-feedback="7">
 */
import { Controller } from "@hotwired/stimulus";
import Sortable from "sortablejs";
import { say } from "../lib/app_data";
import { bringsToast, dispatchTriggers } from "../lib/hx_trigger";
import { ask } from "../lib/http";
import { LiveParts } from "../lib/live_parts";
import { toast } from "../lib/toast";

const BATCH_MS = 60;
const THRESHOLD_PX = 6;
const HOLD_MS = 180;

export class FeedbackController extends Controller<HTMLElement> {
  static override targets = ["list"];
  static override values = { url: String, move: String };
  declare readonly urlValue: string;
  declare readonly moveValue: string;

  private readonly sortables = new Map<Element, Sortable>();
  private readonly parts = new LiveParts({
    host: this.element,
    mark: "data-feedback-part",
    lines: ".voices > li",
    address: () => this.urlValue,
    // Joined with another or taken back: its page shows what it was.
    lost: () => undefined,
  });

  listTargetConnected(list: HTMLElement): void {
    this.sortables.set(list, Sortable.create(list, this.options()));
  }

  listTargetDisconnected(list: HTMLElement): void {
    this.sortables.get(list)?.destroy();
    this.sortables.delete(list);
  }

  override disconnect(): void {
    this.parts.stop();
  }

  /** voronka:feedback-changed@window */
  changed(): void {
    this.parts.soon(BATCH_MS);
  }

  /** voronka:deal-changed@window: a deal's part in it, or what it is worth. */
  dealChanged(): void {
    this.parts.soon(BATCH_MS);
  }

  /** voronka:refetch@window */
  refetch(event: Event): void {
    event.preventDefault();
    void this.parts.refresh();
  }

  private options(): Sortable.Options {
    return {
      group: "feedback",
      sort: false,
      draggable: ".card",
      filter: "button",
      preventOnFilter: false,
      forceFallback: true,
      fallbackOnBody: true,
      fallbackTolerance: THRESHOLD_PX,
      touchStartThreshold: THRESHOLD_PX,
      delay: HOLD_MS,
      delayOnTouchOnly: true,
      fallbackClass: "is-dragged",
      ghostClass: "is-lifted",
      onStart: () => {
        this.element.dataset["dragging"] = "";
      },
      onEnd: ({ item, from, to }) => {
        delete this.element.dataset["dragging"];
        if (from !== to) void this.drop(item, from, to);
      },
    };
  }

  private async drop(card: HTMLElement, from: HTMLElement, to: HTMLElement): Promise<void> {
    const column = to.closest<HTMLElement>(".col")!;
    const url = this.moveValue.replace("/0/", `/${card.dataset["feedback"] ?? ""}/`);
    const state = column.dataset["state"] ?? "";
    if (column.dataset["asks"] !== undefined) {
      from.append(card);
      const dialog = { url: `${url}?state=${state}` };
      window.dispatchEvent(new CustomEvent("voronka:dialog", { detail: dialog }));
      return this.changed();
    }
    const body = new FormData();
    body.set("state", state);
    await this.send(url, body);
    this.changed();
  }

  private async send(url: string, body: FormData): Promise<void> {
    try {
      const response = await ask(url, { method: "POST", body });
      dispatchTriggers(response);
      if (!response.ok && !bringsToast(response)) toast({ kind: "error", text: say("not_saved") });
    } catch {
      toast({ kind: "error", text: say("not_saved") });
    }
  }
}
