/**
 * An instant by the reader's clock. `show`: time (15:20), date (24 Nov), moment (24 Nov, 15:20), day (Tuesday,
 * 24 November), now (the present time, without `at`).
 *
 *   <local-time at="2026-11-24T12:20:00Z" show="time"></local-time>
 */
import { clockTime, format, fullMoment, shortDate } from "../lib/when";
import { ClockElement } from "./clock_element";

const SHOW: Record<string, (at: Date) => string> = {
  time: clockTime,
  date: shortDate,
  moment: (at) => `${shortDate(at)}, ${clockTime(at)}`,
  day: (at) => format({ weekday: "long", day: "numeric", month: "long" }).format(at),
  now: clockTime,
};

export class LocalTime extends ClockElement {
  static readonly observedAttributes = ["at", "show"];

  override tick(now: Date): void {
    const show = this.getAttribute("show") ?? "moment";
    const at = show === "now" ? now : this.instant("at");
    if (at !== null) this.fill((SHOW[show] ?? SHOW["moment"]!)(at), fullMoment(at));
  }
}
