import type { Detector } from "./detector.ts";
import { sign } from "./signs.ts";

const begin = /-----BEGIN (?:[A-Z0-9]{1,16} ){0,4}PRIVATE KEY(?: BLOCK)?-----/g;
const end = /-----END (?:[A-Z0-9]{1,16} ){0,4}PRIVATE KEY(?: BLOCK)?-----/g;

/** Private keys in PEM (RFC 7468) and OpenPGP armour; a block without its end is hidden as far as the text goes. */
export const privateKeys: Detector = {
  sign: sign.privateKey,
  hide: (text, hide) => {
    let result = "";
    let from = 0;
    for (;;) {
      begin.lastIndex = from;
      const head = begin.exec(text);
      if (head === null) return result + text.slice(from);
      end.lastIndex = begin.lastIndex;
      const to = end.test(text) ? end.lastIndex : text.length;
      result += text.slice(from, head.index) + hide("secret", text.slice(head.index, to));
      from = to;
    }
  },
};
