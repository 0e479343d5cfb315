import { readFileSync } from "node:fs";
import { linesOf } from "../sources/lines.ts";
import { maxChunkBytes, maxLineBytes } from "../sources/source.ts";
import type { Automaton } from "./automaton.ts";
import type { Scanner } from "./scanner.ts";

/** What kernel/assembly/index.ts exports; all numbers are addresses but `accepting` and `begin`. */
interface Kernel {
  scan(
    classes: number,
    table: number,
    accepting: number,
    begin: number,
    from: number,
    to: number,
    found: number,
    out: number,
  ): number;
  lineEnds(from: number, to: number): number;
}

const page = 64 * 1024;
const newline = 10;
/** A bigger table is left to the plain scanner, whose memory the collector can take back. */
const mostTableBytes = 256 * 1024 * 1024;

// The memory, from its begin: classes of bytes, the chunk, occurrences, words, the table.
const classesAt = 0;
const bytesAt = page;
const foundAt = bytesAt + maxChunkBytes + page;
const wordsAt = foundAt + maxChunkBytes * 8 + page;
const tableAt = wordsAt + maxChunkBytes * 12 + page;

let compiled: WebAssembly.Module | undefined;

/** The scanner as a WASM kernel, with a memory of its own; undefined where it cannot run, or the table is too big. */
export function openKernel({ classOf, table, accepting, begin }: Automaton): Scanner | undefined {
  if (!("WebAssembly" in globalThis) || table.byteLength > mostTableBytes) return undefined;
  compiled ??= new WebAssembly.Module(readFileSync(new URL("kernel/kernel.wasm", import.meta.url)));
  const memory = new WebAssembly.Memory({ initial: Math.ceil((tableAt + table.byteLength) / page) });
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
  if (!isKernel(exports)) throw new Error("kernel.wasm is not the kernel");
  const bytes = new Uint8Array(memory.buffer);
  const words = new Uint32Array(memory.buffer, wordsAt, maxChunkBytes * 3);
  const copyInto = copierTo(Buffer.from(memory.buffer, bytesAt));
  bytes.set(classOf, classesAt);
  new Uint32Array(memory.buffer, tableAt, table.length).set(table);
  return {
    scan: (chunk) => {
      const to = bytesAt + chunk.length;
      if (chunk.length > maxChunkBytes) throw new RangeError(`a chunk of ${chunk.length} bytes`);
      copyInto(chunk);
      const size = exports.scan(classesAt, tableAt, accepting, begin, bytesAt, to, foundAt, wordsAt);
      return { lines: linesIn(chunk, () => exports.lineEnds(bytesAt, to)), words, size };
    },
  };
}

/**
 * Copies a chunk to the begin of `target`. A part of a buffer goes there by memmove; all of one would be set element by element
 * where its memory is shared, at a quarter of the speed. So it is given as a part of the memory that it is in.
 */
function copierTo(target: Buffer): (chunk: Buffer) => void {
  const wholes = new WeakMap<ArrayBufferLike, Buffer>();
  return ({ buffer, byteOffset, length }) => {
    let whole = wholes.get(buffer);
    if (whole === undefined) wholes.set(buffer, (whole = Buffer.from(buffer)));
    whole.copy(target, 0, byteOffset, byteOffset + length);
  };
}

/** A line may only be so long that it counts for several where a stretch of half its limit has no line end. */
function linesIn(chunk: Buffer, lineEnds: () => number): number {
  const stretch = maxLineBytes / 2;
  for (let at = 0; at + stretch <= chunk.length; at += stretch) {
    const found = chunk.indexOf(newline, at);
    if (found === -1 || found >= at + stretch) return [...linesOf({ bytes: chunk, offset: 0 })].length;
  }
  return lineEnds() + (chunk.length > 0 && chunk.at(-1) !== newline ? 1 : 0);
}

function isKernel(exports: object): exports is Kernel {
  return "scan" in exports && "lineEnds" in exports;
}
