/**
 * How long a deal has been in its stage against the stage's limit: a bar and "4 / 5 d".
 * `until` freezes it (a stage the deal has left); without `limit-minutes` only the age is shown.
 *
 *   <stage-age since="2026-11-20T08:00:00Z" limit-minutes="7200"></stage-age>
 */
import { stageAge } from "../lib/when";
import { ClockElement } from "./clock_element";

export class StageAge extends ClockElement {
  static readonly observedAttributes = ["since", "until", "limit-minutes"];

  override tick(now: Date): void {
    const since = this.instant("since");
    if (since === null) return;
    const limit = Number(this.getAttribute("limit-minutes")) || null;
    const { text, phrase, state, share } = stageAge(since, this.instant("until") ?? now, limit);
    this.fill(text, phrase);
    this.dataset["state"] = state;
    if (limit !== null) this.drawBar(Math.min(1, share));
  }

  private drawBar(share: number): void {
    if (this.firstElementChild?.localName !== "i") this.prepend(document.createElement("i"));
    this.style.setProperty("--share", share.toFixed(2));
  }
}
