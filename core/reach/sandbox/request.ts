import type { Grant } from "#core/domain";

/**
 * `full`: bubblewrap and seccomp. `basic`: util-linux alone, which leaves the host's files as readable and writable
 * as they are for its user. `off`: nothing but a process group.
 */
export type SandboxLevel = "full" | "basic" | "off";

/** One command to run. */
export interface SandboxRequest {
  /** Never a line for a shell: what wants one says so, `["sh", "-c", …]`. */
  readonly argv: readonly [string, ...string[]];
  readonly grants: readonly Grant[];
  /**
   * `machine`: sees the machine's processes, network and files as they are, all of it read-only. For programs whose
   * words are known to read nothing that nobody may see; never for what somebody typed. Default: its own room.
   */
  readonly view?: "machine";
  /** Then everything that it started is killed. */
  readonly deadlineMs: number;
  /** Aborts when somebody wants it to end: everything that it started is killed. */
  readonly signal: AbortSignal;
  /** Of each stream; what is beyond is counted, and dropped. */
  readonly mostBytes: number;
  /** What it is for, in the audit: `run-3 step 1`. */
  readonly what: string;
}

export interface SandboxOutcome {
  /** Null where a signal ended it. */
  readonly exit: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly stdoutBytes: number;
  readonly stderrBytes: number;
  readonly truncated: boolean;
  readonly ended: "exit" | "deadline" | "aborted";
  readonly level: SandboxLevel;
  readonly ms: number;
}

/** What is isolated here, and what is not. */
export interface SandboxOutlook {
  /** What the configuration wants. */
  readonly level: SandboxLevel;
  /** Why it is not there, and what to do about it; undefined where it is. */
  readonly missing: string | undefined;
  /** What it does not do on this machine, each in words. */
  readonly gaps: readonly string[];
}
