/**
 * The deal page. When the deal changed, here or at a colleague's, all parts are fetched at once and each takes the
 * place of the one with its id; a part in which somebody is typing waits until they are done.
 *
 *   <div data-controller="deal" data-deal-id-value="41" data-deal-url-value="/deals/41/part/all/"
 *        data-deal-lost-value="This deal is no longer yours to see." data-deal-lost-more-value="…"
 *        data-action="voronka:deal-changed@window->deal#changed voronka:refetch@window->deal#refetch
 *                     click@document->deal#composeFromBar">
 *     <section id="deal-tasks" data-deal-part data-count="2"> … </section>
 *     <b data-deal-count="tasks"></b>                     shows the count of #deal-tasks
 *     <button data-action="deal#edit" data-deal-field-param="field-panel-need">         opens that field
 *     <button data-action="deal#compose" data-deal-tab-param="note" data-deal-kind-param="need">
 *     <a href="#note-7" data-action="deal#show" data-deal-anchor-param="note-7">        finds it in the timeline
 */
import { type ActionEvent, Controller } from "@hotwired/stimulus";
import htmx from "htmx.org";
import { LiveParts } from "../lib/live_parts";
import { toast } from "../lib/toast";

interface Change {
  deal: number;
  stage: number;
  stageBefore: number;
  live?: boolean;
  /** gone: the deal left the reader's sight, and where it went is not told. */
  kind?: string;
  /** The field that was edited here: its tick stays in sight for a moment. */
  field?: string;
}

const BATCH_MS = 60;
const TICK_MS = 1400;
const FLASH_MS = 1600;
const MOST_PAGES = 30;

export class DealController extends Controller<HTMLElement> {
  static override values = { id: Number, url: String, lost: String, lostMore: String };
  static override targets = ["taskForm"];
  declare readonly idValue: number;
  declare readonly urlValue: string;
  declare readonly lostValue: string;
  declare readonly lostMoreValue: string;
  declare readonly taskFormTarget: HTMLFormElement;
  declare readonly hasTaskFormTarget: boolean;

  private tellMove = false;
  private isPlanning = false;
  private readonly parts = new LiveParts({
    host: this.element,
    mark: "data-deal-part",
    lines: "#deal-timeline .event",
    address: () => this.address(),
    lost: () => toast({ kind: "conflict", text: this.lostValue, more: this.lostMoreValue }),
    taken: (parts) => this.taken(parts),
    placed: () => this.showCounts(),
  });

  override connect(): void {
    this.showCounts();
  }

  override disconnect(): void {
    this.parts.stop();
  }

  /** voronka:deal-changed@window */
  changed({ detail }: CustomEvent<Change>): void {
    if (detail.deal !== this.idValue) {
      // Another deal was made or changed from here: of the same client, or of somebody they sent.
      if (detail.live !== true) this.parts.soon(BATCH_MS);
      return;
    }
    if (detail.live === true && detail.kind !== "gone" && detail.stage !== detail.stageBefore) this.tellMove = true;
    if (detail.live !== true) this.forgetPlannedTask();
    this.parts.soon(detail.field === undefined ? BATCH_MS : TICK_MS);
  }

  /** voronka:refetch@window: too much was missed to be told one by one. */
  refetch(event: Event): void {
    event.preventDefault();
    void this.parts.refresh();
  }

  /** Opens the editor of a field, wherever on the page it stands. */
  edit({ params }: ActionEvent): void {
    const field = document.getElementById(String(params["field"]));
    if (field === null) return;
    choosePart("client");
    field.scrollIntoView({ block: "center" });
    field.querySelector<HTMLElement>(".inline-value")?.click();
  }

  /** The key E presses the heading itself; a click on the value in it is the field's own business. */
  editTitle(event: Event): void {
    if (event.target === event.currentTarget) this.element.querySelector<HTMLElement>("h1 .inline-value")?.click();
  }

