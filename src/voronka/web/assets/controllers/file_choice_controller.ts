/**
 * Says which file was chosen or dropped, in the place of the invitation.
 *
 *   <label data-controller="file-choice"><span data-file-choice-target="words">…</span>
 *     <input type="file" data-action="change->file-choice#say"></label>
 */
import { Controller } from "@hotwired/stimulus";

export class FileChoiceController extends Controller<HTMLElement> {
  static override targets = ["words"];
  declare readonly wordsTarget: HTMLElement;
  private invitation = "";

  override connect(): void {
    this.invitation = this.wordsTarget.textContent ?? "";
  }

  say(event: Event): void {
    const chosen = [...((event.target as HTMLInputElement).files ?? [])].map((file) => file.name);
    this.wordsTarget.textContent = chosen.join(", ") || this.invitation;
    this.element.classList.toggle("is-chosen", chosen.length > 0);
  }
}
