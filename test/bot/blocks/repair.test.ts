import { describe, expect, test } from "vitest";
import type { Run } from "#core/domain";
import type { Repair } from "#core/heal";
import {
  incidentMessage,
  planMessage,
  planModal,
  receiptNote,
  repairDetails,
  sandboxText,
} from "../../../bot/blocks/index.ts";
import { aPlan, aPlanContent, aRun } from "../../support/repairs.ts";
import { cardOf, nowMs, drawing } from "./cast.ts";
import { controlsOf, wordsOf } from "./judge.ts";

const outcome = { ok: true, summary: "exit 0", output: "freed 3 files\n", truncated: false, level: "full" };
const seen = { name: "healthz", value: 503, holds: false, trouble: null, atMs: nowMs };
const ran: Run = aRun({
  startedMs: nowMs,
  state: { kind: "verified", atMs: nowMs + 9_000 },
  attempts: [{ step: 0, startedMs: nowMs, endedMs: nowMs + 400, outcome, saidBy: null }],
  before: [seen],
  after: [{ ...seen, value: 200, holds: true }],
  receipt: {
    run: "run-1",
    plan: "plan-1",
    planHash: "h-1",
    proposer: "fettle:runbook x",
    approvers: ["slack:T1/U1"],
    before: [],
    after: [],
    verdict: "healed",
    reason: null,
    startedMs: nowMs,
    endedMs: nowMs + 9_000,
    auditHead: "41:abc",
  },
});

function repairOf(change: Partial<Repair> = {}): Repair {
  const history = { runs: 3, healed: 2, lastMs: 5 };
  return { plan: aPlan(), run: undefined, missing: 1, history, ...change };
}

describe("a plan on its card", () => {
  test("shows the commands, how often it helped, its grants and its proof, and asks again before it runs", () => {
    const step = {
      kind: "exec",
      command: "echo tidy",
      deadlineMs: 1,
      grants: [{ kind: "write", path: "/srv" }],
    } as const;
    const card = incidentMessage(cardOf({ id: "inc-1" }), drawing, {
      repair: repairOf({ plan: aPlan({ content: aPlanContent({ steps: [step] }) }) }),
      fixable: false,
    });
    const words = wordsOf(card.blocks);
    for (const part of ['1. exec "echo tidy"', "healed 2 of 3 times", "write /srv", "proof: 1 within 1m"]) {
      expect(words).toContain(part);
    }
    expect(controlsOf(card.blocks)).toEqual(
      expect.arrayContaining(["plan.approve", "plan.deny", "plan.details"]),
    );
    expect(JSON.stringify(card.blocks)).toContain('"value":"plan-1:h-1"');
    expect(JSON.stringify(card.blocks)).toContain("on local (127.0.0.1): 1 steps, as shown.");
  });

  test("for no incident stands on its own, and calls people only while it waits for them", () => {
    const plan = aPlan({ subject: { kind: "request", by: "local:0" } });
    const waits = planMessage(repairOf({ plan }), drawing);
    expect(waits.text).toContain(drawing.mention);
    const over = { ...plan, state: { kind: "expired", atMs: 1 } } as const;
    expect(planMessage(repairOf({ plan: over }), drawing).text).not.toContain(drawing.mention);
  });
});

describe("all of a repair", () => {
  test("names each step with its output, each measurement, the approvers and the receipt", () => {
    const plan = aPlan({ votes: [{ by: "slack:T1/U1", hash: "h-1", atMs: nowMs }] });
    const words = wordsOf(repairDetails(repairOf({ plan, run: ran }), () => "Radia").blocks);
    for (const part of [
      "✓ exit 0 after 0.4 s, sandbox full",
      "| freed 3 files",
      "before: ✗ 503",
      "after:  ✓ 200",
      "Radia at ",
      "verdict    Healed",
      "audit      41:abc",
      "hash       h-1",
    ]) {
      expect(words).toContain(part);
    }
  });

  test("goes into a file where a message has no room for it, and a modal says how to get that", () => {
    const much = { ...outcome, output: "a line of output\n".repeat(2_000) };
    const run = {
      ...ran,
      attempts: [
        { ...ran.attempts[0], step: 0, startedMs: nowMs, endedMs: nowMs, outcome: much, saidBy: null },
      ],
    };
    const details = repairDetails(repairOf({ run }), (id) => id);
    expect(details.file?.name).toBe("run-1.txt");
    expect(details.file?.text.match(/a line of output/g)).toHaveLength(2_000);
    expect(details.file?.incident).toBe("inc-1");
    expect(wordsOf(planModal(repairOf({ run }), (id) => id))).toContain("`/fettle plan plan-1`");
    const note = receiptNote(repairOf({ run }));
    expect(wordsOf(note.blocks).match(/a line of output/g)?.length).toBeGreaterThan(400);
    expect(wordsOf(note.blocks)).toContain("… the rest: `/fettle receipt run-1`");
  });

  test("is cut into blocks between characters, never inside one", () => {
    const output = `x${"😀".repeat(4_000)}`;
    const run = {
      ...ran,
      attempts: [
        {
          ...ran.attempts[0],
          step: 0,
          startedMs: nowMs,
          endedMs: nowMs,
          outcome: { ...outcome, output },
          saidBy: null,
        },
      ],
    };
    // Blocks drop half a character.
    const shown = wordsOf(receiptNote(repairOf({ run })).blocks).match(/😀/gu);
    expect(shown).toHaveLength(4_000);
  });
});

describe("the sandbox", () => {
  test("is told by its level, its gaps, or what is to be installed", () => {
    const there = { level: "full", missing: undefined, gaps: [] } as const;
    expect(sandboxText(there)).toBe("Repairs run commands in the sandbox, level full");
    expect(sandboxText({ ...there, gaps: ["a", "b"] })).toMatch(/level full: a; b$/);
    expect(sandboxText({ ...there, missing: "install the package bubblewrap" })).toMatch(
      /approved plan: install/,
    );
    expect(sandboxText({ ...there, level: "off", gaps: ["x"] })).toContain("without a sandbox");
  });
});
