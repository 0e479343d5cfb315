import { setTimeout as sleep } from "node:timers/promises";
import type { Sales } from "./shop-sales.ts";

/** What the n-th visitor wants: always the same. */
export type Visit =
  | { readonly kind: "order"; readonly user?: string }
  | { readonly kind: "login"; readonly user: string; readonly isRight: boolean };

const names = ["ada", "bob", "cleo", "dora", "emil", "fay", "gus", "hanna"];
const users = Array.from({ length: 48 }, (_, n) => `${names[n % names.length]}${n}@example.com`);

/** Mostly orders. Nobody mistypes a password again before 47 others did: no trouble in that. */
export function visitOf(n: number): Visit {
  const user = users[Math.floor(n / 12) % users.length] ?? "";
  if (n % 12 === 5) return { kind: "login", user, isRight: n % 60 !== 17 };
  return n % 3 === 0 ? { kind: "order", user } : { kind: "order" };
}

/** Sends visitors in, one after the other, until told to stop. Where nobody is served, none comes after. */
export async function runTraffic(
  sales: Sales,
  { perSecond, signal }: { readonly perSecond: number; readonly signal: AbortSignal },
): Promise<void> {
  for (let n = 1; !signal.aborted; n++) {
    const visit = visitOf(n);
    const request = `own-${n}`;
    await sales.till.use(() =>
      visit.kind === "order"
        ? sales.order({ request, ...(visit.user === undefined ? {} : { user: visit.user }) })
        : sales.login({ request, user: visit.user }, visit.isRight),
    );
    await sleep(1_000 / perSecond, undefined, { signal }).catch(() => {});
  }
}
