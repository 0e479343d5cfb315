import { isJson, type Json } from "../json.ts";

/** What is wrong, in Slack's words, and a JSON pointer to it. */
export interface Problem {
  readonly message: string;
  readonly at: string;
}

/** Looks at one value and adds what is wrong with it. */
export type Check = (value: unknown, at: string, problems: Problem[]) => void;
export type Checks = Readonly<Record<string, Check>>;

/** As Slack writes it into `response_metadata.messages` and `errors`. */
export function problemLine({ message, at }: Problem): string {
  return `${message} [json-pointer:${at}]`;
}

/** A string of 1 to `most` characters, or of `least`. */
export function text(most: number, least = 1): Check {
  return (value, at, problems) => {
    if (typeof value !== "string") problems.push({ message: "must provide a string", at });
    else if (value.length > most) problems.push({ message: `must be less than ${most + 1} characters`, at });
    else if (value.length < least)
      problems.push({ message: `must be more than ${least - 1} characters`, at });
  };
}

export function matching(pattern: RegExp, what: string): Check {
  return (value, at, problems) => {
    if (typeof value !== "string" || !pattern.test(value)) problems.push({ message: `must be ${what}`, at });
  };
}

export function number(least: number, most: number): Check {
  return (value, at, problems) => {
    if (typeof value !== "number" || !Number.isFinite(value))
      problems.push({ message: "must be a number", at });
    else if (value < least || value > most) {
      problems.push({ message: `must be between ${least} and ${most}`, at });
    }
  };
}

export const flag: Check = (value, at, problems) => {
  if (typeof value !== "boolean") problems.push({ message: "must be a boolean", at });
};

export function oneOf(...choices: readonly unknown[]): Check {
  return (value, at, problems) => {
    if (!choices.includes(value)) problems.push({ message: `must be one of: ${choices.join(", ")}`, at });
  };
}

export function list(item: Check, most: number, least = 1): Check {
  return (value, at, problems) => {
    if (!Array.isArray(value)) {
      problems.push({ message: "must be an array", at });
      return;
    }
    if (value.length > most) problems.push({ message: `no more than ${most} items allowed`, at });
    if (value.length < least) problems.push({ message: `no less than ${least} items allowed`, at });
    // What is over the limit is not looked at: a hostile list costs no more than a full one.
    for (const [index, one] of value.slice(0, most).entries()) item(one, `${at}/${index}`, problems);
  };
}

/** An object with these fields and no others, besides `type`, which whoever chose this check has seen. */
export function fields(required: Checks, optional: Checks = {}): Check {
  return (value, at, problems) => {
    if (!isJson(value)) {
      problems.push({ message: "must provide an object", at });
      return;
    }
    for (const name of Object.keys(required)) {
      if (value[name] === undefined) problems.push({ message: `missing required field: ${name}`, at });
    }
    for (const [name, one] of Object.entries(value)) {
      const check = own(required, name) ?? own(optional, name);
      if (check !== undefined) check(one, `${at}/${name}`, problems);
      else if (name !== "type") problems.push({ message: `invalid additional property: ${name}`, at });
    }
  };
}

/** Chooses a check by the object's `type`. */
export function byType(checks: Checks): Check {
  return (value, at, problems) => {
    if (!isJson(value)) {
      problems.push({ message: "must provide an object", at });
      return;
    }
    const { type } = value;
    const check = typeof type === "string" ? own(checks, type) : undefined;
    if (check !== undefined) check(value, at, problems);
    else problems.push({ message: `unsupported type: ${String(type)}`, at: `${at}/type` });
  };
}

export function all(...checks: readonly Check[]): Check {
  return (value, at, problems) => {
    for (const check of checks) check(value, at, problems);
  };
}

/** A rule over several fields of an object; looked at only when it is one. */
export function rule(holds: (value: Json) => boolean, message: string): Check {
  return (value, at, problems) => {
    if (isJson(value) && !holds(value)) problems.push({ message, at });
  };
}

export function pick(checks: Checks, names: readonly string[]): Checks {
  return Object.fromEntries(Object.entries(checks).filter(([name]) => names.includes(name)));
}

function own(checks: Checks, name: string): Check | undefined {
  return Object.hasOwn(checks, name) ? checks[name] : undefined;
}
