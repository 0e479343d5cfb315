import { isList, isTime, type KeyState, type Memory, type Told } from "./memory.ts";

export interface ContextOptions {
  /** How many other lines must have come before, one after the other: the legs 1 to `steps`. */
  readonly steps: number;
  /** Time in which all of them and the line itself must lie, and in which the one that must not come is looked for. */
  readonly withinMs: number;
}

/** A row of lines that has come as far as one step. */
interface Row {
  /** When its first line was. */
  readonly sinceMs: number;
  /** When its last line was. */
  readonly atMs: number;
  /** What the lines said. */
  readonly told: Told;
}

/**
 * Holds where a line (leg 0) comes after one of each step, in their order, and not after one that must not come (the leg behind the last
 * step). Of each step the row that began last is remembered: where any row is in time, that one is. Lines are taken in the
 * order in which they are read; one that is late makes no row and is in none.
 */
export function context(wanted: ContextOptions): Memory {
  return {
    mostKeys: Math.ceil(20_000 / Math.max(1, wanted.steps)),
    fresh: () => stateOf(wanted, [], undefined),
    restore: (json) => {
      if (!isList(json)) return undefined;
      const [stored, unwantedMs] = json;
      const rows = readRows(stored, wanted.steps);
      if (rows === undefined || (unwantedMs !== null && !isTime(unwantedMs))) return undefined;
      return stateOf(wanted, rows, unwantedMs ?? undefined);
    },
  };
}

type Rows = (Row | undefined)[];

function stateOf({ steps, withinMs }: ContextOptions, rows: Rows, unwanted: number | undefined): KeyState {
  let unwantedMs = unwanted;

  /** The row that a line of the step behind `step` goes on with. */
  function rowBefore(step: number, atMs: number): Row | undefined {
    const row = rows[step];
    return row !== undefined && row.atMs <= atMs && atMs - row.sinceMs <= withinMs ? row : undefined;
  }

  function fire(atMs: number): Told | undefined {
    const isUnwanted = unwantedMs !== undefined && unwantedMs <= atMs && atMs - unwantedMs <= withinMs;
    if (isUnwanted) return undefined;
    return steps === 0 ? {} : rowBefore(steps, atMs)?.told;
  }

  function goOn(step: number, atMs: number, said: Told): void {
    const known = rows[step];
    const before = step === 1 ? { sinceMs: atMs, told: {} } : rowBefore(step - 1, atMs);
    if (before === undefined || (known !== undefined && known.atMs > atMs)) return;
    rows[step] = { sinceMs: before.sinceMs, atMs, told: { ...before.told, ...said } };
  }

  return {
    take: (sight, atMs) => {
      const { leg } = sight;
      if (leg === 0) return fire(atMs);
      if (leg <= steps) goOn(leg, atMs, sight.said);
      else unwantedMs = Math.max(unwantedMs ?? atMs, atMs);
      return undefined;
    },
    copy: () => stateOf({ steps, withinMs }, [...rows], unwantedMs),
    json: () => [
      Array.from({ length: steps }, (_, index) => {
        const row = rows[index + 1];
        return row === undefined ? null : [row.sinceMs, row.atMs, row.told];
      }),
      unwantedMs ?? null,
    ],
  };
}

function readRows(json: unknown, steps: number): Rows | undefined {
  if (!isList(json) || json.length !== steps) return undefined;
  const rows: Rows = [undefined];
  for (const entry of json) {
    if (entry === null) {
      rows.push(undefined);
      continue;
    }
    if (!isList(entry)) return undefined;
    const [sinceMs, atMs, told] = entry;
    if (!isTime(sinceMs) || !isTime(atMs) || !isTold(told)) return undefined;
    rows.push({ sinceMs, atMs, told });
  }
  return rows;
}

function isTold(value: unknown): value is Told {
  return (
    typeof value === "object" &&
    value !== null &&
    !isList(value) &&
    Object.values(value).every((one) => typeof one === "string" || typeof one === "number")
  );
}
