/**
 * Menus and other pop-overs. On <body>; see _menu.html.
 *
 *   <button popovertarget="sort" aria-haspopup="menu">Sort</button>
 *   <div id="sort" popover class="pop menu" role="menu" aria-label="Sort"> <a role="menuitem" …> … </div>
 *
 *   <button data-menu-url="/deals/41/menu/" aria-haspopup="menu" aria-expanded="false">…</button>
 *   fetches the items into the one shared <div id="menu"> of base.html: a board of 320 cards has one menu.
 *
 * Arrows, Home, End and first letters walk; an item with data-key="4" is chosen by that key, also when it is pressed
 * before the items have come; Esc closes and gives the focus back (the browser does). Choosing closes, unless the item
 * has data-keep-open.
 */
import { Controller } from "@hotwired/stimulus";
import htmx from "htmx.org";
import { place } from "../lib/place";

const BUTTON = "[data-menu-url]";
const ITEMS = '[role^="menuitem"]:not([hidden])';

export class MenuController extends Controller<HTMLElement> {
  private opener: HTMLElement | null = null;
  private pressedWhileOpen = false;
  private isComing = false;
  /** A number typed while the items were on their way. */
  private early = "";

  override connect(): void {
    // It does not bubble, so Stimulus cannot listen for it here.
    document.addEventListener("toggle", this.toggled, true);
    window.addEventListener("pagehide", closeAll);
  }

  override disconnect(): void {
    document.removeEventListener("toggle", this.toggled, true);
    window.removeEventListener("pagehide", closeAll);
  }

  private get shared(): HTMLElement {
    return document.getElementById("menu")!;
  }

  /** pointerdown: the browser closes the menu before the click comes; a press on its own button means just that. */
  press({ target }: PointerEvent): void {
    const button = (target as Element).closest(BUTTON);
    this.pressedWhileOpen = button !== null && button === this.opener && this.shared.matches(":popover-open");
  }

  /** click */
  async click(event: MouseEvent): Promise<void> {
    const target = event.target as Element;
    const button = target.closest<HTMLElement>(BUTTON);
    if (button !== null) {
      event.preventDefault();
      if (!this.pressedWhileOpen) await this.openShared(button);
      this.pressedWhileOpen = false;
      return;
    }
    const item = target.closest<HTMLElement>(ITEMS);
    if (item !== null && item.dataset["keepOpen"] === undefined && item.ariaDisabled !== "true") {
      item.closest<HTMLElement>("[popover]")?.hidePopover();
    }
  }

  /** keydown */
  key(event: KeyboardEvent): void {
    const menu = (event.target as Element).closest<HTMLElement>('[role="menu"]');
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (this.isComing && /^\d$/.test(event.key)) this.early = event.key;
    if (menu === null) return;
    const items = [...menu.querySelectorAll<HTMLElement>(ITEMS)];
    const next = this.next(event.key, items, items.indexOf(document.activeElement as HTMLElement));
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (next === null) menu.hidePopover();
    else if (next.dataset["key"] === event.key) next.click();
    else next.focus();
  }

  /** Which item a key leads to; null closes the menu, undefined leaves the key alone. */
  private next(key: string, items: HTMLElement[], at: number): HTMLElement | null | undefined {
    const last = items.length - 1;
    switch (key) {
      case "ArrowDown":
        return items[at >= last ? 0 : at + 1];
      case "ArrowUp":
        return items[at <= 0 ? last : at - 1];
      case "Home":
        return items[0];
      case "End":
        return items[last];
      case "Tab":
        return null;
      default:
        return key.length === 1 && key !== " " ? byKey(key, items, at) : undefined;
    }
  }

  private async openShared(pressed: HTMLElement): Promise<void> {
    const { shared } = this;
    if (shared.matches(":popover-open")) shared.hidePopover();
    const find = finderOf(pressed);
    this.opener = pressed;
    shared.replaceChildren();
    this.early = "";
    this.isComing = true;
    await htmx.ajax("get", pressed.dataset["menuUrl"]!, { source: shared, target: shared, swap: "innerHTML" });
    this.isComing = false;
    const button = find();
    if (shared.childElementCount === 0 || button === null) return;
    this.opener = button;
    shared.ariaLabel = button.dataset["menuLabel"] ?? button.ariaLabel ?? button.textContent?.trim() ?? "";
    button.ariaExpanded = "true";
    shared.showPopover();
    place(shared, button);
    focusFirst(shared);
    if (this.early !== "") shared.querySelector<HTMLElement>(`${ITEMS}[data-key="${this.early}"]`)?.click();
  }

  private readonly toggled = (event: Event): void => {
    const popover = event.target as HTMLElement;
    if (!popover.matches?.(".pop[popover]")) return;
    const opens = (event as ToggleEvent).newState === "open";
    if (popover === this.shared) {
      if (!opens) this.closedShared();
      return;
    }
    const button = document.querySelector<HTMLElement>(`[popovertarget="${popover.id}"]`);
    if (!opens || button === null) return;
    place(popover, button);
    if (popover.role === "menu") focusFirst(popover);
  };

  private closedShared(): void {
    if (this.opener === null) return;
    this.opener.ariaExpanded = "false";
    // Opened by a key, with nothing in focus, there is nothing that the browser could give it back to.
    const lost = document.activeElement === document.body || this.shared.contains(document.activeElement);
    if (lost) this.opener.focus();
  }
}

/** Whoever comes back finds the page as it was left: a filter that was sent would still be open. */
function closeAll(): void {
  for (const open of document.querySelectorAll<HTMLElement>(".pop[popover]:popover-open")) open.hidePopover();
}

/** Finds the button again: what it stands in may be fetched anew while its items are on their way. */
function finderOf(button: HTMLElement): () => HTMLElement | null {
  const place = button.closest("[id]")?.id ?? "";
  const url = button.dataset["menuUrl"]!;
  return () => {
    if (button.isConnected) return button;
    const there = document.getElementById(place);
    if (there === null || there.matches(BUTTON)) return there;
    return there.querySelector<HTMLElement>(`[data-menu-url="${CSS.escape(url)}"]`) ?? there.querySelector<HTMLElement>(BUTTON);
  };
}

function focusFirst(menu: HTMLElement): void {
  const chosen = menu.querySelector<HTMLElement>(`${ITEMS}[aria-checked="true"], ${ITEMS}[data-first]`);
  (chosen ?? menu.querySelector<HTMLElement>(ITEMS))?.focus();
}

function byKey(key: string, items: HTMLElement[], at: number): HTMLElement | undefined {
  const named = items.find((item) => item.dataset["key"] === key);
  if (named !== undefined) return named;
  const following = [...items.slice(at + 1), ...items.slice(0, at + 1)];
  return following.find((item) => item.textContent?.trim().toLowerCase().startsWith(key.toLowerCase()));
}
