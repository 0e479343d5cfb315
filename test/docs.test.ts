import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { commands } from "../commands/index.ts";
import { openAccess } from "#core/access";
import type { Actor } from "#core/domain";
import { openShelf, parseRunbook, playTrial, printRunbook, readTrials } from "#core/heal";
import { loadRules, openStreamSource, scan, type ScanLine, traitsFor } from "#core/inspect";
import { openRedactor } from "#core/redact";
import { handClock } from "./support/hand-clock.ts";
import { failedRuleTests } from "./support/rule-tests.ts";
import { temporaryStore } from "./support/temporary-store.ts";
import { blocksIn, type Page, readPages, root } from "./support/pages.ts";
import { describe, expect, test } from "vitest";

const pages = readPages();

test("every page of the project is seen, or nothing below would prove anything", () => {
  const files = pages.map(({ file }) => file);
  expect(files).toContain("README.md");
  expect(files).toContain("docs/rules.md");
  expect(files).toContain("docs/decisions/0001-tool-config-at-the-top.md");
});

describe("links", () => {
  test.for(pages)("$file leads only to files and headings that are there", (page) => {
    const broken = linksOf(page).filter((link) => !leadsSomewhere(page, link));
    expect(broken).toEqual([]);
  });

  test.for(pages)("$file names only folders and files that are there", ({ text }) => {
    const named = [...text.matchAll(/`((?:bot|core|docs|examples|test|\.ci|\.githooks)\/[\w./-]*)`/g)];
    const missing = named.map(([, path = ""]) => path).filter((path) => !existsSync(join(root, path)));
    expect(missing).toEqual([]);
  });

  test("each decision and each topic is reached from README.md", () => {
    const reached = new Set(["README.md"]);
    for (const file of reached) {
      const page = pages.find((one) => one.file === file);
      const targets = page === undefined ? [] : linksOf(page).map((link) => targetOf(page, link));
      for (const one of pages)
        if (targets.some((target) => isOrHolds(target, one.file))) reached.add(one.file);
    }
    expect(pages.map(({ file }) => file).filter((file) => !reached.has(file))).toEqual([]);
  });
});

describe("docs/runbooks.md", () => {
  test("shows a runbook that is one, in its one spelling", () => {
    const blocks = blocksIn("docs/runbooks.md").filter(({ mark }) => mark === "runbook");
    expect(blocks).toHaveLength(1);
    const text = blocks[0]?.text ?? "";
    const shelf = openShelf([{ file: "docs/runbooks.md", folder: "/", text }], { events: ["disk_full"] });
    expect(shelf).toMatchObject({ ok: true });
    expect(printRunbook(parseRunbook(text))).toBe(text);
  });

  test("shows a test that passes", async () => {
    const blocks = blocksIn("docs/runbooks.md").filter(({ mark }) => mark === "trial");
    expect(blocks).toHaveLength(1);
    const read = readTrials({ file: "docs/runbooks.md", text: blocks[0]?.text ?? "" });
    if (!read.ok) throw new Error(JSON.stringify(read.faults));
    const [{ path } = { path: "" }] = read.file.runbooks;
    const runbook = readFileSync(join(root, "examples/runbooks", path), "utf8");
    const shelf = openShelf([{ file: path, folder: "/", text: runbook }], { events: undefined });
    if (!shelf.ok) throw new Error(JSON.stringify(shelf.faults));
    for (const trial of read.file.trials) {
      const clock = handClock();
      await using room = await temporaryStore(clock);
      const around = { shelf: shelf.shelf, store: room.store, clock, signal: AbortSignal.timeout(10_000) };
      expect(await playTrial(trial, around)).toEqual([]);
    }
  });
});

describe("the rule examples", () => {
  const blocks = blocksIn("docs/rules.md");
  const examples = blocks.flatMap((rules, index) => {
    if (rules.mark !== "rules") return [];
    const [log, expected] = blocks.slice(index + 1, index + 3);
    return [{ line: rules.line, rules: rules.text, log, expected }];
  });

  test("are there", () => {
    expect(examples.length).toBeGreaterThanOrEqual(4);
  });

  test.for(examples)("the one at line $line raises what the page says", async ({ rules, log, expected }) => {
    expect([log?.language, expected?.language]).toEqual(["log", "text"]);
    expect(await raised(rules, log?.text ?? "")).toBe(expected?.text);
  });

  test("shows tests of the rules above that pass", async () => {
    const [block, ...more] = blocksIn("docs/rules.md").filter(({ mark }) => mark === "rule-tests");
    expect(more).toEqual([]);
    const tests = { file: "docs/rules.md", text: block?.text ?? "" };
    const rules = examples.map((example, index) => ({ file: `${index}.yml`, text: example.rules }));
    expect(await failedRuleTests(tests, rules)).toEqual([]);
    expect(
      await failedRuleTests({ ...tests, text: tests.text.replace("at: 40s", "at: 20s") }, rules),
    ).toEqual([expect.stringContaining("expected 20s, got 40s")]);
  });

  test.for(["for: 5m", "suppress: x", "type: flatline", "type: absence"])(
    "what is not available yet is refused by name: %s",
    (key) => {
      const text = `rules:\n  - { id: a, pattern: x, alert: y, ${key} }\n`;
      const loaded = loadRules([{ file: "a.yml", text }]);
      const name = key.split(":", 1)[0] ?? "";
      expect(loaded.ok ? [] : loaded.faults.map(({ path }) => path)).toEqual([`rules[0].${name}`]);
    },
  );
});

