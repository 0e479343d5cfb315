import type { Clock } from "#core/runtime";
import { waitingLine } from "./line.ts";

/** Lends things that serve one user at a time, first come, first served. */
export interface Pool<T> extends AsyncDisposable {
  /**
   * Resolves with what `work` gives. The thing is free again when `work` has settled.
   * @throws Fault `timeout` or `unavailable` when none gets free in time.
   */
  lend<R>(work: (thing: T) => Promise<R>): Promise<R>;
}

export interface PoolOptions<T> {
  readonly open: () => T;
  readonly most: number;
  readonly clock: Clock;
}

/** Opens things when they are first needed; disposing waits until all are back. */
export function openPool<T extends Disposable>(options: PoolOptions<T>): Pool<T> {
  const idle: T[] = [];
  const line = waitingLine<T>(options.clock);
  const allBack = Promise.withResolvers<void>();
  let opened = 0;
  let closed = false;

  async function take(): Promise<T> {
    if (closed) throw new Error("the store is closed");
    const free = idle.pop();
    if (free !== undefined) return free;
    if (opened >= options.most) return line.wait();
    const thing = options.open();
    opened++;
    return thing;
  }

  return {
    async lend(work) {
      const thing = await take();
      try {
        return await work(thing);
      } finally {
        if (!line.serve(thing)) idle.push(thing);
        if (closed && idle.length === opened) allBack.resolve();
      }
    },
    async [Symbol.asyncDispose]() {
      if (closed) return;
      closed = true;
      if (idle.length < opened) await allBack.promise;
      for (const thing of idle) thing[Symbol.dispose]();
    },
  };
}
