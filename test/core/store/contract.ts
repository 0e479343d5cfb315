import { describe } from "vitest";
import type { Store } from "#core/store";
import type { HandClock } from "../../support/hand-clock.ts";
import { alertContract } from "./contract/alerts.ts";
import { auditContract } from "./contract/audit.ts";
import { checkpointContract } from "./contract/checkpoints.ts";
import { eventContract } from "./contract/events.ts";
import { incidentContract } from "./contract/incidents.ts";
import { leaseContract } from "./contract/leases.ts";
import { pauseContract } from "./contract/pauses.ts";
import { planContract } from "./contract/plans.ts";
import { postContract } from "./contract/posts.ts";
import { ruleStateContract } from "./contract/rule-states.ts";
import { runContract } from "./contract/runs.ts";
import { transactionContract } from "./contract/transactions.ts";

/** An empty store of the kind under test; all that it made goes with it. */
interface StoreUnderTest extends AsyncDisposable {
  readonly store: Store;
  readonly clock: HandClock;
  /** A second one on the same data, opened for reading. */
  reader(): Promise<Store>;
  /** A path where nothing is yet, for a backup. */
  readonly freePath: string;
  /** Opens a backup for reading. */
  openBackup(path: string): Promise<Store>;
}

export type OpenStoreUnderTest = () => Promise<StoreUnderTest>;

/** What core/store/store.ts promises, for every implementation. */
export function storeContract(name: string, open: OpenStoreUnderTest): void {
  const parts = [
    transactionContract,
    alertContract,
    incidentContract,
    eventContract,
    checkpointContract,
    ruleStateContract,
    leaseContract,
    postContract,
    planContract,
    runContract,
    pauseContract,
    auditContract,
  ];
  describe(`a store keeps its promises: ${name}`, () => {
    for (const part of parts) part(open);
  });
}
