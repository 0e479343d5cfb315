import { isTextArea, setText } from "./composer-field.ts";
import type { Desk } from "./desk.ts";
import type { Hint } from "./hints.ts";

export interface Writing {
  readonly field: HTMLTextAreaElement;
  readonly hints: readonly Hint[];
  /** Of the composer. */
  readonly key: string;
  readonly send: () => void;
}

/** Does what a key means here; false leaves it to the field. */
export function pressed(desk: Desk, event: KeyboardEvent, writing: Writing): boolean {
  if (event.isComposing || event.shiftKey) return false;
  return pressedInHints(desk, event.key, writing) || pressedInText(desk, event.key, writing);
}

function pressedInHints(desk: Desk, name: string, { hints, key }: Writing): boolean {
  const hint = hints[desk.hintAt];
  if (hint === undefined) return false;
  if (name === "ArrowDown" || name === "ArrowUp") {
    const step = name === "ArrowDown" ? 1 : -1;
    desk.hintAt = (desk.hintAt + step + hints.length) % hints.length;
    return true;
  }
  if (hint.done || (name !== "Tab" && name !== "Enter")) return false;
  complete(desk, key, hint);
  return true;
}

function pressedInText(desk: Desk, name: string, { field, key, send }: Writing): boolean {
  if (name === "Enter") {
    send();
    return true;
  }
  const last = desk.lastSent.get(key);
  if (name !== "ArrowUp" || field.value !== "" || last === undefined) return false;
  desk.drafts.set(key, last);
  setText(field, last);
  return true;
}

/** Puts a suggestion in place of what was begun. */
export function complete(desk: Desk, key: string, { insert }: Hint): void {
  const before = desk.drafts.get(key) ?? "";
  const text = `${before.replace(/\S*$/, "")}${insert} `;
  desk.drafts.set(key, text);
  for (const field of document.querySelectorAll(".composer textarea")) {
    if (!isTextArea(field) || field.value !== before) continue;
    setText(field, text);
    field.focus();
  }
  desk.redraw();
}
