/** Ends the reading of a pattern at what cannot be had. */
export class Refusal extends Error {
  readonly offset: number;
  readonly hint: string | undefined;

  constructor(message: string, offset: number, hint?: string) {
    super(message);
    this.offset = offset;
    this.hint = hint;
  }
}

const reason = "patterns run in linear time so that no log line can hang Fettle";
const whereHint = 'leave it out of the pattern and test it in `where:`, as in !record.message.contains("…")';

/** What other engines know and a linear one cannot, with the way to say it here. */
const refusedGroups: readonly (readonly [opening: string, what: string, hint: string])[] = [
  ["(?=", "look-ahead", 'match the text itself, or test it in `where:`, as in record.message.contains("…")'],
  ["(?!", "look-ahead", whereHint],
  ["(?<=", "look-behind", "match what comes before too, and name the part that you want: before(?<part>…)"],
  ["(?<!", "look-behind", whereHint],
  ["(?>", "the atomic group", "write (?:…): patterns never go back"],
  ["(?#", "the comment", "put a YAML comment above the pattern"],
  ["(?P=", "the back-reference", "name both parts and compare them in `when:`, as in first == second"],
  ["(?(", "the condition", "write both cases, with | between them"],
];

export function refuseGroup(source: string, at: number): void {
  for (const [opening, what, hint] of refusedGroups) {
    if (source.startsWith(opening, at)) throw unavailable(what, opening, at, hint);
  }
}

export function refuseEscape(source: string, at: number): void {
  const letter = source[at + 1] ?? "";
  const text = `\\${letter}`;
  if (letter === "")
    throw new Refusal("a backslash at the end escapes nothing", at, String.raw`a backslash is \\`);
  if (/[1-9k]/.test(letter)) {
    const hint = "name both parts and compare them in `when:`, as in first == second";
    throw unavailable("the back-reference", text, at, hint);
  }
  if (letter === "Z" || letter === "G")
    throw unavailable("the anchor", text, at, String.raw`the text's end is \z`);
  if (letter === "u") throw unavailable("the escape", text, at, String.raw`write \x{…} with the same digits`);
}

function unavailable(what: string, text: string, at: number, hint: string): Refusal {
  return new Refusal(`${what} "${text}" at column ${at + 1} is not available: ${reason}`, at, hint);
}
