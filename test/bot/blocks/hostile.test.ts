import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Action } from "#core/access";
import {
  acknowledgedNote,
  callNote,
  detailsMessage,
  detailsModal,
  faultMessage,
  helpMessage,
  homeView,
  type HomeParts,
  incidentDetails,
  incidentList,
  incidentMessage,
  listModal,
  type Message,
  messageModal,
  noteModal,
  planMessage,
  planModal,
  receiptNote,
  refusalMessage,
  repairDetails,
  resolvedNote,
  resolveModal,
  returnedNote,
  saidNote,
  statusMessage,
  stillOnItNote,
  strangerHome,
  whoamiMessage,
  whoCanMessage,
} from "../../../bot/blocks/index.ts";
import { drawing, incidentOf, nowMs } from "./cast.ts";
import {
  anyCard,
  anyCards,
  anyDrawing,
  anyIncident,
  cardSaying,
  heavy,
  hostile,
  long,
  nasty,
} from "./hostile.ts";
import { anyPause, anyRepair } from "./hostile-repairs.ts";
import { wrongWithHome, wrongWithMessage, wrongWithModal } from "./judge.ts";

const few = { numRuns: 40 };
const texts = fc.array(hostile, { maxLength: 30 });
const grantees = fc.array(fc.record({ to: hostile, policy: hostile, conditional: fc.boolean() }), {
  maxLength: 10,
});
const listed = fc.record({ cards: anyCards, hidden: fc.nat(500), beyond: fc.boolean() });
const rights = fc.subarray<Action>([
  "incident.read",
  "incident.acknowledge",
  "incident.resolve",
  "drill.start",
]);
const call = fc.constantFrom("lapsed", "worse", "back", "on");

/** What the workspace, standing in for Slack, has against these. */
const against = (...messages: readonly Message[]): readonly string[] => messages.flatMap(wrongWithMessage);

/** The same, also in a modal, where there is no channel to say it in. */
const againstAnywhere = (...messages: readonly Message[]): readonly string[] => [
  ...against(...messages),
  ...messages.flatMap((message) => wrongWithModal(messageModal("Fettle", message))),
];

