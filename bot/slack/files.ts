import { createHash } from "node:crypto";
import { Fault } from "#core/domain";
import type { Http } from "#core/reach";
import type { Clock } from "#core/runtime";
import { z } from "zod";
import type { TextFile } from "../blocks/index.ts";
import type { SlackApi } from "./api.ts";

/** Text that is too long for a message. */
export interface Files {
  /**
   * Puts it into the thread of the incident that it is about, or else into this person's own messages with Fettle.
   * The same text is not put into the same thread twice within an hour.
   */
  send(file: TextFile, user: string): Promise<void>;
}

export interface FilesOptions {
  readonly api: SlackApi;
  readonly http: Http;
  readonly clock: Clock;
  /** Where upload URLs may lead to: `https://files.slack.com`, or the local workspace. */
  readonly uploadOrigin: string;
  /** Where an incident's card stands; undefined where it has none. */
  readonly cardOf: (
    incident: string,
  ) => Promise<{ readonly channelId: string; readonly ts: string } | undefined>;
}

const uploadMs = 30_000;
const sameForMs = 60 * 60_000;
const mostRemembered = 1_000;
/** Slack takes more; nobody reads more. */
const mostBytes = 10 * 1024 * 1024;

const ticketShape = z.looseObject({ upload_url: z.string(), file_id: z.string() });
const openedShape = z.looseObject({ channel: z.looseObject({ id: z.string() }) });

export function openFiles({ api, http, clock, uploadOrigin, cardOf }: FilesOptions): Files {
  const sentAtMs = new Map<string, number>();

  /** @throws Fault `denied` for an upload URL that is not Slack's. */
  async function upload({ name, title, text }: TextFile, place: Place): Promise<void> {
    const bytes = Buffer.byteLength(text);
    if (bytes > mostBytes)
      throw new Fault("invalid", `${name} would have ${bytes} bytes, more than ${mostBytes}`);
    const answer = await api.call("files.getUploadURLExternal", (client) =>
      client.files.getUploadURLExternal({ filename: name, length: bytes }),
    );
    const ticket = parsed(ticketShape, answer);
    if (URL.parse(ticket.upload_url)?.origin !== uploadOrigin) {
      throw new Fault("denied", "Slack named an upload URL that is not its own");
    }
    const { status } = await http.request({
      url: ticket.upload_url,
      method: "POST",
      headers: { "content-type": "text/plain; charset=utf-8" },
      body: text,
      timeoutMs: uploadMs,
      maxBytes: 2_000,
    });
    if (status !== 200) throw new Fault("unavailable", `Slack did not take a file (${status})`);
    await api.call(
      "files.completeUploadExternal",
      (client) => client.files.completeUploadExternal({ files: [{ id: ticket.file_id, title }], ...place }),
      { repeatable: false },
    );
  }

  return {
    send: async (file, user) => {
      const card = file.incident === undefined ? undefined : await cardOf(file.incident);
      if (card === undefined) {
        const opened = await api.call("conversations.open", (client) =>
          client.conversations.open({ users: user }),
        );
        await upload(file, { channel_id: parsed(openedShape, opened).channel.id });
        return;
      }
      const key = `${card.ts} ${createHash("sha256").update(file.text).digest("hex")}`;
      const now = clock.monotonicMs();
      if (now - (sentAtMs.get(key) ?? Number.NEGATIVE_INFINITY) < sameForMs) return;
      if (sentAtMs.size >= mostRemembered) sentAtMs.clear();
      // Before: of two people who ask at once, one brings it for both.
      sentAtMs.set(key, now);
      try {
        await upload(file, { channel_id: card.channelId, thread_ts: card.ts });
      } catch (thrown) {
        sentAtMs.delete(key);
        throw thrown;
      }
    },
  };
}

type Place = { readonly channel_id: string } | { readonly channel_id: string; readonly thread_ts: string };

function parsed<T>(shape: z.ZodType<T>, answer: unknown): T {
  const read = shape.safeParse(answer);
  if (read.success) return read.data;
  throw new Fault("unavailable", "Slack answered something that was not expected");
}
