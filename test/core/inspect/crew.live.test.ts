import * as fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { loadRules, openCrew, type Rule, scan, type ScanLine, traitsFor } from "#core/inspect";
import { redactorFrom } from "#core/redact";
import { judgeInOrder } from "../../../core/inspect/crew/in-order.ts";
import type { ChunkVerdict, Hit } from "../../../core/inspect/engine.ts";
import { openLineEngine } from "../../../core/inspect/line-engine.ts";
import { readWholeLines } from "../../../core/inspect/sources/whole-chunks.ts";
import type { Chunk, Source } from "../../../core/inspect/sources/source.ts";
import { handClock } from "../../support/hand-clock.ts";

/* Real threads; the plain engine on this one is the oracle. */

const ruleFiles = [
  {
    file: "r.yml",
    text: `rules:
  - { id: plain, pattern: error, alert: "{{ message }}" }
  - { id: keyed, pattern: 'user=(?<user>\\S+)', by: [user, host], alert: "{{ user }} on {{ host }}" }
  - { id: often, pattern: timeout, frequency: { count: 3, within: 10s, by: [host] }, alert: "slow {{ host }}" }
  - { id: fresh, pattern: 'user=(?<user>\\S+)', new_term: { of: user, learn: 1ms }, alert: "{{ user }}" }
  - { id: after, pattern: timeout, context: { before: ['error (?<what>\\S+)', 'b=(?<b>\\S+)'], unless: '503', within: 1h, by: [host] }, alert: "{{ what }} {{ b }}" }
  - { id: any, pattern: '[0-9]{3} ', where: 'record.level == "error"', severity: 'record.host == "a" ? 5 : 1', alert: a }
`,
  },
];
const redactor = { key: Buffer.alloc(32, 1), patterns: ["h[0-9]nter"], kept: { private: true, known: [] } };
const rules = rulesOf();
const around = { rules, redactor: redactorFrom(redactor), traits: traitsFor("auto") };
const crew = openCrew({ threads: 3, job: { ruleFiles, redactor, format: "auto" }, ...around });
afterAll(() => crew[Symbol.asyncDispose]());

function rulesOf(): readonly Rule[] {
  const loaded = loadRules(ruleFiles);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  return loaded.rules;
}

async function* chunksOf(bytes: Buffer, size: number): AsyncGenerator<Chunk> {
  let at = 0;
  const read = async (into: Buffer): Promise<number> => {
    const took = bytes.copy(into, 0, at, Math.min(bytes.length, at + Math.min(size, into.length)));
    at += took;
    return took;
  };
  for await (const part of readWholeLines(read, true))
    yield { ...part, source: "s", stream: "t", position: undefined };
}

const shown = (hit: Hit) => {
  const { rule, offset, timeMs, severity, by, labels, term, leg, said } = hit;
  return { rule, offset, timeMs, severity, by, labels, term, leg, said, summary: hit.summary() };
};
const told = ({ lines, matched, unconverted, hits }: ChunkVerdict) => ({
  lines,
  matched,
  unconverted,
  hits: hits.map(shown),
});

const word = fc.constantFrom(
  ...'error timeout user=ann user=h3nter 503 [ERROR] a host=b é \0 \r {"msg":"err\\u006fr","host":"a"}'.split(
    " ",
  ),
  "2026-01-02T03:04:05.678Z a app[1]: ",
  "\n\tat error",
  "\n",
  "\n",
);
const text = fc.array(word, { maxLength: 60 }).map((parts) => Buffer.from(parts.join(" ")));

/** All counts, and all hits but those after the first of a key of a rule that does not count by time, of which some are given. */
function expectNews(given: ReturnType<typeof told>, all: ReturnType<typeof told>): void {
  expect({ ...given, hits: [] }).toEqual({ ...all, hits: [] });
  const lines = all.hits.map((hit) => JSON.stringify(hit));
  const places = given.hits.map((hit) => lines.indexOf(JSON.stringify(hit)));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  const known = new Set<string>();
  const needed = all.hits.flatMap(({ rule, by }, place) => {
    const key = JSON.stringify([rule, by]);
    if (rule !== "often" && known.has(key)) return [];
    known.add(key);
    return [place];
  });
  expect(places).toEqual(expect.arrayContaining(needed));
  if (all.hits.length > 0) expect(places.at(-1)).toBe(all.hits.length - 1);
}

test("any bytes, however cut, judged by several threads: what the plain engine says, in order", async () => {
  // Until the others have begun, this thread would judge all.
  await expect
    .poll(async () => crew.others().every(({ load }) => load < Infinity), { timeout: 20_000 })
    .toBe(true);
  const plain = openLineEngine({ ...around, source: () => around.traits });
  let hits = 0;
  await fc.assert(
    fc.asyncProperty(text, fc.integer({ min: 20, max: 2_000 }), async (bytes, size) => {
      const all: ReturnType<typeof told>[] = [];
      for await (const { chunk, verdict } of judgeInOrder(chunksOf(bytes, size), crew)) {
        const mine = told(plain.judge(chunk));
        all.push(mine);
        expectNews(told(verdict), mine);
        chunk.release?.();
      }
      hits += all.reduce((sum, one) => sum + one.hits.length, 0);
      expect(all.reduce((sum, { lines }) => sum + lines, 0)).toBe(plain.judge(wholeOf(bytes)).lines);
    }),
    { numRuns: 150 },
  );
  expect(hits).toBeGreaterThan(0);
});

function wholeOf(bytes: Buffer): Chunk {
  return { source: "s", stream: "t", offset: 0, bytes, cut: false, position: undefined };
}

test("a scan by several threads tells what one alone tells, and in the same order", async () => {
  const line = (n: number): string =>
    `2026-01-02T03:04:${String(n % 60).padStart(2, "0")}Z host-${n % 7} app[${n}]: ${n % 3 === 0 ? "timeout" : "ok"} user=u${n % 50} ${n % 11 === 0 ? "error" : ""}`;
  const bytes = Buffer.from(Array.from({ length: 40_000 }, (_, n) => `${line(n)}\n`).join(""));
  const source: Source = {
    id: "s",
    labels: {},
    chunks: () => chunksOf(bytes, 30_000),
    [Symbol.asyncDispose]: async () => {},
  };
  const run = async (threads: boolean) => {
    const alerts: ScanLine[] = [];
    const onAlert = (one: ScanLine): void => void alerts.push(one);
    const options = { sources: [source], ...around, clock: handClock(), onAlert };
    const summary = await scan({ ...options, ...(threads ? { crew } : {}) }, new AbortController().signal);
    return { alerts, summary };
  };
  const alone = await run(false);
  expect(alone.alerts.length).toBeGreaterThan(100);
  expect(await run(true)).toEqual(alone);
});

test("a thread that dies is told, and nothing waits for it", async () => {
  const broken = openCrew({
    threads: 2,
    job: { ruleFiles: [{ file: "r", text: "rules: [" }], redactor, format: "auto" },
    ...around,
  });
  try {
    const chunk = wholeOf(Buffer.from("error\n"));
    await expect
      .poll(async () => broken.judge(chunk).then(() => "judged", String), { timeout: 20_000 })
      .toMatch(/do not load/);
  } finally {
    await broken[Symbol.asyncDispose]();
  }
});
