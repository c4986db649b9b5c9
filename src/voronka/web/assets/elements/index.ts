/** Tells the browser about our elements. */
import { ClientClock } from "./client_clock";
import { DueClient } from "./due_client";
import { DueTime } from "./due_time";
import { LocalTime } from "./local_time";
import { RelTime } from "./rel_time";
import { StageAge } from "./stage_age";

export function defineElements(): void {
  customElements.define("due-time", DueTime);
  customElements.define("due-client", DueClient);
  customElements.define("stage-age", StageAge);
  customElements.define("client-clock", ClientClock);
  customElements.define("rel-time", RelTime);
  customElements.define("local-time", LocalTime);
}
