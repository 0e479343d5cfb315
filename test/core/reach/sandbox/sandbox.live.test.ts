import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync, chmodSync, chownSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { absent, type Box, folderIn, openBox, runner, uid } from "./box.ts";

const skipped = absent !== undefined;
let box: Box;

beforeAll(async () => {
  box = await openBox(skipped ? "off" : "full");
});
afterAll(() => box[Symbol.asyncDispose]());

describe("a command", () => {
  test("gives its exit code, and what it wrote to each stream", async () => {
    const { exit, stdout, stderr, ended } = await box.run("echo out; echo err >&2; exit 7");
    expect([exit, stdout, stderr, ended]).toEqual([7, "out\n", "err\n", "exit"]);
  });

  test("that writes without end is read to the end, and kept as far as it may be", async () => {
    const { stdout, stdoutBytes, truncated } = await box.run("head -c 3000000 /dev/zero | tr '\\0' x", {
      mostBytes: 1_000,
    });
    expect([stdout, stdoutBytes, truncated]).toEqual(["x".repeat(1_000), 3_000_000, true]);
  });

  test("is killed at its deadline, with whatever it started", async () => {
    const { ended, ms } = await box.run("sh -c 'sleep 77 & sleep 77' & sleep 77", { deadlineMs: 400 });
    expect(ended).toBe("deadline");
    expect(ms).toBeLessThan(2_000);
    expect((await box.run("ps ax 2>/dev/null | grep -c '[s]leep 77'")).stdout.trim()).not.toBe("1");
  });

  test("is killed when somebody wants it to end, also before it began", async () => {
    const stop = new AbortController();
    const running = box.run("sleep 78", { signal: stop.signal });
    stop.abort();
    expect((await running).ended).toBe("aborted");
    expect((await box.run("sleep 78", { signal: stop.signal })).ended).toBe("aborted");
  });

  test("does not hold us up by what it leaves behind with our pipes", async () => {
    const { ms, stdout } = await box.run("(setsid sleep 79 &); echo done");
    expect(stdout).toBe("done\n");
    expect(ms).toBeLessThan(2_000);
  });

  test("gets its words as they are, whatever is in them", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 200 }), async (word) => {
        fc.pre(!word.includes("\0"));
        const { stdout } = await box.sandbox.execute({
          argv: ["printf", "%s", word],
          grants: [],
          deadlineMs: 5_000,
          signal: new AbortController().signal,
          mostBytes: 10_000,
          what: "test",
        });
        expect(stdout).toBe(word.toWellFormed());
      }),
      { numRuns: 25 },
    );
  });

  test("leaves one line in the log: what, how, and what came of it; nothing of what it said", async () => {
    await box.run("echo hunter2; exit 3");
    const line = box.lines.findLast(({ audit }) => audit === "sandbox.execute");
    expect(line).toMatchObject({
      argv: ["sh", "-c", "echo <secret>; exit 3"],
      exit: 3,
      what: "test",
      stdoutBytes: 8,
    });
    expect(JSON.stringify(line)).not.toContain("hunter2");
  });
});

describe.skipIf(skipped)("a grant", () => {
  test("to write is where it begins, and what it writes is there", async () => {
    const path = folderIn(box, "w");
    const { stdout } = await box.run("pwd; echo new > file", { grants: [{ kind: "write", path }] });
    expect(stdout.trim()).toBe(path);
    expect(readFileSync(join(path, "file"), "utf8")).toBe("new\n");
  });

  test("to read lets nothing be written, and what is beside it is not there", async () => {
    const path = folderIn(box, "r");
    writeFileSync(join(path, "file"), "text");
    chmodSync(join(path, "file"), 0o644);
    folderIn(box, "beside");
    const { stdout } = await box.run(`cat ${path}/file; echo x > ${path}/file; ls ${box.folder}`, {
      grants: [{ kind: "read", path }],
    });
    expect(stdout).toBe("textr\n");
  });

  test("of the network gives it", async () => {
    const open = await box.run("ls /sys 2>/dev/null; cat /proc/net/dev | wc -l", {
      grants: [{ kind: "net" }],
    });
    const shut = await box.run("cat /proc/net/dev | wc -l");
    expect(Number(open.stdout)).toBeGreaterThanOrEqual(Number(shut.stdout));
  });

  test.for(["/", "/etc", "/proc/self", "/dev/null", "/sys", "/usr", "relative", "/tmp/../etc", "/tmp/a\0b"])(
    "of %j is refused",
    async (path) => {
      const asked = box.run("true", { grants: [{ kind: "read", path }] });
      await expect(asked).rejects.toMatchObject({ kind: "invalid" });
    },
  );

  test("that leads to such a place by a link is refused", async () => {
    const link = join(box.folder, "link");
    symlinkSync("/etc", link);
    await expect(box.run("true", { grants: [{ kind: "read", path: link }] })).rejects.toThrow(
      "which is /etc",
    );
  });

  test("of what is Fettle's own, of what is in it, and of what holds it is refused", async () => {
    const own = folderIn(box, "own");
    mkdirSync(join(own, "inside"));
    await using guarded = await openBox("full", [own]);
    for (const path of [own, join(own, "inside"), box.folder]) {
      await expect(guarded.run("true", { grants: [{ kind: "read", path }] })).rejects.toThrow(
        "keeps for itself",
      );
    }
  });

  test("below a folder in which others may write is refused: they could put something else there", async () => {
    const open = folderIn(box, "open");
    chmodSync(open, 0o777);
    mkdirSync(join(open, "in"));
    await expect(box.run("true", { grants: [{ kind: "write", path: join(open, "in") }] })).rejects.toThrow(
      "others may write",
    );
  });

  test("of a single file is that file, and the command begins elsewhere", async () => {
    const file = join(folderIn(box, "single"), "file");
    writeFileSync(file, "what stands in it\n");
    const { exit, stdout } = await box.run(`cat ${file}; pwd`, { grants: [{ kind: "read", path: file }] });
    expect([exit, stdout]).toEqual([0, "what stands in it\n/tmp\n"]);
  });

  test("of nothing is told as missing", async () => {
    const asked = box.run("true", { grants: [{ kind: "read", path: join(box.folder, "nothing") }] });
    await expect(asked).rejects.toMatchObject({ kind: "missing" });
  });

  test.runIf(uid === 0)("to write what is root's is refused, with the way out", async () => {
    const path = folderIn(box, "roots");
    chownSync(path, 0, 0);
    await expect(box.run("true", { grants: [{ kind: "write", path }] })).rejects.toThrow("belongs to root");
    rmSync(path, { recursive: true });
    expect(runner).not.toBe(0);
  });

  test.runIf(uid === 0)(
    "behind a folder that its account may not enter is told with what to open",
    async () => {
      const path = folderIn(box, "shut");
      chownSync(path, 0, 0);
      chmodSync(path, 0o700);
      mkdirSync(join(path, "in"));
      const asked = box.run("true", { grants: [{ kind: "read", path: join(path, "in") }] });
      await expect(asked).rejects.toThrow(
        /the sandbox could not be made: .*Permission denied; root's commands run as/,
      );
    },
  );
});
