import { isFault } from "#core/domain";
import {
  closeSocketToOthers,
  controlCallSchema,
  makeSocketRoom,
  maxControlBytes,
  type ControlAnswer,
} from "#core/reach";
import type { Clock, Log } from "#core/runtime";
import { clientStatus, openServer } from "./server.ts";

export interface ControlOptions {
  /** In a folder of mode 0700; at most 107 bytes. */
  readonly path: string;
  /** Does what the command line asked for. Faults go back to it; anything else is a bug and stays here. */
  readonly handle: (verb: string, args: unknown) => Promise<unknown>;
  readonly clock: Clock;
  readonly log: Log;
}

const callMs = 30_000;
const drainMs = 5_000;

/**
 * The unix socket (0600) through which the command line asks the running process to change something.
 * Only the process that holds the writer lock may open it: it takes the place of a socket that a dead
 * process left. Who reaches it is this user; what they may do is decided by whoever handles the verb.
 *
 * A call has 30 s; one that takes longer goes on, and its caller is told so. Disposal lets running calls
 * finish for up to 5 s, and removes the socket.
 *
 * Faults: `invalid` for a path that is too long, `denied` for a folder that others may enter, `conflict`
 * for a path where something else is.
 */
export async function openControl(options: ControlOptions): Promise<AsyncDisposable> {
  await makeSocketRoom(options.path);
  const server = openServer(
    { bodyBytes: maxControlBytes, connections: 32, idleMs: callMs + drainMs },
    "idle",
  );
  server.addContentTypeParser("application/json", { parseAs: "string" }, (_, body, done) => {
    done(null, body);
  });
  server.setErrorHandler((error, _, reply) => {
    const status = clientStatus(error);
    if (status === undefined) options.log.error("a call to the control socket failed", { thrown: error });
    const refused: ControlAnswer = {
      kind: "fault",
      fault: "invalid",
      message: refusals[status ?? 0] ?? "no such call",
    };
    return reply.code(status ?? 500).send(status === undefined ? { kind: "bug" } : refused);
  });
  server.post("/", async (request, reply) => {
    const answer = await answerCall(request.body, options);
    return reply.code(statusOf(answer)).send(answer);
  });
  try {
    await server.listen({ path: options.path });
    await closeSocketToOthers(options.path);
  } catch (thrown) {
    await server.close();
    throw thrown;
  }
  return {
    [Symbol.asyncDispose]: async () => {
      const drained = new AbortController();
      const closing = server.close().finally(() => drained.abort());
      await options.clock.sleep(drainMs, drained.signal);
      server.server.closeAllConnections();
      await closing;
    },
  };
}

async function answerCall(body: unknown, options: ControlOptions): Promise<ControlAnswer> {
  const call = controlCallSchema.safeParse(parseJson(body));
  if (!call.success) return { kind: "fault", fault: "invalid", message: 'expected {"verb", "args"} as JSON' };
  const { verb, args } = call.data;
  const answered = new AbortController();
  try {
    return await Promise.race([
      settle(verb, () => options.handle(verb, args), options.log),
      tooLate(verb, options.clock, answered.signal),
    ]);
  } finally {
    answered.abort();
  }
}

async function tooLate(verb: string, clock: Clock, signal: AbortSignal): Promise<ControlAnswer> {
  await clock.sleep(callMs, signal);
  const message = `${verb} is not done after ${callMs / 1_000}s; it goes on, and the audit log will show how it ended`;
  return { kind: "fault", fault: "timeout", message };
}

async function settle(verb: string, work: () => Promise<unknown>, log: Log): Promise<ControlAnswer> {
  try {
    return { kind: "result", result: await work() };
  } catch (thrown) {
    if (isFault(thrown)) return { kind: "fault", fault: thrown.kind, message: thrown.message };
    log.error("a call to the control socket failed", { verb, thrown });
    return { kind: "bug" };
  }
}

const refusals: Readonly<Record<number, string>> = {
  413: `the call is over ${maxControlBytes / 1024} KiB`,
  415: "expected application/json",
};

function statusOf(answer: ControlAnswer): number {
  return answer.kind === "result" ? 200 : answer.kind === "bug" ? 500 : 422;
}

function parseJson(body: unknown): unknown {
  try {
    return typeof body === "string" ? JSON.parse(body) : undefined;
  } catch {
    return undefined;
  }
}
