import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nextIncidentState, type Incident, type IncidentState, type IncidentStep } from "#core/domain";
import { incidentMessage } from "../../../bot/blocks/index.ts";
import { cardActions } from "../../../bot/blocks/incident-card.ts";
import {
  alert,
  cardOf,
  day,
  drawing,
  gathering,
  heldBy,
  incidentOf,
  nowMs,
  open,
  resolved,
  time,
} from "./cast.ts";
import { anyCard, anyDrawing } from "./hostile.ts";
import { controlsOf, textsOf, wordsOf } from "./judge.ts";

const smallPrint = (change: Partial<Incident>): string[] =>
  textsOf(incidentMessage(cardOf(change), drawing).blocks.at(-2), "mrkdwn");

describe("an incident's card", () => {
  test("says how bad it is, what it is, where, how often and since when, and calls who is on call", () => {
    const { text, blocks, file } = incidentMessage(cardOf(), drawing);
    expect(text).toBe("🟠 SEV4 urgent · net_timeout: timeout of 12s (inc-7) <!subteam^S0CALLED>");
    expect(file).toBeUndefined();
    const plain = (words: string) => ({ type: "plain_text", text: words, emoji: true });
    const mrkdwn = (words: string) => ({ type: "mrkdwn", text: words, verbatim: true });
    expect(blocks.slice(0, -1)).toEqual([
      { type: "header", text: plain("🟠 SEV4 urgent · net_timeout") },
      { type: "section", text: plain("timeout of 12s") },
      {
        type: "section",
        fields: [
          mrkdwn("*Where*\nweb-01 · host web-01"),
          mrkdwn(`*Seen*\n3 times, last ${time("11:59:55")}`),
          mrkdwn(`*Since*\n${day("11:57:00")}`),
        ],
      },
      {
        type: "context",
        elements: ["*inc-7*", "rule net-timeout", "env prod", "<!subteam^S0CALLED>"].map(mrkdwn),
      },
    ]);
  });

  test("shows what logs say as plain text, and names as they are", () => {
    const logged = { ...alert, summary: "<!channel> *is* down & out", subject: "a_b & <c>" };
    const { text, blocks } = incidentMessage(cardOf({}, { alerts: [logged] }), drawing);
    expect(textsOf(blocks, "plain_text")[1]).toBe("<!channel> *is* down & out");
    expect(textsOf(blocks, "mrkdwn")[0]).toBe("*Where*\na_b &amp; &lt;c&gt; · host web-01");
    expect(text).toContain("&lt;!channel&gt; *is* down &amp; out (inc-7) <!subteam^S0CALLED>");
  });

  test("calls people and names its id in the notification, however long its cause is", () => {
    const endless = { ...alert, summary: "&".repeat(9_000), event: "e" };
    const { text } = incidentMessage(cardOf({}, { alerts: [endless] }), drawing);
    expect(text).toMatch(/^🟠 SEV4 urgent · net_timeout: (?:&amp;)+… \(inc-7\) <!subteam\^S0CALLED>$/);
  });

  test("that nobody is called for mentions nobody", () => {
    const { text, blocks } = incidentMessage(cardOf(), { ...drawing, mention: "" });
    expect(text).toBe("🟠 SEV4 urgent · net_timeout: timeout of 12s (inc-7)");
    expect(textsOf(blocks.at(-2), "mrkdwn")).toEqual(["*inc-7*", "rule net-timeout", "env prod"]);
  });

  test("that somebody is on names them, mentions nobody in its small print, and says until when", () => {
    const { blocks } = incidentMessage(cardOf({ state: heldBy("slack:T1/U2") }), drawing);
    expect(textsOf(blocks, "plain_text")[0]).toBe("👀 SEV4 urgent · net_timeout · Grace & Co is on it");
    expect(smallPrint({ state: heldBy("slack:T1/U2") })).toEqual([
      "*inc-7*",
      "rule net-timeout",
      "env prod",
      `Grace &amp; Co has it until ${time("13:00:00")}`,
    ]);
  });

  test("that is over says who ended it and how long it lasted", () => {
    const { blocks } = incidentMessage(cardOf({ state: resolved }, { firing: 0 }), drawing);
    expect(textsOf(blocks, "plain_text")[0]).toBe("✅ net_timeout · resolved");
    expect(textsOf(blocks, "mrkdwn")).toContain(`*Lasted*\n1h 35m, until ${time("12:00:00")}`);
    expect(smallPrint({ state: resolved }).at(-1)).toBe("resolved by Ada");
  });

  test("that ended by itself names nobody, and none lasted less than no time", () => {
    const state: IncidentState = {
      ...resolved,
      kind: "resolved",
      sinceMs: nowMs + 5,
      atMs: nowMs,
      by: null,
      note: null,
    };
    expect(smallPrint({ state })).toEqual(["*inc-7*", "rule net-timeout", "env prod"]);
    expect(wordsOf(incidentMessage(cardOf({ state }), drawing))).toContain("*Lasted*\n0s, until");
  });

  test("counts its alerts, and is a card even where none is known any more", () => {
    const many = incidentMessage(cardOf({}, { firing: 2, all: 9 }), drawing);
    expect(textsOf(many.blocks, "mrkdwn")).toContain(`*Since*\n${day("11:57:00")} · 2 of 9 alerts firing`);
    const once = incidentMessage(cardOf({}, { alerts: [{ ...alert, count: 1 }] }), drawing);
    expect(wordsOf(once)).toContain("*Seen*\nonce, last");
    const bare = incidentMessage(cardOf({ labels: {} }, { alerts: [], all: 0, firing: 0 }), drawing);
    expect(wordsOf(bare.blocks.slice(1))).toContain("its alerts are not known any more");
    expect(textsOf(bare.blocks, "mrkdwn")).toEqual([
      `*Since*\n${day("11:57:00")} · not firing`,
      "*inc-7*",
      "<!subteam^S0CALLED>",
    ]);
  });

  test("says which of its keys has no value", () => {
    const keyed = { ...alert, by: { host: "", user: "root" } };
    expect(wordsOf(incidentMessage(cardOf({}, { alerts: [keyed] }), drawing))).toContain(
      "*Where*\nweb-01 · no host · user root",
    );
  });
});

