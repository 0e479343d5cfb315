import type { PageState } from "../model.ts";
import { isTextArea, setText } from "./composer-field.ts";
import type { Desk } from "./desk.ts";

export interface Sent {
  readonly channel: string;
  readonly thread: string | null;
}

export function composerKey(channel: string, thread: string | null): string {
  return thread === null ? channel : `${channel} ${thread}`;
}

/** Sends what is written: a command where it begins with one, else a message. */
export async function sendText(desk: Desk, state: PageState, { channel, thread }: Sent): Promise<void> {
  const key = composerKey(channel, thread);
  const text = (desk.drafts.get(key) ?? "").trim();
  if (text === "") return;
  const isCommand = /^\/[^\s/]/.test(text);
  if (isCommand && thread !== null) {
    // Slack's own rule, in its words.
    desk.toast(`${text.split(/\s/, 1)[0]} is not supported in threads. Sorry!`);
    return;
  }
  desk.lastSent.set(key, text);
  write(desk, key, "");
  for (const list of document.querySelectorAll(`[data-list="${CSS.escape(channel)}"]`)) {
    list.toggleAttribute("data-at-end", true);
  }
  const result = await desk.act(
    isCommand
      ? { kind: "command", channel, text }
      : { kind: "message", channel, text, ...(thread === null ? {} : { threadTs: thread }) },
  );
  if (result.ok) return;
  // What was not taken is not lost, it may only need another letter; what Fettle has heard need not be typed again.
  const isHeard = isCommand && text.split(/\s/, 1)[0] === state.command.command;
  if (!isHeard && (desk.drafts.get(key) ?? "") === "") write(desk, key, text);
  if (!alreadyTold(desk.state ?? state, result.told)) desk.toast(result.told);
}

/** What Slack said in the channel need not be said again below it. */
function alreadyTold({ notices }: PageState, told: string): boolean {
  return notices.some(({ text }) => text === told);
}

function write(desk: Desk, key: string, text: string): void {
  desk.drafts.set(key, text);
  for (const composer of document.querySelectorAll<HTMLElement>("[data-composer]")) {
    const { composer: channel = "", composerThread: thread = null } = composer.dataset;
    const field = composer.querySelector("textarea");
    if (composerKey(channel, thread) === key && isTextArea(field)) setText(field, text);
  }
  desk.redraw();
}
