const everyMs = 200;

/**
 * Calls `gone` once, when this process is no child of `parent` any more: seen whatever ended the parent, a
 * kill -9 too, and never mistaken for another process that got its number.
 */
export function watchParent(parent: number, gone: () => void): Disposable {
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    gone();
  }, everyMs);
  return {
    [Symbol.dispose]: () => {
      clearInterval(timer);
    },
  };
}
