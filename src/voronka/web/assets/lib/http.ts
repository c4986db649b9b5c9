/**
 * The one way scripts ask the server when htmx does not do it for them: same origin, CSRF token, request id,
 * and the header that asks for a fragment.
 */
import { newRequestId } from "./own_requests";

export function csrfToken(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
}

export function commonHeaders(): Record<string, string> {
  return { "X-CSRFToken": csrfToken(), "X-Request-Id": newRequestId() };
}

export function ask(url: string, options: RequestInit = {}): Promise<Response> {
  const headers = { "HX-Request": "true", ...commonHeaders(), ...(options.headers as Record<string, string> | undefined) };
  return fetch(url, { credentials: "same-origin", ...options, headers });
}
