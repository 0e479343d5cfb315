import { expect, test } from "vitest";
import { openAccess, type Access, type Resource } from "#core/access";
import { formatFileFault } from "#core/domain";

const ann = { actor: { kind: "local", uid: 1000 } } as const;
const plan = (attributes: Partial<Extract<Resource, { type: "Plan" }>["attributes"]> = {}): Resource => ({
  type: "Plan",
  id: "plan-7",
  attributes: { runbook: "free the disk", target: "web-01", labels: {}, ...attributes },
});

async function opened(condition: string): Promise<Access> {
  const text = `permit (principal, action == Fettle::Action::"plan.approve", resource) when { ${condition} };`;
  const opening = await openAccess({ policies: [{ name: "p", file: "p.cedar", text }], groups: {} });
  if (!opening.ok) throw new Error(opening.faults.map(formatFileFault).join("\n"));
  return opening.access;
}

test.for([
  ["its runbook", `resource.runbook == "free the disk"`, plan(), plan({ runbook: "drop the database" })],
  ["its target", `resource.target == "web-01"`, plan(), plan({ target: "db-01" })],
  [
    "the severity of its incident",
    `resource has severity && resource.severity < 4`,
    plan({ severity: 3 }),
    plan({ severity: 5 }),
  ],
  [
    "the env of its incident",
    `resource has env && resource.env != "prod"`,
    plan({ labels: { env: "demo" } }),
    plan({ labels: { env: "prod" } }),
  ],
  [
    "a label of its incident",
    `resource.hasTag("team") && resource.getTag("team") == "shop"`,
    plan({ labels: { team: "shop" } }),
    plan(),
  ],
] as const)("a policy can let somebody approve a plan by %s", async ([, condition, allowed, denied]) => {
  const access = await opened(condition);
  expect(access.can({ ...ann, action: "plan.approve", resource: allowed })).toBe(true);
  expect(access.can({ ...ann, action: "plan.approve", resource: denied })).toBe(false);
  expect(access.can({ ...ann, action: "run.abort", resource: allowed })).toBe(false);
});
