/**
 * Asks before what cannot be undone; names the thing and its count, and the safe button has the focus.
 *
 *   <button hx-delete="/files/7/" hx-confirm="Delete Offer-v2.pdf?" data-confirm-detail="It can't be brought back."
 *           data-confirm-label="Delete file">
 *
 * Markup: the <dialog id="confirm"> of base.html. Everything that can be undone is done at once, with an undo toast.
 */
import { Controller } from "@hotwired/stimulus";
import { closeDialog } from "../lib/dialogs";

interface ConfirmDetail {
  question: string | null;
  elt: HTMLElement;
  issueRequest(skipConfirmation: boolean): void;
}

export class ConfirmController extends Controller<HTMLDialogElement> {
  static override targets = ["question", "detail", "yes"];
  declare readonly questionTarget: HTMLElement;
  declare readonly detailTarget: HTMLElement;
  declare readonly yesTarget: HTMLButtonElement;

  private pending: ConfirmDetail | null = null;

  /** htmx:confirm@document */
  ask(event: CustomEvent<ConfirmDetail>): void {
    const { detail } = event;
    if (!detail.question) return;
    event.preventDefault();
    const words = detail.elt.closest<HTMLElement>("[data-confirm-label]")?.dataset ?? {};
    this.pending = detail;
    this.questionTarget.textContent = detail.question;
    this.detailTarget.textContent = words["confirmDetail"] ?? "";
    this.yesTarget.textContent = words["confirmLabel"] ?? this.yesTarget.dataset["label"] ?? "";
    this.element.showModal();
  }

  yes(): void {
    const { pending } = this;
    closeDialog(this.element);
    pending?.issueRequest(true);
  }
}
