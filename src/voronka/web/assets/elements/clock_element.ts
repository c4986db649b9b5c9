/** What all elements that show time have in common: filled at once, again each minute, and when an attribute changes. */
import { join, leave } from "../lib/ticker";

export abstract class ClockElement extends HTMLElement {
  abstract tick(now: Date): void;

  connectedCallback(): void {
    join(this);
  }

  disconnectedCallback(): void {
    leave(this);
  }

  attributeChangedCallback(): void {
    if (this.isConnected) this.tick(new Date());
  }

  /** The instant in an attribute, null when it is missing or no instant. */
  protected instant(name: string): Date | null {
    const at = new Date(this.getAttribute(name) ?? "");
    return Number.isNaN(at.getTime()) ? null : at;
  }

  /** Shows a short text to the eye, with a smaller one below it, and the whole phrase to a screen reader and as a hint. */
  protected fill(text: string, phrase: string, below = ""): void {
    if (this.dataset["text"] === text && this.title === phrase) return;
    this.dataset["text"] = text;
    this.title = phrase;
    const eye = document.createElement("span");
    eye.ariaHidden = "true";
    eye.textContent = text;
    if (below !== "") {
      const small = document.createElement("small");
      small.textContent = below;
      eye.append(small);
    }
    const reader = document.createElement("span");
    reader.className = "sr";
    reader.textContent = phrase;
    this.replaceChildren(eye, reader);
  }
}
