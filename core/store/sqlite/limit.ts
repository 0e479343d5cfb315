import { Fault } from "#core/domain";

/** Most rows that one call returns or removes. */
const maxRows = 10_000;

/** @throws Fault `invalid` for anything but a whole number from 0 to `maxRows`. */
export function rows(limit: number): number {
  if (Number.isInteger(limit) && limit >= 0 && limit <= maxRows) return limit;
  throw new Fault("invalid", `a limit of rows must be a whole number from 0 to ${maxRows}, not ${limit}`);
}
