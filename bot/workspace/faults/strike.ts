import type { Clock } from "#core/runtime";
import type { ApiAnswer } from "../api/api.ts";
import type { MethodFault } from "./faults.ts";

/** `cut`: the connection is to be closed without an answer. */
export type Struck = ApiAnswer | "cut";

/** Answers a call as its fault wants it, and as it should be where there is none. */
export async function strike(
  fault: MethodFault | undefined,
  { clock, ending }: { readonly clock: Clock; readonly ending: AbortSignal },
  answer: () => Promise<ApiAnswer>,
): Promise<Struck> {
  if (fault === undefined) return answer();
  if (fault.delayMs !== undefined) await clock.sleep(fault.delayMs, ending);
  if (fault.drop === true) return "cut";
  if (fault.error !== undefined) return { status: 200, body: { ok: false, error: fault.error }, headers: {} };
  if (fault.status !== undefined && fault.after === undefined) return failed(fault.status, fault.retryAfter);
  const answered = await answer();
  if (fault.after === "drop") return "cut";
  return fault.after === "status" ? failed(fault.status ?? 503) : answered;
}

function failed(status: number, retryAfter?: number): ApiAnswer {
  const error = status === 429 ? "ratelimited" : "service_unavailable";
  const headers = retryAfter === undefined ? {} : { "retry-after": String(retryAfter) };
  return { status, body: { ok: false, error }, headers };
}
