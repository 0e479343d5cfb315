import { describe, expect, test } from "vitest";
import type { Refusal } from "#core/access";
import {
  acknowledgedNote,
  callNote,
  faultMessage,
  helpMessage,
  refusalMessage,
  overNote,
  resolvedNote,
  returnedNote,
  saidNote,
  statusMessage,
  stillOnItNote,
  whoamiMessage,
  whoCanMessage,
} from "../../../bot/blocks/index.ts";
import { alert, cardOf, drawing, heldBy, incidentOf, nowMs, time, listOf } from "./cast.ts";
import { controlsOf, wordsOf } from "./judge.ts";

const refusal: Refusal = {
  allowed: false,
  policies: [],
  reason: "no policy permits it",
  missing: "incident.acknowledge",
  resource: "inc-7",
  grantedBy: [
    { to: "oncall", policy: "oncall-works-on-incidents", conditional: false },
    { to: "slack:T1/U1", policy: "first-actor", conditional: false },
  ],
};

describe("a refusal", () => {
  test("names the missing right, what one is, and whom to ask", () => {
    expect(refusalMessage(refusal, ["dev", "r&d"]).text).toBe(
      "🚫 You need `incident.acknowledge` on inc-7. You are in *dev*, *r&amp;d*. Ask *oncall* (policy `oncall-works-on-incidents`) or *slack:T1/U1* (policy `first-actor`).",
    );
  });

  test("says where nobody can help", () => {
    expect(refusalMessage({ ...refusal, grantedBy: [] }, []).text).toBe(
      "🚫 You need `incident.acknowledge` on inc-7. You are in no group. No policy grants it to anybody.",
    );
  });

  test("by a forbid names the policy, and sends nobody begging", () => {
    const reason = 'forbidden by policy "guests-change-nothing"';
    const forbidden = { ...refusal, policies: ["guests-change-nothing"], reason, grantedBy: [] };
    expect(refusalMessage(forbidden, ["guests"]).text).toBe(
      `🚫 You may not \`incident.acknowledge\` on inc-7: ${reason}. You are in *guests*.`,
    );
  });

  test("says whom to ask, whatever there is to say before", () => {
    const endless = "<!channel>&".repeat(500);
    const { blocks } = refusalMessage(
      { ...refusal, resource: endless, grantedBy: [{ to: "oncall", policy: "p", conditional: false }] },
      Array.from({ length: 200 }, () => endless),
    );
    expect(wordsOf(blocks)).toMatch(
      /^🚫 You need `incident\.acknowledge` on &lt;!channel.*Ask \*oncall\* \(policy `p`\)\.$/,
    );
    const forbidden = { ...refusal, reason: endless, policies: ["p"] };
    expect(wordsOf(refusalMessage(forbidden, ["dev"]).blocks)).toMatch(
      /… You are in \*dev\*\.$|…\. You are in \*dev\*\.$/,
    );
  });
});

test("a fault is told in its own words", () => {
  expect(faultMessage('expected "<a>", got "&"').text).toBe('⚠️ expected "&lt;a&gt;", got "&amp;"');
});

describe("help", () => {
  const ack = { name: "ack", usage: "INCIDENT [NOTE]", summary: "take it on", example: "/fettle ack inc-7" };
  const status = { name: "status", usage: "", summary: "how it is", example: "/fettle status" };

  test("is a line for each verb, and how to get more", () => {
    expect(wordsOf(helpMessage([ack, status]).blocks)).toBe(
      "`/fettle ack INCIDENT [NOTE]`  take it on\n`/fettle status`  how it is\nYou see what you may use. `/fettle help VERB` has an example of each; in a thread, mention me instead: `@fettle status`",
    );
  });

  test("of one verb is an example", () => {
    expect(wordsOf(helpMessage([ack]).blocks)).toBe(
      "`/fettle ack INCIDENT [NOTE]`  take it on\nFor example `/fettle ack inc-7`",
    );
  });
});

