import { describe, expect, test } from "vitest";
import { z } from "zod";
import { checksSection } from "../../../../core/inspect/probes/checks-section.ts";

const shop = { probe: "http", url: "http://127.0.0.1:8080/healthz", every: "15s", event: "shop_down" };

/** `path: message` of each issue. */
function issuesOf(...checks: unknown[]): string[] {
  const result = checksSection.safeParse(checks);
  return (result.error?.issues ?? []).map((issue) => `${issue.path.join(".")}: ${issue.message}`);
}

describe("a check", () => {
  test("in its short form gets the defaults", () => {
    expect(checksSection.parse([shop])).toEqual([
      {
        probe: "http",
        url: "http://127.0.0.1:8080/healthz",
        event: "shop_down",
        name: "shop_down",
        everyMs: 15_000,
        timeoutMs: 5_000,
        method: "GET",
        expect: { status: { from: 200, to: 299 } },
        failures: 2,
        successes: 1,
        severity: 4,
        labels: {},
      },
    ]);
  });

  test("in its full form is accepted", () => {
    const [check] = checksSection.parse([
      {
        ...shop,
        name: "shop",
        timeout: "500ms",
        expect: { status: "3xx", body: "ok" },
        token: { env: "SHOP_TOKEN" },
        failures: 5,
        successes: 3,
        severity: 5,
        target: "web-01",
        labels: { env: "prod" },
      },
    ]);
    expect(check).toMatchObject({
      name: "shop",
      timeoutMs: 500,
      expect: { status: { from: 300, to: 399 }, body: "ok" },
      token: { env: "SHOP_TOKEN" },
      severity: 5,
    });
  });

  test("that only names a body still expects 2xx, and a number means that status alone", () => {
    const parsed = checksSection.parse([
      { ...shop, expect: { body: "ok" } },
      { ...shop, name: "b", expect: { status: 204 } },
    ]);
    expect(parsed.map((check) => check.expect.status)).toEqual([
      { from: 200, to: 299 },
      { from: 204, to: 204 },
    ]);
  });

  test("more frequent than the default timeout waits no longer than its pace", () => {
    expect(checksSection.parse([{ ...shop, every: "2s" }])[0]?.timeoutMs).toBe(2_000);
  });

  test.each([
    ["an unknown key", { expct: {} }, /^0: .*expct/],
    ["a timeout longer than the pace", { timeout: "16s" }, /^0\.timeout: timeout is longer than every/],
    ["a pace under a second", { every: "10ms" }, /^0\.every: expected 1s to 1d/],
    ["a body of HEAD", { method: "HEAD", expect: { body: "x" } }, /^0\.expect\.body: an answer to HEAD/],
    ["another protocol", { url: "file:///etc/passwd" }, /^0\.url: expected a URL that starts with http/],
    [
      "a password in the URL",
      { url: "http://me:hunter2@shop/" },
      /^0\.url: a URL must not hold a user or password/,
    ],
    ["a severity of 6", { severity: 6 }, /^0\.severity: expected a severity from 1/],
    ["a status of 99", { expect: { status: 99 } }, /^0\.expect\.status: expected a status such as/],
    ["a token in plain text", { token: "hunter2" }, /^0\.token: expected \{ env: NAME \}/],
    ["another kind of probe", { probe: "ssh" }, /^0\.probe: /],
  ])("with %s is refused at its place, and no secret is repeated", (_, change, issue) => {
    const issues = issuesOf({ ...shop, ...change });
    expect(issues).toEqual([expect.stringMatching(issue)]);
    expect(issues.join()).not.toContain("hunter2");
  });

  test("with the name of another is refused, also when both names are defaults", () => {
    expect(issuesOf(shop, { ...shop, name: "b" }, shop)).toEqual([
      "2.name: shop_down is the name of [0] already; give one of them another name",
    ]);
  });
});

test("an editor's schema can be made of the section, as it is written", () => {
  expect(z.toJSONSchema(checksSection, { io: "input" })).toMatchObject({ type: "array" });
});
