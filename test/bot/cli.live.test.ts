import { chmodSync, openSync } from "node:fs";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { documents, matching, openPlace, spawnNode } from "./cli-process.ts";

const verbs = ["start", "check", "scan", "incidents", "ack", "unack", "audit", "doctor", "backup", "restore"];
const cli = fileURLToPath(new URL("../../bot/cli.ts", import.meta.url));

describe("the command line", () => {
  test.for(verbs)("tells on stdout how %s is used", async (verb) => {
    await using place = openPlace();
    const { exit, stdout, stderr } = await place.run(verb, "--help");
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
    expect(stdout).toMatch(new RegExp(`^usage: fettle ${verb} .*\n\n.*\n\n[^]*--config FILE`));
  });

  test("tells which version it is", async () => {
    await using place = openPlace();
    expect((await place.run("--version")).stdout).toBe(`fettle 0.1.0, Node ${process.version}\n`);
  });

  test("lists every verb, and fails when it was given none", async () => {
    await using place = openPlace();
    const help = await place.run("help");
    for (const verb of verbs) expect(help.stdout).toMatch(new RegExp(`^  ${verb} +\\w`, "m"));
    const bare = await place.run();
    expect(bare).toEqual({ exit: 2, stdout: "", stderr: help.stdout });
  });

  test.for([
    [["chekc"], 'there is no verb "chekc"; did you mean "check"?'],
    [["__proto__"], 'there is no verb "__proto__"; known: "start"'],
    [["check", "--jsn"], 'check has no option --jsn; did you mean "--json"?'],
    [["start", "--config"], "argument missing; see: fettle start --help"],
    [
      ["start", "--log-level", "loud"],
      'expected one of debug, info, warn, error after --log-level, got "loud"',
    ],
    [["start", "now"], 'start takes options only, got "now"; see: fettle start --help'],
    [["incidents", "inc-1", "inc-2"], "expected one incident at the most"],
    [["check", "a", "b"], "expected one argument, got 2; see: fettle check --help"],
    [["check", "a", "--config", "b"], "expected the file once: as an argument or after --config"],
    [["ack"], "expected one incident, such as: fettle ack inc-7"],
    [["audit", "--head", "1:a"], "--head goes with verify"],
    [["audit", "list"], "expected: fettle audit, or: fettle audit verify"],
    [["backup"], "expected the file to write"],
    [["restore"], "expected the backup"],
    [["incidents", "--config", "none.yml"], "there is no file none.yml: write one"],
    [["incidents"], "no store in "],
    [["ack", "inc-1"], "no store in "],
    [["backup", "b.db"], "no store in "],
  ] as const)("refuses %j in one line, with 2", async ([args, message]) => {
    await using place = openPlace();
    const { exit, stdout, stderr } = await place.run(...args);
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
    expect(stderr).toMatch(/^fettle: [^\n]+\n$/);
    expect(stderr).toContain(message);
  });
});

describe("fettle check", () => {
  test("says 0 and what it read, or 1 and each mistake", async () => {
    await using place = openPlace();
    expect(await place.run("check")).toMatchObject({
      exit: 0,
      stdout: "fettle.yml is right: 2 rules, 0 runbooks, 1 policy files\n",
    });
    place.write("all.cedar", "permit (principal, action, resorce);\n");
    expect(await place.run("check")).toMatchObject({
      exit: 1,
      stdout: matching(/^all\.cedar:1:\d+[: ]/),
    });
    place.write("fettle.yml", "rulse: []\n");
    const bad = await place.run("check", "--json");
    expect({ exit: bad.exit, json: documents(bad.stdout)[0] }).toMatchObject({
      exit: 1,
      json: { ok: false, file: "fettle.yml", faults: [{ line: 1, column: 1, path: "rulse" }] },
    });
  });

  test("says 2 for a file that is not there, and every other verb 2 for a bad one", async () => {
    await using place = openPlace({ "fettle.yml": "rulse: []\n" });
    expect((await place.run("check", "none.yml")).exit).toBe(2);
    for (const verb of ["start", "incidents", "audit"]) {
      const { exit, stderr } = await place.run(verb);
      expect({ verb, exit }).toEqual({ verb, exit: 2 });
      expect(stderr).toContain('fettle.yml:1:1 rulse: unknown key "rulse"; did you mean "rules"?');
    }
  });

  test("writes a schema that needs no configuration", async () => {
    await using place = openPlace({ "fettle.yml": "{{{" });
    const { exit, stdout } = await place.run("check", "--schema");
    expect({ exit, title: /"title": "(.*)"/.exec(stdout)?.[1] }).toEqual({ exit: 0, title: "fettle.yml" });
  });
});