describe("the status", () => {
  const facts = { version: "0.1.0", troubles: [], sockets: "2 of 2 connections", waiting: 0, failed: [] };
  const wordsFor = (change: Partial<Parameters<typeof statusMessage>[0]>, list = listOf([])) =>
    wordsOf(statusMessage({ ...facts, ...change }, list).blocks);

  test("is fine where nothing is wrong", () => {
    expect(wordsFor({})).toBe(
      "Fettle is in fine fettle\n*Open incidents*\nnone\n*Nobody is on*\n0\n*Slack*\n2 of 2 connections\n*Messages waiting*\n0\nversion 0.1.0",
    );
  });

  test("counts what is open, the worst of it, what nobody is on, and what one may not see", () => {
    const cards = [cardOf(), cardOf({ severity: 5, state: heldBy("slack:T1/U1") })];
    const words = wordsOf(statusMessage({ ...facts, waiting: 3 }, listOf(cards, 2)).blocks);
    expect(words).toContain("*Open incidents*\n2, the worst SEV5\n*Nobody is on*\n1");
    expect(words).toContain("*Messages waiting*\n3");
    expect(words).toContain("2 more incidents that you may not see");
  });

  test("tells each trouble in a line, and the newest messages that could not be shown", () => {
    const failed = Array.from({ length: 9 }, (_, n) => `inc-${n} is not shown in #ops: channel_not_found`);
    const words = wordsFor({ troubles: ["rules: <broken>"], failed });
    expect(words).toContain("Fettle needs a look\n");
    expect(words).toContain("\n• rules: &lt;broken&gt;\n• inc-0 is not shown in #ops: channel_not_found\n");
    expect(words).toContain("• inc-4 is");
    expect(words).not.toContain("• inc-5 is");
  });
});

describe("who somebody is", () => {
  const ada = {
    name: "Ada & Co",
    actor: "slack:T1/U1",
    groups: ["oncall"],
    rights: ["incident.read"],
    starter: undefined,
  } as const;

  test("is told as policies name it, with groups and rights", () => {
    expect(wordsOf(whoamiMessage(ada).blocks)).toBe(
      '*Ada &amp; Co*, to policies `Fettle::Actor::"slack:T1/U1"`\n*Groups*\n`oncall`\n*Rights, on some things at least*\n`incident.read`',
    );
  });

  test("comes with a policy to begin with where there is none, letter by letter", () => {
    const starter =
      '@id("first-actor")\npermit (principal == Fettle::Actor::"slack:T1/U1", action, resource);';
    const words = wordsOf(whoamiMessage({ ...ada, groups: [], rights: [], starter }).blocks);
    expect(words).toContain("*Groups*\nnone\n*Rights, on some things at least*\nnone");
    expect(words).toContain("There is no policy yet, so nobody may do anything.");
    expect(words.endsWith(`\n${starter}`)).toBe(true);
  });
});

describe("who can", () => {
  const asked = { verb: "ack", action: "incident.acknowledge", resource: "inc-7" } as const;

  test("is told with the policy that grants it, and the people", () => {
    const granted = [
      { to: "oncall", policy: "p&q", conditional: false, members: ["Ada", "Grace &amp; Co"] },
      { to: "dev", policy: "d", conditional: false, members: undefined },
      { to: "empty", policy: "e", conditional: false, members: [] },
    ];
    expect(wordsOf(whoCanMessage({ ...asked, granted }).blocks)).toBe(
      "`ack` needs `incident.acknowledge` on inc-7. Granted to:\n• *oncall*: Ada, Grace &amp; Co  (policy `p&amp;q`)\n• *dev*  (policy `d`)\n• *empty*  (policy `e`)\nConditions of these policies may still refuse some of them.",
    );
  });

  test("says how many people it does not name", () => {
    const members = Array.from({ length: 33 }, (_, n) => `p${n}`);
    const words = wordsOf(
      whoCanMessage({ ...asked, granted: [{ to: "all", policy: "p", conditional: false, members }] }).blocks,
    );
    expect(words).toContain("p18, p19, and 13 more  (policy `p`)");
  });

  test("says where it is nobody", () => {
    expect(whoCanMessage({ ...asked, granted: [] }).text).toBe(
      "`ack` needs `incident.acknowledge` on inc-7. No policy grants it to anybody.",
    );
  });
});

