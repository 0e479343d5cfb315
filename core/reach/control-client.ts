import { Fault, isFault } from "#core/domain";
import type { Clock } from "#core/runtime";
import { controlAnswerSchema, maxControlBytes, type ControlAnswer } from "./control-wire.ts";
import { exchange, type HttpResponse } from "./exchange.ts";

export interface ControlCall {
  /** The socket's path. */
  readonly path: string;
  readonly verb: string;
  /** Anything that JSON holds. */
  readonly args: unknown;
  readonly timeoutMs: number;
  readonly clock: Clock;
}

/** `nobody`: no process listens, so the caller may take the writer lock and act itself. */
export type ControlOutcome =
  | { readonly kind: "nobody" }
  | { readonly kind: "result"; readonly result: unknown };

/**
 * Asks the running process to do `verb`, once: nothing is sent twice.
 * @throws the Fault that the process answered with; `denied` when the socket is somebody else's;
 * `timeout` and `unavailable` when no whole answer came, so that nobody knows whether it was done.
 */
export async function callControl(call: ControlCall): Promise<ControlOutcome> {
  try {
    return outcomeOf(readAnswer(await post(call), call), call.verb);
  } catch (thrown) {
    const code = isFault(thrown, "unavailable") ? codeOf(thrown.cause) : undefined;
    if (code === "ENOENT" || code === "ECONNREFUSED") return { kind: "nobody" };
    if (code === "EACCES" || code === "EPERM") {
      throw new Fault("denied", `the control socket ${call.path} belongs to another user`, { cause: thrown });
    }
    throw thrown;
  }
}

async function post(call: ControlCall): Promise<HttpResponse> {
  const body = JSON.stringify({ verb: call.verb, args: call.args });
  if (Buffer.byteLength(body) > maxControlBytes) {
    throw new Fault("invalid", `the arguments of ${call.verb} are over ${maxControlBytes / 1024} KiB`);
  }
  const name = `the process at ${call.path}`;
  const place = { origin: "http://fettle", socketPath: call.path, path: "/", name };
  return exchange(place, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
    timeoutMs: call.timeoutMs,
    maxBytes: 16 * maxControlBytes,
    clock: call.clock,
  });
}

function readAnswer(response: HttpResponse, call: ControlCall): ControlAnswer {
  const parsed = controlAnswerSchema.safeParse(parseJson(response.body));
  if (parsed.success) return parsed.data;
  throw new Fault(
    "unavailable",
    `what listens at ${call.path} does not answer like Fettle (${response.status})`,
  );
}

function outcomeOf(answer: ControlAnswer, verb: string): ControlOutcome {
  switch (answer.kind) {
    case "result":
      return { kind: "result", result: answer.result };
    case "fault":
      throw new Fault(answer.fault, answer.message);
    case "bug":
      throw new Fault("unavailable", `the running process failed at ${verb}; its log says why`);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function codeOf(thrown: unknown): unknown {
  return typeof thrown === "object" && thrown !== null && "code" in thrown ? thrown.code : undefined;
}
