import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { IncidentCard } from "#core/incidents";
import {
  detailsMessage,
  detailsModal,
  incidentDetails,
  incidentList,
  listModal,
  type Message,
} from "../../../bot/blocks/index.ts";
import {
  alert,
  alerts,
  cardOf,
  cards,
  day,
  drawing,
  gathering,
  heldBy,
  open,
  resolved,
  time,
  listOf,
} from "./cast.ts";
import { anyCards, anyDrawing, hostile } from "./hostile.ts";
import { controlsOf, textsOf, wordsOf } from "./judge.ts";

const lineOf = (text: string, start: string): string | undefined =>
  text.split("\n").find((line) => line.startsWith(start));
/** Everything that somebody gets to read: blocks, and the file beside them. */
const allOf = ({ blocks, file }: Message): string => `${wordsOf(blocks)}\n${file?.text ?? ""}`;

describe("a list of what is open", () => {
  test("shows each with its cause, its place, its age, and what can be done about it", () => {
    const held = cardOf({ id: "inc-8", severity: 3, state: heldBy("slack:T1/U2") }, { alerts: [], all: 2 });
    const { text, blocks, file } = incidentList(listOf([cardOf(), held], 1), drawing);
    expect(text).toBe("2 open");
    expect(file).toBeUndefined();
    expect(textsOf(blocks, "mrkdwn")).toEqual([
      `🟠 *net_timeout* · <https://acme.test/archives/C0/p1|inc-7> · firing · since ${day("11:57:00")}\ntimeout of 12s`,
      `🟡 *net_timeout* · <https://acme.test/archives/C0/p1|inc-8> · 1 of 2 alerts firing · since ${day("11:57:00")} · Grace &amp; Co is on it`,
      "1 more incidents that you may not see",
    ]);
    expect(controlsOf(blocks)).toEqual([
      "incident.acknowledge",
      "incident.more=details:inc-8",
      "incident.more=resolve:inc-8",
    ]);
  });

  test("of nothing says so", () => {
    const { text, blocks } = incidentList(listOf([]), drawing);
    expect([text, wordsOf(blocks)]).toEqual(["Nothing is open", "Nothing is open"]);
  });

  test("that is too long goes on in a file, which holds all of it", () => {
    const message = incidentList(listOf(cards(120)), drawing);
    const rows = textsOf(message.blocks, "mrkdwn");
    const shown = rows.length - 1;
    expect(shown).toBeGreaterThan(15);
    expect(rows.at(-1)).toBe(`… and ${120 - shown} more, in the file`);
    expect(message.file).toMatchObject({ name: "incidents.txt", title: "120 open incidents" });
    const lines = message.file?.text.split("\n") ?? [];
    expect(lines).toHaveLength(120);
    expect(lines[0]).toBe(
      "inc-1 SEV4 urgent net_timeout open since 2026-01-01T11:57:00.000Z: timeout of 12s",
    );
  });

  test("forgets no incident, and has one line for each, whatever they are called", () => {
    fc.assert(
      fc.property(anyCards, anyDrawing, (listed, drawn) => {
        const message = incidentList(listOf(listed), drawn);
        const controls = controlsOf(message.blocks).map((control) => control.split(":").at(-1));
        const lines = message.file?.text.split("\n");
        if (lines !== undefined) expect(lines).toHaveLength(listed.length);
        const rows = textsOf(message.blocks, "mrkdwn").filter((row) => !row.startsWith("… and"));
        for (const [index, { incident }] of listed.entries()) {
          const row = rows[index];
          if (row === undefined) expect(lines?.[index]).toMatch(new RegExp(`^${incident.id} `));
          else expect(row).toContain(drawn.linkTo(incident.id));
        }
        expect(controls.length).toBeGreaterThanOrEqual(rows.length);
      }),
      { numRuns: 12 },
    );
  });
});

describe("a row's button", () => {
  const menu = ["incident.more=details:inc-7", "incident.more=resolve:inc-7"];

  test.for([
    { state: gathering, controls: menu },
    { state: open, controls: ["incident.acknowledge"] },
    { state: heldBy("slack:T1/U1"), controls: menu },
    { state: resolved, controls: [] },
  ])("is one that works while the incident is $state.kind", ({ state, controls }) => {
    expect(controlsOf(incidentDetails(cardOf({ state }), drawing).blocks)).toEqual(controls);
  });
});

