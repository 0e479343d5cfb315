/** The time in which the repositories of one transaction may be used. */
export interface Turn {
  /** The same object, usable until the turn ends: afterwards each call throws a bug. */
  tie<T extends object>(repository: T): T;
  /** @throws bug when a call is still under way: its caller forgot to await it. */
  end(): void;
  /** Resolves when no call is under way any more, whatever became of it. */
  settled(): Promise<void>;
}

export function openTurn(): Turn {
  let open = true;
  const underWay = new Set<Promise<unknown>>();

  async function call(method: () => unknown): Promise<unknown> {
    if (!open) throw new Error("a repository was used after its transaction had ended");
    const running = Promise.resolve(method());
    underWay.add(running);
    try {
      return await running;
    } finally {
      underWay.delete(running);
    }
  }

  return {
    tie: (repository) =>
      new Proxy(repository, {
        get(target, name) {
          const method: unknown = Reflect.get(target, name);
          if (typeof method !== "function") return method;
          return (...parameters: unknown[]) => call((): unknown => Reflect.apply(method, target, parameters));
        },
      }),
    end() {
      open = false;
      if (underWay.size === 0) return;
      throw new Error(`a transaction ended while ${underWay.size} of its calls were not awaited`);
    },
    async settled() {
      open = false;
      await Promise.allSettled(underWay);
    },
  };
}
