import type { Asked } from "#core/inspect";
import { context, section } from "./elements.ts";
import { longText } from "./long-text.ts";
import { type Message, message } from "./message.ts";
import { escape, printableLines, short } from "./text.ts";

/** What a command that only reads said, and in a file what there is no room for. */
export function askedMessage(line: string, asked: Asked): Message {
  const { host, ok, exit, stdout, stderr, truncated, ms } = asked;
  const mark = ok ? "✓" : "✗";
  const how = exit === null ? "ended by Fettle" : `exit ${exit}`;
  const said = [stdout, stderr].map((text) => text.trimEnd()).filter((text) => text !== "");
  const text = said.join("\n");
  const { blocks, whole } = longText(text === "" ? "(nothing)" : text, { blocks: 10 });
  const small = [
    `${mark} ${how} on ${short(host)} after ${(ms / 1_000).toFixed(1)} s`,
    ...(truncated ? ["there was more than is kept"] : []),
    ...(whole ? [] : ["all of it is in the file"]),
  ];
  const drawn = [section(`\`${short(line.replaceAll("`", "'"), 500)}\``), ...blocks, context(...small)];
  const title = `${mark} ${escape(line)}`;
  if (whole) return message(title, drawn);
  return message(title, drawn, { name: "output.txt", title: line.slice(0, 100), text: printableLines(text) });
}
