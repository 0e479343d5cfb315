import { expect, test } from "vitest";
import { cloudEvent } from "#core/domain";

test("an event has every attribute that CloudEvents 1.0 requires, and its time in UTC", () => {
  const event = cloudEvent({
    id: "e-1",
    source: "/fettle/inspect",
    type: "fettle.alert.firing",
    subject: "a-1",
    atMs: Date.UTC(2026, 0, 2, 3, 4, 5, 6),
    data: { severity: 4 },
  });
  expect(event).toEqual({
    specversion: "1.0",
    id: "e-1",
    source: "/fettle/inspect",
    type: "fettle.alert.firing",
    subject: "a-1",
    time: "2026-01-02T03:04:05.006Z",
    datacontenttype: "application/json",
    data: { severity: 4 },
  });
});
