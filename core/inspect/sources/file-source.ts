import { dirname } from "node:path";
import { Fault, type Labels } from "#core/domain";
import type { Clock } from "#core/runtime";
import { filesByKey, findFiles } from "./find-files.ts";
import { keyText, type FileStat } from "./file-stat.ts";
import { newHandles } from "./handles.ts";
import { plainBegin } from "./gzip.ts";
import { fitsHead, type Head, openedMark } from "./position.ts";
import { type KnownPosition, newRoster, restore } from "./roster.ts";
import type { Chunk, Source } from "./source.ts";
import { positionOf, readTail, skipToEnd, type Step, type Tail } from "./tail.ts";
import { errorCode, newTroubles } from "./troubles.ts";

export interface FileSourceOptions {
  readonly id: string;
  /** Paths, or patterns with `*`, `?`, `[…]`, `{…}` and `**`. */
  readonly globs: readonly string[];
  readonly labels: Labels;
  /** Where the files that exist when the source is opened for the first time are begun; later ones: at the start. */
  readonly from: "start" | "end";
  /** What the store has kept of this source's positions. */
  readonly checkpoints: readonly KnownPosition[];
  readonly clock: Clock;
  readonly onTrouble: (fault: Fault) => void;
  /** How soon a file that is being written is looked at again; default 200 ms. */
  readonly pollMs?: number;
}

/** How often the globs are expanded; less often where that takes more than a tenth of the time. */
const scanMs = 1000;
/** A file that did not change for so long is only looked at by the scan. */
const hotMs = 10_000;
/** A rotated or deleted file that did not grow for so long has ended. */
const quietMs = 5000;
/** A file that is gone for so long (not deleted: moved away, or its mount is lost) is forgotten. */
const forgetMs = 600_000;
const maxOpenFiles = 256;
const mostEnded = 1_000;

/**
 * Follows files by polling, which works on every file system, through rotation by rename, by
 * copy-and-truncate and by delete-and-create, and across restarts.
 *
 * A file is the same one while device and inode are the same, its first KiB still begins with what was
 * seen of it, and it is not shorter than what was read; else it is a new stream, read from 0. A renamed
 * or deleted file is read to its end; after a restart it is found under its new name if the globs match
 * that or it is still in the same folder. A last line without its end is held back while its file stands
 * under its name; of a rotated or deleted file it is given after 5 s without growth.
 *
 * A compressed file (`app.log.1.gz`) is not read: where its text begins as that of a file that was read, it is a copy of
 * that, and else it is told.
 *
 * Limits: bytes that are written and truncated away between two polls are lost to any reader, as are
 * those that `copytruncate` cuts off between its copy and its truncation; both are reported as far as
 * they can be seen. A rewrite that leaves the first KiB alike and the file no shorter looks like growth.
 */
export function openFileSource(options: FileSourceOptions): Source {
  return new FileSource(options);
}

class FileSource implements Source {
  readonly id: string;
  readonly labels: Labels;
  readonly #options: FileSourceOptions;
  readonly #closing = new AbortController();
  readonly #handles = newHandles(maxOpenFiles);
  readonly #troubles;
  readonly #restored;
  readonly #roster;
  /** Heads of files that are read to their end and gone: what is compressed later may be one of them. */
  readonly #ended: Head[] = [];
  #nextScanMs = -Infinity;
  #opened: boolean;

  constructor(options: FileSourceOptions) {
    this.id = options.id;
    this.labels = options.labels;
    this.#options = options;
    this.#troubles = newTroubles(options.onTrouble);
    this.#restored = restore(options.checkpoints, options.id, this.#troubles);
    this.#opened = this.#restored.opened;
    // Past every generation that a damaged checkpoint may have named.
    this.#roster = newRoster(this.#restored, this.#restored.damaged ? options.clock.nowMs() : 0);
  }

