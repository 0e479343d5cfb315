import type { Shelf } from "./reading.ts";

/** localStorage where there is one: some settings of browsers forbid even to look. */
export function shelfOf(): Shelf {
  try {
    return window.localStorage;
  } catch {
    return undefined;
  }
}
