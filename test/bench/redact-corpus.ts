import { lineSaying, type Next, randomFrom, someWords } from "./log-corpus.ts";

/** Log lines as services write them, most with nothing to hide; the same at each call, and on every machine. */

/** What a line of a hundred lines holds that is to be hidden. */
const hidden: readonly ((next: Next) => string)[] = [
  (next) => `by user${next(60)}@example.com`,
  (next) => `by user${next(60)}@example.com`,
  (next) => `by user${next(60)}@example.com from 203.0.113.${next(250)}`,
  (next) => `from 203.0.113.${next(250)}:443`,
  (next) => `from 198.51.100.${next(250)}`,
  (next) => `peer 2001:db8::${next(250).toString(16)}`,
  (next) => `token=s${next(500)}aZ9x`,
  (next) => `password=hunter${next(50)}`,
  (next) => `authorization: Bearer aB3dE5fG7hJ9kL${next(100)}`,
  (next) => `with eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJib2IifQ.c2lnbmF0dXJl${next(100)}`,
];

/** What looks a little as if it were. */
const alike: readonly ((next: Next) => string)[] = [
  (next) => `from 10.0.${next(250)}.${next(250)}:8080`,
  (next) => `from 192.168.1.${next(250)}`,
  (next) => `at 10.1.2.${next(250)}:${next(60_000)}`,
  (next) => `token_count=${next(900)} tokens=7`,
  () => `password_reset=true`,
  () => `pushed by ops@db`,
  (next) => `took ${next(90)}.${next(900)}ms at 12:34:56.${next(900)}`,
  (next) => `version 1.${next(30)}.${next(9)} build 20260102030405`,
  () => `std::sync::Mutex poisoned`,
  (next) => `basic check ${next(9)} of bearer plan`,
];

export interface RedactCorpus {
  readonly json: boolean;
  readonly lines: number;
}

/** Of a hundred lines, ten hide something and twenty look alike. Each line is a string of its own, as read from a file. */
export function redactCorpus({ json, lines }: RedactCorpus): readonly string[] {
  const next = randomFrom(42);
  return Array.from({ length: lines }, (_, at) => Buffer.from(lineOf(at, json, next)).toString());
}

function lineOf(at: number, json: boolean, next: Next): string {
  const said = someWords(next);
  const kind = next(100);
  const more = kind < 10 ? hidden[kind] : kind < 30 ? alike[kind % 10] : undefined;
  if (more !== undefined) said.push(more(next));
  return lineSaying(said, { at, json, next });
}
