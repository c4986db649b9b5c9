/** Whether something was typed or chosen in a form since it came. */

/** One field: its value is not the one that it came with. */
export function differs(field: Element): boolean {
  if (field instanceof HTMLSelectElement) return [...field.options].some((each) => each.selected !== each.defaultSelected);
  if (field instanceof HTMLInputElement && ["checkbox", "radio"].includes(field.type)) {
    return field.checked !== field.defaultChecked;
  }
  return (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) && field.value !== field.defaultValue;
}

/** The whole form; one that was refused comes with what was typed, and is marked so. */
export const isTyped = (form: HTMLFormElement): boolean =>
  form.dataset["typed"] !== undefined || [...form.elements].some(differs);
