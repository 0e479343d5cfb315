import type { Detector } from "./detector.ts";
import { remembering } from "./remember.ts";
import { sign } from "./signs.ts";

const userCharacter = /[\p{L}\p{N}\p{M}._%+'-]/u;
const domain = /[\p{L}\p{N}\p{M}.-]+/uy;
const lastLabel = /\.(?:\p{L}{2,}|xn--[a-z0-9-]+)$/iu;
const systemdUnit = /\.(?:service|socket|timer|target|mount|automount|swap|path|slice|scope|device)$/;
/** `pkg@1.2.3-rc.next`, `icon@2x.png` */
const version = /^v?\d+\.\d+|^\dx\./;

/** Addresses of RFC 5322 as people have them: an unquoted user and a domain name with a dot. */
export const email: Detector = {
  sign: sign.email,
  hide: (text, hide, { first, last }) => {
    let result = "";
    let done = 0;
    for (
      let at = nextAt(text, first);
      at !== undefined;
      at = at.to > last ? undefined : nextAt(text, at.to)
    ) {
      const host = domainAfter(text, at.to);
      if (!isMailDomain(host)) continue;
      const user = userBefore(text, done, at.from);
      if (user === "" || user === "git") continue;
      result += text.slice(done, at.from - user.length) + hide("email", `${user}@${host}`.toLowerCase());
      done = at.to + host.length;
    }
    return done === 0 ? text : result + text.slice(done);
  },
};

interface At {
  readonly from: number;
  readonly to: number;
}

const atSign = /@|%40/g;

function nextAt(text: string, from: number): At | undefined {
  if (text.charAt(from) === "@") return { from, to: from + 1 };
  atSign.lastIndex = from;
  const found = atSign.exec(text);
  return found === null ? undefined : { from: found.index, to: found.index + found[0].length };
}

function userBefore(text: string, from: number, to: number): string {
  let start = to;
  while (start > from && to - start < maxUser && isOfUser(text, start - 1)) start--;
  while (start < to && ".%+'-".includes(text.charAt(start))) start++;
  return text.slice(start, to);
}

/** Most are ASCII: a set knows them sooner than the pattern. */
function isOfUser(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code < 128 ? asciiOfUser[code] === 1 : userCharacter.test(text.charAt(at));
}

function domainAfter(text: string, from: number): string {
  let to = from;
  while (asciiOfDomain[text.charCodeAt(to)] === 1) to++;
  if (text.charCodeAt(to) >= 128) {
    domain.lastIndex = from;
    to = from + (domain.exec(text)?.[0].length ?? 0);
  }
  to = Math.min(to, from + maxDomain);
  while (to > from && ".-".includes(text.charAt(to - 1))) to--;
  return text.slice(from, to);
}

const asciiOfUser = asciiOf(userCharacter);
const asciiOfDomain = asciiOf(/[\p{L}\p{N}\p{M}.-]/u);

function asciiOf(character: RegExp): Uint8Array {
  return Uint8Array.from({ length: 128 }, (_, code) => (character.test(String.fromCharCode(code)) ? 1 : 0));
}

/** RFC 5321 (4.5.3.1) allows 64 and 255; a longer user is cut late, so that no end of it stays readable. */
const maxUser = 256;
const maxDomain = 255;

const isMailDomain = remembering(
  (host) => lastLabel.test(host) && !systemdUnit.test(host) && !version.test(host),
);
