import { expect, test } from "vitest";
import { globsOf, sourceId, sourcesSection } from "../../../../core/inspect/sources/section.ts";

test("a source needs only its file, and is called by it", () => {
  const [source] = sourcesSection.parse([{ file: "/var/log/app/*.log" }]);
  expect(source).toEqual({ file: "/var/log/app/*.log", format: "auto", from: "start", labels: {} });
  expect(source === undefined ? "" : sourceId(source)).toBe("/var/log/app/*.log");
  expect(sourcesSection.parse(undefined)).toEqual([]);
});

test("a source of several files is called by its name, or by the first of them", () => {
  const file = ["/a.log", "/b.log"];
  expect(sourceId({ file, name: "shop" })).toBe("shop");
  expect(sourceId({ file })).toBe("/a.log");
  expect(globsOf({ file })).toEqual(file);
});

test("two sources of one id are refused at the second one's place", () => {
  const { error } = sourcesSection.safeParse([{ file: "/a.log" }, { file: "/b.log", name: "/a.log" }]);
  expect(error?.issues).toMatchObject([{ path: [1, "name"] }]);
  expect(error?.message).toContain("/a.log");
});

test.each([
  [{ file: [] }],
  [{ file: "" }],
  [{ file: "/a", format: "xml" }],
  [{ file: "/a\0b" }],
  [{ file: "/a", name: "two\nlines" }],
  [{ file: "/a", name: "half \ud800" }],
  [{ file: "/a", frm: "end" }],
  [{}],
])("a source with a mistake is refused: %j", (source) => {
  expect(sourcesSection.safeParse([source]).success).toBe(false);
});
