/**
 * The time where the client is; data-state is on in working hours there (9 to 18 on days that are worked), off, or unknown.
 *
 *   <client-clock zone="Asia/Jakarta" place="Surabaya"></client-clock>
 *
 * rests: the days of the weekend where they are not Saturday and Sunday ("5 6", Sunday is 0); off: holidays that are near
 * ("2026-11-04 2026-11-05"); by="number": the zone is known by the number plan only.
 */
import { say } from "../lib/app_data";
import { clientClock, restOf } from "../lib/when";
import { ClockElement } from "./clock_element";

export class ClientClock extends ClockElement {
  static readonly observedAttributes = ["zone", "place", "rests", "off", "by"];

  override tick(now: Date): void {
    const place = this.getAttribute("place") ?? "";
    const zone = this.getAttribute("zone") ?? "";
    const shown = zone === "" ? null : clientClock(now, zone, place, restOf(this));
    const phrase = this.getAttribute("by") === "number" ? shown?.planned : shown?.phrase;
    this.fill(shown?.text ?? place, phrase ?? say("clock_unknown", { place }));
    this.dataset["state"] = shown?.state ?? "unknown";
  }
}
