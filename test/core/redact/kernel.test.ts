import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { source } from "../../../core/redact/kernel/scan.generated.js";

test("the kernel's bytes were made from its source as it is", () => {
  const file = new URL("../../../core/redact/kernel/scan.as", import.meta.url);
  expect(createHash("sha256").update(readFileSync(file)).digest("hex")).toBe(source);
});
