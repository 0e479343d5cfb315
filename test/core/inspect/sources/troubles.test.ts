import { expect, test } from "vitest";
import { Fault } from "#core/domain";
import { newTroubles } from "../../../../core/inspect/sources/troubles.ts";

test("a trouble is told once, and again when it has passed", () => {
  const told: string[] = [];
  const troubles = newTroubles(({ message }) => told.push(message));
  const report = (): void => troubles.report("/a", new Fault("denied", "no"));
  report();
  report();
  troubles.passed("/a");
  report();
  expect(told).toEqual(["no", "no"]);
});

test("places without end do not fill memory: the oldest is forgotten, and news again", () => {
  let told = 0;
  const troubles = newTroubles(() => told++);
  const report = (place: number): void => troubles.report(`/a${place}`, new Fault("invalid", "no file"));
  for (let place = 0; place <= 10_000; place++) report(place);
  report(10_000);
  expect(told).toBe(10_001);
  report(0);
  expect(told).toBe(10_002);
});
