import { describe, expect, test } from "vitest";
import { openRedactor } from "#core/redact";

const redactor = openRedactor({ key: Buffer.alloc(32, 7) });
const s = (value: string): string => redactor.pseudonym("secret", value);

const line64 = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj";
const line70 = `${line64}b3Blbn`;
const line76 = `${line64}b3BlbnNzaC1r`;

describe("a line of a key, without its BEGIN line,", () => {
  test.each([line64, line70, line76])("is hidden where it is the whole text: %s", (line) => {
    expect(redactor.redact(line)).toBe(s(line));
    expect(redactor.redact(`  ${line}\t\r\n`)).toBe(`  ${s(line)}\t\r\n`);
  });

  test("is hidden in each line of a text, and a second time nothing more is", () => {
    const text = `grep -v BEGIN key.pem\n${line64}\r\n${line64}\n  ${line70}\nQ2xvc2U9\n${line76}`;
    const once = redactor.redact(text);
    expect(once).toBe(
      `grep -v BEGIN key.pem\n${s(line64)}\r\n${s(line64)}\n  ${s(line70)}\nQ2xvc2U9\n${s(line76)}`,
    );
    expect(redactor.redact(once)).toBe(once);
  });

  test("is hidden whole, though it begins as a token does", () => {
    const line = `AIza${line64.slice(4)}`;
    expect(redactor.redact(line)).toBe(s(line));
  });

  test("is hidden as a field of a record", () => {
    expect(redactor.redactValue({ message: line64 })).toEqual({ message: s(line64) });
  });

  test("may hide in any longer text of the kind, of which a part may be shown", () => {
    expect(redactor.mayHide(`a${line64}${line76} b`)).toBe(true);
    expect(redactor.mayHide(`says ${line64}`)).toBe(true);
  });
});

test.each([
  ["a SHA-256 in hexadecimal", "3f786850e387550fdab836ed7e6dc881de23001bab0385cd8f3ba1f6d5c7c4c2"],
  ["the same in capitals", "3F786850E387550FDAB836ED7E6DC881DE23001BAB0385CD8F3BA1F6D5C7C4C2"],
  ["letters only", "Abcdefgh".repeat(8)],
  ["small letters and digits", "abcdefg1".repeat(8)],
  ["one letter less", line64.slice(1)],
  ["one letter more", `${line64}a`],
  ["a certificate's line with more in the line", `key ${line64}`],
  ["padding", `${line64.slice(2)}==`],
  ["words", "The quick brown fox jumps over 13 lazy dogs and then it sleeps 4"],
])("what is no line of a key stays: %s", (_, text) => {
  expect(redactor.redact(text)).toBe(text);
});