describe("the policies of docs/access.md", () => {
  const policies = blocksIn("docs/access.md")
    .filter(({ language }) => language === "cedar")
    .map(({ text, line }) => ({ name: `docs/access.md:${line}`, file: "docs/access.md", text }));
  const groups = {
    oncall: { users: ["local:1000"] },
    dev: { users: ["local:1002"] },
    guests: { users: ["local:1003"] },
  };
  const page = pages.find(({ file }) => file === "docs/access.md")?.text ?? "";
  const rows = [
    ...page.matchAll(/^\| `local:(\d+)`[^|]*\| `([\w.]+)` \| ([^|]+) \| (yes|no), ([^|]+) \|$/gm),
  ];

  test.for(rows.map(([row]) => row))("decide as the table says: %s", async (row) => {
    const opened = await openAccess({ policies, groups });
    if (!opened.ok) throw new Error(JSON.stringify(opened.faults));
    const [, uid = "", action = "", on = "", answer = "", by = ""] =
      rows.find(([text]) => text === row) ?? [];
    const decision = opened.access.decide({ actor: actorOf(uid), ...asked(action, on) });
    expect(decision.allowed).toBe(answer === "yes");
    expect(decision.policies).toEqual([...by.matchAll(/`([\w-]+)`/g)].map(([, name]) => name));
  });

  test("are told of in a table that was read", () => {
    expect(policies.length).toBeGreaterThan(2);
    expect(rows.length).toBeGreaterThan(5);
  });
});

test("docs/slack.md has every verb with what stands after it and the right that it needs", () => {
  const page = pages.find(({ file }) => file === "docs/slack.md")?.text ?? "";
  const told = [...page.matchAll(/^\| (`\/fettle .*) \| (.*) \|$/gm)].flatMap(([, verbs = "", who = ""]) => {
    const [, right] = /^`([\w.]+)`$/.exec(who) ?? [];
    return [...verbs.matchAll(/`(?:\/fettle )?([^`]+)`/g)].map(([, verb]) => `${verb}: ${right}`);
  });
  const known = commands.map(({ name, usage, right }) => `${`${name} ${usage}`.trim()}: ${right}`);
  expect(told.toSorted()).toEqual(known.toSorted());
});

test("whoever tries the demonstration may acknowledge, whatever the number of their user", async () => {
  const file = "examples/local/policies/demo.cedar";
  const policies = [{ name: file, file, text: readFileSync(join(root, file), "utf8") }];
  const groups = { oncall: { users: [] }, dev: { users: [] } };
  const opened = await openAccess({ policies, groups });
  if (!opened.ok) throw new Error(JSON.stringify(opened.faults));
  const request = asked("incident.acknowledge", "severity 4, env demo");
  expect(opened.access.can({ actor: actorOf("4242"), ...request })).toBe(true);
});

function linksOf({ text }: Page): string[] {
  const prose = text.replaceAll(/^```[\s\S]*?^```$/gm, "");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = ""]) => link)
    .filter((link) => !/^https?:/.test(link));
}

function leadsSomewhere(page: Page, link: string): boolean {
  const [path = "", heading] = link.split("#");
  const target = path === "" ? page.file : join(dirname(page.file), path);
  if (!existsSync(join(root, target))) return false;
  if (heading === undefined) return true;
  const text = pages.find(({ file }) => file === target)?.text ?? "";
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) => anchorOf(title));
  return headings.includes(heading);
}

/** The path below the top that a link leads to. */
function targetOf(page: Page, link: string): string {
  return join(dirname(page.file), link.split("#", 1)[0] ?? "");
}

function isOrHolds(target: string, file: string): boolean {
  return target === file || (target === "docs/decisions" && dirname(file) === target);
}

/** As GitHub makes them: small letters, no punctuation, hyphens for spaces. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, "")
    .replaceAll(" ", "-");
}

async function raised(rulesText: string, log: string): Promise<string> {
  const loaded = loadRules([{ file: "docs/rules.md", text: rulesText }]);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  const lines: ScanLine[] = [];
  const source = openStreamSource({ id: "app.log", labels: {}, stream: Readable.from([Buffer.from(log)]) });
  await scan(
    {
      sources: [source],
      rules: loaded.rules,
      traits: traitsFor("auto"),
      redactor: openRedactor({ key: Buffer.alloc(32, 7) }),
      clock: handClock(),
      onAlert: (line) => lines.push(line),
    },
    new AbortController().signal,
  );
  const told = lines.map(
    ({ at, severity, rule, subject, summary }) =>
      `${at ?? "-"} SEV${severity} ${rule} ${subject}: ${summary}\n`,
  );
  return told.join("").replaceAll(/<(\w+):[0-9a-f]{8}>/g, "<$1:…>");
}

function actorOf(uid: string): Actor {
  return { kind: "local", uid: Number(uid) };
}

/** `severity 3, env prod, team shop` is an incident with these labels; anything else is the store. */
function asked(action: string, on: string) {
  const pairs = Object.fromEntries(
    [...on.matchAll(/(\w+) (\w+)/g)].map(([, key = "", value = ""]) => [key, value]),
  );
  const { severity, ...labels } = pairs;
  if (severity === undefined) {
    if (action !== "store.backup" && action !== "store.restore")
      throw new Error(`${action} needs an incident`);
    return { action, resource: { type: "Store", id: "store" } } as const;
  }
  if (action !== "incident.read" && action !== "incident.acknowledge" && action !== "incident.resolve")
    throw new Error(`${action} has no incident`);
  const level = severity === "5" ? 5 : severity === "4" ? 4 : 3;
  return {
    action,
    resource: { type: "Incident", id: "inc-7", attributes: { severity: level, labels } },
  } as const;
}