  compose({ params }: ActionEvent): void {
    openComposer(String(params["tab"]), String(params["kind"] ?? ""));
  }

  /** click@document: the phone's bar stands outside of this element. */
  composeFromBar(event: Event): void {
    const button = (event.target as Element).closest<HTMLElement>("[data-deal-compose]");
    if (button !== null) openComposer(button.dataset["dealCompose"]!, "");
  }

  /** submit: the dialog that follows asks when; what was typed is dropped once the task is made. */
  planTask(): void {
    this.isPlanning = true;
  }

  /** Leads from evidence to the event it stands on, fetching older ones until it is there. */
  async show(event: ActionEvent): Promise<void> {
    event.preventDefault();
    const anchor = String(event.params["anchor"]);
    choosePart("timeline");
    if (find(anchor) === null && timeline()?.dataset["show"] !== "all") await showAll();
    for (let page = 0; page < MOST_PAGES && find(anchor) === null; page++) {
      const older = document.getElementById("timeline-older");
      if (older === null) break;
      await htmx.ajax("get", older.getAttribute("hx-get")!, { source: older, target: older, swap: "outerHTML" });
    }
    const found = find(anchor);
    if (found === null) return;
    found.scrollIntoView({ block: "center" });
    found.focus({ preventScroll: true });
    found.classList.add("is-found");
    window.setTimeout(() => found.classList.remove("is-found"), FLASH_MS);
  }

  private forgetPlannedTask(): void {
    if (this.isPlanning && this.hasTaskFormTarget) this.taskFormTarget.reset();
    this.isPlanning = false;
  }

  /** The parts as they are shown now: same filter, same depth of the timeline, same order of the column. */
  private address(): string {
    const address = new URL(this.urlValue, window.location.href);
    const sort = new URLSearchParams(window.location.search).get("sort");
    const deepest = [...(timeline()?.querySelectorAll<HTMLElement>("[data-through]") ?? [])].at(-1);
    if (sort !== null) address.searchParams.set("sort", sort);
    address.searchParams.set("show", timeline()?.dataset["show"] ?? "all");
    if (deepest !== undefined) address.searchParams.set("through", deepest.dataset["through"]!);
    return address.href;
  }

  private taken(parts: HTMLElement[]): void {
    const moved = parts.find((part) => part.id === "deal-head")?.dataset["lastMove"] ?? "";
    if (this.tellMove && moved !== "") toast({ kind: "info", text: moved });
    this.tellMove = false;
  }

  private showCounts(): void {
    for (const place of this.element.querySelectorAll<HTMLElement>("[data-deal-count]")) {
      place.textContent = document.getElementById(`deal-${place.dataset["dealCount"]}`)?.dataset["count"] ?? "";
    }
  }
}

const timeline = (): HTMLElement | null => document.getElementById("deal-timeline");
const find = (anchor: string): HTMLElement | null => document.querySelector(`[data-anchor="${CSS.escape(anchor)}"]`);

async function showAll(): Promise<void> {
  const all = document.getElementById("show-all");
  if (all === null) return;
  await htmx.ajax("get", all.getAttribute("hx-get")!, { source: all, target: "#deal-timeline", swap: "outerHTML" });
}

/** On a phone one part shows at a time; on a wide screen this changes nothing in sight. */
function choosePart(part: string): void {
  document.getElementById(`tab-${part}`)?.click();
}

function openComposer(tab: string, kind: string): void {
  choosePart("timeline");
  document.getElementById(`tab-${tab}`)?.click();
  const panel = document.getElementById(`panel-${tab}`);
  const select = panel?.querySelector<HTMLSelectElement>('select[name="kind"]');
  if (kind !== "" && select != null) select.value = kind;
  document.getElementById("composer")?.scrollIntoView({ block: "center" });
  panel?.querySelector<HTMLElement>("textarea, input:not([type=hidden])")?.focus();
}
