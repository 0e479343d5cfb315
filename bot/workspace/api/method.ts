import type { Json } from "../json.ts";
import type { World } from "../model/world.ts";

/** One call while it is answered. */
export interface Call {
  readonly args: Json;
  readonly world: World;
  /** For scopes that depend on what is asked for. @throws Refusal `missing_scope` */
  needScope(scope: string): void;
}

/** A method of the Web API. `run` answers what stands beside `ok: true`. @throws Refusal */
export interface Method {
  readonly token: "bot" | "app";
  /** Scopes that each call needs. */
  readonly scopes: readonly string[];
  readonly run: (call: Call) => Json | Promise<Json>;
}

export type Methods = Readonly<Record<string, Method>>;

export function botMethod(scopes: readonly string[], run: Method["run"]): Method {
  return { token: "bot", scopes, run };
}
