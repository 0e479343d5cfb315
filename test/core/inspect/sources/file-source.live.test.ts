import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  copyFileSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  statSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../support/temporary-folder.ts";
import { type Kept, startReading } from "./reading.ts";

let folder: string;
let log: string;

beforeEach(() => {
  const temporary = temporaryFolder();
  folder = temporary.path;
  log = join(folder, "app.log");
  return () => temporary[Symbol.dispose]();
});

/** Reads until these lines have come, and ends without a word, as a killed process does. */
async function readOnce(expected: readonly string[], kept: Kept, globs = [log]): Promise<void> {
  await using reading = startReading(globs, { kept });
  await reading.untilLines(expected);
}

function positions(kept: Kept): Record<string, unknown>[] {
  return [...kept.values()].filter(
    (position): position is Record<string, unknown> =>
      typeof position === "object" && position !== null && "offset" in position,
  );
}

describe("a file that is written to", () => {
  test("gives its lines as they are completed, an unfinished one not before its end", async () => {
    writeFileSync(log, "one\ntw");
    await using reading = startReading([log]);
    await reading.untilLines(["one"]);
    await reading.pass(60_000);
    expect(reading.lines()).toEqual(["one"]);
    appendFileSync(log, "o\r\nthree\n");
    await reading.untilLines(["one", "two", "three"]);
    expect(new Set(reading.chunks.map((chunk) => chunk.stream)).size).toBe(2);
  });

  test("goes on after a restart where the last kept chunk ended", async () => {
    const kept: Kept = new Map();
    writeFileSync(log, "one\ntwo\nthr");
    await readOnce(["one", "two"], kept);
    appendFileSync(log, "ee\nfour\n");
    await readOnce(["three", "four"], kept);
    expect(positions(kept)).toMatchObject([{ path: log, offset: 19, generation: 0, headBytes: 19 }]);
  });

  test("has the same stream and offsets when its chunks come again", async () => {
    writeFileSync(log, "one\n");
    const names: unknown[] = [];
    for (let i = 0; i < 2; i++) {
      await using reading = startReading([log]);
      await reading.until(() => reading.lines().length === 1);
      names.push(reading.chunks.map(({ stream, offset }) => [stream, offset]));
      appendFileSync(log, "");
    }
    expect(names[0]).toEqual(names[1]);
  });

  test("is idle for long, and is noticed when it grows again", async () => {
    writeFileSync(log, "one\n");
    await using reading = startReading([log]);
    await reading.untilLines(["one"]);
    await reading.pass(60_000);
    appendFileSync(log, "two\n");
    await reading.untilLines(["one", "two"]);
    expect(reading.troubles).toEqual([]);
  });

  test("gives a line that is longer than the limit in pieces, also across a restart", async () => {
    const kept: Kept = new Map();
    writeFileSync(log, "a".repeat(100_000));
    {
      await using reading = startReading([log], { kept });
      await reading.until(() => reading.lines().length === 1);
      expect(reading.chunks.at(-1)).toMatchObject({ cut: true, offset: 0 });
    }
    appendFileSync(log, "b\nshort\n");
    await using reading = startReading([log], { kept });
    await reading.until(() => reading.lines().length === 2);
    expect(reading.lines().map((line) => line.length)).toEqual([100_001 - 65_536, 5]);
    expect(reading.chunks.at(-1)).toMatchObject({ cut: true, offset: 65_536 });
  });
});

