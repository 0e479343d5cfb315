import type { Rule } from "#core/inspect";

/** Lines as logs have them, which such a rule is tried on. */
const lines = [
  "2026-01-02T03:04:05.678Z web-01 shop[4711]: accepted connection from 10.0.0.5 port 40222 id=88123",
  '{"time":"2026-01-02T03:04:05Z","level":"info","service":"shop","msg":"order 42 paid","ms":12.5,"trace":"9f8e7d6c5b4a"}',
  'ts=2026-01-02T03:04:05Z level=warn msg="queue is slow" depth=1200 took=250ms worker=7',
  '192.0.2.7 - - [02/Jan/2026:03:04:05 +0000] "GET /checkout?step=2 HTTP/1.1" 200 5123 "-" "curl/8.1"',
];
const tries = 250;

/** What rules cost that must be tried on every line, because no text stands in all that they match: measured here and now. */
export function costNotices(rules: readonly Pick<Rule, "id" | "literals" | "match">[]): string[] {
  return rules
    .filter(({ literals }) => literals === undefined)
    .map(({ id, match }) => {
      for (const line of lines) match(line);
      const startedMs = performance.now();
      for (let turn = 0; turn < tries; turn++) for (const line of lines) match(line);
      const microseconds = ((performance.now() - startedMs) * 1_000) / (tries * lines.length);
      return `rule \`${id}\`: no text stands in all that its pattern matches, so it is tried on every line, for about ${microseconds.toFixed(1)} µs each`;
    });
}
