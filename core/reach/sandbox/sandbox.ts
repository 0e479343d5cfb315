import { arch } from "node:process";
import { Fault, isFault, messageOf } from "#core/domain";
import { type Clock, type Log, openLoop } from "#core/runtime";
import { accountOf } from "./account.ts";
import { execute, type Launch } from "./execute.ts";
import { filterArch, seccompFilter } from "./filter.ts";
import { bindingsOf, hasNet } from "./grants.ts";
import { openKeptGroups } from "./kept-groups.ts";
import { absentFor, argvFor, gapsOf } from "./levels.ts";
import { startOf } from "./profile.ts";
import type { SandboxLevel, SandboxOutcome, SandboxOutlook, SandboxRequest } from "./request.ts";

/** Where local commands run. */
export interface Sandbox extends AsyncDisposable {
  /** As of now: a level that is missing is looked for again every ten seconds. */
  readonly outlook: SandboxOutlook;
  /**
   * Runs one command, and leaves no process of it behind.
   * @throws Fault `unavailable` where the level is not there, or what is granted cannot be brought in; `invalid` or `missing` for grants that cannot be given.
   */
  execute(request: SandboxRequest): Promise<SandboxOutcome>;
}

export interface SandboxOptions {
  readonly level: SandboxLevel;
  readonly clock: Clock;
  readonly log: Log;
  /** Of whom Fettle runs as. */
  readonly uid: number;
  /** Paths that are Fettle's own. */
  readonly forbidden: readonly string[];
  /** Hides what must not be seen in the audit lines. */
  readonly redact: (text: string) => string;
}

const lookEveryMs = 10_000;
const trialMs = 5_000;

/** Looks what is there, by running `true`; nothing else decides. */
export async function openSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { level, clock, log, uid } = options;
  const groups = level === "off" ? undefined : openKeptGroups(clock);
  const known = level === "full" ? filterArch(arch) : undefined;
  const filter = known === undefined ? undefined : seccompFilter(known);
  const gaps = [...gapsOf(level), ...(groups?.gap === undefined ? [] : [groups.gap])];
  let missing = await look();

  async function look(): Promise<string | undefined> {
    const absent = absentFor(level);
    if (absent !== undefined) return absent;
    const nothing = { deadlineMs: trialMs, signal: new AbortController().signal, mostBytes: 2_000 };
    try {
      const { exit, stderr } = await execute(launch({ argv: ["true"], grants: [] }), nothing, clock);
      return exit === 0 ? undefined : `the sandbox does not start here: ${stderr.trim().slice(0, 300)}`;
    } catch (thrown) {
      if (!isFault(thrown)) throw thrown;
      return messageOf(thrown);
    }
  }

  function launch(request: Pick<SandboxRequest, "argv" | "grants" | "view">): Launch {
    const { argv, grants, view } = request;
    const bindings = bindingsOf(grants, options.forbidden);
    const room = { bindings, net: hasNet(grants), machine: view === "machine", argv };
    const account = accountOf(uid, bindings);
    const group = groups?.make();
    return {
      level,
      account,
      filter,
      group,
      ended: () => groups?.leave(group),
      // Inside, bwrap goes where it is told; the others begin there.
      cwd: level === "full" ? "/" : startOf(bindings),
      argv: argvFor(level, room),
    };
  }

  const loop = openLoop({
    name: "reach.sandbox",
    everyMs: lookEveryMs,
    clock,
    log,
    tick: async () => {
      groups?.sweep();
      if (missing !== undefined) missing = await look();
    },
  });

  return {
    get outlook() {
      return { level, missing, gaps };
    },
    execute: async (request) => {
      if (missing !== undefined) throw new Fault("unavailable", missing);
      const outcome = await execute(launch(request), request, clock);
      const { stdout: _, stderr: __, ...told } = outcome;
      // One JSON line for every execution: what, how, and what came of it; never what it said.
      log.info("a command was executed", {
        audit: "sandbox.execute",
        what: request.what,
        argv: request.argv.map((word) => options.redact(word).slice(0, 500)),
        grants: request.grants,
        view: request.view ?? "own",
        ...told,
      });
      expectMade(outcome, uid);
      return outcome;
    },
    [Symbol.asyncDispose]: async () => {
      await loop[Symbol.asyncDispose]();
      await groups?.[Symbol.asyncDispose]();
    },
  };
}

/** bwrap says by itself what it could not do; the command has not been begun then. */
function expectMade({ level, exit, stdout, stderr }: SandboxOutcome, uid: number): void {
  if (level !== "full" || exit !== 1 || stdout !== "" || !stderr.startsWith("bwrap: ")) return;
  const hint =
    uid === 0 && stderr.includes("Permission denied")
      ? "; root's commands run as whoever owns what they may write, else as nobody: let them enter the folders on the way (chmod o+x)"
      : "";
  throw new Fault("unavailable", `the sandbox could not be made: ${stderr.trim().slice(0, 300)}${hint}`);
}
