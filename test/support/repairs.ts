import type { Plan, PlanContent, Run } from "#core/domain";

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

export function aRun(different: Partial<Run> = {}): Run {
  return {
    id: "run-1",
    plan: "plan-1",
    runbook: "free the shop's disk",
    target: "local",
    startedMs: 1_000,
    fence: 1,
    state: { kind: "pending" },
    attempts: [],
    before: [],
    after: [],
    wantedEnd: null,
    receipt: null,
    ...different,
  };
}

/** The same content with one field changed, for every field there is, and where that is: `steps[0].command`. */
export function mutantsOf(content: PlanContent): { path: string; content: PlanContent }[] {
  return leavesOf(content).map(({ keys, value }) => {
    const other = typeof value === "number" ? value + 1 : `${JSON.stringify(value)}x`;
    const mutant = replaced(content, keys, other);
    if (!isContent(mutant)) throw new Error("expected a content");
    const path = keys.map((key) => (/^\d+$/.test(key) ? `[${key}]` : `.${key}`)).join("");
    return { path: path.slice(1), content: mutant };
  });
}

function leavesOf(value: unknown, keys: string[] = []): { keys: string[]; value: unknown }[] {
  if (typeof value !== "object" || value === null || Object.keys(value).length === 0)
    return [{ keys, value }];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...keys, key]));
}

function replaced(value: unknown, [key, ...rest]: string[], by: unknown): unknown {
  if (key === undefined) return by;
  if (typeof value !== "object" || value === null) throw new Error(`there is no ${key}`);
  const entries: [string, unknown][] = Object.entries(value);
  const changed = entries.map(([name, inner]): [string, unknown] => [
    name,
    name === key ? replaced(inner, rest, by) : inner,
  ]);
  return Array.isArray(value) ? changed.map(([, inner]) => inner) : Object.fromEntries(changed);
}

function isContent(value: unknown): value is PlanContent {
  return typeof value === "object" && value !== null && "runbook" in value;
}
