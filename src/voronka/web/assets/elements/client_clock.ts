/**
 * The time where the client is; data-state is on in working hours there (9 to 18, Monday to Friday), off, or unknown.
 *
 *   <client-clock zone="Asia/Jakarta" place="Surabaya"></client-clock>
 */
import { say } from "../lib/app_data";
import { clientClock } from "../lib/when";
import { ClockElement } from "./clock_element";

export class ClientClock extends ClockElement {
  static readonly observedAttributes = ["zone", "place"];

  override tick(now: Date): void {
    const place = this.getAttribute("place") ?? "";
    const zone = this.getAttribute("zone") ?? "";
    const shown = zone === "" ? null : clientClock(now, zone, place);
    this.fill(shown?.text ?? place, shown?.phrase ?? say("clock_unknown", { place }));
    this.dataset["state"] = shown?.state ?? "unknown";
  }
}