describe("fettle doctor", () => {
  test("finds a fresh place fine but for what is not there yet, and changes nothing", async () => {
    await using place = openPlace();
    const { exit, stdout } = await place.run("doctor");
    expect(exit).toBe(0);
    expect(stdout).toMatch(/^✔ node/m);
    expect(stdout).toMatch(/^· state +.*the first start makes it/m);
    expect((await place.run("incidents")).stderr).toContain("no store in");
  });

  test("names a broken configuration, an open folder and a missing secret, with what to do", async () => {
    await using place = openPlace({ "fettle.yml": "rulse: []\n" });
    const broken = await place.run("doctor");
    expect(broken.exit).toBe(1);
    expect(broken.stdout).toMatch(/✘ configuration +fettle\.yml:1:1 rulse/);

    const check =
      "{ probe: http, url: 'http://127.0.0.1:9/', every: 1h, event: a, token: { env: NO_TOKEN } }";
    place.write("fettle.yml", `state: st\nchecks: [ ${check} ]\n`);
    place.write("st/x", "");
    chmodSync(join(place.path, "st"), 0o755);
    const { exit, stdout } = await place.run("doctor");
    expect(exit).toBe(1);
    expect(stdout).toMatch(/✘ state +others may enter .* \(mode 755\)\n +→ chmod 700 /);
    expect(stdout).toMatch(/✘ secret +checks\[0\]\.token: the environment variable NO_TOKEN is not set/);
  });

  test("prints a policy that grants what is missing, once it is pasted", async () => {
    await using place = openPlace({ "all.cedar": "// nobody yet\n" });
    const before = await place.run("doctor", "--json");
    expect(before.exit).toBe(1);
    const todo = /"name":"access".*"todo":("(?:[^"\\]|\\.)*")/.exec(before.stdout)?.[1] ?? '""';
    const text: unknown = JSON.parse(todo);
    place.write("all.cedar", String(text).split("\n").slice(1).join("\n"));
    expect(await place.run("doctor")).toMatchObject({ exit: 0 });
  });
});

describe("output that nobody takes", () => {
  test("ends a scan without a word when the reader leaves", async () => {
    await using place = openPlace({ "app.log": manyBooms() });
    const { child, ended, stderr } = place.spawn("scan", "app.log", "--rules", "rules.yml");
    child.stdout?.once("data", () => child.stdout?.destroy());
    expect((await ended()).exit).toBe(2);
    expect(stderr()).toBe("");
  });

  test("is a failure in one line when the disk is full", async () => {
    await using place = openPlace({ "app.log": manyBooms() });
    const full = openSync("/dev/full", "w");
    const child = spawn(process.execPath, [cli, "scan", "app.log", "--rules", "rules.yml"], {
      cwd: place.path,
      stdio: ["ignore", full, "pipe"],
    });
    let stderr = "";
    child.stderr?.on("data", (text) => (stderr += String(text)));
    await once(child, "close");
    expect({ exit: child.exitCode, stderr }).toEqual({
      exit: 2,
      stderr: "fettle: its output cannot be written (ENOSPC)\n",
    });
  });
});

describe("a bug", () => {
  const signals = new URL("../../bot/signals.ts", import.meta.url).href;

  test.for(["Promise.reject(new Error('oops'))", "setTimeout(() => { throw new Error('oops'); })"])(
    "that surfaces as %s reaches the handler, which decides the exit",
    async (bug) => {
      const script = `import { onBugs } from ${JSON.stringify(signals)};
        onBugs((thrown) => { console.log(thrown.message); process.exit(70); });
        setInterval(() => {}, 1000);
        ${bug};`;
      const { exit, stdout } = await spawnNode(["--input-type=module", "--eval", script], "/").ended();
      expect({ exit, stdout }).toEqual({ exit: 70, stdout: "oops\n" });
    },
  );

  test("in a verb ends it with 70 and a stack, never with the 1 of a finding", async () => {
    await using place = openPlace();
    // A folder in place of the key makes Node throw what is no Fault.
    place.write("st/fettle.db", "");
    place.write("st/audit.key/x", "");
    chmodSync(join(place.path, "st/audit.key"), 0o700);
    const { exit, stderr } = await place.run("incidents");
    expect(exit).toBe(70);
    expect(stderr).toMatch(/^fettle: this is a bug, please report it:\nError: EISDIR/);
  });
});

function manyBooms(): string {
  return Array.from({ length: 5_000 }, (_, i) => `boom x${i}\n`).join("");
}
