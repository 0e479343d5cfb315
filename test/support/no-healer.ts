import type { Healer } from "#core/heal";

const never = (): never => {
  throw new Error("nothing is repaired here");
};

/** For tests in which nobody repairs anything. */
export const noHealer: Healer = {
  runbooks: [],
  fitting: never,
  repair: never,
  onCard: never,
  posted: never,
  runs: never,
  waiting: never,
  propose: never,
  approve: never,
  deny: never,
  abort: never,
  answer: never,
  pauses: never,
  pause: never,
  resume: never,
  [Symbol.asyncDispose]: async () => {},
};
