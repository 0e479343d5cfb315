import type { Detector } from "./detector.ts";
import { sign } from "./signs.ts";

/** Lines of base64 as PEM (64, RFC 7468), OpenSSH (70) and MIME (76) cut them. */
const line = /^([ \t]*)([A-Za-z0-9+/]{64}|[A-Za-z0-9+/]{70}|[A-Za-z0-9+/]{76})(?=[ \t\r]*$)/gm;

const longRun = /[A-Za-z0-9+/]{64,}/g;

/**
 * Lines of a key whose BEGIN line is elsewhere, as where each line is a record of its own: all of the line is base64,
 * with capitals, small letters and digits. A hash in hexadecimal has one kind of letters only.
 */
export const keyLines: Detector = {
  sign: sign.keyBody,
  hide: (text, hide) =>
    text.replaceAll(line, (match, indent: string, body: string) =>
      isMixed(body) ? indent + hide("secret", body) : match,
    ),
};

/** Whether a line of a key is a part of the text, alone in its line or not. */
export function mayHoldKeyLine(text: string): boolean {
  return (text.match(longRun) ?? []).some(isMixed);
}

function isMixed(letters: string): boolean {
  return /[A-Z]/.test(letters) && /[a-z]/.test(letters) && /\d/.test(letters);
}
