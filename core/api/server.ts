import fastify, { type FastifyError, type FastifyInstance } from "fastify";

/** Limits of both servers. A client that is too slow, too big or too many is cut off. */
const headersMs = 3_000;
const requestMs = 5_000;
const defaultIdleMs = 10_000;
const checkMs = 500;
const maxHeaderBytes = 8 * 1024;

export interface ServerLimits {
  readonly bodyBytes: number;
  readonly connections: number;
  /** A connection on which nothing moves is cut off after this; an answer may take as long. Default: 10 s. */
  readonly idleMs?: number;
}

/**
 * A fastify server with every limit set, that knows no route yet and never shows a stack. With
 * `forceCloseConnections: "idle"` closing lets a running answer finish; otherwise it cuts at once.
 */
export function openServer(limits: ServerLimits, closing: "idle" | true): FastifyInstance {
  const server = fastify({
    logger: false,
    bodyLimit: limits.bodyBytes,
    connectionTimeout: limits.idleMs ?? defaultIdleMs,
    requestTimeout: requestMs,
    keepAliveTimeout: requestMs,
    forceCloseConnections: closing,
    routerOptions: { maxParamLength: 100 },
    http: {
      headersTimeout: headersMs,
      connectionsCheckingInterval: checkMs,
      maxHeaderSize: maxHeaderBytes,
      joinDuplicateHeaders: false,
    },
  });
  server.server.maxConnections = limits.connections;
  server.removeAllContentTypeParsers();
  return server;
}

/** The status of an error that is the client's own fault; undefined for a bug of ours. */
export function clientStatus(error: unknown): number | undefined {
  const status = isFastifyError(error) ? error.statusCode : undefined;
  return status !== undefined && status >= 400 && status < 500 ? status : undefined;
}

function isFastifyError(error: unknown): error is FastifyError {
  return error instanceof Error && "statusCode" in error && typeof error.statusCode === "number";
}
