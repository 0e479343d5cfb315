import { expect, test } from "vitest";
import { metricsSection, sandboxSection } from "#core/reach";

test("a Prometheus is named by its URL, and its token by the place where that is kept", () => {
  const given = { prometheus: { url: "http://127.0.0.1:9090", token: { env: "PROM_TOKEN" } } };
  expect(metricsSection.parse(given)).toEqual(given);
});

test.each(["prometheus:9090", "file:///x", "http://me:hunter2@prom/"])(
  "%s is refused and not repeated",
  (url) => {
    const result = metricsSection.safeParse({ prometheus: { url } });
    expect(result.success).toBe(false);
    expect(JSON.stringify(result.error?.issues)).not.toContain(url);
  },
);

test("how local commands are shut in is named, never guessed", () => {
  expect(sandboxSection.parse({ level: "off" })).toEqual({ level: "off" });
  expect(sandboxSection.safeParse({ level: "none" }).success).toBe(false);
  expect(sandboxSection.safeParse({}).success).toBe(false);
});
