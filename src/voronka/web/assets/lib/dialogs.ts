/**
 * Closes a dialog so that the next key is the page's at once.
 *
 * Where nothing had the focus before it opened, browsers leave the focus in the hidden field until they draw again:
 * a letter pressed in between would be taken for typing, and lost.
 */
export function closeDialog(dialog: HTMLDialogElement): void {
  const within = document.activeElement;
  dialog.close();
  if (within instanceof HTMLElement && document.activeElement === within && dialog.contains(within)) within.blur();
}
