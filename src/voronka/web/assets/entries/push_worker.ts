/**
 * The service worker: shows what is pushed to this browser, and opens its place when it is clicked. It keeps nothing and
 * stands between no page and the server. Served at /notices/worker.js, so that its address stays while it changes.
 */
interface Pushed {
  title: string;
  body: string;
  url: string;
  tag: string;
}

/** What a worker has that a page has not; the compiler knows pages only. */
interface Waiting extends Event {
  waitUntil(done: Promise<unknown>): void;
}
interface PushArrived extends Waiting {
  data: { json(): Pushed } | null;
}
interface Clicked extends Waiting {
  notification: Notification;
}
interface InWorker extends EventTarget {
  registration: ServiceWorkerRegistration;
  clients: { openWindow(url: string): Promise<unknown> };
  location: Location;
}

const worker = self as unknown as InWorker;

worker.addEventListener("push", (event) => {
  const arrived = event as PushArrived;
  const told = arrived.data?.json();
  if (told === undefined) return;
  const { title, body, tag, url } = told;
  arrived.waitUntil(worker.registration.showNotification(title, { body, tag, data: url }));
});

worker.addEventListener("notificationclick", (event) => {
  const clicked = event as Clicked;
  clicked.notification.close();
  clicked.waitUntil(worker.clients.openWindow(new URL(String(clicked.notification.data), worker.location.origin).href));
});