describe("rotation by rename", () => {
  test("reads the old file to its end while the new one is read, also where the pattern does not match it", async () => {
    writeFileSync(log, "one\n");
    await using reading = startReading([log]);
    await reading.untilLines(["one"]);
    renameSync(log, `${log}.1`);
    appendFileSync(`${log}.1`, "two\n");
    writeFileSync(log, "three\n");
    await reading.until(() => reading.lines().length === 3);
    appendFileSync(`${log}.1`, "late\nrest");
    await reading.until(() => reading.lines().includes("late"));
    expect(reading.lines().toSorted()).toEqual(["late", "one", "three", "two"]);
    await reading.pass(6000);
    expect(reading.lines()).toContain("rest");
    expect(reading.troubles).toEqual([]);
  });

  test("keeps a renamed file that the pattern matches as the same stream", async () => {
    const kept: Kept = new Map();
    const globs = [join(folder, "app.log*")];
    writeFileSync(log, "one\n");
    await readOnce(["one"], kept, globs);
    renameSync(log, `${log}.1`);
    writeFileSync(log, "two\n");
    await readOnce(["two"], kept, globs);
    expect(positions(kept).length).toBe(2);
  });

  test("while Fettle was down is found in the folder, and read to its end", async () => {
    const kept: Kept = new Map();
    writeFileSync(log, "one\n");
    await readOnce(["one"], kept);
    appendFileSync(log, "two\n");
    renameSync(log, `${log}.2`);
    writeFileSync(log, "three\n");
    await using reading = startReading([log], { kept });
    await reading.until(() => reading.lines().length === 2);
    expect(reading.lines().toSorted()).toEqual(["three", "two"]);
    unlinkSync(`${log}.2`);
    await reading.pass(8000);
    expect(positions(kept)).toMatchObject([{ path: log, offset: 6 }]);
  });

  test("out of reach is forgotten after ten minutes, and told if something was left unread", async () => {
    const kept: Kept = new Map();
    writeFileSync(log, "one\n");
    await readOnce(["one"], kept);
    unlinkSync(log);
    await using reading = startReading([log], { kept });
    await reading.until(() => reading.troubles.length === 1);
    expect(reading.troubles[0]?.message).toContain(`${log} is gone`);
    expect(positions(kept).length).toBe(1);
    await reading.pass(601_000);
    expect(positions(kept).length).toBe(0);
    expect(reading.troubles.length).toBe(1);
  });
});

describe("a file that is deleted", () => {
  test("is read to its end from the open file, its unfinished line included, and then forgotten", async () => {
    writeFileSync(log, "one\n");
    await using reading = startReading([log]);
    await reading.untilLines(["one"]);
    appendFileSync(log, "two\nrest");
    unlinkSync(log);
    await reading.until(() => reading.chunks.at(-1)?.position === null);
    expect(reading.lines()).toEqual(["one", "two", "rest"]);
    expect(positions(reading.kept)).toEqual([]);
  });

  test("and made again is read from its start, whatever its inode", async () => {
    writeFileSync(log, "one\n");
    await using reading = startReading([log]);
    await reading.untilLines(["one"]);
    unlinkSync(log);
    writeFileSync(log, "two and longer\n");
    await reading.untilLines(["one", "two and longer"]);
    expect(reading.chunks.at(-1)?.offset).toBe(0);
  });

  test("and whose inode was given to a longer file while Fettle was down does not hide that file's begin", async () => {
    const kept: Kept = new Map();
    const other = join(folder, "other.log");
    writeFileSync(other, "one\n");
    await readOnce(["one"], kept, [other]);
    writeFileSync(log, "another and longer\n");
    const { dev, ino } = statSync(log, { bigint: true });
    for (const [stream, position] of kept) {
      if (typeof position === "object")
        kept.set(stream, { ...position, dev: `${dev}`, ino: `${ino}`, birth: "1" });
    }
    await readOnce(["another and longer"], kept);
    expect(positions(kept)).toMatchObject([{ generation: 0, offset: 19 }]);
  });
});

