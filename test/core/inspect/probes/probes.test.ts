import { expect, test } from "vitest";
import { Fault, Secret } from "#core/domain";
import type { Http, HttpRequest, HttpResponse } from "#core/reach";
import { openMetrics } from "#core/runtime";
import { checksSection } from "../../../../core/inspect/probes/checks-section.ts";
import type { HttpCheck } from "../../../../core/inspect/probes/http-probe.ts";
import { registerProbeMetrics } from "../../../../core/inspect/probes/probe-metrics.ts";
import { openProbes } from "../../../../core/inspect/probes/probes.ts";
import { handClock, type HandClock } from "../../../support/hand-clock.ts";
import { hearLog } from "../../../support/heard-log.ts";

type Answer = (
  request: HttpRequest,
  clock: HandClock,
) => Promise<Pick<HttpResponse, "status"> & Partial<HttpResponse>>;

function checkOf(name: string, more: object = {}): HttpCheck {
  const [check] = checksSection.parse([
    { probe: "http", url: `http://${name}/`, every: "10s", event: name, ...more },
  ]);
  if (check === undefined) throw new Error("no check");
  const { token: _, ...rest } = check;
  return rest;
}

/** Probes against `answer`; what they report is noted as `seconds name verdict summary`. */
function setUp(checks: readonly HttpCheck[], answer: Answer, refuseReport = (): boolean => false) {
  const clock = handClock();
  const heard = hearLog();
  const metrics = openMetrics({ defaults: false });
  const reports: string[] = [];
  const asked: string[] = [];
  const http: Http = {
    request: async (request) => {
      asked.push(`${clock.monotonicMs() / 1_000} ${request.url}`);
      const response = await answer(request, clock);
      return { headers: {}, body: "", bodyBytes: 0, truncated: false, ms: 7.4, ...response };
    },
    [Symbol.asyncDispose]: async () => {},
  };
  const probes = openProbes({
    checks,
    http,
    clock,
    log: heard.log,
    metrics: registerProbeMetrics(metrics),
    report: async (check, verdict) => {
      if (refuseReport()) throw new Fault("unavailable", "disk full");
      reports.push(`${clock.monotonicMs() / 1_000} ${check.name} ${verdict.kind} ${verdict.summary}`);
    },
  });
  return { clock, probes, reports, asked, metrics, lines: heard.lines };
}

test("a check fires after its failures in a row, with the reason, and resolves when it answers again", async () => {
  const statuses = [200, 503, 503, 503, 200];
  const { clock, probes, reports } = setUp([checkOf("shop")], async () => ({
    status: statuses.shift() ?? 200,
  }));
  await clock.wind(45_000);
  expect(reports).toEqual([
    "0 shop resolve HTTP 200 in 7 ms",
    "20 shop fire HTTP 503 in 7 ms, expected 200–299",
    "30 shop still HTTP 503 in 7 ms, expected 200–299",
    "40 shop resolve HTTP 200 in 7 ms",
  ]);
  await probes[Symbol.asyncDispose]();
});

test("a fault of the way there is a failure with the fault's words", async () => {
  const { clock, probes, reports } = setUp([checkOf("shop", { failures: 1 })], async () => {
    throw new Fault("unavailable", "connection refused by shop:80");
  });
  await clock.wind(0);
  expect(reports).toEqual(["0 shop fire connection refused by shop:80"]);
  await probes[Symbol.asyncDispose]();
});

test("the answer's body is looked at, and a cut one is said to be cut", async () => {
  const checks = [
    checkOf("good", { expect: { body: "ok" } }),
    checkOf("bad", { failures: 1, expect: { body: "ok" } }),
    checkOf("cut", { failures: 1, expect: { body: "ok" } }),
  ];
  const { clock, probes, reports } = setUp(checks, async ({ url }) => ({
    status: 200,
    body: url.includes("good") ? "it is ok" : "no",
    truncated: url.includes("cut"),
  }));
  await clock.wind(1_000);
  expect(reports).toEqual([
    "0 good resolve HTTP 200 in 7 ms",
    '0.1 bad fire HTTP 200 in 7 ms, the body does not contain "ok"',
    '0.2 cut fire HTTP 200 in 7 ms, the first 64 KiB of the body does not contain "ok"',
  ]);
  await probes[Symbol.asyncDispose]();
});

