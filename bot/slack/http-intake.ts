import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { ListenAddress } from "#core/api";
import { Fault, messageOf, type Secret } from "#core/domain";
import type { Clock, Log, Metrics } from "#core/runtime";
import { z } from "zod";
import { eventsPath } from "./http-path.ts";
import type { Intake } from "./intake.ts";
import { openSeen } from "./seen.ts";
import { isSigned } from "./signature.ts";

export interface HttpIntakeOptions {
  readonly listen: ListenAddress;
  readonly signingSecret: Secret;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly intake: Intake;
}

export interface HttpIntake extends AsyncDisposable {
  readonly address: ListenAddress;
}

const mostBytes = 1024 * 1024;
const requestMs = 5_000;
/** Slack has given up by then. */
const answerMs = 3_000;
const mostConnections = 200;
const drainMs = 10_000;

/**
 * HTTP mode: POST /slack/events for events, commands and interactions alike. A request must be signed, not older
 * than five minutes and not have come before; anything else is 401, and nothing of it is looked at.
 * @throws Fault `conflict` or `denied` when the port cannot be had.
 */
export async function openHttpIntake(options: HttpIntakeOptions): Promise<HttpIntake> {
  const { listen, clock, intake } = options;
  const replays = openSeen(clock);
  const requests = options.metrics.counter("fettle_slack_requests_total", "Requests to the Slack port", [
    "outcome",
  ]);
  const count = (outcome: Outcome): void => requests.inc({ outcome });
  const server = createServer(
    { requestTimeout: requestMs, headersTimeout: requestMs, connectionsCheckingInterval: 1_000 },
    (request, response) => {
      void handle(request, response, { ...options, replays, count });
    },
  );
  server.maxConnections = mostConnections;
  const opened = Promise.withResolvers<void>();
  server.once("error", (error: NodeJS.ErrnoException) => opened.reject(listenFault(error, listen)));
  server.listen(listen.port, listen.host, () => opened.resolve());
  await opened.promise;
  const bound = server.address();
  if (bound === null || typeof bound === "string") throw new Error("a TCP server has no port");
  return {
    address: { host: bound.address, port: bound.port },
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      await intake.drain(drainMs);
      server.closeAllConnections();
      await closed;
    },
  };
}

type Outcome = "taken" | "refused" | "replayed" | "unsigned";

type Handling = HttpIntakeOptions & {
  readonly replays: ReturnType<typeof openSeen>;
  readonly count: (outcome: Outcome) => void;
};

async function handle(request: IncomingMessage, response: ServerResponse, handling: Handling): Promise<void> {
  if (request.method !== "POST" || request.url?.split("?")[0] !== eventsPath) {
    end(response, request.url?.split("?")[0] === eventsPath ? 405 : 404);
    return;
  }
  const body = await readBody(request);
  if (body === undefined) {
    handling.count("refused");
    end(response, 413);
    return;
  }
  const signed = {
    body,
    timestamp: headerOf(request, "x-slack-request-timestamp"),
    signature: headerOf(request, "x-slack-signature"),
  };
  const { signingSecret, clock, log, replays, count } = handling;
  if (!isSigned(signed, signingSecret, clock.nowMs())) {
    // A line for each would let anybody fill the log: the metric counts them.
    log.debug("a request to the Slack port was not signed by Slack, or is too old");
    count("unsigned");
    end(response, 401);
    return;
  }
  const payload = payloadOf(body, headerOf(request, "content-type"));
  // Slack asks once whether the address is right, and now and then whether its certificate is.
  const challenge = challengeOf(payload);
  if (challenge !== undefined) {
    end(response, 200, challenge);
    return;
  }
  if (!replays.first(`${signed.timestamp} ${signed.signature}`)) {
    count("replayed");
    end(response, 200);
    return;
  }
  count("taken");
  deliver(payload, { ...handling, response });
}

function deliver(
  payload: unknown,
  { intake, clock, response }: Handling & { readonly response: ServerResponse },
): void {
  const answered = new AbortController();
  void giveUp();

  /** Whatever is not answered by then: Slack asks again for events, and tells people that it failed. */
  async function giveUp(): Promise<void> {
    await clock.sleep(answerMs, answered.signal);
    if (!response.writableEnded) end(response, 503);
  }

  response.on("close", () => answered.abort());
  intake.take({
    body: payload,
    ack: async (answer) => {
      if (!response.writableEnded) end(response, 200, answer);
    },
  });
}

function end(response: ServerResponse, status: number, body?: unknown): void {
  if (response.destroyed) return;
  if (body === undefined) response.writeHead(status).end();
  else if (typeof body === "string") response.writeHead(status, { "content-type": "text/plain" }).end(body);
  else response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

/** Undefined for more than a MiB, and for a request that breaks off. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request) {
      if (!Buffer.isBuffer(chunk)) return undefined;
      size += chunk.length;
      if (size > mostBytes) return undefined;
      chunks.push(chunk);
    }
  } catch {
    // The other side is gone: there is nobody to tell.
    return undefined;
  }
  return Buffer.concat(chunks);
}

/** Events are JSON; interactions are a form with JSON in `payload`; a command is a form. */
function payloadOf(body: Buffer, contentType: string): unknown {
  const text = body.toString("utf8");
  if (!contentType.startsWith("application/x-www-form-urlencoded")) return jsonOf(text);
  const form = Object.fromEntries(new URLSearchParams(text));
  const payload = form["payload"];
  return payload === undefined ? form : jsonOf(payload);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Signed, and no JSON: told by the shape that it does not have.
    return undefined;
  }
}

const challengeShape = z.object({ type: z.literal("url_verification"), challenge: z.string().max(1_000) });
const sslCheckShape = z.object({ ssl_check: z.literal("1") });

function challengeOf(payload: unknown): string | undefined {
  const challenge = challengeShape.safeParse(payload);
  if (challenge.success) return challenge.data.challenge;
  return sslCheckShape.safeParse(payload).success ? "" : undefined;
}

function headerOf(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return typeof value === "string" ? value : "";
}

function listenFault(error: NodeJS.ErrnoException, { host, port }: ListenAddress): Fault {
  const kind = error.code === "EADDRINUSE" ? "conflict" : "denied";
  return new Fault(kind, `cannot listen for Slack on ${host}:${port}: ${messageOf(error)}`, { cause: error });
}
