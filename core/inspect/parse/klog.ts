import type { Level } from "#core/domain";
import { pairsIn } from "./logfmt.ts";
import { fieldsOf, type Parsed, typed } from "./parsed.ts";

const head = /^([IWEF])(\d{4}) (\d\d:\d\d:\d\d\.\d{6}) +(\d{1,10}) ([^\s:\]]{1,255}):(\d{1,7})\] (.*)$/s;
const levels: Readonly<Record<string, Level>> = { I: "info", W: "warn", E: "error", F: "fatal" };
const structured = /^"((?:[^"\\]|\\.)*)"(?: (.*))?$/s;

/**
 * `E1124 10:11:12.123456 1234 server.go:42] "it failed" err="no route"`: klog of Kubernetes
 * (https://github.com/kubernetes/klog), plain or structured; undefined for any other. It names no year: its time is null.
 */
export function parseKlog(line: string): Parsed | undefined {
  const found = head.exec(line);
  if (found === null) return undefined;
  const [, letter = "", , , thread = "", file = "", number = "", said = ""] = found;
  const [, quoted, rest = ""] = structured.exec(said) ?? [];
  const pairs = quoted === undefined || rest === "" ? [] : pairsIn(rest, 1);
  const whole = quoted === undefined || pairs === undefined;
  return {
    timeMs: null,
    level: levels[letter] ?? null,
    host: null,
    service: null,
    message: whole ? said : quoted.replaceAll('\\"', '"'),
    fields: fieldsOf([
      ["thread", Number(thread)],
      ["file", file],
      ["line", Number(number)],
      ...(pairs ?? []).map(([name, text]) => [name, typed(text)] as const),
    ]),
  };
}
