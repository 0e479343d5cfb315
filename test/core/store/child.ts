import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";

/** A real process that runs a TypeScript file under this Node; it is killed when it goes out of use. */
export interface Child extends AsyncDisposable {
  readonly pid: number;
  /** Lines of its standard output, as they come. */
  readonly lines: readonly string[];
  /** Resolves when it has printed `count` lines or has ended. */
  printed(count: number): Promise<void>;
  /** `kill -9`, and resolves when it is gone. */
  kill(): Promise<void>;
  /** Resolves with its exit code; null after a signal. */
  readonly ended: Promise<number | null>;
}

export function startChild(file: string, parameters: readonly string[]): Child {
  const child: ChildProcess = spawn(process.execPath, [file, ...parameters], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const { stdout, pid } = child;
  if (stdout === null || pid === undefined) throw new Error(`cannot start ${file}`);
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  const wake = (): void => {
    for (const look of waiting) look();
  };
  createInterface({ input: stdout }).on("line", (line) => {
    lines.push(line);
    wake();
  });
  let over = false;
  const ended = new Promise<number | null>((resolve) => {
    // `close` comes after the last line was read, `exit` may come before.
    child.once("close", (code) => {
      over = true;
      wake();
      resolve(code);
    });
  });
  const kill = async (): Promise<void> => {
    child.kill("SIGKILL");
    await ended;
  };
  return {
    pid,
    lines,
    ended,
    kill,
    printed: (count) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (lines.length < count && !over) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    [Symbol.asyncDispose]: kill,
  };
}
