/** Handlers that are taken off again, so that a process that runs Fettle twice leaks none. */
export function onSignals(handlers: Partial<Record<NodeJS.Signals, () => void>>): Disposable {
  const pairs = Object.entries(handlers);
  for (const [signal, handler] of pairs) process.on(signal, handler);
  return {
    [Symbol.dispose]: () => {
      for (const [signal, handler] of pairs) process.off(signal, handler);
    },
  };
}

/** Calls `handler` with whatever reached the top unhandled: a bug. */
export function onBugs(handler: (thrown: unknown) => void): Disposable {
  process.on("uncaughtException", handler);
  process.on("unhandledRejection", handler);
  return {
    [Symbol.dispose]: () => {
      process.off("uncaughtException", handler);
      process.off("unhandledRejection", handler);
    },
  };
}

/**
 * Calls `handler` with the code of a failed write to stdout, and takes failures of stderr, of which nobody
 * can be told. Without a listener each would end the process as a bug.
 */
export function onLostOutput(handler: (code: string) => void): Disposable {
  const out = (thrown: Error): void => handler("code" in thrown ? String(thrown.code) : thrown.message);
  const err = (): void => {};
  process.stdout.on("error", out);
  process.stderr.on("error", err);
  return {
    [Symbol.dispose]: () => {
      process.stdout.off("error", out);
      process.stderr.off("error", err);
    },
  };
}
