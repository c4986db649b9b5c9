/**
 * How long a deal has been in its stage against the stage's limit: a bar and "4 / 5 d". Days are the team's working days,
 * hours its working hours; a limit of whole weeks counts every day.
 * `limit-at` is when the limit is passed; `until` freezes the age (a stage the deal has left); without `limit-minutes`
 * only the age is shown.
 *
 *   <stage-age since="2026-11-20T08:00:00Z" limit-minutes="7200" limit-at="2026-11-27T08:00:00Z" team="3"></stage-age>
 */
import { stayAge } from "../lib/working_time";
import { ClockElement } from "./clock_element";

export class StageAge extends ClockElement {
  static readonly observedAttributes = ["since", "until", "limit-minutes", "limit-at", "team"];

  override tick(now: Date): void {
    const since = this.instant("since");
    if (since === null) return;
    const limit = Number(this.getAttribute("limit-minutes")) || null;
    const until = this.instant("until") ?? now;
    const { text, phrase, state, share } = stayAge(since, until, limit, this.instant("limit-at"), this.getAttribute("team"));
    this.fill(text, phrase);
    this.dataset["state"] = state;
    if (limit !== null) this.drawBar(share);
  }

  private drawBar(share: number): void {
    if (this.firstElementChild?.localName !== "i") this.prepend(document.createElement("i"));
    this.style.setProperty("--share", share.toFixed(2));
  }
}
