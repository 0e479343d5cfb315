import type { Http } from "#core/reach";
import { openLoop, type Clock, type Log, type Loop } from "#core/runtime";
import { runHttpProbe, type HttpCheck } from "./http-probe.ts";
import type { ProbeMetrics } from "./probe-metrics.ts";
import { judgeProbe, unknownProbe, type ProbeState, type ProbeVerdict } from "./probe.ts";

export interface ProbesOptions {
  readonly checks: readonly HttpCheck[];
  readonly http: Http;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: ProbeMetrics;
  /**
   * Told of each verdict but `none`. When it throws, that run counts as not made, so that the next one
   * brings the same verdict again.
   */
  readonly report: (check: HttpCheck, verdict: ReportedVerdict) => Promise<void>;
}

export type ReportedVerdict = Exclude<ProbeVerdict, { readonly kind: "none" }>;

/** Longest time between the first runs of two probes. */
const spacingMs = 100;

/**
 * Runs each check at its own pace, none waiting for another; the first runs are spread, so that a
 * restart is no burst. Disposal gives up what is under way and reports nothing of it.
 */
export function openProbes(options: ProbesOptions): AsyncDisposable {
  const ending = new AbortController();
  const loops: Loop[] = [];

  async function start(): Promise<void> {
    const shortestMs = Math.min(...options.checks.map((check) => check.everyMs));
    for (const check of options.checks) {
      if (ending.signal.aborted) return;
      loops.push(openProbe(check, options));
      await options.clock.sleep(Math.min(spacingMs, shortestMs / options.checks.length), ending.signal);
    }
  }

  const started = start();
  return {
    [Symbol.asyncDispose]: async () => {
      ending.abort();
      await started;
      await Promise.all(loops.map((loop) => loop[Symbol.asyncDispose]()));
      for (const check of options.checks) options.metrics.up.remove({ probe: check.name });
    },
  };
}

function openProbe(check: HttpCheck, options: ProbesOptions): Loop {
  const { clock, http, log, metrics, report } = options;
  let state: ProbeState = unknownProbe;
  return openLoop({
    name: `probe ${check.name}`,
    everyMs: check.everyMs,
    clock,
    log,
    tick: async (signal) => {
      const result = await runHttpProbe(check, { http, clock, signal });
      if (signal.aborted) return;
      metrics.seconds.observe({ probe: check.name }, result.ms / 1_000);
      metrics.up.set({ probe: check.name }, result.ok ? 1 : 0);
      const judged = judgeProbe(state, result, check);
      if (judged.verdict.kind !== "none") await report(check, judged.verdict);
      state = judged.state;
    },
  });
}
