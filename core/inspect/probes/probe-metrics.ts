import type { Metrics } from "#core/runtime";

export type ProbeMetrics = ReturnType<typeof registerProbeMetrics>;

/** Once a process: the probes themselves are opened anew with each reload. */
export function registerProbeMetrics(metrics: Metrics) {
  return {
    seconds: metrics.histogram("fettle_inspect_probe_seconds", "Time that a probe took to find its result.", {
      labels: ["probe"],
      buckets: [0.005, 0.02, 0.1, 0.5, 1, 2, 5, 10, 30],
    }),
    up: metrics.gauge("fettle_inspect_probe_up", "Whether the last run of a probe succeeded.", ["probe"]),
  };
}
