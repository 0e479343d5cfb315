import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Access } from "#core/access";
import { Fault } from "#core/domain";
import { watchNext } from "../../bot/blocks/index.ts";
import { commands } from "../../commands/index.ts";
import { accessOf, openScene, stranger, type Scene } from "./support.ts";

const until = "<!date^1767272400^{time}|2026-01-01 13:00 UTC>";
const graceId = "slack:T1/U1";

let access: Access;
let scene: Scene;

beforeAll(async () => {
  access = await accessOf("demo");
});

beforeEach(() => {
  scene = openScene(access);
});

describe("a verb does its work for whoever typed it, and says what is done:", () => {
  test.for<[typed: string, answer: string, done: unknown[]]>([
    ["ack inc-7", `inc-7 is yours until ${until}.`, ["acknowledge", graceId, "inc-7", { over: true }]],
    [
      "ack 7 looking at the disks",
      `inc-7 is yours until ${until}.`,
      ["acknowledge", graceId, "inc-7", { over: true, note: "looking at the disks" }],
    ],
    ["unack inc-7", "inc-7 is given back.", ["unacknowledge", graceId, "inc-7"]],
    [
      "resolve inc-7 restarted the shop",
      "inc-7 is resolved. If its trouble is seen again within half an hour, it opens again.",
      ["resolve", graceId, "inc-7", "restarted the shop"],
    ],
    [
      "note inc-7 the deploy was at ten",
      "Your note is in the thread of inc-7.",
      ["note", graceId, "inc-7", "the deploy was at ten"],
    ],
    [
      "drill shop-errors",
      `*shop-errors*: broken &lt;now&gt;. ${watchNext}`,
      ["drill", graceId, "shop-errors"],
    ],
    ["run uptime && df -h", ranText("uptime &amp;&amp; df -h"), ["run", graceId, "uptime && df -h"]],
    [
      'run "uptime && df -h" on local',
      ranText("uptime &amp;&amp; df -h"),
      ["run", graceId, "uptime && df -h"],
    ],
    [
      "run grep ‘a b’ /var/log/x",
      ranText("grep 'a b' /var/log/x"),
      ["run", graceId, "grep 'a b' /var/log/x"],
    ],
  ])("%s", async ([typed, answer, done]) => {
    expect(await scene.ask(typed)).toBe(answer);
    expect(scene.done()).toEqual([done]);
  });

  test("alert shows one incident with up to 5,000 of its alerts", async () => {
    expect(await scene.ask("alert inc-7")).toContain("<https://acme.test/inc-7|inc-7>");
    expect(scene.done()).toEqual([["card", graceId, "inc-7", 5_000]]);
  });

  test("alerts lists what is open, and says how much one may not see", async () => {
    const listed = await scene.ask("alerts");
    expect(listed).toContain("2 open\n");
    expect(listed).toContain("<https://acme.test/inc-8|inc-8>");
    expect(listed).toContain("2 more incidents that you may not see");
    expect(scene.done()).toEqual([["list", graceId]]);
  });

  test("status tells how Fettle is and how much is open", async () => {
    expect(await scene.ask("status")).toBe(
      "Fettle is in fine fettle\n*Open incidents*\n2, the worst SEV4\n*Nobody is on*\n2\n*Slack*\n2 of 2 connections\n*Messages waiting*\n1\nversion 0.1.0\n2 more incidents that you may not see",
    );
  });

  test("drill without a name lists those that one may start", async () => {
    expect(await scene.ask("drill")).toBe(
      "• `/fettle drill shop-errors` raises payment_errors\n• `/fettle drill a &amp; b` raises &lt;x&gt;",
    );
    const nothing = async () => undefined;
    const start = () => Promise.reject(new Fault("missing", "none"));
    const none = { list: () => [], start, score: nothing, scoreOf: nothing };
    expect(await scene.ask("drill", undefined, { drills: none })).toBe(
      "There is no drill that you may start.",
    );
  });

  test.for(["drill shop-errors", "drill no-such", "alert inc-1", "status"])(
    "%s tells nothing of what there is to whoever may do nothing",
    async (typed) => {
      expect(await scene.refused(typed, stranger)).toMatch(/^denied: slack:T1\/U9 needs "[a-z.]+" on any /);
    },
  );

  test("ack of two incidents is no note", async () => {
    expect(await scene.refused("ack inc-1 inc-2")).toContain("expected one incident and a note, got two");
  });
});

describe("an incident is named", () => {
  test.for(["7", "inc-7", "INC-7", "Inc-7", "007", '"inc-7"', "“7”"])("as %s", async (id) => {
    await scene.run(`unack ${id}`);
    expect(scene.done()).toEqual([["unacknowledge", graceId, "inc-7"]]);
  });

  test.for([
    ["ack", "none came; try: /fettle ack inc-7 looking at the disks"],
    ["unack", "none came; try: /fettle unack inc-7"],
    ["alert", "none came; try: /fettle alert inc-7"],
    ["note", "none came; try: /fettle note inc-7 the deploy was at ten"],
    ["resolve", "none came; try: /fettle resolve inc-7 restarted the shop"],
    ["ack inc7", 'got "inc7"; try: /fettle ack inc-7 looking at the disks'],
    ["ack inc-7.5", 'got "inc-7.5"; try: /fettle ack inc-7 looking at the disks'],
    ["ack -7", 'got "-7"; try: /fettle ack inc-7 looking at the disks'],
    ["ack inc-٧", 'got "inc-٧"; try: /fettle ack inc-7 looking at the disks'],
    ['ack ""', 'got ""; try: /fettle ack inc-7 looking at the disks'],
    [`unack ${"9".repeat(50)}`, `got "${"9".repeat(40)}"; try: /fettle unack inc-7`],
  ] as const)("not as in: %s", async ([typed, came]) => {
    expect(await scene.refused(typed)).toBe(`invalid: expected an incident such as inc-7, ${came}`);
    expect(scene.done()).toEqual([]);
  });

  test.for(["alert", "ack", "unack", "resolve", "note", "who-can ack"])(
    "and where there is none of that name, %s says so in the desk's words",
    async (verb) => {
      expect(await scene.refused(`${verb} 8 because`)).toBe('missing: there is no incident "inc-8"');
    },
  );
});

