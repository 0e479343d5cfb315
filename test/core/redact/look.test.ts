import {
  array,
  assert,
  constantFrom,
  integer,
  type Arbitrary,
  oneof,
  property,
  string,
  tuple,
} from "fast-check";
import { expect, test } from "vitest";
import { openRedactor } from "#core/redact";
import { detectorsInOrder, everywhere, hideAll } from "../../../core/redact/detectors.ts";
import { openLook } from "../../../core/redact/look.ts";
import { pseudonymizer } from "../../../core/redact/pseudonym.ts";

const key = Buffer.alloc(32, 7);
const kept = { private: false, known: new Set<string>() };
const redactor = openRedactor({ key, kept });
const pseudonym = pseudonymizer(key);
const detectors = detectorsInOrder(kept);

/** The slow way: every detector looks at every text, whatever signs it has. */
const oracle = (text: string): string => hideAll(text, detectors, { ...everywhere, pseudonym });

const line64 = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj";
/** One or more of each family, whole; what surrounds and cuts them is left to chance. */
const whole = [
  "password=hunter2",
  "bypass: on",
  "DB_PWD='x y'",
  "clientSecret: s3",
  '"api_key":"a1b2"',
  "private-key => k9",
  "credentials=ab",
  "Authorization: Basic dXNlcjpw",
  "signature: 9f",
  "?sig=abc",
  "&SIG=abc",
  "--db-password p4ss",
  "passphrase = q",
  "password_hash=1a",
  "token12=zz",
  String.raw`\"secret\\":\"v\"`,
  "passwd:hello",
  "access_key==k",
  "bearer abcdefgh-1234",
  "BASIC dXNlcjpwYXNz",
  "ana@example.com",
  "ana%40example.org",
  "a.b+c@d.co",
  "@",
  "%40",
  "203.0.113.9",
  "10.0.0.5",
  "1.2.3.4",
  "255.255.255.255",
  "2001:db8::1",
  "::1",
  "1::",
  "::ffff:203.0.113.9",
  "fe80::a:b",
  "1:2:3:4:5:6:7:8",
  "12:34:56",
  "aa:bb:cc:dd:ee:ff",
  "4111 1111 1111 1111",
  "4111-1111-1111-1111",
  "378282246310005",
  "30569309025904",
  "6200000000000005",
  "1767322800000",
  "2026-01-02T03:04:05.000Z",
  "AKIAIOSFODNN7EXAMPLE",
  "ASIAIOSFODNN7EXAMPLE",
  `ghp_${"aB1".repeat(8)}`,
  `github_pat_${"aB1".repeat(8)}`,
  `glpat-${"aB1".repeat(8)}`,
  "xoxb-123456789012-abcdef",
  "xapp-1-A0123-456-abcdef",
  `AIza${"aB1".repeat(12)}`,
  "hooks.slack.com/services/T0/B0/XyZ123",
  `sk_live_${"aB1".repeat(8)}`,
  `rk_test_${"aB1".repeat(8)}`,
  `npm_${"aB1".repeat(12)}`,
  "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJib2IifQ.c2lnbmF0dXJl",
  "postgres://bob:hunter2@db/x",
  "redis://:p@ss@c",
  "-----BEGIN PRIVATE KEY-----",
  "-----END PRIVATE KEY-----",
  line64,
  `\n${line64}\n`,
  `${line64}Ab12cd`,
  `${line64}Ab12cdAb12cd`,
  line64.slice(1),
  line64.slice(0, 40),
  "<secret:ab12cd34>",
  "<ip:ab12cd34>",
];
const signs = [
  ...Array.from(" \t\n\r\0=:\"'`\\<>,;&?/.-_@%{}[]()+*0aFzZ"),
  ..."é € 😀 \ud800 ŀ Ĺ К :: --".split(" "),
];
const pieces: Arbitrary<string> = oneof(
  { weight: 6, arbitrary: constantFrom(...whole) },
  { weight: 4, arbitrary: constantFrom(...signs) },
  { weight: 1, arbitrary: string({ unit: "binary", maxLength: 3 }) },
  {
    weight: 2,
    arbitrary: tuple(constantFrom(...whole), integer({ min: 0, max: 12 }), integer({ min: 1, max: 20 })).map(
      ([text, from, length]) => text.slice(from, from + length),
    ),
  },
);
const text = array(pieces, { maxLength: 12 }).map((some) => some.join(""));

test("what is hidden is what the detectors hide without any sign", () => {
  assert(
    property(text, (line) => {
      expect(redactor.redact(line)).toBe(oracle(line));
    }),
    { numRuns: 30_000 },
  );
});

test("each family is found at every place of a text, in any case that it is known in", () => {
  for (const one of whole) {
    for (let before = 0; before < 12; before++) {
      for (const filler of [" ", "é", "€"]) {
        for (const cased of [one, one.toUpperCase(), one.toLowerCase()]) {
          const line = `${filler.repeat(before)}${cased}`;
          expect([line, redactor.redact(line)]).toEqual([line, oracle(line)]);
          expect([line, redactor.redact(`${line} b`)]).toEqual([line, oracle(`${line} b`)]);
        }
      }
    }
  }
});

