/**
 * Live updates: what colleagues change arrives as the same event as one's own changes.
 *
 *   <body data-live="3" data-live-after="812">       changes in pipeline 3 (or "all") after entry 812 of the log
 *
 * Dispatches on document.body
 *   voronka:deal-changed  detail {deal, version, stage, stageBefore, pipeline, kind, actor, contact, company, live: true};
 *                         kind "gone": the deal left the reader's sight, its new place is not told
 *   voronka:client-changed  detail {contact, company, kind, actor, live: true}; kind "gone" as above
 *   voronka:feedback-changed  detail {live: true}, for who keeps the board of product feedback
 *   voronka:notices       detail {unread, newest}: how many notices wait for the reader, and the newest of them
 *   voronka:refetch       too much was missed: read the state anew; preventDefault() when the page did.
 * The first change is told at once, what follows in bursts of two seconds. Echoes of own requests are dropped.
 */
import { say } from "./app_data";
import { isOwnRequest } from "./own_requests";
import { toast } from "./toast";

interface Change {
  deal: number;
  version: number | null;
  stage: number | null;
  stageBefore: number | null;
  pipeline: number;
  kind: string;
  actor: number | null;
  contact: number | null;
  company: number | null;
  requestId: string;
}

interface ClientChange {
  contact: number | null;
  company: number | null;
  kind: string;
  actor: number | null;
  requestId: string;
}

/** Of no pipeline: the page shows nothing that others change, and hears only of its reader's own notices. */
const OWN = "own";
/** A move is often two entries in one breath: they are told together. */
const FIRST = 120;
const BURST = 2_000;
/** The server says something every 15 s; a connection quieter than this is dead. */
const SILENCE = 40_000;
/** Browsers allow six connections to a server: hidden tabs give theirs back. */
const HIDDEN = 30_000;
/** Short interruptions are not worth a word. */
const PATIENCE = 3_000;
const LONGEST_WAIT = 30_000;

export function startLive(): void {
  const { live, liveAfter } = document.body.dataset;
  if (live !== undefined) new LiveUpdates(live === "all" ? "" : live, liveAfter ?? "").start();
}

class LiveUpdates {
  private source: EventSource | null = null;
  private heardAt = 0;
  private wait = BURST;
  private ended = false;
  private readonly bursts = new Bursts();
  private readonly state = new StateLine();
  private hiddenTimer = 0;
  private retryTimer = 0;

  constructor(
    private readonly pipeline: string,
    private after: string,
  ) {}

  start(): void {
    this.open();
    window.setInterval(() => this.watch(), 10_000);
    document.addEventListener("visibilitychange", () => this.visibility());
    window.addEventListener("online", () => this.reopen());
    window.addEventListener("offline", () => this.state.broken());
    window.addEventListener("pagehide", () => this.close());
    window.addEventListener("pageshow", (event) => event.persisted && this.reopen());
  }

  private open(): void {
    const query = new URLSearchParams();
    if (this.pipeline === OWN) query.set("pipeline", "0");
    else if (this.pipeline !== "") query.set("pipeline", this.pipeline);
    if (this.after !== "") query.set("after", this.after);
    this.heardAt = Date.now();
    const source = new EventSource(`/live/?${query}`);
    source.addEventListener("open", () => this.heard());
    source.addEventListener("here", (event) => this.heard(event));
    source.addEventListener("deal", (event) => this.changed(event));
    source.addEventListener("client", (event) => this.clientChanged(event));
    source.addEventListener("feedback", (event) => this.feedbackChanged(event));
    source.addEventListener("notices", (event) => this.notices(event));
    source.addEventListener("refetch", (event) => this.refetch(event));
    source.addEventListener("end", (event) => this.end(event));
    source.addEventListener("error", () => this.failed());
    this.source = source;
  }

  private close(): void {
    window.clearTimeout(this.retryTimer);
    this.source?.close();
    this.source = null;
  }

  private reopen(): void {
    if (this.ended || document.hidden) return;
    this.close();
    this.open();
  }

  private heard(event?: MessageEvent): void {
    this.heardAt = Date.now();
    if (event !== undefined && event.lastEventId !== "") this.after = event.lastEventId;
    this.wait = BURST;
    this.state.working();
  }

  private changed(event: MessageEvent<string>): void {
    this.heard(event);
    const change = JSON.parse(event.data) as Change;
    if (change.requestId === "" || !isOwnRequest(change.requestId)) this.bursts.add(change);
  }

