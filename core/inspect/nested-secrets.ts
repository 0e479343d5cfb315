import { type Redactor, saysSecret } from "#core/redact";
import { unwrapCri, unwrapDocker } from "./parse/container.ts";

/** Shorter ones are words and counts; hiding them everywhere would hide the rest of the line. */
const shortest = 4;
const most = 100;
/** What a line with a secret's name holds; an escape may stand for any letter of it. */
const hint = /pass|pwd|secret|token|key|credential|authoriz|sig|\\u/i;
const maxDepth = 32;

/**
 * The redactor for the text of one line. In `{"secret":{"a":"hunter2"}}` the text alone does not show that
 * `hunter2` stands below a secret's name; where a line is such JSON, these values are hidden wherever in its
 * text they stand, under the same pseudonyms as in its fields. Where they cannot be found in the text (odd
 * escapes) or are too many, all of its text is hidden.
 */
export function redactorOfLine(line: string, redactor: Redactor): Redactor {
  const secrets = [...new Set(nestedSecrets(line))].toSorted((a, b) => b.length - a.length);
  if (secrets.length === 0) return redactor;
  const forms = secrets.map((secret) => ({ secret, escaped: JSON.stringify(secret).slice(1, -1) }));
  const lost = secrets.length > most || !forms.every(({ escaped }) => line.includes(escaped));
  return {
    ...redactor,
    mayHide: () => true,
    redact: (text) => {
      if (lost) return redactor.pseudonym("secret", text);
      let hidden = text;
      for (const { secret, escaped } of forms) {
        const pseudonym = redactor.pseudonym("secret", secret);
        hidden = hidden.replaceAll(escaped, pseudonym).replaceAll(secret, pseudonym);
      }
      return redactor.redact(hidden);
    },
  };
}

function nestedSecrets(line: string): Iterable<string> {
  if (!hint.test(line)) return [];
  // What a container wrote stands in what its runtime made of it.
  const json = unwrapCri(line)?.line ?? unwrapDocker(line)?.line ?? line;
  if (!json.trimStart().startsWith("{")) return [];
  try {
    return secretsIn(JSON.parse(json), { secret: false, nested: false, depth: 0 });
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return [];
    throw thrown;
  }
}

interface Place {
  readonly secret: boolean;
  /** There is a structure between the secret's name and the value: else its text shows what it is. */
  readonly nested: boolean;
  readonly depth: number;
}

function* secretsIn(value: unknown, place: Place): Generator<string, void> {
  const { secret, nested, depth } = place;
  if (typeof value === "string" || typeof value === "number") {
    const text = String(value);
    if (nested && text.length >= shortest) yield text;
  } else if (typeof value === "object" && value !== null && depth < maxDepth) {
    for (const [name, inner] of Object.entries(value) as [string, unknown][]) {
      yield* secretsIn(inner, { secret: secret || saysSecret(name), nested: secret, depth: depth + 1 });
    }
  }
}
