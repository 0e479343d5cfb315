import { excerptAt } from "#core/expr";
import { expect, test } from "vitest";

test("the caret stands below its column", () => {
  expect(excerptAt("a\nkey: value\n", 2, 6)).toBe("2 | key: value\n  |      ^");
});

test("tabs before the caret stay tabs, so that both lines have one width", () => {
  expect(excerptAt("\ta:\tb", 1, 5)).toBe("1 | \ta:\tb\n  | \t  \t^");
});

test("a long line is cut around the caret", () => {
  const excerpt = excerptAt(`${"a".repeat(500)}X${"b".repeat(500)}`, 1, 501);
  const [shown = "", caret = ""] = excerpt.split("\n");
  expect(shown.length).toBeLessThan(110);
  expect(shown[caret.indexOf("^")]).toBe("X");
});

test("control characters are made visible and steer no terminal", () => {
  expect(excerptAt("a\u001B[31mb\u202Ec", 1, 1)).toBe("1 | a\uFFFD[31mb\uFFFDc\n  | ^");
});

test("a place past the end is the end", () => {
  expect(excerptAt("ab", 9, 9)).toBe("1 | ab\n  |   ^");
  expect(excerptAt("", 1, 1)).toBe("1 | \n  | ^");
});
