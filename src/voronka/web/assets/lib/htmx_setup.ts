/**
 * htmx for the whole application. Its settings stand in base.html (`<meta name="htmx-config">`); here is what
 * it does around each request: headers, the waiting line, errors in words, focus after a swap.
 */
import htmx from "htmx.org";
import { say } from "./app_data";
import { commonHeaders } from "./http";
import { newRequestId } from "./own_requests";
import { toast } from "./toast";

const LOOK_AGAIN_MS = 200;

interface RequestDetail {
  elt: Element;
  target: HTMLElement;
  xhr: XMLHttpRequest;
  headers: Record<string, string>;
  shouldSwap: boolean;
  swapOverride?: string;
  requestConfig: { elt: Element; verb: string; path: string; formData?: FormData; triggeringEvent?: Event };
}

const detailOf = (event: Event): RequestDetail => (event as CustomEvent<RequestDetail>).detail;

function addHeaders(event: Event): void {
  Object.assign(detailOf(event).headers, commonHeaders());
}

let waiting = 0;

function countWaiting(change: 1 | -1): void {
  waiting = Math.max(0, waiting + change);
  document.body.classList.toggle("is-loading", waiting > 0);
}

/** By the request itself: htmx's own events are lost when their element has left the page meanwhile. */
function waitFor(event: Event): void {
  countWaiting(1);
  detailOf(event).xhr.addEventListener("loadend", () => countWaiting(-1), { once: true });
}

/**
 * A form of the dialog takes nothing while it is on its way: the answer may bring it anew, and what was typed
 * meanwhile would be gone. Where it stays, for nobody could be reached, so does the place one was at. What a part of it
 * asks for itself, as a preview does, holds nobody up.
 */
function holdForm(event: Event): void {
  const { elt, target, xhr, requestConfig } = detailOf(event);
  const form = elt.closest<HTMLFormElement>("#dialog-body form");
  if (form === null || requestConfig.verb === "get" || (elt !== form && !target.contains(form))) return;
  const at = document.activeElement as HTMLElement | null;
  form.inert = true;
  xhr.addEventListener("loadend", () => {
    form.inert = false;
    if (form.isConnected && at !== null && form.contains(at)) at.focus();
  }, { once: true });
}

const REASONS: Record<number, string> = {
  401: "error_signed_out",
  403: "error_forbidden",
  404: "error_missing",
  413: "error_too_large",
  429: "error_too_many",
};

/** The server refused or failed without words of its own for the page. */
function tellRefusal(event: Event): void {
  const { xhr } = detailOf(event);
  if (xhr.getResponseHeader("HX-Trigger")?.includes("voronka:toast")) return;
  toast({ kind: "error", text: say("not_saved"), more: say(REASONS[xhr.status] ?? "error_server") });
}

/** The server could not be reached. What was typed is still in its field; the same request can be sent again. */
function tellUnreached(event: Event): void {
  const { elt, target, requestConfig } = detailOf(event);
  // A name of its own: an older failure that nobody retried must not be sent along.
  const retry = `voronka:retry-${newRequestId()}`;
  window.addEventListener(retry, () => repeat(elt, target, requestConfig), { once: true });
  toast({
    kind: "error",
    text: say("not_saved"),
    more: say("error_unreached"),
    action: { text: say("retry"), event: retry },
  });
}

function repeat(source: Element, target: HTMLElement, { verb, path, formData }: RequestDetail["requestConfig"]): void {
  const values = Object.fromEntries(formData ?? []);
  void htmx.ajax(verb as "get", path, { source, target, values });
}

/** A deal that had all it needed moved on while something else was done to it; the page shows where it is now. */
function tellMovedOn(event: Event): void {
  const { movedOn } = (event as CustomEvent<{ movedOn?: string }>).detail;
  if (movedOn !== undefined) toast({ kind: "info", text: movedOn });
}

/**
 * What the page fetches by itself, for a colleague changed something or time has passed, must not take away what is
 * pressed just now: the click would go to nobody. It is fetched anew once the hand is off.
 */
function holdUnderHand(event: Event): void {
  const { target, swapOverride, requestConfig } = detailOf(event);
  const { elt, verb, path, triggeringEvent } = requestConfig;
  const byItself = triggeringEvent === undefined || triggeringEvent.type.startsWith("voronka:");
  if (verb !== "get" || !byItself || elt.closest("#main") === null || !isHandOn()) return;
  detailOf(event).shouldSwap = false;
  const again = (): void => {
    if (isHandOn()) window.setTimeout(again, LOOK_AGAIN_MS);
    else if (elt.isConnected) void htmx.ajax("get", path, { source: elt, target, ...(swapOverride && { swap: swapOverride as "none" }) });
  };
  window.setTimeout(again, LOOK_AGAIN_MS);
}

/** Something of the page is pressed, or chosen in what has opened within it. */
const isHandOn = (): boolean => document.querySelector("#main :active, #main :popover-open") !== null;

/** A refused form shows where: the first wrong field gets the focus. */
function focusFirstError(event: Event): void {
  const { target, xhr } = detailOf(event);
  if (xhr?.status !== 422) return;
  target.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
}

/** When the focused row (or the button for further rows) was swapped out, the focus goes to what took its place. */
function keepFocusInList(): void {
  let list: Element | null = null;
  let position = -1;
  document.addEventListener("htmx:beforeSwap", () => {
    const row = document.activeElement?.closest("[data-nav-item], .more") ?? null;
    list = row?.parentElement ?? null;
    position = list === null || row === null ? -1 : [...list.children].indexOf(row);
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (position < 0 || list?.isConnected !== true || document.activeElement !== document.body) return;
    const next = list.children[Math.min(position, list.children.length - 1)];
    next?.querySelector<HTMLElement>("a[href], button")?.focus();
    position = -1;
  });
}

export function setUpHtmx(): void {
  document.addEventListener("htmx:configRequest", addHeaders);
  document.addEventListener("htmx:beforeSend", waitFor);
  document.addEventListener("htmx:beforeSend", holdForm);
  document.addEventListener("htmx:beforeSwap", holdUnderHand);
  document.addEventListener("htmx:responseError", tellRefusal);
  document.addEventListener("htmx:sendError", tellUnreached);
  document.addEventListener("htmx:timeout", tellUnreached);
  document.addEventListener("htmx:afterSettle", focusFirstError);
  document.addEventListener("voronka:deal-changed", tellMovedOn);
  keepFocusInList();
}
