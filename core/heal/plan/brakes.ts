import type { Plan } from "#core/domain";
import type { Repositories } from "#core/store";
import { formatDuration } from "#core/expr";

/** Why an approved plan may not start at `nowMs`, by pauses, its target and its own brakes; undefined where it may. */
export async function brakeOn(r: Repositories, plan: Plan, nowMs: number): Promise<string | undefined> {
  const { target, runbook } = plan.content;
  const pause = (await r.pauses.list()).find(({ scope }) => scope === null || scope === target.name);
  if (pause !== undefined) {
    const what = pause.scope === null ? "all repairs are paused" : `repairs on ${pause.scope} are paused`;
    return `${what}: ${pause.reason}`;
  }
  const others = await r.runs.listOpen(mostOpen);
  const busy = others.find((run) => run.target === target.name);
  if (busy !== undefined) return `${busy.id} is under way on ${target.name}`;
  return ownBrake(r, plan, { runbook, target: target.name, nowMs });
}

const mostOpen = 1_000;

async function ownBrake(
  r: Repositories,
  { content }: Plan,
  { runbook, target, nowMs }: { runbook: string; target: string; nowMs: number },
): Promise<string | undefined> {
  const { cooldownMs, limit } = content.brakes;
  const sinceMs = nowMs - (limit?.perMs ?? 0);
  const { lastEndedMs, started } = await r.runs.counts({ runbook, target, sinceMs });
  // An end in the future: the clock was set back, and the wait begins anew.
  const coolMs = cooldownMs === null || lastEndedMs === null ? 0 : Math.min(lastEndedMs, nowMs) + cooldownMs;
  // The time, not what is left of it: the reason is written down once, and not each second anew.
  if (coolMs > nowMs) return `it cools down until ${new Date(coolMs).toISOString().slice(11, 19)} UTC`;
  if (limit === null || started < limit.count) return undefined;
  return `it has run ${started} times in ${formatDuration(limit.perMs)}, and may ${limit.count} times`;
}
