import { Fault, Secret } from "#core/domain";

const maxDepth = 5;
const maxText = 4096;
const maxItems = 50;
/** Values in one line; without it a wide cycle would grow to 50⁵ of them. */
const maxValues = 1000;

interface Pass {
  readonly redact: (text: string) => string;
  left: number;
}

/**
 * A copy of log data that is safe to write: strings redacted and bounded, errors and secrets reduced to
 * what may be seen, depth and width and number limited, which also cuts cycles. Never throws: a log line
 * must not be what ends the process, so a value that cannot be read or redacted becomes `[unreadable]`.
 */
export function cleanse(
  data: Readonly<Record<string, unknown>>,
  redact: (text: string) => string,
): Record<string, unknown> {
  const pass: Pass = { redact, left: maxValues };
  try {
    return cleanObject(data, pass, 0);
  } catch {
    return { data: "[unreadable]" };
  }
}

function clean(value: unknown, pass: Pass, depth: number): unknown {
  pass.left -= 1;
  if (pass.left < 0) return "[more]";
  try {
    return cleanValue(value, pass, depth);
  } catch {
    return "[unreadable]";
  }
}

function cleanValue(value: unknown, pass: Pass, depth: number): unknown {
  if (typeof value === "string") return safe(value, pass);
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "function" || typeof value === "symbol") return `[${typeof value}]`;
  if (value === null || typeof value !== "object") return value;
  if (value instanceof Secret) return value.toString();
  if (value instanceof Error) return cleanError(value, pass, depth);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "invalid date" : value.toISOString();
  if (depth >= maxDepth) return "[deeper]";
  if (Array.isArray(value)) {
    const kept = value.slice(0, maxItems).map((item) => clean(item, pass, depth + 1));
    return value.length > maxItems ? [...kept, `[${value.length - maxItems} more]`] : kept;
  }
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  return cleanObject(value, pass, depth);
}

function cleanObject(value: object, pass: Pass, depth: number): Record<string, unknown> {
  const keys = Object.keys(value);
  const kept = keys
    .slice(0, maxItems)
    .map((key): [string, unknown] => [safe(key, pass), cleanMember(value, key, pass, depth + 1)]);
  if (keys.length > maxItems) kept.push(["…", `${keys.length - maxItems} more`]);
  return Object.fromEntries(kept);
}

/** Reads one member by itself, so that a getter that throws costs only its own value. */
function cleanMember(value: object, key: string, pass: Pass, depth: number): unknown {
  try {
    const member: unknown = Reflect.get(value, key);
    return clean(member, pass, depth);
  } catch {
    return "[unreadable]";
  }
}

function cleanError(error: Error, pass: Pass, depth: number): unknown {
  const cause =
    error.cause === undefined || depth >= maxDepth ? {} : { cause: clean(error.cause, pass, depth + 1) };
  const message = safe(error.message, pass);
  if (error instanceof Fault) return { fault: error.kind, message, ...cause };
  return { error: safe(error.name, pass), message, stack: safe(error.stack ?? "", pass), ...cause };
}

function safe(text: string, pass: Pass): string {
  const redacted = pass.redact(text);
  return redacted.length <= maxText
    ? redacted
    : `${redacted.slice(0, maxText)}… (${redacted.length} characters)`;
}
