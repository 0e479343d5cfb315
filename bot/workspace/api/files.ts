import { type Json, objectsOf, textOf } from "../json.ts";
import type { StoredFile } from "../model/files.ts";
import type { World } from "../model/world.ts";
import { fileObject } from "../payload/file.ts";
import { jsonArg, needText, textArg } from "./args.ts";
import { appMessage } from "./chat.ts";
import { channelToPost, isIn } from "./conversation.ts";
import { botMethod, type Call, type Methods } from "./method.ts";
import { invalidArguments, Refusal } from "./refusal.ts";

/** docs.slack.dev/messaging/working-with-files: ask for an address, send the bytes there, complete. */
export const fileMethods: Methods = {
  "files.getUploadURLExternal": botMethod(["files:write"], getUploadUrl),
  "files.completeUploadExternal": botMethod(["files:write"], complete),
  "files.info": botMethod(["files:read"], info),
};

export const mostFileBytes = 10 * 1024 * 1024;

function getUploadUrl({ args, world }: Call): Json {
  const name = needText(args, "filename");
  const length = Number(needText(args, "length"));
  if (!Number.isInteger(length) || length < 1)
    throw invalidArguments("must be a positive integer [json-pointer:/length]");
  if (length > mostFileBytes) throw new Refusal("file_upload_size_restricted");
  const id = world.ids.next("file");
  world.files.put({
    id,
    name,
    title: name,
    altText: textArg(args, "alt_text") ?? textArg(args, "alt_txt") ?? "",
    length,
    bytes: undefined,
    createdMs: world.clock.nowMs(),
    completedMs: undefined,
    channels: [],
  });
  return { upload_url: `${world.url}${world.uploads.issue(id)}`, file_id: id };
}

/** The bytes have come. False when they are not as many as announced. */
export function receiveUpload(world: World, id: string, bytes: Uint8Array): boolean {
  const file = world.files.get(id);
  if (file === undefined || bytes.length !== file.length) return false;
  world.files.put({ ...file, bytes });
  return true;
}

function complete(call: Call): Json {
  const { args, world } = call;
  const wanted = objectsOf(jsonArg(args, "files", "invalid_arguments"));
  if (wanted.length === 0) throw invalidArguments("missing required field: files");
  const uploaded = wanted.map((one) => uploadedFile(world, one));
  const channels = (textArg(args, "channel_id") ?? textArg(args, "channels") ?? "")
    .split(",")
    .filter(Boolean);
  const places = channels.map((channel) => {
    const place = channelToPost({ ...call, args: { channel } });
    if (!isIn(place, world)) throw new Refusal("not_in_channel");
    return place;
  });
  const completed = uploaded.map((file) => ({
    ...file,
    completedMs: world.clock.nowMs(),
    channels: places.map(({ id }) => id),
  }));
  for (const file of completed) world.files.put(file);
  const content = { text: textArg(args, "initial_comment") ?? "", blocks: [], metadata: null };
  for (const place of places) {
    const message = appMessage(world, place, content, textArg(args, "thread_ts") ?? null);
    world.messages.add({ ...message, files: completed.map(({ id }) => id) });
  }
  return { files: completed.map((file) => fileObject(file, world)) };
}

function uploadedFile(world: World, { id, title }: Json): StoredFile {
  const file = world.files.get(textOf(id) ?? "");
  if (file?.bytes === undefined || file.completedMs !== undefined) throw new Refusal("file_not_found");
  return { ...file, title: textOf(title) ?? file.title };
}

function info({ args, world }: Call): Json {
  const file = world.files.get(needText(args, "file"));
  if (file?.completedMs === undefined) throw new Refusal("file_not_found");
  return {
    file: fileObject(file, world),
    comments: [],
    content: null,
    response_metadata: { next_cursor: "" },
  };
}
