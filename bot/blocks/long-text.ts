import type { KnownBlock } from "@slack/types";
import { preformatted } from "./elements.ts";
import { limits } from "./limits.ts";
import { fitting } from "./message.ts";
import { printableLines } from "./text.ts";

/** What programs have written, in as many blocks as it takes; `whole` is false where there was no room for all. */
export function longText(
  text: string,
  room: { readonly blocks: number; readonly used?: number },
): { readonly blocks: readonly KnownBlock[]; readonly whole: boolean } {
  const parts = partsOf(printableLines(text), limits.section.text);
  const { blocks, shown } = fitting(parts, (part) => [preformatted(part)], room);
  return { blocks, whole: shown === parts.length };
}

/** Not in the midst of a character. */
function whole(text: string, end: number): number {
  return /[\uD800-\uDBFF]/.test(text.charAt(end - 1)) ? end - 1 : end;
}

/** Pieces of at most `most` characters that end with a line where one ends in their second half. */
function partsOf(text: string, most: number): string[] {
  const parts: string[] = [];
  for (let at = 0; at < text.length;) {
    const line = text.lastIndexOf("\n", at + most - 1);
    const end =
      text.length - at <= most ? text.length : line > at + most / 2 ? line + 1 : whole(text, at + most);
    parts.push(text.slice(at, end));
    at = end;
  }
  return parts;
}
