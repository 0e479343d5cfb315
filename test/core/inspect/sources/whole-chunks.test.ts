import * as fc from "fast-check";
import { expect, test } from "vitest";
import { newCutter } from "../../../../core/inspect/sources/cutter.ts";
import { linesOf, textOf } from "../../../../core/inspect/sources/lines.ts";
import { readWholeLines } from "../../../../core/inspect/sources/whole-chunks.ts";

/** Gives the bytes in pieces of these sizes, over and over. */
function reader(bytes: Buffer, sizes: readonly number[]) {
  let at = 0;
  let turn = 0;
  return async (into: Buffer): Promise<number> => {
    const size = Math.min(sizes[turn++ % sizes.length] ?? 1, into.length, bytes.length - at);
    bytes.copy(into, 0, at, at + size);
    at += size;
    return size;
  };
}

async function linesBy(bytes: Buffer, sizes: readonly number[], release: boolean): Promise<string[]> {
  const lines: string[] = [];
  for await (const chunk of readWholeLines(reader(bytes, sizes))) {
    for (const line of linesOf(chunk)) lines.push(`${line.offset}:${textOf(chunk, line)}`);
    if (release) chunk.release?.();
  }
  return lines;
}

test("whatever the bytes, and however they come, the lines are those of the whole", async () => {
  const long = fc.constantFrom(65_535, 65_536, 65_537, 140_000, 300_000).map((size) => "x".repeat(size));
  const piece = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom("a", "é", "\n", "\r\n", "\0", "word ") },
    { weight: 1, arbitrary: long },
  );
  const text = fc.array(piece, { maxLength: 30 }).map((parts) => Buffer.from(parts.join("")));
  const sizes = fc.array(fc.constantFrom(1_000, 4_096, 65_536, 65_537, 262_144), {
    minLength: 1,
    maxLength: 5,
  });
  await fc.assert(
    fc.asyncProperty(text, sizes, fc.boolean(), async (bytes, some, release) => {
      const expected = [...linesOf({ bytes, offset: 0 })].map(
        (line) => `${line.offset}:${textOf({ bytes }, line)}`,
      );
      expect(await linesBy(bytes, some, release)).toEqual(expected);
    }),
    { numRuns: 200 },
  );
});

test("a fault of the reader comes out, and what was read before it is not lost", async () => {
  let turn = 0;
  const read = async (into: Buffer): Promise<number> => {
    if (turn++ === 0) return into.write("one\ntwo\n");
    throw new Error("the disk is gone");
  };
  const seen: string[] = [];
  const reading = (async () => {
    for await (const { bytes } of readWholeLines(read)) seen.push(bytes.toString());
  })();
  await expect(reading).rejects.toThrow("the disk is gone");
  expect(seen).toEqual(["one\ntwo\n"]);
});

test("each line longer than the limit is counted once, wherever it is cut and ends", async () => {
  const length = fc.constantFrom(10, 65_535, 65_536, 65_537, 131_072, 131_073, 400_000);
  const sizes = fc.array(fc.constantFrom(4_096, 65_536, 262_144), { minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(fc.array(length, { maxLength: 5 }), sizes, fc.boolean(), async (lengths, some, ends) => {
      const text = lengths.map((size) => "x".repeat(size)).join("\n");
      const bytes = Buffer.from(ends ? `${text}\n` : text);
      const expected = lengths.filter((size) => size > 65_536).length;
      let long = 0;
      for await (const chunk of readWholeLines(reader(bytes, some))) long += chunk.long ?? 0;
      expect(long).toBe(expected);
      const cutter = newCutter();
      const cut = [...cutter.push(bytes), ...cutter.end()];
      expect(cut.reduce((sum, one) => sum + one.long, 0)).toBe(expected);
    }),
    { numRuns: 100 },
  );
});
