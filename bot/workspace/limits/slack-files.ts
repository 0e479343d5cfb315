import { isJson, type Json, listOf } from "../json.ts";
import type { Problem } from "./check.ts";

/** Whether a `slack_file`, by id or address, is an image that Slack has finished with. */
export type FileLookup = (file: Json) => boolean;

/** Images of files that are not there, or not yet: what python-slack-sdk#1521 is about. */
export function fileProblems(value: unknown, at: string, isReady: FileLookup): readonly Problem[] {
  const found: Problem[] = [];
  const walk = (one: unknown, path: string, depth: number): void => {
    // As deep as any block that passes the checks, and not as deep as a hostile one.
    if (depth > 12) return;
    for (const [index, item] of listOf(one).entries()) walk(item, `${path}/${index}`, depth + 1);
    if (!isJson(one)) return;
    for (const [name, item] of Object.entries(one)) {
      if (name === "slack_file" && isJson(item) && !isReady(item)) {
        found.push({ message: "invalid slack file", at: `${path}/slack_file` });
      } else walk(item, `${path}/${name}`, depth + 1);
    }
  };
  walk(value, at, 0);
  return found;
}
