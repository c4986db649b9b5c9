/**
 * Copies a text.
 *
 *   <button data-controller="copy" data-copy-text-value="+6281255500142" data-action="copy#copy" aria-label="Copy">
 */
import { Controller } from "@hotwired/stimulus";
import { say } from "../lib/app_data";
import { toast } from "../lib/toast";

export class CopyController extends Controller<HTMLElement> {
  static override values = { text: String };
  declare readonly textValue: string;

  async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.textValue);
      toast({ kind: "info", text: say("copied"), more: this.textValue });
    } catch {
      // No clipboard on plain http, or not allowed: the person can copy it from here.
      toast({ kind: "error", text: say("not_copied"), more: this.textValue });
    }
  }
}
