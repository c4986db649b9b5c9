/**
 * What the client's clock will show at the day and hour that are being typed, and a warning where they sleep then.
 * It stands among the fields `when_on` and `when_at`; data-state is day or night.
 *
 *   <due-client zone="Asia/Jakarta" place="Surabaya" role="status"></due-client>
 */
import { say } from "../lib/app_data";
import { clientTime, instantOf } from "../lib/when";

export class DueClient extends HTMLElement {
  private fields: HTMLElement | null = null;
  private readonly show = (): void => this.fill();

  connectedCallback(): void {
    this.fields = this.closest("fieldset");
    this.fields?.addEventListener("input", this.show);
    this.fill();
  }

  disconnectedCallback(): void {
    this.fields?.removeEventListener("input", this.show);
  }

  private fill(): void {
    const typed = (name: string): string => this.fields?.querySelector<HTMLInputElement>(`[name=${name}]`)?.value ?? "";
    const at = instantOf(typed("when_on"), typed("when_at"));
    const shown = at === null ? null : clientTime(at, this.getAttribute("zone") ?? "");
    this.hidden = shown === null;
    this.dataset["state"] = shown?.isNight === true ? "night" : "day";
    const values = { time: shown?.time ?? "", place: this.getAttribute("place") ?? "" };
    const text = shown === null ? "" : say(shown.isNight ? "at_client_night" : "at_client", values);
    if (this.textContent !== text) this.textContent = text;
  }
}
