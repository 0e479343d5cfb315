import { type LogLevel, systemClock } from "#core/runtime";
import { App } from "./app.ts";
import { readOptions } from "./options.ts";
import { onBugs, onLostOutput, onSignals } from "./signals.ts";
import { localActor } from "./state-folder.ts";
import { exit, type ExitCode } from "./verbs/verb.ts";
import { isatty } from "node:tty";

/** How long parts may take to finish what they are at; then the process ends without them. */
const drainMs = 15_000;
/** A second signal this soon after the first is the same wish. */
const insistMs = 500;

/**
 * Runs Fettle until it is told to stop: SIGTERM or SIGINT end it after a bounded drain, a second one at
 * once; SIGHUP reads the configuration again. A bug anywhere is logged and ends the process with 70.
 */
export async function main(configPath: string, logLevel: LogLevel | undefined): Promise<ExitCode> {
  const app = new App({
    options: readOptions(configPath),
    clock: systemClock,
    output: process.stdout,
    errors: process.stderr,
    pid: process.pid,
    uid: localActor().uid,
    logLevel: logLevel ?? (process.stdout.isTTY ? "warn" : "info"),
  });
  const told = Promise.withResolvers<void>();
  let stopping = false;
  let toldMs = 0;
  const stop = (): void => {
    // Ctrl-C under npm comes twice, from the terminal and from npm: only somebody who insists is in a hurry.
    if (stopping && performance.now() - toldMs > insistMs) process.exit(exit.couldNot);
    if (stopping) return;
    stopping = true;
    toldMs = performance.now();
    told.resolve();
  };
  // A terminal that is closed hangs up with the same signal that asks a daemon to read its files again.
  const hangUp = (): void => {
    if (process.stdout.isTTY && !isatty(1)) stop();
    else void app.reload(() => readOptions(configPath));
  };
  let code: ExitCode = exit.fine;
  using handlers = new DisposableStack();
  handlers.use(onSignals({ SIGTERM: stop, SIGINT: stop, SIGHUP: hangUp }));
  handlers.use(
    onLostOutput((why) => {
      // A full disk may have room again; but where nobody reads any more, a supervisor should start anew.
      if (why === "ENOSPC" || stopping) return;
      app.log.error("the output is closed", { code: why });
      code = exit.couldNot;
      stop();
    }),
  );
  handlers.use(
    onBugs((thrown) => {
      app.log.error("a bug ended the process", { thrown });
      process.exit(exit.bug);
    }),
  );
  try {
    await app.start();
    releaseStartMemory();
    await told.promise;
  } finally {
    await drained(app);
  }
  return code;
}

/** Gives back what only starting needed, about a tenth of the process; only where Node was started with --expose-gc. */
function releaseStartMemory(): void {
  void globalThis.gc?.({ type: "major", execution: "async", flavor: "last-resort" });
}

/** Closes everything, or ends the process without waiting any longer. */
async function drained(app: App): Promise<void> {
  const late = setTimeout(() => {
    app.log.error("parts did not close in time; the process ends without them", { afterMs: drainMs });
    process.exit(exit.couldNot);
  }, drainMs);
  try {
    await app[Symbol.asyncDispose]();
  } finally {
    clearTimeout(late);
  }
}
