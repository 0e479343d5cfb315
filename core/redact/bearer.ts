import type { Detector } from "./detector.ts";
import { sign } from "./signs.ts";
import { replaceAround } from "./span.ts";

/** Credentials of RFC 6750 and RFC 7617 that stand without their header's name. */
const credentials = /(?<![A-Za-z0-9])((?:bearer|basic)[ \t]{1,8})([A-Za-z0-9_~+/-][A-Za-z0-9._~+/-]{7,}=*)/gi;
const word = /^[A-Za-z]?[a-z.-]+$/;

export const bearer: Detector = {
  sign: sign.bearer,
  hide: (text, hide, span) =>
    replaceAround(text, { pattern: credentials, span, lead: 0 }, ([match, scheme = "", value = ""]) =>
      // "basic authentication" and "bearer certificates" are prose.
      word.test(value) ? match : scheme + hide("secret", value),
    ),
};
