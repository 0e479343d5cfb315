import { Fault } from "#core/domain";
import type { Http, Processes, Prometheus, Sandbox, SandboxOutcome } from "#core/reach";
import type { Clock } from "#core/runtime";
import type { World } from "../hands/world.ts";
import type { Answer, AskedKind, TimedAnswer } from "./script.ts";

/** A world that answers what a test says, and touches nothing. */
export interface ToldWorld extends World {
  /** What is asked from now on gets these answers. */
  tell(of: AskedKind, asked: string, answers: readonly TimedAnswer[]): void;
  /** All steps are done: what comes after them is true from now on. */
  repaired(): void;
  /** Questions that no line answers, each as the line that would. */
  readonly untold: ReadonlySet<string>;
  /** Answers that nothing asked for, where all was done: a typing error, or lines of another test. */
  readonly unasked: readonly string[];
}

export function openToldWorld(clock: Clock): ToldWorld {
  const told = new Map<string, readonly TimedAnswer[]>();
  const untold = new Set<string>();
  const heard = new Set<string>();
  let repairedMs: number | undefined;

  function answerOf(of: AskedKind, question: string): Answer | undefined {
    const key = `${of} ${question}`;
    heard.add(key);
    const answers = told.get(key);
    const since = repairedMs === undefined ? -1 : clock.monotonicMs() - repairedMs;
    return answers?.findLast(({ afterMs }) => afterMs === null || afterMs <= since)?.answer;
  }

  /** @throws Fault `unavailable` where the test says so, or says nothing. */
  function expectAnswer(of: AskedKind, asked: string): Exclude<Answer, { kind: "fails" }> {
    const answer = answerOf(of, asked);
    if (answer?.kind === "fails") throw new Fault("unavailable", answer.why);
    if (answer !== undefined) return answer;
    untold.add(`given ${of} ${JSON.stringify(asked)} -> …`);
    throw new Fault("unavailable", "the test does not say what it gives");
  }

  const http: Http = {
    request: async ({ url, method }) => {
      // A step that nothing is said of is done; a question must be answered.
      const asked = method === "GET" ? url : `${method} ${url}`;
      const isStep = method !== "GET";
      if (isStep && answerOf("http", asked) === undefined) return response(200, "");
      const answer = expectAnswer("http", asked);
      if (answer.kind === "exit") throw new Error("a request has no exit code");
      return typeof answer.value === "number" ? response(answer.value, "") : response(200, answer.value);
    },
    [Symbol.asyncDispose]: async () => {},
  };
  const sandbox: Sandbox = {
    outlook: { level: "full", missing: undefined, gaps: [] },
    execute: async ({ argv, what }) => {
      const asked = argv[2] ?? argv[0];
      const isStep = / step \d+$/.test(what);
      if (isStep && answerOf("exec", asked) === undefined) return executed(0, "");
      const answer = expectAnswer("exec", asked);
      return answer.kind === "exit"
        ? executed(answer.exit, answer.output)
        : executed(0, String(answer.value));
    },
    [Symbol.asyncDispose]: async () => {},
  };
  const prometheus: Prometheus = {
    value: async (query) => {
      const answer = expectAnswer("metric", query);
      if (answer.kind === "value") return Number(answer.value);
      throw new Error("a metric has no exit code");
    },
  };
  return {
    sandbox,
    http,
    prometheus,
    processes: toldProcesses(clock),
    clock,
    redact: (text) => text,
    tell: (of, asked, answers) => void told.set(`${of} ${asked}`, answers),
    repaired: () => {
      repairedMs = clock.monotonicMs();
    },
    untold,
    get unasked() {
      return repairedMs === undefined ? [] : [...told.keys()].filter((key) => !heard.has(key));
    },
  };
}

function response(status: number, body: string) {
  return { status, body, headers: {}, bodyBytes: Buffer.byteLength(body), truncated: false, ms: 1 };
}

function executed(exit: number, output: string): SandboxOutcome {
  const streams = exit === 0 ? { stdout: output, stderr: "" } : { stdout: "", stderr: output };
  return {
    exit,
    signal: null,
    ...streams,
    stdoutBytes: streams.stdout.length,
    stderrBytes: streams.stderr.length,
    truncated: false,
    ended: "exit",
    level: "full",
    ms: 1,
  };
}

/** One process a pid file, which ends when it is told to and has a successor at once. */
function toldProcesses(clock: Clock): Processes {
  const pids = new Map<string, number>();
  let last = 100;
  const gone = new Set<number>();
  return {
    ownerOf: (file) => {
      const known = pids.get(file);
      const pid = known === undefined || gone.has(known) ? ++last : known;
      pids.set(file, pid);
      return { pid, startedMs: clock.nowMs() };
    },
    isAlive: ({ pid }) => !gone.has(pid),
    signal: ({ pid }, name) => {
      if (name === "TERM" || name === "KILL") gone.add(pid);
    },
  };
}
