import type { Guard, Person } from "#core/access";
import { Fault, type Grant, isFault, localTarget, messageOf } from "#core/domain";
import type { Sandbox, SandboxOutcome, SandboxRequest } from "#core/reach";
import type { Clock } from "#core/runtime";
import { type Asking, judgeLine } from "./verdict.ts";

/** What a command said on one host. */
export interface Asked {
  readonly host: string;
  /** Whether all that ran exited with 0. */
  readonly ok: boolean;
  /** Of the last that ran; null where a signal or the deadline ended it. */
  readonly exit: number | null;
  /** Redacted and bounded, as the other. */
  readonly stdout: string;
  readonly stderr: string;
  readonly stdoutBytes: number;
  readonly stderrBytes: number;
  readonly truncated: boolean;
  readonly ms: number;
}

/** Commands that only read, for people who want to look for themselves. Closing it ends those that still run. */
export interface Asks extends AsyncDisposable {
  /**
   * Runs a line on this machine, in the sandbox.
   * Faults: `invalid` for whatever the list does not know to only read, with its place; `Denied` without the right;
   * `unavailable` where the sandbox is not there or not as tight as files need it, and while four others run.
   */
  run(person: Person, line: string, options: { readonly timeoutMs: number }): Promise<Asked>;
}

export interface AsksOptions {
  readonly guard: Guard;
  readonly sandbox: Sandbox;
  readonly clock: Clock;
  readonly redact: (text: string) => string;
}

const mostBytes = 64 * 1024;
const mostAtOnce = 4;

export function openAsks({ guard, sandbox, clock, redact }: AsksOptions): Asks {
  const closing = new AbortController();
  const running = new Set<Promise<Asked>>();

  function begin(asked: readonly Asking[], timeoutMs: number): Promise<Asked> {
    if (closing.signal.aborted) throw new Fault("unavailable", "Fettle is stopping");
    if (running.size >= mostAtOnce)
      throw new Fault("unavailable", `${mostAtOnce} commands run already: wait for one to end`);
    const all = runAll(asked, { sandbox, clock, redact, timeoutMs, signal: closing.signal });
    const work = all.finally(() => running.delete(work));
    running.add(work);
    return work;
  }

  return {
    run: async (person, line, { timeoutMs }) => {
      const verdict = judgeLine(line);
      if (!verdict.readOnly) {
        throw new Fault(
          "invalid",
          `at character ${verdict.at + 1}: ${verdict.why}. Only what reads is run like this; for anything else write a runbook, whose plan others see and approve`,
        );
      }
      const attributes = { target: localTarget.name };
      const resource = { type: "Command", id: redact(line.trim()), attributes } as const;
      return guard.outside({ ...person, action: "command.run", resource }, () =>
        begin(verdict.asked, timeoutMs),
      );
    },
    [Symbol.asyncDispose]: async () => {
      closing.abort();
      await Promise.allSettled(running);
    },
  };
}

type Running = Omit<AsksOptions, "guard"> & { readonly timeoutMs: number; readonly signal: AbortSignal };

async function runAll(asked: readonly Asking[], running: Running): Promise<Asked> {
  const { sandbox, clock, redact, timeoutMs, signal } = running;
  expectTight(asked, sandbox);
  const startedMs = clock.monotonicMs();
  const outcomes: Said[] = [];
  for (const { argv, after, sees, paths } of asked) {
    const last = outcomes.at(-1);
    // As in a shell: what is left out leaves the outcome as it was.
    if (last !== undefined && (last.exit === 0) !== (after === "&&")) continue;
    const leftMs = timeoutMs - (clock.monotonicMs() - startedMs);
    const request: SandboxRequest = {
      argv,
      grants: paths.map((path): Grant => ({ kind: "read", path })),
      ...(sees === "machine" ? { view: "machine" } : {}),
      deadlineMs: Math.max(1, leftMs),
      signal,
      mostBytes,
      what: "a command that reads",
    };
    const outcome = await sandbox.execute(request).catch((thrown: unknown) => failed(argv[0], thrown));
    outcomes.push(outcome);
    if (outcome.ended !== "exit") break;
  }
  return toldOf(outcomes, redact, clock.monotonicMs() - startedMs);
}

/** Below `full` a program reads whatever its user may, and a link among the logs may lead to all of that. */
function expectTight(asked: readonly Asking[], { outlook: { level } }: Sandbox): void {
  const shows = asked.find(({ contents, paths }) => contents && paths.length > 0);
  if (shows === undefined || level === "full") return;
  throw new Fault(
    "unavailable",
    `${shows.argv[0]} shows what stands in files, which needs the sandbox's level full; here it is ${level}`,
  );
}

type Said = Pick<
  SandboxOutcome,
  "exit" | "stdout" | "stderr" | "stdoutBytes" | "stderrBytes" | "truncated" | "ended"
>;

/** A path that is not there fails its program, as in a shell. */
function failed(program: string, thrown: unknown): Said {
  if (!isFault(thrown, "missing")) throw thrown;
  const stderr = `${program}: ${messageOf(thrown)}\n`;
  const stderrBytes = Buffer.byteLength(stderr);
  return { exit: 1, stdout: "", stderr, stdoutBytes: 0, stderrBytes, truncated: false, ended: "exit" };
}

/** Without the part of a line at its end, where it was cut: half a secret does not look like one. */
function wholeLines(text: string, truncated: boolean): string {
  return truncated ? text.slice(0, text.lastIndexOf("\n") + 1) : text;
}

function toldOf(outcomes: readonly Said[], redact: (text: string) => string, ms: number): Asked {
  const last = outcomes.at(-1);
  const sum = (of: (outcome: Said) => number): number =>
    outcomes.reduce((total, outcome) => total + of(outcome), 0);
  const whole = (of: (outcome: Said) => string): string =>
    outcomes.map((outcome) => wholeLines(of(outcome), outcome.truncated)).join("");
  const late = last?.ended === "deadline" ? "\nended at its deadline" : "";
  return {
    host: localTarget.name,
    ok: last?.exit === 0,
    exit: last?.exit ?? null,
    stdout: redact(whole(({ stdout }) => stdout)).slice(0, mostBytes),
    stderr: `${redact(whole(({ stderr }) => stderr)).slice(0, mostBytes)}${late}`,
    stdoutBytes: sum(({ stdoutBytes }) => stdoutBytes),
    stderrBytes: sum(({ stderrBytes }) => stderrBytes),
    truncated:
      outcomes.some(({ truncated }) => truncated) || sum(({ stdoutBytes }) => stdoutBytes) > mostBytes,
    ms: Math.round(ms),
  };
}
