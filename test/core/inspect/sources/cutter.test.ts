import { isDeepStrictEqual } from "node:util";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { newCutter } from "../../../../core/inspect/sources/cutter.ts";
import type { CutBytes } from "../../../../core/inspect/sources/cuts.ts";
import { linesOf, textOf } from "../../../../core/inspect/sources/lines.ts";
import { maxChunkBytes, maxLineBytes } from "../../../../core/inspect/sources/source.ts";

/** Bytes as a run-length list, so that long lines are likely. */
const bytesMade = fc
  .array(
    fc.tuple(
      fc.constantFrom(13, 0, 65, 0xc3, 0xa4, 0xff),
      fc.constantFrom(0, 1, 2, 100, maxLineBytes - 1, maxLineBytes, maxLineBytes + 1, maxChunkBytes),
      fc.constantFrom(0, 1, 1, 2),
    ),
    { maxLength: 12 },
  )
  .map((runs) =>
    Buffer.concat(runs.flatMap(([byte, count, ends]) => [Buffer.alloc(count, byte), Buffer.alloc(ends, 10)])),
  );

const pieceSizes = fc.array(fc.constantFrom(1, 2, 7, 1000, maxLineBytes, maxLineBytes + 1, 300_000), {
  minLength: 1,
  maxLength: 6,
});

describe("a cutter", () => {
  test("gives the lines of a plain split, whatever the bytes and however they arrive", () => {
    fc.assert(
      fc.property(bytesMade, pieceSizes, (bytes, sizes) => {
        const chunks = cutInPieces(bytes, sizes);
        const lines = chunks.flatMap((chunk) =>
          [...linesOf(chunk)].map((line) => [line.offset, textOf(chunk, line)] as const),
        );
        expect(isDeepStrictEqual(lines, plainSplit(bytes))).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  test("gives each byte once, in chunks of at most 256 KiB that end at a line end unless cut", () => {
    fc.assert(
      fc.property(bytesMade, pieceSizes, (bytes, sizes) => {
        const chunks = cutInPieces(bytes, sizes);
        expect(Buffer.concat(chunks.map((chunk) => chunk.bytes)).equals(bytes)).toBe(true);
        let offset = 0;
        for (const [i, chunk] of chunks.entries()) {
          expect(chunk.offset).toBe(offset);
          offset += chunk.bytes.length;
          expect(chunk.bytes.length).toBeLessThanOrEqual(maxChunkBytes);
          expect(chunk.bytes.length).toBeGreaterThan(0);
          const whole = chunk.bytes.at(-1) === 10 || i === chunks.length - 1;
          expect(whole || chunk.cut).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });

  test("flags a chunk exactly when it holds a piece of a line that is longer than the limit", () => {
    const long = Buffer.from(`${"x".repeat(maxLineBytes + 1)}\n`);
    const fits = Buffer.from(`${"x".repeat(maxLineBytes)}\n`);
    expect(cutInPieces(fits, [fits.length]).map((chunk) => chunk.cut)).toEqual([false]);
    expect(cutInPieces(long, [long.length]).map((chunk) => chunk.cut)).toEqual([true]);
    expect(cutInPieces(Buffer.concat([fits, long, fits]), [1e6]).map((chunk) => chunk.cut)).toEqual([true]);
    expect(cutInPieces(long, [maxLineBytes + 1, 1]).map((chunk) => chunk.cut)).toEqual([true, true]);
  });

  test("keeps a UTF-8 sequence whole although it arrives in two pieces", () => {
    const text = "ä€😀\n";
    const chunks = cutInPieces(Buffer.from(text), [1]);
    expect(chunks.map((chunk) => chunk.bytes.toString())).toEqual([text]);
  });

  test("gives what is no UTF-8 as U+FFFD, and NUL bytes as they are", () => {
    const chunk = { offset: 0, bytes: Buffer.from([65, 0, 0xff, 66, 13, 10, 67]) };
    expect([...linesOf(chunk)].map((line) => textOf(chunk, line))).toEqual(["A\u0000\uFFFDB", "C"]);
  });
});

function cutInPieces(bytes: Buffer, sizes: readonly number[]): CutBytes[] {
  const cutter = newCutter();
  const chunks: CutBytes[] = [];
  for (let at = 0, i = 0; at < bytes.length; i++) {
    // One byte at a time is slow over 256 KiB, and says no more than the first few do.
    const size = Math.max(sizes[i % sizes.length] ?? 1, i > 200 ? 10_000 : 1);
    chunks.push(...cutter.push(bytes.subarray(at, at + size)));
    at += size;
  }
  chunks.push(...cutter.end());
  return chunks;
}

function plainSplit(bytes: Buffer): [number, string][] {
  const lines: [number, string][] = [];
  let offset = 0;
  // latin1 keeps one character a byte.
  const parts = bytes.toString("latin1").split("\n");
  for (const [i, part] of parts.entries()) {
    const last = i === parts.length - 1;
    if (last && part === "") break;
    let at = 0;
    for (; part.length - at > maxLineBytes; at += maxLineBytes) {
      lines.push([offset + at, utf8(part.slice(at, at + maxLineBytes))]);
    }
    const end = part.slice(at);
    lines.push([offset + at, utf8(last ? end : end.replace(/\r$/, ""))]);
    offset += part.length + 1;
  }
  return lines;
}

function utf8(latin1: string): string {
  return Buffer.from(latin1, "latin1").toString("utf8");
}
