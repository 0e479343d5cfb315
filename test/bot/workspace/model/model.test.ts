import { describe, expect, test } from "vitest";
import { openChanges } from "../../../../bot/workspace/model/changes.ts";
import { openFiles } from "../../../../bot/workspace/model/files.ts";
import { openIds } from "../../../../bot/workspace/model/ids.ts";
import { openMessages } from "../../../../bot/workspace/model/messages.ts";
import { openNotices } from "../../../../bot/workspace/model/notices.ts";
import { openResponseUrls } from "../../../../bot/workspace/model/response-urls.ts";
import { openUploads } from "../../../../bot/workspace/model/uploads.ts";
import { handClock } from "../../../support/hand-clock.ts";

describe("a response address", () => {
  const respondent = { user: "U0ADA", channel: "C0ALERTS", message: null };

  test("is good for five uses", () => {
    const urls = openResponseUrls(handClock());
    const path = urls.issue(respondent);
    for (let use = 1; use <= 5; use++) expect(urls.use(path)).toEqual(respondent);
    expect(urls.use(path)).toBe("used_url");
    expect(urls.use("/response/guessed")).toBeUndefined();
  });

  test("is good for half an hour", async () => {
    const clock = handClock();
    const urls = openResponseUrls(clock);
    const path = urls.issue(respondent);
    await clock.wind(30 * 60_000);
    expect(urls.use(path)).toEqual(respondent);
    await clock.wind(1);
    expect(urls.use(path)).toBe("expired_url");
  });

  test("is never the same twice", () => {
    const urls = openResponseUrls(handClock());
    expect(urls.issue(respondent)).not.toBe(urls.issue(respondent));
  });
});

test("ids are the same at each start, and never the same within one", () => {
  const take = () => {
    const ids = openIds(handClock());
    return [ids.ts(), ids.ts(), ids.next("view"), ids.next("view"), ids.uuid(), ids.trigger(), ids.hash()];
  };
  expect(take()).toEqual(take());
  expect(new Set(take()).size).toBe(7);
});

describe("what is kept has a limit:", () => {
  const changes = openChanges();

  test("messages of a channel", () => {
    const messages = openMessages(changes);
    const rest = { user: "U", text: "", blocks: [], threadTs: null, editedTs: null, metadata: null };
    for (let n = 0; n < 2_010; n++) {
      messages.add({ ...rest, ts: `${n}`, channel: n < 5 ? "C2" : "C1", ephemeralTo: null, files: [] });
    }
    expect(messages.in("C1")).toHaveLength(2_000);
    expect(messages.get("5")).toBeUndefined();
    expect(messages.in("C2")).toHaveLength(5);
  });

  test("bytes of files", () => {
    const files = openFiles(handClock(), changes, 0);
    const bytes = new Uint8Array(10 * 1024 * 1024);
    const rest = { name: "a.png", title: "", altText: "", createdMs: 0, completedMs: 0, channels: [] };
    for (let n = 0; n < 8; n++) files.put({ ...rest, id: `F${n}`, length: bytes.length, bytes });
    expect([files.get("F0"), files.get("F1")]).toEqual([undefined, undefined]);
    expect(files.get("F7")?.bytes).toBe(bytes);
  });

  test("notices of a person", () => {
    const notices = openNotices(handClock(), changes);
    for (let n = 0; n < 25; n++) notices.tell("U", `${n}`, null);
    expect(notices.of("U")).toHaveLength(20);
    expect(notices.of("U")[0]?.text).toBe("5");
    notices.dismiss("U", notices.of("U")[0]?.id ?? 0);
    expect(notices.of("U")[0]?.text).toBe("6");
  });
});

test("an address for an upload is good once", () => {
  const uploads = openUploads();
  const path = uploads.issue("F1");
  expect(uploads.take(path)).toBe("F1");
  expect(uploads.take(path)).toBeUndefined();
});

test("whoever listens hears each change, until they stop", () => {
  const changes = openChanges();
  const heard: number[] = [];
  const listen = (): void => void heard.push(changes.version);
  const first = changes.on(listen);
  changes.on(listen);
  changes.changed();
  first[Symbol.dispose]();
  changes.changed();
  expect(heard).toEqual([2, 2, 3]);
});
