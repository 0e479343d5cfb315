import { expect, test } from "vitest";
import { handClock } from "../../support/hand-clock.ts";
import { objectOf } from "../../../bot/workspace/json.ts";
import { openAppSocket, openLive } from "./live.ts";

test("a response_url is used five times, and what went wrong is told", async () => {
  const clock = handClock();
  await using workspace = await openLive(clock);
  await using app = await openAppSocket(workspace);
  const ada = workspace.person("U0ADA");
  const command = ada.command("/fettle help");
  await app.came(2);
  app.ack(app.frames[1]);
  await command;
  const url = String(objectOf(app.frames[1]?.["payload"])["response_url"]);
  const post = async (body: object): Promise<unknown[]> => {
    const answer = await fetch(url, { method: "POST", body: JSON.stringify(body) });
    return [answer.status, objectOf(await answer.json())["error"]];
  };
  expect(await post({ text: "1" })).toEqual([200, undefined]);
  expect(await post({ blocks: [{ type: "foo" }] })).toEqual([400, "invalid_blocks"]);
  workspace.faults.method("response_url", { status: 500 });
  expect(await post({ text: "not counted" })).toEqual([500, "service_unavailable"]);
  for (const text of ["2", "3", "4"]) expect(await post({ text })).toEqual([200, undefined]);
  expect(await post({ text: "5" })).toEqual([404, "used_url"]);
  expect(ada.ephemerals("general").map(({ text }) => text)).toEqual(["1", "2", "3", "4"]);
  await clock.wind(30 * 60_000 + 1);
  expect(await post({ text: "6" })).toEqual([404, "expired_url"]);
  expect(workspace.calls.of("response_url")).toHaveLength(8);
});