  async *chunks(signal: AbortSignal): AsyncGenerator<Chunk, void> {
    const stop = AbortSignal.any([signal, this.#closing.signal]);
    try {
      for (const stream of this.#restored.useless) yield this.#word(stream, 0, null);
      while (!stop.aborted) {
        if (this.#nowMs() >= this.#nextScanMs) yield* this.#scan();
        const gave = yield* this.#round(stop);
        if (!gave) await this.#options.clock.sleep(this.#pollMs, stop);
      }
    } finally {
      await this.#handles[Symbol.asyncDispose]();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await this.#handles[Symbol.asyncDispose]();
  }

  get #pollMs(): number {
    return this.#options.pollMs ?? 200;
  }

  #nowMs(): number {
    return this.#options.clock.monotonicMs();
  }

  /** One chunk of each file that may have one. */
  async *#round(stop: AbortSignal): AsyncGenerator<Chunk, boolean> {
    const nowMs = this.#nowMs();
    let gave = false;
    for (const tail of this.#roster.tails.values()) {
      if (tail.nextPollMs > nowMs) continue;
      for (const chunk of await this.#step(tail)) {
        if (stop.aborted) return gave;
        gave = true;
        yield chunk;
      }
      if (stop.aborted) return gave;
    }
    return gave;
  }

  async *#scan(): AsyncGenerator<Chunk, void> {
    const startMs = this.#nowMs();
    const found = await findFiles(this.#options.globs, this.#troubles);
    const born = this.#roster.meet(found, startMs);
    await this.#locateAbsent();
    const nowMs = this.#nowMs();
    this.#nextScanMs = nowMs + Math.max(scanMs, 9 * (nowMs - startMs));
    if (this.#opened) return;
    if (this.#options.from === "end") {
      for (const tail of born) if (await this.#skipToEnd(tail)) yield this.#standing(tail);
    }
    this.#opened = true;
    yield this.#word("opened", 0, openedMark);
  }

  /** Looks for renamed files that the globs do not match in the folders where they were. */
  async #locateAbsent(): Promise<void> {
    const folders = new Map<string, Map<string, string>>();
    for (const tail of this.#roster.tails.values()) {
      // Nothing could tell a file whose begin was never seen from one that has got its inode since.
      if (tail.at !== null || tail.head.bytes === 0 || this.#handles.has(tail)) continue;
      const folder = dirname(tail.path);
      const files = folders.get(folder) ?? (await filesByKey(folder, this.#troubles));
      folders.set(folder, files);
      tail.at = files.get(keyText(tail.key)) ?? null;
    }
  }

  async #skipToEnd(tail: Tail): Promise<boolean> {
    try {
      const handle = await this.#handles.use(tail);
      if (handle === undefined) return false;
      await skipToEnd(tail, handle);
      return true;
    } catch (error) {
      this.#troubles.report(tail.path, error);
      return false;
    }
  }

  async #step(tail: Tail): Promise<Chunk[]> {
    const before = tail.seen;
    let step: Step;
    try {
      const handle = await this.#handles.use(tail);
      if (handle === undefined) return this.#unreachable(tail);
      step = await readTail(tail, handle, this.#hasEnded(tail));
      this.#troubles.passed(tail.path);
    } catch (error) {
      return await this.#failed(tail, error);
    }
    const nowMs = this.#nowMs();
    switch (step.kind) {
      case "chunk":
        tail.changedMs = nowMs;
        return [
          { ...this.#standing(tail), offset: step.offset, bytes: step.bytes, cut: step.cut, long: step.long },
        ];
      case "compressed":
        this.#tellCompressed(tail, step.begin);
        return await this.#rest(tail, step.stat);
      case "rest":
        if (before?.changed !== step.stat.changed || before.size !== step.stat.size) tail.changedMs = nowMs;
        return await this.#rest(tail, step.stat);
      case "replaced":
        return await this.#replaced(tail, step.stat);
    }
  }

  #hasEnded(tail: Tail): boolean {
    return tail.seen !== undefined && tail.at !== tail.path && this.#nowMs() - tail.changedMs >= quietMs;
  }

  async #rest(tail: Tail, stat: FileStat): Promise<Chunk[]> {
    const nowMs = this.#nowMs();
    const gone = tail.absentMs !== undefined && (stat.deleted || nowMs - tail.absentMs >= forgetMs);
    if (gone && this.#hasEnded(tail)) return await this.#forget(tail);
    const moved = tail.at !== tail.path;
    const hot = nowMs - tail.changedMs < hotMs;
    // More files than may be open: the scan looks at them, instead of opening and closing them all the time.
    const few = this.#roster.tails.size <= maxOpenFiles;
    tail.nextPollMs = hot && (few || moved) ? nowMs + this.#pollMs : Infinity;
    return [];
  }

  async #replaced(tail: Tail, stat: FileStat): Promise<Chunk[]> {
    const unread = (tail.seen?.size ?? 0) - tail.offset;
    if (unread > 0) {
      const text = `${tail.path} was truncated or replaced while ${unread} bytes of it were unread: they are lost`;
      this.#options.onTrouble(new Fault("missing", text));
    }
    // Outside the globs a new life of the file is nobody's business.
    if (tail.absentMs !== undefined) return await this.#forget(tail);
    await this.#handles.close(tail);
    const next = this.#roster.renew(tail, stat, this.#nowMs());
    // In this order: a crash between the two must not make the inode look like one never seen.
    return [this.#standing(next), this.#word(tail.stream, tail.offset, null)];
  }

  /** A compressed copy of what was read has nothing new; of another nobody may think that it is read. */
  #tellCompressed(tail: Tail, begin: Buffer): void {
    const plain = plainBegin(begin);
    const heads = [...this.#ended, ...[...this.#roster.tails.values()].map(({ head }) => head)];
    if (heads.some((head) => head.bytes > 0 && fitsHead(head, plain))) return;
    const text = `${tail.path} is compressed, and not read; where its lines were never read: gzip -dc ${tail.path} | fettle scan -`;
    this.#troubles.report(tail.stream, new Fault("invalid", text));
  }

  /** No name leads to the file, or another file has just got its name: the next scan will know more. */
  async #unreachable(tail: Tail): Promise<Chunk[]> {
    tail.nextPollMs = Infinity;
    if (tail.absentMs === undefined || tail.at !== null) return [];
    const wasRead = tail.seen !== undefined && tail.seen.size === tail.offset;
    if (!wasRead) {
      const text = `${tail.path} is gone and was not found in its folder: what it held after byte ${tail.offset} is not read`;
      this.#troubles.report(tail.stream, new Fault("missing", text));
    }
    return this.#nowMs() - tail.absentMs >= forgetMs ? await this.#forget(tail) : [];
  }

  async #failed(tail: Tail, error: unknown): Promise<Chunk[]> {
    if (this.#closing.signal.aborted && errorCode(error) === "EBADF") return [];
    this.#troubles.report(tail.path, error);
    await this.#handles.close(tail);
    tail.nextPollMs = this.#nowMs() + scanMs;
    return [];
  }

  async #forget(tail: Tail): Promise<Chunk[]> {
    this.#roster.forget(tail);
    if (this.#ended.push(tail.head) > mostEnded) this.#ended.shift();
    this.#troubles.passed(tail.stream);
    await this.#handles.close(tail);
    return [this.#word(tail.stream, tail.offset, null)];
  }

  #standing(tail: Tail): Chunk {
    return this.#word(tail.stream, tail.offset, positionOf(tail));
  }

  #word(stream: string, offset: number, position: unknown): Chunk {
    return { source: this.id, stream, offset, bytes: Buffer.alloc(0), cut: false, position };
  }
}