describe("the buttons of a card", () => {
  const menu = ["incident.more=details:inc-7", "incident.more=resolve:inc-7"];

  test.for([
    { state: gathering, controls: [] },
    { state: open, controls: ["incident.acknowledge", ...menu] },
    { state: heldBy("slack:T1/U1"), controls: ["incident.take_over", "incident.return", ...menu] },
    { state: resolved, controls: ["incident.details"] },
  ])("are those that work while it is $state.kind", ({ state, controls }) => {
    expect(controlsOf(incidentMessage(cardOf({ state }), drawing).blocks)).toEqual(controls);
  });

  const steps: Readonly<Record<string, IncidentStep>> = {
    "incident.acknowledge": { kind: "acknowledge", by: "b", atMs: 1, asksAtMs: 2, lapsesAtMs: 3 },
    "incident.take_over": { kind: "acknowledge", by: "b", atMs: 1, asksAtMs: 2, lapsesAtMs: 3 },
    "incident.return": { kind: "unacknowledge", atMs: 1 },
    "incident.more=resolve:inc-7": { kind: "resolve", atMs: 1, by: "b", note: "n" },
  };

  test.for([open, heldBy("slack:T1/U1"), resolved])(
    "do what core does while it is $kind, and no step that it would take is without one",
    (state) => {
      const controls = controlsOf(cardActions(incidentOf({ state })));
      const takes = (step: IncidentStep): boolean => {
        try {
          nextIncidentState(state, step);
          return true;
        } catch {
          return false;
        }
      };
      const offered = new Set(controls.flatMap((control) => steps[control]?.kind ?? []));
      for (const step of Object.values(steps))
        expect([step.kind, takes(step)]).toEqual([step.kind, offered.has(step.kind)]);
      expect(controls.some((control) => /details/.test(control))).toBe(true);
    },
  );

  test("carry the incident's id and nothing that decides anything", () => {
    const { blocks } = incidentMessage(cardOf({ state: heldBy("slack:T1/U1") }), drawing);
    const [takeOver, giveBack] = JSON.stringify(blocks).matchAll(/"value":"([^"]*)"/g);
    expect([takeOver?.[1], giveBack?.[1]]).toEqual(["inc-7", "inc-7"]);
  });

  test("say in words what they do", () => {
    const labels = (state: IncidentState) =>
      textsOf(incidentMessage(cardOf({ state }), drawing).blocks.at(-1), "plain_text");
    expect(labels(open)).toEqual(["Acknowledge", "Details", "Resolve…"]);
    expect(labels(heldBy("slack:T1/U1"))).toEqual(["Take over", "Give back", "Details", "Resolve…"]);
    expect(labels(resolved)).toEqual(["Details"]);
  });
});

