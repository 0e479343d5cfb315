import type { Secret } from "#core/domain";
import { timingSafeEqual } from "node:crypto";
import type { Json } from "../json.ts";
import type { World } from "../model/world.ts";
import type { Headers } from "../server/answer.ts";
import { appMethods } from "./apps.ts";
import { textArg } from "./args.ts";
import { authMethods } from "./auth.ts";
import { chatMethods } from "./chat.ts";
import { conversationMethods } from "./conversations.ts";
import { fileMethods } from "./files.ts";
import { historyMethods } from "./history.ts";
import type { Method, Methods } from "./method.ts";
import { openRates } from "./rates.ts";
import { Refusal } from "./refusal.ts";
import { userMethods } from "./users.ts";
import { viewMethods } from "./views.ts";

interface ApiCallArgs {
  readonly method: string;
  readonly args: Json;
  /** Undefined when none was sent. */
  readonly token: string | undefined;
}

export interface ApiAnswer {
  readonly status: number;
  readonly body: Json;
  readonly headers: Headers;
}

export interface Tokens {
  readonly bot: Secret;
  readonly app: Secret;
}

/** The Web API: token, then pace, then scope, then the method itself. */
export interface Api {
  answer(call: ApiCallArgs): Promise<ApiAnswer>;
  /** What bot tokens get from now on, as after the app was removed. */
  revoke(error: "account_inactive" | "token_revoked"): void;
}

export function openApi(world: World, tokens: Tokens, ticketUrl: (() => string) | undefined): Api {
  const methods: Methods = {
    ...authMethods,
    ...appMethods(ticketUrl),
    ...chatMethods,
    ...conversationMethods,
    ...fileMethods,
    ...historyMethods,
    ...userMethods,
    ...viewMethods,
  };
  const rates = openRates(world.clock);
  let revoked: string | undefined;

  function refuseToken(method: Method, token: string | undefined): void {
    if (token === undefined || token === "") throw new Refusal("not_authed");
    const kind = is(token, tokens.bot) ? "bot" : is(token, tokens.app) ? "app" : undefined;
    if (kind === undefined) throw new Refusal("invalid_auth");
    if (kind !== method.token) throw new Refusal("not_allowed_token_type");
    if (kind === "bot" && revoked !== undefined) throw new Refusal(revoked);
  }

  function needScope(scope: string): void {
    const { scopes } = world.manifest;
    if (!scopes.has(scope)) {
      throw new Refusal("missing_scope", { needed: scope, provided: [...scopes].join(",") });
    }
  }

  async function run({ method: name, args, token }: ApiCallArgs): Promise<ApiAnswer> {
    const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
    if (method === undefined) {
      world.calls.unknown(name);
      throw new Refusal("unknown_method", { req_method: name });
    }
    refuseToken(method, token);
    const channel = textArg(args, "channel") ?? "";
    const wait = rates.take(name, world.channels.find(channel)?.id ?? channel);
    if (wait !== undefined) {
      return {
        status: 429,
        body: { ok: false, error: "ratelimited" },
        headers: { "retry-after": String(wait) },
      };
    }
    for (const scope of method.scopes) needScope(scope);
    const body = { ok: true, ...(await method.run({ args, world, needScope })) };
    const headers = {
      "x-oauth-scopes": [...world.manifest.scopes].join(","),
      "x-accepted-oauth-scopes": method.scopes.join(","),
    };
    return { status: 200, body, headers: method.token === "bot" ? headers : {} };
  }

  return {
    answer: async (call) => {
      try {
        return await run(call);
      } catch (thrown) {
        if (!(thrown instanceof Refusal)) throw thrown;
        return { status: 200, body: { ok: false, error: thrown.error, ...thrown.beside }, headers: {} };
      }
    },
    revoke: (error) => {
      revoked = error;
    },
  };
}

export function is(token: string, secret: Secret): boolean {
  const [given, known] = [Buffer.from(token), Buffer.from(secret.reveal())];
  return given.length === known.length && timingSafeEqual(given, known);
}
