/**
 * The client's clock writ large: the time there, the place, and whether one may call.
 * data-state is on in working hours there, off outside, unknown when the browser does not know the zone.
 *
 *   <place-clock zone="Asia/Jakarta" place="Surabaya" working="good time to call" resting="outside working hours"></place-clock>
 */
import { clientClock, clockTime, format } from "../lib/when";
import { ClockElement } from "./clock_element";

export class PlaceClock extends ClockElement {
  static readonly observedAttributes = ["zone", "place", "working", "resting"];

  override tick(now: Date): void {
    const zone = this.getAttribute("zone") ?? "";
    const place = this.getAttribute("place") ?? "";
    const shown = clientClock(now, zone, place);
    this.dataset["state"] = shown?.state ?? "unknown";
    this.hidden = shown === null;
    if (shown === null) return;
    const words = this.getAttribute(shown.state === "on" ? "working" : "resting") ?? "";
    this.show(clockTime(now, zone), place || zone.replaceAll("_", " "), `${offset(now, zone)} · ${words}`);
  }

  private show(...texts: [string, string, string]): void {
    if (this.dataset["text"] === texts.join("|")) return;
    this.dataset["text"] = texts.join("|");
    this.replaceChildren(...texts.map((text, at) => part(at === 0 ? "b" : "span", text)));
  }
}

function part(name: string, text: string): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

/** UTC+7, UTC−3:30. */
function offset(now: Date, zone: string): string {
  const parts = format({ timeZoneName: "shortOffset" }, zone).formatToParts(now);
  return (parts.find((each) => each.type === "timeZoneName")?.value ?? "").replace("GMT", "UTC").replace("-", "−");
}
