import type { Log, Metrics, Phase } from "#core/runtime";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { ListenAddress } from "./api-section.ts";
import { listenFault } from "./listen-fault.ts";
import { openNetworks, type Network } from "./networks.ts";
import { clientStatus, openServer } from "./server.ts";

/** How the process is. `because` is shown to everyone who reaches the port: redacted, and short. */
export interface Health {
  readonly phase: Phase;
  readonly parts: readonly { readonly name: string; readonly ok: boolean; readonly because?: string }[];
}

export interface ApiOptions {
  readonly listen: ListenAddress;
  /** Whose requests for metrics are answered. */
  readonly metricsAllow: readonly Network[];
  readonly metrics: Pick<Metrics, "expose">;
  readonly health: () => Health;
  readonly log: Log;
}

export interface Api extends AsyncDisposable {
  /** Where it listens; with port 0, the port that was found. */
  readonly address: ListenAddress;
}

/**
 * Three routes that only read, without a body:
 * - GET /healthz: 200 `{"phase"}` as long as the event loop turns.
 * - GET /readyz: 200 when the phase is RUNNING or RELOADING and every part is ok, else 503; `{"phase","failing"}`.
 * - GET /metrics: Prometheus text, for `metricsAllow`; 403 for others.
 *
 * The Host header is not looked at: these routes tell a page that got here by DNS rebinding no more than
 * that Fettle runs, and metrics hold no text of logs. A route that changes something, or tells what an
 * alert says, must check Host, Origin and a token first.
 *
 * Faults: `conflict` when the port is taken, `denied` and `invalid` when it cannot be had. Disposal cuts
 * all connections.
 */
export async function openApi(options: ApiOptions): Promise<Api> {
  const server = openServer({ bodyBytes: 1, connections: 128 }, true);
  refuseBodies(server);
  answerErrors(server, options.log);
  addHealthRoutes(server, options.health);
  addMetricsRoute(server, options);
  const { host, port } = options.listen;
  try {
    await server.listen({ host, port });
  } catch (thrown) {
    await server.close();
    throw listenFault(thrown, `${host}:${port}`);
  }
  const bound = server.server.address();
  if (bound === null || typeof bound === "string") throw new Error("a TCP server has no port");
  return { address: { host: bound.address, port: bound.port }, [Symbol.asyncDispose]: () => server.close() };
}

function refuseBodies(server: FastifyInstance): void {
  server.addHook("onRequest", async (request, reply) => {
    const length = request.headers["content-length"] ?? "0";
    if (length === "0" && request.headers["transfer-encoding"] === undefined) return undefined;
    return reply.header("connection", "close").code(413).send({ error: "no body is read here" });
  });
}

function answerErrors(server: FastifyInstance, log: Log): void {
  server.setNotFoundHandler((_, reply) => reply.code(404).send({ error: "not found" }));
  server.setErrorHandler((error, _, reply) => {
    const status = clientStatus(error);
    if (status !== undefined) return reply.code(status).send({ error: "bad request" });
    log.error("a request to the API failed", { thrown: error });
    return reply.code(500).send({ error: "internal error" });
  });
}

function addHealthRoutes(server: FastifyInstance, health: () => Health): void {
  server.get("/healthz", () => ({ phase: health().phase }));
  server.get("/readyz", (_, reply) => {
    const { phase, parts } = health();
    const failing = parts.filter((part) => !part.ok).map(({ name, because }) => ({ name, because }));
    const ready = (phase === "RUNNING" || phase === "RELOADING") && failing.length === 0;
    return reply.code(ready ? 200 : 503).send({ phase, failing });
  });
}

function addMetricsRoute(server: FastifyInstance, options: ApiOptions): void {
  const allowed = openNetworks(options.metricsAllow);
  server.get("/metrics", async (request, reply): Promise<FastifyReply> => {
    // The socket's own address: nobody stands in front of Fettle whose X-Forwarded-For could be believed.
    if (!allowed(request.socket.remoteAddress)) {
      return reply.code(403).type("text/plain").send("this address is not in api.metricsAllow\n");
    }
    const { text, contentType } = await options.metrics.expose();
    return reply.type(contentType).send(text);
  });
}
