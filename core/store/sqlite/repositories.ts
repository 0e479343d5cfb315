import type { Clock } from "#core/runtime";
import type { AuditHead } from "../audit.ts";
import type { Repositories } from "../store.ts";
import { alertRepository } from "./alerts.ts";
import { auditRepository } from "./audit-log.ts";
import { checkpointRepository } from "./checkpoints.ts";
import type { Connection } from "./connection.ts";
import { eventRepository } from "./events.ts";
import { incidentRepository } from "./incidents.ts";
import { leaseRepository } from "./leases.ts";
import { pauseRepository } from "./pauses.ts";
import { planRepository } from "./plans.ts";
import { postRepository } from "./posts.ts";
import { ruleStateRepository } from "./rule-states.ts";
import { runRepository } from "./runs.ts";
import { openTurn } from "./turn.ts";

/** What a store gives to each of its transactions. */
export interface Surroundings {
  readonly clock: Clock;
  readonly auditKey: Buffer;
  /** Where the audit chain stood at least, as of now. */
  readonly keptHead: () => AuditHead | undefined;
}

/** What a transaction has done that others are told of once it has committed. */
export interface Outcome<T> {
  readonly result: T;
  readonly eventsAppended: boolean;
  readonly auditHead: AuditHead | undefined;
}

/** Runs `work` in one transaction of `connection`: committed when it resolves, undone when it throws. */
export async function transact<T>(
  connection: Connection,
  kind: "write" | "read",
  { around, work }: { around: Surroundings; work: (repositories: Repositories) => Promise<T> },
): Promise<Outcome<T>> {
  // Before the snapshot: a head noted after it could name a row that the snapshot does not hold.
  const kept = around.keptHead();
  const turn = openTurn();
  let eventsAppended = false;
  let auditHead: AuditHead | undefined;
  const { db } = connection;
  connection.begin(kind);
  try {
    const result = await work({
      alerts: turn.tie(alertRepository(db)),
      incidents: turn.tie(incidentRepository(db)),
      events: turn.tie(
        eventRepository(db, {
          clock: around.clock,
          onAppend: () => {
            eventsAppended = true;
          },
        }),
      ),
      checkpoints: turn.tie(checkpointRepository(db)),
      ruleStates: turn.tie(ruleStateRepository(db)),
      leases: turn.tie(leaseRepository(db)),
      posts: turn.tie(postRepository(db, around.clock)),
      plans: turn.tie(planRepository(db)),
      runs: turn.tie(runRepository(db)),
      pauses: turn.tie(pauseRepository(db)),
      audit: turn.tie(
        auditRepository(db, {
          key: around.auditKey,
          kept,
          onAppend: (head) => {
            auditHead = head;
          },
        }),
      ),
    });
    turn.end();
    connection.commit();
    return { result, eventsAppended, auditHead };
  } catch (thrown) {
    connection.rollback();
    // What still runs now fails at its next statement; the connection is not lent on before.
    await turn.settled();
    throw thrown;
  }
}
