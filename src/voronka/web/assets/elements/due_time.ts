/**
 * When a step is due; `brief` where there is little room. Sets data-state (late, today, later) on itself and data-due on the nearest host:
 *
 *   <div class="next-step" data-due-host> … <due-time at="2026-11-24T12:30:00Z"></due-time></div>
 *
 * `on`: it is due on that day, without an hour; `at` is then when that day's work ends.
 * `zone` and `place`: the client's, whose clock is then shown below where it differs, for what is still to come.
 */
import { say } from "../lib/app_data";
import { clientTime, dayOfText, due, dueOn } from "../lib/when";
import { ClockElement } from "./clock_element";

export class DueTime extends ClockElement {
  static readonly observedAttributes = ["at", "on", "zone", "place"];

  override tick(now: Date): void {
    const at = this.instant("at");
    if (at === null) return;
    const day = dayOfText(this.getAttribute("on") ?? "");
    const { text, phrase, state } = day === null ? due(at, now, this.hasAttribute("brief")) : dueOn(day, at, now);
    const theirs = day === null && state !== "late" ? this.atClient(at) : "";
    this.fill(text, theirs === "" ? phrase : `${phrase} (${theirs})`, theirs);
    this.dataset["state"] = state;
    const host = this.closest<HTMLElement>("[data-due-host]");
    if (host !== null) host.dataset["due"] = state;
  }

  private atClient(at: Date): string {
    const shown = clientTime(at, this.getAttribute("zone") || "");
    return shown === null ? "" : say("at_client", { time: shown.time, place: this.getAttribute("place") ?? "" });
  }
}
