import { expect, test } from "vitest";
import { ago, localDate } from "../../../../../bot/workspace/page/browser/local-date.ts";

const at = new Date(2026, 0, 2, 15, 4, 5);

test.for([
  ["{date_num}", "2026-01-02"],
  ["{date_long_pretty}", "today"],
  ["on {date_num}, {nonsense}", "on 2026-01-02, {nonsense}"],
  ["no token", "no token"],
] as const)("%s is filled for the reader", ([format, text]) => {
  expect(localDate(format, at, new Date(2026, 0, 2, 1))).toBe(text);
});

test("times and days are in the reader's zone, and near days have names", () => {
  expect(localDate("{time_secs}", at, at)).toMatch(/0?3.04.05|15.04.05/);
  expect(localDate("{date_pretty}", at, new Date(2026, 0, 1, 23))).toBe("tomorrow");
  expect(localDate("{date_short_pretty}", at, new Date(2026, 0, 3, 0))).toBe("yesterday");
  expect(localDate("{date}", at, at)).toContain("2026");
});

test.for([
  [-20, "20 seconds ago"],
  [-90, "1 minute ago"],
  [-7_200, "2 hours ago"],
  [-90_000, "yesterday"],
  [7_200, "in 2 hours"],
] as const)("%i seconds from now is %s", ([seconds, text]) => {
  expect(ago(new Date(at.getTime() + seconds * 1000), at)).toBe(text);
});
