import { Fault, messageOf } from "#core/domain";
import { formatDuration } from "#core/expr";

export interface Progress {
  /** Whether the answer's head was here already. */
  answered: boolean;
}

export interface Limits {
  readonly timeoutMs: number;
  readonly timedOut: boolean;
  readonly signal: AbortSignal | undefined;
}

/** What a failed exchange means, in words for a person; what is no failure of the network comes back as it is. */
export function exchangeFault(thrown: unknown, name: string, progress: Progress, limits: Limits): unknown {
  const options = { cause: thrown };
  if (limits.signal?.aborted === true) {
    return new Fault("unavailable", `the request to ${name} was given up`, options);
  }
  if (limits.timedOut) {
    const within = formatDuration(limits.timeoutMs);
    const what = progress.answered ? `answer of ${name} not complete` : `no answer from ${name}`;
    return new Fault("timeout", `${what} within ${within}`, options);
  }
  const code = codeOf(thrown);
  if (code === "UND_ERR_INVALID_ARG") {
    // undici names the header or part, never its value.
    return new Fault("invalid", `cannot ask ${name}: ${messageOf(thrown)}`);
  }
  const words = code === undefined ? undefined : wordsFor(code);
  return words === undefined ? thrown : new Fault("unavailable", `${words} ${name}`, options);
}

function wordsFor(code: string): string | undefined {
  const known = knownCodes[code];
  if (known !== undefined) return known;
  if (/CERT|^ERR_TLS|^UNABLE_TO/.test(code)) return `certificate not trusted (${code}) of`;
  if (code.startsWith("ERR_SSL")) return `no TLS (${code}) with`;
  return /^(E[A-Z0-9]+|UND_ERR_[A-Z_]+)$/.test(code) ? `request failed (${code}) to` : undefined;
}

const knownCodes: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused by",
  ECONNRESET: "connection reset by",
  EPIPE: "connection closed by",
  UND_ERR_SOCKET: "connection closed before the answer was complete by",
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: "answer of a wrong length from",
  UND_ERR_HEADERS_OVERFLOW: "headers over 16 KiB from",
  UND_ERR_CONNECT_TIMEOUT: "no connection to",
  ETIMEDOUT: "no connection to",
  EHOSTUNREACH: "no route to",
  ENETUNREACH: "no route to",
  ENOTFOUND: "no address known for",
  EAI_AGAIN: "no address to be had now for",
  HTTPParserError: "no HTTP from",
};

/** An error's code; undici's parser error often has none, and goes by its name. */
function codeOf(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error)) return undefined;
  if (thrown.name === "HTTPParserError") return thrown.name;
  return "code" in thrown && typeof thrown.code === "string" ? thrown.code : undefined;
}
