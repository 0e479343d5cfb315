import { RE2JS, RE2JSException } from "re2js";
import { compiled, refused, type Compiled } from "../expr-error.ts";
import { typeOfWords, type GroupType } from "./group-types.ts";
import { ignoresCase, type Literals, literalsOf } from "./literals.ts";
import { scanPattern } from "./scan.ts";

export interface GroupInfo {
  readonly name: string;
  /** What its sub-pattern says that it holds. */
  readonly type: GroupType;
}

/** The named groups of a match; undefined for one that took no part. */
export type Match = Readonly<Record<string, string | undefined>>;

/** A pattern of a user, compiled; matching takes time linear in the text, whatever the pattern. */
export interface Pattern {
  readonly source: string;
  /** The named groups, in the order of their opening. */
  readonly groups: readonly GroupInfo[];
  /** Of which each match holds at least one; see `literalsOf`. */
  readonly literals: Literals;
  /** A text that is enough: whatever holds it matches, and nothing else does; undefined where there is none. */
  readonly whole: string | undefined;
  /** Whether case does not count somewhere in it. */
  readonly ignoresCase: boolean;
  /** Whether it matches anywhere in `text`. */
  test(text: string): boolean;
  /** The leftmost match in `text`. */
  match(text: string): Match | undefined;
  /** What the first group of the leftmost match took; undefined where there is none. */
  firstGroup(text: string): string | undefined;
  /** `text` with every match replaced by what `replacement` makes of it, from left to right. */
  replaceAll(text: string, replacement: (match: string) => string): string;
}

/** Longest pattern, in UTF-16 units. */
const maxPatternLength = 4096;
/** RE2 instructions: what a pattern costs in memory, and a letter of text in time at worst. */
const mostInstructions = 20_000;
/** What a pattern's automaton may remember; re2js would take 8 MiB for each, and hostile lines can fill it. */
const automatonBytes = 512 * 1024;

/**
 * Compiles a pattern in RE2's syntax (https://github.com/google/re2/wiki/Syntax) with `(?<name>…)` groups;
 * `(?i)` ignores case. Look-around and back-references are refused with another way to write it, as are
 * more than 4,096 characters, 50 groups, 1,000 repetitions or 100 levels.
 */
export function compilePattern(source: string): Compiled<Pattern> {
  if (source.length > maxPatternLength) {
    return refused(`expected a pattern of at most ${maxPatternLength} characters, got ${source.length}`, 0);
  }
  const scanned = scanPattern(source);
  if (!scanned.ok) return scanned;
  const engine = compileEngine(source);
  if (!engine.ok) return engine;
  const regexp = engine.value;
  const indexes = regexp.namedGroups();
  const groups = scanned.value
    .toSorted((a, b) => a.offset - b.offset)
    .map(({ name, words }): GroupInfo => ({ name, type: typeOfWords(words) }));
  const slots = groups.map(({ name }) => [name, indexes[name] ?? 0] as const);
  const tailOf = tailFinder(regexp);
  const whole = wholeOf(source, regexp);
  return compiled({
    source,
    groups,
    literals: literalsOf(source),
    ignoresCase: ignoresCase(source),
    whole,
    test: (text) => regexp.test(text),
    match: (text) => {
      if (whole !== undefined && slots.length === 0) return text.includes(whole) ? noGroups : undefined;
      const tail = tailOf(text);
      // The automaton that only says yes or no is many times faster, and most lines are a no.
      if (tail === undefined || !regexp.test(tail)) return undefined;
      if (slots.length === 0) return noGroups;
      const matcher = regexp.matcher(tail);
      if (!matcher.find()) return undefined;
      const match: Record<string, string | undefined> = {};
      for (const [name, slot] of slots) match[name] = matcher.group(slot) ?? undefined;
      return match;
    },
    firstGroup: (text) => {
      const matcher = regexp.matcher(text);
      return matcher.find() && matcher.groupCount() > 0 ? (matcher.group(1) ?? undefined) : undefined;
    },
    replaceAll: (text, replacement) => {
      const matcher = regexp.matcher(text);
      let replaced = "";
      let from = 0;
      while (matcher.find()) {
        replaced +=
          text.slice(from, matcher.start()) + replacement(text.slice(matcher.start(), matcher.end()));
        from = matcher.end();
      }
      return replaced + text.slice(from);
    },
  });
}

const noGroups: Match = Object.freeze({});

/**
 * What each match begins with is also enough for one where it matches alone, and nothing in the pattern looks around:
 * `disk full(?: by \\S+)?`.
 */
function wholeOf(source: string, regexp: RE2JS): string | undefined {
  const prefix: unknown = regexp.re2().prefix;
  if (typeof prefix !== "string" || prefix === "" || /[$^]|\\[bBAz]/.test(source)) return undefined;
  return regexp.test(prefix) ? prefix : undefined;
}

/**
 * Finds the part of a text in which a match must begin: from the first occurrence of the text that each match begins with,
 * where there is one. Nothing in a pattern that begins with a text looks at what stands before it.
 */
function tailFinder(regexp: RE2JS): (text: string) => string | undefined {
  const prefix: unknown = regexp.re2().prefix;
  if (typeof prefix !== "string" || prefix === "") return (text) => text;
  return (text) => {
    const at = text.indexOf(prefix);
    return at === -1 ? undefined : text.slice(at);
  };
}

function compileEngine(source: string): Compiled<RE2JS> {
  try {
    const regexp = RE2JS.compile(source);
    if (regexp.programSize() > mostInstructions) {
      return refused("the pattern is too big once its repetitions are written out", 0, "count less: x{1,20}");
    }
    const automaton = regexp.re2().dfa;
    automaton.stateBudget = automatonBytes;
    automaton.memBudget = automatonBytes;
    return compiled(regexp);
  } catch (thrown) {
    if (!(thrown instanceof RE2JSException)) throw thrown;
    const message = thrown.message.replace(/^error parsing regexp: /, "");
    const fragment = /`(.*)`$/s.exec(message)?.[1];
    return refused(message, fragment === undefined ? 0 : Math.max(0, source.indexOf(fragment)));
  }
}
