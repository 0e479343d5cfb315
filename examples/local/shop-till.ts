/**
 * One visitor at a time. It knows no owners: whoever has the till and asks for it once more waits for
 * ever, and so does everybody behind.
 */
export interface Till {
  /**
   * Does `work` when all who came before are done.
   * @param gone leaves the queue when it aborts; the result rejects, and nothing was done
   */
  use<T>(work: () => T | Promise<T>, gone?: AbortSignal): Promise<T>;
}

/** The queue is as long as there are visitors: the server lets in so many, and the shop's own traffic is one. */
export function openTill(): Till {
  const waiting = new Set<() => void>();
  let taken = false;

  async function turn(gone?: AbortSignal): Promise<void> {
    if (gone?.aborted === true) throw left(gone);
    if (!taken) {
      taken = true;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      waiting.add(resolve);
      const leave = (): void => {
        if (waiting.delete(resolve)) reject(left(gone));
      };
      gone?.addEventListener("abort", leave, { once: true });
    });
  }

  function next(): void {
    const [first] = waiting;
    if (first === undefined) {
      taken = false;
      return;
    }
    waiting.delete(first);
    first();
  }

  return {
    use: async (work, gone) => {
      await turn(gone);
      try {
        return await work();
      } finally {
        next();
      }
    },
  };
}

function left(gone?: AbortSignal): Error {
  return new Error("left the queue", { cause: gone?.reason });
}