describe("truncation", () => {
  test("in place begins a new stream at 0 and ends the old one", async () => {
    writeFileSync(log, "one\ntwo\n");
    await using reading = startReading([log]);
    await reading.untilLines(["one", "two"]);
    truncateSync(log);
    appendFileSync(log, "3\n");
    await reading.untilLines(["one", "two", "3"]);
    expect(reading.chunks.at(-1)?.offset).toBe(0);
    expect(positions(reading.kept)).toMatchObject([{ generation: 1, offset: 2 }]);
  });

  test("is noticed by the file's begin when the new content is longer than what was read", async () => {
    writeFileSync(log, "one\ntwo\n");
    await using reading = startReading([log]);
    await reading.untilLines(["one", "two"]);
    copyFileSync(log, `${log}.1`);
    truncateSync(log);
    appendFileSync(log, "three\nfour\nfive\nsix\n");
    await reading.untilLines(["one", "two", "three", "four", "five", "six"]);
    expect(reading.troubles).toEqual([]);
  });

  test("is noticed when the new content is exactly as long, also while Fettle was down", async () => {
    const kept: Kept = new Map();
    writeFileSync(log, "one\ntwo\n");
    await readOnce(["one", "two"], kept);
    writeFileSync(log, "eno\nowt\n");
    await readOnce(["eno", "owt"], kept);
    await readOnce([], kept);
    expect(positions(kept)).toMatchObject([{ generation: 1, offset: 8 }]);
  });

  test("over unread bytes says how many were lost", async () => {
    writeFileSync(log, "one\nunfinished");
    await using reading = startReading([log]);
    await reading.untilLines(["one"]);
    truncateSync(log);
    await reading.until(() => reading.troubles.length > 0);
    expect(reading.troubles[0]?.message).toContain("10 bytes of it were unread");
  });

  test("whose old checkpoint outlived a crash beside the new one goes on with the new one", async () => {
    const kept: Kept = new Map();
    writeFileSync(log, "one\n");
    await readOnce(["one"], kept);
    const before = new Map(kept);
    writeFileSync(log, "2\n");
    await readOnce(["2"], kept);
    const both = new Map([...before, ...kept]);
    expect(both.size).toBe(3);
    await readOnce([], both);
    expect(positions(both)).toMatchObject([{ generation: 1, offset: 2 }]);
  });
});

describe("a source that begins at the end", () => {
  test("skips what exists when it is first opened, reads later files from their start, and skips nothing after a restart", async () => {
    const kept: Kept = new Map();
    writeFileSync(log, "old\nunfin");
    const globs = [join(folder, "*.log")];
    {
      await using reading = startReading(globs, { from: "end", kept });
      await reading.until(() => kept.has("opened"));
      expect(reading.lines()).toEqual([]);
    }
    appendFileSync(log, "ished\nnew\n");
    {
      await using reading = startReading(globs, { from: "end", kept });
      await reading.untilLines(["unfinished", "new"]);
      writeFileSync(join(folder, "later.log"), "first\n");
      await reading.untilLines(["unfinished", "new", "first"]);
    }
    writeFileSync(join(folder, "while-down.log"), "seen\n");
    await using reading = startReading(globs, { from: "end", kept });
    await reading.untilLines(["seen"]);
  });
});

