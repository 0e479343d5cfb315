import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { documents, matching, openPlace, until } from "./cli-process.ts";

const isRoot = process.getuid?.() === 0;
const anyNumber: unknown = expect.any(Number);
const scanned = ["--rules", "rules.yml"] as const;

describe("fettle scan", () => {
  test("ends with 1 when something fires and 0 when nothing does; the last line counts", async () => {
    await using place = openPlace({ "app.log": "fine\nboom disk\nboom disk\n", "calm.log": "fine\n" });
    const found = await place.run("scan", "app.log", ...scanned);
    expect({ exit: found.exit, stderr: found.stderr }).toEqual({ exit: 1, stderr: "" });
    expect(found.stdout).toMatch(/^- SEV4 boom app\.log: boom of disk\n3 lines, 2 matched, 1 alerts in /);
    const calm = await place.run("scan", "calm.log", ...scanned);
    expect(calm).toMatchObject({ exit: 0, stdout: matching(/^1 lines, 0 matched, 0 alerts/) });
  });

  test.for([[], ["-"]])("reads stdin as %j", async (words) => {
    await using place = openPlace();
    const { exit, stdout } = await place.runWith("boom a\nboom b", "scan", ...words, ...scanned, "--json");
    const lines = documents(stdout);
    expect(exit).toBe(1);
    expect(lines.map(({ rule, subject }) => ({ rule, subject }))).toEqual([
      { rule: "boom", subject: "stdin" },
      { rule: "boom", subject: "stdin" },
      { rule: undefined, subject: undefined },
    ]);
    expect(lines.at(-1)).toEqual({
      summary: { lines: 2, matched: 2, alerts: 2, longLines: 0, seconds: anyNumber },
    });
  });

  test("judges a line of 10 MB in pieces, and says that there is one", async () => {
    await using place = openPlace({ "long.log": `boom a ${"x".repeat(10_000_000)} boom b\nboom c\n` });
    const { stdout } = await place.run("scan", "long.log", ...scanned, "--json");
    const lines = documents(stdout);
    expect(lines.slice(0, -1).map(({ summary }) => summary)).toEqual(["boom of a", "boom of b", "boom of c"]);
    expect(lines.at(-1)).toMatchObject({ summary: { matched: 3, longLines: 1 } });
    const { stdout: text } = await place.run("scan", "long.log", ...scanned);
    expect(text).toContain(" 3 matched, 1 longer than 64 KiB (judged in pieces), 3 alerts in ");
  });

  test("says the same with several threads", async () => {
    const text = Array.from({ length: 3_000 }, (_, n) => `boom x${n % 70}\nknock d\nnothing\n`).join("");
    await using place = openPlace({ "app.log": text });
    const [one, three] = [
      await place.run("scan", "app.log", ...scanned, "--json", "--threads", "1"),
      await place.run("scan", "app.log", ...scanned, "--json", "--threads", "3"),
    ];
    const told = ({ stdout }: { readonly stdout: string }) => stdout.replaceAll(/"seconds":[\d.]+/g, "");
    expect(documents(one.stdout)).toHaveLength(72);
    expect(told(three)).toBe(told(one));
    expect((await place.run("scan", "app.log", ...scanned, "--threads", "0")).stderr).toContain(
      'expected 1 to 64 threads, got "0"',
    );
  });

  test("calls each of several files by its path", async () => {
    await using place = openPlace({ "a.log": "boom x\n", "b.log": "boom x\n" });
    const { stdout } = await place.run("scan", "a.log", "b.log", ...scanned, "--json");
    expect(documents(stdout).map(({ subject }) => subject)).toEqual(["a.log", "b.log", undefined]);
  });

  test.for([
    [["none.log", ...scanned], "none.log cannot be read: there is no such file"],
    [["st", ...scanned], "st cannot be read: expected a file, found a folder"],
    [["app.log", "-", ...scanned], "expected files or -, not both"],
    [["app.log"], "expected --rules FILE"],
    [["app.log", "--rules", "none.yml"], 'no rules file matches "none.yml"'],
    [["app.log", "--rules", "st"], "st is a folder; name files, such as st/*"],
    [["app.log", ...scanned, "--format", "xml"], 'after --format, got "xml"'],
    [["app.log", "--rules", "bad.yml"], "1 mistake in bad.yml"],
  ] as const)("refuses %j with 2", async ([words, message]) => {
    await using place = openPlace({ "bad.yml": "rules:\n  - { id: a, pattern: '(', alert: x }\n" });
    mkdirSync(join(place.path, "st"));
    const { exit, stdout, stderr } = await place.run("scan", ...words);
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: "" });
    expect(stderr).toContain(message);
    if (words.some((word) => word === "bad.yml"))
      expect(stderr).toMatch(/^bad\.yml:2:\d+ rules\[0\]\.pattern: /);
  });

  test.skipIf(isRoot)("refuses a file that this user may not read", async () => {
    await using place = openPlace({ "app.log": "boom x\n" });
    chmodSync(join(place.path, "app.log"), 0);
    expect(await place.run("scan", "app.log", ...scanned)).toMatchObject({ exit: 2, stdout: "" });
  });

  test("stops at SIGINT with what it has counted, and 2", async () => {
    await using place = openPlace();
    const { child, ended, stdout } = place.spawn("scan", ...scanned);
    child.stdin?.write("boom a\n".repeat(50_000));
    await until(() => stdout().includes("boom of a"));
    child.kill("SIGINT");
    const outcome = await ended();
    expect(outcome.exit).toBe(2);
    expect(outcome.stdout).toMatch(/lines, .* matched, 1 alerts/);
    expect(outcome.stderr).toBe("fettle: the scan was stopped before the end of its input\n");
  });

  test("shows nothing of a hostile log but text", async () => {
    const hostile = "rules:\n  - { id: any, pattern: 'boom (?<rest>.*)', by: [rest], alert: '{{ rest }}' }\n";
    await using place = openPlace({
      "rules.yml": hostile,
      "app.log": "boom \u001B]0;owned\u0007\u001B[2J\u009B1A\u202Etxt\n",
    });
    for (const json of [[], ["--json"]]) {
      const { stdout } = await place.run("scan", "app.log", ...scanned, ...json);
      expect(stdout).toContain("owned");
      expect(stdout.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
    }
  });

  test("hides addresses, but for private ones and those that the configuration names", async () => {
    const line = "boom x from 203.0.113.9 to 198.51.100.7 by 10.0.0.5\n";
    await using place = openPlace({ "app.log": line, "says.yml": told });
    const bare = await place.run("scan", "app.log", "--rules", "says.yml");
    expect(bare.stdout).toMatch(/from <ip:\w{8}> to <ip:\w{8}> by 10\.0\.0\.5\n/);
    const { child, ended } = await place.start();
    child.kill("SIGTERM");
    await ended();
    place.write("named.yml", `state: st\ntargets: { hosts: [ { name: web, address: 203.0.113.9 } ] }\n`);
    const named = await place.run("scan", "app.log", "--rules", "says.yml", "--config", "named.yml");
    expect(named.stdout).toMatch(/from 203\.0\.113\.9 to <ip:\w{8}> by 10\.0\.0\.5\n/);
    place.write("none.yml", "state: st\nredact: { keep: [] }\n");
    const none = await place.run("scan", "app.log", "--rules", "says.yml", "--config", "none.yml");
    expect(none.stdout).toMatch(/by <ip:\w{8}>\n/);
  });

  test("hides secrets, by the configuration's own patterns too", async () => {
    const any = "rules:\n  - { id: any, pattern: 'boom (?<rest>.*)', alert: '{{ rest }}' }\n";
    await using place = openPlace({
      "rules.yml": any,
      "app.log": "boom card=4111 password=hunter2\n",
      "fettle.yml": "state: st\napi: { listen: off }\nredact: { patterns: ['card=\\d+'] }\n",
    });
    expect((await place.run("scan", "app.log", ...scanned, "--config", "fettle.yml")).stderr).toContain(
      "no store in",
    );
    const { child, ended, stderr } = await place.start();
    child.kill("SIGTERM");
    expect({ ...(await ended()), stdout: "" }).toEqual({ exit: 0, stdout: "", stderr: stderr() });
    const { stdout } = await place.run("scan", "app.log", ...scanned, "--config", "fettle.yml");
    expect(stdout).toMatch(/<own:[0-9a-f]{8}>/);
    expect(stdout).not.toMatch(/4111|hunter2/);
  });
});

const told = `rules:
  - id: boom
    pattern: 'boom'
    alert: "{{ message }}"
`;
