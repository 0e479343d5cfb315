import { expect, test } from "vitest";
import { apiSection } from "#core/api";

function issuesOf(given: unknown): string[] {
  const result = apiSection.safeParse(given);
  return (result.error?.issues ?? []).map((issue) => `${issue.path.join(".")}: ${issue.message}`);
}

test("without a word it listens on loopback, for loopback", () => {
  const loopback = [
    { address: "127.0.0.0", family: "ipv4", bits: 8 },
    { address: "::1", family: "ipv6", bits: 128 },
  ];
  const expected = { listen: { host: "127.0.0.1", port: 9464 }, metricsAllow: loopback };
  expect(apiSection.parse({})).toEqual(expected);
  expect(apiSection.parse(undefined)).toEqual(expected);
});

test.each([
  ["127.0.0.1:0", { host: "127.0.0.1", port: 0 }],
  ["localhost:9000", { host: "localhost", port: 9000 }],
  ["[::1]:9000", { host: "::1", port: 9000 }],
  ["off", "off"],
])("listen: %s", (text, listen) => {
  expect(apiSection.parse({ listen: text }).listen).toEqual(listen);
});

test("on an address that others reach it wants to be told who may read metrics", () => {
  const open = { listen: "0.0.0.0:9464" };
  expect(issuesOf(open)).toEqual([expect.stringMatching(/^metricsAllow: listen 0\.0\.0\.0 is not loopback/)]);
  expect(issuesOf({ ...open, metricsAllow: [] })).toEqual([]);
  expect(issuesOf({ ...open, metricsAllow: ["10.0.0.0/8"] })).toEqual([]);
});

test.each([
  [{ listen: "9464" }, /^listen: expected HOST:PORT/],
  [{ listen: ":9464" }, /^listen: expected HOST:PORT/],
  [{ listen: "127.0.0.1:99999" }, /^listen: expected HOST:PORT/],
  [{ listen: "::1:9464" }, /^listen: expected HOST:PORT/],
  [{ listen: false }, /^listen: expected HOST:PORT/],
  [{ metricsAllow: ["10.0.0.0/99"] }, /^metricsAllow\.0: expected a network such as 10\.0\.0\.0\/8/],
  [{ metricAllow: [] }, /metricAllow/],
])("%j is refused at its place", (given, issue) => {
  expect(issuesOf(given)).toEqual([expect.stringMatching(issue)]);
});
