import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Person } from "#core/access";
import type { Actor } from "#core/domain";
import { commands } from "../../commands/index.ts";
import { accessOf, ada, grace, guest, openScene, root, stranger } from "./support.ts";

const sets = {
  starter: await accessOf("starter"),
  demo: await accessOf("demo"),
  none: await accessOf("none"),
};

/** Verbs that an answer of help lists, in order. */
const listed = (text: string): string[] =>
  [...text.matchAll(/^`\/fettle (\S+?)(?: .*?)?` {2}/gm)].map(([, name = ""]) => name);

describe("help", () => {
  test("lists what its reader may use, each with what it does", async () => {
    const { ask } = openScene(sets.demo);
    expect((await ask("help", ada)).split("\n")).toEqual([
      "`/fettle help [VERB]`  what you can ask Fettle",
      "`/fettle status`  how Fettle is, and how much is open",
      "`/fettle alerts`  what is open, the worst first",
      "`/fettle alert INCIDENT`  one incident with all its alerts",
      "`/fettle runbooks`  which repairs there are, and for what",
      "`/fettle runbook NAME`  what a runbook says",
      "`/fettle plan PLAN`  what a plan would run, and what became of it",
      "`/fettle runs`  the latest runs",
      "`/fettle receipt RUN`  the proof of a run",
      "`/fettle drill [NAME]`  break something on purpose, to see that it is noticed",
      "`/fettle whoami`  who you are to Fettle, and what you may do",
      "`/fettle who-can VERB [INCIDENT]`  whom to ask for what you may not do",
      "You see what you may use. `/fettle help VERB` has an example of each; in a thread, mention me instead: `@fettle status`",
    ]);
  });

  test("of somebody on call has the rest besides", async () => {
    const { ask } = openScene(sets.demo);
    const lines = (await ask("help", grace)).split("\n");
    expect(lines.slice(4, 8)).toEqual([
      "`/fettle ack INCIDENT [NOTE]`  take an incident on, or over, for an hour",
      "`/fettle unack INCIDENT`  give an incident back",
      "`/fettle resolve INCIDENT NOTE`  say that an incident is over, and why",
      "`/fettle note INCIDENT TEXT`  put a note into an incident's thread",
    ]);
    expect(lines.join("\n")).not.toContain("…");
  });

  test.for(["", "  ", "help", "HELP"])("is what %j gets", async (typed) => {
    expect(listed(await openScene(sets.demo).ask(typed, stranger))).toEqual(["help", "whoami", "who-can"]);
  });

  test("of one verb is its example", async () => {
    expect(await openScene(sets.demo).ask("help Ack", grace)).toBe(
      "`/fettle ack INCIDENT [NOTE]`  take an incident on, or over, for an hour\nFor example `/fettle ack inc-7 looking at the disks`",
    );
  });

  test("of a verb that one may not use says whom to ask, and of one that there is not what there is", async () => {
    const { refused } = openScene(sets.demo);
    const known =
      'known: "help", "status", "alerts", "alert", "runbooks", "runbook", "plan", "runs", "receipt", "drill", "whoami", "who-can"';
    expect(await refused("help resolve", ada)).toBe(
      'denied: "resolve" needs a right that you have on nothing; /fettle who-can resolve tells whom to ask',
    );
    expect(await refused("help frobnicate", ada)).toBe(`missing: you have no verb "frobnicate"; ${known}`);
    expect(await refused("help statsu", ada)).toBe(
      'missing: you have no verb "statsu"; did you mean "status"?',
    );
    expect(await refused(`help ${"x".repeat(100)}`, ada)).toBe(
      `missing: you have no verb "${"x".repeat(40)}"; ${known}`,
    );
    expect((await refused(`help ${"x".repeat(8_000)}`, ada)).length).toBeLessThan(300);
  });

  const actor: fc.Arbitrary<Actor> = fc.oneof(
    fc.constantFrom<Actor>(grace.actor, ada.actor, guest.actor, stranger.actor, root.actor),
    fc.nat(2_000).map((uid) => ({ kind: "local", uid }) as const),
  );
  const person: fc.Arbitrary<Person> = fc.record({ actor, groups: fc.subarray(["oncall", "dev", "guests"]) });

  test("lists a verb, and explains it, exactly where the policies could permit it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.values(sets)), person, async (access, who) => {
        const { ask, refused } = openScene(access);
        const usable = commands
          .filter(({ right }) => right === undefined || access.mayEver(who, right))
          .map(({ name }) => name);
        expect(listed(await ask("help", who))).toEqual(usable);
        for (const { name } of commands) {
          const told = await refused(`help ${name}`, who);
          expect([name, told.startsWith("answered: ")]).toEqual([name, usable.includes(name)]);
        }
      }),
      { numRuns: 12 },
    );
  });
});

