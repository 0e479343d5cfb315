import { register } from "prom-client";
import { expect, test } from "vitest";
import { openMetrics } from "#core/runtime";

test("what was counted is exposed in Prometheus text form", async () => {
  const metrics = openMetrics({ defaults: false });
  metrics.counter("fettle_test_lines_total", "Lines.", ["source"]).inc({ source: 'a"b' }, 3);
  metrics.gauge("fettle_test_up", "Up.").set(1);
  metrics.histogram("fettle_test_seconds", "Time.", { buckets: [0.1, 1] }).observe(0.5);
  const { text, contentType } = await metrics.expose();
  expect(contentType).toBe("text/plain; version=0.0.4; charset=utf-8");
  expect(text).toContain('fettle_test_lines_total{source="a\\"b"} 3\n');
  expect(text).toContain("fettle_test_up 1\n");
  expect(text).toContain('fettle_test_seconds_bucket{le="1"} 1\n');
});

test("each opening has a registry of its own, and leaves the package's global one alone", async () => {
  const one = openMetrics({ defaults: true });
  const two = openMetrics({ defaults: false });
  one.gauge("fettle_test_up", "Up.").set(1);
  two.gauge("fettle_test_up", "Up.").set(2);
  const texts = await Promise.all([one.expose(), two.expose()]);
  expect(texts[0].text).toContain("process_resident_memory_bytes");
  expect(texts[0].text).toContain("fettle_test_up 1\n");
  expect(texts[1].text).toContain("fettle_test_up 2\n");
  expect(texts[1].text).not.toContain("process_");
  expect(await register.metrics()).toBe("\n");
});

test("registering a name twice is a bug", () => {
  const metrics = openMetrics({ defaults: false });
  metrics.gauge("fettle_test_up", "Up.");
  expect(() => metrics.counter("fettle_test_up", "Up.")).toThrow(/already been registered/);
});
