/**
 * A bounded first-in-first-out queue between those who bring and those who take. Full means that `put`
 * waits: backpressure, never memory. Whoever waits longest is served first.
 */
export interface BoundedQueue<T> {
  /** Resolves true when the item is in; false when the queue was closed, or `signal` aborted, before. */
  put(item: T, signal?: AbortSignal): Promise<boolean>;
  /** At least one and at most `max` items; an empty array when the queue is closed and drained, or `signal` aborted. */
  take(max: number, signal?: AbortSignal): Promise<T[]>;
  /** Lets nothing more in, also of what waits; what is in can still be taken. */
  close(): void;
  readonly size: number;
}

export function openQueue<T>(capacity: number): BoundedQueue<T> {
  const items: T[] = [];
  const putters = new Line<T, boolean>();
  const takers = new Line<number, T[]>();
  let closed = false;

  /** Serves those who wait, until each of them would wait on. */
  function serve(): void {
    for (;;) {
      if (items.length < capacity && putters.first !== undefined) {
        items.push(putters.first.wish);
        putters.serveFirst(true);
      } else if (items.length > 0 && takers.first !== undefined) {
        takers.serveFirst(items.splice(0, takers.first.wish));
      } else return;
    }
  }

  return {
    put: (item, signal) => {
      if (closed || signal?.aborted === true) return Promise.resolve(false);
      const done = putters.wait(item, false, signal);
      serve();
      return done;
    },
    take: (max, signal) => {
      if (signal?.aborted === true || (closed && items.length === 0)) return Promise.resolve([]);
      const done = takers.wait(max, [], signal);
      serve();
      return done;
    },
    close: () => {
      closed = true;
      while (putters.first !== undefined) putters.serveFirst(false);
      while (takers.first !== undefined) takers.serveFirst([]);
    },
    get size() {
      return items.length;
    },
  };
}

interface Waiting<Wish, Answer> {
  readonly wish: Wish;
  readonly answer: (answer: Answer) => void;
}

/** Those who wait, in the order in which they came. An aborted signal takes its owner out of the line. */
class Line<Wish, Answer> {
  readonly #waiting = new Set<Waiting<Wish, Answer>>();

  get first(): Waiting<Wish, Answer> | undefined {
    return this.#waiting.values().next().value;
  }

  wait(wish: Wish, whenAborted: Answer, signal: AbortSignal | undefined): Promise<Answer> {
    return new Promise((resolve) => {
      const one: Waiting<Wish, Answer> = {
        wish,
        answer: (answer) => {
          this.#waiting.delete(one);
          signal?.removeEventListener("abort", abort);
          resolve(answer);
        },
      };
      const abort = (): void => one.answer(whenAborted);
      this.#waiting.add(one);
      signal?.addEventListener("abort", abort, { once: true });
    });
  }

  serveFirst(answer: Answer): void {
    this.first?.answer(answer);
  }
}
