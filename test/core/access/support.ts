import { readFileSync } from "node:fs";
import {
  actionNames,
  openAccess,
  type Access,
  type AccessRequest,
  type Action,
  type PolicyFile,
} from "#core/access";
import { formatFileFault, type Actor, type Labels, type Severity } from "#core/domain";

export const root: Actor = { kind: "local", uid: 0 };
export const ann: Actor = { kind: "slack", team: "T1", user: "U1" };
export const dev: Actor = { kind: "local", uid: 1000 };
export const guest: Actor = { kind: "slack", team: "T1", user: "U9" };
export const stranger: Actor = { kind: "slack", team: "T1", user: "U404" };

export const groups = {
  oncall: { users: ["U1", "U9"] },
  dev: { users: ["local:1000"] },
  guests: { users: ["slack:T1/U9"] },
};

export const examples: readonly PolicyFile[] = ["starter", "guests"].map(exampleFile);

export function exampleFile(name: string): PolicyFile {
  const file = `examples/policies/${name}.cedar`;
  return { name, file, text: readFileSync(new URL(`../../../${file}`, import.meta.url), "utf8") };
}

export async function accessOf(policies: readonly PolicyFile[]): Promise<Access> {
  const opening = await openAccess({ policies, groups, defaultTeam: "T1" });
  if (!opening.ok) throw new Error(opening.faults.map(formatFileFault).join("\n"));
  return opening.access;
}

export function ask(
  actor: Actor,
  action: Action,
  incident: { id?: string; severity?: Severity; labels?: Labels } = {},
): AccessRequest {
  if (action === "drill.start") return { actor, action, resource: { type: "Drill", id: "shop-disk" } };
  if (action === "command.run") {
    return { actor, action, resource: { type: "Command", id: "uptime", attributes: { target: "local" } } };
  }
  if (action.startsWith("incident.")) {
    const { id = "inc-7", severity = 3, labels = {} } = incident;
    return { actor, action, resource: { type: "Incident", id, attributes: { severity, labels } } };
  }
  if (action.startsWith("plan.") || action === "run.abort") {
    const { id = "plan-7", severity = 3, labels = {} } = incident;
    const attributes = { runbook: "free the disk", target: "local", severity, labels };
    return { actor, action, resource: { type: "Plan", id, attributes } };
  }
  if (action === "heal.pause") return { actor, action, resource: { type: "Automation", id: "all" } };
  return { actor, action, resource: { type: "Store", id: "store" } };
}

export const actions: readonly Action[] = actionNames;
