/**
 * Remembers the requests this page has sent, so that live updates can drop the echo of its own changes:
 * the server keeps X-Request-Id in the event and sends it along.
 */
const REMEMBERED = 200;
const ids = new Set<string>();

/** A new id, remembered. `crypto.randomUUID` is missing on plain http, which a self-hosted CRM may well use. */
export function newRequestId(): string {
  const id = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  ids.add(id);
  if (ids.size > REMEMBERED) ids.delete(ids.values().next().value as string);
  return id;
}

export const isOwnRequest = (id: string): boolean => ids.has(id);
