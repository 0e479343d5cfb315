import type { Metrics } from "#core/runtime";

export type InspectMetrics = ReturnType<typeof inspectMetrics>;

export function inspectMetrics(metrics: Metrics) {
  return {
    lines: metrics.counter("fettle_inspect_lines_total", "Log lines judged", ["source"]),
    bytes: metrics.counter("fettle_inspect_bytes_total", "Log bytes judged", ["source"]),
    matched: metrics.counter("fettle_inspect_matched_total", "Lines on which some rule's pattern matched", [
      "source",
    ]),
    long: metrics.counter(
      "fettle_inspect_long_lines_total",
      "Lines longer than 64 KiB, which were judged in pieces",
      ["source"],
    ),
    unconverted: metrics.counter(
      "fettle_inspect_unconverted_total",
      "Named groups whose text was not of the group's type",
    ),
    refused: metrics.counter(
      "fettle_inspect_refused_total",
      "Sightings that the store could never take; the log tells of them",
    ),
    evicted: metrics.gauge("fettle_inspect_keys_evicted", "Keys that rules had to forget since the start"),
    batch: metrics.histogram("fettle_inspect_batch_seconds", "Time to judge a batch and make it durable", {
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1],
    }),
  };
}
