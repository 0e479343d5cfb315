import type { Guard, Person } from "#core/access";
import { Fault, type Grant, localTarget } from "#core/domain";
import type { Sandbox, SandboxOutcome } from "#core/reach";
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

/** Commands that only read, for people who want to look for themselves. */
export interface Asks {
  /**
   * Runs a line on this machine, in the sandbox.
   * Faults: `invalid` for whatever the list does not know to only read, with its place; `Denied` without the right;
   * `unavailable` where the sandbox is not there, `timeout` past the deadline.
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

export function openAsks({ guard, sandbox, clock, redact }: AsksOptions): Asks {
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
        runAll(verdict.asked, { sandbox, clock, redact, timeoutMs }),
      );
    },
  };
}

async function runAll(
  asked: readonly Asking[],
  { sandbox, clock, redact, timeoutMs }: Omit<AsksOptions, "guard"> & { readonly timeoutMs: number },
): Promise<Asked> {
  const startedMs = clock.monotonicMs();
  const outcomes: SandboxOutcome[] = [];
  for (const { argv, after, sees, paths } of asked) {
    const last = outcomes.at(-1);
    // As in a shell: what is left out leaves the outcome as it was.
    if (last !== undefined && (last.exit === 0) !== (after === "&&")) continue;
    const leftMs = timeoutMs - (clock.monotonicMs() - startedMs);
    const outcome = await sandbox.execute({
      argv,
      grants: paths.map((path): Grant => ({ kind: "read", path })),
      // What stands in a log folder may be put there by others, to lead elsewhere.
      links: "refused",
      ...(sees === "machine" ? { view: "machine" } : {}),
      deadlineMs: Math.max(1, leftMs),
      signal: new AbortController().signal,
      mostBytes,
      what: "a command that reads",
    });
    outcomes.push(outcome);
    if (outcome.ended !== "exit") break;
  }
  return toldOf(outcomes, redact, clock.monotonicMs() - startedMs);
}

function toldOf(outcomes: readonly SandboxOutcome[], redact: (text: string) => string, ms: number): Asked {
  const last = outcomes.at(-1);
  const sum = (of: (outcome: SandboxOutcome) => number): number =>
    outcomes.reduce((total, outcome) => total + of(outcome), 0);
  const whole = (of: (outcome: SandboxOutcome) => string): string => outcomes.map(of).join("");
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
