import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

/**
 * The process's metrics (prom-client with a registry of its own). Names are
 * `fettle_<loop>_<noun>_<unit>[_total]`; a name is registered once, by the part that owns it.
 */
export interface Metrics {
  counter<L extends string = never>(name: string, help: string, labels?: readonly L[]): Counter<L>;
  gauge<L extends string = never>(name: string, help: string, labels?: readonly L[]): Gauge<L>;
  histogram<L extends string = never>(
    name: string,
    help: string,
    options: { readonly labels?: readonly L[]; readonly buckets: readonly number[] },
  ): Histogram<L>;
  /** Prometheus text format 0.0.4, and the content type that names it. */
  expose(): Promise<{ readonly text: string; readonly contentType: string }>;
}

/** @param defaults Also Node's own process metrics (memory, event loop lag, file descriptors). */
export function openMetrics(options: { readonly defaults: boolean }): Metrics {
  const registry = new Registry();
  if (options.defaults) collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    counter: (name, help, labels = []) => new Counter({ name, help, labelNames: [...labels], registers }),
    gauge: (name, help, labels = []) => new Gauge({ name, help, labelNames: [...labels], registers }),
    histogram: (name, help, { labels = [], buckets }) =>
      new Histogram({ name, help, labelNames: [...labels], buckets: [...buckets], registers }),
    expose: async () => ({ text: await registry.metrics(), contentType: registry.contentType }),
  };
}
