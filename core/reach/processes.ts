import { lstatSync, readFileSync } from "node:fs";
import { kill, pid as ownPid } from "node:process";
import { Fault, messageOf } from "#core/domain";

/** A process that its pid file names. */
export interface KnownProcess {
  readonly pid: number;
  /** When it started. */
  readonly startedMs: number;
}

export type SignalName =
  | "HUP"
  | "INT"
  | "QUIT"
  | "TERM"
  | "KILL"
  | "USR1"
  | "USR2"
  | "STOP"
  | "CONT"
  | "WINCH";

/** Processes of this machine, by the files in which they write who they are. */
export interface Processes {
  /**
   * @throws Fault `missing` where the file, or the process that it names, is not there; `invalid` for a file that is no
   * pid file, or that names a process which started after it was written: some other one has got the number since.
   */
  ownerOf(pidFile: string): KnownProcess;
  /** Whether it is still there. */
  isAlive(process: KnownProcess): boolean;
  /** @throws Fault `missing` where it has ended; `denied` where Fettle may not. */
  signal(process: KnownProcess, name: SignalName): void;
}

/** Clocks of the kernel and of files differ by that much. */
const slackMs = 2_000;
const ticksPerSecond = 100;

export function openProcesses(): Processes {
  const processes: Processes = {
    ownerOf: (pidFile) => {
      const { pid, writtenMs } = readPidFile(pidFile);
      const startedMs = startOf(pid);
      if (startedMs === undefined)
        throw new Fault("missing", `${pidFile} names process ${pid}, which is not there`);
      if (startedMs > writtenMs + slackMs) {
        throw new Fault(
          "invalid",
          `${pidFile} names process ${pid}, which started after it was written: it is another one`,
        );
      }
      return { pid, startedMs };
    },
    isAlive: ({ pid, startedMs }) => startOf(pid) === startedMs,
    signal: (known, name) => {
      // Between the look and the signal the number could only change hands if the process ended just then.
      if (!processes.isAlive(known)) throw new Fault("missing", `process ${known.pid} has ended`);
      try {
        kill(known.pid, `SIG${name}`);
      } catch (cause) {
        const kind =
          cause instanceof Error && "code" in cause && cause.code === "ESRCH" ? "missing" : "denied";
        throw new Fault(kind, `process ${known.pid} could not be sent ${name}: ${messageOf(cause)}`, {
          cause,
        });
      }
    },
  };
  return processes;
}

function readPidFile(file: string): { pid: number; writtenMs: number } {
  let text;
  let found;
  try {
    found = lstatSync(file);
    text = found.isFile() && found.size <= 32 ? readFileSync(file, "utf8") : "";
  } catch (cause) {
    throw new Fault("missing", `the pid file ${file} cannot be read: ${messageOf(cause)}`, { cause });
  }
  const pid = Number(/^\s*(\d{1,10})\s*$/.exec(text)?.[1] ?? Number.NaN);
  if (!Number.isSafeInteger(pid))
    throw new Fault("invalid", `${file} is no pid file: expected a number in it`);
  if (pid <= 1 || pid === ownPid)
    throw new Fault("invalid", `${file} names process ${pid}, which is never signalled`);
  if ((found.mode & 0o002) !== 0)
    throw new Fault("invalid", `${file} can be written by everybody: it proves nothing`);
  return { pid, writtenMs: found.mtimeMs };
}

/** From field 22 of /proc/PID/stat, in ticks since the machine's start (proc_pid_stat(5)); undefined for one that has ended. */
function startOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name before it may hold blanks and parentheses.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z" || fields[0] === "X") return undefined;
    const bootSeconds = Number(/^btime (\d+)$/m.exec(readFileSync("/proc/stat", "utf8"))?.[1]);
    return (bootSeconds + Number(fields[19]) / ticksPerSecond) * 1_000;
  } catch {
    return undefined;
  }
}
