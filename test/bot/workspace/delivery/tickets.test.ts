import { expect, test } from "vitest";
import { openTickets } from "../../../../bot/workspace/delivery/tickets.ts";
import { handClock } from "../../../support/hand-clock.ts";

test("a ticket opens one socket, once, within half a minute", async () => {
  const clock = handClock();
  const tickets = openTickets(clock);
  const [first, second] = [tickets.issue(), tickets.issue()];
  await clock.wind(30_000);
  expect(tickets.redeem(first)).toBe(true);
  expect(tickets.redeem(first)).toBe(false);
  await clock.wind(1);
  expect(tickets.redeem(second)).toBe(false);
  expect(tickets.redeem("guessed")).toBe(false);
});
