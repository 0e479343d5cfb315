import type { Clock } from "#core/runtime";
import { randomUUID } from "node:crypto";

/** What apps.connections.open gives out: a ticket opens one socket, once, within half a minute. */
export interface Tickets {
  issue(): string;
  redeem(ticket: string): boolean;
}

const goodForMs = 30_000;
const mostKept = 100;

export function openTickets(clock: Clock): Tickets {
  const tickets = new Map<string, number>();
  return {
    issue: () => {
      const ticket = randomUUID();
      tickets.set(ticket, clock.monotonicMs());
      const [oldest] = tickets.keys();
      if (tickets.size > mostKept && oldest !== undefined) tickets.delete(oldest);
      return ticket;
    },
    redeem: (ticket) => {
      const issuedMs = tickets.get(ticket);
      tickets.delete(ticket);
      return issuedMs !== undefined && clock.monotonicMs() - issuedMs <= goodForMs;
    },
  };
}
