import { expect, test } from "vitest";
import { isLoopback, openNetworks, parseNetwork } from "../../../core/api/networks.ts";

test.each([
  "",
  "10.0.0.0/33",
  "10.0.0/8",
  "::1/129",
  "10.0.0.0/",
  "10.0.0.0/8/8",
  "10.0.0.0/-1",
  "fe80::1%eth0",
  "host/8",
])("%j is no network", (text) => {
  expect(parseNetwork(text)).toBeUndefined();
});

test.each([
  ["10.0.0.0/8", "10.255.0.1", true],
  ["10.0.0.0/8", "11.0.0.1", false],
  ["10.0.0.0/8", "::ffff:10.1.2.3", true],
  ["10.0.0.0/8", "::ffff:a01:203", true],
  ["10.0.0.0/8", "::ffff:11.1.2.3", false],
  ["127.0.0.1", "127.0.0.1", true],
  ["127.0.0.1", "127.0.0.2", false],
  ["0.0.0.0/0", "8.8.8.8", true],
  ["0.0.0.0/0", "2001:db8::1", false],
  ["2001:db8::/32", "2001:db8:1::1", true],
  ["2001:db8::/32", "2001:db9::1", false],
  ["::1/128", "::1", true],
  ["::1/128", "127.0.0.1", false],
])("%s holds %s: %s", (text, address, held) => {
  const network = parseNetwork(text);
  expect(openNetworks(network === undefined ? [] : [network])(address)).toBe(held);
});

test("no networks hold nobody, and no address is in none", () => {
  expect(openNetworks([])("127.0.0.1")).toBe(false);
  expect(openNetworks([{ address: "0.0.0.0", family: "ipv4", bits: 0 }])(undefined)).toBe(false);
});

test.each([
  ["127.0.0.1", true],
  ["127.9.9.9", true],
  ["::1", true],
  ["localhost", true],
  ["0.0.0.0", false],
  ["::", false],
  ["10.0.0.1", false],
  ["localhost.evil.example", false],
])("%s is loopback: %s", (host, answer) => {
  expect(isLoopback(host)).toBe(answer);
});
