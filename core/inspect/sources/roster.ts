import type { Checkpoint } from "#core/store";
import { Fault } from "#core/domain";
import { type FileStat, keyText } from "./file-stat.ts";
import type { FoundFile } from "./find-files.ts";
import { type FileKey, type FilePosition, parsePosition, streamId } from "./position.ts";
import { emptyHead, sameContent, type Tail } from "./tail.ts";
import type { Troubles } from "./troubles.ts";

export type KnownPosition = Pick<Checkpoint, "stream" | "position">;

/** The files that a source follows, by identity; names come and go. */
export interface Roster {
  readonly tails: ReadonlyMap<string, Tail>;
  /** Compares with what the globs match now: moves names, marks what is absent, returns the new ones. */
  meet(found: readonly FoundFile[], nowMs: number): Tail[];
  /** Begins the next life of a file that was truncated or rewritten. */
  renew(tail: Tail, stat: FileStat, nowMs: number): Tail;
  forget(tail: Tail): void;
}

/** What the checkpoints of a source say. */
export interface Restored {
  readonly tails: readonly Tail[];
  /** The source has been open before. */
  readonly opened: boolean;
  /** Streams whose checkpoints are of no use. */
  readonly useless: readonly string[];
  /** Some of these were no positions, so that it is not known which lives they named. */
  readonly damaged: boolean;
}

/** A checkpoint that is no position is reported, and its file is read from the start. */
export function restore(known: readonly KnownPosition[], source: string, troubles: Troubles): Restored {
  const tails = new Map<string, Tail>();
  const useless: string[] = [];
  let opened = false;
  let damaged = false;
  for (const { stream, position } of known) {
    const parsed = parsePosition(position);
    if (parsed === undefined) {
      troubles.report(`${source}/${stream}`, badCheckpoint(source, stream));
      useless.push(stream);
      damaged = true;
    } else if (parsed.kind === "opened") {
      opened = true;
    } else {
      const key = keyText(parsed);
      const other = tails.get(key);
      // Two lives of one inode: the process ended between the begin of the new and the end of the old one.
      const newer = other === undefined || other.generation < parsed.generation;
      if (newer) tails.set(key, fromPosition(stream, parsed));
      if (other !== undefined) useless.push(newer ? other.stream : stream);
    }
  }
  return { tails: [...tails.values()], opened, useless, damaged };
}

/** `firstGeneration`: of a file that has no checkpoint. */
export function newRoster(restored: Restored, firstGeneration: number): Roster {
  const tails = new Map(restored.tails.map((tail) => [keyText(tail.key), tail]));
  /** Not met since the start: their device may have got another number (a reboot, a new mount). */
  const unmet = new Set(restored.tails);

  function add(tail: Tail): Tail {
    tails.set(keyText(tail.key), tail);
    return tail;
  }

  function known(key: FileKey): Tail | undefined {
    const same = tails.get(keyText(key));
    if (same !== undefined) return same;
    const moved = [...unmet].find((tail) => tail.key.ino === key.ino && tail.head.bytes > 0);
    if (moved === undefined) return undefined;
    tails.delete(keyText(moved.key));
    moved.key = { dev: key.dev, ino: key.ino };
    return add(moved);
  }

  return {
    tails,
    meet(found, nowMs) {
      const met = new Set<Tail>();
      const born: Tail[] = [];
      // Exact matches first, so that no other file takes their checkpoints.
      for (const { stat } of found) {
        const tail = tails.get(keyText(stat));
        if (tail !== undefined) unmet.delete(tail);
      }
      for (const { path, stat } of found) {
        let tail = known(stat);
        if (tail === undefined) {
          tail = add({ ...newTail(path, stat, firstGeneration), changedMs: nowMs });
          born.push(tail);
        }
        met.add(tail);
        unmet.delete(tail);
        tail.at = path;
        tail.absentMs = undefined;
        if (tail.seen === undefined || !sameContent(tail.seen, stat)) tail.nextPollMs = nowMs;
      }
      for (const tail of tails.values()) if (!met.has(tail)) missed(tail, nowMs);
      return born;
    },
    renew: (tail, stat, nowMs) => {
      // Counted on for a truncated inode only: one that was made anew has a name of its own by its birth,
      // which must not depend on whether its predecessor was still known.
      const generation = stat.birth === tail.birth ? tail.generation + 1 : firstGeneration;
      const next = newTail(tail.path, stat, generation);
      return add({ ...next, at: tail.at, changedMs: nowMs, nextPollMs: nowMs });
    },
    forget: (tail) => void tails.delete(keyText(tail.key)),
  };
}

function missed(tail: Tail, nowMs: number): void {
  tail.at = null;
  tail.absentMs ??= nowMs;
  tail.nextPollMs = nowMs;
}

function newTail(path: string, stat: FileStat, generation: number): Tail {
  return {
    stream: streamId(stat, stat.birth, generation),
    path,
    birth: stat.birth,
    generation,
    key: { dev: stat.dev, ino: stat.ino },
    at: path,
    offset: 0,
    midLine: false,
    head: emptyHead,
    seen: undefined,
    changedMs: 0,
    absentMs: undefined,
    nextPollMs: 0,
  };
}

function fromPosition(stream: string, position: FilePosition): Tail {
  const { path, dev, ino, birth, generation, offset, midLine, headBytes, headHash } = position;
  return {
    stream,
    path,
    birth,
    generation,
    key: { dev, ino },
    at: null,
    offset,
    midLine,
    head: { bytes: headBytes, hash: headHash },
    seen: undefined,
    changedMs: 0,
    absentMs: undefined,
    nextPollMs: 0,
  };
}

function badCheckpoint(source: string, stream: string): Fault {
  return new Fault(
    "invalid",
    `checkpoint ${stream} of source ${source} is no file position: its file is read again from the start`,
  );
}
