import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openAutomaton } from "../../../core/inspect/prefilter/automaton.ts";
import { openKernel } from "../../../core/inspect/prefilter/kernel.ts";
import { openPlainScanner } from "../../../core/inspect/prefilter/plain-scanner.ts";
import type { Scanner } from "../../../core/inspect/prefilter/scanner.ts";

/* The kernel in WASM says what the plain scanner says, of any bytes. */

const texts = ["\\", "error", "disk full", "or", "full of", "ärger", "timeout after", "aaa", "ab"];
const automaton = openAutomaton(texts.map((text) => Buffer.from(text)));
const plain = openPlainScanner(automaton);
const kernel = openKernel(automaton);

function said(scanner: Scanner | undefined, bytes: Buffer) {
  if (scanner === undefined) throw new Error("there is no WebAssembly here");
  const { lines, words, size } = scanner.scan(bytes);
  return { lines, words: [...words.subarray(0, size)] };
}

/** Of how many words. */
function expectSame(bytes: Buffer): number {
  const expected = said(plain, bytes);
  expect(said(kernel, bytes)).toEqual(expected);
  return expected.words.length;
}

describe("the kernel says what the plain scanner says", () => {
  const piece = fc.constantFrom(
    ...texts,
    ..."error ERROR Disk Full x yyyy é 😀 a aa b".split(" "),
    " ",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\0",
    "-".repeat(300),
  );
  const text = fc.array(piece, { maxLength: 120 }).map((parts) => Buffer.from(parts.join("")));
  const binary = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));

  test("of any bytes", () => {
    let words = 0;
    fc.assert(
      fc.property(fc.oneof(text, text, binary), (bytes) => {
        words += expectSame(bytes);
      }),
      { numRuns: 3_000 },
    );
    expect(words).toBeGreaterThan(0);
  });

  test("of lines longer than one piece, wherever a text stands in them", () => {
    const long = 65_536;
    for (const at of [0, 1, long - 3, long - 1, long, long + 1, 2 * long - 2, 2 * long]) {
      const line = Buffer.alloc(2 * long + 9, "-");
      line.write("error", at);
      expect(expectSame(line)).toBeGreaterThan(3);
      expectSame(Buffer.concat([Buffer.from("or\r\n"), line, Buffer.from("\r\nab\n")]));
    }
    for (const length of [long - 1, long, long + 1])
      expectSame(Buffer.from(`${"ab".repeat(length).slice(0, length)}\r\n`));
  });

  test("of chunks as big as they come, with a text at each byte, and of none at all", () => {
    expect(expectSame(Buffer.alloc(256 * 1024, "a"))).toBeGreaterThan(0);
    expect(expectSame(Buffer.alloc(256 * 1024, "\\\n"))).toBe(128 * 1024 * 5);
    expect(expectSame(Buffer.alloc(256 * 1024, "\n"))).toBe(0);
    expect(expectSame(Buffer.alloc(0))).toBe(0);
  });
});
