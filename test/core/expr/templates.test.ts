import { compileTemplate, type Template } from "#core/expr";
import type { LogRecord } from "#core/domain";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

const names = ["duration", "host", "record"];
const record: LogRecord = {
  timeMs: Date.UTC(2026, 0, 2),
  level: "error",
  host: null,
  service: "shop",
  message: "no",
  source: "s",
  fields: { status: 500, tags: ["a", "b"], user: { name: "bob" } },
};

function template(source: string): Template {
  const result = compileTemplate(source, names);
  if (!result.ok) throw new Error(`${result.error.message} at ${result.error.offset}`);
  return result.value;
}

function errorOf(source: string): string {
  const result = compileTemplate(source, names);
  return result.ok ? "no error" : `${result.error.offset}: ${result.error.message}`;
}

test.each([
  ["timeout of {{ duration }} on {{ host }}", "timeout of 12s on web-01"],
  ["{{ host | upcase }}", "WEB-01"],
  ["{% if host == 'web-01' %}first{% else %}other{% endif %}", "first"],
  ["{{ record.level }} at {{ record.time }}", "error at 2026-01-02T00:00:00.000Z"],
  ["{{ record.fields.status }} {{ record.fields['user'].name }}", "500 bob"],
  ["{{ record.fields.tags | join: ', ' }}", "a, b"],
  ["{{ record.fields.nope | default: 'x' }}|{{ record.fields.a.b.c }}|{{ record.host }}", "x||"],
  ["{% raw %}{{ x }}{% endraw %}", "{{ x }}"],
])("%s renders", (source, text) => {
  expect(template(source).render({ duration: "12s", host: "web-01", record })).toBe(text);
});

test("a value that is missing at run time is empty, and no value can reach into JavaScript", () => {
  expect(template("a{{ duration }}b").render({})).toBe("ab");
  expect(
    template("{{ host.constructor }}{{ host.__proto__ }}{{ record.fields.toString }}").render({
      host: "x",
      record,
    }),
  ).toBe("");
});

describe("a mistake is told with its place", () => {
  test.each([
    ["{{ durtion }}", '3: unknown name "durtion"; did you mean "duration"?'],
    ["a\nb {% if hots %}x{% endif %}", '10: unknown name "hots"; did you mean "host"?'],
    ["{{ host | append: xyzzy }}", '18: unknown name "xyzzy"; known: "duration", "host", "record"'],
    ["{{ record.levl }}", '10: unknown name "levl"; did you mean "level"?'],
    ["{{ record.fields[hst] }}", '17: unknown name "hst"; did you mean "host"?'],
    ["{{ record }}", "3: expected one of the record's fields"],
    ["{{ host | upcas }}", '10: unknown filter "upcas"; did you mean "upcase"?'],
    ["{{ host", '0: output "{{ host" not closed'],
    ["{% if host %}", "0: tag {% if host %} not closed"],
    ["x {{ a..b }}", '7: expected "|" before filter'],
    ["x".repeat(8193), "0: expected at most 8192 characters, got 8193"],
  ])("%s", (source, message) => {
    expect(errorOf(source)).toBe(message);
  });

  test.each(["for", "tablerow", "include", "render", "layout", "assign", "capture", "liquid", "cycle"])(
    "the tag %s is unknown",
    (tag) => {
      expect(errorOf(`{% ${tag} x %}`)).toMatch(`0: unknown tag "${tag}"`);
    },
  );

  test.each(["where_exp", "strip_html", "replace", "split", "date", "find_exp"])(
    "the filter %s is unknown",
    (filter) => {
      expect(errorOf(`{{ host | ${filter} }}`)).toMatch(`10: unknown filter "${filter}"`);
    },
  );
});

test("what is rendered is cut at 4,096 characters, never inside one", () => {
  const long = template("{{ host }}{{ host }}").render({ host: "😀".repeat(3000) });
  expect(long).toHaveLength(4095);
  expect(long.at(-1)).toBe("…");
  expect(long.isWellFormed()).toBe(true);
});

test("a range of millions ends in a text that says so", () => {
  expect(template("{{ (1..90000000) | join }}").render({})).toMatch(/^\(template failed: memory alloc limit/);
});

test("any text is a template or a mistake with a place inside it, and rendering any values never throws", () => {
  const pieces = fc.constantFrom(
    "{{",
    "}}",
    "{%",
    "%}",
    " host ",
    "record.fields",
    ".x",
    "| append: ",
    "if",
    "endif",
    "case",
    "raw",
    "'",
    '"',
    "[",
    "]",
    "(1..3)",
    "-",
    "\n",
    "default",
    ":",
    ",",
    "==",
    "é",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: "binary" }),
        fc.array(pieces, { maxLength: 16 }).map((parts) => parts.join("")),
      ),
      fc.anything(),
      (source, value) => {
        const result = compileTemplate(source, names);
        if (result.ok) {
          expect(
            result.value.render({ host: value, duration: value, record: value }).length,
          ).toBeLessThanOrEqual(4096);
        } else {
          expect(result.error.offset).toBeLessThanOrEqual(source.length);
          expect(result.error.message).not.toBe("");
        }
      },
    ),
    { numRuns: 2000 },
  );
});

test("each filter takes any value", () => {
  const filters =
    "upcase downcase capitalize strip lstrip rstrip squish truncate truncatewords size first last join json abs ceil floor round".split(
      " ",
    );
  fc.assert(
    fc.property(fc.constantFrom(...filters), fc.anything(), (filter, value) => {
      expect(template(`{{ host | ${filter} }}`).render({ host: value })).toBeTypeOf("string");
    }),
    { numRuns: 500 },
  );
});
