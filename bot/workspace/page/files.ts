import type { ServerResponse } from "node:http";
import { send, sendHtml } from "./answer.ts";
import type { Files } from "./file-model.ts";
import { isPicture } from "./file-types.ts";
import { noticeShell } from "./shell.ts";

/** A file as something inert: pictures are shown, all else is saved, and nothing is ever run. */
export function sendFile(response: ServerResponse, id: string, files: Files): void {
  const found = files.file(id);
  if (found === undefined) {
    sendHtml(
      response,
      404,
      noticeShell("No such file", "It was deleted, or the workspace has started anew."),
    );
    return;
  }
  const picture = isPicture(found.mimetype);
  send(response, {
    status: 200,
    type: picture ? found.mimetype : "application/octet-stream",
    body: found.bytes,
    headers: {
      "content-disposition": `${picture ? "inline" : "attachment"}; filename*=UTF-8''${encodeName(found.name)}`,
      "content-security-policy": "sandbox; default-src 'none'",
    },
  });
}

/** As RFC 8187 spells a name: what encodeURIComponent leaves alone is more than a header value may hold. */
function encodeName(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
