import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Fault, formatFileFault, isFault, messageOf, type FileFault } from "#core/domain";

describe("a fault", () => {
  test("is told from a bug, and its kind from other kinds", () => {
    const fault = new Fault("denied", "you are in @dev, needed is @oncall");
    expect(isFault(fault)).toBe(true);
    expect(isFault(fault, "denied")).toBe(true);
    expect(isFault(fault, "missing")).toBe(false);
    for (const bug of [
      new Error("x"),
      new TypeError("x"),
      "x",
      undefined,
      { kind: "denied", name: "Fault" },
    ]) {
      expect(isFault(bug)).toBe(false);
    }
  });

  test("keeps its cause and its name for whoever logs it", () => {
    const cause = new Error("ECONNREFUSED");
    const fault = new Fault("unavailable", "prometheus does not answer", { cause });
    expect(fault.cause).toBe(cause);
    expect(fault.name).toBe("Fault");
    expect(String(fault)).toBe("Fault: prometheus does not answer");
  });

  test("has a message of one printable line, whatever was thrown", () => {
    const part = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("\n", "\r", "\u2028", "\u001b[2J", "\0"),
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const text = parts.join("");
        expect(messageOf(new Fault("invalid", text))).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
        expect(messageOf(text)).toBe(messageOf(new Error(text)));
      }),
    );
    expect(messageOf(new Error("first\r\n   second"))).toBe("first second");
    expect(messageOf(404)).toBe("404");
    expect(messageOf(undefined)).toBe("undefined");
  });

  test("that is no error at all still has a message", () => {
    for (const thrown of [null, {}, Object.create(null), [1n], new Map()]) {
      expect(messageOf(thrown)).toBe("unknown error");
    }
  });
});

describe("a mistake in a file", () => {
  const mistake: FileFault = {
    file: "rules/a.yml",
    line: 3,
    column: 7,
    path: "rules[0].when",
    message: "unknown name",
  };

  test("is written so that an editor can jump to it", () => {
    expect(formatFileFault(mistake)).toBe("rules/a.yml:3:7 rules[0].when: unknown name");
  });

  test("has no path where the text is no document", () => {
    expect(formatFileFault({ ...mistake, path: "" })).toBe("rules/a.yml:3:7: unknown name");
  });

  test("shows the line beneath, where there is one", () => {
    const excerpt = "when: retrys > 3\n      ^";
    expect(formatFileFault({ ...mistake, excerpt })).toBe(
      "rules/a.yml:3:7 rules[0].when: unknown name\nwhen: retrys > 3\n      ^",
    );
  });
});
