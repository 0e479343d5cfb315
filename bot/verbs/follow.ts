import { Fault } from "#core/domain";
import { systemClock } from "#core/runtime";
import { type ToldRepair, toldRepair } from "../changes-repairs.ts";
import { ask } from "./change.ts";

const everyMs = 500;
/** Longer than the longest proof; approvals may take as long as their plan stands. */
const mostMs = 26 * 3_600_000;

/**
 * Waits until a repair is over, telling each state that it comes to, once.
 * @throws Fault `unavailable` when Fettle ends meanwhile, `timeout` after a day.
 */
export async function followRepair(
  config: string,
  id: string,
  tell: (repair: ToldRepair) => void,
): Promise<ToldRepair> {
  const endMs = systemClock.monotonicMs() + mostMs;
  for (let told = ""; systemClock.monotonicMs() < endMs;) {
    const repair = toldRepair.parse(await ask(config, "repair", { id }));
    if (repair.state !== told) tell(repair);
    told = repair.state;
    if (repair.ended) return repair;
    await systemClock.sleep(everyMs);
  }
  throw new Fault("timeout", `${id} is not over; see it with: fettle heal show ${id}`);
}
