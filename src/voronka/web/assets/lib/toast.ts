/**
 * Shows a toast. Anyone may: scripts call toast(), the server sends the response header
 * `HX-Trigger: {"voronka:toast": {"text": "Moved to Propose", "kind": "done", "undoUrl": "/undo/7/"}}`.
 * The toast controller listens on window for both.
 */
export type ToastKind = "done" | "info" | "error" | "conflict";

/** One thing the reader can do about it: go somewhere, open a dialog from an address, or tell another script. */
export type ToastAction = { text: string; url?: string; dialog?: string; event?: string; detail?: unknown };

export interface Toast {
  /** What happened, one sentence. */
  text: string;
  /** Why, or what now; stands behind the text, quieter. */
  more?: string;
  kind?: ToastKind;
  /** POSTed when the reader chooses Undo or presses Z. */
  undoUrl?: string;
  action?: ToastAction;
}

export function toast(detail: Toast): void {
  window.dispatchEvent(new CustomEvent("voronka:toast", { detail }));
}
