/** Tells those who draw that something which anybody sees is different now. */
export interface Changes {
  readonly version: number;
  changed(): void;
  on(listener: () => void): Disposable;
}

export function openChanges(): Changes {
  const listeners = new Set<() => void>();
  let version = 1;
  return {
    get version() {
      return version;
    },
    changed: () => {
      version += 1;
      for (const listener of listeners) listener();
    },
    on: (listener) => {
      // One function may listen twice; each hears until its own end.
      const own = (): void => listener();
      listeners.add(own);
      return { [Symbol.dispose]: () => void listeners.delete(own) };
    },
  };
}
