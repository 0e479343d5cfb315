import { isFault, type Secret } from "#core/domain";
import type { Http } from "#core/reach";
import type { Clock } from "#core/runtime";
import type { Check, StatusRange } from "./checks-section.ts";
import type { ProbeResult } from "./probe.ts";

/** Most of an answer's body that is looked at. */
const maxBytes = 64 * 1024;

/** A check with its token read. */
export type HttpCheck = Omit<Check, "token"> & { readonly token?: Secret };

/** Asks once. A fault of the way there is a finding, not a failure of the probe. */
export async function runHttpProbe(
  check: HttpCheck,
  using: { readonly http: Http; readonly clock: Clock; readonly signal: AbortSignal },
): Promise<ProbeResult> {
  const startedMs = using.clock.monotonicMs();
  try {
    const answer = await using.http.request({
      url: check.url,
      method: check.method,
      timeoutMs: check.timeoutMs,
      maxBytes,
      signal: using.signal,
      headers: { "user-agent": "fettle" },
      ...(check.token === undefined ? {} : { bearer: check.token }),
    });
    const head = `HTTP ${answer.status} in ${Math.round(answer.ms)} ms`;
    const trouble = troubleOf(answer, check.expect);
    return {
      ok: trouble === undefined,
      reason: trouble === undefined ? head : `${head}, ${trouble}`,
      ms: answer.ms,
    };
  } catch (thrown) {
    if (!isFault(thrown)) throw thrown;
    return { ok: false, reason: thrown.message, ms: using.clock.monotonicMs() - startedMs };
  }
}

function troubleOf(
  answer: { readonly status: number; readonly body: string; readonly truncated: boolean },
  expected: Check["expect"],
): string | undefined {
  const { from, to } = expected.status;
  if (answer.status < from || answer.status > to) return `expected ${statusText(expected.status)}`;
  if (expected.body === undefined || answer.body.includes(expected.body)) return undefined;
  const where = answer.truncated ? "the first 64 KiB of the body" : "the body";
  return `${where} does not contain ${JSON.stringify(expected.body)}`;
}

function statusText({ from, to }: StatusRange): string {
  return from === to ? String(from) : `${from}–${to}`;
}
