/**
 * The keyboard of the whole application. On <body>:
 *
 *   <body data-controller="shortcuts" data-action="keydown->shortcuts#key click->shortcuts#click" data-shortcuts="on">
 *
 * What a letter does stands in the page: it clicks the first visible element with `data-shortcut="m"`, first
 * within the current card or row ([data-nav-item]), then in the page. G and then a letter clicks `data-go="b"`.
 * Ctrl/Cmd+K and / open the palette, ? the list of keys, Z undoes, J K and the arrows walk (J and K press their
 * data-shortcut first, where the page has one).
 * Letters work only outside fields, and a person can switch them off in the profile (WCAG 2.1.4).
 */
import { Controller } from "@hotwired/stimulus";
import { currentItem, step, stepColumn } from "../lib/items";

const GO_MS = 1500;
const FIELDS = 'input:not([type="checkbox"], [type="radio"], [type="button"]), textarea, select, [contenteditable="true"]';

export class ShortcutsController extends Controller<HTMLElement> {
  private goUntil = 0;

  key(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return;
    const letter = letterOf(event);
    if ((event.ctrlKey || event.metaKey) && !event.altKey) this.withCtrl(event, letter);
    else if (!event.altKey && this.mayUseLetters(event)) this.single(event, letter);
  }

  /** click on [data-palette-open], [data-shortcuts-open] */
  click({ target }: MouseEvent): void {
    if ((target as Element).closest("[data-palette-open]") !== null) openPalette();
    if ((target as Element).closest("[data-shortcuts-open]") !== null) openList();
  }

  private withCtrl(event: KeyboardEvent, letter: string): void {
    if (letter === "k") {
      event.preventDefault();
      openPalette();
    } else if (event.key === "Enter") {
      const form = (event.target as Element).closest("form");
      if (form === null) return;
      event.preventDefault();
      form.requestSubmit();
    }
  }

  private mayUseLetters({ target }: KeyboardEvent): boolean {
    if (this.element.dataset["shortcuts"] === "off") return false;
    // A field of a dialog that has just closed keeps the focus for a moment, and nobody types into it.
    if ((target as Element).closest(`${FIELDS}, [role="menu"]`)?.checkVisibility() === true) return false;
    return document.querySelector("dialog[open]") === null;
  }

  private single(event: KeyboardEvent, letter: string): void {
    const going = performance.now() < this.goUntil;
    this.goUntil = 0;
    if (going ? this.go(letter) : this.act(event, letter)) event.preventDefault();
  }

  private go(letter: string): boolean {
    const link = document.querySelector<HTMLElement>(`[data-go="${CSS.escape(letter)}"]`);
    link?.click();
    return link !== null;
  }

  /** Returns whether the key was ours. */
  private act(event: KeyboardEvent, letter: string): boolean {
    switch (letter) {
      case "g":
        this.goUntil = performance.now() + GO_MS;
        return true;
      case "/":
        openPalette();
        return true;
      case "?":
        openList();
        return true;
      case "z":
        window.dispatchEvent(new CustomEvent("voronka:undo"));
        return true;
      case "j":
      case "k":
        // A page about one thing of a row of them leads to the next; a list walks.
        if (!press(letter)) step(letter === "j" ? 1 : -1);
        return true;
      default:
        return event.key.startsWith("Arrow") ? this.walk(event.key) : press(letter);
    }
  }

  /** Arrows walk only where the focus is on a card or a row already; elsewhere they scroll. */
  private walk(key: string): boolean {
    if (document.activeElement?.closest("[data-nav-item]") == null) return false;
    if (key === "ArrowLeft" || key === "ArrowRight") return stepColumn(key === "ArrowRight" ? 1 : -1);
    step(key === "ArrowDown" ? 1 : -1);
    return true;
  }
}

const openList = (): void => (document.getElementById("shortcuts") as HTMLDialogElement | null)?.showModal();

const openPalette = (): void => void window.dispatchEvent(new CustomEvent("voronka:palette"));

function press(letter: string): boolean {
  if (letter.length !== 1) return false;
  const wanted = `[data-shortcut="${CSS.escape(letter)}"]`;
  const here = currentItem()?.querySelector<HTMLElement>(wanted);
  const inPage = [...document.querySelectorAll<HTMLElement>(wanted)].find(
    (each) => each.checkVisibility() && each.closest("[data-nav-item]") === null,
  );
  const found = here ?? inPage;
  found?.click();
  return found != null;
}

/** The Latin letter of a key on any layout: on a Russian keyboard the key N types т, and is still N. */
function letterOf({ key, code, shiftKey }: KeyboardEvent): string {
  if (key === "?" || (code === "Slash" && shiftKey)) return "?";
  if (key === "/" || (code === "Slash" && !/[a-z]/i.test(key) && key !== "-")) return "/";
  if (/^[a-z]$/i.test(key)) return key.toLowerCase();
  return code.startsWith("Key") ? code.slice(3).toLowerCase() : key;
}
