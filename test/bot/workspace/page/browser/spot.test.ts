import { expect, test } from "vitest";
import { archiveSpot } from "../../../../../bot/workspace/page/browser/archive-spot.ts";
import { formatSpot, parseSought, parseSpot } from "../../../../../bot/workspace/page/browser/spot.ts";

test.for([
  { kind: "channel", channel: "C0OPS", thread: null },
  { kind: "channel", channel: "C0OPS", thread: "1767225600.000100" },
  { kind: "app", tab: "home", thread: null },
  { kind: "app", tab: "messages", thread: "1767225600.000100" },
] as const)("an address leads back to where it was taken: %j", (spot) => {
  expect(parseSpot(formatSpot(spot))).toEqual(spot);
});

test.for([
  ["", undefined],
  ["#", undefined],
  ["#/C0OPS/<script>", { kind: "channel", channel: "C0OPS", thread: null }],
  ["#/%E0%A4%A", { kind: "channel", channel: "%E0%A4%A", thread: null }],
  ["#/app/nothing", { kind: "app", tab: "home", thread: null }],
] as const)("whatever stands in an address is somewhere or nowhere: %s", ([hash, spot]) => {
  expect(parseSpot(hash)).toEqual(spot);
});

test.for([
  ["/archives/C0OPS/p1767225600000100", "#/C0OPS//1767225600.000100"],
  [
    "/archives/C0OPS/p1767225600000100?thread_ts=1767225500.000200&cid=C0OPS",
    "#/C0OPS/1767225500.000200/1767225600.000100",
  ],
  ["/archives/C0OPS", "#/C0OPS"],
  ["/archives/C0OPS/nothing", undefined],
  ["/archives/../x", undefined],
] as const)("a permalink leads to its message: %s", ([link, hash]) => {
  expect(archiveSpot(link)).toBe(hash);
});

test("a message that is sought stands after its channel and thread", () => {
  const hash = "#/C0OPS/1767225500.000200/1767225600.000100";
  expect(parseSpot(hash)).toEqual({ kind: "channel", channel: "C0OPS", thread: "1767225500.000200" });
  expect(parseSought(hash)).toBe("1767225600.000100");
  expect(parseSought("#/C0OPS//1767225600.000100")).toBe("1767225600.000100");
  expect(parseSought("#/C0OPS")).toBeNull();
  expect(parseSought("#/app/messages/1767225600.000100")).toBeNull();
});
