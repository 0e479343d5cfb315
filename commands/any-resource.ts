import type { Action, Resource } from "#core/access";

/** Something of the kind that a right is about, for questions that name nothing. */
export function anyResource(action: Action): Resource {
  if (action === "drill.start") return { type: "Drill", id: "any drill" };
  if (action === "command.run")
    return { type: "Command", id: "any command", attributes: { target: "local" } };
  if (action === "heal.pause") return { type: "Automation", id: "all" };
  if (action.startsWith("plan.") || action === "run.abort") {
    return { type: "Plan", id: "any plan", attributes: { runbook: "any", target: "local", labels: {} } };
  }
  if (action.startsWith("store.")) return { type: "Store", id: "store" };
  return { type: "Incident", id: "any incident", attributes: { severity: 1, labels: {} } };
}
