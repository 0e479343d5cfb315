import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { basename, join } from "node:path";
import { blocksIn, blocksOf, readPages, root } from "./support/pages.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const cli = join(root, "bot/cli.ts");
const folder = mkdtempSync(join(tmpdir(), "fettle-docs-"));

afterAll(async () => {
  if (running.exitCode === null) {
    const ended = once(running, "exit");
    running.kill("SIGTERM");
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
});

interface Outcome {
  readonly exit: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

function fettle(args: readonly string[], cwd: string = folder): Promise<Outcome> {
  return new Promise((resolve) => {
    const options = { cwd, env: { PATH: process.env["PATH"] }, timeout: 15_000 };
    execFile(process.execPath, [cli, ...args], options, (error, stdout, stderr) => {
      resolve({ exit: error === null ? 0 : (error.code ?? "killed"), stdout, stderr });
    });
  });
}

/** Begun before all else: alerts gather for 10 s before anybody is told of them. */
const here = join(folder, "local");
const port = await freePort();
const running = startDemonstration();
const shown = incidents();

const checked = (page: string) => blocksIn(page).filter(({ mark }) => mark === "check");

describe("docs/configuration.md", () => {
  const examples = checked("docs/configuration.md");

  test("has an example of every section that acts", () => {
    const keys = examples.flatMap(({ text }) => [...text.matchAll(/^(\w+):/gm)].map(([, key]) => key));
    const acting = "state sources rules checks targets routes people slack drills access redact api".split(
      " ",
    );
    expect(new Set(keys)).toEqual(new Set(acting));
  });

  test.for([...examples, ...checked("docs/slack.md")])(
    "$page: the example at line $line is right",
    async ({ text, page, line }) => {
      const place = join(folder, `example-${basename(page)}-${line}`);
      mkdirSync(join(place, "rules"), { recursive: true });
      mkdirSync(join(place, "policies"));
      writeFileSync(join(place, "rules/a.yml"), "rules: []\n");
      writeFileSync(join(place, "policies/a.cedar"), "");
      writeFileSync(join(place, "fettle.yml"), text);
      const { stdout, exit } = await fettle(["check"], place);
      expect(stdout).toMatch(/^fettle\.yml is right/);
      expect(exit).toBe(0);
    },
  );

  test("names all idle sections, and only those", async () => {
    const idle = [
      "forecasts: [{ name: a, query: up, horizon: 7d }]",
      'reports: [{ forecast: [a], channel: "#a", cron: "0 9 * * 1" }]',
    ];
    writeFileSync(join(folder, "idle.yml"), `${idle.join("\n")}\n`);
    const { stdout } = await fettle(["check", "idle.yml"]);
    const told = [...stdout.matchAll(/^note: `(\w+)`/gm)].map(([, name]) => name);
    const page = readFileSync(join(root, "docs/configuration.md"), "utf8");
    const section = /## Sections that do not act yet\n([\s\S]*?)\n## /.exec(page)?.[1] ?? "";
    const [named = ""] = section.split("are known");
    expect([...named.matchAll(/`(\w+)`/g)].map(([, name]) => name)).toEqual(told);
  });
});

describe("commands in the pages", () => {
  const help = new Map<string, string>();
  const commands = readPages()
    .flatMap((page) => blocksOf(page))
    .filter(({ language }) => language === "sh")
    .flatMap(({ text, page }) =>
      [...text.matchAll(/^npx fettle (.*)$/gm)].map(([, line = ""]) => ({ page, words: line.split(" ") })),
    );

  beforeAll(async () => {
    const verbs = new Set(commands.map(({ words }) => words[0] ?? ""));
    for (const verb of verbs) help.set(verb, (await fettle([verb, "--help"])).stdout);
  }, 60_000);

  test("are found", () => {
    expect(commands.length).toBeGreaterThan(8);
  });

  test.for(commands)("$page: fettle $words is something that the command line knows", ({ words }) => {
    const [verb = "", ...rest] = words;
    expect(help.get(verb)).toMatch(new RegExp(`^usage: fettle ${verb} `));
    const options = rest.filter((word) => word.startsWith("--") && word !== "--help");
    expect(options.filter((option) => !help.get(verb)?.includes(` ${option} `))).toEqual([]);
  });

  test("README.md has every verb in its table, and no other", async () => {
    const { stdout } = await fettle(["help"]);
    const known = [...stdout.matchAll(/^ {2}(\w+) /gm)].map(([, verb]) => verb);
    const table = /## Verbs\n([\s\S]*?)\n## /.exec(readFileSync(join(root, "README.md"), "utf8"))?.[1] ?? "";
    const rows = [...table.matchAll(/^\| (`.*?) \|/gm)].map(([, row = ""]) => row);
    const told = rows.flatMap((row) => [...row.matchAll(/`(\w+)/g)].map(([, verb]) => verb)).slice(1);
    expect(new Set(told)).toEqual(new Set(known));
  });
});

describe("a running Fettle", () => {
  beforeAll(() => shown, 30_000);

  test("shows what README.md says that it shows", async () => {
    const { stdout, exit } = await fettle(["incidents"], here);
    const [expected] = blocksIn("README.md").filter(({ language }) => language === "text");
    expect(steady(stdout)).toBe(steady(expected?.text ?? "nothing"));
    expect(exit).toBe(1);
  });

  test("exposes the metrics that docs/operations.md lists, and no others of its own", async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
    const exposed = [...(await answer.text()).matchAll(/^# TYPE (fettle_\w+) (\w+)$/gm)];
    const page = readFileSync(join(root, "docs/operations.md"), "utf8");
    const listed = [...page.matchAll(/^\| `(fettle_\w+)` \| (\w+) \|/gm)];
    const pairs = (found: RegExpExecArray[]) => found.map(([, name, type]) => `${name} ${type}`).toSorted();
    expect(pairs(listed)).toEqual(pairs(exposed));
  });

  test("is ready, and says so where docs/operations.md says", async () => {
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
  });

  test("lets whoever tries it acknowledge, and tells of it in the audit", async () => {
    expect(await fettle(["ack", "inc-1"], here)).toMatchObject({ exit: 0, stderr: "" });
    const { stdout, exit } = await fettle(["audit"], here);
    expect(exit).toBe(0);
    expect(stdout).toMatch(/ incident\.acknowledge incident:inc-1 done by /);
    const verified = await fettle(["audit", "verify"], here);
    expect(verified.stdout).toContain("the audit is intact");
  });

  test("is backed up while it runs, and has the files that docs/operations.md lists", async () => {
    expect(await fettle(["backup", "copy.db"], here)).toMatchObject({ exit: 0, stderr: "" });
    expect(existsSync(join(here, "copy.db"))).toBe(true);
    const page = readFileSync(join(root, "docs/operations.md"), "utf8");
    const table = /\| file \| what it is \|\n([\s\S]*?)\n\n/.exec(page)?.[1] ?? "";
    const listed = [...table.matchAll(/^\| (`[^|]*) \|/gm)].flatMap(([, names = ""]) =>
      [...names.matchAll(/`([\w.]+)`/g)].map(([, name = ""]) => name),
    );
    expect(listed.filter((name) => !existsSync(join(here, "state", name)))).toEqual([]);
    expect(listed.length).toBeGreaterThan(5);
  });
});

test("a backup and the keys make a new machine, as docs/operations.md says", async () => {
  await shown;
  const there = join(folder, "new-machine");
  mkdirSync(join(there, "state"), { recursive: true, mode: 0o700 });
  for (const name of ["fettle.yml", "rules", "policies", "runbooks"])
    cpSync(join(here, name), join(there, name), { recursive: true });
  for (const key of ["audit.key", "redact.key"]) cpSync(join(here, "state", key), join(there, "state", key));
  expect(await fettle(["backup", join(folder, "moved.db")], here)).toMatchObject({ exit: 0, stderr: "" });
  expect(await fettle(["restore", join(folder, "moved.db")], there)).toMatchObject({ exit: 0, stderr: "" });
  expect(await fettle(["audit", "verify"], there)).toMatchObject({ exit: 0 });
  // By its name: on a slow machine it is over meanwhile.
  const { stdout } = await fettle(["incidents", "inc-1"], there);
  expect(stdout).toContain("inc-1");
});

/** Without what is another value each time: pseudonyms, times and how often. */
function steady(text: string): string {
  return text
    .replaceAll(/<(\w+):[0-9a-f]{8}>/g, "<$1:…>")
    .replaceAll(/(firing for|last|seen) [^·\n]*/g, "$1 …");
}

/** What `npm start` runs, but for the shop: its log is written here, and what is probed is Fettle itself. */
function startDemonstration(): ChildProcess {
  cpSync(join(root, "examples/local"), here, { recursive: true });
  const refused = {
    time: new Date().toISOString(),
    level: "error",
    host: "web-1",
    msg: "payment refused: 401 from payments, token=tok_1 is not valid",
  };
  writeFileSync(join(here, "shop.log"), `${JSON.stringify(refused)}\n`.repeat(5));
  const file = join(here, "fettle.yml");
  const text = readFileSync(file, "utf8")
    .replace(/^state: .*$/m, "state: state")
    .replace(/^slack: .*$/m, "slack: { mode: local, port: 0 }")
    .replace(/file: .*shop\.log$/m, "file: shop.log")
    .replace(/url: http:\S+$/m, `url: http://127.0.0.1:${port}/healthz`);
  writeFileSync(file, `${text}api: { listen: "127.0.0.1:${port}" }\n`);
  return spawn(process.execPath, [cli, "start"], { cwd: here, stdio: "ignore" });
}

/** Resolves when there is an incident; whoever waits for it has a deadline. */
async function incidents(): Promise<void> {
  while (running.exitCode === null) {
    const { stdout } = await fettle(["incidents"], here);
    // While it gathers, nobody is told yet.
    if (stdout.includes("●") && !stdout.includes("gathering")) return;
    await sleep(500);
  }
  throw new Error(`the process ended with ${running.exitCode}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port was found");
  return address.port;
}
