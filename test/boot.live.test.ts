import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { doorsOf, readManifest } from "./support/architecture-manifest.ts";
import { readTree } from "./support/architecture-tree.ts";

/*
 * What type checker and test runner let pass, Node may refuse: a name that a CommonJS package does not
 * export, a type imported as a value, a warning on stderr. So everything is loaded once by Node itself.
 */
const root = fileURLToPath(new URL("..", import.meta.url));
const tree = readTree(root);
const doors = doorsOf(readManifest(tree.get("package.json") ?? "{}"));
/** Runs in browsers, not in Node. */
const browser = "bot/workspace/page/browser/";
const modules = [...tree].filter(
  ([file]) => /^(?:core|bot|commands|handlers)\/.*\.ts$/.test(file) && !file.startsWith(browser),
);
const commands = modules.filter(([, text]) => text.startsWith("#!")).map(([file]) => file);
const parts = modules.map(([file]) => file).filter((file) => !commands.includes(file));

describe("every door of package.json", () => {
  test("leads to a file", () => {
    expect(doors.size).toBeGreaterThan(0);
    expect([...doors].filter(([, path]) => !tree.has(path))).toEqual([]);
  });

  test.for([...doors].filter(([, path]) => tree.has(path)))(
    "%s opens under plain Node, starts nothing and says nothing",
    async ([door]) => {
      expect(await runNode(...load([door]))).toEqual(quiet);
    },
  );
});

test("every module loads under plain Node, the lazily imported ones too", async () => {
  expect(parts.length).toBeGreaterThan(0);
  expect(await runNode(...load(parts.map((file) => `./${file}`)))).toEqual(quiet);
});

test.for(commands)("%s --help answers on stdout, without a warning", async (command) => {
  const { exit, stdout, stderr } = await runNode(command, "--help");
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
  expect(stdout).toMatch(/\S/);
});

interface Outcome {
  readonly exit: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

const quiet: Outcome = { exit: 0, stdout: "", stderr: "" };

/** Arguments with which Node imports `specifiers` one after the other, as a module at the project's top would. */
function load(specifiers: readonly string[]): string[] {
  const script = specifiers.map((specifier) => `await import(${JSON.stringify(specifier)});`).join("\n");
  return ["--input-type=module", "--eval", script];
}

/** Runs the pinned Node without what the test runner put into the environment; a child that does not end is killed. */
async function runNode(...args: readonly string[]): Promise<Outcome> {
  const env = { PATH: process.env["PATH"], HOME: "/nonexistent" };
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: root, env, timeout: 15_000 }, (error, stdout, stderr) => {
      const exit = error === null ? 0 : (error.code ?? error.signal ?? "not started");
      resolve({ exit, stdout, stderr });
    });
  });
}
