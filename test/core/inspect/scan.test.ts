import { expect, test } from "vitest";
import { type Rule, scan, type ScanLine, traitsFor } from "#core/inspect";
import { openRedactor } from "#core/redact";
import { handClock } from "../../support/hand-clock.ts";
import { handSource } from "../../support/hand-source.ts";
import { rulesOf } from "../../support/rules.ts";

async function scanLines(rules: readonly Rule[], ...files: readonly (readonly string[])[]) {
  const alerts: ScanLine[] = [];
  const sources = files.map((lines, index) => {
    const source = handSource(`file-${index}`);
    for (const line of lines) source.push(line);
    source.end();
    return source;
  });
  const redactor = openRedactor({ key: Buffer.alloc(32, 1) });
  const onAlert = (line: ScanLine): void => void alerts.push(line);
  const options = {
    sources,
    rules,
    traits: traitsFor("auto"),
    redactor,
    clock: handClock(),
    onAlert,
  } as const;
  return { alerts, summary: await scan(options, new AbortController().signal) };
}

test("each fingerprint is told once, when it first fires, and all lines are counted", async () => {
  const rules = rulesOf(
    { id: "disk", pattern: "disk (?<mount>/[a-z]+)", by: ["mount"], alert: "{{ mount }}" },
    { id: "full", pattern: "full", alert: "full" },
  );
  const lines = ["disk /a full", "quiet", "disk /b", "disk /a"];
  const { alerts, summary } = await scanLines(rules, lines, ["disk /a"]);
  expect(alerts.map(({ rule, subject, summary: text }) => `${subject} ${rule} ${text}`)).toEqual([
    "file-0 disk /a",
    "file-0 full full",
    "file-0 disk /b",
    "file-1 disk /a",
  ]);
  expect(summary).toEqual({ lines: 5, matched: 4, alerts: 4, longLines: 0, seconds: 0 });
});

test("windows are of event time, and a line that tells none has that of the last that did", async () => {
  const rules = rulesOf({ pattern: "boom", frequency: { count: 2, within: "1m" }, alert: "boom" });
  const apart = ["2026-01-01T00:00:00Z boom", "2026-01-01T00:05:00Z boom"];
  expect((await scanLines(rules, apart)).alerts).toEqual([]);
  const { alerts } = await scanLines(rules, ["boom", ...apart, "boom"]);
  expect(alerts.map(({ at }) => at)).toEqual(["2026-01-01T00:05:00.000Z"]);
});

test("without any time an alert has none", async () => {
  const { alerts } = await scanLines(rulesOf({ pattern: "boom" }), ["boom"]);
  expect(alerts.map(({ at }) => at)).toEqual([null]);
});
