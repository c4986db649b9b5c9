/**
 * Being reached in this browser: asks it for leave, subscribes with our own key, and tells the server where.
 *
 *   <section data-controller="push" data-push-key-url-value data-push-add-url-value data-push-worker-value
 *            data-push-known-value='["https://…"]' data-push-failed-value="…">
 *     <div data-push-target="offer" hidden><button data-action="push#subscribe">  <p data-push-target="unable" hidden>
 */
import { Controller } from "@hotwired/stimulus";
import { say } from "../lib/app_data";
import { ask } from "../lib/http";
import { toast } from "../lib/toast";

export class PushController extends Controller<HTMLElement> {
  static override targets = ["offer", "unable"];
  static override values = { keyUrl: String, addUrl: String, worker: String, known: Array, failed: String };
  declare readonly offerTarget: HTMLElement;
  declare readonly unableTarget: HTMLElement;
  declare readonly keyUrlValue: string;
  declare readonly addUrlValue: string;
  declare readonly workerValue: string;
  declare readonly knownValue: string[];
  declare readonly failedValue: string;

  override async connect(): Promise<void> {
    const able = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
    this.unableTarget.hidden = able;
    if (!able) return;
    const registered = await navigator.serviceWorker.getRegistration(this.reach);
    const subscribed = await registered?.pushManager.getSubscription();
    this.offerTarget.hidden = subscribed != null && this.knownValue.includes(subscribed.endpoint);
  }

  async subscribe(): Promise<void> {
    try {
      const registration = await navigator.serviceWorker.register(this.workerValue, { scope: this.reach });
      if ((await Notification.requestPermission()) !== "granted") throw new Error("denied");
      const subscription = await this.subscription(await active(registration));
      const response = await ask(this.addUrlValue, { method: "POST", body: asForm(subscription) });
      if (!response.ok) throw new Error("refused");
      window.location.reload();
    } catch (failure) {
      toast({ kind: "error", text: failure instanceof TypeError ? say("error_unreached") : this.failedValue });
    }
  }

  /** One that was made with a key that is no more is of no use: it is given back first. */
  private async subscription(registration: ServiceWorkerRegistration): Promise<PushSubscription> {
    const answer = await ask(this.keyUrlValue, { method: "POST" });
    const { key } = (await answer.json()) as { key: string };
    await (await registration.pushManager.getSubscription())?.unsubscribe();
    return registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  }

  /** The addresses that the worker answers for: its own folder. */
  private get reach(): string {
    return new URL("./", new URL(this.workerValue, window.location.href)).pathname;
  }
}

/** Nobody can subscribe with a worker that is still being installed. */
async function active(registration: ServiceWorkerRegistration): Promise<ServiceWorkerRegistration> {
  const coming = registration.installing ?? registration.waiting;
  if (registration.active === null && coming !== null)
    await new Promise<void>((done) => {
      coming.addEventListener("statechange", () => coming.state === "activated" && done());
    });
  return registration;
}

function asForm(subscription: PushSubscription): FormData {
  const { keys } = subscription.toJSON();
  const body = new FormData();
  body.set("endpoint", subscription.endpoint);
  body.set("p256dh", keys?.["p256dh"] ?? "");
  body.set("auth", keys?.["auth"] ?? "");
  body.set("device", device());
  return body;
}

/** What the browser calls itself, short: "Firefox, X11". */
function device(): string {
  const agent = navigator.userAgent;
  const known = [/(Edg)\//, /(Firefox)\//, /(OPR)\//, /(Chrome)\//, /(Safari)\//];
  const found = known.map((each) => each.exec(agent)?.[1]).find((each) => each !== undefined) ?? "";
  const names: Record<string, string> = { Edg: "Edge", OPR: "Opera" };
  const system = /\(([^;)]+)/.exec(agent)?.[1] ?? "";
  return [names[found] ?? found, system].filter((part) => part !== "").join(", ");
}