describe("one incident with its alerts", () => {
  const over = {
    kind: "resolved",
    sinceMs: alert.state.sinceMs,
    atMs: alert.seenMs,
    reason: "absent",
  } as const;

  test("tells of each what it is, where, how often, since when and by which rule", () => {
    const card = cardOf({}, { alerts: [alert, { ...alert, count: 1, state: over }], all: 2 });
    const { text, blocks, file } = incidentDetails(card, drawing);
    expect(text).toBe("inc-7 · net_timeout");
    expect(file).toBeUndefined();
    expect(textsOf(blocks, "mrkdwn").slice(1)).toEqual([
      `🟠 timeout of 12s\nweb-01 · host web-01 · seen 3 times, last ${time("11:59:55")} · firing since ${day("11:57:00")} · rule net-timeout`,
      `✅ timeout of 12s\nweb-01 · host web-01 · seen once, last ${time("11:59:55")} · resolved ${time("11:59:55")} since ${day("11:57:00")} · rule net-timeout`,
    ]);
  });

  test("says all of that of one whose keys and cause are endless, and cuts no date in two", () => {
    const by = Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`k${n}`, "&"]));
    const endless = { ...alert, by, summary: "<".repeat(4_000), rule: "r".repeat(400), state: over };
    const row = textsOf(incidentDetails(cardOf({}, { alerts: [endless] }), drawing).blocks, "mrkdwn")[1];
    expect(row).toMatch(
      /^✅ (?:&lt;)+…\nweb-01 · k0 &amp; · .+… · seen 3 times, last <!date[^>]+> · resolved <!date[^>]+> since <!date[^>]+> · rule r+…$/,
    );
  });

  const many = cardOf({}, { alerts: alerts(300), all: 300, firing: 300 });

  test("that do not all fit go on in a file for the incident's thread, in a line each", () => {
    const message = incidentDetails(many, drawing);
    const rows = textsOf(message.blocks, "mrkdwn");
    const shown = rows.length - 2;
    expect(rows.at(-1)).toBe(`… and ${300 - shown} more alerts, in the file`);
    expect(message.file).toMatchObject({
      name: "inc-7-alerts.txt",
      title: "Alerts of inc-7",
      incident: "inc-7",
    });
    const lines = message.file?.text.split("\n") ?? [];
    expect(lines).toHaveLength(300);
    expect(lines[299]).toBe(
      "SEV4 firing · since 2026-01-01T11:57:00.000Z · host-299. · host web-01 · seen 3 times · timeout of 12s",
    );
  });

  test("leave room for what stands above them, however long that is", () => {
    const wide = { ...alert, summary: "&".repeat(400) };
    const named = { ...drawing, nameOf: () => "&".repeat(400) };
    for (const count of [1, 20, 90]) {
      const told = [wide, ...alerts(count, (index) => ({ summary: "x".repeat(index) }))];
      const card = cardOf(
        { title: '"'.repeat(400), state: heldBy("slack:T1/U1") },
        { alerts: told, all: told.length },
      );
      expect(JSON.stringify(incidentDetails(card, named).blocks).length).toBeLessThan(12_000);
    }
  });

  test("promises no file that does not come, and none that holds more than it does", () => {
    const unread = incidentDetails({ ...many, all: 340 }, drawing);
    const notes = wordsOf(unread.blocks.at(-1)).split("\n");
    expect(notes).toEqual([
      expect.stringMatching(/^… and \d+ more alerts, in the file$/),
      "40 more than are shown here",
    ]);
    const few = incidentDetails(cardOf({}, { all: 7 }), drawing);
    expect(few.file).toBeUndefined();
    expect(textsOf(few.blocks.at(-1), "mrkdwn")).toEqual(["6 more than are shown here"]);
  });

  test("in a modal or thread, which have no file, says which verb brings the rest", () => {
    const rest = /^… and (\d+) more: `\/fettle alert inc-7` brings all of them$/m;
    for (const blocks of [detailsModal(many, drawing).blocks, detailsMessage(many).blocks]) {
      const words = wordsOf(blocks);
      const shown = [...words.matchAll(/^host-\d+\./gm)].length;
      expect(words).not.toContain("file");
      expect(Number(rest.exec(words)?.[1]) + shown).toBe(300);
    }
    const all = cardOf({}, { alerts: alerts(3), all: 3 });
    for (const blocks of [detailsModal(all, drawing).blocks, detailsMessage(all).blocks]) {
      expect(wordsOf(blocks)).not.toMatch(/more/);
    }
  });

  test("are all in blocks or file, each in one line of it, whatever they hold", () => {
    fc.assert(
      fc.property(
        fc.array(hostile, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 90 }),
        (words, count) => {
          const told = alerts(count, (index) => {
            const word = words[index % words.length] ?? "";
            return { summary: word, rule: word, by: { [word]: word, host: word } };
          });
          const card = cardOf({ title: words[0] ?? "" }, { alerts: told, all: count });
          const message = incidentDetails(card, drawing);
          for (const { subject } of told) expect(allOf(message)).toContain(subject);
          if (message.file !== undefined) expect(message.file.text.split("\n")).toHaveLength(count);
        },
      ),
      { numRuns: 10 },
    );
  });

  test("in a file cannot forge a line, move a cursor or turn the text around", () => {
    const forged = alerts(60, () => ({ summary: "a\ninc-9 SEV5 page \u001B[2J\u202Eb\0" }));
    const { file } = incidentDetails(cardOf({}, { alerts: forged, all: 60 }), drawing);
    expect(lineOf(file?.text ?? "", "SEV4")).toMatch(/ · a inc-9 SEV5 page {2}\[2J b$/);
    expect(file?.text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
    const list = incidentList(listOf(cards(99, () => ({ title: "x\ninc-0 SEV1 note" }))), drawing);
    expect(lineOf(list.file?.text ?? "", "inc-0")).toBeUndefined();
  });
});

describe("the list as a modal", () => {
  test("says where the rest is, and that nothing is open", () => {
    const words = wordsOf(listModal(listOf(cards(200), 3), drawing).blocks);
    const shown = [...words.matchAll(/\|inc-\d+>/g)].length;
    expect(words).toContain(
      `… and ${200 - shown} more: \`/fettle alerts\`\n3 more incidents that you may not see`,
    );
    expect(wordsOf(listModal(listOf([]), drawing).blocks)).toBe("Nothing is open.");
  });
});

test("more than can be listed is said to be there", () => {
  const list = { ...listOf(cards(2), 1), beyond: true };
  const note = "1 more incidents that you may not see\nmore than can be listed are open: these are the worst";
  expect(incidentList(list, drawing).text).toBe("2+ open");
  expect(wordsOf(incidentList(list, drawing).blocks)).toContain(note);
  expect(wordsOf(listModal(list, drawing).blocks)).toContain(note);
});

test("a card of a storm is listed as what it is", () => {
  const storm: IncidentCard = cardOf(
    { title: "storm" },
    { storm: { parts: [], open: 5, all: 5 }, firing: 5, all: 5 },
  );
  expect(wordsOf(incidentList(listOf([storm]), drawing).blocks)).toContain("*storm of 5 incidents*");
});
