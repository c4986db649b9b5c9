/**
 * The page of a person or company. When the client changed, or one of their deals, here or at a colleague's, all parts
 * are fetched at once and each takes the place of the one with its id.
 *
 *   <div data-controller="client" data-client-kind-value="contact" data-client-id-value="12" data-client-url-value="/people/12/"
 *        data-client-lost-value="This client is no longer yours to see." data-client-lost-more-value="…"
 *        data-action="voronka:deal-changed@window->client#dealChanged voronka:client-changed@window->client#changed
 *                     voronka:refetch@window->client#refetch">
 *     <section id="client-deals" data-client-part> … <li data-deal-id="41">
 *     <div id="client-history" data-client-part> … <li class="event" id="event-812">
 */
import { Controller } from "@hotwired/stimulus";
import { LiveParts } from "../lib/live_parts";
import { toast } from "../lib/toast";

interface Change {
  contact?: number | null;
  company?: number | null;
  live?: boolean;
}

interface DealChange extends Change {
  deal: number;
}

const BATCH_MS = 60;
/** The tick of a field that was saved here stays in sight for a moment. */
const TICK_MS = 1400;

export class ClientController extends Controller<HTMLElement> {
  static override values = { kind: String, id: Number, url: String, lost: String, lostMore: String };
  declare readonly kindValue: "contact" | "company";
  declare readonly idValue: number;
  declare readonly urlValue: string;
  declare readonly lostValue: string;
  declare readonly lostMoreValue: string;

  private readonly parts = new LiveParts({
    host: this.element,
    mark: "data-client-part",
    lines: "#client-history .event",
    address: () => this.address(),
    lost: () => toast({ kind: "conflict", text: this.lostValue, more: this.lostMoreValue }),
  });

  override disconnect(): void {
    this.parts.stop();
  }

  /** voronka:client-changed@window */
  changed({ detail }: CustomEvent<Change>): void {
    if (this.isAbout(detail)) this.parts.soon(detail.live === true ? BATCH_MS : TICK_MS);
  }

  /** voronka:deal-changed@window: a deal that is shown, or a new one. What is made here does not tell its client. */
  dealChanged({ detail }: CustomEvent<DealChange>): void {
    const isShown = this.element.querySelector(`[data-deal-id="${detail.deal}"]`) !== null;
    if (isShown || detail.live !== true || this.isAbout(detail)) this.parts.soon(BATCH_MS);
  }

  /** voronka:refetch@window: too much was missed to be told one by one. */
  refetch(event: Event): void {
    event.preventDefault();
    void this.parts.refresh();
  }

  private isAbout(change: Change): boolean {
    return change[this.kindValue] === this.idValue;
  }

  /** The parts as they are shown now: the history as deep. */
  private address(): string {
    const address = new URL(this.urlValue, window.location.href);
    const deepest = [...this.element.querySelectorAll("#client-history .event")].at(-1);
    if (deepest !== undefined) address.searchParams.set("through", deepest.id.replace("event-", ""));
    return address.href;
  }
}
