/**
 * Dispatches the events that the server sends in the header HX-Trigger, for answers that a script fetched itself;
 * htmx does the same for those it fetched.
 */
export function dispatchTriggers(response: Response): void {
  const header = response.headers.get("HX-Trigger");
  if (header === null) return;
  for (const [name, detail] of Object.entries(JSON.parse(header) as Record<string, unknown>)) {
    document.body.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }
}

export const bringsToast = (response: Response): boolean =>
  response.headers.get("HX-Trigger")?.includes("voronka:toast") === true;
