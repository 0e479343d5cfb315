import type { Level } from "#core/domain";
import { levelNames, levelOf } from "./level.ts";
import { leadingTime } from "./time.ts";

/** What a line of text says about itself. */
export interface PlainHead {
  readonly timeMs: number | null;
  readonly level: Level | null;
}

/**
 * The time that a line begins with, and the first level near its begin: a word in capitals, a bracketed
 * one in any case, `level=error`, or `error:` as the first word. What is not sure is null.
 */
export function plainHead(line: string): PlainHead {
  return { timeMs: leadingTime(line), level: nearLevel(line) };
}

/** How far into a line a level may begin: past a time, a host and a program's name, not deep in the message. */
const reach = 60;
const longestToken = 24;

const names = [...levelNames.keys()];
const capitals = names.map((name) => name.toUpperCase()).join("|");
const anyCase = names.flatMap((name) => [name, name.toUpperCase(), titleCase(name)]).join("|");

/** Each alternative has its own group; what stands around a name keeps it from being part of a word. */
const levelToken = new RegExp(
  [
    String.raw`(?<![^\s\[(<|:])(${capitals})(?![^\s\])>|:,])`,
    String.raw`[\[(<](${anyCase})[\])>]`,
    String.raw`(?<![\w.])(?:level|lvl|severity)=["']?(${anyCase})(?!\w)`,
    String.raw`^(${anyCase}):`,
  ].join("|"),
);

function nearLevel(line: string): Level | null {
  const found = levelToken.exec(line.slice(0, reach + longestToken));
  if (found === null || found.index >= reach) return null;
  return levelOf(found[1] ?? found[2] ?? found[3] ?? found[4]);
}

function titleCase(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}