  /** Not gathered: few change at once, and the one page that listens waits a moment itself. */
  private clientChanged(event: MessageEvent<string>): void {
    this.heard(event);
    const change = JSON.parse(event.data) as ClientChange;
    if (change.requestId !== "" && isOwnRequest(change.requestId)) return;
    const detail = { ...change, live: true };
    document.body.dispatchEvent(new CustomEvent("voronka:client-changed", { detail, bubbles: true }));
  }

  private feedbackChanged(event: MessageEvent<string>): void {
    this.heard(event);
    const change = JSON.parse(event.data) as { requestId: string };
    if (change.requestId !== "" && isOwnRequest(change.requestId)) return;
    const detail = { live: true };
    document.body.dispatchEvent(new CustomEvent("voronka:feedback-changed", { detail, bubbles: true }));
  }

  private notices(event: MessageEvent<string>): void {
    this.heard();
    const detail = JSON.parse(event.data) as { unread: number; newest: number };
    document.body.dispatchEvent(new CustomEvent("voronka:notices", { detail, bubbles: true }));
  }

  private refetch(event: MessageEvent): void {
    this.heard(event);
    if (this.pipeline === OWN) return;
    const unhandled = document.body.dispatchEvent(new CustomEvent("voronka:refetch", { bubbles: true, cancelable: true }));
    if (unhandled) reloadOrAsk();
  }

  private end(event: MessageEvent<string>): void {
    this.close();
    if (event.data !== "signed_out") return;
    this.ended = true;
    this.state.working();
    toast({ kind: "info", text: say("live_signed_out") });
  }

  /** While the browser tries again by itself nothing is to be done; after a refusal it does not. */
  private failed(): void {
    this.state.broken();
    if (this.source?.readyState !== EventSource.CLOSED) return;
    this.close();
    this.retryTimer = window.setTimeout(() => this.reopen(), this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  /** A laptop that slept keeps a connection that will never say anything again. */
  private watch(): void {
    if (this.source === null || Date.now() - this.heardAt < SILENCE) return;
    this.state.broken();
    this.reopen();
  }

  private visibility(): void {
    window.clearTimeout(this.hiddenTimer);
    if (document.hidden) this.hiddenTimer = window.setTimeout(() => this.close(), HIDDEN);
    else if (this.source === null || Date.now() - this.heardAt > SILENCE) this.reopen();
  }
}

/** Gathers changes and tells each deal once a burst: where it stands now, and where it was before the burst. */
class Bursts {
  private readonly waiting = new Map<number, Change>();
  private timer = 0;
  private toldAt = -BURST;

  add(change: Change): void {
    const earlier = this.waiting.get(change.deal);
    this.waiting.set(change.deal, earlier === undefined ? change : { ...change, stageBefore: earlier.stageBefore });
    if (this.timer !== 0) return;
    const delay = Math.max(FIRST, this.toldAt + BURST - performance.now());
    this.timer = window.setTimeout(() => this.tell(), delay);
  }

  private tell(): void {
    const changes = [...this.waiting.values()];
    this.waiting.clear();
    this.timer = 0;
    this.toldAt = performance.now();
    for (const change of changes) {
      const detail = { ...change, live: true };
      document.body.dispatchEvent(new CustomEvent("voronka:deal-changed", { detail, bubbles: true }));
    }
  }
}

/** Says on the page that what it shows may be old, while the connection is broken. */
class StateLine {
  private timer = 0;
  private line: HTMLElement | null = null;

  broken(): void {
    if (this.timer === 0) this.timer = window.setTimeout(() => this.show(), PATIENCE);
  }

  working(): void {
    window.clearTimeout(this.timer);
    this.timer = 0;
    if (this.line !== null) this.line.hidden = true;
    delete document.body.dataset.liveBroken;
  }

  private show(): void {
    if (this.line === null) {
      this.line = document.createElement("p");
      this.line.className = "live-state";
      this.line.setAttribute("role", "status");
      document.body.append(this.line);
    }
    this.line.textContent = say("live_reconnecting");
    this.line.hidden = false;
    document.body.dataset.liveBroken = "";
  }
}

/** Reads the page anew where nothing can be lost by it; otherwise leaves it to the reader. */
function reloadOrAsk(): void {
  const busy = document.querySelector("dialog[open], [popover]:popover-open") !== null || isTyping(document.activeElement);
  if (!busy) window.location.reload();
  else toast({ kind: "info", text: say("live_outdated"), action: { text: say("live_reload"), url: window.location.href } });
}

const isTyping = (element: Element | null): boolean =>
  element instanceof HTMLElement && (element.matches("input, textarea, select") || element.isContentEditable);