test("texts around the longest that is looked at have the same hidden, and signs at their edges are seen", () => {
  for (const length of [1_023, 1_024, 1_025, 65_535, 65_536, 65_537, 300_000]) {
    for (const one of ["203.0.113.9", "a@b.de", "token=abc", "::1", "4111111111111111"]) {
      for (const filler of ["x ", "- ", "é ", "€ "]) {
        const filled = filler.repeat(length).slice(0, length - one.length - 1);
        for (const line of [`${filled} ${one}`, `${one} ${filled}`]) {
          expect([one, filler, length, redactor.redact(line) === oracle(line)]).toEqual([
            one,
            filler,
            length,
            true,
          ]);
        }
      }
    }
  }
});

test("what may not hide anything holds nothing to hide, in no part of it", () => {
  let clean = 0;
  const nearMiss = array(
    oneof(
      { weight: 3, arbitrary: pieces },
      {
        weight: 9,
        arbitrary: constantFrom(
          ..."pass pa ss pwd tok en ke y sec ret : = . 1 22 333 4: a: gh p_ eyJ -- @x".split(" "),
        ),
      },
    ),
    { maxLength: 5 },
  ).map((some) => some.join(""));
  assert(
    property(nearMiss, integer({ min: 0, max: 30 }), integer({ min: 1, max: 90 }), (line, from, length) => {
      if (redactor.mayHide(line)) return;
      clean += 1;
      expect(oracle(line)).toBe(line);
      for (let cut = 0; cut < Math.min(line.length, 12); cut++) {
        expect(oracle(line.slice(cut))).toBe(line.slice(cut));
        expect(oracle(line.slice(0, line.length - cut))).toBe(line.slice(0, line.length - cut));
      }
      expect(oracle(line.slice(from, from + length))).toBe(line.slice(from, from + length));
    }),
    { numRuns: 20_000 },
  );
  expect(clean).toBeGreaterThan(2_000);
});

test("a part of a text has no sign that the text has not", () => {
  const look = openLook();
  assert(
    property(text, integer({ min: 0, max: 40 }), integer({ min: 0, max: 200 }), (line, from, length) => {
      expect(look.signsOf(line.slice(from, from + length)) & ~look.signsOf(line)).toBe(0);
    }),
    { numRuns: 20_000 },
  );
});

test("a text says the same whatever text was looked at before it", () => {
  const look = openLook();
  assert(
    property(text, text, (one, other) => {
      const fresh = openLook().signsOf(one);
      look.signsOf(other);
      expect(look.signsOf(one)).toBe(fresh);
    }),
    { numRuns: 100 },
  );
});

test("ordinary lines have no sign, though they look a little as if they had", () => {
  for (const line of [
    "2026-01-02T03:04:05.006Z web-7 media[8184]: accepted token index shard page 1.5 id=539897876",
    '{"time":"2026-01-02T03:04:05.006Z","level":"info","key":"a","duration":12,"token_count":5,"msg":"x: y"}',
    "Jan  2 03:04:05 host sshd[311]: session opened for user bob(uid=1000) by (uid=0)",
    "item::vector and a -- b, user-agent: x, design=1, monkey: 2, 12:34:56.789, 3.14.15",
    "sha256 3f786850e387550fdab836ed7e6dc881de23001bab0385cd8f3ba1f6d5c7c4c2 /usr/lib/x86_64 2026-01-02 03:04",
  ]) {
    expect([line, redactor.mayHide(line)]).toEqual([line, false]);
  }
});

test("texts of 64 KiB are looked at in linear time, whatever they are made of", () => {
  const repeated = [
    ...whole,
    ...signs,
    ...`token token\\ token\t key" --token --a- -- a: :a: 0:0:0: 1.1.1. 1- 11-1 AAAA aA1/ gh_ ghp_ ?sig &sig= bearer basic %4 @`.split(
      " ",
    ),
    "4 ",
    "token ",
    "token   \\",
    "1  1 ",
  ];
  for (const piece of repeated) {
    const line = piece.repeat(Math.ceil(65_536 / piece.length)).slice(0, 65_536);
    const startedMs = performance.now();
    redactor.redact(line);
    // Quadratic work takes seconds here, linear work some milliseconds.
    expect([piece, performance.now() - startedMs < 1_000]).toEqual([piece, true]);
  }
});

test("a value has the same pseudonym after thousands of others", () => {
  const address = (at: number): string => `user${at}@example.com`;
  const first = Array.from({ length: 3_000 }, (_, at) => redactor.redact(address(at)));
  expect(Array.from({ length: 3_000 }, (_, at) => redactor.redact(address(at)))).toEqual(first);
  expect(first).toEqual(Array.from({ length: 3_000 }, (_, at) => pseudonym("email", address(at))));
});
