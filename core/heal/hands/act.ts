import { Fault, type Grant, outcomeWithoutOutput, type PlanStep, type StepOutcome } from "#core/domain";
import { type SignalName } from "#core/reach";
import { dirname, basename } from "node:path";
import { signals } from "../actions/signatures.ts";
import type { Doing } from "./hands.ts";
import { restartProcess } from "./restart-process.ts";
import type { World } from "./world.ts";

const mostBytes = 32 * 1024;

type Action = Extract<PlanStep, { kind: "action" }>;

/** Does one step. @throws Fault for what cannot be done. */
export async function act(world: World, step: PlanStep, doing: Doing): Promise<StepOutcome> {
  if (step.kind === "exec") {
    return execute(
      world,
      { argv: ["sh", "-c", step.command], grants: step.grants, deadlineMs: step.deadlineMs },
      doing,
    );
  }
  switch (step.action) {
    case "rotate_logs":
      return rotate(world, step, doing);
    case "http_request":
      return request(world, step, doing);
    case "signal_process":
      return signal(world, step);
    case "restart_process":
      return restartProcess(world, step, doing);
    default:
      throw new Fault("invalid", `there is no action ${step.action} in this Fettle`);
  }
}

interface Command {
  readonly argv: readonly [string, ...string[]];
  readonly grants: readonly Grant[];
  readonly deadlineMs: number;
}

async function execute(
  { sandbox, redact }: World,
  command: Command,
  { signal: stop, what }: Doing,
): Promise<StepOutcome> {
  const found = await sandbox.execute({ ...command, signal: stop, mostBytes, what });
  const { stdout, stderr, exit, ended, truncated, level } = found;
  const said =
    ended === "deadline"
      ? `ended at its deadline of ${command.deadlineMs / 1_000} s`
      : `ended by ${found.signal ?? ended}`;
  const output = redact([stdout, stderr].filter((text) => text !== "").join("\n"));
  return { ok: exit === 0, summary: exit === null ? said : `exit ${exit}`, output, truncated, level };
}

/** Copies are compressed and counted up; the file itself stays, emptied, so that whoever writes it goes on. */
const rotation = `cd "$1" || exit 1
IFS=
rotated=0
for file in $2; do
  [ -f "$file" ] && [ ! -L "$file" ] && [ -s "$file" ] || continue
  case $file in *.gz | *.part) continue ;; esac
  rm -f -- "$file.$3.gz"
  to=$3
  while [ "$to" -gt 1 ]; do
    from=$((to - 1))
    [ ! -f "$file.$from.gz" ] || mv -f -- "$file.$from.gz" "$file.$to.gz" || exit 1
    to=$from
  done
  gzip -c -- "$file" >"$file.1.gz.part" && mv -f -- "$file.1.gz.part" "$file.1.gz" && : >"$file" || exit 1
  rotated=$((rotated + 1))
done
echo "rotated $rotated files"`;

function rotate(world: World, { arguments: args, deadlineMs }: Action, doing: Doing): Promise<StepOutcome> {
  const files = String(args["files"]);
  const folder = dirname(files);
  const argv = ["sh", "-c", rotation, "sh", folder, basename(files), String(args["keep"])] as const;
  return execute(world, { argv: [...argv], grants: [{ kind: "write", path: folder }], deadlineMs }, doing);
}

async function request({ http, redact }: World, step: Action, doing: Doing): Promise<StepOutcome> {
  const { method, url, expect, body } = step.arguments;
  const answer = await http.request({
    url: String(url),
    method: method === "GET" || method === "PUT" || method === "DELETE" ? method : "POST",
    timeoutMs: step.deadlineMs,
    maxBytes: mostBytes,
    signal: doing.signal,
    ...(body === "" || body === undefined ? {} : { body: String(body) }),
  });
  const ok = expect === 0 ? answer.status >= 200 && answer.status < 300 : answer.status === expect;
  const wanted = expect === 0 ? "a 2xx answer" : String(expect);
  const summary = ok ? `answered ${answer.status}` : `expected ${wanted}, got ${answer.status}`;
  return { ok, summary, output: redact(answer.body), truncated: answer.truncated, level: null };
}

function signal({ processes }: World, { arguments: args }: Action): StepOutcome {
  const owner = processes.ownerOf(String(args["pid_file"]));
  const name = signals.find((known) => known === args["signal"]);
  if (name === undefined) throw new Fault("invalid", `there is no signal ${String(args["signal"])}`);
  processes.signal(owner, name satisfies SignalName);
  return outcomeWithoutOutput(true, `sent ${name} to process ${owner.pid}`);
}
