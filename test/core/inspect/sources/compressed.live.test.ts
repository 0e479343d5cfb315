import { execFileSync } from "node:child_process";
import { appendFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { temporaryFolder } from "../../../support/temporary-folder.ts";
import { startReading } from "./reading.ts";

let log: string;

beforeEach(() => {
  const temporary = temporaryFolder();
  log = join(temporary.path, "app.log");
  return () => temporary[Symbol.dispose]();
});

describe("a compressed file", () => {
  const many = Array.from({ length: 300 }, (_, n) => `line ${n} of the log`);

  test("that is a copy of what was read gives nothing, and is no news", async () => {
    writeFileSync(log, `${many.join("\n")}\n`);
    await using reading = startReading([`${log}*`]);
    await reading.untilLines(many);
    renameSync(log, `${log}.1`);
    writeFileSync(log, "next\n");
    await reading.until(() => reading.lines().includes("next"));
    execFileSync("gzip", [`${log}.1`]);
    await reading.pass(8_000);
    appendFileSync(log, "last\n");
    await reading.until(() => reading.lines().includes("last"));
    expect(reading.lines()).toEqual([...many, "next", "last"]);
    expect(reading.troubles).toEqual([]);
  });

  test("that nobody has read is told once, and never taken for text", async () => {
    writeFileSync(`${log}.1`, "never read\n");
    execFileSync("gzip", [`${log}.1`]);
    writeFileSync(`${log}.2.gz`, Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3, 10, 10, 10]));
    writeFileSync(log, "one\n");
    await using reading = startReading([`${log}*`]);
    await reading.untilLines(["one"]);
    await reading.pass(5_000);
    appendFileSync(`${log}.2.gz`, "more\n");
    await reading.pass(5_000);
    appendFileSync(log, "two\n");
    await reading.until(() => reading.lines().includes("two"));
    expect(reading.lines()).toEqual(["one", "two"]);
    expect(reading.troubles.map(({ message }) => message).toSorted()).toEqual([
      expect.stringContaining(`${log}.1.gz is compressed, and not read`),
      expect.stringContaining(`${log}.2.gz is compressed, and not read`),
    ]);
  });
});
