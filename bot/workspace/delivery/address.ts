import { Fault, type Secret } from "#core/domain";
import { parseJson } from "../json.ts";
import type { World } from "../model/world.ts";
import { ackMs, type Attempt, type Carrier, type Outcome, type Outgoing } from "./carrier.ts";
import { post, type Posted } from "./post.ts";
import { sign } from "./signature.ts";

/** Request URLs (docs.slack.dev/apis/events-api/using-http-request-urls): signed, one address for everything. */
export interface Address extends Carrier {
  /** Slack's question when an address is entered: true when it gave the challenge back. */
  verify(challenge: string): Promise<boolean>;
}

export interface AddressOptions {
  /** Undefined for an app that has none: nothing arrives. */
  readonly url: string | undefined;
  readonly secret: Secret;
  /** The old verification token, which only bodies still carry. */
  readonly token: string;
}

/** @throws Fault `invalid` for an address that is not on loopback: nothing leaves this machine. */
export function openAddress(world: World, options: AddressOptions): Address {
  const { url } = options;
  const host = url === undefined ? "localhost" : URL.parse(url)?.hostname;
  if (host !== "127.0.0.1" && host !== "localhost") {
    throw new Fault("invalid", `expected an address on 127.0.0.1 or localhost to deliver to, not ${url}`);
  }
  const closing = new AbortController();
  let last = 0;

  async function send(body: string, type: string, attempt: Attempt): Promise<Posted | "timeout" | undefined> {
    if (url === undefined) return undefined;
    const seconds = Math.floor(world.clock.nowMs() / 1_000);
    const retry = { "x-slack-retry-num": String(attempt.retry), "x-slack-retry-reason": attempt.reason };
    const headers = {
      "content-type": type,
      "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
      "x-slack-request-timestamp": String(seconds),
      "x-slack-signature": sign(options.secret.reveal(), seconds, body),
      ...(attempt.retry > 0 ? retry : {}),
    };
    const deadline = world.clock.deadline(ackMs);
    const posted = await post(url, body, headers, AbortSignal.any([closing.signal, deadline]));
    return posted === undefined && deadline.aborted ? "timeout" : posted;
  }

  return {
    connections: 0,
    carry: async ({ outgoing, attempt, onId }) => {
      onId(`http-${++last}`);
      const sentMs = world.clock.monotonicMs();
      const { body, type } = encode(outgoing);
      const retry = { ...attempt, reason: httpReason(attempt.reason) };
      const posted = await send(body, type, retry);
      const tookMs = world.clock.monotonicMs() - sentMs;
      return outcomeOf(posted, outgoing, tookMs);
    },
    verify: async (challenge) => {
      const body = JSON.stringify({ token: options.token, challenge, type: "url_verification" });
      const posted = await send(body, "application/json", { retry: 0, reason: "" });
      if (posted === undefined || posted === "timeout") return false;
      const said: unknown = parseJson(posted.text);
      const echoed =
        typeof said === "object" && said !== null && "challenge" in said && said.challenge === challenge;
      return posted.status === 200 && (echoed || posted.text === challenge);
    },
    [Symbol.asyncDispose]: async () => {
      closing.abort();
    },
  };
}

function encode({ type, payload }: Outgoing): { body: string; type: string } {
  const form = "application/x-www-form-urlencoded";
  switch (type) {
    case "events_api":
      return { body: JSON.stringify(payload), type: "application/json" };
    case "interactive":
      return { body: new URLSearchParams({ payload: JSON.stringify(payload) }).toString(), type: form };
    case "slash_commands": {
      const fields = new URLSearchParams();
      for (const [name, value] of Object.entries(payload)) fields.set(name, String(value));
      return { body: fields.toString(), type: form };
    }
  }
}

function outcomeOf(posted: Posted | "timeout" | undefined, outgoing: Outgoing, tookMs: number): Outcome {
  if (posted === "timeout") return { kind: "timeout" };
  if (posted === undefined) return { kind: "unreachable" };
  const { status, text, noRetry } = posted;
  if (status < 200 || status > 299) return { kind: "status", status, noRetry };
  const answer = outgoing.takesAnswer && text !== "" ? (parseJson(text) ?? text) : undefined;
  return { kind: "acked", ackMs: tookMs, answer };
}

function httpReason(reason: string): string {
  return reason === "timeout" ? "http_timeout" : reason;
}
