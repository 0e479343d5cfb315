import { expect, test } from "vitest";
import { z } from "zod";
import { apiSection } from "#core/api";
import { targetsSection } from "#core/inventory";
import { metricsSection, sandboxSection } from "#core/reach";

test.each([
  ["api", apiSection, "object"],
  ["targets", targetsSection, "object"],
  ["metrics", metricsSection, "object"],
  ["sandbox", sandboxSection, "object"],
])("an editor's schema can be made of %s, as it is written", (_, section, type) => {
  expect(z.toJSONSchema(section, { io: "input" })).toMatchObject({ type });
});
