import { appendFileSync, writeFileSync } from "node:fs";

/** Lines and rules as services have them; the same at each call, and on every machine. */

const services = "auth billing cart checkout search mail feed media push ads geo pay".split(" ");
const words =
  "accepted connection session user request started finished closed opened flushed cache worker queue retry batch page token index shard block".split(
    " ",
  );
const troubles = [
  "connection refused by 10.0.0.7",
  "timeout after 31s",
  "out of memory: killed",
  "disk full on /data",
  "TLS handshake error",
  "permission denied",
  "segfault at 0",
  "no route to host",
  "checksum mismatch",
  "panic: runtime error",
];
const nouns =
  "connection disk memory socket thread kernel handshake token quota replica leader shard lock queue cache index commit volume".split(
    " ",
  );
const verbs = "refused full exhausted reset crashed".split(" ");

/** A hundred patterns in what RE2 and Rust's regex have in common. */
export const patterns: readonly string[] = [
  ...nouns.flatMap((noun) => verbs.map((verb) => `${noun} ${verb}(?: by \\S+)?`)),
  "timeout after \\d+s",
  "out of memory",
  "disk full on \\S+",
  "TLS handshake error",
  "permission denied",
  "segfault at",
  "no route to host",
  "checksum mismatch",
  "panic: \\w+",
  "deadlock detected",
];

/** So many patterns: those hundred, and others like them that no line matches. */
export function patternsOf(count: number): readonly string[] {
  const more = Array.from({ length: Math.max(0, count - patterns.length) }, (_, n) => {
    const noun = nouns[n % nouns.length] ?? "";
    return `${noun} ${services[n % services.length] ?? ""}-${n} (?:failed|stopped) with code \\d+`;
  });
  return [...patterns, ...more].slice(0, count);
}

/** Each fifth rule looks at the record, too: then its lines are parsed. */
export function writeRules(file: string, list: readonly string[] = patterns): void {
  const where = `, where: 'record.level != "debug"'`;
  const rules = list.map(
    (pattern, n) =>
      `  - { id: r${n}, pattern: '${pattern}'${n % 5 === 0 ? where : ""}, alert: "{{ message }}" }`,
  );
  writeFileSync(file, `rules:\n${rules.join("\n")}\n`);
}

export interface Corpus {
  readonly json: boolean;
  /** How many lines of a hundred say that something is wrong. */
  readonly troubled: number;
  readonly lines: number;
}

/** No line holds an escape of JSON. */
export function writeCorpus(file: string, { json, troubled, lines }: Corpus): void {
  const next = randomFrom(42);
  writeFileSync(file, "");
  for (let at = 0; at < lines;) {
    const block: string[] = [];
    for (; at < lines && block.length < 10_000; at++) block.push(lineOf(at, json, troubled, next));
    appendFileSync(file, `${block.join("\n")}\n`);
  }
}

export function lineOf(at: number, json: boolean, troubled: number, next: Next): string {
  const said = someWords(next);
  if (next(1_000) < troubled * 10) said.push(troubles[next(troubles.length)] ?? "", String(next(100)));
  return lineSaying(said, { at, json, next });
}

export type Next = (most: number) => number;

/** What every line says. */
export function someWords(next: Next): string[] {
  return Array.from({ length: 8 }, () => words[next(words.length)] ?? "");
}

/** The `at`-th line, as text or JSON, that says this. */
export function lineSaying(
  said: readonly string[],
  { at, json, next }: { readonly at: number; readonly json: boolean; readonly next: Next },
): string {
  const time = new Date(Date.UTC(2026, 0, 2) + at * 3).toISOString();
  const service = services[at % services.length] ?? "";
  const message = `${said.join(" ")} id=${next(1_000_000_000)}`;
  if (!json) return `${time} web-${at % 40} ${service}[${next(9_999)}]: ${message}`;
  const trace = next(2 ** 31)
    .toString(16)
    .padStart(32, "a");
  return JSON.stringify({
    time,
    level: "info",
    service,
    msg: message,
    ms: next(1_000),
    trace,
    host: `web-${at % 40}`,
  });
}

/** Park and Miller's minimal standard generator: the same numbers everywhere. */
export function randomFrom(seed: number): Next {
  let state = seed;
  return (most) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % most;
  };
}
