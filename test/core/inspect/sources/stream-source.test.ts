import { PassThrough, Readable } from "node:stream";
import { expect, test } from "vitest";
import { linesOf, textOf } from "../../../../core/inspect/sources/lines.ts";
import type { Chunk, Source } from "../../../../core/inspect/sources/source.ts";
import { openStreamSource } from "../../../../core/inspect/sources/stream-source.ts";

const never = new AbortController().signal;

async function all(source: Source, signal = never): Promise<Chunk[]> {
  const chunks: Chunk[] = [];
  for await (const chunk of source.chunks(signal)) chunks.push(chunk);
  return chunks;
}

test("a stream gives its lines in whole, the last one also without a line end, and no position", async () => {
  const stream = Readable.from([Buffer.from("on"), Buffer.from("e\ntwo\nthr"), Buffer.from("ee")], {
    objectMode: false,
  });
  const chunks = await all(openStreamSource({ id: "stdin", labels: {}, stream }));
  expect(chunks.map((chunk) => [chunk.offset, chunk.bytes.toString(), chunk.position])).toEqual([
    [0, "one\ntwo\n", undefined],
    [8, "three", undefined],
  ]);
  expect(chunks.flatMap((chunk) => [...linesOf(chunk)].map((line) => textOf(chunk, line)))).toEqual([
    "one",
    "two",
    "three",
  ]);
});

test("a stream is read no faster than its chunks are taken", async () => {
  let made = 0;
  const stream = new Readable({
    highWaterMark: 64 * 1024,
    read() {
      made++;
      this.push(made > 100 ? null : Buffer.alloc(64 * 1024, "x\n"));
    },
  });
  const chunks = openStreamSource({ id: "stdin", labels: {}, stream }).chunks(never)[Symbol.asyncIterator]();
  await chunks.next();
  await new Promise(setImmediate);
  expect(made).toBeLessThan(4);
  await chunks.return?.();
});

test("a silent stream does not keep its source from ending", async () => {
  const stream = new PassThrough();
  stream.write("one\nunfinished");
  const ending = new AbortController();
  const source = openStreamSource({ id: "stdin", labels: {}, stream });
  const chunks = source.chunks(ending.signal)[Symbol.asyncIterator]();
  await chunks.next();
  const next = chunks.next();
  ending.abort();
  expect((await next).done).toBe(true);
});

test("a stream that breaks says so", async () => {
  const stream = new PassThrough();
  stream.destroy(new Error("broken pipe"));
  await expect(all(openStreamSource({ id: "stdin", labels: {}, stream }))).rejects.toThrow("broken pipe");
});
