/** Bytes as they go to another thread: a place in shared memory that it has been given once, or a copy. */
export type SentBytes =
  | {
      readonly block: number;
      readonly memory?: SharedArrayBuffer;
      readonly from: number;
      readonly size: number;
    }
  | { readonly copy: Uint8Array };

/**
 * Names blocks of shared memory: each goes over once, and by its number from then on. A thread that got one with each message
 * would count its size each time, and collect garbage without end.
 */
export function blockSender(): (bytes: Buffer) => SentBytes {
  const numbers = new WeakMap<SharedArrayBuffer, number>();
  let count = 0;
  return (bytes) => {
    const { buffer: memory, byteOffset: from, length: size } = bytes;
    if (!(memory instanceof SharedArrayBuffer)) return { copy: new Uint8Array(bytes) };
    const known = numbers.get(memory);
    if (known !== undefined) return { block: known, from, size };
    numbers.set(memory, count);
    return { block: count++, memory, from, size };
  };
}

/** The other side of `blockSender`. */
export function blockReceiver(): (sent: SentBytes) => Buffer {
  const blocks: SharedArrayBuffer[] = [];
  return (sent) => {
    if ("copy" in sent) return Buffer.from(sent.copy.buffer, sent.copy.byteOffset, sent.copy.byteLength);
    const memory = (blocks[sent.block] ??= sent.memory ?? unknownBlock(sent.block));
    return Buffer.from(memory, sent.from, sent.size);
  };
}

function unknownBlock(block: number): never {
  throw new Error(`block ${block} was never sent`);
}
