import type { Alert, Incident, PlanContent, Target } from "#core/domain";

/** What a runbook's holes are filled from. */
export interface Facts {
  readonly target: Target;
  /** What it is for; undefined where somebody asks for it by name. */
  readonly incident: Incident | undefined;
  /** The worst alert of the incident that the runbook is a repair for. */
  readonly alert: Alert | undefined;
}

/** A runbook that was read and checked. */
export interface Runbook {
  /** Unique on its shelf. */
  readonly name: string;
  /** The event that it is a repair for. */
  readonly event: string;
  /** Where it stands: `runbooks/shop.runbook:3`. */
  readonly at: string;
  /** Its text, as it is printed. */
  readonly text: string;
  /** Whether its condition on the incident holds; without an incident only where it has none. */
  fits(incident: Incident | undefined): boolean;
  /** @throws Fault `missing` for a hole that nothing fills, `invalid` for a value that cannot stand there. */
  render(facts: Facts): PlanContent;
}

/** The runbooks of the configuration, as of now. */
export interface Shelf {
  readonly runbooks: readonly Runbook[];
  byName(name: string): Runbook | undefined;
}
