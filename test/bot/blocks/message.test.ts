import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitting, message } from "../../../bot/blocks/message.ts";

describe("what fits", () => {
  const row = (size: number) => [{ type: "divider" as const, block_id: "x".repeat(size) }];

  test("is a beginning of the list, within the room that is given", () => {
    const room = fc.record({ blocks: fc.nat(50), used: fc.nat(12_000) });
    fc.assert(
      fc.property(fc.array(fc.nat(900), { maxLength: 60 }), room, (sizes, given) => {
        const { blocks, shown } = fitting(sizes, row, given);
        expect(blocks).toEqual(sizes.slice(0, shown).flatMap(row));
        expect(blocks.length).toBeLessThanOrEqual(given.blocks);
        if (shown > 0) expect(given.used + JSON.stringify(blocks).length).toBeLessThanOrEqual(11_500 + 62);
        const next = sizes[shown];
        const full = blocks.length === given.blocks;
        if (next !== undefined && !full) {
          expect(given.used + JSON.stringify([...blocks, ...row(next)]).length).toBeGreaterThan(11_400);
        }
      }),
    );
  });

  test("more blocks than a message can hold are a bug, and not cut in silence", () => {
    const blocks = Array.from({ length: 51 }, () => ({ type: "divider" as const }));
    expect(() => message("x", blocks)).toThrow("a message of 51 blocks");
    expect(message("x", blocks.slice(1)).blocks).toHaveLength(50);
  });
});
