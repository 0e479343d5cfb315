import { loadRules, traitsFor } from "#core/inspect";
import { openRedactor } from "#core/redact";
import { openFilteredEngine } from "../../../core/inspect/filtered-engine.ts";
import { median } from "../measure.ts";
import { atMost } from "./timed.ts";
import type { Part } from "./part.ts";

/** Patterns on which other engines take for ever, and what brings each to it. */
const hostile: readonly (readonly [string, string, string])[] = [
  ["(a+)+$", "a", "!"],
  ["(a|a)*$", "a", "!"],
  ["(a|aa)+$", "a", "!"],
  ["(.*)*x", "a", ""],
  ["(?i)(k+s+)+$", "kKs", "!"],
  ["(x+x+)+y", "x", ""],
  [".*.*.*=.*", "a", "="],
  ["a*a*a*a*a*b", "a", ""],
  ["([a-zA-Z]+)*[0-9]", "z", "!"],
  ["(?i)(error|err)+ .*timeout$", "errorerr", " timeout!"],
  ["^(([a-z])+.)+[A-Z]([a-z])+$", "a", ""],
];
const lineBytes = 64 * 1024;
const turns = 15;

/** What each of these rules costs on a line of 64 KiB that is made for it: the median, once the engine has seen such a line. */
export const hostileLines: Part = async ({ print }) => {
  const worst = hostile
    .map(([pattern, unit, end]) => ({ pattern, ms: costOf(pattern, unit, end) }))
    .toSorted((a, b) => b.ms - a.ms)[0];
  if (worst === undefined) return;
  print(
    `the dearest of ${hostile.length} hostile rules, ${worst.pattern}, on a line of 64 KiB: ${atMost(worst.ms, 5, "ms")}`,
  );
};

function costOf(pattern: string, unit: string, end: string): number {
  const text = JSON.stringify({ rules: [{ id: "r", pattern, alert: "a" }] });
  const loaded = loadRules([{ file: "r", text }]);
  if (!loaded.ok) throw new Error(`${pattern} is refused`);
  const redactor = openRedactor({ key: Buffer.alloc(32, 1) });
  const engine = openFilteredEngine({ rules: loaded.rules, redactor, source: () => traitsFor("auto") });
  const line = unit.repeat(Math.floor((lineBytes - end.length - 1) / unit.length)) + end;
  const bytes = Buffer.from(`${line}\n`);
  const chunk = { source: "s", stream: "t", offset: 0, bytes, cut: false, position: undefined };
  const took: number[] = [];
  for (let turn = 0; turn < turns; turn++) {
    const startedMs = performance.now();
    engine.judge(chunk);
    took.push(performance.now() - startedMs);
  }
  return median(took);
}