describe("a storm's card", () => {
  const part = (n: number, change: Partial<Incident> = {}) =>
    incidentOf({ id: `inc-${n}`, title: `t${n}`, parent: "inc-7", ...change });
  const storm = (parts: readonly Incident[], more: { open?: number; all?: number } = {}) =>
    cardOf(
      { title: "storm" },
      { storm: { parts, open: more.open ?? parts.length, all: more.all ?? parts.length }, firing: 5, all: 5 },
    );

  test("shows its parts, the worst place, and the buttons that work on all of them", () => {
    const parts = [part(1, { severity: 5 }), part(2, { title: "a & b" }), part(3, { state: resolved })];
    const { text, blocks } = incidentMessage(storm(parts, { open: 2 }), drawing);
    expect(text).toBe(
      "🟠 SEV4 urgent · storm of 3 incidents: 3 incidents opened at about the same time; one is over. (inc-7) <!subteam^S0CALLED>",
    );
    expect(textsOf(blocks, "mrkdwn").slice(0, 2)).toEqual([
      "🔴 *t1* inc-1\n🟠 *a &amp; b* inc-2\n✅ *t3* inc-3",
      "*Worst*\nnet_timeout · web-01 · host web-01",
    ]);
    expect(textsOf(blocks.at(-2), "mrkdwn")).toEqual(["*inc-7*", "env prod", "<!subteam^S0CALLED>"]);
    expect(controlsOf(blocks)).toEqual(controlsOf(cardActions(incidentOf())));
  });

  test("says how many parts it does not show, and where they are", () => {
    const words = wordsOf(incidentMessage(storm([part(1), part(2)], { open: 40, all: 40 }), drawing));
    expect(words).toContain("40 incidents opened at about the same time; none is over.");
    expect(words).toContain("inc-2\n… and 38 more");
  });

  test("of more parts than a block holds, with names that are too long, counts the rest", () => {
    const parts = Array.from({ length: 30 }, (_, n) => part(n + 100, { title: "&".repeat(500) }));
    const { blocks } = incidentMessage(storm(parts, { all: 45 }), drawing);
    const [words = ""] = textsOf(blocks, "mrkdwn");
    const shown = words.match(/^🟠 \*(?:&amp;)+…\* inc-\d+$/gm)?.length ?? 0;
    expect(shown).toBeGreaterThan(4);
    expect(words.endsWith(`\n… and ${45 - shown} more`)).toBe(true);
  });

  test("loses count of no part, whatever the parts are called", () => {
    fc.assert(
      fc.property(anyCard, anyDrawing, (card, drawn) => {
        const whole = { ...card, incident: { ...card.incident, parent: null } };
        if (card.storm === undefined) return;
        const words = wordsOf(incidentMessage(whole, drawn).blocks);
        const shown = words.match(/^\S+ \*.*\* inc-\d+$/gm)?.length ?? 0;
        const more = Number(/… and (\d+) more$/m.exec(words)?.[1] ?? 0);
        expect(shown + more).toBe(card.storm.all);
      }),
      { numRuns: 25 },
    );
  });
});

describe("a part of a storm", () => {
  test.for([open, heldBy("slack:T1/U1"), resolved])(
    "has no buttons while it is $kind, and leads to the storm",
    (state) => {
      const { text, blocks } = incidentMessage(cardOf({ parent: "inc-3", title: "a & b", state }), drawing);
      expect(controlsOf(blocks)).toEqual([]);
      expect(text).toBe("a &amp; b (inc-7) is part of the storm inc-3");
      expect(textsOf(blocks, "mrkdwn")).toEqual([
        "↪ *a &amp; b* (inc-7) is part of the storm <https://acme.test/archives/C0/p1|inc-3>, where people work on it",
      ]);
    },
  );

  test("leads there whatever it is called", () => {
    fc.assert(
      fc.property(anyCard, anyDrawing, (card, drawn) => {
        const { blocks } = incidentMessage(
          { ...card, incident: { ...card.incident, parent: "inc-3" } },
          drawn,
        );
        expect(controlsOf(blocks)).toEqual([]);
        expect(wordsOf(blocks)).toContain(`is part of the storm ${drawn.linkTo("inc-3")}, where`);
      }),
      { numRuns: 25 },
    );
  });
});
