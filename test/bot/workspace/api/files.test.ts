import { describe, expect, test } from "vitest";
import { receiveUpload } from "../../../../bot/workspace/api/files.ts";
import { openTestStage, type TestStage } from "../stage.ts";

const bytes = Buffer.from("PNG");

async function uploaded(stage: TestStage, filename = "chart.png"): Promise<string> {
  const answer = await stage.call("files.getUploadURLExternal", { filename, length: bytes.length });
  const id = String(answer["file_id"]);
  expect(receiveUpload(stage.world, id, bytes)).toBe(true);
  return id;
}

async function completed(stage: TestStage, more: object = {}): Promise<string> {
  const id = await uploaded(stage);
  const files = JSON.stringify([{ id, title: "Chart" }]);
  expect(await stage.call("files.completeUploadExternal", { files, ...more })).toMatchObject({
    ok: true,
    files: [{ id, title: "Chart" }],
  });
  return id;
}

const image = (slack_file: object) => ({ type: "image", alt_text: "a chart", slack_file });

describe("an upload", () => {
  test("is announced, sent, completed, and then worked on for a while", async () => {
    const stage = openTestStage();
    const id = await completed(stage);
    const info = () => stage.call("files.info", { file: id });
    expect(await info()).toMatchObject({ file: { id, mimetype: "", name: "chart.png", size: 3 } });
    await stage.clock.wind(1_999);
    expect(await info()).toMatchObject({ file: { mimetype: "" } });
    await stage.clock.wind(1);
    expect(await info()).toMatchObject({ file: { mimetype: "image/png", filetype: "png" } });
  });

  test("must have as many bytes as were announced", async () => {
    const stage = openTestStage();
    const { file_id: id } = await stage.call("files.getUploadURLExternal", { filename: "a.png", length: 4 });
    expect(receiveUpload(stage.world, String(id), bytes)).toBe(false);
    expect(receiveUpload(stage.world, String(id), Buffer.from("PNG!"))).toBe(true);
  });

  test("is completed once, and only when its bytes are there", async () => {
    const stage = openTestStage();
    const { file_id: id } = await stage.call("files.getUploadURLExternal", { filename: "a.png", length: 3 });
    const complete = (files: object[]) => stage.call("files.completeUploadExternal", { files });
    expect(await complete([{ id }])).toEqual({ ok: false, error: "file_not_found" });
    expect(await stage.call("files.info", { file: id })).toEqual({ ok: false, error: "file_not_found" });
    receiveUpload(stage.world, String(id), bytes);
    expect(await complete([{ id }])).toMatchObject({ ok: true });
    expect(await complete([{ id }])).toEqual({ ok: false, error: "file_not_found" });
    expect(await complete([])).toMatchObject({ error: "invalid_arguments" });
  });

  test.for([
    [{ filename: "a.png" }, "invalid_arguments"],
    [{ filename: "a.png", length: 0 }, "invalid_arguments"],
    [{ filename: "a.png", length: 11 * 1024 * 1024 }, "file_upload_size_restricted"],
  ] as const)("of %j is refused with %s", async ([args, error]) => {
    expect(await openTestStage().call("files.getUploadURLExternal", args)).toMatchObject({ error });
  });

  test("into a channel is seen there as a message", async () => {
    const stage = openTestStage();
    const id = await completed(stage, { channel_id: "C0ALERTS", initial_comment: "look" });
    expect(stage.person("U0ADA").messages("ops-alerts")).toMatchObject([
      {
        text: "look",
        files: [{ id, name: "chart.png", mimetype: "image/png", url: `/files/${id}/chart.png` }],
      },
    ]);
    const other = await uploaded(stage);
    const args = { files: [{ id: other }], channel_id: "C0SHOP" };
    expect(await stage.call("files.completeUploadExternal", args)).toMatchObject({ error: "not_in_channel" });
  });
});

describe("an image block", () => {
  test("with a file is refused until Slack is done with the file", async () => {
    const stage = openTestStage();
    const id = await completed(stage);
    const post = (file: object) =>
      stage.call("chat.postMessage", { channel: "C0ALERTS", text: "x", blocks: [image(file)] });
    const line = "invalid slack file [json-pointer:/blocks/0/slack_file]";
    expect(await post({ id })).toMatchObject({ error: "invalid_blocks", errors: [line] });
    await stage.clock.wind(2_000);
    expect(await post({ id })).toMatchObject({ ok: true });
    expect(await post({ url: `http://127.0.0.1:1/files/${id}/chart.png` })).toMatchObject({ ok: true });
    await stage.clock.wind(2_000);
    expect(await post({ id: "F0X" })).toMatchObject({ errors: [line] });
  });

  test("shows no file that is no image", async () => {
    const stage = openTestStage();
    const id = await uploaded(stage, "notes.txt");
    await stage.call("files.completeUploadExternal", { files: [{ id }] });
    await stage.clock.wind(2_000);
    expect(
      await stage.call("chat.postMessage", { channel: "C0ALERTS", text: "x", blocks: [image({ id })] }),
    ).toMatchObject({ error: "invalid_blocks" });
  });
});
