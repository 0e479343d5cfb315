import type { Json } from "../json.ts";
import { textArg } from "./args.ts";
import { Refusal } from "./refusal.ts";

export interface PageOf<T> {
  readonly items: readonly T[];
  /** Empty on the last page, as Slack has it. */
  readonly nextCursor: string;
}

/** Cuts one page out of a list. A cursor names the first item of its page, so that new ones move nothing. */
export function pageOf<T>(
  all: readonly T[],
  idOf: (item: T) => string,
  args: Json,
  limit: number,
): PageOf<T> {
  const cursor = textArg(args, "cursor") ?? "";
  const start = cursor === "" ? 0 : all.findIndex((item) => cursorOf(idOf(item)) === cursor);
  if (start < 0) throw new Refusal("invalid_cursor");
  const next = all[start + limit];
  return {
    items: all.slice(start, start + limit),
    nextCursor: next === undefined ? "" : cursorOf(idOf(next)),
  };
}

function cursorOf(id: string): string {
  return Buffer.from(`next:${id}`).toString("base64");
}
