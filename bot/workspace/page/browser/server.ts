import type { Act, ActResult } from "../../contract.ts";
import type { PageState } from "../model.ts";

/** What came of a question for the state. */
export type Told =
  | { readonly kind: "state"; readonly state: PageState; readonly tag: string }
  | { readonly kind: "same" }
  /** The server is there, but does not know us any more: it was started anew. */
  | { readonly kind: "shut" }
  | { readonly kind: "lost" };

export async function fetchState(me: string, channel: string, tag: string): Promise<Told> {
  const query = new URLSearchParams({ as: me, channel });
  try {
    const response = await fetch(`/state?${query}`, { headers: tag === "" ? {} : { "if-none-match": tag } });
    if (response.status === 304) return { kind: "same" };
    if (response.status === 401 || response.status === 403 || response.status === 404)
      return { kind: "shut" };
    if (!response.ok) return { kind: "lost" };
    const state: unknown = await response.json();
    return isState(state)
      ? { kind: "state", state, tag: response.headers.get("etag") ?? "" }
      : { kind: "lost" };
  } catch {
    return { kind: "lost" };
  }
}

export async function sendAct(me: string, act: Act): Promise<ActResult> {
  try {
    const response = await fetch(`/act?as=${encodeURIComponent(me)}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(act),
    });
    const result: unknown = await response.json();
    if (isResult(result)) return result;
  } catch {
    // Told below, like an answer that is none.
  }
  return { ok: false, told: "The local Slack did not answer. Is it still running?" };
}

/** The server that sends this is the one that sent this module, so a look at the top is enough. */
function isState(value: unknown): value is PageState {
  return typeof value === "object" && value !== null && "version" in value && "channels" in value;
}

function isResult(value: unknown): value is ActResult {
  return (
    typeof value === "object" &&
    value !== null &&
    "ok" in value &&
    (value.ok === true || ("told" in value && typeof value.told === "string"))
  );
}