describe("whatever logs, names and policies hold, Slack takes it and nobody is called by it:", () => {
  test("cards, and what is said in their threads", () => {
    fc.assert(
      fc.property(anyCard, anyDrawing, call, (card, drawn, why) => {
        expect(
          against(incidentMessage(card, drawn), detailsMessage(card), callNote(why, card, drawn)),
        ).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  test("notes", () => {
    fc.assert(
      fc.property(fc.option(hostile, { nil: undefined }), hostile, anyIncident, (note, name, incident) => {
        const said = { by: "slack:T1/U1", note, nameOf: () => name };
        expect(
          against(
            acknowledgedNote(said, nowMs),
            returnedNote(said, ""),
            resolvedNote(said),
            saidNote(said),
            stillOnItNote(incident, drawing.mention, nowMs),
          ),
        ).toEqual([]);
      }),
      few,
    );
  });

  test("one incident with its alerts, as message and modal", () => {
    fc.assert(
      fc.property(anyCard, anyDrawing, (card, drawn) => {
        expect(against(incidentDetails(card, drawn))).toEqual([]);
        expect(wrongWithModal(detailsModal(card, drawn))).toEqual([]);
      }),
      few,
    );
  });

  test("lists, forms and the status", () => {
    fc.assert(
      fc.property(listed, anyDrawing, texts, hostile, (list, drawn, lines, text) => {
        expect(againstAnywhere(incidentList(list, drawn))).toEqual([]);
        expect(wrongWithModal(listModal(list, drawn))).toEqual([]);
        expect(wrongWithModal(noteModal(list, text))).toEqual([]);
        const facts = { version: "0.1.0", troubles: lines, sockets: text, waiting: 3, failed: lines };
        expect(againstAnywhere(statusMessage(facts, list))).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });

  test("repairs: on an incident's card, on their own, in full, and what they wrote", () => {
    const takes = fc.property(anyCard, anyRepair, anyDrawing, (card, repair, drawn) => {
      expect(against(incidentMessage(card, drawn, { repair, fixable: true }))).toEqual([]);
      expect(against(planMessage(repair, drawn))).toEqual([]);
      expect(against(repairDetails(repair, drawn.nameOf))).toEqual([]);
      expect(against(receiptNote(repair))).toEqual([]);
      expect(wrongWithModal(planModal(repair, drawn.nameOf))).toEqual([]);
    });
    fc.assert(takes, few);
    // Once too long: a cause and a command whose thousands of characters count double.
    fc.assert(takes, { seed: 1169975767 });
  });

  test("the Home tab", () => {
    const drill = fc.record({
      name: hostile.filter((name) => name !== "").map((name) => name.slice(0, 100).toWellFormed()),
      title: fc.option(
        hostile.map((title) => title.slice(0, 60)),
        { nil: undefined },
      ),
      expect: hostile,
      break: fc.constant({ http: { method: "POST" as const, url: "http://127.0.0.1:1/" } }),
    });
    const person = fc.record({
      name: hostile,
      actor: hostile,
      groups: texts,
      rights,
      mayAcknowledge: fc.boolean().map((may) => () => may),
      drills: fc.array(drill, { maxLength: 20 }),
      pauses: fc.array(anyPause, { maxLength: 3 }),
      waiting: fc
        .array(anyRepair, { maxLength: 12 })
        .map((all) => all.map((one, n) => ({ ...one, plan: { ...one.plan, id: `plan-${n}` } }))),
      sandbox: hostile,
    });
    fc.assert(
      fc.property(listed, person, anyDrawing, hostile, (list, parts, drawn, why) => {
        const home: HomeParts = { ...list, ...parts, drawing: drawn };
        expect(wrongWithHome(homeView(home))).toEqual([]);
        expect(wrongWithHome(strangerHome(why))).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });

  test("who somebody is, who may do what, and refusals", () => {
    const identity = fc.record({
      name: hostile,
      actor: hostile,
      groups: texts,
      rights,
      starter: fc.option(hostile, { nil: undefined }),
    });
    const granted = fc.array(
      fc.record({
        to: hostile,
        policy: hostile,
        conditional: fc.boolean(),
        members: fc.option(escapedNames, { nil: undefined }),
      }),
      { maxLength: 10 },
    );
    const refusal = fc.record({ reason: hostile, resource: hostile, policies: texts, grantedBy: grantees });
    fc.assert(
      fc.property(identity, granted, refusal, texts, (who, grants, why, groups) => {
        expect(againstAnywhere(whoamiMessage(who))).toEqual([]);
        const asked = { verb: "ack", action: "incident.acknowledge", resource: why.resource } as const;
        expect(
          againstAnywhere(
            whoCanMessage({ ...asked, granted: grants }),
            refusalMessage({ ...why, allowed: false, missing: "incident.resolve" }, groups),
            faultMessage(why.reason),
          ),
        ).toEqual([]);
      }),
      few,
    );
  });

  test("a megabyte of each, where a summary is expected", () => {
    for (const piece of heavy) {
      const text = long(piece, 1_000_000);
      const card = cardSaying("x");
      const [alert] = card.alerts;
      if (alert === undefined) throw new Error("no alert");
      const big = { ...card, alerts: [{ ...alert, summary: text }] };
      expect(against(incidentMessage(big, drawing), incidentDetails(big, drawing))).toEqual([]);
    }
  });

  test("the same text in every place", () => {
    for (const piece of nasty) {
      for (const text of [piece, long(piece, 5_000)]) {
        const card = cardSaying(text);
        const named = { ...drawing, nameOf: () => text };
        expect(
          against(
            incidentMessage(card, named),
            incidentDetails(card, named),
            detailsMessage(card),
            callNote("worse", card, named),
          ),
        ).toEqual([]);
      }
    }
  });
});

test("what Fettle says by itself is fine too", () => {
  const verb = { name: "ack", usage: "INCIDENT [NOTE]", summary: "take it on", example: "/fettle ack inc-7" };
  expect(against(helpMessage(Array.from({ length: 30 }, () => verb)), helpMessage([verb]))).toEqual([]);
  expect(wrongWithModal(resolveModal("inc-999999999999"))).toEqual([]);
  expect(against(stillOnItNote(incidentOf(), "<!subteam^S0CALLED>", nowMs))).toEqual([]);
});

/** As they come from whoever knows people: escaped, and at most eighty letters of each. */
const escapedNames = fc.array(
  fc.constantFrom("Ada", "Grace &amp; Co", "&lt;!channel&gt;", "x".repeat(80), "שלום"),
  { maxLength: 40 },
);
