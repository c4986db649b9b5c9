/**
 * The client's clock writ large: the time there, the place, and whether one may call.
 * data-state is on in working hours there, off outside, unknown when the browser does not know the zone; a note below says
 * by whose word it is so. Further attributes: see client-clock.
 *
 *   <place-clock zone="Asia/Jakarta" place="Surabaya" working="good time to call" resting="outside working hours"></place-clock>
 */
import { clientClock, clockTime, format, restOf } from "../lib/when";
import { ClockElement } from "./clock_element";

export class PlaceClock extends ClockElement {
  static readonly observedAttributes = ["zone", "place", "working", "resting", "note", "rests", "off"];

  override tick(now: Date): void {
    const zone = this.getAttribute("zone") ?? "";
    const place = this.getAttribute("place") ?? "";
    const shown = clientClock(now, zone, place, restOf(this));
    this.dataset["state"] = shown?.state ?? "unknown";
    this.hidden = shown === null;
    if (shown === null) return;
    const words = this.getAttribute(shown.state === "on" ? "working" : "resting") ?? "";
    const note = this.getAttribute("note") ?? "";
    const texts = [clockTime(now, zone), place || zone.replaceAll("_", " "), `${offset(now, zone)} · ${words}`, note];
    this.show(...texts.filter((text) => text !== ""));
  }

  private show(...texts: string[]): void {
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
