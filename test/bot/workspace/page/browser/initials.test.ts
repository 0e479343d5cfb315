import { expect, test } from "vitest";
import { initials } from "../../../../../bot/workspace/page/browser/initials.ts";

test.for([
  ["Ada Lovelace", "AL"],
  ["  maria  theodora  ", "MT"],
  ["Fettle", "F"],
  ["👩🏽‍💻 Ops", "👩🏽‍💻O"],
  ["שולמית בן־דוד", "שב"],
  ["", "?"],
] as const)("of %j are %s", ([name, letters]) => {
  expect(initials(name)).toBe(letters);
});
