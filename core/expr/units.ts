import { Fault } from "#core/domain";

/** In ms, biggest first: the parts of a duration come in this order. */
const durationUnits: readonly (readonly [unit: string, ms: number])[] = [
  ["w", 604_800_000],
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1000],
  ["ms", 1],
];

/** Units that logs write and no file needs: a timer cannot be set that fine. */
const fineUnits: readonly (readonly [unit: string, ms: number])[] = [
  ["us", 1e-3],
  ["µs", 1e-3],
  ["μs", 1e-3],
  ["ns", 1e-6],
];

const logUnits = [...durationUnits, ...fineUnits];

const sizeUnits: readonly (readonly [unit: string, bytes: number])[] = [
  ["B", 1],
  ["KB", 1e3],
  ["MB", 1e6],
  ["GB", 1e9],
  ["TB", 1e12],
  ["KiB", 2 ** 10],
  ["MiB", 2 ** 20],
  ["GiB", 2 ** 30],
  ["TiB", 2 ** 40],
];

export const durationUnitNames: readonly string[] = logUnits.map(([unit]) => unit);
export const sizeUnitNames: readonly string[] = sizeUnits.map(([unit]) => unit);

/** A hundred years. */
const longestDurationMs = 36_525 * 86_400_000;
const longestText = 40;

export const durationForms = '"250ms", "30s", "5m", "1h30m", "1.5h", "7d" or "2w"';
export const sizeForms = '"512", "64KiB", "10MB" or "1.5GiB"';

/** What `parseDuration` takes, for editors (JSON Schema). */
export const durationPattern = String.raw`^\s*(\d+(\.\d+)?(ms|s|m|h|d|w)\s?)+$`;
/** What `parseSize` takes, for editors (JSON Schema). */
export const sizePattern = String.raw`^\s*\d+(\.\d+)? ?(kB|[KMGT]i?B|B)?\s*$`;

/**
 * Whole milliseconds of a duration such as `1h30m`: bigger units first, each once, at most 100 years.
 * @throws Fault `invalid` that lists the forms.
 */
export function parseDuration(text: string): number {
  const ms = readDuration(text, durationUnits);
  if (ms === undefined) {
    const unitless = /^\s*\d+(?:\.\d+)?\s*$/.test(text) ? ", which names no unit" : "";
    throw new Fault("invalid", `expected a duration such as ${durationForms}; got ${shown(text)}${unitless}`);
  }
  if (ms > longestDurationMs) {
    throw new Fault("invalid", `expected a duration of at most 36525d; got ${shown(text)}`);
  }
  const whole = Math.round(ms);
  if (whole === 0 && ms > 0) {
    throw new Fault("invalid", `expected a duration of at least 1ms; got ${shown(text)}`);
  }
  return whole;
}

/** Milliseconds, with fractions, of a duration as logs write it (`us` and `ns` too); undefined for any other text, or more than 100 years. */
export function measureDuration(text: string): number | undefined {
  const ms = readDuration(text, logUnits);
  return ms !== undefined && ms <= longestDurationMs ? ms : undefined;
}

/**
 * `12m`, `1h 5m`, `350ms`: exact to the millisecond, so that `parseDuration` reads it back; with `parts`,
 * only the biggest units are written and the rest is dropped (`3d 4h`).
 */
export function formatDuration(ms: number, parts: number = durationUnits.length): string {
  let rest = Math.round(Math.abs(ms));
  const written: string[] = [];
  for (const [unit, size] of durationUnits.slice(1)) {
    const count = Math.floor(rest / size);
    if (count > 0) written.push(`${count}${unit}`);
    rest -= count * size;
  }
  if (written.length === 0) return "0s";
  return (ms < 0 ? "-" : "") + written.slice(0, parts).join(" ");
}

/**
 * Whole bytes of a size such as `1.5GiB`; without a unit, bytes. KB is 1,000 and KiB 1,024 bytes.
 * @throws Fault `invalid` that lists the forms.
 */
export function parseSize(text: string): number {
  const bytes = measureSize(text);
  if (bytes === undefined) {
    throw new Fault("invalid", `expected a size such as ${sizeForms}; got ${shown(text)}`);
  }
  return bytes;
}

/** Like `parseSize`, with undefined for a text that is no size. */
export function measureSize(text: string): number | undefined {
  if (text.length > longestText) return undefined;
  const [, number, unit = "B"] = /^\s*(\d+(?:\.\d+)?) ?(kB|[KMGT]i?B|B)?\s*$/.exec(text) ?? [];
  const factor = sizeUnits.find(([name]) => name === (unit === "kB" ? "KB" : unit))?.[1];
  if (number === undefined || factor === undefined) return undefined;
  const bytes = Math.round(Number(number) * factor);
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}

/** `512B`, `64KiB`, `1.5GiB`: for people, with one decimal where it is not whole. */
export function formatSize(bytes: number): string {
  const units = ["KiB", "MiB", "GiB", "TiB"];
  let value = Math.abs(bytes);
  let unit = "B";
  for (const next of units) {
    if (Math.round(value * 10) / 10 < 1024) break;
    value /= 1024;
    unit = next;
  }
  return `${bytes < 0 ? "-" : ""}${Math.round(value * 10) / 10}${unit}`;
}

function readDuration(
  text: string,
  units: readonly (readonly [unit: string, ms: number])[],
): number | undefined {
  const parts = /(\d+(?:\.\d+)?)([a-zµμ]+)(?: |$)?/y;
  const trimmed = text.trim();
  if (trimmed === "" || text.length > longestText) return undefined;
  let ms = 0;
  let smallest = -1;
  while (parts.lastIndex < trimmed.length) {
    const [, number, unit] = parts.exec(trimmed) ?? [];
    const rank = units.findIndex(([name]) => name === unit);
    const size = units[rank]?.[1];
    if (number === undefined || size === undefined || rank <= smallest) return undefined;
    smallest = rank;
    ms += Number(number) * size;
  }
  return ms;
}

function shown(text: string): string {
  return JSON.stringify(text.length > longestText ? `${text.slice(0, longestText)}…` : text);
}
