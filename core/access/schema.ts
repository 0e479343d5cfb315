import type { Labels, Severity } from "#core/domain";

export const actionNames = [
  "incident.read",
  "incident.acknowledge",
  "incident.resolve",
  "drill.start",
  "command.run",
  "plan.read",
  "plan.propose",
  "plan.approve",
  "run.abort",
  "heal.pause",
  "store.backup",
  "store.restore",
] as const;
/** A right, as policies and audit entries name it. */
export type Action = (typeof actionNames)[number];

/** What is acted on, with what policies may ask of it. */
export type Resource =
  | {
      readonly type: "Incident";
      readonly id: string;
      /** Labels are Cedar tags: `resource.hasTag("team") && resource.getTag("team") == "shop"`. */
      readonly attributes: { readonly severity: Severity; readonly labels: Labels };
    }
  | {
      readonly type: "Plan";
      readonly id: string;
      readonly attributes: {
        readonly runbook: string;
        readonly target: string;
        /** Of the incident that it is for, as its labels are; absent where it is for none. */
        readonly severity?: Severity;
        readonly labels: Labels;
      };
    }
  /** Whether repairs may begin at all: `all`, or the name of a target. */
  | { readonly type: "Automation"; readonly id: string }
  | { readonly type: "Drill"; readonly id: string }
  /** A command that only reads. `id`: as it was typed. */
  | { readonly type: "Command"; readonly id: string; readonly attributes: { readonly target: string } }
  | { readonly type: "Store"; readonly id: string };

/**
 * What policies are checked against, in Cedar's schema language (https://docs.cedarpolicy.com/schema).
 * `env` repeats the label of that name, because most policies ask for it: `resource has env && …`.
 */
export const schema = `namespace Fettle {
  entity Group;
  entity Actor in [Group] { kind: String };
  entity Incident { severity: Long, env?: String } tags String;
  entity Plan { runbook: String, target: String, severity?: Long, env?: String } tags String;
  entity Automation;
  entity Drill;
  entity Command { target: String };
  entity Store;
  action "incident.read", "incident.acknowledge", "incident.resolve" appliesTo { principal: Actor, resource: Incident };
  action "plan.read", "plan.propose", "plan.approve", "run.abort" appliesTo { principal: Actor, resource: Plan };
  action "heal.pause" appliesTo { principal: Actor, resource: Automation };
  action "command.run" appliesTo { principal: Actor, resource: Command };
  action "drill.start" appliesTo { principal: Actor, resource: Drill };
  action "store.backup", "store.restore" appliesTo { principal: Actor, resource: Store };
}`;