describe("bad luck", () => {
  test("a checkpoint that is no position is reported, and its file is read again from the start", async () => {
    const kept: Kept = new Map([["bad", { kind: "file", offset: -1 }]]);
    writeFileSync(log, "one\n");
    await using reading = startReading([log], { kept });
    await reading.untilLines(["one"]);
    expect(reading.troubles.map((fault) => fault.kind)).toEqual(["invalid"]);
    expect(kept.has("bad")).toBe(false);
  });

  test("what is no regular file is refused once and never blocks the others", async () => {
    mkdirSync(join(folder, "folder.log"));
    execFileSync("mkfifo", [join(folder, "fifo.log")]);
    symlinkSync("/dev/zero", join(folder, "zero.log"));
    symlinkSync("nowhere", join(folder, "dangling.log"));
    writeFileSync(log, "one\n");
    await using reading = startReading([join(folder, "*.log")]);
    await reading.untilLines(["one"]);
    await reading.pass(5000);
    expect(reading.troubles.map((fault) => fault.message).toSorted()).toEqual(
      ["fifo.log", "folder.log", "zero.log"].map(
        (name) => `${join(folder, name)} is no regular file: it is not read`,
      ),
    );
  });

  test("a path that cannot be followed is reported once, tried again, and read from its start when it can", async () => {
    symlinkSync(log, log);
    await using reading = startReading([log], { from: "end" });
    await reading.until(() => reading.troubles.length > 0);
    await reading.pass(5000);
    expect(reading.troubles.map((fault) => [fault.kind, fault.message])).toEqual([
      ["unavailable", `${log} cannot be read: ELOOP`],
    ]);
    unlinkSync(log);
    writeFileSync(log, "one\n");
    await reading.untilLines(["one"]);
  });

  test("a device with another number after a reboot does not make its files new", async () => {
    const kept: Kept = new Map();
    writeFileSync(log, "one\n");
    await readOnce(["one"], kept);
    for (const [stream, position] of kept) {
      if (stream !== "opened" && typeof position === "object") kept.set(stream, { ...position, dev: "4242" });
    }
    appendFileSync(log, "two\n");
    await readOnce(["two"], kept);
    expect(positions(kept)).toMatchObject([{ dev: `${statSync(log).dev}`, offset: 8 }]);
  });

  test("an empty file and one without any line end give nothing and lose nothing", async () => {
    writeFileSync(log, "");
    writeFileSync(join(folder, "b.log"), "b");
    await using reading = startReading([join(folder, "*.log")]);
    await reading.pass(2000);
    expect(reading.lines()).toEqual([]);
    appendFileSync(log, "a\n");
    appendFileSync(join(folder, "b.log"), "\n");
    await reading.until(() => reading.lines().length === 2);
  });
});

describe("many and big files", () => {
  test("are all read with a bounded number of them open", async () => {
    const names = Array.from({ length: 600 }, (_, i) => join(folder, `${i}.log`));
    for (const name of names) writeFileSync(name, `${name}\n`);
    await using reading = startReading([join(folder, "*.log")]);
    await reading.until(() => reading.lines().length === 600);
    for (const name of names) appendFileSync(name, "again\n");
    await reading.until(() => reading.lines().length === 1200);
    expect(openUnder(folder)).toBeLessThanOrEqual(256);
    expect(openUnder(folder)).toBeGreaterThan(200);
    expect(new Set(reading.lines()).size).toBe(601);
  });

  test("take turns: a small one does not wait for a big one", async () => {
    writeFileSync(join(folder, "big.log"), `${"x".repeat(99)}\n`.repeat(200_000));
    writeFileSync(join(folder, "small.log"), "small\n");
    await using reading = startReading([join(folder, "*.log")]);
    const bytes = (): number => reading.chunks.reduce((sum, chunk) => sum + chunk.bytes.length, 0);
    await reading.until(() => bytes() === 20_000_006);
    const turn = reading.chunks.findIndex((chunk) => chunk.bytes.toString() === "small\n");
    expect(turn).toBeLessThan(4);
    expect(Math.max(...reading.chunks.map((chunk) => chunk.bytes.length))).toBeLessThanOrEqual(256 * 1024);
  });

  test("are closed when the source is, read or not", async () => {
    writeFileSync(log, "one\n");
    {
      await using reading = startReading([log]);
      await reading.untilLines(["one"]);
      expect(openUnder(folder)).toBe(1);
    }
    expect(openUnder(folder)).toBe(0);
  });
});

/** How many files below `path` this process has open. */
function openUnder(path: string): number {
  const fds = "/proc/self/fd";
  return readdirSync(fds).filter((fd) => {
    const link = join(fds, fd);
    return (
      lstatSync(link, { throwIfNoEntry: false }) !== undefined && readlinkSync(link).startsWith(`${path}/`)
    );
  }).length;
}
