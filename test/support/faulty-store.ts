import { Fault } from "#core/domain";
import type { Repositories, Store } from "#core/store";

export interface FaultyStore extends Store {
  /** The next `times` writes do their work, and then fail before they are durable. */
  failWrites(times: number, thrown?: unknown): void;
  /** Writes that were asked for, failed ones included. */
  readonly writes: number;
}

/** The store, with a disk that fails when it is told to. */
export function faultyStore(store: Store): FaultyStore {
  let failing = 0;
  let failure: unknown = undefined;
  let writes = 0;
  return {
    ...store,
    write: <T>(work: (repositories: Repositories) => Promise<T>) => {
      writes++;
      return store.write(async (repositories) => {
        const result = await work(repositories);
        if (failing === 0) return result;
        failing--;
        throw failure;
      });
    },
    failWrites: (times, thrown = new Fault("unavailable", "the disk is full")) => {
      failing = times;
      failure = thrown;
    },
    get writes() {
      return writes;
    },
  };
}
