import type { Clock, Log } from "#core/runtime";
import type { Store } from "#core/store";
import type { Hands } from "../hands/hands.ts";

/** What every piece of the engine works with. */
export interface EngineParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly hands: Hands;
  /** Names this process among those that share the store; another one at each start. */
  readonly holder: string;
  /** How long a lease lasts unless it is renewed, which happens three times as often. */
  readonly leaseMs: number;
}

/** Whom audit entries name for what the engine does by itself. */
export const engineActor = "fettle:engine";
