/**
 * Opens a dialog with content from the server, and gives the focus back when it closes.
 *
 *   <a href="/deals/new/" data-dialog>New deal</a>          a page without scripts, a dialog with them
 *   <button data-dialog="/deals/41/lose/">Lost</button>
 *
 * On <body>: data-controller="dialog" with the actions in base.html. The fragment is made with the macros of
 * _dialog.html; its form posts with hx-post and hx-target="#dialog-body". The server closes the dialog with the
 * response header `HX-Trigger: voronka:close-dialog`, or a script with that event on window.
 * Esc asks once more before it throws typed text away. Esc, a click on [data-dialog-close], never a click beside it.
 */
import { Controller } from "@hotwired/stimulus";
import htmx from "htmx.org";
import { say } from "../lib/app_data";
import { closeDialog } from "../lib/dialogs";
import { toast } from "../lib/toast";

const SIZES = ["wide", "small"];

export class DialogController extends Controller<HTMLElement> {
  private opener: HTMLElement | null = null;
  private typed = false;
  private warned = false;

  private get dialog(): HTMLDialogElement {
    return document.getElementById("dialog") as HTMLDialogElement;
  }

  private get body(): HTMLElement {
    return document.getElementById("dialog-body")!;
  }

  /** click */
  open(event: MouseEvent): void {
    const opener = (event.target as Element).closest<HTMLElement>("[data-dialog]");
    if (opener === null || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    this.fetch(opener.dataset["dialog"] || (opener as HTMLAnchorElement).href, opener);
  }

  /** voronka:dialog@window, detail: {url} */
  openUrl({ detail }: CustomEvent<{ url: string }>): void {
    this.fetch(detail.url, document.activeElement as HTMLElement | null);
  }

  /** htmx:afterSwap */
  swapped(event: CustomEvent<{ target: Element }>): void {
    if (event.detail.target !== this.body || this.body.childElementCount === 0) return;
    const size = this.body.querySelector<HTMLElement>("[data-dialog-size]")?.dataset["dialogSize"] ?? "";
    for (const each of SIZES) this.dialog.classList.toggle(each, each === size);
    if (this.dialog.open) return;
    // Opened by what the page itself has sent: its button may be drawn anew before the dialog closes.
    this.opener ??= document.activeElement as HTMLElement | null;
    this.dialog.showModal();
  }

  /** click on [data-dialog-close], and voronka:close-dialog@window */
  close(event: Event): void {
    const button = (event.target as Element | null)?.closest?.("[data-dialog-close]");
    if (event.type === "click" && button == null) return;
    const dialog = button?.closest("dialog") ?? this.dialog;
    if (dialog.open) closeDialog(dialog);
  }

  /** cancel: Esc */
  cancel(event: Event): void {
    if (!this.typed || this.warned) return;
    event.preventDefault();
    this.warned = true;
    toast({ kind: "info", text: say("dialog_typed"), more: say("dialog_typed_more") });
  }

  /** input */
  type(event: Event): void {
    // What one searches by is no loss.
    if ((event.target as HTMLInputElement).type === "search") return;
    this.typed = true;
    this.warned = false;
  }

  /** close */
  closed(): void {
    // An answer that was still on its way would find nothing left to change.
    for (const each of this.body.querySelectorAll("[hx-get]")) htmx.trigger(each, "htmx:abort");
    this.body.replaceChildren();
    this.typed = this.warned = false;
    const opener = this.opener?.isConnected === true ? this.opener : document.getElementById(this.opener?.id || "-");
    opener?.focus();
    this.opener = null;
  }

  private fetch(url: string, opener: HTMLElement | null): void {
    if (!this.dialog.open) this.opener = menuButtonOf(opener) ?? opener;
    this.typed = this.warned = false;
    void htmx.ajax("get", url, { source: this.body, target: this.body, swap: "innerHTML" });
  }
}

/** What was chosen in a menu is gone when the dialog closes; the button that opened the menu is not. */
function menuButtonOf(opener: HTMLElement | null): HTMLElement | null {
  const menu = opener?.closest<HTMLElement>("[popover]");
  if (menu == null) return null;
  return document.querySelector<HTMLElement>(`[popovertarget="${menu.id}"], [data-menu-url][aria-expanded="true"]`);
}
