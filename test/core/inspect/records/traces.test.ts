import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openRedactor } from "#core/redact";
import { openLineEngine, traitsFor } from "../../../../core/inspect/line-engine.ts";
import { openFilteredEngine } from "../../../../core/inspect/filtered-engine.ts";
import { headOf } from "../../../../core/inspect/records/head.ts";
import { withBefore } from "../../../../core/inspect/records/with-before.ts";
import { linesOf } from "../../../../core/inspect/sources/lines.ts";
import type { Chunk } from "../../../../core/inspect/sources/source.ts";
import { rulesOf } from "../../../support/rules.ts";

/** Of each line the number of the line that its record begins with. */
function headsOf(text: string): number[] {
  const bytes = Buffer.from(text);
  const lines = [...linesOf({ bytes, offset: 0 })];
  return lines.map((line) => {
    const head = headOf(bytes, line, undefined);
    return head === "before" ? -1 : lines.findIndex(({ start }) => start === head.start);
  });
}

describe("a record is", () => {
  test.for([
    [
      "a trace of Java with its causes",
      `2026-01-02T03:04:05Z web-1 app[1]: request failed
java.lang.IllegalStateException: no connection
\tat shop.Pool.take(Pool.java:41)
\t... 12 more
Caused by: java.net.ConnectException: refused
\tat java.net.Socket.connect(Socket.java:9)
2026-01-02T03:04:06Z web-1 app[1]: next`,
      [0, 1, 1, 1, 1, 1, 6],
    ],
    [
      "a trace of Python with the exception at its end",
      `ERROR:shop:request failed
Traceback (most recent call last):
  File "shop.py", line 3, in take
    raise ValueError("no")
ValueError: no

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "shop.py", line 9, in run
requests.exceptions.Timeout
INFO:shop:next`,
      [0, 0, 0, 0, 0, 5, 0, 7, 0, 0, 0, 11],
    ],
    [
      "a panic of Go with its goroutines",
      `panic: runtime error: index out of range [5] with length 3

goroutine 1 [running]:
main.(*Server).handle(0xc000010000, 0x1)
\t/app/main.go:12 +0x1d
main.main()
\t/app/main.go:5 +0x20
created by main.start in goroutine 7
exit status 2`,
      [0, 1, 0, 0, 0, 0, 0, 0, 8],
    ],
    [
      "a line and what is indented below it",
      'one\n  two\n\tthree\nfour\n{\n  "a": 1\n}',
      [0, 0, 0, 3, 4, 4, 6],
    ],
    ["each line of prose by itself", "Error: this is no trace\nmain.main()\nValueError: alone", [0, 1, 2]],
  ] as const)("%s", ([, text, heads]) => {
    expect(headsOf(text)).toEqual(heads);
  });
});

const redactor = openRedactor({ key: Buffer.alloc(32, 1) });
const rules = rulesOf(
  {
    id: "cause",
    pattern: "^Caused by: (?<what>\\S+)",
    by: ["host", "what"],
    alert: "{{ what }} on {{ host }}: {{ message }}",
  },
  { id: "deep", pattern: "at shop", where: 'record.level == "error"', alert: "{{ time }} {{ service }}" },
  { id: "word", pattern: "two|\\bx$", alert: "{{ host }} {{ message }}" },
);
const around = { rules, redactor, source: () => traitsFor("auto") };

function chunkOf(bytes: Buffer, offset = 0): Chunk {
  return { source: "s", stream: "t", offset, bytes, cut: false, position: undefined };
}

const trace = `<11>1 2026-01-02T03:04:05Z web-1 shop 7 - - request of ann@example.org failed
  at shop.Pool.take
Caused by: net.Refused
`;

test("a hit inside of a trace has time, level, host and service of the line that the trace belongs to", () => {
  const { hits } = openFilteredEngine(around).judge(chunkOf(Buffer.from(trace)));
  const told = hits.map((hit) => [hit.rule, hit.timeMs, hit.labels, hit.summary()]);
  const timeMs = Date.parse("2026-01-02T03:04:05Z");
  const labels = { host: "web-1", service: "shop" };
  expect(told).toEqual([
    ["deep", timeMs, labels, "2026-01-02T03:04:05.000Z shop"],
    ["cause", timeMs, labels, "net.Refused on web-1: Caused by: net.Refused"],
  ]);
});

test("a secret that only the first line tells is hidden in a hit on its last", () => {
  const head = JSON.stringify({ host: "web-1", secret: { a: ["hunter2"] } });
  const { hits } = openFilteredEngine(around).judge(chunkOf(Buffer.from(`${head}\n  two hunter2\n`)));
  expect(hits.map((hit) => hit.summary())).toEqual([
    expect.stringMatching(/^web-1 {3}two <secret:[0-9a-f]{8}>$/),
  ]);
});

test("wherever a stream is cut into chunks, its records are the same", async () => {
  const line = fc.constantFrom(
    "2026-01-02T03:04:05Z web-1 app[1]: two",
    "2026-01-02T03:04:06Z web-2 app[1]: x",
    "  two",
    "\tat shop.x",
    "Caused by: x",
    "Traceback (most recent call last):",
    "ValueError: two",
    "goroutine 1 [running]:",
    "main.two()",
    "",
    "x",
  );
  async function* cut(lines: readonly string[], every: number): AsyncGenerator<Chunk> {
    let offset = 0;
    for (let at = 0; at < lines.length; at += every) {
      const bytes = Buffer.from(
        lines
          .slice(at, at + every)
          .map((one) => `${one}\n`)
          .join(""),
      );
      yield chunkOf(bytes, offset);
      offset += bytes.length;
    }
  }
  let inherited = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { maxLength: 30 }),
      fc.integer({ min: 1, max: 7 }),
      async (lines, every) => {
        const judged: unknown[] = [];
        for await (const chunk of withBefore(cut(lines, every))) {
          for (const { offset, rule, timeMs, labels } of openFilteredEngine(around).judge(chunk).hits)
            judged.push({ offset, rule, timeMs, labels });
        }
        const whole = openLineEngine(around).judge(
          chunkOf(Buffer.from(lines.map((one) => `${one}\n`).join(""))),
        );
        expect(judged).toEqual(
          whole.hits.map(({ offset, rule, timeMs, labels }) => ({ offset, rule, timeMs, labels })),
        );
        inherited += whole.hits.filter(({ timeMs }) => timeMs !== null).length;
      },
    ),
    { numRuns: 1_000 },
  );
  expect(inherited).toBeGreaterThan(0);
});

test("megabytes of lines that go on with nothing are looked back over no further than 200 lines", () => {
  const bytes = Buffer.from("\tx\n".repeat(80_000));
  const startedMs = performance.now();
  const { hits } = openFilteredEngine(around).judge(chunkOf(bytes));
  expect(hits).toHaveLength(80_000);
  for (const hit of hits.slice(-100)) expect(hit.timeMs).toBeNull();
  expect(performance.now() - startedMs).toBeLessThan(5_000);
});
