import { appendFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { systemClock } from "#core/runtime";
import { openKeys, openStore } from "#core/store";
import { type Place, config, containing, documents, matching, openPlace, until } from "../bot/cli-process.ts";

const slow = 60_000;
const me = `local:${process.getuid?.() ?? 0}`;
const named = '@id("all-may")\npermit (principal, action, resource);\n';

/** Whether Fettle runs or not, a change asks the same policies and writes the same audit. */
describe.concurrent.for([true, false])("with a process that runs: %s", (runs) => {
  test("ack and unack are done, audited with who and by which policy", { timeout: slow }, async () => {
    await using place = await openedIncident(runs, named);
    expect(await place.run("ack", "inc-1")).toMatchObject({ exit: 0, stdout: "inc-1 is acknowledged\n" });
    expect((await place.run("incidents")).stdout).toContain(`acknowledged by ${me}`);
    expect(await place.run("unack", "inc-1")).toMatchObject({ exit: 0, stdout: "inc-1 is given back\n" });
    const rows = documents((await place.run("audit", "--json")).stdout);
    expect(rows.slice(-2)).toMatchObject([
      {
        actor: me,
        action: "incident.acknowledge",
        resource: "incident:inc-1",
        outcome: "done",
        policies: ["all-may"],
      },
      { actor: me, action: "incident.acknowledge", outcome: "done" },
    ]);
    const text = (await place.run("audit")).stdout;
    expect(text).toContain(`${me} incident.acknowledge incident:inc-1 done by all-may`);
    expect((await place.run("ack", "inc-9")).stderr).toBe('fettle: there is no incident "inc-9"\n');
  });

  test(
    "a change that no policy permits is refused with the right that is missing, and audited",
    { timeout: slow },
    async () => {
      const oncall = '@id("oncall-only")\npermit (principal in Fettle::Group::"oncall", action, resource);\n';
      await using place = await openedIncident(runs, oncall);
      expect(await place.run("ack", "inc-1")).toEqual({
        exit: 2,
        stdout: "",
        stderr: `fettle: ${me} needs "incident.acknowledge" on inc-1; granted to: oncall (policy "oncall-only"); ask one of them or add a policy\n`,
      });
      expect((await place.run("backup", "b.db")).stderr).toContain('needs "store.backup" on store');
      expect(existsSync(join(place.path, "b.db"))).toBe(false);
      expect(documents((await place.run("audit", "--json")).stdout).slice(-2)).toMatchObject([
        { actor: me, action: "incident.acknowledge", outcome: "denied", policies: [] },
        { actor: me, action: "store.backup", outcome: "denied" },
      ]);
    },
  );

  test("a backup is written, and never over another file", { timeout: slow }, async () => {
    await using place = await openedIncident(runs, named);
    expect((await place.run("backup", "b.db")).exit).toBe(0);
    const again = await place.run("backup", "b.db");
    expect({ exit: again.exit, stderr: again.stderr }).toEqual({
      exit: 2,
      stderr: containing("exists already"),
    });
    expect(documents((await place.run("audit", "--json")).stdout).at(-1)).toMatchObject({
      action: "store.backup",
      outcome: "failed",
    });
  });
});

test.concurrent(
  "a mistake in a rule file keeps nobody from seeing and taking an incident",
  { timeout: slow },
  async () => {
    await using place = await openedIncident(true, named);
    place.write("rules.yml", "rules: nonsense\n");
    expect(await place.run("incidents")).toMatchObject({ exit: 1, stdout: containing("inc-1"), stderr: "" });
    expect((await place.run("ack", "inc-1")).exit).toBe(0);
    expect((await place.run("audit")).stdout).toContain("incident.acknowledge incident:inc-1 done");
  },
);

test.concurrent(
  "incidents shows all of one, what is over, and that nobody watches",
  { timeout: slow },
  async () => {
    await using place = await openedIncident(false, named);
    const one = await place.run("incidents", "inc-1");
    expect(one).toMatchObject({ exit: 1, stderr: containing("not running, so nothing is watched") });
    expect(one.stdout).toMatch(
      /^ {2}- SEV4 boom of disk\n {4}app · what disk · seen once · .* · since .*Z · firing$/m,
    );
    expect(await place.run("incidents", "--resolved")).toMatchObject({
      exit: 0,
      stdout: "nothing was resolved\n",
    });
    expect(await place.run("incidents", "inc-9")).toMatchObject({
      exit: 2,
      stderr: containing('no incident "inc-9"'),
    });
  },
);

describe.concurrent("fettle restore", () => {
  test(
    "brings back what was there, keeps what it replaced, and says so in the audit",
    { timeout: slow },
    async () => {
      await using place = await openedIncident(false, named);
      await place.run("backup", "b.db");
      await place.run("ack", "inc-1");
      const { exit, stdout } = await place.run("restore", "b.db");
      expect({ exit, stdout }).toEqual({
        exit: 0,
        stdout: matching(/^b\.db is in place; the store before it is kept as .*before-restore-1\n$/),
      });
      expect((await place.run("incidents")).stdout).not.toContain("acknowledged");
      expect((await place.run("audit", "verify")).exit).toBe(0);
      expect(documents((await place.run("audit", "--json")).stdout).at(-1)).toMatchObject({
        actor: me,
        action: "store.restore",
        outcome: "done",
        policies: ["all-may"],
      });
    },
  );

  test("is refused while Fettle runs", { timeout: slow }, async () => {
    await using place = await openedIncident(true, named);
    await place.run("backup", "b.db");
    expect(await place.run("restore", "b.db")).toMatchObject({
      exit: 2,
      stderr: matching(/in use by process \d+: stop it/),
    });
  });

  test(
    "that no policy permits leaves the store as it is, but for the entry of the refusal",
    { timeout: slow },
    async () => {
      await using place = await openedIncident(false, named);
      await place.run("backup", "b.db");
      place.write("all.cedar", "// nobody\n");
      const { exit, stderr } = await place.run("restore", "b.db");
      expect({ exit, stderr }).toEqual({
        exit: 2,
        stderr: containing('needs "store.restore" on store'),
      });
      expect(documents((await place.run("audit", "--json")).stdout).at(-1)).toMatchObject({
        actor: me,
        action: "store.restore",
        outcome: "denied",
      });
    },
  );
});

test.concurrent(
  "a record of the audit that somebody changed is found, with 1",
  { timeout: slow },
  async () => {
    await using place = await openedIncident(false, named);
    const intact = await place.run("audit", "verify");
    expect({ exit: intact.exit, stdout: intact.stdout }).toEqual({
      exit: 0,
      stdout: matching(/^the audit is intact: \d+ entries, head \d+:[0-9a-f]+\n$/),
    });
    const head = /head (\S+)/.exec(intact.stdout)?.[1] ?? "";
    await place.run("ack", "inc-1");
    expect((await place.run("audit", "verify", "--head", head)).exit).toBe(0);
    {
      using database = new DatabaseSync(join(place.path, "st/fettle.db"));
      database.exec("update audit set actor = 'local:4711' where seq = 1");
    }
    expect(await place.run("audit", "verify")).toMatchObject({
      exit: 1,
      stdout: matching(/^the audit is broken at entry 1: /),
    });
    expect(JSON.parse((await place.run("audit", "verify", "--json")).stdout)).toMatchObject({
      kind: "broken",
      seq: 1,
    });
  },
);

test.concurrent("a hostile name in the store moves no cursor", { timeout: slow }, async () => {
  await using place = await openedIncident(false, named);
  {
    using database = new DatabaseSync(join(place.path, "st/fettle.db"));
    database.exec("update audit set actor = 'evil' || char(27) || '[2J' || char(8238) where seq = 1");
  }
  for (const words of [["audit"], ["audit", "--json"]]) {
    const { stdout } = await place.run(...words);
    expect(stdout).toContain("evil");
    expect(stdout.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
  }
});

test.skipIf(process.getuid?.() !== 0)(
  "root is a stranger to another user's store",
  { timeout: slow },
  async () => {
    await using place = await openedIncident(false, named);
    const { chownSync } = await import("node:fs");
    chownSync(join(place.path, "st/fettle.db"), 1234, 1234);
    for (const words of [["ack", "inc-1"], ["backup", "b.db"], ["restore", "b.db"], ["start"]]) {
      const { exit, stderr } = await place.run(...words);
      expect({ words, exit }).toEqual({ words, exit: 2 });
      expect(stderr).toContain("belongs to uid 1234, and you are uid 0: run this as that user");
    }
  },
);

/** A place whose store has the open incident inc-1. */
async function openedIncident(runs: boolean, policies: string): Promise<Place> {
  const oncall = 'people: { groups: { oncall: { users: ["local:4711"] } } }\n';
  const place = openPlace({ "all.cedar": policies, "fettle.yml": config + oncall });
  const first = await place.start();
  appendFileSync(join(place.path, "app.log"), "boom disk\n");
  await until(async () => (await readOpen(place)) !== undefined);
  first.child.kill("SIGTERM");
  await first.ended();
  await openNow(join(place.path, "st"));
  if (runs) await place.start();
  return place;
}

async function readOpen(place: Place): Promise<unknown> {
  return documents((await place.run("incidents", "--json")).stdout)[0];
}

/** Only what is open can be acknowledged, and these tests need not wait for more alerts of its group. */
async function openNow(folder: string): Promise<void> {
  const { auditKey } = openKeys(folder);
  await using store = await openStore({ folder, mode: "write", auditKey, clock: systemClock });
  await store.write(async ({ incidents }) => {
    const incident = await incidents.byId("inc-1");
    if (incident === undefined) throw new Error("there is no inc-1");
    await incidents.put({ ...incident, state: { kind: "open", sinceMs: systemClock.nowMs() } });
  });
}
