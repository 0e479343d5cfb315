import type { z } from "zod";
import { listed, nearest, suggestion } from "../nearest.ts";

/** One thing that a schema found wrong. */
export interface Finding {
  readonly path: readonly PropertyKey[];
  /** Whether the key is wrong, or the value, or a value that is not there. */
  readonly at: "key" | "value" | "missing";
  readonly message: string;
  /** Set where the type or value is wrong as a whole, so that branches of a union can be told as one. */
  readonly mismatch?: { readonly expected: string; readonly got: unknown };
  /** The value may be a secret written where `{ env: NAME }` belongs: it must not be shown. */
  readonly hide: boolean;
}

type Issue = z.core.$ZodIssue;
/** The keys that a map may have. zod drops the schema from a finished issue, but keeps its array of unknown keys. */
type KnownKeys = WeakMap<readonly string[], readonly string[]>;

/** What is wrong with `value` by `schema`; nothing when it fits, and then `data` is what the schema made of it. */
export function judge<S extends z.ZodType>(
  schema: S,
  value: unknown,
): { ok: true; data: z.output<S> } | { ok: false; findings: Finding[] } {
  const known: KnownKeys = new WeakMap();
  const result = schema.safeParse(value, {
    reportInput: true,
    error: (issue) => {
      if (issue.code === "unrecognized_keys" && Array.isArray(issue.keys)) {
        known.set(issue.keys, knownKeys(issue.inst));
      }
      // An empty message marks what the schema's author left to us.
      return "";
    },
  });
  if (result.success) return { ok: true, data: result.data };
  return { ok: false, findings: result.error.issues.flatMap((issue) => findingsOf(issue, [], known)) };
}

function findingsOf(issue: Issue, base: readonly PropertyKey[], known: KnownKeys): Finding[] {
  const path = [...base, ...issue.path];
  if (issue.code === "unrecognized_keys") {
    const keys = known.get(issue.keys) ?? [];
    return issue.keys.map((key) => unknownKey([...path, key], key, keys));
  }
  const got = issue.input;
  if (got === undefined && issue.code !== "custom") {
    const wish = issue.message === "" ? wishOf(issue) : issue.message;
    return [{ path, at: "missing", message: wish, hide: false }];
  }
  if (issue.message !== "") return [{ path, at: "value", message: issue.message, hide: mayBeSecret(issue) }];
  if (issue.code === "invalid_union") return unionFindings(issue, path, known);
  if (issue.code === "invalid_key") {
    const reason = issue.issues[0] === undefined ? "" : findingsOf(issue.issues[0], [], known)[0]?.message;
    return [{ path, at: "key", message: `wrong key: ${reason}`, hide: false }];
  }
  if (issue.code === "invalid_type" || issue.code === "invalid_value") {
    return [mismatchFinding(path, expectedOf(issue), got)];
  }
  return [{ path, at: "value", message: boundOf(issue), hide: false }];
}

/** Where only maps fit, or where the schema's author says so (`params: { hide: true }`). */
function mayBeSecret(issue: Issue): boolean {
  if (issue.code === "custom") return issue.params?.["hide"] === true;
  if (issue.code === "invalid_union" && issue.discriminator === undefined) {
    return issue.errors.length > 0 && issue.errors.every((branch) => branch.some(isInsideMap));
  }
  return wantsMap(issue) && typeof issue.input === "string";
}

function wantsMap(issue: Issue): boolean {
  return issue.code === "invalid_type" && ["object", "record", "map"].includes(issue.expected);
}

/** Of a union's branch, whose paths begin at the union: only a map has something inside. */
function isInsideMap(issue: Issue): boolean {
  return wantsMap(issue) || issue.code === "unrecognized_keys" || issue.path.length > 0;
}

function unknownKey(path: readonly PropertyKey[], key: string, known: readonly string[]): Finding {
  const advice = suggestion(key, known);
  const message = `unknown key "${key}"${advice === "" ? "" : `; ${advice}`}`;
  return { path, at: "key", message, hide: false };
}

function unionFindings(
  issue: Issue & { code: "invalid_union" },
  path: readonly PropertyKey[],
  known: KnownKeys,
): Finding[] {
  if (issue.discriminator !== undefined) return [discriminatorFinding(issue, path)];
  if (issue.errors.length === 0) {
    return [{ path, at: "value", message: "fits several forms at once; use one", hide: false }];
  }
  const branches = issue.errors.map((errors) => errors.flatMap((error) => findingsOf(error, [], known)));
  const inside = branches.filter((findings) => !findings.some((f) => f.mismatch && f.path.length === 0));
  const best = inside.toSorted((a, b) => cost(a) - cost(b))[0];
  if (best !== undefined) return best.map((finding) => ({ ...finding, path: [...path, ...finding.path] }));
  const wishes = branches.flatMap((findings) => findings.flatMap((f) => f.mismatch?.expected ?? []));
  return [mismatchFinding(path, [...new Set(wishes)].join(" or "), issue.input)];
}

