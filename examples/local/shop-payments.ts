import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** The payment provider: somebody else's service, in the same process to keep the example small. */
export interface Payments {
  /**
   * Takes the money for one order: 200, 401 for a token that is not the one given out last, 402 where the
   * card is declined. @throws AbortError when `signal` aborts first.
   */
  charge(token: string, order: number, signal: AbortSignal): Promise<200 | 401 | 402>;
  /** Gives out a new token, and from now on takes no other: whoever holds the old one has to read it again. */
  rotate(): void;
}

/** @param file where the current token is left for the shop; made where it is missing. */
export function openPayments(file: string): Payments {
  let accepted = existsSync(file) ? readToken(file) : issueToken(file);
  let calls = 0;
  return {
    charge: async (token, order, signal) => {
      const isSlow = ++calls % 30 === 11;
      await sleep(isSlow ? 1_000 : 3 + ((calls * 7) % 20), undefined, { signal });
      if (token !== accepted) return 401;
      return order % 40 === 7 ? 402 : 200;
    },
    rotate: () => {
      accepted = issueToken(file);
    },
  };
}

/** The shop's side: the token that it was configured with. */
export function readToken(file: string): string {
  const read: unknown = JSON.parse(readFileSync(file, "utf8"));
  if (typeof read === "object" && read !== null && "token" in read && typeof read.token === "string")
    return read.token;
  throw new Error(`${file}: expected {"token": "…"}`);
}

function issueToken(file: string): string {
  const token = `pay_live_${randomBytes(12).toString("hex")}`;
  // Whole or not at all: the shop may be reading it.
  writeFileSync(`${file}.new`, `${JSON.stringify({ provider: "payments.example", token })}\n`, {
    mode: 0o600,
  });
  renameSync(`${file}.new`, file);
  return token;
}
