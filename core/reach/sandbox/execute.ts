import { type ChildProcess, spawn } from "node:child_process";
import { kill as signalProcess } from "node:process";
import type { Writable } from "node:stream";
import { Fault, messageOf } from "#core/domain";
import type { Clock } from "#core/runtime";
import type { Account } from "./account.ts";
import { captureStream } from "./capture.ts";
import type { Group } from "./cgroups.ts";
import { cleanEnv } from "./profile.ts";
import type { SandboxLevel, SandboxOutcome, SandboxRequest } from "./request.ts";

/** How a command is started at some level. */
export interface Launch {
  readonly level: SandboxLevel;
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly account: Account | undefined;
  /** Bytes for descriptor 3. */
  readonly filter: Buffer | undefined;
  readonly group: Group | undefined;
  /** Told when nothing of it runs any more. */
  readonly ended: () => void;
}

const openFilesMost = 256;
/** Whoever inherited the pipes and outlives the command gets so long to write something. */
const lingerMs = 500;

/**
 * The limits of the process itself, and the gate: nothing starts before it stands in its control group, or where Fettle has
 * died before it was opened. Everything of the command comes as arguments; no part of it is read as shell.
 */
const gate = `ulimit -n ${openFilesMost}; ulimit -c 0; ulimit -t "$1" || exit 126; shift
read -r _ <&4 || exit 126; exec 4<&-; exec "$@"`;

/** Runs a launch to its end, its deadline or its abortion, and leaves no process of it behind. */
export async function execute(
  launch: Launch,
  request: Pick<SandboxRequest, "deadlineMs" | "signal" | "mostBytes">,
  clock: Clock,
): Promise<SandboxOutcome> {
  const startedMs = clock.monotonicMs();
  const child = start(launch, request.deadlineMs);
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error("a child without its pipes");
  const [out, err] = [captureStream(stdout, request.mostBytes), captureStream(stderr, request.mostBytes)];
  const exited = exitOf(child);
  const closed = new AbortController();
  child.once("close", () => closed.abort());
  const deadline = clock.deadline(request.deadlineMs);
  const over = AbortSignal.any([request.signal, deadline]);
  const kill = (): void => killAll(child, launch.level);
  over.addEventListener("abort", kill, { once: true });
  try {
    if (over.aborted) kill();
    else letGo(child, launch, kill);
    const { code, signal } = await exited;
    // What was written is read; whoever keeps the pipes open after that is not waited for.
    await clock.sleep(lingerMs, closed.signal);
    const ended =
      code !== null ? "exit" : request.signal.aborted ? "aborted" : deadline.aborted ? "deadline" : "exit";
    const [shown, told] = [out(), err()];
    return {
      exit: code,
      signal,
      stdout: shown.text,
      stderr: told.text,
      stdoutBytes: shown.bytes,
      stderrBytes: told.bytes,
      truncated: shown.truncated || told.truncated,
      ended,
      level: launch.level,
      ms: clock.monotonicMs() - startedMs,
    };
  } finally {
    over.removeEventListener("abort", kill);
    killAll(child, launch.level);
    for (const pipe of child.stdio) pipe?.destroy();
    launch.ended();
  }
}

function start({ argv, cwd, account }: Launch, deadlineMs: number): ChildProcess {
  const cpuSeconds = String(Math.ceil(deadlineMs / 1_000) + 1);
  return spawn("/bin/sh", ["-c", gate, "sh", cpuSeconds, ...argv], {
    cwd,
    env: { ...cleanEnv },
    // Node closes all other descriptors; 3 is the filter, 4 the gate.
    stdio: ["ignore", "pipe", "pipe", "pipe", "pipe"],
    // A group of its own, and no terminal of Fettle's.
    detached: true,
    ...account,
  });
}

/** Puts it into its group, hands it the filter, and opens the gate. */
function letGo(child: ChildProcess, { filter, group }: Launch, kill: () => void): void {
  const [ofFilter, ofGate] = [pipeOf(child, 3), pipeOf(child, 4)];
  for (const pipe of [ofFilter, ofGate]) pipe.on("error", () => {});
  try {
    if (group !== undefined && child.pid !== undefined) group.add(child.pid);
    ofFilter.end(filter ?? Buffer.alloc(0));
    ofGate.end("go\n");
  } catch (thrown) {
    kill();
    throw new Fault("unavailable", `a command could not be limited: ${messageOf(thrown)}`, { cause: thrown });
  }
}

function pipeOf(child: ChildProcess, at: 3 | 4): Writable {
  const pipe = child.stdio[at];
  if (pipe === null || pipe === undefined || !("write" in pipe))
    throw new Error(`no pipe at descriptor ${at}`);
  return pipe;
}

function exitOf(child: ChildProcess): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
  return new Promise((resolve, reject) => {
    child.once("exit", (code, signal) => resolve({ code, signal }));
    child.once("error", (cause) =>
      reject(new Fault("unavailable", `a command could not be started: ${messageOf(cause)}`, { cause })),
    );
  });
}

/** With the outermost process its process namespace ends; without one, its process group is all that is known. */
function killAll({ pid }: ChildProcess, level: SandboxLevel): void {
  if (pid === undefined) return;
  for (const target of level === "off" ? [-pid, pid] : [pid, -pid]) {
    try {
      signalProcess(target, "SIGKILL");
    } catch {
      // It has ended already.
    }
  }
}
