import type { Detector } from "./detector.ts";
import { isPseudonym } from "./pseudonym.ts";
import { sign } from "./signs.ts";

/**
 * `://user:password@`. The password reaches to the last `@` before the path (RFC 3986 wants it encoded,
 * people do not) or, where it holds a raw slash itself, to the first `@`. A port or an image's tag is none.
 */
const userinfo =
  /(:\/\/[^\s/?#:@"'`\\<>]{0,256}:)(?:([^\s/?#"'`\\]+)|(?!\d{1,5}[/?#])([^\s@"'`\\]{1,256}))@(?!sha\d{3}:)/g;

export const urlPasswords: Detector = {
  sign: sign.urlPassword,
  hide: (text, hide) =>
    text.replaceAll(userinfo, (match: string, head: string, strict?: string, loose?: string) => {
      const password = strict ?? loose ?? "";
      return isPseudonym(password) ? match : `${head}${hide("secret", password)}@`;
    }),
};