describe("a note", () => {
  test("is what follows the incident, as it was typed", async () => {
    await scene.run("  note   inc-7   it's “down”\n  since ten  ");
    await scene.run('resolve 7 "restarted it"');
    expect(scene.done()).toEqual([
      ["note", graceId, "inc-7", "it's “down”\n  since ten"],
      ["resolve", graceId, "inc-7", '"restarted it"'],
    ]);
  });

  test("says whom and what Slack had turned into references", async () => {
    await scene.run(
      "note 7 ask <@U2|ada> in <#C1|ops> &amp; <!subteam^S1|@oncall>: a &lt; b, see <https://x.test/?a=1&amp;b|x>, <mailto:a@b.test|a@b.test>",
    );
    expect(scene.done()).toEqual([
      ["note", graceId, "inc-7", "ask @U2 in #ops & @oncall: a < b, see https://x.test/?a=1&b, a@b.test"],
    ]);
  });

  test.for(["note 7", "note inc-7   "])("must be there: %j", async (typed) => {
    expect(await scene.refused(typed)).toBe(
      "invalid: expected a text; try: /fettle note inc-7 the deploy was at ten",
    );
  });

  test("must be there when an incident is resolved", async () => {
    expect(await scene.refused("resolve 7")).toBe(
      "invalid: expected a note that says why; try: /fettle resolve inc-7 restarted the shop",
    );
    expect(scene.done()).toEqual([]);
  });

  test.for(["ack", "note", "resolve"])("of %s has at most 1,000 characters", async (verb) => {
    await scene.run(`${verb} 7 ${"x".repeat(1_000)}`);
    expect(scene.done()).toHaveLength(1);
    expect(await scene.refused(`${verb} 7 ${"x".repeat(1_001)}`)).toBe(
      "invalid: expected a note of at most 1000 characters, got 1001",
    );
    expect(scene.done()).toEqual([]);
  });

  test("is counted as it was typed, and not as Slack escapes it", async () => {
    await scene.run(`note 7 ${"&amp;".repeat(1_000)}`);
    expect(scene.done()).toEqual([["note", graceId, "inc-7", "&".repeat(1_000)]]);
  });
});

describe("a name of several words is one in quotation marks,", () => {
  test.for(['"a &amp; b"', "'a &amp; b'", "“a &amp; b”", "„a &amp; b“", "‘a &amp; b’", "«a &amp; b»"])(
    "such as %s",
    async (name) => {
      expect(await scene.ask(`drill ${name}`)).toBe(`*a &amp; b*: broken &lt;now&gt;. ${watchNext}`);
      expect(scene.done()).toEqual([["drill", graceId, "a & b"]]);
    },
  );
});

describe("what is no verb", () => {
  test.for([
    ["akc 7", '"akc"; did you mean "ack"?'],
    ["acks 7", '"acks"; did you mean "ack"?'],
    ["Statsu", '"Statsu"; did you mean "status"?'],
    ["resolv 7", '"resolv"; did you mean "resolve"?'],
    ["un-ack 7", '"un-ack"; did you mean "unack"?'],
    ["whoam", '"whoam"; did you mean "whoami"?'],
    ["whocan", '"whocan"; did you mean "who-can"?'],
    ["dril", '"dril"; did you mean "drill"?'],
    ["hepl", '"hepl"; did you mean "help"?'],
  ] as const)("gets the one that was meant: %s", async ([typed, said]) => {
    expect(await scene.refused(typed)).toBe(`invalid: there is no verb ${said} (/fettle help tells all)`);
  });

  test("gets all that its writer may use where none is near, and no others", async () => {
    const all = commands.map(({ name }) => `"${name}"`).slice(0, 20);
    const { refused } = scene;
    expect(await refused("frobnicate")).toBe(
      `invalid: there is no verb "frobnicate"; known: ${all.join(", ")}, and ${commands.length - 20} more (/fettle help tells all)`,
    );
    expect(await refused("akc", stranger)).toBe(
      'invalid: there is no verb "akc"; known: "help", "whoami", "who-can" (/fettle help tells all)',
    );
  });

  test("is told back in part where it is long, and as what it was", async () => {
    expect(await scene.refused("x".repeat(100))).toContain(`there is no verb "${"x".repeat(40)}"; known:`);
    expect((await scene.refused("x".repeat(8_000))).length).toBeLessThan(300);
    expect(await scene.refused("<@U1|ada> hi")).toContain('there is no verb "@U1"; known:');
  });

  test("may be written in any case where it is one", async () => {
    expect(await scene.ask("UNACK 7")).toBe("inc-7 is given back.");
    expect(await scene.ask('"Unack" 7')).toBe("inc-7 is given back.");
  });
});

/** What a command is answered with whose line this is. */
function ranText(line: string): string {
  return `\`${line}\`\nup 3 days\n✓ exit 0 on local after 0.0 s`;
}
