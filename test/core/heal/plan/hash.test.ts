import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonical, driftOf, hashOf } from "#core/heal";
import type { PlanContent } from "#core/domain";
import { aPlanContent, mutantsOf } from "../../../support/repairs.ts";

const whole: PlanContent = aPlanContent({
  check: {
    kind: "exec",
    command: "df /data",
    grants: [{ kind: "read", path: "/data" }],
    parse: "([0-9]+)%",
    expect: { comparison: ">", value: 95 },
  },
  steps: [
    {
      kind: "exec",
      command: "clean",
      grants: [{ kind: "write", path: "/data" }, { kind: "net" }],
      deadlineMs: 1,
    },
    { kind: "action", action: "rotate_logs", arguments: { glob: "/l/*.log", keep: 7 }, deadlineMs: 2 },
  ],
  brakes: { cooldownMs: 5, limit: { count: 3, perMs: 9 } },
  approvals: { needed: 2, group: "oncall", withinMs: 60_000 },
});

describe("the hash of a plan", () => {
  test("changes with every field there is, and the difference is shown", () => {
    const all = mutantsOf(whole);
    expect(all.length).toBeGreaterThan(30);
    for (const { content, path } of all) {
      expect([path, hashOf(content)]).not.toEqual([path, hashOf(whole)]);
      expect(driftOf(whole, content, (text) => text).map((drift) => drift.path)).toEqual([path]);
    }
  });

  test("does not depend on the order in which an object was written", () => {
    const { approvals, brakes, check, runbook, steps, target, verify } = whole;
    const turned: PlanContent = { verify, target, steps, runbook, check, brakes, approvals };
    expect(hashOf(turned)).toBe(hashOf(whole));
    expect(driftOf(whole, turned, (text) => text)).toEqual([]);
  });

  test("keeps apart what only looks alike", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        fc.pre(a !== b);
        expect(canonical(aPlanContent({ runbook: a }))).not.toBe(canonical(aPlanContent({ runbook: b })));
      }),
    );
  });

  test("keeps the order of steps", () => {
    expect(hashOf({ ...whole, steps: whole.steps.toReversed() })).not.toBe(hashOf(whole));
  });

  test("shows differences redacted and cut", () => {
    const long = aPlanContent({ runbook: `secret ${"x".repeat(1000)}` });
    const [found] = driftOf(aPlanContent(), long, (text) => text.replace("secret", "<hidden>"));
    expect(found?.now).toContain("<hidden>");
    expect(found?.now.length).toBeLessThanOrEqual(300);
  });
});
