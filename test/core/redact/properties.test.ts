import { array, assert, constantFrom, oneof, pre, property, string } from "fast-check";
import { describe, expect, test } from "vitest";
import { openRedactor } from "#core/redact";

const redactor = openRedactor({ key: Buffer.alloc(32, 7) });
const secret = redactor.pseudonym("secret", "x");

/** Pieces of everything that a detector looks for, so that random texts are near misses of all of them. */
const words =
  "password token pwd pass secret Authorization bearer basic -- sig api_key AKIA IOSFODNN7EXAMPLE ghp_ glpat- " +
  "xoxb- AIza sk_live_ npm_ eyJ hooks.slack.com a.de b abcdef0123 sha256 <email: <secret: ab12cd34> null *** " +
  '[secret] Xy9Xy9Xy9Xy9Xy9Xy9Xy9Xy9Xy9Xy9Xy9Xy9 = : => " \' ` \\ \\" , ; & ? / :// @ %40 { } [ ] ( ) < > . - _';
const others = [" ", "\t", "\n", "\0", "\ud800", "\udfff", "é", "😀", secret];
const blocks = ["-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----", "-----BEGIN "];
const piece = oneof(
  { weight: 8, arbitrary: constantFrom(...words.split(" "), ...others, ...blocks) },
  string({ unit: "binary", maxLength: 3 }),
);
const text = array(piece, { maxLength: 24 }).map((pieces) => pieces.join(""));

test("redacting twice changes nothing more, and nothing throws", () => {
  assert(
    property(text, (line) => {
      const once = redactor.redact(line);
      expect(redactor.redact(once)).toBe(once);
    }),
    { numRuns: 10_000 },
  );
});

test.each([
  "AKIAIOSFODNN7EXAMPLExoxb-password",
  `://ghp_${"Xy9".repeat(8)}@`,
  `password=>;glpat-${"Xy9".repeat(8)}:`,
  `token=a,ghp_${"Xy9".repeat(8)}=b`,
])("%j, which once found something new the second time, finds nothing", (line) => {
  const once = redactor.redact(line);
  expect(redactor.redact(once)).toBe(once);
});

test("a secret of any characters in a JSON field never shows", () => {
  assert(
    property(string({ unit: "binary", minLength: 4 }), (value) => {
      pre(!value.includes("-----BEGIN "));
      const quoted = JSON.stringify(`Q${value}Q`);
      const hidden = redactor.pseudonym("secret", quoted.slice(1, -1));
      expect(redactor.redact(`{"password":${quoted},"user":"bob"}`)).toBe(
        `{"password":"${hidden}","user":"bob"}`,
      );
    }),
  );
});

describe("hostile texts are done in linear time", () => {
  const size = 128 * 1024;
  const repeated =
    'a @ a@ a@a. %40 a%40 . - \\ " \0 \ud800 é@ password password= password=\\ password=" token=<secret:00000000> ' +
    "pwd=/ token=) token=a, token=a&b --token --token- secret: :// ://a: ://a:b/ ://a:b@ ://a:1/@ AKIA ghp_ " +
    "github_pat_ glpat- xox xoxb- AIza sk_live_ npm_ eyJ eyJa. eyJaaaaa. eyJaaaaaa.bbbbb. -eyJ hooks.slack.com/ " +
    "hooks.slack.com/services/ -----BEGIN -----BEGIN\tPRIVATE\tKEY----- { token=[ <secret: <secret:00000000> = ,";
  const spaced = [
    " ",
    "password ",
    "token={ ",
    "token: bearer ",
    "--token ",
    "basic ",
    "authorization: basic ",
  ];
  const heads = ["", 'password="', "x://a:", "token=", "bearer "];

  test.each([...repeated.split(" ").map((s) => s.replaceAll("\t", " ")), ...spaced])("%j", (hostile) => {
    for (const head of heads) {
      expect(msToRedact(head + hostile.repeat(size / hostile.length))).toBeLessThan(1_000);
    }
  });

  test("ever deeper escapes", () => {
    const deeper = Array.from({ length: 1_400 }, (_, i) => `token=${"\\".repeat(i)}"<secret:00000000> `);
    expect(msToRedact(deeper.join(""))).toBeLessThan(1_000);
  });

  /** Quadratic work on such a text takes at least ten seconds, linear work some ms (1 MiB: 5 to 400 ms). */
  function msToRedact(line: string): number {
    const start = performance.now();
    redactor.redact(line);
    return performance.now() - start;
  }
});

test("what need not be looked at holds nothing to hide, and neither does any part of it", () => {
  let clean = 0;
  assert(
    property(text, string({ unit: "grapheme", maxLength: 30 }), (nasty, plain) => {
      for (const line of [nasty, plain, `${plain} 4111 1111`, `12:34:56 ${plain} 1.2.3`]) {
        if (redactor.mayHide(line)) continue;
        clean += 1;
        for (const part of [line, line.slice(1), line.slice(0, -1), line.slice(3, 9)]) {
          expect(redactor.redact(part)).toBe(part);
        }
      }
    }),
    { numRuns: 3_000 },
  );
  expect(clean).toBeGreaterThan(1_000);
});
