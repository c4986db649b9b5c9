/**
 * How long ago something happened, "8 min ago"; the whole date as a hint.
 *
 *   <rel-time at="2026-11-24T11:34:00Z"></rel-time>
 */
import { fullMoment, relativeTime } from "../lib/when";
import { ClockElement } from "./clock_element";

export class RelTime extends ClockElement {
  static readonly observedAttributes = ["at"];

  override tick(now: Date): void {
    const at = this.instant("at");
    if (at !== null) this.fill(relativeTime(at, now), fullMoment(at));
  }
}
