import { describe, expect, test } from "vitest";
import { systemClock } from "#core/runtime";
import { App } from "../../bot/app.ts";
import { progressLine } from "../../bot/progress.ts";
import { openScreen } from "../bot/screen.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { optionsOf } from "../bot/config-folder.ts";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { rules, until } from "../bot/cli-process.ts";

const yaml = "state: st\nsources: [ { file: app.log } ]\nrules: rules.yml\napi: { listen: '127.0.0.1:0' }\n";

describe("the whole house in one process", () => {
  test("leaves no listener and no open handle behind, twice", async () => {
    using folder = temporaryFolder();
    const before = traces();
    for (let round = 0; round < 2; round++) {
      await using app = appIn(folder.path, openScreen(80, 24));
      await app.start();
    }
    await until(() => JSON.stringify(traces()) === JSON.stringify(before));
    expect(traces()).toEqual(before);
  });

  test("keeps a card on a terminal, edited in place below the log", { timeout: 40_000 }, async () => {
    using folder = temporaryFolder();
    const screen = openScreen(40, 12);
    await using app = appIn(folder.path, screen);
    await app.start();
    appendFileSync(join(folder.path, "app.log"), "boom disk\n");
    await until(() => screen.seen().some((line) => line.startsWith("● SEV4")), 25_000);
    app.log.warn("something else");
    appendFileSync(join(folder.path, "app.log"), "boom disk\nboom net\n");
    await until(() => screen.seen().some((line) => line.includes("2 of 2 alerts")));
    const all = screen.all();
    expect(all.filter((line) => line.startsWith("●"))).toHaveLength(1);
    expect(all.join("")).toContain("something else");
    expect(all.at(-1)).toMatch(/^ {2}rule boom · 2 of 2 alerts firing/);
  });
});

describe("the line that shows how far reading has come", () => {
  test("is written over itself on a terminal, and taken away", () => {
    const screen = openScreen(60, 5);
    const line = progressLine({ err: (text) => screen.write(text), errIsTerminal: true });
    line.show({ bytes: 10, total: 100 });
    line.show({ bytes: 55, total: 100 });
    expect(screen.seen()).toEqual([`${"█".repeat(16)}${"░".repeat(14)} 55 % of 100B`]);
    line.clear();
    expect(screen.seen()).toEqual([]);
  });

  test("is not there where nobody would see it, nor for a pipe of unknown length", () => {
    const written: string[] = [];
    const err = (text: string): void => void written.push(text);
    progressLine({ err, errIsTerminal: false }).show({ bytes: 1, total: 2 });
    progressLine({ err, errIsTerminal: true }).show({ bytes: 1, total: 0 });
    expect(written).toEqual([]);
  });
});

function appIn(folder: string, output: ReturnType<typeof openScreen>) {
  return new App({
    options: optionsOf(folder, yaml, { "rules.yml": rules, "app.log": "" }),
    clock: systemClock,
    output,
    errors: output,
    logLevel: "warn",
    pid: process.pid,
    uid: process.getuid?.() ?? 0,
  });
}

/** What a process that has closed everything has no more of than before. */
function traces(): Record<string, unknown> {
  const listeners = process.eventNames().map((name) => [String(name), process.listenerCount(name)]);
  const handles = process
    .getActiveResourcesInfo()
    .filter((name) => !/^(?:Timeout|Immediate|FSReq)/.test(name));
  return { listeners: Object.fromEntries(listeners), handles: handles.toSorted() };
}
