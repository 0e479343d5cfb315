import type { Alert, FileFault } from "#core/domain";
import type { Redactor } from "#core/redact";
import { type HandClock, openLog, openMetrics } from "#core/runtime";
import type { Store } from "#core/store";
import { resolveUnseen } from "../absence.ts";
import { commitBatch } from "../batch.ts";
import { openFilteredEngine } from "../filtered-engine.ts";
import type { SourceTraits } from "../line-engine.ts";
import { inspectMetrics } from "../metrics.ts";
import { parserFor } from "../parse/parser.ts";
import { withBefore } from "../records/with-before.ts";
import type { Rule } from "../rules/rule.ts";
import { openWindows } from "../windows.ts";
import { beginOf, readInput } from "./input.ts";
import { judgeAlerts } from "./judge.ts";
import type { RuleTest } from "./read.ts";

export interface RuleTrialOptions {
  readonly rules: readonly Rule[];
  /** A store of its own, empty, on the same clock. */
  readonly store: Store;
  /** Set to `ruleTestBegin`. */
  readonly clock: HandClock;
  readonly redactor: Redactor;
  /** Ends a test that takes too long. */
  readonly signal: AbortSignal;
}

const maxKeys = 10_000;
const mostAlerts = 10_000;

/** What the clock of a test is to be set to: when its first line was written, or else some day. */
export function ruleTestBegin({ source }: RuleTest): number {
  return beginOf(source, traitsOf(source)) ?? Date.UTC(2026, 0, 1);
}

function traitsOf({ format, labels }: RuleTest["source"]): SourceTraits {
  return { parse: parserFor(format), labels };
}

/**
 * Reads a test's lines as the service would: with the real engine, windows and transactions, on a clock that is wound from
 * line to line. What fires and is not expected, and what is expected and does not fire so, comes back with its place.
 */
export async function playRuleTest(test: RuleTest, options: RuleTrialOptions): Promise<readonly FileFault[]> {
  const { rules, store, clock, redactor, signal } = options;
  const { source } = test;
  const traits = traitsOf(source);
  const startMs = clock.nowMs();
  const engine = openFilteredEngine({ rules, redactor, source: () => traits });
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const troubles: string[] = [];
  const work = {
    store,
    log: openLog({
      level: "error",
      clock,
      redact: (text) => redactor.redact(text),
      to: { write: (line) => troubles.push(line) },
    }),
    windows: openWindows(rules, { maxKeys }),
    metrics: inspectMetrics(openMetrics({ defaults: false })),
    rule: (id: string) => byId.get(id),
    subject: (_: unknown, id: string) => id,
    long: () => {},
  };
  const seen = new Map<string, Alert>();
  const lines: string[] = [];

  async function look(): Promise<void> {
    for (const alert of await store.read((r) => r.alerts.listFiring(mostAlerts))) seen.set(alert.id, alert);
  }

  const endOf = ({ rule, seenMs }: Alert): number => seenMs + (byId.get(rule)?.resolveAfterMs ?? 0);

  /** Stops on the way wherever an alert ends. */
  async function windTo(atMs: number): Promise<void> {
    for (;;) {
      const firing = [...seen.values()].filter(({ state }) => state.kind === "firing");
      const nextMs = Math.min(atMs, ...firing.map(endOf));
      if (nextMs > clock.nowMs()) await clock.wind(nextMs - clock.nowMs());
      const over = firing.filter((alert) => endOf(alert) <= clock.nowMs());
      if (over.length === 0) return;
      const ended = over.map(({ rule }) => rule);
      // Whoever was not seen since then, and at that moment neither.
      const unseen = (rule: string): number => clock.nowMs() - (byId.get(rule)?.resolveAfterMs ?? 0) + 1;
      await resolveUnseen(
        store,
        [...new Set(ended)].map((rule) => ({ rule, reason: "absent", seenBeforeMs: unseen(rule) })),
        clock.nowMs(),
      );
      for (const { id } of over) {
        const alert = await store.read((r) => r.alerts.byId(id));
        if (alert !== undefined) seen.set(id, alert);
      }
    }
  }

  for await (const chunk of withBefore(readInput(source, { traits, clock, windTo }))) {
    if (signal.aborted) return [test.place(["input"], "the test took too long")];
    lines.push(chunk.bytes.toString().trimEnd());
    await commitBatch(work, [{ chunk, verdict: engine.judge(chunk) }], clock.nowMs());
    await look();
  }
  for (const { resolved } of source.expect ?? [])
    if (resolved !== undefined) await windTo(startMs + resolved + 1_000);
  if (troubles[0] !== undefined)
    return [test.place(["input"], `Fettle could not keep an alert: ${troubles[0]}`)];
  return judgeAlerts(test, { alerts: [...seen.values()], lines, startMs, rules, redactor });
}
