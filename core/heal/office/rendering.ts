import {
  type Alert,
  Fault,
  type Incident,
  isFiring,
  type Plan,
  type PlanContent,
  type Target,
} from "#core/domain";
import { nearest } from "#core/expr";
import type { Store } from "#core/store";
import type { Runbook, Shelf } from "../shelf.ts";
import { aboutOf } from "./about.ts";

/** Makes what a plan holds out of a runbook, and makes it again when it is about to run. */
export interface Rendering {
  /** @throws Fault `missing`. */
  runbook(name: string): Runbook;
  /** Where it acts. @throws Fault `unavailable` for a target that Fettle cannot act on. */
  targetOf(alerts: readonly Alert[]): Target;
  render(
    runbook: Runbook,
    about: { readonly incident: Incident | undefined; readonly alerts: readonly Alert[] },
  ): PlanContent;
  /** The same plan from runbook, inventory and incident as they are now. */
  again(plan: Plan): Promise<PlanContent>;
}

export interface RenderingOptions {
  readonly store: Store;
  readonly shelf: () => Shelf;
  /** The target that an alert is about, by its subject; undefined where that names none. */
  readonly target: (subject: string) => Target | undefined;
  readonly local: Target;
}

export function openRendering({ store, shelf, target, local }: RenderingOptions): Rendering {
  const rendering: Rendering = {
    runbook: (name) => {
      const found = shelf().byName(name);
      if (found !== undefined) return found;
      const hint = nearest(
        name,
        shelf().runbooks.map((known) => known.name),
      );
      const did = hint === undefined ? "" : `; did you mean "${hint}"?`;
      throw new Fault("missing", `there is no runbook ${JSON.stringify(name)}${did}`);
    },
    targetOf: (alerts) => {
      const about = alerts.map(({ subject }) => target(subject)).find((found) => found !== undefined);
      if (about === undefined || about.name === local.name) return local;
      const text = `it is about ${about.name}, and so far Fettle repairs only ${local.name}, the machine it runs on`;
      throw new Fault("unavailable", text);
    },
    render: (runbook, { incident, alerts }) => {
      const alert =
        alerts.find((one) => one.event === runbook.event && isFiring(one)) ??
        alerts.find((one) => one.event === runbook.event);
      return runbook.render({ target: rendering.targetOf(alerts), incident, alert });
    },
    again: async ({ content, subject }) => {
      const runbook = rendering.runbook(content.runbook);
      if (subject.kind === "request") return rendering.render(runbook, { incident: undefined, alerts: [] });
      const about = await store.read((r) => aboutOf(r, subject.id));
      if (about === undefined) throw new Fault("missing", `there is no incident ${subject.id} any more`);
      return rendering.render(runbook, about);
    },
  };
  return rendering;
}