function discriminatorFinding(
  issue: Issue & { code: "invalid_union" },
  path: readonly PropertyKey[],
): Finding {
  const options = "options" in issue ? (issue.options ?? []) : [];
  const field = issue.discriminator ?? "";
  const got = isRecord(issue.input) ? issue.input[field] : undefined;
  if (got === undefined) return { path, at: "missing", message: `expected ${choice(options)}`, hide: false };
  return mismatchFinding(path, choice(options), got);
}

/** How far a value is from a branch: a key that is unknown or missing says more than a wrong value. */
function cost(findings: readonly Finding[]): number {
  return findings.reduce((sum, finding) => sum + (finding.at === "value" ? 1 : 100), 0);
}

function mismatchFinding(path: readonly PropertyKey[], expected: string, got: unknown): Finding {
  const hide = typeof got === "string" && expected.includes("a map") && !expected.includes("a string");
  const options = [...expected.matchAll(/"([^"]*)"/g)].map((match) => match[1] ?? "");
  const close = typeof got === "string" ? nearest(got, options) : undefined;
  const choices = options.length > 0;
  const advice = close === undefined ? "" : `; did you mean "${close}"?`;
  const message = `expected ${expected}${choices ? ";" : ","} got ${hide ? "a string" : shown(got, choices)}`;
  return { path, at: "value", message: message + advice, mismatch: { expected, got }, hide };
}

function wishOf(issue: Issue): string {
  if (issue.code === "invalid_type" || issue.code === "invalid_value") return `expected ${expectedOf(issue)}`;
  return "";
}

function expectedOf(issue: Issue & { code: "invalid_type" | "invalid_value" }): string {
  return issue.code === "invalid_value"
    ? choice(issue.values)
    : (typeNames[issue.expected] ?? issue.expected);
}

const typeNames: Readonly<Record<string, string>> = {
  string: "a string",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "a map",
  record: "a map",
  map: "a map",
  array: "a list",
  tuple: "a list",
  null: "nothing",
  undefined: "nothing",
  nonoptional: "a value",
  never: "nothing",
};

function choice(values: readonly z.core.util.Primitive[]): string {
  const names = values.map(String);
  const quoted = values.some((value) => typeof value === "string") ? listed(names) : names.join(", ");
  return values.length === 1 ? quoted : `one of ${quoted}`;
}

function shown(value: unknown, brief: boolean): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map";
  const text = typeof value === "string" && value.length > 40 ? `${value.slice(0, 40)}…` : value;
  const kind = brief && typeof value === "string" ? "" : `the ${typeof value} `;
  return kind + JSON.stringify(text);
}

function boundOf(issue: Issue): string {
  if (issue.code === "too_big" || issue.code === "too_small") {
    const strict = issue.inclusive === false;
    const bound =
      issue.code === "too_big"
        ? `${strict ? "less than" : "at most"} ${issue.maximum}`
        : `${strict ? "more than" : "at least"} ${issue.minimum}`;
    return `expected ${bound}${counted(issue)}`;
  }
  if (issue.code === "invalid_format") {
    return `expected text of the form ${issue.format === "regex" ? (issue.pattern ?? "") : issue.format}`;
  }
  if (issue.code === "not_multiple_of") {
    return `expected a multiple of ${issue.divisor}, got ${shown(issue.input, true)}`;
  }
  return "not allowed here";
}

function counted(issue: { readonly origin: string; readonly input?: unknown }): string {
  if (typeof issue.input === "string") return ` characters, got ${issue.input.length}`;
  if (Array.isArray(issue.input)) return ` items, got ${issue.input.length}`;
  return `, got ${shown(issue.input, true)}`;
}

function knownKeys(schema: unknown): readonly string[] {
  if (!isRecord(schema) || !isRecord(schema["_zod"]) || !isRecord(schema["_zod"]["def"])) return [];
  const { shape, keyType } = schema["_zod"]["def"];
  if (isRecord(shape)) return Object.keys(shape);
  const values = isRecord(keyType) && isRecord(keyType["_zod"]) ? keyType["_zod"]["values"] : undefined;
  return values instanceof Set ? [...values].map(String) : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
