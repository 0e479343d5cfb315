import type { Detector } from "./detector.ts";
import { saysNothing, secretName } from "./names.ts";
import { endOfPseudonym } from "./pseudonym.ts";
import { sign } from "./signs.ts";
import { endOfValue, isHidden, startOfValue } from "./value.ts";

/** A name, its closing quote (escaped or not), and what sets it apart from its value; never `::` or `://`. */
const nameAndSeparator = new RegExp(
  `(${secretName})(?:\\\\*["'\`]?[ \\t]*(?::(?!:|//)=?|={1,2})>?[ \\t]*|(?<=--[\\w-]{0,40})[ \\t]+(?![- \\t]))`,
  "gi",
);
const scheme = /(?:bearer|basic|token|digest|negotiate|ntlm|apikey|aws4-hmac-sha256)[ \t]+/iy;
const longestBeforeKey = "private_".length;
const closing = /^[\])>]+/;
const number = /^\d{1,9}$/;

interface Bounds {
  readonly from: number;
  readonly to: number;
}

/** Values whose name says that they are secret. */
export const named: Detector = {
  sign: sign.named,
  hide: (text, hide, { first, last }) => {
    let result = "";
    let done = 0;
    // The sign of `private_key` is its `key`; all others are what the name begins with.
    const mayBeKey = first === 0 || "kK".includes(text.charAt(first));
    let from = mayBeKey ? Math.max(0, first - longestBeforeKey) : first;
    while (from <= last) {
      nameAndSeparator.lastIndex = from;
      const found = nameAndSeparator.exec(text);
      if (found === null) break;
      const at = nameAndSeparator.lastIndex;
      from = at;
      const known = endOfPseudonym(text, at);
      if (known !== -1) {
        from = known;
        continue;
      }
      const value = secretAt(text, at, (found[1] ?? "").toLowerCase());
      if (value === undefined) continue;
      result += text.slice(done, value.from) + hide("secret", text.slice(value.from, value.to));
      done = value.to;
      from = done;
    }
    return done === 0 ? text : result + text.slice(done);
  },
};

/** The bounds of what is to be hidden at `at`; the scheme of an Authorization header stays readable. */
function secretAt(text: string, at: number, name: string): Bounds | undefined {
  const start = startOfValue(text, at);
  if (start === undefined) return undefined;
  scheme.lastIndex = start.from;
  if (scheme.test(text)) start.from = scheme.lastIndex;
  // Looked at before the end is sought, so that no stretch of text is searched twice.
  if (isHidden(text, start)) return undefined;
  // sudo logs the working directory.
  if (name === "pwd" && text.startsWith("/", start.from)) return undefined;
  const to = endOfValue(text, start);
  const value = text.slice(start.from, to);
  if (saysNothing(value)) return undefined;
  const closed = closing.exec(text.slice(to, to + 2));
  if (closed !== null && saysNothing(value + closed[0])) return undefined;
  return name === "pass" && number.test(value) ? undefined : { from: start.from, to };
}
