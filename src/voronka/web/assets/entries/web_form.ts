/**
 * A form in its frame: tells the site around it how high it is and what comes after it, and does the proof of work that
 * lets one send more often. Without any of this the form is sent all the same.
 */
const BITS = 14;

/** So that the frame is as high as the form; a height is no secret, whoever is around. */
function tellHeight(): void {
  parent.postMessage({ voronkaForm: { height: document.documentElement.offsetHeight } }, "*");
}

function beginsWithZeros(hash: Uint8Array): boolean {
  const [first = 255, second = 255] = hash;
  return first === 0 && second >> (16 - BITS) === 0;
}

async function prove(form: HTMLFormElement): Promise<void> {
  const stamp = form.dataset["stamp"] ?? "";
  const proof = form.querySelector<HTMLInputElement>("input[name=proof]");
  // Only pages that were fetched safely can hash.
  if (proof === null || !("subtle" in crypto)) return;
  for (let number = 0; ; number += 1) {
    const text = new TextEncoder().encode(`${stamp}:${String(number)}`);
    if (beginsWithZeros(new Uint8Array(await crypto.subtle.digest("SHA-256", text)))) {
      proof.value = String(number);
      return;
    }
  }
}

if (parent !== window) {
  new ResizeObserver(tellHeight).observe(document.documentElement);
  tellHeight();
  const next = document.querySelector<HTMLElement>("[data-next]")?.dataset["next"];
  if (next !== undefined) parent.postMessage({ voronkaForm: { next } }, "*");
}
const form = document.querySelector<HTMLFormElement>("form[data-stamp]");
if (form !== null) {
  void prove(form);
  form.querySelector<HTMLElement>("[aria-invalid]")?.focus();
}

export {};