describe("every verb", () => {
  test.for(commands)(
    "$name begins its own example, in which its usage is kept",
    ({ name, usage, summary, example }) => {
      const words = example.split(" ");
      expect(words.slice(0, 2)).toEqual(["/fettle", name]);
      const wanted = usage.split(" ").filter((word) => word !== "" && !word.startsWith("["));
      expect(words.length - 2).toBeGreaterThanOrEqual(wanted.length);
      expect(summary).toMatch(/^[a-z][^.]+$/);
    },
  );

  test("has a name of its own, in small letters", () => {
    const names = commands.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z-]+$/);
  });

  test("does in its example what it says, for somebody who may", async () => {
    const { ask } = openScene(sets.demo);
    // What those about repairs do is shown where something is repaired.
    const others = commands.filter(({ right }) => right === undefined || !/^(?:plan|run|heal)\./.test(right));
    for (const { example } of others) {
      expect((await ask(example.replace("/fettle ", ""), grace)).length).toBeGreaterThan(10);
    }
  });
});

const hedge = "Conditions of these policies may still refuse some of them.";

describe("who can use a verb", () => {
  test("on any incident, is told by group with its people, and with the policy", async () => {
    const { ask, done } = openScene(sets.starter);
    expect(await ask("who-can ack", stranger)).toBe(
      [
        "`ack` needs `incident.acknowledge` on any incident. Granted to:",
        "• *oncall*: Grace, Radia  (policy `oncall-works-on-incidents`)",
        "• *dev*  (policy `dev-acknowledges-outside-production`)",
        hedge,
      ].join("\n"),
    );
    expect(done()).toEqual([]);
  });

  test("on one incident, asks the desk for it, which may refuse", async () => {
    const { ask, done } = openScene(sets.starter);
    const told = await ask("who-can Resolve INC-7", ada);
    expect(told).toContain(
      "`resolve` needs `incident.resolve` on inc-7. Granted to:\n• *oncall*: Grace, Radia",
    );
    expect(done()).toEqual([["card", "slack:T1/U2", "inc-7"]]);
  });

  test("says of a policy about everyone that has a condition that it has one", async () => {
    const told = await openScene(sets.demo).ask("who-can drill shop-errors");
    expect(told).toContain(
      "`drill` needs `drill.start` on shop-errors. Granted to:\n• *whoever meets its condition*  (policy `demo-everybody-here`)",
    );
    expect(await openScene(sets.demo).ask("who-can drill")).toContain("on any drill. Granted to:");
  });

  test("says nobody where there is no policy", async () => {
    expect(await openScene(sets.none).ask("who-can note 7")).toBe(
      "`note` needs `incident.acknowledge` on inc-7. No policy grants it to anybody.",
    );
  });

  const verbs =
    '"status", "alerts", "alert", "ack", "unack", "resolve", "note", "runbooks", "runbook", "heal", "plan", "approve", "deny", "abort", "runs", "receipt", "pause", "resume", "run", "drill"';

  test.for([
    ["who-can", `invalid: expected a verb that needs a right; known: ${verbs}`],
    ["who-can help", `invalid: expected a verb that needs a right; known: ${verbs}`],
    ["who-can whoami", `invalid: expected a verb that needs a right; known: ${verbs}`],
    ["who-can akc", 'invalid: expected a verb that needs a right; did you mean "ack"?'],
    [
      "who-can ack it",
      'invalid: expected an incident such as inc-7, got "it"; try: /fettle who-can ack inc-7',
    ],
  ] as const)("refuses: %s", async ([typed, said]) => {
    expect(await openScene(sets.starter).refused(typed)).toBe(said);
  });

  test("about a drill of a very long name still says who", async () => {
    const told = await openScene(sets.demo).ask(`who-can drill ${"<".repeat(7_000)}`);
    expect(told).toMatch(
      /^`drill` needs `drill\.start` on (?:&lt;)+…\. Granted to:\n• \*whoever meets its condition\*/,
    );
  });
});

describe("whoami", () => {
  test("tells how policies name one, one's groups, and what one may", async () => {
    expect(await openScene(sets.starter).ask("whoami", grace)).toBe(
      [
        '*Grace &amp; Co*, to policies `Fettle::Actor::"slack:T1/U1"`',
        "*Groups*",
        "`oncall`",
        "*Rights, on some things at least*",
        "`incident.read` `incident.acknowledge` `incident.resolve` `command.run` `plan.read` `plan.propose` `plan.approve` `run.abort` `heal.pause`",
      ].join("\n"),
    );
  });

  test.for([
    { who: ada, rights: "`incident.read` `incident.acknowledge` `plan.read`" },
    { who: guest, rights: "none" },
    { who: stranger, rights: "none" },
    { who: root, rights: "`store.backup` `store.restore`" },
  ])("tells what policies could permit: $rights", async ({ who, rights }) => {
    const told = await openScene(sets.starter).ask("whoami", who);
    expect(told.split("\n").at(-1)).toBe(rights);
    expect(told).not.toContain("There is no policy yet");
  });

  test("where there is no policy at all, brings one to begin with, for whoever asks", async () => {
    const told = await openScene(sets.none).ask("whoami", stranger);
    expect(told).toContain(
      "*Groups*\nnone\n*Rights, on some things at least*\nnone\nThere is no policy yet, so nobody may do anything.",
    );
    expect(told).toContain(
      '@id("first-actor")\npermit (\n  principal == Fettle::Actor::"slack:T1/U9",\n  action,\n  resource\n);',
    );
  });
});
