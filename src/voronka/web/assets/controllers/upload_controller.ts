/**
 * Sends files as they are chosen or dropped anywhere on the page, each on its own with its own progress.
 *
 *   <div data-controller="upload" data-action="dragover@window->upload#over dragleave@window->upload#leave drop@window->upload#drop">
 *     <select data-upload-target="kind">   <label data-upload-target="zone"> <input type="file" multiple data-upload-target="input" data-action="change->upload#choose">
 *     <ul data-upload-target="list"></ul>
 *     <template data-upload-target="row"> <li class="upload"><form hx-post …> kind, file, [data-name], progress </form></li> </template>
 *
 * The server answers each with what takes the row's place: a tick (200) or what is wrong with the file (422).
 */
import { Controller } from "@hotwired/stimulus";
import htmx from "htmx.org";

const TICK_MS = 5000;

export class UploadController extends Controller<HTMLElement> {
  static override targets = ["kind", "zone", "input", "list", "row"];
  declare readonly kindTarget: HTMLSelectElement;
  declare readonly zoneTarget: HTMLElement;
  declare readonly inputTarget: HTMLInputElement;
  declare readonly listTarget: HTMLElement;
  declare readonly rowTarget: HTMLTemplateElement;

  choose(): void {
    const files = [...(this.inputTarget.files ?? [])];
    // The same file may be chosen again after it was refused.
    this.inputTarget.value = "";
    this.send(files);
  }

  over(event: DragEvent): void {
    if (!bringsFiles(event)) return;
    event.preventDefault();
    document.getElementById("tab-file")?.click();
    this.zoneTarget.classList.add("is-over");
  }

  leave(event: DragEvent): void {
    if (event.relatedTarget === null) this.zoneTarget.classList.remove("is-over");
  }

  drop(event: DragEvent): void {
    this.zoneTarget.classList.remove("is-over");
    if (!bringsFiles(event)) return;
    event.preventDefault();
    this.send([...(event.dataTransfer?.files ?? [])]);
  }

  dismiss(event: Event): void {
    (event.target as Element).closest(".upload")?.remove();
    this.inputTarget.focus();
  }

  private send(files: File[]): void {
    for (const file of files) this.sendOne(file);
  }

  private sendOne(file: File): void {
    const row = this.rowTarget.content.firstElementChild!.cloneNode(true) as HTMLElement;
    const form = row.querySelector("form")!;
    const one = new DataTransfer();
    one.items.add(file);
    row.querySelector<HTMLInputElement>('[name="file"]')!.files = one.files;
    row.querySelector<HTMLInputElement>('[name="kind"]')!.value = this.kindTarget.value;
    row.querySelector<HTMLElement>("[data-name]")!.textContent = file.name;
    this.watch(row, form);
    this.listTarget.append(row);
    htmx.process(row);
    form.requestSubmit();
  }

  private watch(row: HTMLElement, form: HTMLFormElement): void {
    const progress = row.querySelector("progress")!;
    const retry = row.querySelector<HTMLElement>("[data-retry]")!;
    form.addEventListener("htmx:xhr:progress", (event) => {
      const { loaded, total } = (event as CustomEvent<{ loaded: number; total: number }>).detail;
      if (total > 0) progress.value = (100 * loaded) / total;
    });
    row.addEventListener("htmx:afterRequest", (event) => {
      const { xhr, successful } = (event as CustomEvent<{ xhr: XMLHttpRequest; successful: boolean }>).detail;
      if (successful) window.setTimeout(() => row.remove(), TICK_MS);
      // Not taken and not refused: it did not arrive. The file is still here to be sent again.
      retry.hidden = successful || xhr.status === 422;
      progress.hidden = !retry.hidden;
    });
  }
}

function bringsFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") === true;
}