test("the first runs are spread, and a probe that hangs delays no other", async () => {
  const names = ["a", "b", "c"];
  const { clock, probes, asked } = setUp(
    names.map((name) => checkOf(name)),
    async ({ url, signal }, hand) => {
      if (url === "http://a/") await hand.sleep(1e9, signal);
      return { status: 200 };
    },
  );
  await clock.wind(20_500);
  expect(asked).toEqual([
    "0 http://a/",
    "0.1 http://b/",
    "0.2 http://c/",
    "10.1 http://b/",
    "10.2 http://c/",
    "20.1 http://b/",
    "20.2 http://c/",
  ]);
  await probes[Symbol.asyncDispose]();
});

test("many checks are still all asked within the shortest pace", async () => {
  const checks = Array.from({ length: 500 }, (_, i) => checkOf(`n${i}`));
  const { clock, probes, asked } = setUp(checks, async () => ({ status: 200 }));
  await clock.wind(9_999);
  expect(asked).toHaveLength(500);
  await probes[Symbol.asyncDispose]();
});

test("a verdict that could not be reported is reported with the next run", async () => {
  let broken = true;
  const { clock, probes, reports, lines } = setUp(
    [checkOf("shop")],
    async () => ({ status: 500 }),
    () => broken,
  );
  await clock.wind(15_000);
  expect(reports).toEqual([]);
  expect(lines).toMatchObject([{ level: "warn", thrown: { fault: "unavailable", message: "disk full" } }]);
  broken = false;
  await clock.wind(5_000);
  expect(reports).toEqual(["20 shop fire HTTP 500 in 7 ms, expected 200–299"]);
  await probes[Symbol.asyncDispose]();
});

test("disposal gives up what is under way, and reports and measures nothing of it", async () => {
  const { clock, probes, reports, metrics } = setUp(
    [checkOf("shop", { failures: 1 }), checkOf("never")],
    async ({ signal }, hand) => {
      await hand.sleep(1e9, signal);
      throw new Fault("unavailable", "the request was given up");
    },
  );
  await clock.wind(50);
  await probes[Symbol.asyncDispose]();
  await clock.wind(60_000);
  expect(reports).toEqual([]);
  expect(clock.pending).toBe(0);
  expect((await metrics.expose()).text).not.toContain('probe="');
});

test("time and success of each probe are measured, and a probe that is gone is no longer up", async () => {
  const { clock, probes, metrics } = setUp([checkOf("shop")], async () => ({ status: 200 }));
  await clock.wind(0);
  const { text } = await metrics.expose();
  expect(text).toContain('fettle_inspect_probe_up{probe="shop"} 1\n');
  expect(text).toContain('fettle_inspect_probe_seconds_bucket{le="0.02",probe="shop"} 1\n');
  await probes[Symbol.asyncDispose]();
  expect((await metrics.expose()).text).not.toContain('fettle_inspect_probe_up{probe="shop"}');
});

test("what a check says is what is asked", async () => {
  let seen: HttpRequest | undefined;
  const check: HttpCheck = { ...checkOf("shop", { method: "HEAD", timeout: "3s" }), token: new Secret("s") };
  const { clock, probes } = setUp([check], async (request) => {
    seen = request;
    return { status: 200 };
  });
  await clock.wind(0);
  expect(seen).toMatchObject({ url: "http://shop/", method: "HEAD", timeoutMs: 3_000, bearer: check.token });
  await probes[Symbol.asyncDispose]();
});

test("no checks are no trouble", async () => {
  const { clock, probes, asked } = setUp([], async () => ({ status: 200 }));
  await clock.wind(1_000);
  await probes[Symbol.asyncDispose]();
  expect(asked).toEqual([]);
});
