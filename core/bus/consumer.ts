import type { CloudEvent } from "#core/domain";
import type { Repositories } from "#core/store";

/**
 * One who acts on events. `handle` runs inside the transaction that moves the consumer on, so what it
 * writes through `repositories` is had exactly once for each event, whatever crashes. What it does to
 * the outside is had at least once: it must bear a repetition.
 */
export interface Consumer {
  /** Names the offset in the store: a new name starts anew. */
  readonly name: string;
  /** Types it wants, by their beginning: `fettle.alert.`. */
  readonly types: readonly string[];
  /** Where one that was never seen before begins. */
  readonly from: "start" | "end";
  readonly handle: (event: CloudEvent, repositories: Repositories) => Promise<void>;
  /** Called after that transaction has committed; not after a crash just then. */
  readonly committed?: () => void;
}
