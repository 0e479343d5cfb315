import type { Plan, PlanContent } from "#core/domain";

/** Plans and runs as tests begin with them; each gives what it wants different. */
export function aPlanContent(different: Partial<PlanContent> = {}): PlanContent {
  return {
    runbook: "free the shop's disk",
    target: { name: "local", address: "127.0.0.1" },
    check: null,
    steps: [{ kind: "exec", command: "echo tidy", grants: [], deadlineMs: 5_000 }],
    verify: {
      withinMs: 60_000,
      everyMs: 5_000,
      holdMs: 0,
      assertions: [
        {
          kind: "http",
          url: "http://127.0.0.1:8081/healthz",
          part: "status",
          expect: { comparison: "==", value: 200 },
        },
      ],
    },
    brakes: { cooldownMs: null, limit: null },
    approvals: { needed: 1, group: null, withinMs: 900_000 },
    ...different,
  };
}

export function aPlan(different: Partial<Plan> = {}): Plan {
  return {
    id: "plan-1",
    hash: "h-1",
    content: aPlanContent(),
    subject: { kind: "incident", id: "inc-1" },
    proposer: "fettle:runbook free the shop's disk",
    votes: [],
    createdMs: 0,
    expiresMs: 900_000,
    before: null,
    state: { kind: "proposed" },
    ...different,
  };
}
