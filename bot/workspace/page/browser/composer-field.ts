const mostPx = 280;

export function isTextArea(target: EventTarget | null): target is HTMLTextAreaElement {
  return target instanceof HTMLTextAreaElement;
}

/** As high as what is in it, up to a limit, from which on it scrolls. */
export function autosize(field: HTMLTextAreaElement): void {
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight, mostPx)}px`;
}

/** Puts text in and the caret at its end. */
export function setText(field: HTMLTextAreaElement, text: string): void {
  if (field.value !== text) field.value = text;
  field.setSelectionRange(text.length, text.length);
  autosize(field);
}
