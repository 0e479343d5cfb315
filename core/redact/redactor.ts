import type { FieldValue } from "#core/domain";
import type { KeptAddresses } from "./addresses.ts";
import { detectorsInOrder, hideAll } from "./detectors.ts";
import { sharedLook } from "./look.ts";
import { pseudonymizer, pseudonymPattern, type Pseudonymize } from "./pseudonym.ts";
import { redactStructure } from "./structure.ts";

/** A pattern of the operator's, compiled elsewhere; it must run in linear time. */
export interface OwnPattern {
  /** `text` with every match replaced by what `replacement` makes of it. */
  replaceAll(text: string, replacement: (match: string) => string): string;
}

/**
 * Hides secrets, addresses of people and their machines, and numbers of cards. A hidden value becomes a pseudonym,
 * `<secret:1f0c8a44>`, `<email:ab12cd34>`, `<ip:…>` or `<card:…>`: the same value has the same one wherever it stands, as long as the key is the same.
 *
 * Hidden:
 * - values of a name that ends in password, passwd, passphrase, pwd, secret, token, api/access/secret/private
 *   key, credential(s), authorization or signature, in `name=value`, `name: value`, `"name":"value"` (also
 *   escaped inside another string), `name => value`, `--name value`; `pass=` unless it is a number;
 * - what follows `Bearer` or `Basic` and does not read as a word;
 * - the password in `scheme://user:password@host` (the user stays);
 * - access tokens of AWS, GitHub, GitLab, Google, npm, Slack (with webhook URLs) and Stripe; JSON Web Tokens;
 * - private keys in PEM, from the BEGIN line to the END line or, where that is missing, to the end of the text; lines
 *   of 64, 70 or 76 letters of base64 and nothing else, without their BEGIN line;
 * - e-mail addresses with a dotted domain, `%40` for `@` included;
 * - IPv4 and IPv6 addresses that are neither private nor known (`KeptAddresses`);
 * - numbers of payment cards, by first digits, length and check digit.
 * Left: true, false, null, masks (`***`, `[redacted]`), a path after `PWD=`, `git@host`, systemd instances
 * (`user@1000.service`), versions (`pkg@1.2.3`), image digests, hashes, UUIDs, `user@host` without a dot.
 * A structure behind such a name (`"secret":{…}`) is looked into by the names in it.
 * Not known: the last and shorter line of a PEM block without its BEGIN line, cookies, Digest credentials, secrets without
 * a name or a known form, quoted e-mail users, e-mail addresses that end in an IP; a version of four parts is taken for an address.
 *
 * Guarantees: never throws; linear time; redacting twice changes nothing more. Own patterns run last and
 * never see a pseudonym; one that looks at its surroundings (`^`, `\b`) may match again the second time.
 * A text that already holds the shape of a pseudonym keeps it.
 */
export interface Redactor {
  redact(text: string): string;
  /** False: neither `text` nor any part of it holds something to hide. A cheap look; true says nothing. */
  mayHide(text: string): boolean;
  /**
   * A field of a record with all its text redacted, names included. A name that says secret hides
   * every text and number below it. Below 16 levels or past 10,000 values it says `[too deep]`, `[too large]`.
   */
  redactValue(value: FieldValue): FieldValue;
  /** `<kind:8 hex digits>`; `kind` is one lower-case word. */
  pseudonym(kind: string, value: string): string;
}

export interface RedactorOptions {
  readonly key: Buffer;
  readonly own?: readonly OwnPattern[];
  /** Addresses that stay readable; those of private networks where it is not said. */
  readonly kept?: KeptAddresses;
}

/** @throws RangeError for a key of less than 16 bytes. */
export function openRedactor(options: RedactorOptions): Redactor {
  const pseudonym = pseudonymizer(options.key);
  const own = options.own ?? [];
  const kept = options.kept ?? { private: true, known: new Set() };
  const detectors = detectorsInOrder(kept);
  const look = sharedLook();
  const redact = (text: string): string => {
    const signs = look.signsOf(text);
    let result = signs === 0 ? text : hideAll(text, detectors, { signs, spanOf: look.spanOf, pseudonym });
    for (const pattern of own) result = hideOwn(result, pattern, pseudonym);
    return result;
  };
  const mayHide = (text: string): boolean => own.length > 0 || look.signsOf(text) !== 0;
  return { redact, mayHide, pseudonym, redactValue: (value) => redactStructure(value, redact, pseudonym) };
}

function hideOwn(text: string, pattern: OwnPattern, pseudonym: Pseudonymize): string {
  const replace = (piece: string): string =>
    piece === ""
      ? piece
      : pattern.replaceAll(piece, (match) => (match === "" ? "" : pseudonym("own", match)));
  let result = "";
  let from = 0;
  for (const known of text.matchAll(pseudonymPattern)) {
    result += replace(text.slice(from, known.index)) + known[0];
    from = known.index + known[0].length;
  }
  return result + replace(text.slice(from));
}