const ada = { by: "slack:T1/U1", note: undefined, nameOf: drawing.nameOf };
const grace = { by: "slack:T1/U2", note: "disk <full>\n& slow", nameOf: drawing.nameOf };

describe("what is told in an incident's thread:", () => {
  test.for([
    [
      "who took it on, and until when",
      acknowledgedNote(ada, nowMs),
      `👀 *Ada* is on it until ${time("12:00:00")}`,
    ],
    [
      "with what they said, line by line",
      acknowledgedNote(grace, nowMs),
      `👀 *Grace &amp; Co* is on it until ${time("12:00:00")}:\n> disk &lt;full&gt;\n> &amp; slow`,
    ],
    ["who gave it back", returnedNote(ada, "<!subteam^S1>"), "↩ *Ada* gave it back <!subteam^S1>"],
    ["who gave back what somebody else has by now", returnedNote(ada, ""), "↩ *Ada* gave it back"],
    [
      "that it ended by itself, to whoever was on it",
      overNote(
        incidentOf({ state: { kind: "resolved", sinceMs: 0, atMs: 720_000, by: null, note: null } }),
        "<@U1>",
      ),
      "✅ It is over by itself, after 12m. <@U1> was on it",
    ],
    ["who says that it is over", resolvedNote(ada), "✅ *Ada* says that it is over"],
    [
      "and why",
      resolvedNote(grace),
      "✅ *Grace &amp; Co* says that it is over:\n> disk &lt;full&gt;\n> &amp; slow",
    ],
    ["what somebody says", saidNote(grace), "📝 *Grace &amp; Co*:\n> disk &lt;full&gt;\n> &amp; slow"],
  ] as const)("%s", ([, { text, blocks }, said]) => {
    expect([text, wordsOf(blocks)]).toEqual([said, said]);
  });

  test("a note as long as a note may be stands there whole", () => {
    const note = "x".repeat(1_000);
    expect(wordsOf(saidNote({ ...ada, note }).blocks)).toBe(`📝 *Ada*:\n> ${note}`);
  });
});

test("whoever has it is asked whether they still do, with a button for each answer", () => {
  const { text, blocks } = stillOnItNote(incidentOf(), "<@U1>", nowMs);
  expect(text).toBe(`<@U1>, are you still on inc-7? It is free again at ${time("12:00:00")}.`);
  expect(controlsOf(blocks)).toEqual(["incident.acknowledge", "incident.return"]);
  expect(wordsOf(blocks)).toBe(`${text}\nStill on it\nGive back`);
});

describe("people are called again", () => {
  test.for([
    ["lapsed", "⏰ Nobody is on it any more"],
    ["worse", "⬆ It got worse"],
    ["back", "🔁 It is back"],
    ["on", "🔔 It still goes on"],
  ] as const)("because it is %s", ([call, why]) => {
    const { text } = callNote(call, cardOf(), drawing);
    expect(text).toBe(
      `${why}, SEV4 urgent: timeout of 12s (<https://acme.test/archives/C0/p1|inc-7>) <!subteam^S0CALLED>`,
    );
  });

  test("however long its cause is, and by its title where no alert is known", () => {
    const endless = { ...alert, summary: "<!channel>".repeat(900) };
    expect(callNote("on", cardOf({}, { alerts: [endless] }), drawing).text).toMatch(
      /… \(<https:[^>]*\|inc-7>\) <!subteam\^S0CALLED>$/,
    );
    expect(callNote("on", cardOf({}, { alerts: [] }), { ...drawing, mention: "" }).text).toBe(
      "🔔 It still goes on, SEV4 urgent: net_timeout (<https://acme.test/archives/C0/p1|inc-7>)",
    );
  });
});
