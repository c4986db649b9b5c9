/**
 * When a step is due; `brief` where there is little room. Sets data-state (late, today, later) on itself and data-due on the nearest host:
 *
 *   <div class="next-step" data-due-host> … <due-time at="2026-11-24T12:30:00Z"></due-time></div>
 */
import { due } from "../lib/when";
import { ClockElement } from "./clock_element";

export class DueTime extends ClockElement {
  static readonly observedAttributes = ["at"];

  override tick(now: Date): void {
    const at = this.instant("at");
    if (at === null) return;
    const { text, phrase, state } = due(at, now, this.hasAttribute("brief"));
    this.fill(text, phrase);
    this.dataset["state"] = state;
    const host = this.closest<HTMLElement>("[data-due-host]");
    if (host !== null) host.dataset["due"] = state;
  }
}
