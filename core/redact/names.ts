/** What the name of a secret ends in. The short ones are words of their own: `bypass` and `cwd` are no secrets. */
const words =
  "passw(?:or)?d(?:[_-]?hash)?|passphrase|secret|token|api[_-]?key|(?:access|secret|private)[_-]?key|" +
  "credentials?|authorization|signature|(?<![a-z])(?:pass|pwd)|(?<=[?&])sig";

/**
 * The same from its rarest letters on, `key` of `api_key`, where what stands before a word may have been cut off: `pass`
 * of `bypass` is a name in a part of the text.
 */
const cutName =
  "(?:passw(?:or)?d(?:[_-]?hash)?|passphrase|secret|token|(?<=(?:api|access|secret|private)[_-]?)key|" +
  "credentials?|authorization|signature|pass|pwd|(?<=[?&])sig)\\d{0,2}";

/** Such a name at `lastIndex`, with what may set it apart from its value. */
export const cutNameAndSeparator = new RegExp(
  `${cutName}(?:\\\\*["'\`]?[ \\t]*[:=]|(?<=--[\\w-]{0,40})[ \\t])`,
  "iy",
);
/** How far that looks back from the name: to `--`. */
export const longestBeforeSeparator = 48;

/** The tail of a secret's name, anywhere in a text. */
export const secretName = `(?:${words})\\d{0,2}`;

const wholeName = new RegExp(`${secretName}$`, "i");

/** Whether a field of this name holds a secret: `db_password`, `apiKey`, `X-Auth-Token`. */
export function saysSecret(name: string): boolean {
  return wholeName.test(name.slice(-64));
}

const nothing =
  /^(?:true|false|null|none|nil|undefined|yes|no|[*.•]+|x{3,}|redacted|[[<(]{1,2}(?:redacted|filtered|masked|hidden|secret|none|empty|null|nil|unset)[\]>)]{0,2})$/i;

/** Whether a value says only that there is one, or none: `true`, `null`, `***`, `[redacted]`. */
export function saysNothing(value: string): boolean {
  return value === "" || (value.length <= 64 && nothing.test(value));
}
