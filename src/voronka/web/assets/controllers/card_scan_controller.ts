/**
 * Reads the QR code of a picture into a field and has it read. What reads codes is fetched when there is a picture.
 *
 *   <form data-controller="card-scan"><textarea data-card-scan-target="text"></textarea>
 *     <button data-card-scan-target="read">…</button>
 *     <label hidden data-card-scan-target="offer"><input type="file" data-action="card-scan#scan"></label>
 *     <p hidden data-card-scan-target="none">…</p></form>
 */
import { Controller } from "@hotwired/stimulus";

/** Longest sides in pixels at which a picture is looked at: a code that fills it is found in the smallest. */
const SIZES = [800, 1600, 400];

export class CardScanController extends Controller<HTMLFormElement> {
  static override targets = ["text", "read", "offer", "none"];
  declare readonly textTarget: HTMLTextAreaElement;
  declare readonly readTarget: HTMLButtonElement;
  declare readonly offerTarget: HTMLElement;
  declare readonly noneTarget: HTMLElement;

  override connect(): void {
    this.offerTarget.hidden = false;
  }

  async scan(event: Event): Promise<void> {
    const input = event.target as HTMLInputElement;
    const picture = input.files?.[0];
    if (picture === undefined) {
      return;
    }
    this.noneTarget.hidden = true;
    this.offerTarget.ariaBusy = "true";
    const found = await codeOf(picture).catch(() => "");
    this.offerTarget.ariaBusy = "false";
    input.value = "";
    if (found === "") {
      this.noneTarget.hidden = false;
      return;
    }
    this.textTarget.value = found;
    this.element.requestSubmit(this.readTarget);
  }
}

async function codeOf(picture: File): Promise<string> {
  const [{ default: read }, drawn] = await Promise.all([import("jsqr"), createImageBitmap(picture)]);
  for (const size of SIZES) {
    const { data, width, height } = pixels(drawn, size);
    const found = read(data, width, height)?.data ?? "";
    if (found !== "") {
      return found;
    }
  }
  return "";
}

function pixels(drawn: ImageBitmap, size: number): ImageData {
  const scale = Math.min(1, size / Math.max(drawn.width, drawn.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(drawn.width * scale));
  canvas.height = Math.max(1, Math.round(drawn.height * scale));
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) {
    throw new Error("No canvas.");
  }
  // A code without a margin, or on a transparent ground, is read on white.
  context.fillStyle = "white";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(drawn, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}
