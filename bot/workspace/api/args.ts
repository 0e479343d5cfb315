import { isJson, type Json, parseJson } from "../json.ts";
import { invalidArguments, Refusal } from "./refusal.ts";

/** Arguments as Slack takes them: of a form all are text, and what is larger is JSON in text. */

export function textArg(args: Json, name: string): string | undefined {
  const value = args[name];
  if (typeof value === "string") return value;
  return typeof value === "number" ? String(value) : undefined;
}

export function needText(args: Json, name: string): string {
  const value = textArg(args, name);
  if (value === undefined || value === "") throw invalidArguments(`missing required field: ${name}`);
  return value;
}

export function flagArg(args: Json, name: string): boolean {
  const value = args[name];
  return value === true || value === "true" || value === "1" || value === 1;
}

/** A count between 1 and `most`; anything else is refused as Slack does it. */
export function limitArg(args: Json, usual: number, most: number): number {
  const value = args["limit"];
  if (value === undefined || value === "") return usual;
  const limit = Number(value);
  if (!Number.isInteger(limit) || limit < 1 || limit > most) throw new Refusal("invalid_limit");
  return limit;
}

/** A value of JSON, or JSON in text; undefined when it was not given. @throws Refusal `malformed` */
export function jsonArg(args: Json, name: string, malformed: string): unknown {
  const value = args[name];
  if (value === undefined || value === "") return undefined;
  if (typeof value !== "string") return value;
  const parsed = parseJson(value);
  if (parsed === undefined) throw new Refusal(malformed);
  return parsed;
}

export function objectArg(args: Json, name: string): Json | undefined {
  const value = jsonArg(args, name, "invalid_arguments");
  if (value === undefined) return undefined;
  if (!isJson(value)) throw invalidArguments(`must provide an object [json-pointer:/${name}]`);
  return value;
}
